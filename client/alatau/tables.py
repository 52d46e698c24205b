"""Address lookup tables for who pays the same payees again and again."""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.chain.base import AccountInfo
from alatau.context import ZoneContext, new_key
from alatau.errors import (
    AccountInvalid,
    AccountMissing,
    ChainUnavailable,
    InputError,
    TableCooling,
)
from alatau.program.addresses import account_address, asset_address, participant_address
from alatau.program.lookup_tables import (
    LOOKUP_TABLE_PROGRAM,
    MOST_ADDRESSES,
    MOST_PER_EXTENSION,
    close_lookup_table,
    create_lookup_table,
    deactivate_lookup_table,
    deactivated_at,
    decode_lookup_table,
    extend_lookup_table,
    lookup_table_address,
    lookup_table_size,
)
from alatau.sender import Intent

LAMPORTS_PER_SIGNATURE: Final = 5_000
_LAMPORTS_PER_BYTE, _OVERHEAD_BYTES = 6_960, 128
_SLOT_POLLS, _POLL_SECONDS = 300, 0.1
_COOLING_SECONDS = 1.0
_COOLING = re.compile(r"fully deactivated in (\d+) blocks")
_PER_PAYEE = 2  # a participant and a payment account
_SHARED = 4  # zone, asset, the payer's participant and account
# Payees in a transaction without a table and with one, measured: see docs/compute-units.md.
_PLAIN, _WITH_TABLE = 11, 29


@dataclass(frozen=True, slots=True)
class TableCosts:
    """What a table for so many payees costs and saves, in lamports.

    `rent` is locked up and comes back when the table is closed; `setup` are the network's
    fees of making it and are gone; `saved` are the fees that one payroll saves by it.
    """

    payees: int
    rent: int
    setup: int
    saved: int

    @property
    def repaid_after(self) -> int | None:
        """Payrolls after which what is gone is saved; None: never, it saves nothing."""
        return math.ceil(self.setup / self.saved) if self.saved else None

    def pays_off(self, payrolls: int) -> bool:
        """Whether so many payrolls save more than is gone, the rent counted as returned."""
        return self.saved * payrolls > self.setup


def table_costs(payees: int, *, fee: int = LAMPORTS_PER_SIGNATURE) -> TableCosts:
    """Figures to decide on a table by; `fee` is the network's of one transaction, lamports.

    A single payroll never earns its table back: the addresses have to be written once.
    """
    addresses = _SHARED + _PER_PAYEE * payees
    tables = math.ceil(addresses / MOST_ADDRESSES)
    rent = (tables * (_OVERHEAD_BYTES + lookup_table_size(0)) + addresses * 32) * _LAMPORTS_PER_BYTE
    transactions = math.ceil(addresses / MOST_PER_EXTENSION) + tables - 1
    saved = math.ceil(payees / _PLAIN) - math.ceil(payees / _WITH_TABLE)
    return TableCosts(payees, rent, transactions * fee, saved * fee)


def payroll_addresses(
    zone: Pubkey, mint: Pubkey, wallet: Pubkey, payees: Sequence[Pubkey]
) -> list[Pubkey]:
    """What `pay_many` of a wallet to these payees names, beside program and wallet."""
    found = [zone, asset_address(zone, mint)]
    for each in (wallet, *payees):
        found += [participant_address(zone, each), account_address(zone, each, mint)]
    return list(dict.fromkeys(found))


async def create_tables(
    zone: ZoneContext, addresses: Sequence[Pubkey], *, authority: Keypair | None = None
) -> tuple[AddressLookupTableAccount, ...]:
    """Make tables that hold the addresses, ready for use; `authority` pays and owns them."""
    authority = authority or zone.keypair
    wanted = list(dict.fromkeys(addresses))
    parts = [
        wanted[start : start + MOST_ADDRESSES] for start in range(0, len(wanted), MOST_ADDRESSES)
    ]
    return tuple([await _create(zone, part, authority) for part in parts])


async def extend_table(
    zone: ZoneContext,
    table: Pubkey,
    addresses: Sequence[Pubkey],
    *,
    authority: Keypair | None = None,
) -> AddressLookupTableAccount:
    """Add those of the addresses that a table lacks.

    Raises `InputError` where they are more than it has room for.
    """
    authority = authority or zone.keypair
    known = set((await lookup_table(zone, table)).addresses)
    missing = [each for each in dict.fromkeys(addresses) if each not in known]
    if len(known) + len(missing) > MOST_ADDRESSES:
        raise InputError(
            f"the table {table} has room for {MOST_ADDRESSES - len(known)} addresses more, "
            f"not for {len(missing)}",
            remedy="make another one for the rest: create_tables",
        )
    return await _extend(zone, table, missing, authority)


async def lookup_table(zone: ZoneContext, table: Pubkey) -> AddressLookupTableAccount:
    """A table as it stands.  Raises `AccountMissing`, `AccountInvalid`."""
    return AddressLookupTableAccount(
        table, list(decode_lookup_table((await _require(zone, table)).data))
    )


