"""Address lookup tables, the runtime's own: what they are made by, cost and hold.

A transaction that names a table writes one byte for an account that is in it, not 32.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from solders.address_lookup_table_account import (
    ID,
    LOOKUP_TABLE_MAX_ADDRESSES,
    LOOKUP_TABLE_META_SIZE,
)
from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey

from alatau.errors import AccountInvalid
from alatau.program.addresses import SYSTEM_PROGRAM

LOOKUP_TABLE_PROGRAM: Final[Pubkey] = ID
MOST_ADDRESSES: Final[int] = LOOKUP_TABLE_MAX_ADDRESSES
"""Addresses that one table holds at most."""
MOST_PER_EXTENSION: Final = 25
"""Addresses that one transaction adds at most: 32 bytes each, beside two signatures."""

_CREATE, _EXTEND, _DEACTIVATE, _CLOSE = 0, 2, 3, 4
_ADDRESS_BYTES = 32
_KIND = struct.Struct("<I")
_TABLE = 1  # the kind of an account that holds a table
_DEACTIVATION = struct.Struct("<4xQ")
_NEVER = 2**64 - 1


def lookup_table_address(authority: Pubkey, slot: int) -> tuple[Pubkey, int]:
    """The table that an authority makes at a slot, and the address's bump."""
    return Pubkey.find_program_address(
        [bytes(authority), slot.to_bytes(8, "little")], LOOKUP_TABLE_PROGRAM
    )


def lookup_table_size(addresses: int) -> int:
    """Bytes of a table that holds so many."""
    return int(LOOKUP_TABLE_META_SIZE) + _ADDRESS_BYTES * addresses


def create_lookup_table(*, authority: Pubkey, payer: Pubkey, slot: int) -> Instruction:
    """Makes an empty table; both sign.  `slot` must be a recent one."""
    table, bump = lookup_table_address(authority, slot)
    data = struct.pack("<IQB", _CREATE, slot, bump)
    return Instruction(LOOKUP_TABLE_PROGRAM, data, _accounts(table, authority, payer))


def extend_lookup_table(
    *, table: Pubkey, authority: Pubkey, payer: Pubkey, addresses: Sequence[Pubkey]
) -> Instruction:
    """Adds addresses; both sign, and `payer` pays the rent of what is added."""
    data = struct.pack("<IQ", _EXTEND, len(addresses)) + b"".join(map(bytes, addresses))
    return Instruction(LOOKUP_TABLE_PROGRAM, data, _accounts(table, authority, payer))


def deactivate_lookup_table(*, table: Pubkey, authority: Pubkey) -> Instruction:
    """Retires a table; `authority` signs.  It can be used until it has cooled down."""
    accounts = [AccountMeta(table, False, True), AccountMeta(authority, True, False)]
    return Instruction(LOOKUP_TABLE_PROGRAM, _KIND.pack(_DEACTIVATE), accounts)


def close_lookup_table(*, table: Pubkey, authority: Pubkey, recipient: Pubkey) -> Instruction:
    """Removes a table that has cooled down; its rent goes to `recipient`, `authority` signs."""
    accounts = [
        AccountMeta(table, False, True),
        AccountMeta(authority, True, False),
        AccountMeta(recipient, False, True),
    ]
    return Instruction(LOOKUP_TABLE_PROGRAM, _KIND.pack(_CLOSE), accounts)


def deactivated_at(data: bytes) -> int | None:
    """The slot at which a table was retired; None: it is in use.  Raises `AccountInvalid`."""
    decode_lookup_table(data)
    (slot,) = _DEACTIVATION.unpack_from(data)
    return None if slot == _NEVER else int(slot)


def decode_lookup_table(data: bytes) -> tuple[Pubkey, ...]:
    """The addresses that a table holds.  Raises `AccountInvalid` where it is none."""
    start = int(LOOKUP_TABLE_META_SIZE)
    body = data[start:]
    if len(data) < start or _KIND.unpack_from(data)[0] != _TABLE or len(body) % _ADDRESS_BYTES:
        raise AccountInvalid("these are not the bytes of an address lookup table")
    return tuple(
        Pubkey.from_bytes(body[at : at + _ADDRESS_BYTES])
        for at in range(0, len(body), _ADDRESS_BYTES)
    )


def _accounts(table: Pubkey, authority: Pubkey, payer: Pubkey) -> list[AccountMeta]:
    return [
        AccountMeta(table, False, True),
        AccountMeta(authority, True, False),
        AccountMeta(payer, True, True),
        AccountMeta(SYSTEM_PROGRAM, False, False),
    ]
