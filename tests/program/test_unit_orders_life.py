"""Random lives in which regulators freeze holdings and move units."""

from __future__ import annotations

import pytest
from hypothesis.stateful import initialize
from tests.program.life_alone import AloneLife, live_alone
from tests.program.life_redemption import RedemptionLife
from tests.program.life_unit_orders import UnitOrderLife

from alatau.testing.fixtures import DAY


class OrderedLife(AloneLife, UnitOrderLife, RedemptionLife):
    """Nothing but instruments, what is paid for them, orders, the clock and pauses."""

    @initialize()
    def begin_with_holders(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.begin_units()
        self.begin_redemption()
        self.begin_unit_orders()

    def teardown(self) -> None:
        OrderedLife.count += sum(len(each.executed) for each in self.registers.values())
        super().teardown()


def test_live_with_orders_about_units_keeps_every_invariant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    live_alone(OrderedLife, "orders", capsys)


def test_life_may_end_while_what_is_to_be_redeemed_is_frozen() -> None:
    life = OrderedLife()
    life.begin_with_holders()
    life.freeze_holding(chosen=1, number=1, pair=(0, 1), seconds=366 * DAY)
    life.call_at_maturity(early=0, number=0, price=1, who=[])
    called = [each.register for each in life.paid.values() if each.price]
    assert [who for each in called for who in each.frozen if life.model.now < each.frozen[who]]
    life.teardown()
