"""Many at once: payrolls, and settling all that is due.

Each transaction of a batch is all or nothing; a batch of several is paid one transaction
after the other, each under a key and a sequence of its own, so that it can be taken up
again where it stopped.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from hashlib import sha256
from typing import Final

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext, content_of, make_reference, new_key
from alatau.countersigned import retried_by
from alatau.errors import AccountInvalid, AccountMissing, InputError, TransactionFailed
from alatau.listing import accounts_of
from alatau.models import Receipt
from alatau.packing import Costs, pack
from alatau.program import PROGRAM_ID, accounts, addresses, events, instructions
from alatau.program.enums import PaymentState

Row = tuple[Pubkey, int]
"""A payee's wallet and what it is paid, in base units."""
Progress = Callable[[int, int], None]
"""Told how many rows of how many are done."""

# Above what docs/compute-units.md lists as worst, so that what is packed always fits.
PAYROLL_COSTS: Final = Costs(base=4_000, row=900)
SETTLEMENT_COSTS: Final = Costs(base=2_000, row=900)

_SCANS = 3  # others settle too: what they were faster with is looked for again


async def pay_many(
    zone: ZoneContext,
    rows: Sequence[Row],
    *,
    mint: Pubkey,
    wallet: Keypair | None = None,
    invoice: bytes = b"",
    tables: Sequence[AddressLookupTableAccount] = (),
    progress: Progress | None = None,
    key: str | None = None,
) -> tuple[Receipt[events.PaidMany], ...]:
    """Pay residents' wallets base units each, in as few transactions as they fit into.

    Each transaction pays all of its rows or none, under one sequence and one reference,
    without fee and tax.  With the same `key`, rows and tables the receipts are those of
    before; where a transaction was refused, those before it stay paid and the refusal is
    raised (`ProgramRefused`).  Raises `KeyReused` for other rows, and `InputError` for none
    or for an amount that is no u64.
    """
    done = pay_many_in_turn(
        zone,
        rows,
        mint=mint,
        wallet=wallet,
        invoice=invoice,
        tables=tables,
        progress=progress,
        key=key,
    )
    return tuple([receipt async for receipt in done])


async def pay_many_in_turn(
    zone: ZoneContext,
    rows: Sequence[Row],
    *,
    mint: Pubkey,
    wallet: Keypair | None = None,
    invoice: bytes = b"",
    tables: Sequence[AddressLookupTableAccount] = (),
    progress: Progress | None = None,
    key: str | None = None,
) -> AsyncIterator[Receipt[events.PaidMany]]:
    """As `pay_many`, giving each receipt when its transaction has landed."""
    if not rows:
        raise InputError("there is nobody to pay", field="rows")
    wallet = wallet or zone.keypair
    owner, key = wallet.pubkey(), key or new_key()
    account = addresses.account_address(zone.address, owner, mint)

    def made(part: Sequence[Row], sequence: int = 0, reference: bytes = bytes(32)) -> Instruction:
        return instructions.pay_many(
            wallet=owner,
            zone=zone.address,
            mint=mint,
            sequence=sequence,
            reference=reference,
            rows=part,
        )

    parts = pack(rows, made, payer=owner, costs=PAYROLL_COSTS, tables=tables)
    # Each key stands for its rows within the whole: of another payroll, or of the same one
    # packed otherwise, nothing is taken for done.
    whole, done = _digest(rows), 0
    for number, part in enumerate(parts):
        place = f"{done}-{done + len(part)} of {len(rows)}"
        entry = await zone.prepare(f"{key}#{number}", account, "pay_many", place, whole, invoice)
        with retried_by(f"give only what was not paid, rows {done + 1} and on, with another key"):
            receipt = await zone.submit(
                events.PaidMany,
                made(part, entry.sequence, make_reference(entry.salt, invoice)),
                key=entry.key,
                signers=(wallet,),
                content=entry.content,
                tables=tables,
            )
        yield receipt
        done += len(part)
        if progress is not None:
            progress(done, len(rows))


