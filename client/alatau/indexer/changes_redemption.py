"""What the events of redemption say of the accounts that they changed.

Money that is set aside stays the account's: from what is available to what is held, or back.
"""

from __future__ import annotations

from collections.abc import Callable

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.program import (
    Event,
    RedemptionCalled,
    TenderClosed,
    TenderOpened,
    UnitsRedeemed,
    UnitsTendered,
)


def _own(e: RedemptionCalled | TenderOpened | TenderClosed) -> tuple[Change, ...]:
    after = {"available": e.account_available, "held": e.account_held}
    return (
        Change(e.instrument, e.revision, e),
        Change(e.account, e.account_revision, e, after),
    )


def _called(e: RedemptionCalled) -> tuple[Change, ...]:
    if e.holding == Pubkey.default():
        return _own(e)  # the issuer has no holding
    return *_own(e), Change(e.holding, e.holding_revision, e)


def _paid_out(e: UnitsRedeemed | UnitsTendered) -> tuple[Change, ...]:
    after = {"available": e.account_available}
    return (
        Change(e.instrument, e.revision, e),
        Change(e.holding, e.holding_revision, e),
        Change(e.account, e.account_revision, e, after, e.amount),
        Change(e.issuer_account, e.issuer_revision, e, {"held": e.issuer_held}, -e.amount),
    )


def set_aside(event: Event) -> int | None:
    """What an event moved from available to held, of the one account whose balances it names.

    None: it is another kind of event.
    """
    match event:
        case RedemptionCalled() | TenderOpened():
            return event.amount
        case TenderClosed():
            return -event.amount
        case _:
            return None


def used(event: Event) -> tuple[Pubkey, int] | None:
    """Whose sequence an event of redemption used up, and which."""
    match event:
        case RedemptionCalled() | TenderOpened():
            return event.account, event.sequence
        case UnitsTendered():
            return event.holding, event.sequence
        case _:
            return None


REDEMPTION: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    RedemptionCalled: _called,
    UnitsRedeemed: _paid_out,
    TenderOpened: _own,
    UnitsTendered: _paid_out,
    TenderClosed: _own,
}
