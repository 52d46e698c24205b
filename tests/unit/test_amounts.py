"""Amounts: decimal strings to base units and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.amounts import U64_MAX, format_amount, parse_amount
from alatau.errors import InputError


@given(value=st.integers(0, U64_MAX), decimals=st.integers(0, 18))
def test_parse_amount_of_what_was_formatted_returns_it(value: int, decimals: int) -> None:
    assert parse_amount(format_amount(value, decimals), decimals) == value


@given(value=st.integers(1, U64_MAX), decimals=st.integers(0, 18))
def test_format_amount_of_a_negative_value_only_adds_the_sign(value: int, decimals: int) -> None:
    assert format_amount(-value, decimals) == "-" + format_amount(value, decimals)


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [("12.50", 2, 1250), ("12.5", 2, 1250), ("12", 2, 1200), ("0.000001", 6, 1), ("007", 0, 7)],
)
def test_parse_amount_with_fewer_decimals_fills_them(text: str, decimals: int, value: int) -> None:
    assert parse_amount(text, decimals) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("-1", "negative"),
        ("1e3", "scientific"),
        ("1E3", "scientific"),
        ("1,5", "separators"),
        ("1.", "digits"),
        (".5", "digits"),
        ("+1", "digits"),
        (" 1", "digits"),
        ("1 000", "digits"),
        ("1_000", "digits"),
        ("0x10", "digits"),
        ("１２", "digits"),
        ("١٢", "digits"),
        ("nan", "digits"),
        ("1.234", "3 decimals where 2"),
        ("184467440737095516.16", "more than an account can hold"),
    ],
)
def test_parse_amount_of_something_else_says_why(text: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_amount(text, 2)
    assert why in str(caught.value)


def test_parse_amount_of_the_largest_value_is_accepted() -> None:
    assert parse_amount("184467440737095516.15", 2) == U64_MAX
