"""Distributions with exact rationals, beside the program's fixed point.

`Exact` is what each should get; `Counted` does as `state/instrument.rs` and
`state/distribution.rs` do, holding by holding, late.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

PLACES = 64
WORD = 2**64
LONG = 2**128


@dataclass(slots=True)
class Exact:
    """Of each holder: units, what it was entitled to in all, and until which sum."""

    units: list[int]
    index: Fraction = Fraction(0)
    entitled: list[Fraction] = field(default_factory=list)
    counted_at: list[Fraction] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entitled = [Fraction(0)] * len(self.units)
        self.counted_at = [Fraction(0)] * len(self.units)

    def distribute(self, amount: int, issued: int) -> None:
        self.index += Fraction(amount, issued)

    def count(self, who: int) -> Fraction:
        self.entitled[who] += self.units[who] * (self.index - self.counted_at[who])
        self.counted_at[who] = self.index
        return self.entitled[who]

    def move(self, who: int, quantity: int) -> None:
        self.count(who)
        self.units[who] += quantity


@dataclass(slots=True)
class Holding:
    """As the program has it."""

    units: int
    counted_at: int = 0
    entitled: int = 0
    claimed: int = 0
    exposure: int = 0
    """Units that it had at each distribution, summed: what bounds its error."""


@dataclass(slots=True)
class Counted:
    """An instrument as the program has it: no number above 64 or 128 bits."""

    holdings: list[Holding]
    index: int = 0
    excess: int = 0
    distributed: int = 0
    claimed: int = 0

    @property
    def issued(self) -> int:
        return sum(each.units for each in self.holdings)

    def distribute(self, amount: int) -> None:
        issued = self.issued
        taken = self.excess if self.excess + issued > WORD else 0
        quotient = -(-((amount << PLACES) - taken) // issued)
        assert quotient * issued < LONG
        self.excess += quotient * issued - (amount << PLACES)
        assert 0 <= self.excess < WORD
        self.index += quotient
        self.distributed += amount
        assert self.index < LONG
        assert self.distributed < WORD
        for each in self.holdings:
            each.exposure += each.units

    def count(self, one: Holding) -> None:
        entitled = one.entitled + one.units * (self.index - one.counted_at)
        assert entitled < LONG
        one.entitled, one.counted_at = entitled, self.index

    def move(self, who: int, quantity: int) -> None:
        one = self.holdings[who]
        self.count(one)
        one.units += quantity

    def claim(self, who: int) -> int:
        one = self.holdings[who]
        self.count(one)
        whole = one.entitled >> PLACES
        one.entitled -= whole << PLACES
        one.claimed += whole
        self.claimed += whole
        return whole
