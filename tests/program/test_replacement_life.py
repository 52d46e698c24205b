"""Random lives in which holders lose their wallets between trades and distributions."""

from __future__ import annotations

import pytest
from hypothesis.stateful import initialize
from tests.program.life_alone import AloneLife, live_alone
from tests.program.life_distributions import DistributionLife
from tests.program.life_replacement import ReplacementLife
from tests.program.life_unit_orders import UnitOrderLife


class LostLife(AloneLife, ReplacementLife, DistributionLife, UnitOrderLife):
    """Nothing but instruments, money, orders about units, the clock and pauses."""

    @initialize()
    def begin_with_holders(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.begin_units()
        self.begin_distributions()
        self.begin_unit_orders()
        self.propose_replacement(0, "Олжас", "Чынара", 0, None)
        self.replace_holder(0, None, False)
        self.replace_holder(0, None, True)

    def teardown(self) -> None:
        LostLife.count += self.replaced
        super().teardown()


def test_live_with_lost_wallets_keeps_every_invariant(capsys: pytest.CaptureFixture[str]) -> None:
    live_alone(LostLife, "replacements", capsys)
