"""Units that the issuer takes back for money: all that it calls, or some that are tendered."""

from __future__ import annotations

from collections.abc import AsyncIterator

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.bulk import IN_FLIGHT, Done, Progress, all_of
from alatau.context import ZoneContext
from alatau.instruments import holding, holdings, instrument, payout_mint
from alatau.models import Receipt
from alatau.offers import cancel_offers
from alatau.pay import send
from alatau.program import accounts, addresses, events, instructions
from alatau.sender import Outcome


async def call_redemption(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    price: int,
    issuer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.RedemptionCalled]:
    """Call all units for `price` base units of the payout asset each, as the issuer.

    At maturity, once the instrument is delisted, or once the zone has ended.  What the units of
    others cost is set aside on the issuer's account; its own are no more.
    """
    issuer = issuer or zone.keypair
    payout = await payout_mint(zone, await instrument(zone, mint=mint))
    account = addresses.account_address(zone.address, issuer.pubkey(), payout)
    entry = await zone.prepare(key, account, "call_redemption", mint, price)
    instruction = instructions.call_redemption(
        issuer=issuer.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=payout,
        sequence=entry.sequence,
        price=price,
    )
    return await zone.submit(
        events.RedemptionCalled, instruction, key=entry.key, signers=(issuer,),
        content=entry.content,
    )  # fmt: skip


async def redeem(
    zone: ZoneContext, *, mint: Pubkey, wallet: Pubkey
) -> Receipt[events.UnitsRedeemed]:
    """Redeem what a wallet has of a called instrument: its payment account gets the money.

    Its standing offers are cancelled first, and units outside recalled in the same transaction.
    Anyone may.  Raises `ProgramRefused`: `NothingToRedeem` where it has no units, `HoldingFrozen`
    until its freeze is over, and `AccountMissing` without a holding.
    """
    found = await instrument(zone, mint=mint)
    own = await holding(zone, mint=mint, wallet=wallet)
    payout = await payout_mint(zone, found)
    await _end_offers(zone, found, own)
    return await zone.submit(events.UnitsRedeemed, *_redeeming(zone, found, own, payout))


async def redeem_all(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    in_flight: int = IN_FLIGHT,
    progress: Progress | None = None,
) -> AsyncIterator[Done[accounts.Holding, Outcome]]:
    """Redeem all holdings of a called instrument, and give each as it ends.

    Units in standing offers and outside are brought back first.  Anyone may.  Interrupted and
    called again, it goes on with those that still have units.  A holding that is refused, as a
    frozen one, does not stop the others: its `Done` has the error.
    """
    found = await instrument(zone, mint=mint)
    payout = await payout_mint(zone, found)
    rows = [each for each in await holdings(zone, mint=mint) if each.units]

    async def one(own: accounts.Holding) -> Outcome:
        await _end_offers(zone, found, own)
        return await send(zone, zone.intent(*_redeeming(zone, found, own, payout)))

    async for done in all_of(rows, one, in_flight=in_flight, progress=progress):
        yield done


async def open_tender(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    price: int,
    quantity: int,
    issuer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.TenderOpened]:
    """Take up to `quantity` units back for `price` base units of the payout asset, as the issuer.

    The money is set aside on its account until they are tendered, or the tender is closed.
    """
    issuer = issuer or zone.keypair
    payout = await payout_mint(zone, await instrument(zone, mint=mint))
    account = addresses.account_address(zone.address, issuer.pubkey(), payout)
    entry = await zone.prepare(key, account, "open_tender", mint, price, quantity)
    instruction = instructions.open_tender(
        issuer=issuer.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=payout,
        sequence=entry.sequence,
        price=price,
        quantity=quantity,
    )
    return await zone.submit(
        events.TenderOpened, instruction, key=entry.key, signers=(issuer,), content=entry.content
    )


async def tender_units(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    quantity: int,
    price: int | None = None,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.UnitsTendered]:
    """Give units back to the issuer for the price of its open tender, as their holder.

    Without a `price` that of the open tender is read from the chain and named.  Who has decided
    earlier gives the price that it has seen: `ProgramRefused` is raised, `TenderPriceChanged`,
    where the issuer has closed that tender and opened one at another.
    """
    wallet = wallet or zone.keypair
    found = await instrument(zone, mint=mint)
    address = addresses.instrument_address(zone.address, mint)
    own = addresses.holding_address(address, wallet.pubkey())
    # Without what is read: asked again with its key once the tender is over, it is the same.
    named = () if price is None else (price,)
    entry = await zone.prepare(key, own, "tender_units", quantity, *named)
    instruction = instructions.tender_units(
        wallet=wallet.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=await payout_mint(zone, found),
        issuer=found.issuer,
        sequence=entry.sequence,
        quantity=quantity,
        price=found.tender_price if price is None else price,
    )
    return await zone.submit(
        events.UnitsTendered, instruction, key=entry.key, signers=(wallet,), content=entry.content
    )


async def close_tender(
    zone: ZoneContext, *, mint: Pubkey, signer: Keypair | None = None
) -> Receipt[events.TenderClosed]:
    """End a tender, as the issuer; as anyone once the instrument is delisted or the zone has ended.

    While the instrument is suspended the authority may.
    """
    signer = signer or zone.keypair
    found = await instrument(zone, mint=mint)
    instruction = instructions.close_tender(
        signer=signer.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=await payout_mint(zone, found),
        issuer=found.issuer,
    )
    return await zone.submit(events.TenderClosed, instruction, signers=(signer,))


async def _end_offers(zone: ZoneContext, found: accounts.Instrument, own: accounts.Holding) -> None:
    """Free what a holding of a called instrument has in offers, which nobody can take any more."""
    if found.redemption_price and own.open_offers:
        await cancel_offers(zone, mint=found.mint, seller=own.wallet)


def _redeeming(
    zone: ZoneContext, found: accounts.Instrument, own: accounts.Holding, payout: Pubkey
) -> list[Instruction]:
    """What redeems a holding, with its units outside."""
    named = {"zone": zone.address, "mint": found.mint, "wallet": own.wallet}
    recalled = [instructions.recall_units(**named)] if own.outside else []
    return [*recalled, instructions.redeem(**named, payout_mint=payout, issuer=found.issuer)]
