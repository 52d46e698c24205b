"""What is said to be due of an offering that is not over."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from alatau.cli.settling_view import Due
from alatau.program import InstrumentState, OfferingState, SubscriptionState

NOON = 1_798_718_400  # 2026-12-31 12:00 in UTC
HOUR = 3_600


def due(
    state: InstrumentState = InstrumentState.ADMITTED,
    *,
    offering: OfferingState = OfferingState.OPEN,
    subscribed: tuple[int, ...] = (),
    ends_at: int = NOON + 99 * HOUR,
) -> Due:
    found: Any = SimpleNamespace(
        state=offering,
        cooling_off=HOUR,
        concludes_at=NOON + 2 * HOUR,
        abandoned_at=NOON + 9 * HOUR,
    )
    instrument: Any = SimpleNamespace(state=state)
    waiting: list[Any] = [
        SimpleNamespace(state=SubscriptionState.SUBSCRIBED, subscribed_at=at) for at in subscribed
    ]
    return Due(found, tuple(waiting), instrument, NOON, ends_at)


def test_due_of_an_open_offering_is_confirmed_then_concluded() -> None:
    one = due(subscribed=(NOON - 60, NOON - 120))
    assert one.sentence() == (
        "next: confirm from 2026-12-31T12:58:00Z on, then conclude from 2026-12-31T14:00:00Z on"
    )
    assert due().sentence() == "next: conclude from 2026-12-31T14:00:00Z on"


def test_due_while_suspended_tells_who_can_cancel_and_from_when_on() -> None:
    one = due(InstrumentState.SUSPENDED)
    assert "the issuer or the authority can cancel it" in one.sentence()
    assert one.sentence().endswith("anyone from 2026-12-31T21:00:00Z on")
    assert [row["who"] for row in one.steps()] == ["issuer or authority", "anyone"]


@pytest.mark.parametrize("one", [due(InstrumentState.DELISTED), due(ends_at=NOON)])
def test_due_of_what_cannot_be_concluded_is_cancelled_by_anyone(one: Due) -> None:
    assert "anyone returns the money with alatau token offering cancel" in one.sentence()
    assert [(row["step"], row["who"]) for row in one.steps()] == [("cancel", "anyone")]


def test_due_after_the_conclusion_is_the_rest_of_the_allotments() -> None:
    one = due(InstrumentState.DELISTED, offering=OfferingState.FAILED)
    assert one.sentence() == "not all is allotted: run it again"
    assert [row["step"] for row in one.steps()] == ["allot"]
