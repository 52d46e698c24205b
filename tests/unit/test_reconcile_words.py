"""Causes of breaks, as people read them."""

from __future__ import annotations

import pytest

from alatau.amounts import format_amount
from alatau.reconcile.breaks.words import misread, readable, units


@pytest.mark.parametrize(
    ("cause", "read"),
    [
        (f"{units(21_000_000)} here, {units(-1)} there", "210000.00 here, -0.01 there"),
        ("3 days apart, under the reference 44 base", "3 days apart, under the reference 44 base"),
        (misread(2_100, 1_200), "two digits have changed places: 21.00 and 12.00"),
        (misread(-50, -5_000), "a decimal point has moved: -0.50 and -50.00"),
    ],
)
def test_readable_shows_amounts_in_their_decimals_and_nothing_else(cause: str, read: str) -> None:
    assert readable(cause, lambda amount: format_amount(amount, 2)) == read
