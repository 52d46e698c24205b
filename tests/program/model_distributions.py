"""What distributions entitle holders to, in plain Python beside `model_instruments`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

PLACES = 64


@dataclass(slots=True)
class Payouts:
    """Of one instrument.  Parts of a base unit, with `PLACES` binary places.

    Nothing is counted late here: each sum is spread over all holders at once.
    """

    excess: int = 0
    distributed: int = 0
    claimed: int = 0
    entitled: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def held(self) -> int:
        """What the issuer's account holds for them."""
        return self.distributed - self.claimed

    def quotient(self, amount: int, issued: int) -> int:
        """What a unit gets of a sum."""
        if not issued:
            return 0
        taken = self.excess if self.excess + issued > 1 << PLACES else 0
        return -(-((amount << PLACES) - taken) // issued)

    def distribute(self, amount: int, units: Mapping[str, int]) -> None:
        """Spread a sum over units by who has them: at least one."""
        issued = sum(units.values())
        each = self.quotient(amount, issued)
        self.excess += each * issued - (amount << PLACES)
        self.distributed += amount
        for who, number in units.items():
            self.entitled[who] += each * number

    def move(self, giver: str, taker: str, units: int, of: int) -> None:
        """Some units of so many change hands, with their part of what they were entitled to."""
        part = self.entitled[giver] // of * units
        self.entitled[giver] -= part
        self.entitled[taker] += part

    def claimable(self, who: str) -> int:
        """Whole base units."""
        return self.entitled[who] >> PLACES

    def claim(self, who: str) -> int:
        """Take what is whole."""
        whole = self.claimable(who)
        self.entitled[who] -= whole << PLACES
        self.claimed += whole
        return whole
