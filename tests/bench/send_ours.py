"""The sender: everything journalled on disk before it leaves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from solders.keypair import Keypair
from tests.bench.send_work import Market, Payment, People, Stopwatch

from alatau.pay import PaymentOrder
from alatau.program import Service
from alatau.zone import Zone


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

    def orders() -> Iterator[PaymentOrder]:
        for payment in work:
            stopwatch.sent(payment.number)
            yield PaymentOrder(
                payee=people.merchants[payment.merchant],
                mint=people.mint,
                amount=payment.amount,
                service=Service.SHOPS,
                wallet=people.payers[payment.payer],
                key=f"төлем {payment.payer}/{payment.sequence}",
            )

    async for done in zone.pay_all(orders()):
        done.result()
        stopwatch.landed(work[done.index].number)
