"""What a day came to, as values and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from alatau.amounts import format_amount
from alatau.day.config import ZoneConfig
from alatau.day.orders import Order
from alatau.program.enums import Service
from alatau.reconcile import LAMPORTS, Break
from alatau.reconcile.breaks.words import readable

TRANSFER = "transfer"
BREAKS_EXIT_CODE = 3
LAMPORT_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class OrderCounts:
    """Every row of the day's orders is in exactly one of the three.

    `refused`: the payment, or its refund, was; `refunded`: in part or in full;
    `settled`: all others.
    """

    settled: int
    refunded: int
    refused: int

    @property
    def total(self) -> int:
        """All rows."""
        return self.settled + self.refunded + self.refused


@dataclass(frozen=True, slots=True)
class Refusal:
    """An order refused at a `step` ("pay" or "refund"), and why; `line` of the orders' file."""

    order: str
    step: str
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Solvency:
    """One asset's sums, in base units: tokens in the vault, deposited - withdrawn, accounts."""

    vault: int
    liabilities: int
    accounts: int

    @property
    def solvent(self) -> bool:
        """The vault covers what is owed, and what is owed is what the accounts hold."""
        return self.vault >= self.liabilities == self.accounts


@dataclass(frozen=True, slots=True)
class AssetReport:
    """One asset's sums of the day, in base units.

    `paid` before fees, taxes and refunds; `fees` and `taxes` as accrued on final and
    settled payments, less what refunds returned.
    """

    symbol: str
    decimals: int
    solvency: Solvency
    paid: int
    refunds: int
    fees: int
    taxes: int


@dataclass(frozen=True, slots=True)
class Group:
    """The payments made for one service, or in one hour: how many, and how much by asset."""

    name: str
    orders: int
    amounts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DayReport:
    """A day's outcome.  `network_fees` in lamports; `orders_per_second` of this run alone.

    All but `orders_per_second` and `chain` is the same for the same day on any chain.
    """

    zone: str
    chain: str
    orders: OrderCounts
    refusals: tuple[Refusal, ...]
    breaks: tuple[Break, ...]
    assets: tuple[AssetReport, ...]
    services: tuple[Group, ...]
    hours: tuple[Group, ...]
    orders_per_second: float
    compute_units: int
    transactions: int
    network_fees: int

    @property
    def exit_code(self) -> int:
        """0 when everything agrees, 3 when something does not."""
        return BREAKS_EXIT_CODE if self.breaks else 0

    def decimals(self, symbol: str) -> int:
        """The decimals of an asset of the report."""
        if symbol == LAMPORTS:
            return LAMPORT_DECIMALS
        return {asset.symbol: asset.decimals for asset in self.assets}[symbol]

    def cause(self, item: Break) -> str:
        """A break's likely cause, with amounts in its asset's decimals."""
        return readable(item.cause, partial(grouped, decimals=self.decimals(item.asset)))

    def to_json(self) -> dict[str, object]:
        """Plain values, amounts as decimal strings, in a fixed order."""
        return {
            "zone": self.zone,
            "chain": self.chain,
            "orders": {
                "total": self.orders.total,
                "settled": self.orders.settled,
                "refunded": self.orders.refunded,
                "refused": self.orders.refused,
            },
            "refusals": [
                {"order": refusal.order, "step": refusal.step, "reason": refusal.reason}
                for refusal in sorted(self.refusals, key=_by_line)
            ],
            "breaks": [
                {
                    "type": item.type.value,
                    "between": list(item.between),
                    "items": list(item.items),
                    "asset": item.asset,
                    "amount": format_amount(item.amount, self.decimals(item.asset)),
                    "at_risk": format_amount(item.at_risk, self.decimals(item.asset)),
                    "cause": self.cause(item),
                }
                for item in self.breaks
            ],
            "assets": {asset.symbol: _asset_json(asset) for asset in self.assets},
            "services": {group.name: self._group_json(group) for group in self.services},
            "hours": {group.name: self._group_json(group) for group in self.hours},
            "orders_per_second": round(self.orders_per_second, 1),
            "compute_units": self.compute_units,
            "transactions": self.transactions,
            "network_fees_lamports": self.network_fees,
        }

    def dumps(self) -> str:
        """The JSON text, with a newline at its end."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=2) + "\n"

    def _group_json(self, group: Group) -> dict[str, object]:
        amounts = {
            symbol: format_amount(amount, self.decimals(symbol)) for symbol, amount in group.amounts
        }
        return {"orders": group.orders, "amounts": amounts}


def count_orders(orders: Iterable[Order], refusals: Iterable[Refusal]) -> OrderCounts:
    """Counts each row once; refusals name rows by `line`, as ids may repeat."""
    refused = {refusal.line for refusal in refusals}
    counts = Counter(
        "refused" if order.line in refused else "refunded" if order.refund else "settled"
        for order in orders
    )
    return OrderCounts(counts["settled"], counts["refunded"], counts["refused"])


def group_orders(
    orders: Iterable[Order], unpaid: Collection[int], config: ZoneConfig
) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Payments by service and by hour of the zone's clock; `unpaid` are lines to leave out."""
    paid = [order for order in orders if order.line not in unpaid]
    labels = (*(service.label for service in Service), TRANSFER)
    services = _group([(_label(order), order) for order in paid], labels, config)
    hours = [f"{hour:02}" for hour in range(24)]
    by_hour = [(hours[config.hour_of(order.time)], order) for order in paid]
    return services, _group(by_hour, hours, config)


def _label(order: Order) -> str:
    return TRANSFER if order.service is None else order.service.label


def _group(
    named: Iterable[tuple[str, Order]], names: Iterable[str], config: ZoneConfig
) -> tuple[Group, ...]:
    counts: Counter[str] = Counter()
    amounts: Counter[tuple[str, str]] = Counter()
    for name, order in named:
        counts[name] += 1
        amounts[name, order.asset] += order.amount
    symbols = [asset.symbol for asset in config.assets]
    return tuple(
        Group(name, counts[name], tuple((symbol, amounts[name, symbol]) for symbol in symbols))
        for name in names
        if counts[name]
    )


def _asset_json(asset: AssetReport) -> dict[str, object]:
    solvency, decimals = asset.solvency, asset.decimals
    return {
        "vault": format_amount(solvency.vault, decimals),
        "liabilities": format_amount(solvency.liabilities, decimals),
        "accounts": format_amount(solvency.accounts, decimals),
        "solvent": solvency.solvent,
        "paid": format_amount(asset.paid, decimals),
        "refunds": format_amount(asset.refunds, decimals),
        "fees": format_amount(asset.fees, decimals),
        "taxes": format_amount(asset.taxes, decimals),
    }


def _by_line(refusal: Refusal) -> tuple[int, str, str]:
    return refusal.line, refusal.order, refusal.step


def grouped(value: int, decimals: int) -> str:
    """An amount for people: its thousands apart, ``"8,733,442.36"``."""
    text = format_amount(abs(value), decimals)
    whole, point, fraction = text.partition(".")
    return f"{'-' if value < 0 else ''}{int(whole):,}{point}{fraction}"
