"""Countries by their two letters (ISO 3166-1 alpha-2), as the program holds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alatau.errors import InputError

MOST: Final = 16
"""How many countries an instrument names at most."""


def country_code(country: str, field: str = "country") -> bytes:
    """The two bytes of a country.  Raises `InputError`, with this field, for another text."""
    if not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        raise InputError(f"{country!r} is no country's two letters", field=field)
    return country.encode()


def country_codes(countries: Sequence[str]) -> tuple[bytes, ...]:
    """As many places as an instrument has, zeros behind the last country.

    Raises `InputError` as `country_code` does, and for more countries than there are places.
    """
    if len(countries) > MOST:
        raise InputError(
            f"{len(countries)} countries where an instrument names {MOST} at most",
            field="countries",
        )
    named = [country_code(each, "countries") for each in countries]
    return (*named, *[bytes(2)] * (MOST - len(named)))
