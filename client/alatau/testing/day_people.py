"""Who lives and trades in the example zone.  All names are invented."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

_T = TypeVar("_T")

SURNAMES = (  # of a man, of a woman
    ("Сәрсенов", "Сәрсенова"),
    ("Әбдіров", "Әбдірова"),
    ("Қасымбеков", "Қасымбекова"),
    ("Нұрланов", "Нұрланова"),
    ("Жүнісов", "Жүнісова"),
    ("Өтегенов", "Өтегенова"),
    ("Ысқақов", "Ысқақова"),
    ("Тілеубаев", "Тілеубаева"),
    ("Ғабитов", "Ғабитова"),
    ("Ким", "Ким"),
    ("Воронцов", "Воронцова"),
    ("Щербинин", "Щербинина"),
    ("Ковальчук", "Ковальчук"),
    ("Мюллер", "Мюллер"),
    ("Хасанов", "Хасанова"),
)
MEN = (
    "Ержан",
    "Данияр",
    "Әлихан",
    "Нұрсұлтан",
    "Бауыржан",
    "Тимур",
    "Сергей",
    "Илья",
    "Рүстем",
    "Мұхтар",
)
WOMEN = (
    "Айгүл",
    "Әсел",
    "Гүлнәр",
    "Жанар",
    "Мәдина",
    "Назым",
    "Ольга",
    "Екатерина",
    "Раушан",
    "Шынар",
)


@dataclass(frozen=True, slots=True)
class Merchant:
    """A merchant of the example: one service, and the asset classes it is licensed for."""

    id: str
    name: str
    service: str
    tax_category: int
    classes: tuple[str, ...]
    expires: str = "2031-12-31"

    @property
    def crypto(self) -> bool:
        """Whether it may be paid in crypto assets too."""
        return "crypto" in self.classes

    @property
    def expired(self) -> bool:
        """Whether the licence is over on the example's day."""
        return self.expires < "2026"


TENGE_ONLY = ("national",)
BOTH = ("national", "crypto")
MERCHANTS = (
    Merchant("m-01", "«Алатау Көлігі» қалалық автобус паркі", "transport", 1, TENGE_ONLY),
    Merchant("m-02", "«Жасыл Жол» самокат жалдау", "transport", 2, BOTH),
    Merchant("m-03", "«Шипагер» емханасы", "clinic", 0, BOTH),
    Merchant("m-04", "Стоматология «Жемчужина Алатау»", "clinic", 0, BOTH),
    Merchant("m-05", "Алатау қалалық құжаттар орталығы", "documents", 0, TENGE_ONLY),
    Merchant("m-06", "Нотариус Г. Ө. Ысқақова", "documents", 1, BOTH),
    Merchant("m-07", "«Алатау Су» су арнасы", "utilities", 3, TENGE_ONLY),
    Merchant("m-08", "ТОО «Тёплый дом — ЖылуЭнерго»", "utilities", 3, BOTH),
    Merchant("m-09", "«Береке» дүкені", "shops", 3, BOTH),
    Merchant("m-10", "Маркет «Алма & Өрік»", "shops", 3, BOTH),
    Merchant("m-11", "Книжная лавка «Көкжиек»", "shops", 2, BOTH, "2021-03-31"),
    Merchant("m-12", "«Баспана» тұрғын үй қызметі", "housing", 3, BOTH),
)


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident of the example."""

    id: str
    name: str
    tier: int


class Dice:
    """Numbers that depend on the seed alone, on every Python: SHA-256 of a counter."""

    def __init__(self, seed: int) -> None:
        self._seed, self._count = seed, 0

    def below(self, bound: int) -> int:
        """A number from 0 to `bound - 1`."""
        self._count += 1
        digest = hashlib.sha256(f"alatau:day:{self._seed}:{self._count}".encode()).digest()
        return int.from_bytes(digest[:16], "big") % bound

    def between(self, low: int, high: int, step: int = 1) -> int:
        """`low` plus a multiple of `step`, at most `high`."""
        return low + step * self.below((high - low) // step + 1)

    def pick(self, items: Sequence[_T]) -> _T:
        """One of the items."""
        return items[self.below(len(items))]

    def weighted(self, weights: Sequence[tuple[_T, int]]) -> _T:
        """One of the items, as often as its weight says."""
        number = self.below(sum(weight for _, weight in weights))
        for item, weight in weights:
            if number < weight:
                return item
            number -= weight
        raise AssertionError("a number below the sum of the weights falls into one of them")

    def sample(self, items: Sequence[_T], count: int) -> list[_T]:
        """`count` different items."""
        rest = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(count)]


def make_residents(dice: Dice, count: int) -> tuple[Resident, ...]:
    """Residents of tiers 1 (two thirds) and 2, each name once."""
    names = [
        f"{first} {surname[gender]}"
        for gender, firsts in enumerate((MEN, WOMEN))
        for first in firsts
        for surname in SURNAMES
    ]
    return tuple(
        Resident(f"r-{number:03}", name, 2 if number % 3 == 0 else 1)
        for number, name in enumerate(dice.sample(names, count), start=1)
    )
