"""The journal and the ledger: what they do not take, and what is wrong with their files."""

from __future__ import annotations

from alatau.errors.base import AlatauError


class JournalError(AlatauError):
    """The journal's file is of another version, damaged, or in use by another process."""


class JournalDamaged(JournalError):
    """The journal's file is not as it was written.  Nothing that it says is believed.

    ``file`` is its path, ``what`` is wrong in it: a table and the number of a row, an index,
    a page.
    """

    def __init__(self, file: str, what: str) -> None:
        super().__init__(
            f"the journal {file} is damaged: {what}",
            remedy=f"alatau journal export --journal '{file}' --to DIR saves what can be read; "
            "docs/journal.md says how to start anew without paying twice",
        )
        self.file = file
        self.what = what


class LedgerError(AlatauError):
    """The ledger refused, or could not be read."""


class EntryInvalid(LedgerError):
    """A transaction that no books can hold.  ``id`` names it."""

    def __init__(self, id_: str, why: str) -> None:
        super().__init__(f"the transaction {id_!r} {why}")
        self.id = id_


class Unbalanced(EntryInvalid):
    """The postings of ``asset`` add up to ``difference`` base units, not to nothing."""

    def __init__(self, id_: str, asset: str, difference: int) -> None:
        super().__init__(id_, f"does not balance: its postings of {asset} add up to {difference}")
        self.asset = asset
        self.difference = difference


class EntryConflict(LedgerError):
    """What stands in the ledger under ``id`` is something else, or cannot become this."""

    def __init__(self, id_: str, why: str, *, remedy: str = "") -> None:
        super().__init__(f"{id_!r} {why}", remedy=remedy)
        self.id = id_


class EntryMissing(LedgerError):
    """The ledger has nothing under ``id``."""

    def __init__(self, id_: str) -> None:
        super().__init__(f"the ledger has no transaction {id_!r}")
        self.id = id_


class CursorMoved(LedgerError):
    """The cursor ``name`` is at ``found``: someone else has posted since it was read."""

    def __init__(self, name: str, expected: str, found: str) -> None:
        super().__init__(
            f"the cursor {name!r} is at {found!r}, not at {expected!r}",
            remedy="let one process read the chain into a ledger; read the cursor and go on",
        )
        self.name, self.expected, self.found = name, expected, found


class DecisionInvalid(LedgerError):
    """A decision that cannot be kept.  ``id`` names it."""

    def __init__(self, id_: str, why: str) -> None:
        super().__init__(f"the decision {id_!r} {why}")
        self.id = id_


class DecisionConflict(LedgerError):
    """The decision ``id`` stands in the ledger with another content."""

    def __init__(self, id_: str) -> None:
        super().__init__(
            f"the decision {id_!r} stands in the ledger with another content",
            remedy="a decision is not changed: decide anew, under another id",
        )
        self.id = id_


class DecisionsMoved(LedgerError):
    """The newest decision is number ``found``, not ``expected``: someone else has decided."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(
            f"the newest decision is number {found}, not {expected}: someone else has decided",
            remedy="look at how things stand now, and decide again",
        )
        self.expected, self.found = expected, found


class LedgerBusy(LedgerError):
    """Another process has been writing to the ledger for too long."""


class LedgerUnavailable(LedgerError):
    """No database answers at the URL, it stopped answering, or its driver is not installed."""


class LedgerSchema(LedgerError):
    """A database of something else, or a ledger that a newer version has made."""


class LedgerDamaged(LedgerError):
    """The ledger is not as it was written.  ``what`` says where."""

    def __init__(self, ledger: str, what: str) -> None:
        super().__init__(
            f"the ledger {ledger} is damaged: {what}",
            remedy="alatau ledger verify finds what else is; restore it from a backup, or index "
            "the chain into a new one",
        )
        self.ledger = ledger
        self.what = what
