"""A street on a cluster: a payer, a merchant, and processes that pay through a faulty network.

Everything is real but the clock, and what the public fault tools do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.base import Chain
from alatau.context import refused
from alatau.pay import PaymentOrder
from alatau.program import (
    PROGRAM_ID,
    Paid,
    Service,
    account_address,
    program_path,
    read_events,
)
from alatau.sender import Attempt, Entry, Journal, Sender, State, Transition
from alatau.testing import (
    FaultPlan,
    FaultyChain,
    ForkedChain,
    FreshZone,
    Rhythm,
    Wallets,
    run_virtual,
)
from alatau.zone import Zone

T = TypeVar("T")

KEY: Final = "order:1:pay"
AMOUNT: Final = 1_250_00
DEPOSIT: Final = 90_000_00
STEADY: Final = Rhythm(skipped=0, returning=0)
DROPS: Final = FaultPlan(drops=1000)
"""Whatever is handed over never arrives."""
DOWN: Final = FaultPlan(outages=1000)
"""Nothing answers."""


@dataclass
class Street:
    """Who lives there, and a network to the chain on which nothing goes wrong yet."""

    chain: ForkedChain
    faulty: FaultyChain
    zone: FreshZone
    payer: Keypair
    merchant: Keypair
    folder: Path

    @property
    def account(self) -> Pubkey:
        return account_address(self.zone.address, self.payer.pubkey(), self.zone.tenge.mint)

    @asynccontextmanager
    async def process(
        self, journal: str = "journal", *, chain: Chain | None = None, **options: Any
    ) -> AsyncIterator[Zone]:
        """A process of the payer's: it knows what its journal's file says."""
        line = self.faulty if chain is None else chain
        with Journal.open(self.folder / journal, genesis="forked", zone=self.zone.name) as opened:
            sender = Sender(line, opened, refused, **options)
            try:
                yield Zone(line, sender, name=self.zone.name, keypair=self.payer)
            finally:
                await sender.close()

    def order(self, key: str = KEY, amount: int = AMOUNT) -> dict[str, Any]:
        """What `Zone.pay` is asked for."""
        return {
            "payee": self.merchant.pubkey(),
            "mint": self.zone.tenge.mint,
            "amount": amount,
            "service": Service.SHOPS,
            "key": key,
        }

    def orders(self, count: int, amount: int, name: str) -> list[PaymentOrder]:
        return [
            PaymentOrder(**self.order(f"{name}:{number}", amount)) for number in range(1, count + 1)
        ]

    async def landed(self) -> list[int]:
        """The amounts of all payments that landed, once everything is final."""
        await self.chain.advance(64)
        account = await self.zone.account(self.payer.pubkey(), self.zone.tenge.mint)
        infos = await self.chain.history(self.account, limit=10_000)
        good = [info.signature for info in infos if info.error is None]
        amounts = [
            event.amount
            for record in await self.chain.transactions(good)
            if record is not None
            for event in read_events(record.logs).events
            if isinstance(event, Paid)
        ]
        assert account.paid == sum(amounts)
        return amounts


def entry(process: Zone, key: str = KEY) -> Entry:
    found = process.sender.journal.entry(key)
    assert found is not None
    return found


def attempts(process: Zone, key: str = KEY) -> list[Attempt]:
    return process.sender.journal.attempts(key)


def steps(process: Zone, key: str = KEY) -> list[Transition]:
    return process.sender.journal.transitions(key)


async def until(process: Zone, *states: State, key: str = KEY) -> Entry:
    """Wait until what a key stands for is in one of these states."""
    while (found := process.sender.journal.entry(key)) is None or found.state not in states:
        await asyncio.sleep(0.05)
    return found


async def pay_and_leave(street: Street, process: Zone, state: State = State.SENT) -> None:
    """Pay, and be cancelled once the payment is in this state."""
    paying = asyncio.create_task(process.pay(**street.order()))
    await until(process, state)
    paying.cancel()


async def forgetful(street: Street) -> FaultyChain:
    """A node that has forgotten what is final now."""
    node = FaultyChain(street.chain, seed=7, plan=FaultPlan(prunes=1000))
    final = (await street.chain.tip()).slot
    while await node.first_slot() < final - 5:
        pass
    node.follow(FaultPlan())
    return node


def on_street(
    scenario: Callable[[Street], Awaitable[T]], folder: Path, rhythm: Rhythm = STEADY
) -> T:
    """Run a scenario on a street of its own, on virtual time."""

    async def run() -> T:
        programs = {PROGRAM_ID: program_path()}
        async with (
            await ForkedChain.open(programs, seed=7, rhythm=rhythm) as chain,
            FreshZone.found(chain, name="Алатау") as zone,
        ):
            wallets = Wallets(zone)
            payer = await wallets.resident("Айгүл Сәрсенова", tenge=DEPOSIT)
            merchant = await wallets.merchant("«Нан» наубайханасы")
            await chain.advance(64)  # what is final no fork undoes
            faulty = FaultyChain(chain, seed=7)
            return await scenario(Street(chain, faulty, zone, payer, merchant, folder))

    return run_virtual(run())
