"""Months with known breaks: all are found, no others, whatever the order of the inputs."""

from __future__ import annotations

import asyncio
import random
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alatau.errors import InputError
from alatau.reconcile.fourway import Reconciliation, reconcile
from alatau.reconcile.model import BreakType, Source
from alatau.reconcile.sources.facts import Inputs
from alatau.statements import Statement
from alatau.testing.month import Month, make_month

SEEDS = (1, 2, 3, 2026)
MANY = ("journal", "chain", "expected", "accounts", "vaults", "gaps", "statements", "openings")


async def read(month: Month, folder: Path, days_in_a_file: int = 30) -> Inputs:
    return await month.read(folder, days_in_a_file)


def done(month: Month, inputs: Inputs) -> Reconciliation:
    return reconcile(inputs, month.rules, now=month.now)


@pytest.mark.parametrize("seed", SEEDS)
async def test_all_planted_breaks_are_found_and_no_others(seed: int, tmp_path: Path) -> None:
    month = make_month(seed, 150)
    inputs = await read(month, tmp_path)
    score = month.score(done(month, inputs), inputs)
    assert score.wrong == (), f"seed {seed}"
    assert score.perfect, f"seed {seed}"
    assert [kind for kind, planted, _ in score.by_type if not planted] == [], f"seed {seed}"


async def test_month_without_breaks_has_none(tmp_path: Path) -> None:
    month = make_month(11, 400, broken=False)
    assert month.planted == []
    inputs = await read(month, tmp_path)
    found = done(month, inputs)
    assert found.breaks == ()
    assert {one.asset: one.unexplained for one in found.sums} == dict.fromkeys(
        (one.asset for one in found.sums), 0
    )


class Read:
    """A month and what was read of it, once for all properties.

    No dataclass: Hypothesis shows their fields whatever `__repr__` says.
    """

    def __init__(self, month: Month, inputs: Inputs) -> None:
        self.month, self.inputs = month, inputs
        self.found = done(month, inputs)

    def __repr__(self) -> str:
        return f"the month of seed {self.month.seed}"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Read:
    month = make_month(5, 60)
    return Read(month, asyncio.run(read(month, tmp_path_factory.mktemp("month"))))


@given(seed=st.integers(0, 2**32), again=st.floats(0, 1))
@settings(max_examples=15)
def test_order_and_repetition_change_nothing(small: Read, seed: int, again: float) -> None:
    chance = random.Random(seed)

    def mixed(values: tuple[Any, ...]) -> Any:
        more = [*values, *(one for one in values if chance.random() < again)]
        chance.shuffle(more)
        return tuple(more)

    changed: dict[str, Any] = {name: mixed(getattr(small.inputs, name)) for name in MANY}
    inputs = replace(small.inputs, **changed)
    assert done(small.month, inputs) == small.found


@given(seed=st.integers(0, 2**32))
@settings(max_examples=10)
def test_statements_in_pieces_change_nothing(small: Read, seed: int) -> None:
    """The same statement once with some of its entries, once with the others."""
    chance = random.Random(seed)
    pieces: list[Statement] = []
    for one in small.inputs.statements:
        entries = list(one.entries)
        chance.shuffle(entries)
        cut = chance.randrange(len(entries) + 1)
        # Pages tell apart what belongs together; balances stay on each, as camt has them.
        pieces += [replace(one, entries=tuple(some)) for some in (entries[:cut], entries[cut:])]
    chance.shuffle(pieces)
    whole = [one for one in small.inputs.statements if not one.complete]
    inputs = replace(small.inputs, statements=(*whole, *pieces))
    assert kept(done(small.month, inputs)) == kept(small.found)


def kept(found: Reconciliation) -> tuple[object, ...]:
    """All of it but what a statement says of itself."""
    breaks = [one for one in found.breaks if one.between != (Source.STATEMENT, Source.STATEMENT)]
    return found.matches, breaks, found.suggestions


@pytest.mark.parametrize("days", [1, 7])
async def test_files_of_other_lengths_change_nothing(
    small: Read, days: int, tmp_path: Path
) -> None:
    inputs = await read(small.month, tmp_path, days)
    found = done(small.month, inputs)
    assert found.breaks == small.found.breaks
    assert found.matches == small.found.matches
    assert found.sums == small.found.sums


def test_sums_are_those_of_the_inputs_and_all_of_them_is_explained(small: Read) -> None:
    month, found = small.month, small.found
    for one in found.sums:
        assert one.unexplained == 0, one.asset
        lines = [
            line
            for line in month.plan.lines
            if line.account.asset == one.asset and line.status == "booked" and not line.malformed
            if (line.account.currency, line.day) not in month.plan.missing_days
        ]
        assert one.theirs == sum(line.amount * line.account.factor for line in lines)
        crossed = [moved for each in month.plan.transfers for moved in each.moved]
        assert one.ours == sum(amount for _, asset, amount in crossed if asset == one.asset)


def test_every_item_that_is_left_is_in_one_break_of_chain_and_bank(small: Read) -> None:
    found = small.found
    matched = [name for one in found.matches for name in (*one.ours, *one.theirs)]
    assert len(matched) == len(set(matched))
    bank = [one for one in found.breaks if one.between == (Source.CHAIN, Source.STATEMENT)]
    open_ = [name for one in bank for name in one.items if name not in set(matched)]
    firsts = {one.items[0] for one in bank if one.type is BreakType.DUPLICATE}
    assert [name for name in set(open_) if open_.count(name) > 1 and name not in firsts] == []
    items = {item.id: item for item in found.items}
    left = {
        item.id
        for item in found.items
        if item.source in {Source.CHAIN, Source.STATEMENT} and not item.pending
        if item.id not in set(matched) and item.amount and "/" not in item.id.split(":")[1]
    }
    backed = {one.asset for one in small.inputs.banks}
    left = {name for name in left if items[name].asset in backed | {"SOL"}}
    told = {name for one in found.breaks for name in one.items}
    assert left <= told


def test_break_keeps_its_id_while_it_grows_old(small: Read) -> None:
    later = reconcile(small.inputs, small.month.rules, now=small.month.now + 30 * 86_400)
    before = {one.id: one for one in small.found.breaks}
    after = {one.id: one for one in later.breaks}
    late = {one for one in before if before[one].type is BreakType.TIMING}
    due = {one for one in late & after.keys() if after[one].type is BreakType.MISSING_THERE}
    assert due
    assert before.keys() == after.keys()
    assert all(after[one].age(small.month.now) == before[one].age(small.month.now) for one in due)


def test_inputs_that_contradict_each_other_are_refused(small: Read) -> None:
    inputs = small.inputs
    fact = next(one for one in inputs.chain if one.moved)
    twisted = replace(fact, moved=(replace(fact.moved[0], amount=1),))
    with pytest.raises(InputError, match="told in two ways"):
        done(small.month, replace(inputs, chain=(*inputs.chain, twisted)))
    row = replace(inputs.expected[0], amount=1)
    with pytest.raises(InputError, match="told in two ways"):
        done(small.month, replace(inputs, expected=(*inputs.expected, row)))


def test_properties_cover_every_list_of_the_inputs() -> None:
    lists = {one.name for one in fields(Inputs) if str(one.type).startswith("tuple")}
    carried = {"earlier", "carried", "settled"}  # tests/unit/test_reconcile_carried.py
    assert lists == {*MANY, "banks", *carried}
