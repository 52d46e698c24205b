"""The example's thousand orders, with five that are to be refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from alatau.testing.day_people import MERCHANTS, Dice, Merchant, Resident
from alatau.testing.day_zone import DOLLAR, TENGE, Asset

TOTAL = 1_000
REGULAR = TOTAL - 5  # and five more are refused, each for a reason of its own

# Tiyn for a dollar; a service's price in tiyn: lowest, highest, step.
RATE = 523_37
PRICES = {
    "transport": (80_00, 150_00, 10_00),
    "clinic": (5_000_00, 25_000_00, 500_00),
    "documents": (1_000_00, 3_000_00, 50_00),
    "utilities": (8_000_00, 40_000_00, 1),
    "shops": (650_00, 18_000_00, 5),
    "housing": (15_000_00, 60_000_00, 1_000_00),
    "": (1_000_00, 15_000_00, 500_00),
}
SCOOTER = (350_00, 1_500_00, 10_00)
MODES = (("final", 605), ("held", 345), ("transfer", 50))
SERVICES = {
    "final": (("transport", 46), ("shops", 34), ("utilities", 20)),
    "held": (("clinic", 36), ("documents", 28), ("shops", 22), ("housing", 14)),
}
HOURS = (
    (7, 6), (8, 12), (9, 9), (10, 7), (11, 7), (12, 10), (13, 9), (14, 6),
    (15, 6), (16, 7), (17, 9), (18, 12), (19, 9), (20, 6), (21, 4),
)  # fmt: skip
# What a resident of a tier spends in a day at most, far below the tier's daily cap.
BUDGET = {1: 210_000_00, 2: 340_000_00}


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """An order; `second` of the day, amounts in base units, `reason` where it is refused."""

    second: int
    payer: str
    payee: str
    service: str
    amount: int
    asset: Asset
    mode: str
    refund: int = 0
    step: str = ""
    reason: str = ""
    id: str = ""


@dataclass(slots=True)
class Planner:
    """Plans the day's orders from one seed."""

    dice: Dice
    residents: Sequence[Resident]
    spent: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def plan(self) -> list[PlannedOrder]:
        """All rows in the order of their times, the repeated one among them, with ids."""
        poor, big = self.residents[5], self.residents[6]  # tiers 2 and 1
        orders = [self._utility(big.id) for _ in range(2)]
        orders += [self._regular(avoid=poor.id) for _ in range(REGULAR - 2)]
        orders += [self._expired(), self._too_large(big), self._unfunded(poor), self._over_refund()]
        orders.sort(key=lambda order: (order.second, order.payer))
        orders = [replace(order, id=f"A-{n:04}") for n, order in enumerate(orders, start=1)]
        return self._with_repeated(orders)

    def _regular(self, avoid: str) -> PlannedOrder:
        dice = self.dice
        mode = dice.weighted(MODES)
        service = "" if mode == "transfer" else dice.weighted(SERVICES[mode])
        merchant = None if mode == "transfer" else self._merchant(service)
        price = dice.between(*(SCOOTER if merchant and merchant.id == "m-02" else PRICES[service]))
        payer = self._payer(price)
        if merchant is None:
            payee = dice.pick([r for r in self.residents if r.id not in (payer, avoid)]).id
        else:
            payee = merchant.id
        asset = DOLLAR if self._in_dollars(merchant) else TENGE
        amount = price if asset is TENGE else price * asset.units(1) // RATE
        refund = 0
        if mode == "held" and dice.below(5) == 0:
            refund = amount if dice.below(3) == 0 else amount * dice.between(10, 80, 5) // 100
        second = self._second()
        return PlannedOrder(second, payer, payee, service, amount, asset, mode, refund)

    def _payer(self, price: int) -> str:
        able = [r for r in self.residents if self.spent[r.id] + price <= BUDGET[r.tier]]
        payer = self.dice.pick(able)
        self.spent[payer.id] += price
        return payer.id

    def _merchant(self, service: str) -> Merchant:
        return self.dice.pick([m for m in MERCHANTS if m.service == service and not m.expired])

    def _in_dollars(self, merchant: Merchant | None) -> bool:
        if merchant is None:
            return self.dice.below(100) < 15
        return merchant.crypto and self.dice.below(100) < 21

    def _second(self) -> int:
        return self.dice.weighted(HOURS) * 3600 + self.dice.below(3600)

    def _utility(self, payer: str) -> PlannedOrder:
        """A bill paid by day, so that the one who is to go over the daily cap has spent."""
        amount = self.dice.between(*PRICES["utilities"])
        self.spent[payer] += amount
        second = self.dice.between(9 * 3600, 17 * 3600)
        return PlannedOrder(second, payer, "m-07", "utilities", amount, TENGE, "final")

    def _expired(self) -> PlannedOrder:
        second = 11 * 3600 + self.dice.below(3600)
        merchant = next(merchant for merchant in MERCHANTS if merchant.expired)
        return PlannedOrder(
            second, self.residents[10].id, merchant.id, "shops", 4_990_00, TENGE, "final",
            step="pay", reason="LicenceExpired",
        )  # fmt: skip

    def _too_large(self, payer: Resident) -> PlannedOrder:
        """Within the cap of one payment, and with the day's earlier ones over the daily."""
        second = 20 * 3600 + self.dice.below(3600)
        amount = 290_000_00
        return PlannedOrder(
            second, payer.id, "m-12", "housing", amount, TENGE, "held",
            step="pay", reason="DailyLimitExceeded",
        )  # fmt: skip

    def _unfunded(self, payer: Resident) -> PlannedOrder:
        """Within every cap, and more than the payer ever deposits."""
        second = 15 * 3600 + self.dice.below(3600)
        return PlannedOrder(
            second, payer.id, "m-10", "shops", 489_990_00, TENGE, "final",
            step="pay", reason="InsufficientFunds",
        )  # fmt: skip

    def _over_refund(self) -> PlannedOrder:
        second = 10 * 3600 + self.dice.below(3600)
        return PlannedOrder(
            second, self.residents[20].id, "m-03", "clinic", 12_000_00, TENGE, "held", 12_500_00,
            step="refund", reason="RefundExceedsPayment",
        )  # fmt: skip

    def _with_repeated(self, orders: list[PlannedOrder]) -> list[PlannedOrder]:
        """One final order sent a second time, three minutes later, as a terminal would."""
        final = [o for o in orders if o.mode == "final" and not o.reason and o.service == "shops"]
        first = self.dice.pick(final)
        again = replace(first, second=first.second + 180, step="pay", reason="DuplicateOrder")
        return sorted([*orders, again], key=lambda order: order.second)
