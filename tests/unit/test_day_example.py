"""The committed example day: reproducible, and found in it what was put in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.day_reconciled import day_breaks

from alatau.day import Mode, TransferKind, count_orders, group_orders, load_day
from alatau.day.report import AssetReport, DayReport, OrderCounts, Refusal, Solvency
from alatau.testing.make_day import DEFAULT_SEED, make_day, write_day

EXAMPLE = Path(__file__).parents[2] / "examples" / "alatau-day"


def plain_report(folder: Path, expected: dict[str, Any]) -> DayReport:
    """What of a report needs no chain, with the refusals and sums that are expected."""
    day = load_day(folder)
    last = {order.id: order.line for order in day.orders}
    refusals = tuple(Refusal(**item, line=last[item["order"]]) for item in expected["refusals"])
    unpaid = {refusal.line for refusal in refusals if refusal.step == "pay"}
    services, hours = group_orders(day.orders, unpaid, day.config)
    return DayReport(
        zone=day.config.name,
        chain="none",
        orders=count_orders(day.orders, refusals),
        refusals=refusals,
        breaks=day_breaks(day),
        assets=tuple(
            AssetReport(asset.symbol, asset.decimals, Solvency(0, 0, 0), 0, 0, 0, 0)
            for asset in day.config.assets
        ),
        services=services,
        hours=hours,
        orders_per_second=0.0,
        compute_units=0,
        transactions=0,
        network_fees=0,
    )


def test_make_day_with_the_default_seed_reproduces_the_committed_files() -> None:
    for name, text in make_day(DEFAULT_SEED).items():
        assert (EXAMPLE / name).read_bytes() == text.encode(), f"{name} is stale"


@pytest.mark.parametrize("seed", [DEFAULT_SEED, 1, 2, 3])
def test_read_day_of_any_seed_has_what_was_put_in(tmp_path: Path, seed: int) -> None:
    write_day(tmp_path, seed)
    expected = json.loads((tmp_path / "expected.json").read_text(encoding="utf-8"))
    found = plain_report(tmp_path, expected).to_json()
    for part in ("zone", "orders", "refusals", "breaks", "services", "hours"):
        assert found[part] == expected[part], part
    assert expected["orders"]["total"] == 1000
    assert sorted(item["reason"] for item in expected["refusals"]) == [
        "DailyLimitExceeded",
        "DuplicateOrder",
        "InsufficientFunds",
        "LicenceExpired",
        "RefundExceedsPayment",
    ]
    assert [item["type"] for item in expected["breaks"]] == [
        "missing-there",
        "amount",
        "fee",
        "unknown-deposit",
    ]
    assert expected["breaks"][1]["amount"] == "-0.01"


def test_make_day_of_two_seeds_differs() -> None:
    assert make_day(1)["orders.csv"] != make_day(2)["orders.csv"]


def test_read_example_has_the_promised_mix() -> None:
    day = load_day(EXAMPLE)
    modes = [order.mode for order in day.orders]
    assert 550 <= modes.count(Mode.FINAL) <= 650
    assert 300 <= modes.count(Mode.HELD) <= 400
    assert 30 <= modes.count(Mode.TRANSFER) <= 70
    assert 120 <= sum(order.asset == "USDZ" for order in day.orders) <= 180
    assert len({order.service for order in day.orders} - {None}) == 6
    ids = [participant.id for participant in day.config.participants]
    assert sum(name.startswith("r-") for name in ids) == 60
    assert sum(name.startswith("m-") for name in ids) == 12


def test_read_example_deposits_cover_every_resident_in_any_order() -> None:
    day = load_day(EXAMPLE)
    balance: dict[tuple[str, str], int] = {}
    for transfer in day.transfers:
        if transfer.kind is TransferKind.DEPOSIT:
            key = transfer.participant, transfer.asset
            balance[key] = balance.get(key, 0) + transfer.amount
    expected = json.loads((EXAMPLE / "expected.json").read_text(encoding="utf-8"))
    unfunded = [i["order"] for i in expected["refusals"] if i["reason"] == "InsufficientFunds"]
    repeated = [i["order"] for i in expected["refusals"] if i["reason"] == "DuplicateOrder"]
    seen: set[str] = set()
    for order in day.orders:
        if order.id in unfunded:
            assert order.amount > balance[order.payer, order.asset]
        elif order.id not in seen:
            balance[order.payer, order.asset] -= order.amount
        else:
            assert order.id in repeated
        seen.add(order.id)
    assert min(balance.values()) >= 0


def test_read_example_keeps_all_but_one_order_within_the_caps() -> None:
    day = load_day(EXAMPLE)
    spent: dict[tuple[str, str], int] = {}
    over = []
    seen: set[str] = set()
    for order in day.orders:
        tier = day.config.participant(order.payer).tier
        caps = day.config.asset(order.asset).caps[tier]
        assert order.amount <= caps.per_payment
        key = order.payer, order.asset
        if order.id in seen or spent.get(key, 0) + order.amount > caps.per_day:
            over += [order.id] if order.id not in seen else []
            continue
        seen.add(order.id)
        spent[key] = spent.get(key, 0) + order.amount
    expected = json.loads((EXAMPLE / "expected.json").read_text(encoding="utf-8"))
    assert over == [i["order"] for i in expected["refusals"] if i["reason"] == "DailyLimitExceeded"]


def test_count_orders_of_a_refused_repetition_leaves_the_first_settled() -> None:
    day = load_day(EXAMPLE)
    counts = count_orders(day.orders, [])
    assert counts.total == 1000
    refunds = sum(order.refund > 0 for order in day.orders)
    assert counts == OrderCounts(settled=1000 - refunds, refunded=refunds, refused=0)
