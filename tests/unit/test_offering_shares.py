"""What falls to each subscription, against exact rationals: to the last unit, without dust."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solders.pubkey import Pubkey
from tests.program.model_offerings import parts

from alatau.program import Allotment, Offering, OfferingState

KEY = Pubkey.default()
units = st.lists(st.integers(1, 10**6) | st.integers(1, 2**56), min_size=1, max_size=60)
quantities = st.integers(1, 10**6) | st.integers(1, 2**63)
ways = st.sampled_from(Allotment)


def concluded(allotment: Allotment, quantity: int, wanted: list[int]) -> Offering:
    confirmed = sum(wanted)
    keys, terms = (KEY,) * 4, (1, 1, quantity, 1, 1, 2**64 - 1, 0, 1, 0)
    counted: dict[str, Any] = {
        "subscriptions": len(wanted),
        "subscribed": confirmed,
        "unconfirmed": 0,
        "confirmed": confirmed,
        "sold": min(quantity, confirmed),
        "unallotted": 0,
        "counted_at": 0,
    }
    return Offering(2, 255, OfferingState.SUCCEEDED, allotment, 1, *keys, *terms, **counted)


def shares(allotment: Allotment, quantity: int, wanted: list[int]) -> list[int]:
    sold, offset, found = concluded(allotment, quantity, wanted), 0, []
    for each in wanted:
        found.append(sold.share(offset, each))
        offset += each
    return found


@given(allotment=ways, quantity=quantities, wanted=units)
def test_share_is_the_exact_part_and_all_add_up(
    allotment: Allotment, quantity: int, wanted: list[int]
) -> None:
    found = shares(allotment, quantity, wanted)
    assert found == parts(allotment, quantity, wanted)
    assert sum(found) == min(quantity, sum(wanted))
    assert all(0 <= share <= each for share, each in zip(found, wanted, strict=True))


@given(quantity=quantities, wanted=units, data=st.data())
def test_share_pro_rata_differs_by_less_than_a_unit_in_any_order(
    quantity: int, wanted: list[int], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(wanted))))
    sold, whole = min(quantity, sum(wanted)), sum(wanted)
    found = shares(Allotment.PRO_RATA, quantity, [wanted[place] for place in order])
    for place, share in zip(order, found, strict=True):
        # Less than a unit from what it would be if units could be divided.
        assert abs(share * whole - wanted[place] * sold) < whole


@given(quantity=quantities, wanted=units)
def test_share_first_come_is_all_or_what_is_left(quantity: int, wanted: list[int]) -> None:
    left = quantity
    for each, share in zip(wanted, shares(Allotment.FIRST_COME, quantity, wanted), strict=True):
        assert share == min(each, left)
        left -= share


@pytest.mark.parametrize("allotment", Allotment)
def test_share_of_what_sold_nothing_is_nothing(allotment: Allotment) -> None:
    none = concluded(allotment, 1, [0])
    assert none.share(0, 5) == 0
