"""Two sides of so many payments, by seed: most with a reference, the rest for the hard stages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from alatau.reconcile.model import DAY, Item, Source

START: Final = 1_793_491_200
"""1 November 2026, midnight."""
DAYS: Final = 30
EXACT: Final = 98
"""Of a hundred payments so many have a reference of both sides and the same amount."""
PARTIES_FOR_EACH: Final = 50
"""A party for so many payments; those of the hard stages are as many for each."""

_NAMES: Final = ("Әлия Қасымова", "Нұрлан Жұмабаев", "Ольга Ёлкина", "ТОО «Алма»", "ИП Цой В. А.")
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(slots=True)
class Sides:
    """Items of both, and how many payments were made for each purpose."""

    ours: list[Item] = field(default_factory=list)
    theirs: list[Item] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)


class Maker:
    """Makes items of either side; every text is a new object, as of files that are read."""

    def __init__(self, count: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._count = count
        hard = count * (100 - EXACT) // 100
        self._parties = [_iban(number) for number in range(max(1, count // PARTIES_FOR_EACH))]
        self._hard_parties = [f"{_NAMES[number % 5]} {number}" for number in range(max(1, hard))]
        self.sides = Sides()

    def make(self) -> Sides:
        """As many payments of ours as of theirs, or nearly; in no order."""
        hard = self._count * (100 - EXACT) // 100
        for _ in range(self._count - hard):
            self._exact()
        for kind, share in self._hard():
            self.sides.made[kind] = 0
            for _ in range(hard * share // 100):
                getattr(self, f"_{kind}")()
                self.sides.made[kind] += 1
        self.sides.made["exact"] = self._count - hard
        self._random.shuffle(self.sides.ours)
        self._random.shuffle(self.sides.theirs)
        return self.sides

    def _hard(self) -> Iterator[tuple[str, int]]:
        """Purposes, and how many of a hundred hard payments; groups count once each."""
        yield from (("party", 30), ("batch", 8), ("split", 8), ("many", 5), ("band", 10))
        yield from (("differing", 4), ("missing", 11))

    def _exact(self) -> None:
        amount, time, uetr = self._amount(), self._time(), self._uetr()
        self._our(amount, time, uetr, self._random.choice(self._parties))
        self._their(amount, time + self._random.choice((0, 0, 0, DAY)), uetr.encode().decode())

    def _party(self) -> None:
        amount, time, party = self._amount(), self._time(), self._random.choice(self._hard_parties)
        self._our(amount, time, self._uetr(), party)
        self._their(amount, time + DAY, "", party.upper())

    def _batch(self) -> None:
        time, party = self._time(), self._random.choice(self._hard_parties)
        amounts = [self._amount() for _ in range(self._random.randint(2, 5))]
        for amount in amounts:
            self._our(amount, time, self._uetr(), party)
        self._their(sum(amounts), time + DAY, "", party)

    def _split(self) -> None:
        time, party = self._time(), self._random.choice(self._hard_parties)
        amounts = [self._amount() for _ in range(self._random.randint(2, 5))]
        self._our(sum(amounts), time, self._uetr(), party)
        for amount in amounts:
            self._their(amount, time + DAY, "", party)

    def _many(self) -> None:
        time, party = self._time(), self._random.choice(self._hard_parties)
        first, second, part = self._amount(), self._amount(), self._random.randint(1_000, 5_000)
        for amount in (first, second):
            self._our(amount, time, self._uetr(), party)
        for amount in (first - part, second + part):
            self._their(amount, time, "", party)

    def _band(self) -> None:
        amount, time, uetr = self._amount(), self._time(), self._uetr()
        self._our(amount, time, uetr, "")
        self._their(amount - self._random.randint(1, 50), time, uetr)

    def _differing(self) -> None:
        amount, time, uetr = self._amount(), self._time(), self._uetr()
        self._our(amount, time, uetr, "")
        self._their(amount * 9 // 10, time, uetr)

    def _missing(self) -> None:
        self._our(
            self._amount(), self._time(), self._uetr(), self._random.choice(self._hard_parties)
        )
        self._their(self._amount(), self._time(), "", self._random.choice(self._hard_parties))

    def _our(self, amount: int, time: int, uetr: str, party: str) -> None:
        signature = "".join(self._random.choices(_BASE58, k=88))
        one = Item(f"chain:{signature}", Source.CHAIN, "KZTE", amount, time, (uetr,), party)
        self.sides.ours.append(one)

    def _their(self, amount: int, time: int, uetr: str, party: str = "") -> None:
        number = len(self.sides.theirs)
        references = (uetr, f"FT{number:012}") if uetr else (f"FT{number:012}",)
        midnight = time // DAY * DAY
        one = Item(
            f"FT{number:012}/{midnight // DAY}", Source.STATEMENT, "KZTE", amount, midnight,
            references, party, f"Төлем № {number}",
        )  # fmt: skip
        self.sides.theirs.append(one)

    def _amount(self) -> int:
        return self._random.randint(10_000, 50_000_000)

    def _time(self) -> int:
        return START + self._random.randrange(DAYS * DAY)

    def _uetr(self) -> str:
        text = f"{self._random.getrandbits(128):032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _iban(number: int) -> str:
    return f"KZ{86 + number % 10}125KZT{number:010}"
