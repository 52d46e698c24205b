"""Random lives of instruments whose units are sold, offered and taken."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from tests.program.life_alone import LIVES, AloneLife, live_alone
from tests.program.life_trades import TradeLife


class MarketLife(AloneLife, TradeLife):
    """Nothing but instruments, money, the clock and pauses."""

    @initialize()
    def begin_with_holders(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.begin_units()

    @rule(slot=st.integers(0, 2), scopes=st.sampled_from([0] * 9 + [4, 1]))
    def pause(self, slot: int, scopes: int) -> None:
        """Seldom, as it stops all sales."""
        self.set_pause(slot, scopes)

    @invariant()
    def all_invariants_hold(self) -> None:
        self.do(self.audit.check(leaving=self.shaken))
        self.shaken = False

    def teardown(self) -> None:
        MarketLife.count += self.sold
        super().teardown()


def test_live_with_trades_and_offers_keeps_every_invariant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    live_alone(MarketLife, "sales", capsys)
    assert MarketLife.count > 2 * LIVES.max_examples
