"""What the events of disputes, reserves and closing say; see `changes`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from alatau.indexer.change import Change
from alatau.program import (
    Disputed,
    PaymentClosed,
    PolicySet,
    Released,
    ReserveSet,
    Resolved,
    Responded,
)


def _resolved(e: Resolved) -> tuple[Change, ...]:
    after = {
        "available": e.payee_available,
        "held": e.payee_held,
        "reserve": e.payee_reserve,
        "fee_due": e.payee_fee_due,
        "tax_due": e.payee_tax_due,
        "fee_credit": e.payee_fee_credit,
        "tax_credit": e.payee_tax_credit,
    }
    changed = (
        Change(e.payee_account, e.payee_revision, e, after, -e.to_payer),
        Change(e.payment, e.revision, e),
    )
    if not e.to_payer:
        return changed
    available = {"available": e.payer_available}
    return (*changed, Change(e.payer_account, e.payer_revision, e, available, e.to_payer))


def _released(e: Released) -> tuple[Change, ...]:
    after = {"available": e.payee_available, "reserve": e.payee_reserve}
    return (
        Change(e.payee_account, e.payee_revision, e, after),
        Change(e.payment, e.revision, e),
    )


DISPUTES: Final[dict[type[Any], Callable[..., tuple[Change, ...]]]] = {
    Disputed: lambda e: (Change(e.payment, e.revision, e),),
    Responded: lambda e: (Change(e.payment, e.revision, e),),
    Resolved: _resolved,
    Released: _released,
    PaymentClosed: lambda e: (
        Change(e.payer_account, e.payer_revision, e),
        Change(e.payment, e.revision, e),
    ),
    PolicySet: lambda e: (Change(e.zone, e.revision, e),),
    ReserveSet: lambda e: (Change(e.participant, e.revision, e),),
}
"""By event: what it says of each account that it changed."""
