"""Random lives of offerings alone, in which more are settled than in a zone's."""

from __future__ import annotations

import pytest
from hypothesis.stateful import initialize, invariant
from solders.pubkey import Pubkey
from tests.program.life_alone import AloneLife, live_alone
from tests.program.life_offerings import OfferingLife


class SubscribedLife(AloneLife, OfferingLife):
    """Nothing but instruments, their offerings, the clock and pauses."""

    @initialize()
    def begin_with_holders(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.begin_units()
        self.begin_offerings()

    @invariant()
    def all_invariants_hold(self) -> None:
        self.do(self.audit.check(leaving=self.shaken))
        self.shaken = False

    def _close(self, offering: Pubkey) -> None:
        super()._close(offering)
        SubscribedLife.count += offering not in self.sales


def test_live_with_offerings_alone_keeps_every_invariant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    live_alone(SubscribedLife, "settled", capsys)
