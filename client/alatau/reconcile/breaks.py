"""A break: one thing on which two sides do not agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class BreakKind(StrEnum):
    """What does not agree."""

    BANK_LINE_WITHOUT_TRANSFER = "bank_line_without_transfer"
    TRANSFER_WITHOUT_BANK_LINE = "transfer_without_bank_line"
    AMOUNT_DIFFERS = "amount_differs"
    BANK_FEE = "bank_fee"
    TRANSFER_REFUSED = "transfer_refused"
    ORDER_WITHOUT_PAYMENT = "order_without_payment"
    PAYMENT_WITHOUT_ORDER = "payment_without_order"
    PAYMENT_DIFFERS = "payment_differs"
    VAULT_DEFICIT = "vault_deficit"
    VAULT_SURPLUS = "vault_surplus"
    ACCOUNTS_DIFFER = "accounts_differ"


@dataclass(frozen=True, slots=True)
class Break:
    """One difference.

    `amount` is signed, in base units: what the outer side has (the bank, the chain, the
    vault) minus what the inner one expects (the books, the orders, the liabilities).
    """

    kind: BreakKind
    reference: str
    asset: str
    amount: int
    cause: str


def sort_breaks(breaks: Iterable[Break]) -> tuple[Break, ...]:
    """The order in which breaks are always reported: kind by kind, then by reference."""
    kinds = list(BreakKind)
    return tuple(
        sorted(
            breaks,
            key=lambda item: (
                kinds.index(item.kind),
                item.asset,
                item.reference,
                item.amount,
                item.cause,
            ),
        )
    )
