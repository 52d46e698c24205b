"""What happens in an instrument's life, step by step; `live` is all of it."""

from __future__ import annotations

from typing import Final

from alatau.demo.life import Life, Progress, begun, by_size
from alatau.demo.story import Event, Offered, Rent, Standing, Story, Traded
from alatau.demo.told import Distributed, Exchanged, Share, Sold, Told
from alatau.program import Allotment
from alatau.testing.fixtures import DAY

_HOUR: Final = 3_600


async def live(story: Story, progress: Progress = lambda _: None) -> Told:
    """Live a story from its beginning to its end."""
    async with begun(story) as life:
        life.progress = progress
        await life.admit()
        for offered in story.offerings:
            await offer(life, offered)
        for event in story.events:
            await happen(life, event)
        await redeem(life)
        return await life.told()


async def offer(life: Life, offered: Offered) -> None:
    """An offering, from its terms until all is allotted or returned."""
    now = await life.chain.time()
    closes_at, cooling_off = now + offered.open_days * DAY, offered.cooling_off_days * DAY
    created = await life.zone.create_offering(
        **life.named,
        price=offered.price,
        quantity=offered.quantity,
        minimum=offered.minimum,
        least=offered.least,
        most=offered.most,
        closes_at=closes_at,
        cooling_off=cooling_off,
        allotment=Allotment.PRO_RATA if offered.pro_rata else Allotment.FIRST_COME,
        issuer=life.issuer,
    )
    number = created.event.number
    for one in offered.subscriptions:
        wallet = life.keys[one.investor]
        await life.zone.subscribe(**life.named, number=number, units=one.units, wallet=wallet)
        await life.later(_HOUR)
        if one.withdrawn:
            await life.zone.withdraw_subscription(**life.named, number=number, wallet=wallet)
    await life.chain.set_time(closes_at + cooling_off)
    life.offerings.append(await _settled(life, offered, number))
    sold = "sold" if life.offerings[-1].succeeded else "missed its minimum"
    await life.stage(f"{offered.name}: {sold}")


async def _settled(life: Life, offered: Offered, number: int) -> Sold:
    confirmed = sold = raised = returned = 0
    allotted: dict[str, int] = {}
    async for step in life.zone.settle_offering(**life.named, number=number):
        if step.error is not None:
            raise step.error
        assert step.receipt is not None  # noqa: S101 - it has one of both
        event = step.receipt.event
        if step.step == "conclude":
            confirmed, sold = event.confirmed, event.sold
        elif step.step == "allot":
            assert step.wallet is not None  # noqa: S101 - a subscription has an investor
            allotted[life.name(step.wallet)] = event.units
            raised, returned = raised + event.amount, returned + event.returned
    order = [one.investor for one in offered.subscriptions if one.investor in allotted]
    parts = tuple((name, allotted[name]) for name in order)
    return Sold(offered, confirmed, sold, raised, returned, parts)


async def happen(life: Life, event: Event) -> None:
    """A month later, an event."""
    await life.later(30 * DAY)
    match event:
        case Rent():
            await _rent(life, event)
        case Traded():
            await _trade(life, event)
        case Standing():
            await _stand(life, event)


async def _rent(life: Life, rent: Rent) -> None:
    await life.fund(life.issuer, rent.amount)
    await life.zone.distribute(
        **life.named, amount=rent.amount, issuer=life.issuer, invoice=rent.note.encode()
    )
    units = {one.wallet: one.units for one in await life.zone.holdings(**life.named)}
    shares = []
    async for done in life.zone.claim_all(**life.named):
        claimed = done.result().event
        name = life.name(done.row)
        shares.append(Share(name, units[done.row], claimed.gross, claimed.tax))
    terms = await life.zone.instrument(**life.named)
    left = terms.distributed - terms.claimed
    life.distributions.append(Distributed(rent.amount, rent.note, by_size(shares), left))
    await life.stage(rent.note)


async def _trade(life: Life, trade: Traded) -> None:
    seller, buyer = life.keys[trade.seller], life.keys[trade.buyer]
    await life.hold(trade.buyer)
    request = await life.zone.request_trade(
        **life.named,
        seller=seller.pubkey(),
        quantity=trade.quantity,
        price=trade.quantity * trade.price,
        wallet=buyer.pubkey(),
    )
    answer = await life.zone.answer_trade(request, wallet=seller)
    done = (await life.zone.trade(answer, wallet=buyer)).event
    life.exchanges.append(
        Exchanged(trade.seller, trade.buyer, done.quantity, done.price, done.fee, done.tax, False)
    )
    await life.stage(f"{trade.seller} sells {trade.quantity} to {trade.buyer}")


async def _stand(life: Life, offer: Standing) -> None:
    seller = life.keys[offer.seller]
    made = await life.zone.offer_units(
        **life.named,
        quantity=offer.quantity,
        price=offer.price,
        expires_at=await life.chain.time() + 30 * DAY,
        wallet=seller,
    )
    number, left = made.event.sequence, offer.quantity
    for one in offer.takers:
        await life.hold(one.investor)
        taken = await life.zone.take_offer(
            **life.named,
            seller=seller.pubkey(),
            number=number,
            quantity=one.units,
            wallet=life.keys[one.investor],
        )
        done, left = taken.event, taken.event.left
        life.exchanges.append(
            Exchanged(
                offer.seller, one.investor, done.quantity, done.price, done.fee, done.tax, True
            )
        )
    if left:
        await life.zone.cancel_offer(**life.named, number=number, wallet=seller)
    await life.stage(f"{offer.seller} offers {offer.quantity}, {offer.quantity - left} taken")


async def redeem(life: Life) -> None:
    """At maturity the issuer calls all units, and everybody is paid."""
    await life.chain.set_time(life.maturity)
    issued = (await life.zone.instrument(**life.named)).issued
    await life.fund(life.issuer, issued * life.story.redemption)
    await life.zone.call_redemption(**life.named, price=life.story.redemption, issuer=life.issuer)
    async for done in life.zone.redeem_all(**life.named):
        done.result()
        units = done.row.units
        life.redeemed.append(
            Share(life.name(done.row.wallet), units, units * life.story.redemption, 0)
        )
    await life.stage("Redeemed")
