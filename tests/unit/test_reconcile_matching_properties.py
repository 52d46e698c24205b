"""Whatever two sides are: one result, nothing twice, nothing lost, nothing that cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reconcile_items import NOON, item, matched, run

from alatau.reconcile.matching.match import Matching, match
from alatau.reconcile.matching.rules import Band, Rules
from alatau.reconcile.model import DAY, Item, Match, Source, Stage

RULES = Rules(
    reference_days=5,
    bands=(Band("kaspi", party="Kaspi", bps=500), Band("others", absolute=1)),
    candidates=5,
    day_candidates=4,
    group_items=6,
    suggestion_score=30,
)
LARGE = 10**18 * (2**64 - 1)
"""The u64 maximum of whole units, in the base units of 18 decimals."""

# few values of each, so that things coincide in every way
amounts = st.sampled_from([1, 2, 3, 5, 7, 20, 21, 41, LARGE, LARGE + 1, 0])
references = st.lists(st.sampled_from(["R", "r ", "S", "T-1", "T-2", "T", "NONREF"]), max_size=2)


@st.composite
def sides(draw: st.DrawFn, name: str) -> list[Item]:
    found = []
    for number in range(draw(st.integers(0, 9))):
        amount = draw(amounts)
        reversal = draw(st.sampled_from([False, False, False, True]))
        found.append(
            Item(
                f"{name}{number}",
                Source.STATEMENT if name == "B" else Source.CHAIN,
                draw(st.sampled_from(["KZTE", "KZTE", "USDZ"])),
                amount * draw(st.sampled_from([1, 1, 1, -1])),
                NOON + draw(st.integers(-3, 3)) * DAY + draw(st.integers(-DAY // 2, DAY // 2)),
                tuple(draw(references)),
                draw(st.sampled_from(["", "Kaspi", "KASPI", "Дана", "KZ86 125K ZT50 0410 0100"])),
                draw(st.sampled_from(["", "Төлем 7", "оплата 7"])),
                fee=draw(st.sampled_from([0, 0, -1])),
                reversal=reversal,
            )
        )
    return found


both = st.tuples(sides("A"), sides("B"))


@given(both=both, seed=st.integers(0, 99))
def test_match_of_any_order_repetition_and_split_is_the_same(
    both: tuple[list[Item], list[Item]], seed: int
) -> None:
    ours, theirs = both
    wanted = match(ours, theirs, RULES)
    random = Random(seed)
    for side in (ours, theirs):
        side.extend([replace(one) for one in random.choices(side, k=3)] if side else [])
        random.shuffle(side)
    cut = random.randint(0, len(ours))
    pieces = (one for piece in (ours[cut:], ours[:cut]) for one in piece)
    assert match(pieces, iter(theirs), RULES) == wanted


@given(both=both)
def test_match_has_every_item_once_and_keeps_sums(both: tuple[list[Item], list[Item]]) -> None:
    ours, theirs = both
    found = match(ours, theirs, RULES)
    for side, in_matches, rest in (
        (ours, [i for one in found.matches for i in one.ours], found.ours_left),
        (theirs, [i for one in found.matches for i in one.theirs], found.theirs_left),
    ):
        assert Counter([*in_matches, *(i.id for i in rest)]) == Counter(i.id for i in side)
        assert list(rest) == [i for i in side if i.id not in in_matches]
    for asset in ("KZTE", "USDZ"):
        assert total(theirs, asset) - total(ours, asset) == (
            total(found.theirs_left, asset)
            - total(found.ours_left, asset)
            + sum(one.difference for one in found.matches if one.asset == asset)
        )


def total(items: Iterable[Item], asset: str) -> int:
    return sum(i.amount for i in items if i.asset == asset)


@given(both=both)
def test_match_never_joins_what_cannot_be_the_same_money(
    both: tuple[list[Item], list[Item]],
) -> None:
    ours, theirs = both
    found = match(ours, theirs, RULES)
    by_id = {one.id: one for one in [*ours, *theirs]}
    for one in found.matches:
        mine, others = [by_id[i] for i in one.ours], [by_id[i] for i in one.theirs]
        items = mine + others
        assert {i.asset for i in items} == {one.asset}
        assert one.explanation
        assert one.difference == total(others, one.asset) - total(mine, one.asset)
        assert len(items) <= RULES.group_items
        check_shape(one, items)
        days = [RULES.day(i.time) for i in items]
        apart = max(days) - min(days)
        if one.stage is Stage.REVERSAL:
            assert apart <= RULES.reversal_days
            continue
        assert max(i.amount for i in items) <= 0 or min(i.amount for i in items) >= 0
        window = {
            Stage.REFERENCE: RULES.reference_days,
            Stage.AMOUNT_DATE_PARTY: RULES.party_days,
            Stage.TOLERANCE: max(RULES.reference_days, RULES.tolerance_days),
            Stage.MANY_TO_MANY: max(RULES.reference_days, RULES.group_days),
        }
        # each of many may be on either side of the one
        assert apart <= window.get(one.stage, 2 * RULES.reference_days)


def check_shape(one: Match, items: list[Item]) -> None:
    shape = len(one.ours), len(one.theirs)
    match one.stage:
        case Stage.REVERSAL:
            assert shape in {(2, 0), (0, 2)}
            assert sum(i.amount for i in items) == one.difference == 0
        case Stage.ONE_TO_MANY:
            assert shape[0] == 1 < shape[1]
        case Stage.MANY_TO_ONE:
            assert shape[1] == 1 < shape[0]
        case Stage.MANY_TO_MANY:
            assert min(shape) > 1
        case _:
            assert shape == (1, 1)
    if one.stage is Stage.TOLERANCE:
        limits = [band.allowed(items[0].amount) for band in RULES.bands]
        assert abs(one.difference) <= max(limits)
    else:
        assert one.difference == 0


@given(both=both)
def test_suggest_only_what_is_left(both: tuple[list[Item], list[Item]]) -> None:
    ours, theirs = both
    found = match(ours, theirs, RULES)
    mine = {one.id: one for one in found.ours_left}
    others = {one.id: one for one in found.theirs_left}
    for one in found.suggestions:
        assert RULES.suggestion_score <= one.score <= 100
        assert mine[one.ours].asset == others[one.theirs].asset
        assert mine[one.ours].amount * others[one.theirs].amount >= 0
        assert one.explanation
    assert len({(one.ours, one.theirs) for one in found.suggestions}) == len(found.suggestions)
    assert {one.item for one in found.unsearched} <= mine.keys() | others.keys()
    silent = match(ours, theirs, replace(RULES, suggestions=0, suggestion_score=100))
    assert silent.matches == found.matches


@given(both=both)
def test_match_of_each_asset_alone_is_the_same(both: tuple[list[Item], list[Item]]) -> None:
    """References bind across assets (the same payment in the wrong one): none here."""
    ours, theirs = (
        [replace(one, references=tuple(f"{one.asset}{r}" for r in one.references)) for one in side]
        for side in both
    )
    found = match(ours, theirs, RULES)
    parts = [
        match(
            [one for one in ours if one.asset == asset],
            [one for one in theirs if one.asset == asset],
            RULES,
        )
        for asset in ("KZTE", "USDZ")
    ]
    assert set(found.matches) == {one for part in parts for one in part.matches}
    assert set(found.suggestions) == {one for part in parts for one in part.suggestions}


@given(both=both)
def test_match_again_with_what_was_matched_changes_nothing(
    both: tuple[list[Item], list[Item]],
) -> None:
    ours, theirs = both
    found = match(ours, theirs, RULES)
    again = match(ours, theirs, RULES, kept=reversed(found.matches))
    assert set(found.matches) <= set(again.matches)
    assert again.stale == ()


@given(
    both=both,
    offset=st.sampled_from([-12 * 3600, 0, 18_000, 21_600, 14 * 3600]),
    seed=st.integers(0, 9),
)
def test_match_does_not_depend_on_the_clock_within_a_day(
    both: tuple[list[Item], list[Item]], offset: int, seed: int
) -> None:
    """Daylight saving, a cut-off moved, a clock that was wrong: only the zone's day counts."""
    rules, random = replace(RULES, utc_offset=offset), Random(seed)

    def moved(one: Item) -> Item:
        return replace(one, time=rules.day(one.time) * DAY - offset + random.randrange(DAY))

    ours, theirs = both
    assert outline(match(ours, theirs, rules)) == outline(
        match(map(moved, ours), map(moved, theirs), rules)
    )


