"""Sending exactly once: the journal, and the sender that writes it before it sends."""

from alatau.sender.journal import Attempt, Entry, Journal, State
from alatau.sender.send import Intent, Landed, Sender

__all__ = ["Attempt", "Entry", "Intent", "Journal", "Landed", "Sender", "State"]
