"""What the files of a zone on a chain are called: its journal, its ledger."""

from __future__ import annotations


def file_name(kind: str, genesis: str, zone: str) -> str:
    """One of each kind per chain and zone: a reset chain starts a new one."""
    return f"{kind}-{genesis[:12]}-{_slug(zone)}.sqlite"


def file_pattern(kind: str, zone: str | None) -> str:
    """What the names of a kind match, of one zone or of all."""
    return f"{kind}-{'?' * 12}-{'*' if zone is None else _slug(zone)}.sqlite"


def _slug(zone: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in zone)
