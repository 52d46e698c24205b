"""The work that every system under the bench does: purchases, some of them refunded whole."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SEED: Final = 20_261_102
BUYERS: Final = 50
MERCHANTS: Final = 10
REFUNDED_PERCENT: Final = 5
FEE_BPS: Final = 50
"""The operator's fee, the same for all: 0.5 %, rounded down."""
TAX_BPS: Final = 1_200
"""Tax on the merchants' category, where a system knows taxes."""

_BPS = 10_000


@dataclass(frozen=True, slots=True)
class Purchase:
    """Who buys from whom (places in the crowd) for how much (base units)."""

    number: int
    buyer: int
    merchant: int
    amount: int
    refunded: bool

    @property
    def fee(self) -> int:
        """The operator's part, base units."""
        return self.amount * FEE_BPS // _BPS

    @property
    def tax(self) -> int:
        """The tax withheld, base units."""
        return self.amount * TAX_BPS // _BPS


@dataclass(frozen=True, slots=True)
class Sums:
    """Where the buyers' tokens went, base units: what is checked against the chain."""

    spent: int
    merchants: int
    operator: int
    custody: int = 0


def purchases(count: int = 1_000, seed: int = SEED) -> list[Purchase]:
    """The same ones for the same seed; exactly 5 % of them are refunded."""
    dice = random.Random(seed)
    refunded = set(dice.sample(range(count), count * REFUNDED_PERCENT // 100))
    return [
        Purchase(
            number=number,
            buyer=dice.randrange(BUYERS),
            merchant=dice.randrange(MERCHANTS),
            amount=dice.randrange(1_00, 500_00),
            refunded=number in refunded,
        )
        for number in range(count)
    ]


def expected(work: Sequence[Purchase], *, taxed: bool, fee: bool, fee_kept: bool) -> Sums:
    """The sums that honest work must end with.

    `taxed` and `fee` say which legs a system takes; `fee_kept` that a refund is a payment
    back, after which fee and tax stay taken and are the merchant's loss.
    """
    taken = 0
    for each in work:
        if fee_kept or not each.refunded:
            taken += (each.fee if fee else 0) + (each.tax if taxed else 0)
    spent = sum(each.amount for each in work if not each.refunded)
    return Sums(spent=spent, merchants=spent - taken, operator=taken)
