"""What the events of allowances, plans and mandates say of the accounts that they changed."""

from __future__ import annotations

from collections.abc import Callable

from alatau.indexer.change import Change
from alatau.program import (
    AllowanceClosed,
    AllowanceGranted,
    AllowanceRevoked,
    Drawn,
    Event,
    MandateCancelled,
    MandateGranted,
    PlanClosed,
    PlanCreated,
    PlanDeleted,
    Pulled,
)


def _parties(e: Drawn | Pulled) -> tuple[Change, ...]:
    payee = {
        "available": e.payee_available,
        "fee_due": e.payee_fee_due,
        "tax_due": e.payee_tax_due,
    }
    return (
        Change(e.payer_account, e.payer_revision, e, {"available": e.payer_available}, -e.amount),
        Change(e.payee_account, e.payee_revision, e, payee, e.amount),
    )


ALLOWANCES: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    AllowanceGranted: lambda e: (Change(e.allowance, e.revision, e),),
    AllowanceRevoked: lambda e: (Change(e.allowance, e.revision, e),),
    AllowanceClosed: lambda e: (Change(e.allowance, e.revision, e),),
    Drawn: lambda e: (*_parties(e), Change(e.allowance, e.revision, e)),
    PlanCreated: lambda e: (Change(e.plan, e.revision, e),),
    PlanClosed: lambda e: (Change(e.plan, e.revision, e),),
    PlanDeleted: lambda e: (Change(e.plan, e.revision, e),),
    MandateGranted: lambda e: (
        Change(e.payer_account, e.payer_revision, e),
        Change(e.mandate, e.revision, e),
    ),
    MandateCancelled: lambda e: (Change(e.mandate, e.revision, e),),
    Pulled: lambda e: (*_parties(e), Change(e.mandate, e.revision, e)),
}
