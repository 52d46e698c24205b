"""Reconciliation: four sources against each other, with every difference a typed break."""

from alatau.reconcile.breaks.bank import (
    BankLine,
    BankLineType,
    BookedTransfer,
    TransferKind,
    reconcile_bank,
    reconcile_transfers,
)
from alatau.reconcile.breaks.drafts import in_order
from alatau.reconcile.breaks.orders import (
    ExpectedPayment,
    PaymentFact,
    PaymentState,
    reconcile_orders,
)
from alatau.reconcile.breaks.sums import Sums
from alatau.reconcile.breaks.vault import Solvency, reconcile_vault
from alatau.reconcile.fourway import Reconciliation, reconcile
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import Break, BreakType, Item, Match, Source, Stage, Suggestion
from alatau.reconcile.sources.facts import LAMPORTS, BankAsset, Expected, Inputs, Opening, Terms
from alatau.reconcile.sources.gather import gather

__all__ = [
    "LAMPORTS",
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
