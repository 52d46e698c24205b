"""Primary offerings: an issuer sells new units, investors subscribe them."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX
from alatau.context import ZoneContext, content_of
from alatau.instruments import instrument as instrument_of
from alatau.instruments import payout_mint
from alatau.listing import accounts_of
from alatau.models import Receipt
from alatau.program import (
    Allotment,
    accounts,
    addresses,
    events,
    instructions,
)


async def create_offering(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    price: int,
    quantity: int,
    minimum: int,
    closes_at: int,
    opens_at: int = 0,
    least: int = 1,
    most: int = U64_MAX,
    cooling_off: int = 0,
    allotment: Allotment = Allotment.PRO_RATA,
    number: int | None = None,
    issuer: Keypair | None = None,
    rent_payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.OfferingCreated]:
    """Offer up to `quantity` new units of an instrument, as its issuer; see `Offering`.

    `price` is base units of the payout asset for a unit, times are unix seconds, `cooling_off`
    seconds.  `number`, one more than there were offerings, is read from the chain unless given.
    The issuer's holding is opened where it is missing.  Raises `ProgramRefused`:
    `OfferingsChanged` where another was made meanwhile.
    """
    issuer = issuer or zone.keypair
    rent_payer = rent_payer or issuer
    found = await instrument_of(zone, mint=mint)
    instruction = instructions.create_offering(
        issuer=issuer.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=await payout_mint(zone, found),
        number=found.offerings + 1 if number is None else number,
        price=price,
        quantity=quantity,
        minimum=minimum,
        least=least,
        most=most,
        opens_at=opens_at,
        closes_at=closes_at,
        cooling_off=cooling_off,
        allotment=allotment,
        rent_payer=rent_payer.pubkey(),
    )
    # Without what varies from call to call: how many there are.
    terms = (price, quantity, minimum, least, most, opens_at, closes_at, cooling_off, allotment)
    return await zone.submit(
        events.OfferingCreated,
        *await _opening(zone, mint, issuer.pubkey(), rent_payer),
        instruction,
        key=key,
        signers=(issuer, rent_payer),
        content=content_of("create_offering", mint, *map(int, terms)),
    )


async def subscribe(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    number: int,
    units: int,
    wallet: Keypair | None = None,
    rent_payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Subscribed]:
    """Subscribe units of an offering, once; their price is held on the wallet's own account.

    Its holding is opened where it is missing.  Raises `ProgramRefused` with the rule's name,
    `AccountMissing` without a payment account or an offering.
    """
    wallet = wallet or zone.keypair
    rent_payer = rent_payer or wallet
    paid_in = await payout_mint(zone, await instrument_of(zone, mint=mint))
    account = addresses.account_address(zone.address, wallet.pubkey(), paid_in)
    address = _address(zone, mint, number)
    entry = await zone.prepare(key, account, "subscribe", address, units)
    instruction = instructions.subscribe(
        wallet=wallet.pubkey(),
        zone=zone.address,
        mint=mint,
        payout_mint=paid_in,
        number=number,
        sequence=entry.sequence,
        units=units,
        rent_payer=rent_payer.pubkey(),
    )
    return await zone.submit(
        events.Subscribed,
        *await _opening(zone, mint, wallet.pubkey(), rent_payer),
        instruction,
        key=entry.key,
        signers=(wallet, rent_payer),
        content=entry.content,
    )


async def withdraw_subscription(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    number: int,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.SubscriptionWithdrawn]:
    """Take a subscription back while it cools off: all its money is available again."""
    wallet = wallet or zone.keypair
    found = await subscription(zone, mint=mint, number=number, wallet=wallet.pubkey())
    instruction = instructions.withdraw_subscription(
        wallet=wallet.pubkey(),
        offering=found.offering,
        account=found.account,
        rent_payer=found.rent_payer,
    )
    return await zone.submit(events.SubscriptionWithdrawn, instruction, key=key, signers=(wallet,))


async def confirm_subscription(
    zone: ZoneContext, *, mint: Pubkey, number: int, wallet: Pubkey
) -> Receipt[events.SubscriptionConfirmed]:
    """Give a subscription its place once it has cooled off; anyone may.

    Its investor's place among the instrument's holders is kept from then on, where there is one
    left; where there is none, it is confirmed as well, and the cap is asked at its allotment.
    """
    instruction = instructions.confirm_subscription(
        instrument=addresses.instrument_address(zone.address, mint),
        offering=_address(zone, mint, number),
        wallet=wallet,
    )
    return await zone.submit(events.SubscriptionConfirmed, instruction)


async def conclude_offering(
    zone: ZoneContext, *, mint: Pubkey, number: int
) -> Receipt[events.OfferingConcluded]:
    """Sell what was confirmed, or nothing where that is below the minimum; anyone may.

    Once the last cooling-off is over and all subscriptions are confirmed.
    """
    instruction = instructions.conclude_offering(zone=zone.address, mint=mint, number=number)
    return await zone.submit(events.OfferingConcluded, instruction)


async def cancel_offering(
    zone: ZoneContext, *, mint: Pubkey, number: int, signer: Keypair | None = None
) -> Receipt[events.OfferingCancelled]:
    """Give an offering up, as its issuer, so that all money goes back.

    Anyone may where the instrument is delisted or the zone has ended.  While it is suspended the
    authority may, and anyone from `Offering.abandoned_at` on.
    """
    signer = signer or zone.keypair
    instruction = instructions.cancel_offering(
        signer=signer.pubkey(), zone=zone.address, mint=mint, number=number
    )
    return await zone.submit(events.OfferingCancelled, instruction, signers=(signer,))


async def allot_subscription(
    zone: ZoneContext, *, mint: Pubkey, number: int, wallet: Pubkey
) -> Receipt[events.Allotted]:
    """Give an investor its part of what was sold, and its other money back; anyone may.

    Of a part that is over `max_per_holder` with what it has, it gets as many units as it may have.
    Raises `AccountMissing` where it is allotted already.
    """
    sold = await offering(zone, mint=mint, number=number)
    found = await subscription(zone, mint=mint, number=number, wallet=wallet)
    return await zone.submit(events.Allotted, allotment_of(sold, found))


async def close_offering(
    zone: ZoneContext, *, mint: Pubkey, number: int
) -> Receipt[events.OfferingClosed]:
    """Close an offering of which all is allotted; anyone may.

    Units that nobody could be allotted are the issuer's, and the rent goes back.
    """
    found = await offering(zone, mint=mint, number=number)
    instruction = instructions.close_offering(
        instrument=found.instrument,
        issuer=(await instrument_of(zone, mint=mint)).issuer,
        offering=_address(zone, mint, number),
        issuer_account=found.issuer_account,
        rent_payer=found.rent_payer,
    )
    return await zone.submit(events.OfferingClosed, instruction)


async def offering(zone: ZoneContext, *, mint: Pubkey, number: int) -> accounts.Offering:
    """An offering as it stands.  Raises `AccountMissing`, also where it is closed."""
    address = _address(zone, mint, number)
    return accounts.decode_offering((await zone.require(address, "offering")).data)


async def offerings(zone: ZoneContext, *, mint: Pubkey) -> list[accounts.Offering]:
    """The offerings of an instrument that are not closed, by number."""
    address = addresses.instrument_address(zone.address, mint)
    found = await accounts_of(zone, accounts.Offering, instrument=address)
    return sorted((each for _, each in found), key=lambda each: each.number)


async def subscription(
    zone: ZoneContext, *, mint: Pubkey, number: int, wallet: Pubkey
) -> accounts.Subscription:
    """What a wallet has subscribed.  Raises `AccountMissing`, also where it is allotted."""
    address = addresses.subscription_address(_address(zone, mint, number), wallet)
    return accounts.decode_subscription((await zone.require(address, "subscription")).data)


async def subscriptions(
    zone: ZoneContext, *, mint: Pubkey, number: int
) -> list[accounts.Subscription]:
    """What is subscribed of an offering and not allotted, the earliest first."""
    address = _address(zone, mint, number)
    found = await accounts_of(zone, accounts.Subscription, offering=address)
    own = (each for _, each in found)
    return sorted(own, key=lambda each: (each.subscribed_at, bytes(each.wallet)))


def allotment_of(sold: accounts.Offering, found: accounts.Subscription) -> Instruction:
    """What allots a subscription of an offering."""
    return instructions.allot_subscription(
        zone=sold.zone,
        instrument=sold.instrument,
        offering=found.offering,
        issuer_account=sold.issuer_account,
        wallet=found.wallet,
        account=found.account,
        rent_payer=found.rent_payer,
    )


async def _opening(
    zone: ZoneContext, mint: Pubkey, wallet: Pubkey, rent_payer: Keypair
) -> tuple[Instruction, ...]:
    """What opens a wallet's holding where it is missing."""
    address = addresses.holding_address(addresses.instrument_address(zone.address, mint), wallet)
    if await zone.chain.account(address) is not None:
        return ()
    return (
        instructions.open_holding(
            rent_payer=rent_payer.pubkey(), zone=zone.address, mint=mint, wallet=wallet
        ),
    )


def _address(zone: ZoneContext, mint: Pubkey, number: int) -> Pubkey:
    instrument = addresses.instrument_address(zone.address, mint)
    return addresses.offering_address(instrument, number)