async def settle_many(
    zone: ZoneContext,
    payments: Sequence[Pubkey],
    *,
    tables: Sequence[AddressLookupTableAccount] = (),
    progress: Progress | None = None,
    key: str | None = None,
) -> tuple[Receipt[events.SettledMany], ...]:
    """Release held payments after their windows; anyone may.

    They are grouped by payee account, and each transaction settles all of its payments or
    none.  Raises `ProgramRefused` (`WindowOpen`, `NotHeld`, `NotPayer`: not fulfilled yet),
    `AccountMissing`, and `InputError` where a payment is named twice.
    """
    if len({*payments}) != len(payments):
        raise InputError("a payment is named twice", field="payments")
    groups: dict[Pubkey, list[Pubkey]] = {}
    found = await zone.chain.accounts(payments)
    for address, info in zip(payments, found, strict=True):
        if info is None:
            raise AccountMissing(f"no payment at {address} on {zone.chain.url}")
        if info.owner != PROGRAM_ID:
            raise AccountInvalid(f"{address} is no payment: it belongs to {info.owner}")
        payee_account = accounts.decode_payment(info.data).payee_account
        groups.setdefault(payee_account, []).append(address)
    key, done = key or new_key(), 0
    receipts: list[Receipt[events.SettledMany]] = []
    for payee_account, part in _settlements(zone, groups, tables):
        receipts.append(
            await _settle(zone, payee_account, part, tables, key=f"{key}#{len(receipts)}")
        )
        done += len(part)
        if progress is not None:
            progress(done, len(payments))
    return tuple(receipts)


async def settle_due(
    zone: ZoneContext, *, progress: Progress | None = None
) -> tuple[Receipt[events.SettledMany], ...]:
    """Settle every payment of the zone that anyone may settle now.

    What others settle meanwhile is left out.  Raises what refuses a batch again and again.
    """
    receipts: list[Receipt[events.SettledMany]] = []
    done = 0
    for scan in range(1, _SCANS + 1):
        groups = await due_payments(zone)
        waiting = sum(map(len, groups.values()))
        refused: TransactionFailed | None = None
        for payee_account, part in _settlements(zone, groups):
            try:
                receipts.append(await _settle(zone, payee_account, part, (), key=new_key()))
            except TransactionFailed as error:
                refused = error
                continue
            done, waiting = done + len(part), waiting - len(part)
            if progress is not None:
                progress(done, done + waiting)
        if refused is None:
            break
        if scan == _SCANS:
            raise refused
    return tuple(receipts)


async def due_payments(zone: ZoneContext) -> dict[Pubkey, list[Pubkey]]:
    """The payments that anyone may settle now, by their payee's account; oldest first."""
    fulfilled = bytes([PaymentState.FULFILLED])
    found = await accounts_of(zone, accounts.Payment, state=fulfilled)
    now = await zone.chain.time()
    due = [
        (payment.settles_at, str(address), address, payment.payee_account)
        for address, payment in found
        if payment.settles_at <= now
    ]
    payees = list(dict.fromkeys(payee for _, _, _, payee in due))
    ours = {
        payee
        for payee, info in zip(payees, await zone.chain.accounts(payees), strict=True)
        if info is not None and accounts.decode_payment_account(info.data).zone == zone.address
    }
    groups: dict[Pubkey, list[Pubkey]] = {}
    for _, _, address, payee in sorted(due, key=lambda each: each[:2]):
        if payee in ours:
            groups.setdefault(payee, []).append(address)
    return groups


def _settlements(
    zone: ZoneContext,
    groups: dict[Pubkey, list[Pubkey]],
    tables: Sequence[AddressLookupTableAccount] = (),
) -> list[tuple[Pubkey, Sequence[Pubkey]]]:
    """The payments of each transaction, with their payee's account."""
    payer = zone.keypair.pubkey()
    found: list[tuple[Pubkey, Sequence[Pubkey]]] = []
    for payee_account, payments in groups.items():

        def made(part: Sequence[Pubkey], payee_account: Pubkey = payee_account) -> Instruction:
            return instructions.settle_many(payee_account=payee_account, payments=part)

        parts = pack(payments, made, payer=payer, costs=SETTLEMENT_COSTS, tables=tables)
        found += [(payee_account, part) for part in parts]
    return found


async def _settle(
    zone: ZoneContext,
    payee_account: Pubkey,
    payments: Sequence[Pubkey],
    tables: Sequence[AddressLookupTableAccount],
    *,
    key: str,
) -> Receipt[events.SettledMany]:
    instruction = instructions.settle_many(payee_account=payee_account, payments=payments)
    content = content_of("settle_many", payee_account, *payments)
    return await zone.submit(
        events.SettledMany, instruction, key=key, content=content, tables=tables
    )


def _digest(rows: Sequence[Row]) -> str:
    return sha256(b"".join(bytes(payee) + b"%d;" % amount for payee, amount in rows)).hexdigest()
