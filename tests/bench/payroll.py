"""A payroll, one transfer each or packed, without and with an address lookup table."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final, NoReturn

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction
from tests.bench.lines import Line, mean, table

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import ChainError
from alatau.program import PROGRAM_ID, program_path
from alatau.tables import payroll_addresses
from alatau.testing.fixtures import FreshZone, Wallets

BENCH: Final = "payroll"
PAYEES: Final = 116  # four full transactions with a table
WAGE: Final = 1_000_00


@dataclass(slots=True)
class Tally:
    """What reached the chain."""

    transactions: int = 0
    wire_bytes: int = 0
    compute_units: int = 0
    fees: int = 0


class Counted:
    """Counts what is sent to a chain while it stands in for `send_all`."""

    def __init__(self, chain: EmbeddedChain) -> None:
        self.chain, self.sent = chain, chain.send_all
        self.signatures: list[Signature] = []
        self.wire_bytes = 0

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        for raw in transactions:
            self.wire_bytes += len(raw)
            self.signatures.append(VersionedTransaction.from_bytes(raw).signatures[0])
        return await self.sent(transactions)

    async def tally(self, work: Callable[[], Awaitable[object]]) -> Tally:
        """Do something and say what it sent.  Raises `AssertionError` if any of it failed."""
        self.signatures, self.wire_bytes = [], 0
        await work()
        found = Tally(len(self.signatures), self.wire_bytes)
        for record in await self.chain.transactions(self.signatures):
            assert record is not None
            assert record.error is None, record.logs
            found.compute_units += record.compute_units
            found.fees += record.fee
        return found


async def measure(payees: int) -> list[Line]:
    """Pay so many wages three ways; the last has a table made for it."""
    async with AsyncExitStack() as stack:
        programs = {PROGRAM_ID: program_path()}
        chain = await stack.enter_async_context(await EmbeddedChain.open(None, programs=programs))
        zone = await stack.enter_async_context(FreshZone.found(chain, name="Жалақы"))
        wallets = Wallets(zone)
        employer = await wallets.resident("«Самрұқ» ЖШС", tenge=4 * payees * WAGE, tier=1)
        people = [(await wallets.resident(f"жұмысшы {n}")).pubkey() for n in range(payees)]
        counted = Counted(chain)
        chain.send_all = counted.send_all  # type: ignore[method-assign]  # nothing else sees the bytes
        return await _ways(zone, employer, people, counted)


async def _ways(
    zone: FreshZone, employer: Keypair, people: Sequence[Pubkey], counted: Counted
) -> list[Line]:
    mint = zone.tenge.mint
    rows = [(wallet, WAGE) for wallet in people]

    async def one_by_one() -> None:
        for wallet in people:
            await zone.transfer(payee=wallet, mint=mint, amount=WAGE, wallet=employer)

    async def packed() -> None:
        await zone.pay_many(rows, mint=mint, wallet=employer)

    names = payroll_addresses(zone.address, mint, employer.pubkey(), people)
    before = (await zone.chain.account(employer.pubkey()) or _missing()).lamports
    single, many = await counted.tally(one_by_one), await counted.tally(packed)
    paid = before - (await zone.chain.account(employer.pubkey()) or _missing()).lamports
    assert paid == single.fees + many.fees
    tables: list[AddressLookupTableAccount] = []

    async def make_tables() -> None:
        tables.extend(await zone.create_tables(names, authority=employer))

    setup = await counted.tally(make_tables)
    infos = await zone.chain.accounts([each.key for each in tables])
    rent = sum((info or _missing()).lamports for info in infos)

    async def with_tables() -> None:
        await zone.pay_many(rows, mint=mint, wallet=employer, tables=tables)

    tabled = await counted.tally(with_tables)
    await _check(zone, employer, people)
    count = len(people)
    return [
        *_lines("packed", many, count, "one transfer each", single),
        *_lines("packed_with_table", tabled, count, "packed", many),
        Line(BENCH, "table.rent_locked", mean(rent, count), "lamports/payment"),
        Line(BENCH, "table.network_fee_once", mean(setup.fees, count), "lamports/payment"),
        Line(BENCH, "table.wire_bytes_once", mean(setup.wire_bytes, count), "B/payment"),
    ]


async def _check(zone: FreshZone, employer: Keypair, people: Sequence[Pubkey]) -> None:
    """Everyone has three wages, and the employer paid them."""
    mint = zone.tenge.mint
    for wallet in people:
        assert (await zone.account(wallet, mint)).available == 3 * WAGE
    left = (await zone.account(employer.pubkey(), mint)).available
    assert left == len(people) * WAGE


def _lines(name: str, ours: Tally, count: int, peer: str, theirs: Tally) -> list[Line]:
    units = {
        "compute_units": "CU/payment",
        "wire_bytes": "B/payment",
        "transactions": "transactions/payment",
        "fees": "lamports/payment",
    }
    return [
        Line(
            BENCH,
            f"{name}.{part}",
            mean(getattr(ours, part), count),
            unit,
            peer,
            mean(getattr(theirs, part), count),
        )
        for part, unit in units.items()
    ]


def _missing() -> NoReturn:
    raise AssertionError("an account that must be there is not")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.payroll")
    parser.add_argument("--payees", type=int, default=PAYEES, metavar="N")
    options = parser.parse_args(arguments)
    found = asyncio.run(measure(options.payees))
    for line in found:
        sys.stdout.write(line.to_json() + "\n")
    sys.stderr.write(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
