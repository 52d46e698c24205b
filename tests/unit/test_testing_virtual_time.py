"""Time that jumps: order, length, threads, and the end of all things."""

from __future__ import annotations

import asyncio
import time

import pytest

from alatau.testing.virtual_time import START, Deadlock, run_virtual


def test_sleep_for_hours_passes_at_once_and_exactly() -> None:
    async def scenario() -> list[float]:
        clock = asyncio.get_running_loop().time
        times = [clock()]
        await asyncio.sleep(0.4)
        times.append(clock())
        await asyncio.sleep(3 * 86_400)
        return [*times, clock()]

    began = time.monotonic()
    first, second, third = run_virtual(scenario())
    assert time.monotonic() - began < 5
    assert first == START
    assert second == pytest.approx(START + 0.4, abs=1e-5)
    assert third == pytest.approx(START + 0.4 + 3 * 86_400, abs=1e-5)


def test_sleepers_wake_in_the_order_of_their_timers() -> None:
    async def scenario() -> list[str]:
        woken: list[str] = []

        async def sleep(name: str, seconds: float) -> None:
            await asyncio.sleep(seconds)
            woken.append(f"{name} {asyncio.get_running_loop().time():.0f}")

        await asyncio.gather(sleep("Әлия", 7_200), sleep("Борис", 3_600), sleep("Ғалым", 3_601))
        return woken

    assert run_virtual(scenario(), start=0) == ["Борис 3600", "Ғалым 3601", "Әлия 7200"]


def test_timeout_passes_in_virtual_time() -> None:
    async def scenario() -> float:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 86_400)
        return asyncio.get_running_loop().time()

    assert run_virtual(scenario(), start=5) == pytest.approx(86_405)


def test_wait_for_what_cannot_happen_is_a_deadlock_that_names_who_waits() -> None:
    async def scenario() -> None:
        await asyncio.sleep(1)
        waiting = asyncio.create_task(asyncio.Event().wait(), name="Айсұлу")
        await waiting

    with pytest.raises(Deadlock, match=r"Айсұлу .*Event\.wait.*locks\.py:\d+"):
        run_virtual(scenario())


def work() -> str:
    time.sleep(0.05)
    return "готово"


def test_work_in_a_thread_is_waited_for_while_the_clock_stands() -> None:
    async def scenario() -> tuple[str, float, list[str]]:
        clock = asyncio.get_running_loop().time
        order: list[str] = []

        async def nap() -> None:
            await asyncio.sleep(0.001)
            order.append("nap")

        napping = asyncio.create_task(nap())
        done = await asyncio.to_thread(work)
        order.append("thread")
        at = clock()
        await napping
        return done, at, order

    done, at, order = run_virtual(scenario(), start=100)
    assert (done, at, order) == ("готово", 100, ["thread", "nap"])


def test_error_of_the_coroutine_comes_out() -> None:
    async def scenario() -> None:
        await asyncio.sleep(1)
        raise KeyError("Нұрлан")

    with pytest.raises(KeyError, match="Нұрлан"):
        run_virtual(scenario())


def test_sleep_until_exactly_now_goes_on() -> None:
    """At unix times a float's next number is further away than asyncio's margin."""

    async def naps() -> int:
        loop, count = asyncio.get_running_loop(), 0
        while count < 1_000:
            waiter = loop.create_future()
            loop.call_at(loop.time(), waiter.set_result, None)
            await waiter
            await asyncio.sleep(1e-7 * count)
            count += 1
        return count

    assert run_virtual(naps()) == 1_000
