"""What is suggested to people, and never done."""

from __future__ import annotations

import time

import pytest
from tests.unit.reconcile_items import item, left, matched, run

from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import Item


def suggested(ours: Item, theirs: Item, rules: Rules | None = None) -> tuple[int, str]:
    found = run([ours], [theirs], rules)
    assert matched(found) == []
    assert left(found) == (ours.id, theirs.id)
    if not found.suggestions:
        return 0, ""
    (one,) = found.suggestions
    assert (one.ours, one.theirs) == (ours.id, theirs.id)
    return one.score, one.explanation


def test_suggest_who_is_written_a_little_differently() -> None:
    score, why = suggested(
        item("A", 150_000, party="Әлия Қасымова"), item("B", 150_000, party="Касымова Алия", day=1)
    )
    assert score >= 90
    assert "the same amount, parties alike by 100" in why
    assert why.endswith("1 day apart")


def test_suggest_by_a_common_reference_though_the_amount_differs() -> None:
    score, why = suggested(item("A", 100, "R"), item("B", 10, "r", day=5))
    assert score >= 70
    assert why == "a reference in common, amounts that differ by -90, 5 days apart"


def test_suggest_a_fee_that_was_taken_out_of_it() -> None:
    score, why = suggested(item("A", 100_000, "R"), item("B", 99_850, "R", fee=-150))
    assert score == 100
    assert "amounts that differ by -150, which is a fee" in why


def test_suggest_by_words_of_the_text() -> None:
    score, why = suggested(
        item("A", 990, text="Аренда бокса № 12, ноябрь"), item("B", 980, text="аренда БОКСА 12")
    )
    assert score >= 60
    assert "texts alike by" in why


@pytest.mark.parametrize(
    "theirs",
    [
        item("B", 100, party="Дана", asset="USDZ"),
        item("B", -100, party="Дана"),
        item("B", 7, party="Ерлан", day=9),
    ],
    ids=["asset", "sign", "nothing in common"],
)
def test_suggest_nothing_that_cannot_be(theirs: Item) -> None:
    assert suggested(item("A", 100, party="Дана"), theirs) == (0, "")


def test_suggest_only_what_the_rules_want() -> None:
    ours, theirs = item("A", 100, "R"), item("B", 10, "R")
    assert suggested(ours, theirs, Rules(suggestion_score=71))[0] >= 71
    assert suggested(ours, theirs, Rules(suggestion_score=100)) == (0, "")
    assert suggested(ours, theirs, Rules(suggestions=0)) == (0, "")
    many = [item(f"B{n}", 90 + n, party="Дана") for n in range(6)]
    found = run([item("A", 100, party="Дана")], many, Rules(suggestions=2))
    assert [(one.ours, one.theirs) for one in found.suggestions] == [("A", "B5"), ("A", "B4")]


def test_suggest_less_where_a_reference_names_another() -> None:
    ours = [item("A1", 100, "R", party="Дана"), item("A2", 99, "Q", party="Дана")]
    found = run(ours, [item("B", 99, "R", party="Дана")])
    assert [one.ours for one in found.suggestions] == ["A1", "A2"]
    assert found.suggestions[1].explanation.startswith("a reference names another")


def test_suggest_among_many_compares_the_nearest_only() -> None:
    """Five thousand of one party on either side would be 25 million comparisons."""
    ours = [item(f"A{n}", 1_000 + 2 * n, party="Kaspi", day=n % 300) for n in range(5_000)]
    theirs = [item(f"B{n}", 20_001 + 2 * n, party="Kaspi", day=n % 300) for n in range(5_000)]
    rules = Rules(group_days=0, candidates=2, day_candidates=0, suggestion_score=0)
    began = time.process_time()
    found = run(ours, theirs, rules)
    assert time.process_time() - began < 60
    assert len(found.suggestions) == 15_000
