"""The trial balance: what the accounts of an asset add up to, by purpose; in all, nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alatau.ledger.model import LedgerAccount, Purpose


@dataclass(frozen=True, slots=True)
class TrialLine:
    """Accounts of one asset and purpose: how many, and their debit and credit balances."""

    asset: str
    purpose: Purpose
    accounts: int
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial balance, its lines by asset and purpose."""

    lines: tuple[TrialLine, ...]

    @property
    def totals(self) -> dict[str, tuple[int, int]]:
        """Debits and credits by asset."""
        sums: dict[str, tuple[int, int]] = {}
        for line in self.lines:
            debit, credit = sums.get(line.asset, (0, 0))
            sums[line.asset] = debit + line.debit, credit + line.credit
        return sums

    @property
    def balanced(self) -> bool:
        """Whether debits are credits, asset by asset."""
        return all(debit == credit for debit, credit in self.totals.values())


def trial_of(balances: Mapping[LedgerAccount, int]) -> Trial:
    """The trial balance of balances."""
    groups: dict[tuple[str, Purpose], list[int]] = {}
    for account, amount in balances.items():
        groups.setdefault((account.asset, account.purpose), []).append(amount)
    return Trial(
        tuple(
            TrialLine(
                asset,
                purpose,
                len(amounts),
                sum(amount for amount in amounts if amount > 0),
                -sum(amount for amount in amounts if amount < 0),
            )
            for (asset, purpose), amounts in sorted(groups.items())
        )
    )
