"""Who pays into the zone and out of it in a made-up month: names, IBANs, wallets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from solders.pubkey import Pubkey

from alatau.testing.day_people import MEN, SURNAMES, WOMEN, Dice

_BANKS: Final = ("125", "722", "601", "926", "319", "856")
_FIRST_LETTER: Final = ord("A") - 10


@dataclass(frozen=True, slots=True)
class Person:
    """A customer, or a stranger who sends money all the same."""

    name: str
    iban: str
    wallet: str


def kazakh_iban(bank: str, number: int) -> str:
    """An IBAN of Kazakhstan with its check digits: a bank's three digits, thirteen of ours."""
    own = f"{bank}{number:013}"
    digits = own + "".join(str(ord(letter) - _FIRST_LETTER) for letter in "KZ") + "00"
    return f"KZ{98 - int(digits) % 97:02}{own}"


def some_bytes(dice: Dice, number: int) -> bytes:
    """So many bytes."""
    return bytes(dice.below(256) for _ in range(number))


def make_people(dice: Dice, number: int) -> tuple[Person, ...]:
    """So many of them, each with an IBAN and a wallet of their own."""
    return tuple(make_person(dice, at) for at in range(number))


def make_person(dice: Dice, at: int) -> Person:
    """One of them; no two with another number have the same IBAN."""
    gender = dice.below(2)
    given: Sequence[str] = (MEN, WOMEN)[gender]
    # The number within the IBAN keeps them apart however the dice fall.
    iban = kazakh_iban(dice.pick(_BANKS), at * 10**8 + dice.below(10**8))
    wallet = str(Pubkey(some_bytes(dice, 32)))
    return Person(f"{dice.pick(given)} {dice.pick(SURNAMES)[gender]}", iban, wallet)
