"""Idempotency keys and sequences: which entry of the journal an intent is."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Final

from solders.pubkey import Pubkey

from alatau.errors import JournalError, KeyReused
from alatau.sender.flight import Flights
from alatau.sender.journal import Journal
from alatau.sender.journal_values import Entry, State

MAY_SIGN: Final = frozenset({State.PREPARED, State.EXPIRED})
"""States of an entry of which nothing can land."""


class Keys:
    """Entries of one journal by their keys, and the sequences of accounts that they use.

    `flights` are under way; `in_hand` are the keys of intents that somebody is sending.
    """

    def __init__(self, journal: Journal, flights: Flights, in_hand: Container[str]) -> None:
        self._journal = journal
        self._flights = flights
        self._in_hand = in_hand
        self._next: dict[Pubkey, int] = {}

    def known(self, key: str, content: bytes) -> Entry | None:
        """The entry of `key`, if there is one.

        Raises `KeyReused` when the key was used for something else: an idempotency key
        that means two things would silently drop one of them.
        """
        entry = self._journal.entry(key, adding=True)
        if entry is not None and entry.content != content:
            raise KeyReused(
                f"the key {key!r} was used for something else before",
                remedy="give another intent another key",
            )
        return entry

    def prepare(
        self, key: str, account: Pubkey | None, sequence: int, salt: bytes, content: bytes
    ) -> Entry:
        """The entry of `key`: the one made before, or a new one with these values."""
        name = "" if account is None else str(account)
        entry = Entry(key, name, sequence, salt, State.PREPARED, content=content)
        try:
            self._journal.prepare(entry)
        except JournalError:
            if self._journal.entry(key) is None:
                raise
            return self.known(key, content) or entry
        return entry

    def may_renumber(self, key: str) -> bool:
        """Whether nothing of an entry can land, and nobody is about to sign it as it is."""
        entry = self._journal.entry(key)
        in_hand = key in self._in_hand or self._flights.get(key) is not None
        return entry is not None and entry.state in MAY_SIGN and not in_hand

    def renumber(self, entry: Entry, sequence: int) -> Entry:
        """Give another sequence to what `may_renumber`."""
        self._journal.renumber(entry.key, sequence)
        return replace(entry, sequence=sequence)

    def next_sequence(self, account: Pubkey, on_chain: int) -> int:
        """The next free sequence of an account whose highest is `on_chain` on the chain."""
        if account not in self._next:
            self._next[account] = self._journal.highest_sequence(str(account))
        self._next[account] = max(self._next[account], on_chain) + 1
        return self._next[account]

    def forget_sequences(self, account: Pubkey) -> None:
        """Begin again after what is under way and what was used: all others are free."""
        used = self._journal.highest_sequence(str(account), used=True)
        self._next[account] = max(used, self._flights.highest(account))

    def holds_sequences(self, account: Pubkey) -> bool:
        """Whether intents of the account are under way, or wait to be."""
        return self._flights.highest(account) > 0
