"""By how much a transaction changed the lamports of accounts, and that as bytes of a file."""

from __future__ import annotations

from typing import Final, TypeAlias

from solders.pubkey import Pubkey

Lamports: TypeAlias = tuple[tuple[Pubkey, int], ...]
"""Accounts whose lamports changed, and by how much."""

_ADDRESS: Final = 32
_ENTRY: Final = _ADDRESS + 9  # lamports have 64 bits, what they change by a sign too


def lamports_bytes(lamports: Lamports) -> bytes:
    """As they are kept in a file."""
    return b"".join(
        bytes(address) + amount.to_bytes(_ENTRY - _ADDRESS, "big", signed=True)
        for address, amount in lamports
    )


def lamports_of_bytes(kept: bytes) -> Lamports:
    """What was kept."""
    return tuple(
        (
            Pubkey.from_bytes(kept[at : at + _ADDRESS]),
            int.from_bytes(kept[at + _ADDRESS : at + _ENTRY], "big", signed=True),
        )
        for at in range(0, len(kept), _ENTRY)
    )
