"""Reconciliation: pure functions over plain values, with every difference a typed break."""

from alatau.reconcile.bank import (
    BankLine,
    BankLineType,
    BookedTransfer,
    TransferKind,
    reconcile_bank,
    reconcile_transfers,
)
from alatau.reconcile.breaks import Break, BreakKind, sort_breaks
from alatau.reconcile.orders import (
    ExpectedPayment,
    PaymentFact,
    PaymentState,
    reconcile_orders,
)
from alatau.reconcile.vault import Solvency, reconcile_vault

__all__ = [
    "BankLine",
    "BankLineType",
    "BookedTransfer",
    "Break",
    "BreakKind",
    "ExpectedPayment",
    "PaymentFact",
    "PaymentState",
    "Solvency",
    "TransferKind",
    "reconcile_bank",
    "reconcile_orders",
    "reconcile_transfers",
    "reconcile_vault",
    "sort_breaks",
]
