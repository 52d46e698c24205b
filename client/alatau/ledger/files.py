"""What ledgers in files are called: one of each chain and zone."""

from __future__ import annotations


def file_name(genesis: str, zone: str) -> str:
    """A reset chain starts a new one."""
    return f"ledger-{genesis[:12]}-{_slug(zone)}.sqlite"


def file_pattern(zone: str | None) -> str:
    """What the names of ledgers match, of one zone or of all."""
    return f"ledger-{'?' * 12}-{'*' if zone is None else _slug(zone)}.sqlite"


def _slug(zone: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in zone)
