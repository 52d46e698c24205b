"""Random lives in which instruments are called, redeemed and tendered."""

from __future__ import annotations

import pytest
from hypothesis.stateful import initialize
from tests.program.life_alone import AloneLife, live_alone
from tests.program.life_redemption import RedemptionLife


class CalledLife(AloneLife, RedemptionLife):
    """Nothing but instruments, what is paid for them, the clock and pauses."""

    @initialize()
    def begin_with_holders(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.begin_units()
        self.begin_redemption()

    def teardown(self) -> None:
        CalledLife.count += self.transfers()
        super().teardown()


def test_live_with_redemptions_alone_keeps_every_invariant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    live_alone(CalledLife, "transfers", capsys)
