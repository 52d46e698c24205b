"""The rules of the day once more, in plain Python dictionaries: what must come out.

Written from the rules and not from the client's code, so that the two check each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alatau.testing.day_orders import PlannedOrder
from alatau.testing.day_people import MERCHANTS
from alatau.testing.day_zone import ASSETS, Asset

Sums = dict[str, int]


def _sums() -> Sums:
    return {asset.symbol: 0 for asset in ASSETS}


@dataclass(slots=True)
class Oracle:
    """A ledger of sums.  Money is in base units, accounts are (wallet, symbol)."""

    tiers: Mapping[str, int]
    balances: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    spent: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    outside: Sums = field(default_factory=_sums)
    held: Sums = field(default_factory=_sums)
    fees: Sums = field(default_factory=_sums)
    taxes: Sums = field(default_factory=_sums)
    paid: Sums = field(default_factory=_sums)
    refunds: Sums = field(default_factory=_sums)
    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[dict[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    groups: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: {"services": {}, "hours": {}}
    )

    def deposit(self, wallet: str, asset: Asset, amount: int) -> None:
        """Money enters."""
        self.balances[wallet, asset.symbol] += amount
        self.outside[asset.symbol] += amount

    def withdraw(self, wallet: str, asset: Asset, amount: int) -> None:
        """Money leaves."""
        key = wallet, asset.symbol
        if self.balances[key] < amount:
            raise ValueError(f"{wallet} would withdraw more than it has")
        self.balances[key] -= amount
        self.outside[asset.symbol] -= amount

    def order(self, order: PlannedOrder) -> None:
        """Pays an order as far as the rules let it, and settles it at once."""
        reason = self._refusal(order)
        if reason:
            self._refuse(order, "pay", reason)
            return
        self._pay(order)
        if order.refund > order.amount:
            self.held[order.asset.symbol] += order.amount
            self._refuse(order, "refund", "RefundExceedsPayment")
        else:
            self._settle(order)
            self.counts["refunded" if order.refund else "settled"] += 1

    def _refusal(self, order: PlannedOrder) -> str:
        if order.id in self.seen:
            return "DuplicateOrder"
        self.seen.add(order.id)
        merchant = next((m for m in MERCHANTS if m.id == order.payee), None)
        if merchant is not None and merchant.expired:
            return "LicenceExpired"
        key = order.payer, order.asset.symbol
        caps = order.asset.caps[self.tiers[order.payer]]
        if caps is not None:
            if order.amount > caps[0]:
                return "PaymentLimitExceeded"
            if self.spent[key] + order.amount > caps[1]:
                return "DailyLimitExceeded"
        return "InsufficientFunds" if self.balances[key] < order.amount else ""

    def _refuse(self, order: PlannedOrder, step: str, reason: str) -> None:
        self.counts["refused"] += 1
        self.refusals.append({"order": order.id, "step": step, "reason": reason})

    def _pay(self, order: PlannedOrder) -> None:
        symbol = order.asset.symbol
        self.balances[order.payer, symbol] -= order.amount
        self.spent[order.payer, symbol] += order.amount
        self.paid[symbol] += order.amount
        hour = f"{order.second // 3600:02}"
        for kind, name in (("services", order.service or "transfer"), ("hours", hour)):
            group = self.groups[kind].setdefault(name, Counter())
            group["orders"] += 1
            group[symbol] += order.amount

    def _settle(self, order: PlannedOrder) -> None:
        symbol, amount, refund = order.asset.symbol, order.amount, order.refund
        fee, tax = _legs(order)
        legs = fee + tax
        returned = legs * refund // amount
        fee_returned = fee * returned // legs if legs else 0
        fee, tax = fee - fee_returned, tax - (returned - fee_returned)
        self.fees[symbol] += fee
        self.taxes[symbol] += tax
        self.refunds[symbol] += refund
        self.balances[order.payer, symbol] += refund
        self.balances[order.payee, symbol] += amount - refund - fee - tax

    def expected(self, breaks: Sequence[Mapping[str, object]]) -> dict[str, Any]:
        """All that the day's JSON has, but the speed, the chain and the chain's costs."""
        return {
            "zone": "Alatau City",
            "orders": {
                "total": self.counts.total(),
                "settled": self.counts["settled"],
                "refunded": self.counts["refunded"],
                "refused": self.counts["refused"],
            },
            "refusals": self.refusals,
            "breaks": list(breaks),
            "assets": {asset.symbol: self._asset(asset) for asset in ASSETS},
            "services": self._group("services", _service_rank),
            "hours": self._group("hours", int),
        }

    def _asset(self, asset: Asset) -> dict[str, object]:
        symbol = asset.symbol
        accounts = sum(sum_ for (_, other), sum_ in self.balances.items() if other == symbol)
        accounts += self.held[symbol] + self.fees[symbol] + self.taxes[symbol]
        if accounts != self.outside[symbol]:
            raise ValueError(f"the accounts of {symbol} do not add up")
        owed = asset.text(self.outside[symbol])
        return {
            "vault": owed,
            "liabilities": owed,
            "accounts": owed,
            "solvent": True,
            "paid": asset.text(self.paid[symbol]),
            "refunds": asset.text(self.refunds[symbol]),
            "fees": asset.text(self.fees[symbol]),
            "taxes": asset.text(self.taxes[symbol]),
        }

    def _group(self, kind: str, rank: Callable[[str], int]) -> dict[str, object]:
        groups = self.groups[kind]
        return {
            name: {
                "orders": groups[name]["orders"],
                "amounts": {a.symbol: a.text(groups[name][a.symbol]) for a in ASSETS},
            }
            for name in sorted(groups, key=rank)
        }


def _legs(order: PlannedOrder) -> tuple[int, int]:
    if order.mode == "transfer":
        return 0, 0
    asset = order.asset
    category = next(m.tax_category for m in MERCHANTS if m.id == order.payee)
    tax = order.amount * asset.tax_bps[category] // 10_000
    fee = min(max(order.amount * asset.fee_bps // 10_000, asset.fee_min), asset.fee_max)
    return min(fee, order.amount - tax), tax


def _service_rank(name: str) -> int:
    order = ("transport", "clinic", "documents", "utilities", "shops", "housing", "transfer")
    return order.index(name)
