"""The sender: everything journalled on disk before it leaves, each payment with its receipt."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from solders.keypair import Keypair
from tests.bench.send_work import Market, Payment, People, Stopwatch

from alatau.program import Service
from alatau.zone import Zone

IN_FLIGHT: Final = 2_048


async def contest(url: str, market: Market, work: Sequence[Payment], stopwatch: Stopwatch) -> None:
    """See `Contestant`."""
    people = People(market)
    with tempfile.TemporaryDirectory(prefix="alatau-bench-") as home:
        opened = Zone.open(url, name=market.name, keypair=Keypair(), home=Path(home))
        async with opened as zone:
            with stopwatch.running():
                await pay_all(zone, people, work, stopwatch)


async def pay_all(
    zone: Zone, people: People, work: Sequence[Payment], stopwatch: Stopwatch
) -> None:
    """Make the payments, so many at a time; raises what the first that fails raises."""
    places = asyncio.Semaphore(IN_FLIGHT)

    async def pay(payment: Payment) -> None:
        async with places:
            stopwatch.sent(payment.number)
            await zone.pay(
                payee=people.merchants[payment.merchant],
                mint=people.mint,
                amount=payment.amount,
                service=Service.SHOPS,
                wallet=people.payers[payment.payer],
                key=f"төлем {payment.payer}/{payment.sequence}",
            )
            stopwatch.landed(payment.number)

    async with asyncio.TaskGroup() as group:
        for payment in work:
            group.create_task(pay(payment))