def outline(found: Matching) -> object:
    return found.matches, found.suggestions, [one.id for one in found.ours_left]


def test_match_by_day_uses_the_offset_of_the_rules() -> None:
    """19:30 in Greenwich is the next day in Almaty."""
    evening = 7 * 3600 + 1800
    ours = [item("A", 100, party="Дана", second=evening)]
    theirs = [item("B", 100, party="Дана", day=1)]
    strict = Rules(party_days=0)
    assert matched(run(ours, theirs, strict)) == []
    assert matched(run(ours, theirs, replace(strict, utc_offset=18_000))) == [
        ("amount-date-party", "A", "B")
    ]


@pytest.mark.parametrize("amount", [2**64 - 1, LARGE, 1, 10**18])
def test_match_is_exact_to_the_last_unit(amount: int) -> None:
    ours = [item("A1", amount, party="K"), item("A2", amount + 1, party="K")]
    assert matched(run(ours, [item("B", 2 * amount + 1, party="K")])) == [
        ("many-to-one", "A1 A2", "B")
    ]
    assert matched(run(ours, [item("B", 2 * amount + 2, party="K")])) == []
    band = Rules(bands=(Band("b", bps=1),))
    allowed = amount // 10_000
    for more, count in ((allowed, 1), (allowed + 1, 0)):
        found = run([item("A", amount, "R")], [item("B", amount + more, "R")], band)
        assert len(found.matches) == count


SCRIPT = """
from random import Random
from alatau.reconcile.matching.match import match
from alatau.reconcile.model import Item, Source
from alatau.reconcile.matching.rules import Band, Rules

random = Random(7)
def side(source):
    return [
        Item(f"{source}{n}", source, random.choice(["KZTE", "USDZ"]), random.randint(-5, 30),
             random.randrange(6 * 86400), tuple(random.sample("RSTUVWXYZ", random.randint(0, 2))),
             random.choice(["", "Kaspi", "Дана", "Ерлан"]), random.choice(["төлем один", ""]),
             reversal=random.random() < 0.2)
        for n in range(160)
    ]
def many(source, *amounts):
    return [Item(f"{source}-{n}", source, "KZTE", n, 9**8, party="Цой") for n in amounts]
ours = side(Source.CHAIN) + many(Source.CHAIN, 31, 52)
theirs = side(Source.STATEMENT) + many(Source.STATEMENT, 40, 43)
print(match(ours, theirs, Rules(bands=(Band("b", absolute=1),))))
"""


def test_match_does_not_depend_on_the_seed_of_hashes() -> None:
    said = set()
    for seed in ("1", "2", "77"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True,
            env=environment,
        )  # fmt: skip
        said.add(done.stdout)
    (one,) = said
    for stage in set(Stage) - {Stage.MANUAL}:
        assert repr(stage) in one, stage
