"""Standing offers: units for whoever pays their price, all or some of them.

Prices are for one unit, the smallest, in base units of the asset that the instrument is paid in.
"""

from __future__ import annotations

from contextlib import suppress

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.errors import AccountMissing
from alatau.instruments import holding, holding_of, holdings, instrument, payout_mint
from alatau.listing import accounts_of
from alatau.models import Receipt
from alatau.program import (
    accounts,
    addresses,
    events,
    instructions,
)
from alatau.sender import State


async def offer_units(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    quantity: int,
    price: int,
    expires_at: int,
    least: int = 1,
    wallet: Keypair | None = None,
    rent_payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.UnitsOffered]:
    """Offer units to anyone who may hold them, at `price` for one, before `expires_at`.

    They are set aside until they are taken or the offer is cancelled.  Its number is the event's
    `sequence`.  At least `least` are taken at once, unless fewer are left: each part bears the
    asset's least fee at the seller's expense.
    """
    wallet = wallet or zone.keypair
    rent_payer = rent_payer or wallet
    own = holding_of(zone, mint, wallet.pubkey())
    what = quantity, price, expires_at, *_least_content(least)
    entry = await zone.prepare(key, own, "offer_units", *what)
    instruction = instructions.offer_units(
        wallet=wallet.pubkey(),
        zone=zone.address,
        mint=mint,
        sequence=entry.sequence,
        quantity=quantity,
        price=price,
        expires_at=expires_at,
        least=least,
        rent_payer=rent_payer.pubkey(),
    )
    return await zone.submit(
        events.UnitsOffered,
        instruction,
        key=entry.key,
        signers=(wallet, rent_payer),
        content=entry.content,
    )


async def take_offer(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    seller: Pubkey,
    number: int,
    quantity: int,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.OfferTaken]:
    """Buy units of the seller's offer of this number: all that are left, or its least or more.

    Raises `ProgramRefused` with the rule's name, `AccountMissing` where the offer is over.
    """
    wallet = wallet or zone.keypair
    paid_in = await payout_mint(zone, await instrument(zone, mint=mint))
    account = addresses.account_address(zone.address, wallet.pubkey(), paid_in)
    address = addresses.offer_address(holding_of(zone, mint, seller), number)
    entry = await zone.prepare(key, account, "take_offer", address, quantity)
    try:
        rent_payer = (await offer(zone, mint=mint, seller=seller, number=number)).rent_payer
    except AccountMissing:
        if entry.state is State.PREPARED:
            raise
        rent_payer = wallet.pubkey()  # it was signed before, and may be what ended the offer
    instruction = instructions.take_offer(
        wallet=wallet.pubkey(),
        seller=seller,
        zone=zone.address,
        mint=mint,
        payout_mint=paid_in,
        number=number,
        sequence=entry.sequence,
        quantity=quantity,
        rent_payer=rent_payer,
    )
    return await zone.submit(
        events.OfferTaken, instruction, key=entry.key, signers=(wallet,), content=entry.content
    )


async def cancel_offer(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    number: int,
    seller: Pubkey | None = None,
    wallet: Keypair | None = None,
) -> Receipt[events.OfferCancelled]:
    """End an offer: the wallet's own, or a `seller`'s that cannot be taken any more.

    Once it has expired, the instrument is called or delisted or the zone has ended, and while the
    holding is frozen.  Raises `AccountMissing` where it is over.
    """
    wallet = wallet or zone.keypair
    seller = seller or wallet.pubkey()
    found = await offer(zone, mint=mint, seller=seller, number=number)
    instruction = instructions.cancel_offer(
        wallet=wallet.pubkey(),
        seller=seller,
        zone=zone.address,
        mint=mint,
        number=number,
        rent_payer=found.rent_payer,
    )
    return await zone.submit(events.OfferCancelled, instruction, signers=(wallet,))


async def cancel_offers(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    seller: Pubkey,
    needed: int | None = None,
    wallet: Keypair | None = None,
) -> None:
    """End a seller's standing offers, all of them or until `needed` units are free.

    Signed by the `wallet`, as `cancel_offer`.
    """
    for one in await offers_of(zone, mint=mint, seller=seller):
        if needed is not None and (await holding(zone, mint=mint, wallet=seller)).free >= needed:
            return
        with suppress(AccountMissing):  # somebody else was faster
            await cancel_offer(zone, mint=mint, number=one.number, seller=seller, wallet=wallet)


async def offer(zone: ZoneContext, *, mint: Pubkey, seller: Pubkey, number: int) -> accounts.Offer:
    """A standing offer.  Raises `AccountMissing` where it is over."""
    address = addresses.offer_address(holding_of(zone, mint, seller), number)
    return accounts.decode_offer((await zone.require(address, "offer")).data)


async def offers(zone: ZoneContext, *, mint: Pubkey) -> list[tuple[Pubkey, accounts.Offer]]:
    """The standing offers of an instrument with their sellers' wallets.

    The cheapest first; of one price the oldest.  Expired ones too, until someone cancels them.
    """
    sellers = {
        holding_of(zone, mint, each.wallet): each.wallet for each in await holdings(zone, mint=mint)
    }
    address = addresses.instrument_address(zone.address, mint)
    found = await accounts_of(zone, accounts.Offer, instrument=address)
    own = [(sellers[each.holding], each) for _, each in found if each.holding in sellers]
    return sorted(own, key=_priority)


async def offers_of(zone: ZoneContext, *, mint: Pubkey, seller: Pubkey) -> list[accounts.Offer]:
    """A seller's standing offers, in the order in which `offers` has them."""
    own = holding_of(zone, mint, seller)
    found = await accounts_of(zone, accounts.Offer, holding=own)
    return sorted((each for _, each in found), key=lambda each: _priority((seller, each)))


def _least_content(least: int) -> tuple[str, ...]:
    """What a key stands for, where any part can be taken: that went without saying before."""
    return (f"least {least}",) if least != 1 else ()


def _priority(row: tuple[Pubkey, accounts.Offer]) -> tuple[int, int, bytes, int]:
    wallet, one = row
    return one.price, one.offered_at, bytes(wallet), one.number
