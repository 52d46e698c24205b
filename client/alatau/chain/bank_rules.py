"""Rules of a cluster's bank that LiteSVM leaves out.  Pure functions of messages and accounts.

LiteSVM charges no priority fee, lets a transaction leave an account below the
rent-exempt minimum, and does not charge for a transaction whose program cannot be
loaded.  A cluster does all three, and tests should not learn that only there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from solders.account import Account
from solders.message import Message, MessageV0
from solders.pubkey import Pubkey

LAMPORTS_PER_SIGNATURE = 5_000
MAX_TRANSACTION_BYTES = 1_232
MAX_COMPUTE_UNITS = 1_400_000
LAMPORTS_PER_BYTE = 6_960
ACCOUNT_OVERHEAD_BYTES = 128

SYSTEM_PROGRAM = Pubkey.default()
NATIVE_LOADER = Pubkey.from_string("NativeLoader1111111111111111111111111111111")
SYSVAR_OWNER = Pubkey.from_string("Sysvar1111111111111111111111111111111111111")
INCINERATOR = Pubkey.from_string("1nc1nerator11111111111111111111111111111111")
COMPUTE_BUDGET = Pubkey.from_string("ComputeBudget111111111111111111111111111111")
LOOKUP_TABLE_PROGRAM = Pubkey.from_string("AddressLookupTab1e1111111111111111111111111")

LOADERS = frozenset(
    {
        Pubkey.from_string("BPFLoader1111111111111111111111111111111111"),
        Pubkey.from_string("BPFLoader2111111111111111111111111111111111"),
        Pubkey.from_string("BPFLoaderUpgradeab1e11111111111111111111111"),
        Pubkey.from_string("LoaderV411111111111111111111111111111111111"),
    }
)
"""They own the programs that are not the runtime's own."""

# Programs that the runtime budgets at 3,000 units an instruction unless told otherwise.
BUILTINS = LOADERS | frozenset(
    {
        SYSTEM_PROGRAM,
        COMPUTE_BUDGET,
        Pubkey.from_string("Vote111111111111111111111111111111111111111"),
        Pubkey.from_string("KeccakSecp256k11111111111111111111111111111"),
        Pubkey.from_string("Ed25519SigVerify111111111111111111111111111"),
    }
)
_BUILTIN_UNITS, _OTHER_UNITS = 3_000, 200_000
_TABLE_HEADER_BYTES = 56


@dataclass(frozen=True, slots=True)
class Locks:
    """The accounts of a message: all of them in the runtime's order, and the writable ones."""

    keys: tuple[Pubkey, ...]
    writable: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fee:
    """Lamports: `base` for the signatures, `priority` for the compute budget's price."""

    base: int
    priority: int

    @property
    def total(self) -> int:
        """Lamports that the payer pays."""
        return self.base + self.priority


def locks(message: Message | MessageV0, read: Callable[[Pubkey], Account | None]) -> Locks:
    """Which accounts a message touches, its address lookup tables resolved through `read`."""
    static = message.account_keys
    header = message.header
    signed = header.num_required_signatures
    writable_signed = signed - header.num_readonly_signed_accounts
    writable_until = len(static) - header.num_readonly_unsigned_accounts
    writable = [
        i for i in range(len(static)) if i < writable_signed or signed <= i < writable_until
    ]
    if not isinstance(message, MessageV0) or not message.address_table_lookups:
        return Locks(tuple(static), tuple(writable))
    loaded_writable: list[Pubkey] = []
    loaded_readonly: list[Pubkey] = []
    for lookup in message.address_table_lookups:
        table = read(lookup.account_key)
        data = table.data if table is not None and table.owner == LOOKUP_TABLE_PROGRAM else b""
        loaded_writable += _addresses(data, lookup.writable_indexes)
        loaded_readonly += _addresses(data, lookup.readonly_indexes)
    writable += range(len(static), len(static) + len(loaded_writable))
    return Locks((*static, *loaded_writable, *loaded_readonly), tuple(writable))


def fee_of(message: Message | MessageV0) -> Fee:
    """What a cluster charges for the message, whether it then succeeds or fails."""
    base = LAMPORTS_PER_SIGNATURE * message.header.num_required_signatures
    keys = message.account_keys
    if COMPUTE_BUDGET not in keys:
        return Fee(base, 0)
    price, limit, default_limit = 0, None, 0
    for instruction in message.instructions:
        program = keys[instruction.program_id_index]
        default_limit += _BUILTIN_UNITS if program in BUILTINS else _OTHER_UNITS
        data = bytes(instruction.data)
        if program == COMPUTE_BUDGET and len(data) == 5 and data[0] == 2:
            limit = int.from_bytes(data[1:], "little")
        elif program == COMPUTE_BUDGET and len(data) == 9 and data[0] == 3:
            price = int.from_bytes(data[1:], "little")
    units = min(default_limit if limit is None else limit, MAX_COMPUTE_UNITS)
    return Fee(base, -(-price * units // 1_000_000))


def rent_exempt_minimum(data_len: int) -> int:
    """Lamports that an account of `data_len` bytes must hold to be kept for ever."""
    return (ACCOUNT_OVERHEAD_BYTES + data_len) * LAMPORTS_PER_BYTE


def rent_change_allowed(address: Pubkey, before: Account | None, after: Account | None) -> bool:
    """Whether the runtime lets a transaction leave an account so: gone, exempt, or no worse."""
    if after is None or after.lamports == 0 or address == INCINERATOR:
        return True
    if after.lamports >= rent_exempt_minimum(len(after.data)):
        return True
    return (
        before is not None
        and 0 < before.lamports < rent_exempt_minimum(len(before.data))
        and len(before.data) == len(after.data)
        and after.lamports <= before.lamports
    )


def _addresses(table: bytes, indexes: bytes) -> list[Pubkey]:
    found = []
    for index in indexes:
        start = _TABLE_HEADER_BYTES + 32 * index
        if start + 32 <= len(table):
            found.append(Pubkey.from_bytes(table[start : start + 32]))
    return found
