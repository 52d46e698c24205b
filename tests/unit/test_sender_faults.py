"""No payment lost, none doubled, whatever goes wrong: see sender_life.py.

A failing life prints the last of what happened to it; its seed and plan replay it exactly.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.sender_life import Life, live

from alatau.sender import State
from alatau.testing import FaultPlan, run_virtual

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
LIVES, STEPS = (40, 25_000) if NIGHTLY else (10, 10_000)
PLANS = (FaultPlan.calm(), FaultPlan.rough(), FaultPlan.hostile())
OFTEN_KILLED = replace(FaultPlan.hostile(), kills=40)


def life(seed: int, steps: int, plan: FaultPlan, folder: Path) -> Life:
    return run_virtual(live(seed, steps, plan, folder))


def test_live_through_faults_pays_each_order_once(tmp_path: Path) -> None:
    """A hundred thousand decisions; nightly, a million."""
    injected: Counter[str] = Counter()
    states: Counter[State] = Counter()
    steps = orders = deaths = 0
    first = int(os.environ.get("ALATAU_SEED", "0"))
    for seed in range(first, first + LIVES):
        lived = life(seed, STEPS, PLANS[seed % len(PLANS)], tmp_path)
        steps, orders, deaths = (
            steps + lived.steps,
            orders + len(lived.orders),
            deaths + lived.deaths,
        )
        injected += lived.injected
        states += lived.states
        print(f"seed {seed}: {lived.steps} steps, {len(lived.orders)} orders")  # noqa: T201
    print(f"{steps} steps, {orders} orders, {deaths} deaths, {dict(injected)}")  # noqa: T201
    assert steps >= LIVES * STEPS
    # None of it is true because nothing happened.
    names = {*FaultPlan.CALLS, *FaultPlan.TRANSACTIONS, *FaultPlan.EVENTS}
    assert names | {"stale_answers", "forgotten", "torn_batches", "deaf_news", "reorders"} == {
        *injected
    }
    assert deaths > 3
    assert {*State} - {State.UNKNOWN} <= {*states}


@pytest.mark.parametrize("seed", range(2))
def test_live_through_many_deaths_pays_each_order_once(seed: int, tmp_path: Path) -> None:
    lived = life(seed, 3_000, OFTEN_KILLED, tmp_path)
    assert lived.deaths > 5


def test_live_again_with_a_seed_is_the_same_life(tmp_path: Path) -> None:
    lives = []
    for seed, name in ((7, "one"), (7, "two"), (8, "three")):
        folder = tmp_path / name
        folder.mkdir()
        lives.append(life(seed, 2_000, FaultPlan.hostile(), folder))
    first, again, other = lives
    assert (first.told, first.steps, first.injected) == (again.told, again.steps, again.injected)
    assert first.told != other.told
