"""The bench of matching: what it makes is what is matched, and its line through the logarithms."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.bench.match import RULES, exponent, unit_of
from tests.bench.match_items import Maker

from alatau.reconcile.matching.match import match
from alatau.reconcile.model import Stage


def test_match_the_bench_s_payments_finds_each_by_its_stage() -> None:
    sides = Maker(10_000, seed=3).make()
    found = match(sides.ours, sides.theirs, RULES)
    stages = Counter(one.stage for one in found.matches)
    assert sides.made["exact"] == stages[Stage.REFERENCE] == 9_800
    assert [
        (sides.made[name], stages[stage])
        for name, stage in (
            ("party", Stage.AMOUNT_DATE_PARTY),
            ("split", Stage.ONE_TO_MANY),
            ("batch", Stage.MANY_TO_ONE),
            ("many", Stage.MANY_TO_MANY),
            ("band", Stage.TOLERANCE),
        )
    ] == [(60, 60), (16, 16), (16, 16), (10, 10), (20, 20)]
    alone = sides.made["differing"] + sides.made["missing"]
    assert len(found.ours_left) == len(found.theirs_left) == alone


def test_make_the_bench_s_payments_by_seed() -> None:
    assert Maker(500, seed=1).make() == Maker(500, seed=1).make()
    assert Maker(500, seed=1).make() != Maker(500, seed=2).make()


@pytest.mark.parametrize("power", [1, 2])
def test_fit_the_exponent_of_growth(power: int) -> None:
    sizes = [100, 1_000, 10_000]
    assert exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power)


def test_name_the_units_of_metrics() -> None:
    assert [unit_of(name) for name in ("cpu_seconds", "peak_mb", "left.ours")] == [
        "s",
        "MB",
        "items",
    ]
