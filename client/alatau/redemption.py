"""Units that the issuer takes back for money: all that it calls, or some that are tendered."""

from __future__ import annotations

from collections.abc import AsyncIterator

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.bulk import IN_FLIGHT, Done, Progress, all_of
from alatau.context import ZoneContext
from alatau.instruments import holdings, instrument
from alatau.models import Receipt
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
    payout = await _payout_mint(zone, await instrument(zone, mint=mint))
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

    Anyone may.  Raises `ProgramRefused`: `NothingToRedeem` where it has nothing free.
    """
    found = await instrument(zone, mint=mint)
    instruction = instructions.redeem(
        zone=zone.address,
        mint=mint,
        payout_mint=await _payout_mint(zone, found),
        wallet=wallet,
        issuer=found.issuer,
    )
    return await zone.submit(events.UnitsRedeemed, instruction)


async def redeem_all(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    in_flight: int = IN_FLIGHT,
    progress: Progress | None = None,
) -> AsyncIterator[Done[accounts.Holding, Outcome]]:
    """Redeem all holdings of a called instrument, and give each as it ends.

    Anyone may.  Interrupted and called again, it goes on with those that still have units.  A
    holding that is refused does not stop the others: its `Done` has the error.
    """
    found = await instrument(zone, mint=mint)
    payout = await _payout_mint(zone, found)
    rows = [each for each in await holdings(zone, mint=mint) if each.free]

    async def one(holding: accounts.Holding) -> Outcome:
        instruction = instructions.redeem(
            zone=zone.address,
            mint=mint,
            payout_mint=payout,
            wallet=holding.wallet,
            issuer=found.issuer,
        )
        return await send(zone, zone.intent(instruction))

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
    payout = await _payout_mint(zone, await instrument(zone, mint=mint))
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
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.UnitsTendered]:
    """Give units back to the issuer for the price of its open tender, as their holder."""
    wallet = wallet or zone.keypair
    found = await instrument(zone, mint=mint)
    address = addresses.instrument_address(zone.address, mint)
    own = addresses.holding_address(address, wallet.pubkey())
    entry = await zone.prepare(key, own, "tender_units", quantity)
    instruction = instructions.tender_units(
        wallet=wallet.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=await _payout_mint(zone, found),
        issuer=found.issuer,
        sequence=entry.sequence,
        quantity=quantity,
    )
    return await zone.submit(
        events.UnitsTendered, instruction, key=entry.key, signers=(wallet,), content=entry.content
    )


async def close_tender(
    zone: ZoneContext, *, mint: Pubkey, signer: Keypair | None = None
) -> Receipt[events.TenderClosed]:
    """End a tender, as the issuer; as anyone once the instrument is not admitted any more."""
    signer = signer or zone.keypair
    found = await instrument(zone, mint=mint)
    instruction = instructions.close_tender(
        signer=signer.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=await _payout_mint(zone, found),
        issuer=found.issuer,
    )
    return await zone.submit(events.TenderClosed, instruction, signers=(signer,))


async def _payout_mint(zone: ZoneContext, found: accounts.Instrument) -> Pubkey:
    info = await zone.require(found.payout_asset, "payout asset")
    return accounts.decode_asset(info.data).mint
