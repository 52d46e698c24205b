"""A transaction of the ledger as an entry of a statement, or as transfers between parties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from alatau.ledger import LedgerAccount, LedgerTransaction, Purpose, Stored
from alatau.ledger import Status as Posted
from alatau.merchants.accounts import party
from alatau.merchants.sides import Counter, Sides, sides_of
from alatau.merchants.terms import Terms
from alatau.merchants.texts import (
    REFERENCE,
    cleaned,
    end_to_end,
    full_id,
    information,
    remittance,
    servicer_reference,
    uetr,
)
from alatau.statements import Charge, Detail, Entry, Party, Status

_WITHIN: Final = "BOOK"
"""ISO's code of a transfer between two accounts with the same institution."""
_OTHER: Final = "OTHR"
_CHARGES_ALONE: Final = "ACMT/MDOP/CHRG"
_NAMES: Final = {Purpose.FEE: "zone fee", Purpose.TAX: "zone tax"}


def statement_entry(stored: Stored, account: LedgerAccount, terms: Terms) -> Entry:
    """What a transaction did to an account: booked once it is final, pending before.

    Raises `StatementInvalid` where the amounts do not fit the currency.
    """
    one = stored.transaction
    sides = sides_of(one.postings, account)
    moment = terms.moment(one.time)
    pending = stored.pending
    return Entry(
        id="",
        status=Status.PENDING if pending else Status.BOOKED,
        amount=terms.minor(sides.amount, f"Ntry {one.id}"),
        currency=terms.currency,
        booked=None if pending else moment.date(),
        booked_at=None if pending else moment,
        value=moment.date(),
        reversal=one.status is Posted.REVERSAL,
        reference=str(stored.sequence),
        servicer_reference=servicer_reference(one),
        code=_code(sides),
        proprietary=cleaned(one.description or one.source, REFERENCE),
        charges=_charges(one, sides, terms),
        details=tuple(_details(one, sides, account, terms)),
        information=information(one),
    )


def incoming(stored: Stored, account: LedgerAccount, terms: Terms) -> Iterator[Entry]:
    """What others paid into the account, for good, each payer's part for itself.

    Raises `StatementInvalid` where the amounts do not fit the currency.
    """
    one = stored.transaction
    sides = sides_of(one.postings, account)
    if stored.pending or one.status is Posted.REVERSAL or not is_incoming(sides, account):
        return
    for detail in _details(one, sides, account, terms):
        yield Entry(
            id="",
            status=Status.EXPECTED,
            amount=detail.amount or 0,
            currency=terms.currency,
            value=terms.moment(one.time).date(),
            details=(detail,),
        )


def is_incoming(sides: Sides, account: LedgerAccount) -> bool:
    """Whether someone else paid: neither a debit, nor from another account of the same owner."""
    return sum(one.amount for one in sides.counters) > 0 and not sides.is_between(
        account.participant
    )


def _details(
    one: LedgerTransaction, sides: Sides, account: LedgerAccount, terms: Terms
) -> Iterator[Detail]:
    """One for each account on the other side; one without, where there is none."""
    several = len(sides.counters) > 1
    for counter in sides.counters or (Counter(None, 0),):
        debtor, creditor = _parties(counter, account, terms)
        yield Detail(
            amount=terms.minor(counter.amount, f"Ntry {one.id}"),
            currency=terms.currency,
            end_to_end=end_to_end(one) if sides.simple else "",
            uetr=uetr(one) if sides.simple else "",
            servicer_reference="" if several else servicer_reference(one),
            remittance=remittance(one) if sides.simple else (),
            debtor=debtor,
            creditor=creditor,
            information=full_id(one),
        )


def _parties(counter: Counter, account: LedgerAccount, terms: Terms) -> tuple[Party, Party]:
    """Who paid, and who was paid."""
    own = party(account, terms, own=True)
    other = Party()
    if counter.account is not None:
        same = counter.account.participant == account.participant
        other = party(counter.account, terms, own=same)
    return (own, other) if counter.amount < 0 else (other, own)


def _code(sides: Sides) -> str:
    """The bank transaction code: money moves within the zone, or from and to beyond it."""
    if not sides.counters:
        return _CHARGES_ALONE if sides.charges else ""
    beyond = any(one.account is not None and not one.account.participant for one in sides.counters)
    family = "RCDT" if sides.amount > 0 else "ICDT"
    return f"PMNT/{family}/{_OTHER if beyond else _WITHIN}"


def _charges(one: LedgerTransaction, sides: Sides, terms: Terms) -> tuple[Charge, ...]:
    return tuple(
        Charge(
            terms.minor(amount, f"Ntry {one.id}"), terms.currency, _NAMES[purpose], included=True
        )
        for purpose, amount in sides.charges
    )
