"""Reconciliation: four sources against each other, with every difference a typed break."""

from alatau.reconcile.breaks.drafts import in_order
from alatau.reconcile.breaks.orders import (
    ExpectedPayment,
    PaymentFact,
    PaymentState,
    reconcile_orders,
)
from alatau.reconcile.breaks.sums import Sums
from alatau.reconcile.fourway import Reconciliation, reconcile
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import Break, BreakType, Item, Match, Source, Stage, Suggestion
from alatau.reconcile.sources.facts import LAMPORTS, BankAsset, Expected, Inputs, Opening, Terms
from alatau.reconcile.sources.gather import gather

__all__ = [
    "LAMPORTS",
    "BankAsset",
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
    "Source",
    "Stage",
    "Suggestion",
    "Sums",
    "Terms",
    "gather",
    "in_order",
    "reconcile",
    "reconcile_orders",
]
