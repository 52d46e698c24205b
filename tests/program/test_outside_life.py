"""Random lives in which units go to wallets and back, and instruments are called meanwhile."""

from __future__ import annotations

import pytest
from hypothesis.stateful import initialize
from tests.program.life_alone import AloneLife, live_alone
from tests.program.life_outside import OutsideLife
from tests.program.life_redemption import RedemptionLife


class SeenLife(AloneLife, OutsideLife, RedemptionLife):
    """Nothing but instruments, what is paid for them, wallets, the clock and pauses."""

    @initialize()
    def begin_with_holders(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.begin_units()
        self.begin_redemption()

    def teardown(self) -> None:
        SeenLife.count += self.transfers()
        super().teardown()


def test_live_with_units_outside_keeps_every_invariant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    live_alone(SeenLife, "transfers", capsys)
