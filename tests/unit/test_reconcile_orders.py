"""Orders against payments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alatau.reconcile import (
    BreakType,
    ExpectedPayment,
    PaymentFact,
    PaymentState,
    reconcile_orders,
)

ORDER = ExpectedPayment("A-1", "r-001", "m-01", "KZTE", 1000, 200, PaymentState.SETTLED)
PAYMENT = PaymentFact(
    "A-1", "r-001", "m-01", "KZTE", 1000, 8, 96, 200, 696, 0, PaymentState.SETTLED
)


def test_reconcile_orders_of_equal_sides_finds_nothing() -> None:
    assert reconcile_orders([ORDER], [PAYMENT]) == ()


@pytest.mark.parametrize(
    ("field", "value", "amount"),
    [
        ("payer", "r-002", 0),
        ("payee", "m-02", 0),
        ("asset", "USDZ", -1000),
        ("amount", 1001, 1),
        ("refunded", 100, 0),
        ("state", PaymentState.FULFILLED, 0),
        ("settled", 695, 0),
        ("held", 1, 0),
        ("fee", 9, 0),
        ("tax", 95, 0),
    ],
)
def test_reconcile_orders_with_one_value_changed_names_it(
    field: str, value: object, amount: int
) -> None:
    changed = replace(PAYMENT, **{field: value})  # type: ignore[arg-type]  # one field each
    (item,) = reconcile_orders([ORDER], [changed])
    kind = BreakType.CURRENCY if field == "asset" else BreakType.AMOUNT
    assert (item.type, item.items, item.amount) == (kind, ("A-1",), amount)
    legs = ("settled", "held", "fee", "tax")
    assert (
        (field in legs and "add up" in item.cause)
        or f"{field} {value!r}" in item.cause
        or (field == "state" and "state 'fulfilled' for 'settled'" in item.cause)
    )


def test_reconcile_orders_of_one_side_alone_names_it() -> None:
    other = replace(PAYMENT, order="A-9")
    stray, missing = reconcile_orders([ORDER], [other])
    assert (missing.type, missing.amount) == (BreakType.MISSING_THERE, -1000)
    assert (stray.type, stray.amount) == (BreakType.MISSING_HERE, 1000)


def test_reconcile_orders_of_a_second_payment_for_one_order_names_it() -> None:
    (item,) = reconcile_orders([ORDER], [PAYMENT, PAYMENT])
    assert (item.type, item.amount) == (BreakType.MISSING_HERE, 1000)
