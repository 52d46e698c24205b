"""Many calls at once: bounded, in order of their ends, errors where they belong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from alatau.bulk import Done, all_of
from alatau.errors import InputError, StorageError


async def double(row: int) -> int:
    await asyncio.sleep(0)
    return 2 * row


async def test_all_of_gives_every_row_once() -> None:
    done = [each async for each in all_of(range(500), double, in_flight=7)]
    assert sorted(each.index for each in done) == list(range(500))
    assert all(each.result() == 2 * each.row == 2 * each.index for each in done)


async def test_all_of_gives_results_as_they_end() -> None:
    async def wait(row: float) -> float:
        await asyncio.sleep(row)
        return row

    done = [each.row async for each in all_of([0.05, 0.01, 0.03], wait)]
    assert done == [0.01, 0.03, 0.05]


async def test_all_of_an_async_source_is_drawn_as_there_is_room() -> None:
    drawn, most = 0, 0

    async def rows() -> AsyncIterator[int]:
        nonlocal drawn
        for row in range(300):
            drawn += 1
            yield row

    count = 0
    async for _ in all_of(rows(), double, in_flight=10):
        count += 1
        most = max(most, drawn - count)
    assert count == drawn == 300
    assert most <= 11  # in flight, and the one that is waiting for room


async def test_all_of_a_slow_reader_slows_the_calls_down() -> None:
    begun = 0

    async def call(row: int) -> int:
        nonlocal begun
        begun += 1
        return row

    results = all_of(range(1_000), call, in_flight=5)
    await anext(results)
    await asyncio.sleep(0.05)
    assert begun <= 6
    await results.aclose()  # type: ignore[attr-defined]  # it is a generator


async def test_all_of_begins_calls_in_the_order_of_rows() -> None:
    order: list[int] = []

    async def call(row: int) -> int:
        order.append(row)
        await asyncio.sleep(0)
        return row

    _ = [each async for each in all_of(range(200), call, in_flight=16)]
    assert order == list(range(200))


async def test_all_of_with_a_bad_row_goes_on() -> None:
    async def call(row: int) -> int:
        if row == 3:
            raise InputError("three is not paid")
        return row

    done = [each async for each in all_of(range(6), call)]
    (bad,) = [each for each in done if each.error is not None]
    assert bad == Done(3, 3, error=bad.error)
    with pytest.raises(InputError, match="three is not paid"):
        bad.result()
    assert len(done) == 6


@pytest.mark.parametrize("error", [StorageError("the disk is full"), RuntimeError("a bug")])
async def test_all_of_with_an_error_of_all_rows_ends(error: Exception) -> None:
    cancelled = 0

    async def call(row: int) -> int:
        nonlocal cancelled
        if row == 3:
            raise error
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled += 1
            raise
        return row

    with pytest.raises(type(error), match=str(error)):
        _ = [each async for each in all_of(range(6), call, in_flight=5)]
    assert cancelled == 4


async def test_all_of_with_a_source_that_fails_raises_its_error() -> None:
    def rows() -> Iterator[int]:
        yield 1
        raise ValueError("line 2 is broken")

    with pytest.raises(ValueError, match="line 2 is broken"):
        _ = [each async for each in all_of(rows(), double)]


async def test_all_of_nothing_ends() -> None:
    rows: list[int] = []
    assert [each async for each in all_of(rows, double)] == []


async def test_all_of_left_early_leaves_nothing_running() -> None:
    async def call(row: int) -> int:
        await asyncio.sleep(60 if row else 0)
        return row

    results = all_of(range(100), call, in_flight=10)
    assert (await anext(results)).row == 0
    await results.aclose()  # type: ignore[attr-defined]  # it is a generator
    assert len(asyncio.all_tasks()) == 1


async def test_all_of_tells_progress() -> None:
    told: list[tuple[int, int]] = []
    _ = [_ async for _ in all_of([1, 2, 3], double, progress=lambda *p: told.append(p))]
    assert told == [(1, 3), (2, 3), (3, 3)]
    told.clear()
    _ = [_ async for _ in all_of(iter([1, 2, 3]), double, progress=lambda *p: told.append(p))]
    assert [done for done, _ in told] == [1, 2, 3]
    assert told[-1] == (3, 3)
