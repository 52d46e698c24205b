"""Sending exactly once: the journal, and the sender that writes it before it sends."""

from alatau.sender.journal import Journal
from alatau.sender.journal_values import Attempt, Entry, Evidence, Record, State, Transition
from alatau.sender.send import Intent, Landed, Sender

__all__ = [
    "Attempt",
    "Entry",
    "Evidence",
    "Intent",
    "Journal",
    "Landed",
    "Record",
    "Sender",
    "State",
    "Transition",
]
