"""The ledger: double-entry, append-only, chained by hashes, on SQLite or PostgreSQL."""

from alatau.ledger.decision import Decided, Decision, StoredDecision, canonical_json
from alatau.ledger.extracts import ExtractLine, Period
from alatau.ledger.model import (
    NOW,
    Change,
    Cursor,
    Finalize,
    Head,
    LedgerAccount,
    LedgerTransaction,
    Point,
    Posting,
    Purpose,
    Reverse,
    Status,
    Stored,
)
from alatau.ledger.post import Posted
from alatau.ledger.store import Ledger
from alatau.ledger.trial import Trial, TrialLine
from alatau.ledger.verify import Verified

__all__ = [
    "NOW",
    "Change",
    "Cursor",
    "Decided",
    "Decision",
    "ExtractLine",
    "Finalize",
    "Head",
    "Ledger",
    "LedgerAccount",
    "LedgerTransaction",
    "Period",
    "Point",
    "Posted",
    "Posting",
    "Purpose",
    "Reverse",
    "Status",
    "Stored",
    "StoredDecision",
    "Trial",
    "TrialLine",
    "Verified",
    "canonical_json",
]
