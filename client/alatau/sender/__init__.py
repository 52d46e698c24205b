"""Sending exactly once: the journal, and the sender that writes it before it sends."""

from alatau.sender.budget import Fees
from alatau.sender.intent import Intent, Landed, Outcome
from alatau.sender.journal import Journal
from alatau.sender.journal_values import Attempt, Entry, Evidence, Record, State, Transition
from alatau.sender.send import Sender

__all__ = [
    "Attempt",
    "Entry",
    "Evidence",
    "Fees",
    "Intent",
    "Journal",
    "Landed",
    "Outcome",
    "Record",
    "Sender",
    "State",
    "Transition",
]
