"""As many rows into a transaction as its bytes, accounts and compute units allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.hash import Hash
from solders.instruction import Instruction
from solders.message import MessageV0, to_bytes_versioned
from solders.pubkey import Pubkey

RowT = TypeVar("RowT")

MAX_BYTES: Final = 1_232
MAX_ACCOUNTS: Final = 64
"""Accounts that a transaction locks: 128 on clusters with a feature that is not counted on."""
MAX_UNITS: Final = 200_000
"""Compute units that an instruction gets without asking for more."""
MAX_ROWS: Final = 64
"""The program's own: `BatchTooLarge`."""

_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Costs:
    """Compute units: those of an instruction without rows, and of each row, at worst."""

    base: int
    row: int


def pack(
    rows: Sequence[RowT],
    make: Callable[[Sequence[RowT]], Instruction],
    *,
    payer: Pubkey,
    costs: Costs,
    tables: Sequence[AddressLookupTableAccount] = (),
) -> list[Sequence[RowT]]:
    """The rows in their order, in as few transactions as a greedy packer needs.

    `make` makes the one instruction of some rows, in a transaction that `payer` pays.  The
    same rows and tables give the same packing.
    """
    packed: list[Sequence[RowT]] = []
    most = max(1, min(MAX_ROWS, (MAX_UNITS - costs.base) // costs.row))
    start, count = 0, most

    def fits(size: int) -> bool:
        return _fits(make(rows[start : start + size]), payer, tables)

    while start < len(rows):
        # What fitted before mostly fits again: seldom more than two tries a transaction.
        count = min(count, len(rows) - start)
        while count > 1 and not fits(count):
            count -= 1
        while count < min(most, len(rows) - start) and fits(count + 1):
            count += 1
        packed.append(rows[start : start + count])
        start += count
    return packed


def _fits(
    instruction: Instruction, payer: Pubkey, tables: Sequence[AddressLookupTableAccount]
) -> bool:
    named = {payer, instruction.program_id, *(meta.pubkey for meta in instruction.accounts)}
    if len(named) > MAX_ACCOUNTS:
        return False
    message = MessageV0.try_compile(payer, [instruction], list(tables), Hash.default())
    signatures = message.header.num_required_signatures
    # A version's byte is in the message; the count of signatures is one byte before them.
    return 1 + signatures * _SIGNATURE_BYTES + len(to_bytes_versioned(message)) <= MAX_BYTES
