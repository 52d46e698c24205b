"""A month's ledger and journal, written as the indexer and the sender write them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from solders.hash import Hash
from solders.instruction import Instruction
from solders.message import Message
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.indexer.marks import SLOT
from alatau.ledger import (
    Change,
    Cursor,
    Ledger,
    LedgerAccount,
    LedgerTransaction,
    Posting,
    Purpose,
    Reverse,
    Status,
)
from alatau.program import PROGRAM_ID
from alatau.reconcile.sources.facts import LAMPORTS
from alatau.reconcile.sources.from_journal import PER_SIGNATURE
from alatau.sender import Attempt, Entry, Evidence, Journal, State
from alatau.testing.month_values import INDEXED, TENGE, Meant, Plan, Transfer

GENESIS: Final = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
ZONE: Final = "Алатау"
_TOGETHER: Final = 1_000


async def write_ledger(plan: Plan, where: Path | str) -> Ledger:
    """The ledger as `alatau index` would leave it, open."""
    ledger = await Ledger.open(where, zone=ZONE, genesis=GENESIS, now=lambda: 1_796_108_400)
    changes = [change for one in plan.transfers for change in _changes(one)]
    for at in range(0, len(changes), _TOGETHER):
        await ledger.post(changes[at : at + _TOGETHER])
    await ledger.post([], cursors=[Cursor(SLOT, str(INDEXED))])
    return ledger


def _changes(one: Transfer) -> Iterator[Change]:
    posted = LedgerTransaction(
        id=f"chain:{one.signature}",
        postings=tuple(sorted(_postings(one), key=lambda posting: posting.account)),
        time=one.time,
        slot=one.slot,
        status=Status.PROVISIONAL if one.status == "provisional" else Status.FINAL,
        source="chain",
        description=one.error or ("Deposited" if one.moved else "Paid"),
        references={"signature": one.signature},
    )
    if one.status == "moved":
        first = replace(posted, status=Status.PROVISIONAL, slot=one.slot - 9, time=one.time - 4)
        yield first
        yield Reverse(f"{first.id}:gone:1", first.id, source="chain", description="gone")
    yield posted


def _postings(one: Transfer) -> Iterator[Posting]:
    yield Posting(LedgerAccount(one.payer, LAMPORTS, Purpose.NETWORK_FEES), PER_SIGNATURE)
    yield Posting(LedgerAccount(one.payer, LAMPORTS, Purpose.OUTSIDE), -PER_SIGNATURE)
    for wallet, asset, amount in one.moved:
        yield Posting(LedgerAccount("", asset, Purpose.VAULT), amount)
        yield Posting(LedgerAccount(wallet, asset, Purpose.AVAILABLE), -amount)
    if not one.moved and not one.error:
        yield Posting(LedgerAccount(one.payer, TENGE, Purpose.AVAILABLE), 1_000)
        yield Posting(LedgerAccount(one.payer, TENGE, Purpose.FEE), -1_000)


async def write_journal(plan: Plan, path: Path | None, payer: str) -> Journal:
    """The journal of what was meant, open."""
    clock = [0]
    journal = Journal.open(path, genesis=GENESIS, zone=ZONE, now=lambda: clock[0])
    for at in range(0, len(plan.meant), _TOGETHER):
        # What is signed at once shares a commit.
        some = plan.meant[at : at + _TOGETHER]
        await asyncio.gather(*(_write(journal, one, payer, clock) for one in some))
    return journal


async def _write(journal: Journal, one: Meant, payer: str, clock: list[int]) -> None:
    clock[0] = one.at
    journal.prepare(Entry(one.key, "", 0, b"salt", State.PREPARED))
    for number, signature in enumerate(one.signatures):
        clock[0] = one.at
        if number:
            journal.move(one.key, State.EXPIRED, Evidence(one.slot, 1, "150 blocks have passed"))
        await journal.sign(Attempt(signature, one.key, _signed(signature, payer, one), 150))
    evidence = Evidence(one.slot, 1)
    clock[0] = one.at
    landed = one.landed if one.landed and one.state is not State.EXPIRED else ""
    journal.move(
        one.key, one.state, evidence, signature=landed, slot=one.slot if landed else 0,
        error=one.error if landed else "",
    )  # fmt: skip


def _signed(signature: str, payer: str, one: Meant) -> bytes:
    calls = [Instruction(PROGRAM_ID, b"", [])] if one.of_program else []
    message = Message.new_with_blockhash(calls, Pubkey.from_string(payer), Hash.default())
    signed = VersionedTransaction.populate(message, [Signature.from_string(signature)])
    return bytes(signed)
