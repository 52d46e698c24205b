"""A made-up month of a zone and its bank, with breaks that are known: by seed.

    month = make_month(7)
    inputs = await month.read(folder)
    found = reconcile(inputs, month.rules, now=month.now)
    score = month.score(found, inputs)

What reconciliation is given is real: camt files that are written and read back, a ledger that is
posted, a journal that is signed into.  The same seed is the same month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alatau.reconcile.fourway import Reconciliation
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.sources.facts import BankAsset, Inputs
from alatau.reconcile.sources.gather import gather
from alatau.statements import Statement, read_statements
from alatau.testing.month_books import write_journal, write_ledger
from alatau.testing.month_broken_amounts import AMOUNT_VARIANTS
from alatau.testing.month_broken_balances import BALANCE_VARIANTS
from alatau.testing.month_broken_bank import BANK_VARIANTS
from alatau.testing.month_broken_chain import CHAIN_VARIANTS
from alatau.testing.month_files import month_files
from alatau.testing.month_making import Making
from alatau.testing.month_score import Score, score_of
from alatau.testing.month_sound import ORDINARY, Variant
from alatau.testing.month_values import DOLLAR, NOW, OFFSET, TENGE, Plan, Planted

BANKS: Final = (BankAsset("KZT", TENGE, 2), BankAsset("USD", DOLLAR, 6))
"""What the currencies of the two accounts back."""
_MOVEMENTS_OF_ONE: Final = 12


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its plan, and who pays for the zone's transactions."""

    seed: int
    plan: Plan
    signer: str
    now: int = NOW

    @property
    def rules(self) -> Rules:
        """The zone's day, and nothing else than what is usual."""
        return Rules(utc_offset=OFFSET)

    @property
    def planted(self) -> Sequence[Planted]:
        """The breaks that must be found."""
        return self.plan.planted

    def files(self, days_in_a_file: int = 30) -> Mapping[str, bytes]:
        """The bank's files, so many days in each."""
        return month_files(self.plan, days_in_a_file)

    async def read(self, folder: Path, days_in_a_file: int = 30) -> Inputs:
        """Writes the files, the ledger and the journal into a folder, and reads them."""
        names = []
        for name, data in self.files(days_in_a_file).items():
            path = folder / name
            path.write_bytes(data)
            names.append(path)
        ledger = await write_ledger(self.plan, folder / "ledger.sqlite")
        journal = await write_journal(self.plan, folder / "journal.sqlite", self.signer)
        try:
            # With `partial`, as one of the files may have an entry that cannot be read.
            statements = read_statements(*names).accepted(partial=True)
            return await gather(ledger, self.given(statements), journal=journal)
        finally:
            journal.close()
            await ledger.close()

    def given(self, statements: Sequence[Statement] = ()) -> Inputs:
        """What is not read from the ledger and the journal."""
        plan = self.plan
        return Inputs(
            expected=tuple(plan.expected),
            accounts=tuple(plan.accounts),
            vaults=tuple(plan.vaults),
            gaps=tuple(plan.gaps),
            statements=tuple(statements),
            banks=BANKS,
            openings=tuple(plan.openings),
            read_at=NOW,
        )

    def score(self, found: Reconciliation, inputs: Inputs) -> Score:
        """What was found of what was planted, and what else."""
        return score_of(self.planted, found.breaks, inputs.statements)


def make_month(seed: int, movements: int = 1_000, *, broken: bool = True) -> Month:
    """A month of about so many ordinary movements and, if `broken`, one break of each variant.

    In a third of them, by the seed, two of each.
    """
    make = Making(seed, max(12, movements // _MOVEMENTS_OF_ONE))
    weights = [(variant, weight) for variant, weight in ORDINARY]
    variants: list[Variant] = [make.dice.weighted(weights) for _ in range(movements)]
    if broken:
        times = 2 if seed % 3 == 0 else 1
        variants += [*BANK_VARIANTS, *AMOUNT_VARIANTS, *CHAIN_VARIANTS, *BALANCE_VARIANTS] * times
    for variant in make.dice.sample(variants, len(variants)):
        variant(make)
    return Month(seed, make.plan, make.signer)
