"""Random lives of instruments alone, in which units change hands more often than in a zone's."""

from __future__ import annotations

import pytest
from hypothesis.stateful import initialize
from tests.program.life_alone import AloneLife, live_alone
from tests.program.life_distributions import DistributionLife


class UnitsLife(AloneLife, DistributionLife):
    """Nothing but instruments, the clock and pauses."""

    @initialize()
    def begin_with_holders(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.begin_units()
        self.begin_distributions()

    def teardown(self) -> None:
        UnitsLife.count += self.transfers()
        super().teardown()


def test_live_with_instruments_alone_keeps_every_invariant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    live_alone(UnitsLife, "transfers", capsys)
