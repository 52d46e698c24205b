"""Random lives of offerings alone, in which more are settled than in a zone's."""

from __future__ import annotations

import os
import secrets

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from solders.pubkey import Pubkey
from tests.program.life_offerings import OfferingLife

from alatau.program import Scope
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

NIGHTLY = settings.get_current_profile_name() == "nightly"
LIVES = settings(
    max_examples=100 if NIGHTLY else 20,
    stateful_step_count=40,
    deadline=None,  # it is the machine's, not the program's
)


class SubscribedLife(OfferingLife):
    """Nothing but instruments, their offerings, the clock and pauses."""

    settled = 0

    @initialize()
    def begin_with_holders(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.begin_units()
        self.begin_offerings()

    @rule(seconds=st.sampled_from([1, 3_600, 3_600, DAY, 9 * DAY]))
    def jump(self, seconds: int) -> None:
        self.move_clock(self.model.now + seconds)

    @rule(slot=st.integers(0, 2), scopes=st.sampled_from([0, 0, Scope.TRANSFERS, Scope.OPENING]))
    def pause(self, slot: int, scopes: int) -> None:
        authority = (self.zone.operator, *self.zone.regulators)[slot]
        paused = build.pause(
            authority=authority.pubkey(), zone=self.zone.address, scopes=Scope(scopes)
        )
        self.act(paused, authority, set())
        self.model.paused[slot] = Scope(scopes)

    @invariant()
    def all_invariants_hold(self) -> None:
        self.do(self.audit.check(leaving=self.shaken))
        self.shaken = False

    @invariant()
    def the_chain_is_as_the_model_says(self) -> None:
        self.do(self.compare())

    def _close(self, offering: Pubkey) -> None:
        super()._close(offering)
        SubscribedLife.settled += offering not in self.sales


def test_live_with_offerings_alone_keeps_every_invariant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Lives that follow from a seed: ALATAU_SEED repeats them."""
    first = int(os.environ.get("ALATAU_SEED") or secrets.randbelow(2**32))
    SubscribedLife.settled = 0
    try:
        run_state_machine_as_test(seed(first)(SubscribedLife), settings=LIVES)
    except Exception as error:
        error.add_note(f"ALATAU_SEED={first} repeats it")
        raise
    with capsys.disabled():
        print(f"\nofferings life: {SubscribedLife.settled} settled, ALATAU_SEED={first}")  # noqa: T201 - to repeat it
    assert SubscribedLife.settled
