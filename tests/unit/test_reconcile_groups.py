"""One with many, many with many: sums, evidence, ambiguity and limits."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reconcile_items import item, left, matched, only, run

from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.matching.subsets import subsets_of
from alatau.reconcile.model import Item, Stage


def test_group_a_batch_of_the_bank_by_party_takes_all_that_add_up() -> None:
    ours = [
        item("A1", 10, party="Kaspi"),
        item("A2", 20, party="KASPI", day=1),
        item("A3", 30, party="kaspi"),
    ]
    found = run(ours, [item("B", 60, "FT-1", party="Kaspi", day=2)])
    one = only(found, Stage.MANY_TO_ONE)
    assert (one.ours, one.theirs, one.difference) == (("A1", "A2", "A3"), ("B",), 0)
    assert one.explanation == "3 of ours add up to B, by the party kaspi; no other set does"


def test_group_a_batch_takes_the_only_subset_that_adds_up() -> None:
    ours = [item(f"A{size}", size, party="Kaspi") for size in (11, 23, 47, 95)]
    found = run(ours, [item("B", 106, party="Kaspi")])
    assert matched(found) == [("many-to-one", "A11 A95", "B")]
    assert left(found) == ("A23 A47", "")


def test_group_a_payout_that_the_bank_splits_by_the_beginning_of_references() -> None:
    theirs = [item(f"B{n}", -10 * n, f"PAYOUT-9/{n}", day=n, party=str(n)) for n in (1, 2, 3)]
    one = only(run([item("A", -60, "payout-9")], theirs), Stage.ONE_TO_MANY)
    assert one.theirs == ("B1", "B2", "B3")
    assert one.explanation == (
        "3 of theirs add up to A, by references that begin with payout-9; no other set does"
    )


def test_group_by_one_reference_of_all_goes_before_other_evidence() -> None:
    ours = [item("A1", 10, "BATCH"), item("A2", 20, "BATCH"), item("A3", 30, "OTHER", party="Х")]
    found = run(ours, [item("B", 30, "BATCH", party="Х")])
    assert matched(found) == [("many-to-one", "A1 A2", "B")]


def test_group_by_the_day_alone_is_the_last_resort_and_can_be_forbidden() -> None:
    ours = [item("A1", 10, party="Дана"), item("A2", 20, party="Ерлан", second=3600)]
    theirs = [item("B", 30, party="Kaspi")]
    assert "by the day alone" in only(run(ours, theirs), Stage.MANY_TO_ONE).explanation
    assert matched(run(ours, theirs, Rules(day_candidates=0))) == []
    assert matched(run(ours, [item("B", 30, day=1)])) == []


def test_group_of_two_different_sets_that_fit_is_only_suggested() -> None:
    ours = [item(f"A{n}", size, party="Kaspi") for n, size in enumerate((10, 20, 12, 18, 99))]
    found = run(ours, [item("B", 30, party="Kaspi")])
    assert matched(found) == []
    by_sum = [one for one in found.suggestions if "adds up to it too" in one.explanation]
    assert [one.ours for one in by_sum] == ["A1", "A3", "A0", "A2"]  # the likeliest first


def test_group_of_one_part_that_two_lay_claim_to_is_only_suggested() -> None:
    ours = [item("A1", 10, party="K"), item("A2", 20, party="K"), item("A3", 40, party="K")]
    theirs = [item("B1", 30, party="K"), item("B2", 60, party="K")]
    found = run(ours, theirs)
    assert matched(found) == []
    assert any("lays claim to a part" in one.explanation for one in found.suggestions)


def test_group_of_a_batch_that_comes_twice_leaves_the_second() -> None:
    ours = [item("A1", 10, party="K"), item("A2", 20, party="K")]
    found = run(ours, [item("B1", 30, party="K"), item("B2", 30, party="K")])
    assert matched(found) == [("many-to-one", "A1 A2", "B1")]
    assert "1 more of theirs are equal to it" in found.matches[0].explanation
    assert left(found) == ("", "B2")


@pytest.mark.parametrize(
    "ours",
    [
        [item("A1", 10, party="K"), item("A2", -20, party="K")],
        [item("A1", 10, party="K"), item("A2", 20, party="K", asset="USDZ")],
        [item("A1", 10, party="K"), item("A2", 20, party="K", day=4)],
        [item("A1", 10, party="K"), item("A2", 20, party="K", reversal=True)],
        [item("A1", 30, party="L"), item("A2", 0, party="K")],
    ],
    ids=["sign", "asset", "window", "reversal", "nothing"],
)
def test_group_does_not_take_what_is_of_another_kind(ours: list[Item]) -> None:
    assert matched(run(ours, [item("B", 30, party="K")])) == []


def test_match_many_with_many_whose_sums_are_equal() -> None:
    ours = [item("A1", 10, party="K"), item("A2", 25, party="K", day=1)]
    theirs = [item("B1", 17, party="K", day=1), item("B2", 18, party="K", day=2)]
    one = only(run(ours, theirs), Stage.MANY_TO_MANY)
    assert (one.ours, one.theirs) == (("A1", "A2"), ("B1", "B2"))
    assert one.explanation == (
        "2 of ours and 2 of theirs have the same sum, by the party k and days that are at most 1 "
        "apart from one to the next, and nothing else hangs together with them"
    )
    assert matched(run(ours, theirs, Rules(group_days=1))) == []
    assert matched(run([*ours, item("A3", 1, party="K")], theirs)) == []


def test_match_many_with_many_of_one_day_before_those_of_several() -> None:
    ours = [
        item(f"A{d}{n}", size, party="K", day=d) for d in (0, 1) for n, size in enumerate((30, 81))
    ]
    theirs = [
        item(f"B{d}{n}", size, party="K", day=d) for d in (0, 1) for n, size in enumerate((50, 61))
    ]
    assert matched(run(ours, theirs)) == [
        ("many-to-many", "A00 A01", "B00 B01"),
        ("many-to-many", "A10 A11", "B10 B11"),
    ]


def test_match_many_with_many_that_references_hold_together() -> None:
    ours = [item("A1", 10, "R1"), item("A2", 25, "R1", "R2")]
    theirs = [item("B1", 17, "R1"), item("B2", 18, "R2")]
    one = only(run(ours, theirs), Stage.MANY_TO_MANY)
    assert "by references that they share" in one.explanation


def test_group_over_a_limit_is_said_to_be_not_searched() -> None:
    ours = [item(f"A{n:02}", 3**n, party="K", day=n % 2) for n in range(17)]
    found = run(ours, [item("B", 3**16 + 3, party="K")])
    assert matched(found) == []
    assert [(one.stage, one.item, one.explanation) for one in found.unsearched] == [
        (
            Stage.MANY_TO_ONE,
            "B",
            "not searched among ours by party: 17 come into question, and at most 16 are searched",
        )
    ]
    assert matched(run(ours[:16], [item("B", 3**15 + 3, party="K")])) == [
        ("many-to-one", "A01 A15", "B")
    ]


def test_group_of_more_items_than_allowed_is_said_to_be_not_searched() -> None:
    ours = [item(f"A{n}", 10, party="K") for n in range(5)]
    theirs = [item("B", 50, party="K")]
    found = run(ours, theirs, Rules(group_items=5, day_candidates=0))
    assert matched(found) == []
    assert "5 add up to it, and at most 4 may" in found.unsearched[0].explanation
    assert matched(run(ours, theirs, Rules(group_items=6))) == [
        ("many-to-one", "A0 A1 A2 A3 A4", "B")
    ]
    many = [item("A1", 10, party="K"), item("A2", 25, party="K")]
    found = run(many, [item("B1", 17, party="K"), item("B2", 18, party="K")], Rules(group_items=3))
    assert [one.item for one in found.unsearched] == ["A1", "A2", "B1", "B2"]


def test_group_of_a_payroll_of_all_wages_needs_no_search() -> None:
    ours = [
        item(f"A{n:03}", -1_000 - n, f"WAGE-11/{n}", party=f"Қызметкер {n}") for n in range(900)
    ]
    one = only(run(ours, [item("B", sum(i.amount for i in ours), "WAGE-11")]), Stage.MANY_TO_ONE)
    assert len(one.ours) == 900


def test_group_at_the_worst_ends_soon() -> None:
    """Ten thousand of one party, day and amount: nothing is searched, nothing hangs."""
    ours = [item(f"A{n}", 2, party="K") for n in range(5_000)]
    theirs = [item(f"B{n}", 3, party="K") for n in range(5_000)]
    began = time.process_time()
    found = run(ours, theirs)
    assert matched(found) == []
    one_batch = [item("A1", 1, party="L"), item("A2", 2, party="L")]
    again = [item(f"B{n}", 3, party="L") for n in range(5_000)]
    assert matched(run(one_batch, again)) == [("many-to-one", "A1 A2", "B0")]
    back = [item(f"C{n}", -3, "R", reversal=True) for n in range(2_000)]
    found = run([], [*back, *(item(f"D{n}", 3, "R") for n in range(2_000))])
    assert "2000 movements could be meant" in found.unsearched[0].explanation
    assert time.process_time() - began < 120


sizes = st.lists(st.integers(1, 40), max_size=9)


@given(sizes=sizes, total=st.integers(1, 120), most=st.integers(2, 9))
def test_find_subsets_finds_each_that_adds_up(sizes: list[int], total: int, most: int) -> None:
    positions = range(len(sizes))
    wanted = {
        chosen
        for count in range(2, most + 1)
        for chosen in combinations(positions, count)
        if sum(sizes[at] for at in chosen) == total
    }
    assert set(subsets_of(sizes, total, most, wanted=10_000)) == wanted
    assert len(subsets_of(sizes, total, most, wanted=2)) == min(2, len(wanted))
