"""The solvency identity: vault >= liabilities = sum of the payment accounts."""

from __future__ import annotations

from dataclasses import dataclass

from alatau.reconcile.breaks import Break, BreakKind


@dataclass(frozen=True, slots=True)
class Solvency:
    """One asset's sums, in base units: tokens in the vault, deposited - withdrawn, accounts."""

    asset: str
    vault: int
    liabilities: int
    accounts: int

    @property
    def solvent(self) -> bool:
        """The vault covers what is owed, and what is owed is what the accounts hold."""
        return self.vault >= self.liabilities == self.accounts


def reconcile_vault(
    asset: str, vault: int, liabilities: int, accounts: int
) -> tuple[Solvency, tuple[Break, ...]]:
    """The identity of an asset, and a break for each part of it that does not hold.

    More tokens than are owed (someone sent some to the vault) is a break of a solvent asset.
    """
    breaks: list[Break] = []
    difference = vault - liabilities
    if difference < 0:
        cause = "the vault has fewer tokens than were deposited and not withdrawn"
        breaks.append(Break(BreakKind.VAULT_DEFICIT, asset, asset, difference, cause))
    elif difference > 0:
        cause = "the vault has more tokens than were deposited and not withdrawn"
        breaks.append(Break(BreakKind.VAULT_SURPLUS, asset, asset, difference, cause))
    if accounts != liabilities:
        cause = "the payment accounts do not add up to what was deposited and not withdrawn"
        owed = accounts - liabilities
        breaks.append(Break(BreakKind.ACCOUNTS_DIFFER, asset, asset, owed, cause))
    return Solvency(asset, vault, liabilities, accounts), tuple(breaks)
