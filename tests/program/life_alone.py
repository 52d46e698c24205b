"""Lives of instruments alone: nothing around them but the clock and pauses."""

from __future__ import annotations

import os
import secrets
from typing import ClassVar

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from tests.program.life_instruments import InstrumentLife

from alatau.program import Scope
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

PROFILE = settings.get_current_profile_name()
NIGHTLY = PROFILE == "nightly"
LIVES = settings(
    max_examples=100 if NIGHTLY else 20,
    stateful_step_count=40,
    deadline=None,  # it is the machine's, not the program's
)


class AloneLife(InstrumentLife):
    """What happens around instruments, and what must hold after each step."""

    count: ClassVar[int] = 0
    """What a machine counts, so that its lives are not empty."""

    @rule(seconds=st.sampled_from([1, 3_600, 3_600, DAY, 9 * DAY]))
    def jump(self, seconds: int) -> None:
        self.move_clock(self.model.now + seconds)

    @rule(slot=st.integers(0, 2), scopes=st.sampled_from([0, 0, Scope.TRANSFERS, Scope.OPENING]))
    def pause(self, slot: int, scopes: int) -> None:
        self.set_pause(slot, scopes)

    def set_pause(self, slot: int, scopes: int) -> None:
        authority = (self.zone.operator, *self.zone.regulators)[slot]
        paused = build.pause(
            authority=authority.pubkey(), zone=self.zone.address, scopes=Scope(scopes)
        )
        self.act(paused, authority, set())
        self.model.paused[slot] = Scope(scopes)
        self.shaken = True

    @invariant()
    def all_invariants_hold(self) -> None:
        self.do(self.audit.check(leaving=False))

    @invariant()
    def the_chain_is_as_the_model_says(self) -> None:
        self.do(self.compare())

    def transfers(self) -> int:
        """How many sequences of holdings were used."""
        used = [each.used for one in self.registers.values() for each in one.windows.values()]
        return sum(len(each) - 1 for each in used)


def live_alone(machine: type[AloneLife], what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Lives that follow from a seed: ALATAU_SEED repeats them; always the same ones for `ci`."""
    drawn = 1 if PROFILE == "ci" else secrets.randbelow(2**32)
    first = int(os.environ.get("ALATAU_SEED") or drawn)
    machine.count = 0
    try:
        run_state_machine_as_test(seed(first)(machine), settings=LIVES)
    except Exception as error:
        error.add_note(f"ALATAU_SEED={first} repeats it")
        raise
    with capsys.disabled():
        print(f"\n{machine.__name__}: {machine.count} {what}, ALATAU_SEED={first}")  # noqa: T201 - to repeat it
    assert machine.count
