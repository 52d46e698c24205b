"""Reconciliation: four sources against each other, with every difference a typed break."""

from alatau.reconcile.bank import (
    BankLine,
    BankLineType,
    BookedTransfer,
    TransferKind,
    reconcile_bank,
    reconcile_transfers,
)
from alatau.reconcile.drafts import in_order
from alatau.reconcile.facts import BankAsset, Expected, Inputs, Opening, Terms
from alatau.reconcile.fourway import Reconciliation, reconcile
from alatau.reconcile.gather import gather
from alatau.reconcile.model import Break, BreakType, Item, Match, Source, Stage, Suggestion
from alatau.reconcile.orders import (
    ExpectedPayment,
    PaymentFact,
    PaymentState,
    reconcile_orders,
)
from alatau.reconcile.rules import Rules
from alatau.reconcile.sums import Sums
from alatau.reconcile.vault import Solvency, reconcile_vault

__all__ = [
    "BankAsset",
    "BankLine",
    "BankLineType",
    "BookedTransfer",
    "Break",
    "BreakType",
    "Expected",
    "ExpectedPayment",
    "Inputs",
    "Item",
    "Match",
    "Opening",
    "PaymentFact",
    "PaymentState",
    "Reconciliation",
    "Rules",
    "Solvency",
    "Source",
    "Stage",
    "Suggestion",
    "Sums",
    "Terms",
    "TransferKind",
    "gather",
    "in_order",
    "reconcile",
    "reconcile_bank",
    "reconcile_orders",
    "reconcile_transfers",
    "reconcile_vault",
]
