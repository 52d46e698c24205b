"""What the events of a zone say: which account each changed, to what, by how much.

Enough to rebuild every payment account from its events alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from solders.pubkey import Pubkey

from alatau.indexer.change import Change
from alatau.indexer.changes_allowances import ALLOWANCES
from alatau.indexer.changes_conversion import converted, paid_from_wallet
from alatau.indexer.changes_disputes import DISPUTES
from alatau.indexer.changes_distributions import DISTRIBUTIONS
from alatau.indexer.changes_instruments import INSTRUMENTS
from alatau.indexer.changes_offerings import OFFERINGS
from alatau.indexer.changes_outside import OUTSIDE, used_by_outside
from alatau.indexer.changes_redemption import REDEMPTION, used
from alatau.indexer.changes_replacement import REPLACEMENT
from alatau.indexer.changes_trades import TRADES, used_by_trade
from alatau.indexer.changes_unit_orders import UNIT_ORDERS
from alatau.program import (
    AccountClosed,
    AccountFreezeLifted,
    AccountFreezeSet,
    AccountOpened,
    AssetAmended,
    AssetConsented,
    AssetListed,
    AssetRescreened,
    AuthorityAccepted,
    AuthorityProposed,
    Collected,
    Consolidated,
    Converted,
    Deposited,
    Distributed,
    Drawn,
    EndChanged,
    Event,
    Expired,
    ForcedTransferred,
    Fulfilled,
    LaneFunded,
    LicenceGranted,
    LicenceSuspended,
    LimitsSet,
    MandateGranted,
    Migrated,
    Paid,
    PaidFromWallet,
    PaidMany,
    ParticipantAmended,
    ParticipantFreezeLifted,
    ParticipantFreezeSet,
    ParticipantRegistered,
    Paused,
    Refunded,
    Seized,
    Settled,
    SettledMany,
    Subscribed,
    SuccessionCancelled,
    TaxPeriodClosed,
    Transferred,
    UnitsTransferred,
    WithdrawalsStopped,
    Withdrawn,
    ZoneCreated,
    payment_address,
    vault_address,
)

__all__ = ["Change", "by_account", "changes", "used_sequences"]


def changes(event: Event) -> tuple[Change, ...]:
    """What an event says of each account that it changed."""
    return _CHANGES[type(event)](event)


def by_account(events: Iterable[Event]) -> dict[Pubkey, list[Change]]:
    """The changes of each account, in the order of its revisions."""
    found: dict[Pubkey, list[Change]] = {}
    for event in events:
        for change in changes(event):
            found.setdefault(change.address, []).append(change)
    for each in found.values():
        each.sort(key=lambda change: change.revision)
    return found


def used_sequences(event: Event) -> tuple[tuple[Pubkey, int], ...]:
    """The accounts, or the participant, and the sequence of each that an event used up."""
    found = _used_sequence(event)
    return used_by_trade(event) + used_by_outside(event) if found is None else (found,)


def _used_sequence(event: Event) -> tuple[Pubkey, int] | None:  # noqa: PLR0911 - one a kind
    match event:
        case Deposited() | Withdrawn() | LaneFunded() | Subscribed():
            return event.account, event.sequence
        case Paid() | Transferred() | PaidMany() | Converted() | MandateGranted():
            return event.payer_account, event.sequence
        case Distributed():
            return event.issuer_account, event.sequence
        case Drawn():
            return event.allowance, event.sequence
        case UnitsTransferred():
            return event.sender_holding, event.sequence
        case PaidFromWallet():
            return event.payer, event.sequence
        case _:
            return used(event)


def _deposited(e: Deposited) -> tuple[Change, ...]:
    return (
        Change(e.account, e.revision, e, {"available": e.available}, e.amount),
        _vault(e, e.amount),
    )


def _withdrawn(e: Withdrawn) -> tuple[Change, ...]:
    return (
        Change(e.account, e.revision, e, {"available": e.available}, -e.amount),
        _vault(e, -e.amount),
    )


def _vault(e: Deposited | Withdrawn, flow: int) -> Change:
    after = {"liabilities": e.liabilities}
    return Change(vault_address(e.asset), e.vault_revision, e, after, flow)


def _paid(e: Paid) -> tuple[Change, ...]:
    payer = Change(
        e.payer_account, e.payer_revision, e, {"available": e.payer_available}, -e.amount
    )
    payee = Change(e.payee_account, e.payee_revision, e, _payee(e), e.amount)
    if not e.deliver_by:
        return payer, payee
    # A held payment begins with its revision 1, which the event need not name.
    return payer, payee, Change(payment_address(e.payer_account, e.sequence), 1, e)


def _transferred(e: Transferred) -> tuple[Change, ...]:
    return (
        Change(e.payer_account, e.payer_revision, e, {"available": e.payer_available}, -e.amount),
        Change(e.payee_account, e.payee_revision, e, {"available": e.payee_available}, e.amount),
    )


def _settled(e: Settled) -> tuple[Change, ...]:
    return (
        Change(e.payee_account, e.payee_revision, e, _payee(e) | {"reserve": e.payee_reserve}),
        Change(e.payment, e.revision, e),
    )


def _refunded(e: Refunded) -> tuple[Change, ...]:
    credit = {
        "reserve": e.payee_reserve,
        "fee_credit": e.payee_fee_credit,
        "tax_credit": e.payee_tax_credit,
    }
    return (
        Change(e.payer_account, e.payer_revision, e, {"available": e.payer_available}, e.amount),
        Change(e.payee_account, e.payee_revision, e, _payee(e) | credit, -e.amount),
        Change(e.payment, e.revision, e),
    )


def _expired(e: Expired) -> tuple[Change, ...]:
    return (
        Change(e.payer_account, e.payer_revision, e, {"available": e.payer_available}, e.amount),
        Change(e.payee_account, e.payee_revision, e, {"held": e.payee_held}, -e.amount),
        Change(e.payment, e.revision, e),
    )


def _collected(e: Collected) -> tuple[Change, ...]:
    flow = e.fee + e.tax - e.repaid
    after = {
        "available": e.available,
        "fee_due": 0,
        "tax_due": 0,
        "fee_credit": e.fee_credit,
        "tax_credit": e.tax_credit,
    }
    treasury = {"available": e.treasury_available}
    return (
        Change(e.account, e.revision, e, after, -flow),
        Change(e.treasury_account, e.treasury_revision, e, treasury, flow),
    )


def _paid_many(e: PaidMany) -> tuple[Change, ...]:
    payer = Change(e.payer_account, e.payer_revision, e, {"available": e.payer_available}, -e.total)
    payees = [
        Change(
            row.payee_account,
            row.payee_revision,
            e,
            {"available": row.payee_available},
            row.amount,
        )
        for row in e.rows
    ]
    return payer, *payees


def _settled_many(e: SettledMany) -> tuple[Change, ...]:
    """The balances are those after the last row; each before it follows from the next."""
    available, held, reserve = e.payee_available, e.payee_held, e.payee_reserve
    fee_due, tax_due, revision = e.payee_fee_due, e.payee_tax_due, e.payee_revision
    found: list[Change] = []
    for row in reversed(e.rows):
        after = {
            "available": available,
            "held": held,
            "reserve": reserve,
            "fee_due": fee_due,
            "tax_due": tax_due,
        }
        found += [
            Change(row.payment, row.revision, e),
            Change(e.payee_account, revision, e, after),
        ]
        available, reserve = available - row.net, reserve - row.reserve
        fee_due, tax_due = fee_due - row.fee, tax_due - row.tax
        held += row.net + row.reserve + row.fee + row.tax
        revision -= 1
    return tuple(reversed(found))


def _consolidated(e: Consolidated) -> tuple[Change, ...]:
    return (
        Change(e.lane_account, e.lane_revision, e, {"available": 0}, -e.amount),
        Change(e.account, e.revision, e, {"available": e.available}, e.amount),
    )


def _lane_funded(e: LaneFunded) -> tuple[Change, ...]:
    return (
        Change(e.account, e.revision, e, {"available": e.available}, -e.amount),
        Change(e.lane_account, e.lane_revision, e, {"available": e.lane_available}, e.amount),
    )


def _ordered(e: Seized | ForcedTransferred) -> tuple[Change, ...]:
    if isinstance(e, Seized):
        to, available, revision = e.treasury_account, e.treasury_available, e.treasury_revision
    else:
        to, available, revision = e.recipient_account, e.recipient_available, e.recipient_revision
    return (
        Change(e.account, e.revision, e, {"available": e.available}, -e.amount),
        Change(to, revision, e, {"available": available}, e.amount),
        # Its record is made once and never changes.
        Change(e.enforcement, 1, e),
    )


def _payee(e: Paid | Settled | Refunded) -> dict[str, int]:
    return {
        "available": e.payee_available,
        "held": e.payee_held,
        "fee_due": e.payee_fee_due,
        "tax_due": e.payee_tax_due,
    }


_CHANGES: dict[type[Event], Callable[..., tuple[Change, ...]]] = {
    ZoneCreated: lambda e: (Change(e.zone, e.revision, e),),
    Paused: lambda e: (Change(e.zone, e.revision, e),),
    AuthorityProposed: lambda e: (Change(e.zone, e.revision, e),),
    AuthorityAccepted: lambda e: (Change(e.zone, e.revision, e),),
    SuccessionCancelled: lambda e: (Change(e.zone, e.revision, e),),
    WithdrawalsStopped: lambda e: (Change(e.zone, e.revision, e),),
    EndChanged: lambda e: (Change(e.zone, e.revision, e),),
    AccountClosed: lambda e: (Change(e.account, e.revision, e),),
    Migrated: lambda e: (Change(e.account, e.revision, e),),
    AssetListed: lambda e: (
        Change(e.asset, e.revision, e),
        # The vault is made with its asset, and empty.
        Change(e.vault, 1, e, {"liabilities": 0}),
    ),
    AssetConsented: lambda e: (Change(e.asset, e.revision, e),),
    AssetRescreened: lambda e: (Change(e.asset, e.revision, e),),
    ParticipantRegistered: lambda e: (Change(e.participant, e.revision, e),),
    LicenceGranted: lambda e: (Change(e.participant, e.revision, e),),
    LicenceSuspended: lambda e: (Change(e.participant, e.revision, e),),
    AccountOpened: lambda e: (Change(e.account, e.revision, e),),
    Fulfilled: lambda e: (Change(e.payment, e.revision, e),),
    Deposited: _deposited,
    Withdrawn: _withdrawn,
    Paid: _paid,
    Transferred: _transferred,
    Settled: _settled,
    Refunded: _refunded,
    Expired: _expired,
    Collected: _collected,
    Converted: converted,
    PaidFromWallet: paid_from_wallet,
    PaidMany: _paid_many,
    SettledMany: _settled_many,
    Consolidated: _consolidated,
    LaneFunded: _lane_funded,
    **DISPUTES,
    AccountFreezeSet: lambda e: (Change(e.account, e.revision, e),),
    AccountFreezeLifted: lambda e: (Change(e.account, e.revision, e),),
    ParticipantFreezeSet: lambda e: (Change(e.participant, e.revision, e),),
    ParticipantFreezeLifted: lambda e: (Change(e.participant, e.revision, e),),
    Seized: _ordered,
    ForcedTransferred: _ordered,
    **ALLOWANCES,
    **INSTRUMENTS,
    **TRADES,
    **DISTRIBUTIONS,
    **REDEMPTION,
    **OUTSIDE,
    **REPLACEMENT,
    **OFFERINGS,
    **UNIT_ORDERS,
    TaxPeriodClosed: lambda e: (
        Change(e.account, e.account_revision, e),
        Change(e.tax_record, e.revision, e),
    ),
    LimitsSet: lambda e: (Change(e.account, e.revision, e),),
    AssetAmended: lambda e: (
        Change(e.asset, e.revision, e),
        Change(e.vault, e.vault_revision, e),
    ),
    ParticipantAmended: lambda e: (Change(e.participant, e.revision, e),),
}
