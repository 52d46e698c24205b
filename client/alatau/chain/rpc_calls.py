"""Calls and those who wait for their answers: what fits into a request, what can be believed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from alatau.chain.rpc_http import Fault, JsonRpc, Reply
from alatau.errors import ChainError

_OVERHEAD = len('{"jsonrpc":"2.0","id":99,},')


@dataclass(slots=True, eq=False)
class Call:
    """Made at `since` (the event loop's time); no answer of before `min_slot` will do."""

    text: str
    answer: asyncio.Future[Reply]
    since: float
    min_slot: int


def take(calls: list[Call], node: JsonRpc) -> list[Call]:
    """Remove from the front of `calls` as many as `node` takes in one request."""
    size = 2
    for count, call in enumerate(calls):
        size += len(call.text) + _OVERHEAD
        full = count >= node.batch_calls or size > node.batch_bytes
        if count and full:
            break
    else:
        count = len(calls)
    taken = calls[:count]
    del calls[:count]
    return taken


def deliver(
    calls: list[Call], answers: Sequence[Reply | Fault], *, together: bool, elsewhere: bool
) -> tuple[list[Call], str]:
    """Hand out the answers that can be believed; the calls to be asked again, and why."""
    checked = [
        _checked(call, answer, elsewhere=elsewhere)
        for call, answer in zip(calls, answers, strict=True)
    ]
    why = next((each.why for each in checked if isinstance(each, Fault)), "")
    if why and together:
        return calls, why
    left = []
    for call, answer in zip(calls, checked, strict=True):
        if call.answer.done():  # nobody waits for it any more
            continue
        if isinstance(answer, Fault):
            left.append(call)
        else:
            call.answer.set_result(answer)
    return left, why


def _checked(call: Call, answer: Reply | Fault, *, elsewhere: bool) -> Reply | Fault:
    if isinstance(answer, Fault):
        return answer
    if elsewhere and 400 <= answer.code < 600:
        return Fault(answer.message)
    if call.min_slot and (slot := _slot_of(answer.result)) is not None and slot < call.min_slot:
        return Fault(f"it is at slot {slot}, where {call.min_slot} has been seen")
    return answer


def _slot_of(result: Any) -> int | None:
    """The slot that an answer is of, where it says so."""
    if not isinstance(result, dict):
        return None
    slot = result.get("absoluteSlot", (result.get("context") or {}).get("slot"))
    return None if slot is None else int(slot)


async def answered(calls: Sequence[Call]) -> list[Reply]:
    """Wait for the answers of all.  Raises the error of the first that has none."""
    # One after another: gathered, each would cost the event loop a callback.
    try:
        return [await call.answer for call in calls]
    except BaseException:
        for call in calls:  # nobody will ask for theirs
            if not call.answer.cancel() and not call.answer.cancelled():
                call.answer.exception()
        raise


def fail(calls: Iterable[Call], error: Callable[[], ChainError]) -> None:
    """Tell those who still wait that there will be no answer."""
    for call in calls:
        if not call.answer.done():
            call.answer.set_exception(error())
