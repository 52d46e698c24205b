"""What an account held before a change, as far as its event tells."""

from __future__ import annotations

from collections.abc import Mapping

from alatau.indexer.change import AnyChange, Change
from alatau.indexer.changes_redemption import set_aside
from alatau.indexer.rebuilt import IN_VAULT
from alatau.program import (
    Allotted,
    Converted,
    Drawn,
    Event,
    OfferTaken,
    Paid,
    PaidFromWallet,
    Pulled,
    Released,
    Settled,
    SettledMany,
    SettledRow,
    Subscribed,
    SubscriptionWithdrawn,
    Traded,
)


def before(change: AnyChange, earlier: Mapping[str, int]) -> dict[str, int]:
    """The balances that a change names, as they were before it.

    What is owed is right as a whole.  Where an event tells no more (it sets credits off, or
    returns them), its parts are taken from `earlier`, and the rest for available.
    """
    moved = _moved(change) if isinstance(change, Change) else None
    if moved is not None:
        return {name: amount - moved[name] for name, amount in change.after.items()}
    owed = [name for name in change.after if name in IN_VAULT]
    found = {name: earlier.get(name, 0) for name in change.after}
    if owed:
        whole = sum(change.after[name] for name in owed) - change.flow
        found[owed[0]] = whole - sum(found[name] for name in owed[1:])
    return found


def _moved(change: Change) -> dict[str, int] | None:
    """By how much an event that tells it changed each balance that it names."""
    event = change.event
    if isinstance(event, Traded | OfferTaken) and change.address == event.seller_account:
        return _received(event.price, event.fee, event.tax)
    if isinstance(event, Subscribed | SubscriptionWithdrawn | Allotted):
        return _subscribed(event) if change.address == event.account else None
    if (aside := set_aside(event)) is not None and change.after:
        return {"available": -aside, "held": aside}
    return _paid(event, change) if change.address == getattr(event, "payee_account", None) else None


def _paid(event: Event, change: Change) -> dict[str, int] | None:
    """Of a payee."""
    moved: dict[str, int] | None = None
    match event:
        case Paid(deliver_by=0):
            moved = {**_received(event.amount, event.fee, event.tax), "held": 0}
        case Paid():
            moved = {"available": 0, "held": event.amount, "fee_due": 0, "tax_due": 0}
        case Drawn() | Pulled() | PaidFromWallet():
            moved = _received(event.amount, event.fee, event.tax)
        case Converted():
            moved = _received(event.amount_out, event.fee, event.tax)
        case Settled():
            moved = _settled(event)
        case SettledMany():
            moved = _settled(
                event.rows[len(event.rows) - 1 - event.payee_revision + change.revision]
            )
        case Released():
            moved = {"available": event.released, "reserve": -event.released}
        case _:
            pass
    return moved


def _received(amount: int, fee: int, tax: int) -> dict[str, int]:
    return {"available": amount - fee - tax, "fee_due": fee, "tax_due": tax}


def _subscribed(event: Subscribed | SubscriptionWithdrawn | Allotted) -> dict[str, int]:
    match event:
        case Subscribed():
            return {"available": -event.amount, "held": event.amount}
        case SubscriptionWithdrawn():
            return {"available": event.amount, "held": -event.amount}
        case Allotted():
            return {"available": event.returned, "held": -(event.amount + event.returned)}


def _settled(row: Settled | SettledRow) -> dict[str, int]:
    return {
        "available": row.net,
        "held": -(row.net + row.reserve + row.fee + row.tax),
        "reserve": row.reserve,
        "fee_due": row.fee,
        "tax_due": row.tax,
    }
