"""Who gets how much of what is distributed: the fixed point against exact rationals.

A holder's share is off by less than 2^-64 base units for each unit at each distribution, and never
too small, unless there are so many units that what the index gives too much must be made good.  So
it is the exact one rounded down, unless that is as near to a whole number above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.program.model_shares import PLACES, WORD, Counted, Exact, Holding

NIGHTLY = settings.get_current_profile_name() == "nightly"
MOST_HOLDERS = 10_000 if NIGHTLY else 1_000
QUANTITIES = st.integers(0, 3) | st.integers(0, 10**6) | st.integers(0, 2**50)
SUMS = st.integers(1, 100) | st.integers(1, 10**12) | st.integers(1, 2**60)


@dataclass(frozen=True)
class Step:
    """A sum paid in, then moves `(from, to, thousandths of what it has)`, new units, claims."""

    amount: int
    moves: tuple[tuple[int, int, int], ...] = ()
    issued: tuple[int, int] = (0, 0)
    claims: tuple[int, ...] = ()


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[int], list[Step]]:
    """Units of up to `MOST_HOLDERS` holders, from a few numbers: drawn one by one, thousands
    are beyond what an example may take."""
    some = draw(st.lists(QUANTITIES, min_size=1, max_size=12))
    count = draw(st.integers(1, 12) | st.integers(1, MOST_HOLDERS))
    stride = draw(st.integers(1, 97))
    units = [some[number * stride % len(some)] + number % 3 for number in range(count)]
    units[0] += 1
    who = st.integers(0, count - 1)
    steps = st.builds(
        Step,
        SUMS,
        st.lists(st.tuples(who, who, st.integers(0, 1_000)), max_size=8).map(tuple),
        st.tuples(who, st.integers(0, 10**6)),
        st.lists(who, max_size=4).map(tuple),
    )
    return units, draw(st.lists(steps, min_size=1, max_size=8))


def live(units: list[int], steps: list[Step]) -> tuple[Counted, Exact]:
    """Both ways of counting, through the same life."""
    counted = Counted([Holding(each) for each in units])
    exact = Exact([*units])
    for step in steps:
        exact.distribute(step.amount, counted.issued)
        counted.distribute(step.amount)
        moves = [
            (sender, to, counted.holdings[sender].units * share // 1_000)
            for sender, to, share in step.moves
        ]
        for sender, to, wished in moves:
            quantity = min(wished, counted.holdings[sender].units)
            for who, change in ((sender, -quantity), (to, quantity)):
                counted.move(who, change)
                exact.move(who, change)
        counted.move(*step.issued)
        exact.move(*step.issued)
        for who in step.claims:
            counted.claim(who)
    return counted, exact


@settings(deadline=None, max_examples=200 if NIGHTLY else 60)
@given(lives())
@example(([3], [Step(1), Step(1), Step(1)]))
@example(([1, 2], [Step(1), Step(2)]))
@example(([1] * 7, [Step(2**60, ((0, 1, 1_000),)), Step(1, claims=(0, 1))]))
@example(([1, *[0] * (MOST_HOLDERS - 1)], [Step(2**60), Step(2**60)]))
def test_each_gets_its_share_and_nothing_is_lost(life: tuple[list[int], list[Step]]) -> None:
    check_shares(*life)


@pytest.mark.parametrize("count", [1, 2, 3, 10, 999, 10_000])
def test_so_many_holders_who_trade_between_distributions_get_their_shares(count: int) -> None:
    units = [1 + number * number % 97 for number in range(count)]
    last = count - 1
    steps = [
        Step(10**12 + 1, ((0, last, 1_000), (last, count // 2, 333)), claims=(0, last)),
        Step(7, ((last, 0, 500),), issued=(count // 2, 5)),
        Step(33_333_33, claims=(0,)),
    ]
    check_shares(units, steps)


@pytest.mark.parametrize("others", [1, 2, 9_998])
def test_who_trades_between_distributions_gets_exactly_its_share(others: int) -> None:
    """All of Dina's 60 units go to Yerlan, then 20 come back; shares are whole by choice."""
    dina, yerlan = 0, 1
    counted = Counted([Holding(60), Holding(40), *(Holding(10) for _ in range(others))])
    for giver, taker, quantity in ((dina, yerlan, 60), (yerlan, dina, 20), (dina, yerlan, 0)):
        counted.distribute(3 * counted.issued)
        counted.move(giver, -quantity)
        counted.move(taker, quantity)
    for who in range(2 + others):
        counted.claim(who)
    claimed = [each.claimed for each in counted.holdings]
    assert claimed[:2] == [3 * (60 + 0 + 20), 3 * (40 + 100 + 80)]
    assert claimed[2:] == [3 * 3 * 10] * others
    assert counted.claimed == counted.distributed


def check_shares(units: list[int], steps: list[Step]) -> None:
    """Everybody's share is the exact one, as far as the fixed point says, and nothing is lost."""
    counted, exact = live(units, steps)
    dues = []
    exposed = sum(each.exposure for each in counted.holdings)
    for who, one in enumerate(counted.holdings):
        counted.claim(who)
        due = exact.count(who)
        dues.append(due)
        got = one.claimed + Fraction(one.entitled, WORD)
        # The bound: 2^-64 of a base unit, for each unit at each distribution.
        bound = Fraction(one.exposure, WORD)
        assert abs(got - due) < bound or got == due, (who, got, due)
        if counted.excess + exposed < WORD:  # nothing had to be made good
            assert got >= due, (who, got, due)
            assert one.claimed >= floor(due)
        near = abs(due - round(due)) < bound
        assert one.claimed == floor(due) or (near and abs(one.claimed - due) < 1 + bound)
    paid_in = sum(step.amount for step in steps)
    assert counted.distributed == paid_in == sum(dues)
    assert counted.claimed == sum(each.claimed for each in counted.holdings) <= paid_in
    # What is left: of each holder less than a base unit; the excess is less than one in all.
    left = (paid_in - counted.claimed) << PLACES
    fractions = [each.entitled for each in counted.holdings]
    assert all(each < WORD for each in fractions)
    assert left == sum(fractions) - counted.excess
    assert 0 <= counted.excess < WORD
    assert paid_in - counted.claimed <= len(fractions)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, WORD - 1), st.lists(st.integers(1, WORD - 1), min_size=1, max_size=20))
@example(WORD - 1, [WORD - 1])
@example(1, [WORD - 1])
@example(WORD - 1, [1] * 20)
def test_one_who_has_all_units_has_all_that_was_paid_in(units: int, sums: list[int]) -> None:
    counted, total = Counted([Holding(units)]), 0
    for amount in sums:
        if total + amount < WORD:
            total += amount
            counted.distribute(amount)
    counted.claim(0)
    (one,) = counted.holdings
    assert one.claimed == total
    assert one.entitled == counted.excess < WORD


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=30),
    st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_claiming_often_or_once_gives_the_same(sums: list[int], claims: list[bool]) -> None:
    often, once = (Counted([Holding(7), Holding(3)]) for _ in range(2))
    for amount, now in zip(sums, claims, strict=False):
        often.distribute(amount)
        once.distribute(amount)
        if now:
            often.claim(0)
    for each in (often, once):
        each.claim(0)
    assert often.holdings[0].claimed == once.holdings[0].claimed
    assert often.holdings[0].entitled == once.holdings[0].entitled
