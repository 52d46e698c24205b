"""Decisions: records beside the postings, with no money of their own.

Who decided what about which things, when and why.  Whoever keeps them gives kinds and contents
their meaning; the ledger keeps them in order, for ever, chained by hashes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, Final

from alatau.errors import DecisionInvalid
from alatau.ledger.model import LONGEST, Head
from alatau.ledger.post import Posted

_DOMAIN: Final = "alatau-decisions-1"
_LATEST: Final = 2**62
_PLACE: Final = struct.Struct(">QQQ")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    `id` is its idempotency key: deciding the same again does nothing.  `subject` are the ids of
    what it is about, `at` unix seconds, `content` the canonical JSON of an object (as
    `canonical_json` writes it; empty for none).  Raises `DecisionInvalid`.
    """

    id: str
    kind: str
    at: int
    subject: tuple[str, ...] = ()
    actor: str = ""
    reason: str = ""
    content: str = ""

    def __post_init__(self) -> None:
        for name, text in (("id", self.id), ("kind", self.kind)):
            if not text or len(text) > LONGEST:
                raise DecisionInvalid(self.id[:20], f"has no {name} of 1 to {LONGEST} letters")
        if not 0 <= self.at < _LATEST:
            raise DecisionInvalid(self.id, f"is of no time: {self.at}")
        joined = "".join((self.id, self.kind, self.actor, self.reason, *self.subject))
        try:
            joined.encode()
        except UnicodeEncodeError as error:
            raise DecisionInvalid(self.id, "has text that is none") from error
        if "\0" in joined:
            raise DecisionInvalid(self.id, "has a zero byte in its text")
        if self.content and canonical_json(_parsed(self)) != self.content:
            raise DecisionInvalid(self.id, "has content that is not canonical JSON")

    def values(self) -> dict[str, Any]:
        """The content as an object: texts, integers, booleans, None, lists, objects."""
        return _parsed(self) if self.content else {}


def canonical_json(values: Mapping[str, Any]) -> str:
    """An object as JSON in one way only: keys in order, no blanks, and no floats.

    Raises `DecisionInvalid` for what is no text, integer, boolean, None, list or object.
    """
    _check_plain(values)
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DecisionInvalid("", "has text in its content that is none") from error
    return text


def _check_plain(value: object) -> None:
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise DecisionInvalid("", "has a name in its content that is no text")
        for each in value.values():
            _check_plain(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _check_plain(each)
    elif not (value is None or isinstance(value, str | int)):
        raise DecisionInvalid("", f"has a {type(value).__name__} in its content")


def _parsed(decision: Decision) -> dict[str, Any]:
    try:
        found = json.loads(decision.content)
    except (ValueError, RecursionError) as error:
        raise DecisionInvalid(decision.id, f"has content that is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise DecisionInvalid(decision.id, "has content that is no object")
    return found


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as it stands in the ledger.

    `sequence` counts decisions from 1, `entry` is the newest entry of the books after it, its
    own postings included; `recorded` is when it was written.
    """

    sequence: int
    entry: int
    recorded: int
    hash: bytes
    decision: Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of some decisions: how many were new and how many known; their postings."""

    decided: int
    known: int
    head: Head
    posted: Posted


# -- what is hashed ------------------------------------------------------------------------


def first_decision(zone: str, genesis: str) -> bytes:
    """The hash before the first decision: of the domain, the zone's name, the chain's genesis."""
    return sha256(_list((_DOMAIN, zone, genesis))).digest()


def subject_text(subject: Sequence[str]) -> str:
    """The subject as it is kept: a JSON list of texts without blanks."""
    return _list(subject).decode()


def digest_of(texts: Sequence[str], at: int) -> bytes:
    """SHA-256 of a decision's content; `texts` as `texts_of` gives them."""
    return sha256(_list((*texts, str(at)))).digest()


def texts_of(one: Decision) -> tuple[str, ...]:
    """The texts of a decision, in the order in which they are hashed and kept."""
    return (one.id, one.kind, subject_text(one.subject), one.actor, one.reason, one.content)


def follow_decision(
    before: bytes, place: tuple[int, int, int], entry_hash: bytes, what: bytes
) -> bytes:
    """The hash of a decision.

    `place` is its sequence, the newest entry of the books after it (0: none) and when it was
    recorded; `entry_hash` that entry's hash (of no entry: the books' first hash).
    """
    return sha256(before + _PLACE.pack(*place) + entry_hash + what).digest()


def _list(values: Sequence[str]) -> bytes:
    return f"[{','.join(map(encode_basestring, values))}]".encode()