async def retire_table(
    zone: ZoneContext, table: Pubkey, *, authority: Keypair | None = None
) -> int:
    """Deactivate a table that is no longer needed, the first step to `close_table`; its slot.

    Until it has cooled down, 512 blocks later, transactions that name it can still land.  One
    that is retired already stays as it is.
    """
    authority = authority or zone.keypair
    known = deactivated_at((await _require(zone, table)).data)
    if known is not None:
        return known
    made = deactivate_lookup_table(table=table, authority=authority.pubkey())
    return (await zone.sender.submit(Intent(new_key(), (made,), authority))).record.slot


async def close_table(
    zone: ZoneContext,
    table: Pubkey,
    *,
    authority: Keypair | None = None,
    recipient: Pubkey | None = None,
    patience: float = 0.0,
) -> int:
    """Remove a retired table that has cooled down; the lamports that `recipient` got.

    Without a `recipient`, its authority.  Waits for up to `patience` seconds (a cool-down takes
    about four minutes on a public cluster).  Raises `TableCooling` with the blocks that are
    left (at most: an embedded chain needs but 16), `InputError` where the table is in use.
    """
    authority = authority or zone.keypair
    owner = authority.pubkey()
    info = await _require(zone, table)
    if deactivated_at(info.data) is None:
        raise InputError(f"the table {table} is in use", remedy="retire it first: retire_table")
    closing = close_lookup_table(table=table, authority=owner, recipient=recipient or owner)
    deadline = time.monotonic() + patience
    while blocks := await _cooling(zone, closing, authority):
        if time.monotonic() >= deadline:
            raise TableCooling(
                f"the table {table} has to cool down for {blocks} blocks more",
                blocks=blocks,
                remedy="close it later: it can still be looked up until then",
            )
        await asyncio.sleep(min(_COOLING_SECONDS, max(0.0, deadline - time.monotonic())))
    await zone.sender.submit(Intent(new_key(), (closing,), authority))
    return info.lamports


async def _cooling(zone: ZoneContext, closing: Instruction, authority: Keypair) -> int:
    """Blocks until a table can be closed, as its own program counts them; 0: it can be."""
    recent = await zone.chain.blockhash()
    message = MessageV0.try_compile(authority.pubkey(), [closing], [], recent.hash)
    tried = await zone.chain.simulate(VersionedTransaction(message, [authority]))
    left = _COOLING.search("\n".join(tried.logs))
    return 0 if left is None else int(left[1])


async def _require(zone: ZoneContext, table: Pubkey) -> AccountInfo:
    info = await zone.chain.account(table)
    if info is None:
        raise AccountMissing(f"no address lookup table at {table} on {zone.chain.url}")
    if info.owner != LOOKUP_TABLE_PROGRAM:
        raise AccountInvalid(f"{table} is no address lookup table: it belongs to {info.owner}")
    return info


async def _create(
    zone: ZoneContext, addresses: Sequence[Pubkey], authority: Keypair
) -> AddressLookupTableAccount:
    owner = authority.pubkey()
    slot = await zone.chain.slot()
    table, _ = lookup_table_address(owner, slot)
    while await zone.chain.account(table) is not None:
        # Two tables of one slot would be one.
        slot = await _slot_after(zone, slot)
        table, _ = lookup_table_address(owner, slot)
    made = create_lookup_table(authority=owner, payer=owner, slot=slot)
    await zone.sender.submit(Intent(new_key(), (made,), authority))
    return await _extend(zone, table, addresses, authority)


async def _extend(
    zone: ZoneContext, table: Pubkey, addresses: Sequence[Pubkey], authority: Keypair
) -> AddressLookupTableAccount:
    owner, slot = authority.pubkey(), 0
    for start in range(0, len(addresses), MOST_PER_EXTENSION):
        part = addresses[start : start + MOST_PER_EXTENSION]
        extended = extend_lookup_table(table=table, authority=owner, payer=owner, addresses=part)
        landed = await zone.sender.submit(Intent(new_key(), (extended,), authority))
        slot = landed.record.slot
    # What a slot adds can be looked up from the next one on.
    await _slot_after(zone, slot)
    return await lookup_table(zone, table)


async def _slot_after(zone: ZoneContext, slot: int) -> int:
    """The current slot, once it is past this one."""
    for _ in range(_SLOT_POLLS):
        # An embedded chain begins a block when it is asked for its blockhash.
        await zone.chain.blockhash()
        current = await zone.chain.slot()
        if current > slot:
            return current
        await asyncio.sleep(_POLL_SECONDS)
    raise ChainUnavailable(
        f"{zone.chain.url} has not gone beyond slot {slot} for {_SLOT_POLLS * _POLL_SECONDS:.0f} s",
        remedy="the cluster is stuck: run again later",
    )
