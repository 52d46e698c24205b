"""The ledger is what the chain is, whatever forks undo and however often the indexer dies."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from solders.keypair import Keypair

from alatau.chain.base import Commitment
from alatau.context import refused
from alatau.errors import InputError
from alatau.indexer import Indexer, prove
from alatau.ledger import Ledger, LedgerAccount, Purpose
from alatau.pay import PaymentOrder
from alatau.program import PROGRAM_ID, Service, program_path
from alatau.sender import Journal, Sender
from alatau.testing import ForkedChain, FreshZone, Wallets, run_virtual
from alatau.testing.fixtures import DAY
from alatau.zone import Zone

DEPOSIT = 50_000_00
STEPS = 40


class Elsewhere:
    """A ledger in a thread with a clock of its own: a database waits in real time."""

    def __init__(self, ledger: Ledger, loop: asyncio.AbstractEventLoop) -> None:
        self._ledger = ledger
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._ledger, name)

        async def call(*arguments: Any, **named: Any) -> Any:
            asked = asyncio.run_coroutine_threadsafe(method(*arguments, **named), self._loop)
            return await asyncio.get_running_loop().run_in_executor(None, asked.result)

        return call


@contextmanager
def another_loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@asynccontextmanager
async def opened(path: Path, zone: FreshZone, genesis: str) -> AsyncIterator[Ledger]:
    with another_loop() as loop:

        async def make() -> Ledger:
            return await Ledger.open(path, zone=zone.name, genesis=genesis)

        def wait(coroutine: Any) -> Any:
            return asyncio.run_coroutine_threadsafe(coroutine, loop).result()

        run = asyncio.get_running_loop().run_in_executor
        ledger = await run(None, wait, make())
        try:
            yield Elsewhere(ledger, loop)  # type: ignore[misc] # it answers like one
        finally:
            await run(None, wait, ledger.close())


async def live(seed: int, path: Path) -> None:
    random = Random(seed)
    async with (
        await ForkedChain.open({PROGRAM_ID: program_path()}, seed=seed) as chain,
        FreshZone.found(chain, name=f"Алатау {seed}") as zone,
    ):
        wallets = Wallets(zone)
        payers = [
            await wallets.resident(name, tenge=DEPOSIT)
            for name in ("Айгүл Сәрсенова", "Ерлан Қасымов", "Ольга Ким")
        ]
        merchants = [await wallets.merchant("«Нан» наубайханасы")]
        await chain.advance(64)
        genesis, deliver_by = await chain.genesis_hash(), await chain.time() + DAY
        journal = Journal.open(None, genesis=genesis, zone=zone.name)
        sender = Sender(chain, journal, refused, commitment=Commitment.FINALIZED)
        paying = Zone(chain, sender, name=zone.name, keypair=zone.operator)
        async with opened(path, zone, genesis) as ledger:
            indexer = await Indexer.open(chain, ledger, zone.address)
            paid: list[asyncio.Task[Any]] = []
            reversed_ = 0
            for step in range(STEPS):
                orders = [
                    PaymentOrder(
                        payee=random.choice(merchants).pubkey(),
                        mint=zone.tenge.mint,
                        amount=random.randrange(1, 2_00),
                        service=Service.SHOPS,
                        wallet=random.choice(payers),
                        # Held, it has an account, whose rent a fork gives back.
                        deliver_by=random.choice((0, deliver_by)),
                        key=f"order {step}/{number}",
                    )
                    for number in range(random.randrange(6))
                ]
                paid.append(asyncio.create_task(pay(paying, orders)))
                await asyncio.sleep(random.choice((0.3, 1, 4)))
                if random.randrange(3) == 0:
                    await fork(chain, random)
                if random.randrange(4) == 0:  # it dies, and another one goes on
                    indexer = await Indexer.open(chain, ledger, zone.address)
                reversed_ += (await indexer.catch_up()).reversed
            await asyncio.gather(*paid)
            await asyncio.sleep(60)
            await indexer.catch_up()
            await agree(chain, zone, ledger, indexer, payers + merchants)
            assert reversed_, "no fork undid anything that was in the ledger"
        await sender.close()
        journal.close()


async def pay(zone: Zone, orders: list[PaymentOrder]) -> None:
    async for done in zone.pay_all(orders):
        done.result()


async def fork(chain: ForkedChain, random: Random) -> None:
    tip = await chain.tip(Commitment.PROCESSED)
    with suppress(InputError):  # final already
        await chain.fork(tip.slot - random.randrange(1, 28))


async def agree(
    chain: ForkedChain, zone: FreshZone, ledger: Ledger, indexer: Indexer, people: list[Keypair]
) -> None:
    proof = await prove(chain, zone.address, indexer.accounts)
    assert proof.proven, proof.differences
    assert (proof.rent.known, proof.rent.differences) == (proof.rent.found, ())
    assert not await ledger.pending()
    assert not (await ledger.verify()).wrong
    again = await Indexer.open(chain, ledger, zone.address)
    assert again.accounts.standings == indexer.accounts.standings
    assert again.accounts.rent == indexer.accounts.rent
    (line,) = (one for one in (await ledger.trial()).lines if one.purpose is Purpose.RENT)
    assert line.debit - line.credit == proof.rent.known
    for person in people:
        account = await zone.account(person.pubkey(), zone.tenge.mint)
        for purpose, owed in (
            (Purpose.AVAILABLE, account.available),
            (Purpose.FEE, account.fee_due),
            (Purpose.TAX, account.tax_due),
        ):
            name = LedgerAccount(str(person.pubkey()), str(zone.tenge.mint), purpose)
            assert await ledger.balance(name) == -owed


@pytest.mark.parametrize("seed", range(3))
def test_index_through_forks_and_restarts_is_what_the_chain_is(seed: int, tmp_path: Path) -> None:
    run_virtual(live(seed, tmp_path / "ledger.sqlite"))
