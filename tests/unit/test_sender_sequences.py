"""Sequences: of one account many at once, none used twice, none so far that it is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from solders.keypair import Keypair
from tests.unit.sender_cluster import (
    AMOUNT,
    DROPS,
    KEY,
    Street,
    attempts,
    entry,
    on_street,
    steps,
    until,
)

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import AlatauError, SequenceTaken
from alatau.pay import PaymentOrder
from alatau.program import Service
from alatau.program.account_types import WINDOW
from alatau.sender import State
from alatau.testing import FreshZone, Wallets
from alatau.zone import Zone

TENGE = 90_000_00
MORE_THAN_A_JUMP = 1_050


# -- on a cluster ----------------------------------------------------------------------


def test_sequence_used_by_another_journal_is_taken_and_nothing_is_done(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        street.faulty.follow(DROPS)
        async with (
            street.process("first") as first,
            street.process("second", chain=street.chain) as second,
        ):
            paying = asyncio.create_task(first.pay(**street.order()))
            mine = await until(first, State.SENT)
            await second.pay(**street.order("other", 77_00))
            assert entry(second, "other").sequence == mine.sequence
            with pytest.raises(SequenceTaken, match=f"{KEY}: its sequence was used by something"):
                await paying
            assert (entry(first).state, entry(first).signature) == (State.FAILED, "")
            assert f"sequence {mine.sequence} is used" in steps(first)[-1].evidence.detail
            assert len(attempts(first)) == 1
            with pytest.raises(SequenceTaken):
                await first.pay(**street.order())
            await street.faulty.heal()
            await first.pay(**street.order("another key"))
        assert sorted(await street.landed()) == [77_00, AMOUNT]

    on_street(scenario, tmp_path)


def test_pay_300_at_once_keeps_the_window_until_they_are_final(tmp_path: Path) -> None:
    async def scenario(street: Street) -> None:
        open_, spans = [], []

        async def look(process: Zone) -> None:
            while True:
                sequences = process.sender._tracker.flights._sequences.get(street.account, {0})
                open_.append(process.sender.under_way)
                spans.append(max(sequences) - min(sequences))
                await asyncio.sleep(0.2)

        async with street.process() as process:
            looking = asyncio.create_task(look(process))
            orders = street.orders(300, 1_00, "жалақы")
            done = [each async for each in process.pay_all(orders)]
            looking.cancel()
            assert [each.error for each in done] == [None] * 300
        assert max(open_) == WINDOW
        assert max(spans) == WINDOW - 1
        assert await street.landed() == [1_00] * 300

    on_street(scenario, tmp_path)


def test_pay_the_same_key_while_it_waits_its_turn_keeps_its_sequence(tmp_path: Path) -> None:
    """Signed with one sequence and journalled with another, nothing would be proven of it."""

    async def scenario(street: Street) -> None:
        async with street.process() as process:
            orders = [street.order(f"жалақы:{number}", 1_00) for number in range(200)]
            key = orders[130]["key"]
            paying = [asyncio.create_task(process.pay(**order)) for order in orders]
            prepared = await until(process, State.PREPARED, key=key)
            await asyncio.sleep(0.5)
            paying.append(asyncio.create_task(process.pay(**orders[130])))
            await asyncio.gather(*paying)
            assert entry(process, key).sequence == prepared.sequence
        assert await street.landed() == [1_00] * 200

    on_street(scenario, tmp_path)


# -- where nothing is waited for -------------------------------------------------------


@dataclass
class Till:
    """A resident who pays a merchant, in processes that begin anew."""

    zone: FreshZone
    resident: Keypair
    merchant: Keypair
    home: Path

    @asynccontextmanager
    async def process(self) -> AsyncIterator[Zone]:
        async with Zone.over(
            self.zone.chain, name=self.zone.name, keypair=self.resident, home=self.home
        ) as zone:
            # Here nothing but the process dies; only a power cut asks for more.
            zone.sender.journal._connection.execute("PRAGMA synchronous = OFF")
            yield zone

    def orders(self, count: int, amount: int, name: str) -> list[PaymentOrder]:
        return [
            PaymentOrder(
                payee=self.merchant.pubkey(),
                mint=self.zone.tenge.mint,
                amount=amount,
                service=Service.SHOPS,
                key=f"{name}:{number}",
            )
            for number in range(1, count + 1)
        ]

    async def paid(self) -> int:
        return (await self.zone.account(self.resident.pubkey(), self.zone.tenge.mint)).paid


@pytest_asyncio.fixture
async def till(embedded_chain: EmbeddedChain, tmp_path: Path) -> AsyncIterator[Till]:
    async with FreshZone.found(embedded_chain) as zone:
        wallets = Wallets(zone)
        resident = await wallets.resident("Ерлан Қасымов", tenge=TENGE)
        merchant = await wallets.merchant("Клиника «Шипа»")
        yield Till(zone, resident, merchant, tmp_path)


async def pay(process: Zone, orders: list[PaymentOrder]) -> list[AlatauError | None]:
    return [done.error async for done in process.pay_all(orders)]


async def test_pay_after_more_refusals_than_a_sequence_may_jump(till: Till) -> None:
    """All at once, so that the last are numbered while the first are not refused yet."""
    async with till.process() as process:
        orders = till.orders(MORE_THAN_A_JUMP, TENGE + 1, "too much")
        errors = await pay(process, orders + till.orders(5, 2_00, "fine"))
        assert {getattr(each, "name", each) for each in errors} == {"InsufficientFunds", None}
        assert errors.count(None) == 5
    assert await till.paid() == 10_00


async def test_pay_after_more_expiries_than_a_sequence_may_jump(till: Till) -> None:
    orders = till.orders(MORE_THAN_A_JUMP, 1_00, "unpaid")
    async with till.process() as process:
        process.sponsor = Keypair()
        errors = await pay(process, orders)
        assert {type(each).__name__ for each in errors} == {"FeePayerShort"}
    async with till.process() as process:
        assert await pay(process, [*till.orders(1, 2_00, "new"), *orders[::100]]) == [None] * 12
    assert await till.paid() == 13_00


async def test_pay_interrupted_with_all_prepared_goes_on_with_the_same_keys(till: Till) -> None:
    """Whoever comes first is numbered anew, after those of which nothing was signed."""
    orders = till.orders(MORE_THAN_A_JUMP, 1_00, "order")
    for enough in (1, 1, 2, MORE_THAN_A_JUMP):
        ended = 0
        async with till.process() as process:
            async for done in process.pay_all(orders):
                assert done.error is None
                ended += 1
                if ended == enough:
                    break
    assert await till.paid() == MORE_THAN_A_JUMP * 1_00
