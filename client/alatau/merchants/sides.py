"""Who paid whom in a transaction, seen from one account.

In what it posts of an asset, a participant's fee and tax belong to what it received: a merchant
that is credited 880 with a fee of 10 and a tax of 110 was paid 1,000.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from alatau.ledger import LedgerAccount, Posting, Purpose
from alatau.merchants.accounts import OWN

CHARGES: Final = (Purpose.FEE, Purpose.TAX)
_CREDITS: Final = frozenset({Purpose.FEE_CREDIT, Purpose.TAX_CREDIT})
"""What the treasury owes a merchant: both its sides are in the zone, beside the payment."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What one account on the other side paid (positive) or got.  None: several did together."""

    account: LedgerAccount | None
    amount: int


@dataclass(frozen=True, slots=True)
class Sides:
    """A transaction as one account's owner sees it: what comes in is positive, in base units.

    `amount` is what the account has more; `charges` what was kept of it, negative, or given
    back; `counters` what the others paid, which is the amount before charges.  `simple`: it is
    one payment of one account to another, so that its references are theirs.
    """

    amount: int
    charges: tuple[tuple[Purpose, int], ...]
    counters: tuple[Counter, ...]
    simple: bool

    def is_between(self, participant: str) -> bool:
        """Whether the participant has it on both sides."""
        accounts = [one.account for one in self.counters]
        return all(one is not None and one.participant == participant for one in accounts)


def sides_of(postings: Iterable[Posting], account: LedgerAccount) -> Sides:
    """The sides of a transaction that posts to the account."""
    sign = 1 if account.grows_by_debit else -1
    shares = _concerned(
        {one.account: sign * one.amount for one in postings if one.account.asset == account.asset},
        account,
    )
    amount = shares[account]
    charges = []
    for charge in [one for one in shares if _is_charge(one) and one != account]:
        if account.purpose in CHARGES and charge.participant == account.participant:
            continue  # a statement of what is due has it for itself
        bearer = _bearer(charge, shares)
        if bearer is None:
            continue
        if bearer == account:
            charges.append((charge.purpose, -shares[charge]))
        shares[bearer] += shares.pop(charge)
    counters, simple = _counters(shares, account)
    return Sides(amount, tuple(sorted(charges)), counters, simple)


def _concerned(
    shares: dict[LedgerAccount, int], account: LedgerAccount
) -> dict[LedgerAccount, int]:
    """Without the treasury's credits, or only those, where they are balanced by themselves."""
    credits_ = {one: share for one, share in shares.items() if one.purpose in _CREDITS}
    if sum(credits_.values()):
        return shares
    if account in credits_:
        return credits_
    return {one: share for one, share in shares.items() if one not in credits_}


def _is_charge(account: LedgerAccount) -> bool:
    return bool(account.participant) and account.purpose in CHARGES


def _bearer(charge: LedgerAccount, shares: dict[LedgerAccount, int]) -> LedgerAccount | None:
    """The account whose money the charge was: the first of its participant's own."""
    own = (LedgerAccount(charge.participant, charge.asset, purpose) for purpose in OWN)
    return next((one for one in own if one in shares), None)


def _counters(
    shares: dict[LedgerAccount, int], account: LedgerAccount
) -> tuple[tuple[Counter, ...], bool]:
    total = shares[account]
    others = sorted((one, share) for one, share in shares.items() if one != account)
    against = [(one, share) for one, share in others if share * total < 0]
    beside = any(share * total > 0 for _, share in others)
    if not total:
        return (), False
    if not beside:
        return tuple(Counter(one, -share) for one, share in against), len(against) == 1
    only = against[0][0] if len(against) == 1 else None
    return (Counter(only, total),), False
