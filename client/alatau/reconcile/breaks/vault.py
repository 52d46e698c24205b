"""The solvency identity: vault >= liabilities = sum of the payment accounts."""

from __future__ import annotations

from dataclasses import dataclass

from alatau.reconcile.breaks.compare_balances import compare_vault
from alatau.reconcile.breaks.drafts import Drafts
from alatau.reconcile.model import Break
from alatau.reconcile.sources.facts import VaultFact


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
    drafts = Drafts()
    compare_vault(VaultFact(asset, vault, liabilities, accounts), 0, drafts)
    return Solvency(asset, vault, liabilities, accounts), drafts.breaks
