"""Orders against the payments that the chain has for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from alatau.reconcile.breaks.drafts import in_order, make_break
from alatau.reconcile.breaks.words import units
from alatau.reconcile.model import Break, BreakType, Source


class PaymentState(StrEnum):
    """Where a payment stands; final payments and transfers are settled at once."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    SETTLED = "settled"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class ExpectedPayment:
    """What an order that was not refused should have left on the chain; base units."""

    order: str
    payer: str
    payee: str
    asset: str
    amount: int
    refunded: int
    state: PaymentState
    time: int = 0
    """When it was ordered, in unix seconds."""


@dataclass(frozen=True, slots=True)
class PaymentFact:
    """A payment as the chain has it; base units.

    `fee` and `tax` are what has accrued and was not returned, `settled` what the payee
    has got, `held` what is still held: with `refunded` they are the amount.
    """

    order: str
    payer: str
    payee: str
    asset: str
    amount: int
    fee: int
    tax: int
    refunded: int
    settled: int
    held: int
    state: PaymentState


def reconcile_orders(
    expected: Iterable[ExpectedPayment], payments: Iterable[PaymentFact]
) -> tuple[Break, ...]:
    """Every order without its payment, payment without its order, and difference in one."""
    orders_by_id: dict[str, list[ExpectedPayment]] = defaultdict(list)
    payments_by_id: dict[str, list[PaymentFact]] = defaultdict(list)
    for order in expected:
        orders_by_id[order.order].append(order)
    for payment in payments:
        payments_by_id[payment.order].append(payment)
    breaks: list[Break] = []
    for key in orders_by_id.keys() | payments_by_id.keys():
        pairs = zip_longest(orders_by_id.get(key, ()), payments_by_id.get(key, ()))
        for wanted, found in pairs:
            breaks.extend(_compare(wanted, found))
    return in_order(breaks)


def _compare(wanted: ExpectedPayment | None, found: PaymentFact | None) -> Iterable[Break]:
    if wanted is not None and found is not None:
        if differences := _differences(wanted, found):
            same = found.asset == wanted.asset
            yield _break(
                BreakType.AMOUNT if same else BreakType.CURRENCY,
                wanted.order,
                asset=wanted.asset,
                amount=found.amount - wanted.amount if same else -wanted.amount,
                since=wanted.time,
                cause=f"the payment has {', '.join(differences)}",
            )
    elif wanted is not None:
        yield _break(
            BreakType.MISSING_THERE,
            wanted.order,
            asset=wanted.asset,
            amount=-wanted.amount,
            since=wanted.time,
            cause=f"the order of {wanted.payer} was not refused, and the chain has no payment "
            "for it",
        )
    elif found is not None:
        yield _break(
            BreakType.MISSING_HERE,
            found.order,
            asset=found.asset,
            amount=found.amount,
            since=0,
            cause=f"the chain has a payment of {found.payer} to {found.payee} that no order asks "
            "for",
        )


def _break(
    kind: BreakType, order: str, *, asset: str, amount: int, since: int, cause: str
) -> Break:
    between = (Source.JOURNAL, Source.CHAIN)
    return make_break(kind, between, (order,), asset=asset, amount=amount, since=since, cause=cause)


def _differences(wanted: ExpectedPayment, found: PaymentFact) -> list[str]:
    pairs: tuple[tuple[str, object, object], ...] = (
        ("payer", found.payer, wanted.payer),
        ("payee", found.payee, wanted.payee),
        ("asset", found.asset, wanted.asset),
        ("state", found.state.value, wanted.state.value),
    )
    sums = (
        ("amount", found.amount, wanted.amount),
        ("refunded", found.refunded, wanted.refunded),
    )
    differences = [f"{name} {is_!r} for {was!r}" for name, is_, was in pairs if is_ != was]
    differences += [
        f"{name} {units(is_)} for {units(was)}" for name, is_, was in sums if is_ != was
    ]
    parts = found.refunded + found.settled + found.held + found.fee + found.tax
    if parts != found.amount:
        differences.append(
            f"parts that add up to {units(parts)} for its amount of {units(found.amount)}"
        )
    return differences
