"""Builders of trades, standing offers and splits; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import (
    SYSTEM_PROGRAM,
    account_address,
    asset_address,
    holding_address,
    instrument_address,
    offer_address,
    participant_address,
)
from alatau.program.building import build


def trade(
    *,
    seller: Pubkey,
    buyer: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    payout_mint: Pubkey,
    sequence: int,
    account_sequence: int,
    quantity: int,
    price: int,
    reference: bytes,
    expires_at: int,
) -> Instruction:
    """Seller and buyer, whose wallets both sign, exchange units for money.

    `price` is for all of them, in base units of the payout asset.  `sequence` is the seller's
    holding's, `account_sequence` the buyer's payment account's.
    """
    return build(
        "trade",
        {
            "seller_wallet": seller,
            "buyer_wallet": buyer,
            **_sides(seller, buyer, zone, mint, payout_mint),
        },
        {
            "sequence": sequence,
            "account_sequence": account_sequence,
            "quantity": quantity,
            "price": price,
            "reference": reference,
            "expires_at": expires_at,
        },
    )


def offer_units(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    sequence: int,
    quantity: int,
    price: int,
    expires_at: int,
    least: int = 1,
    rent_payer: Pubkey | None = None,
) -> Instruction:
    """The holder, whose wallet signs, offers units to whoever pays `price` for one.

    `least` are taken at once at the least, unless fewer are left.  The sequence is the holding's,
    and the offer's number.  Who pays the rent signs too.
    """
    instrument = instrument_address(zone, mint)
    holding = holding_address(instrument, wallet)
    return build(
        "offer_units",
        {
            "wallet": wallet,
            "rent_payer": rent_payer or wallet,
            "zone": zone,
            "instrument": instrument,
            "seller": participant_address(zone, wallet),
            "holding": holding,
            "offer": offer_address(holding, sequence),
            "system_program": SYSTEM_PROGRAM,
        },
        {
            "sequence": sequence,
            "quantity": quantity,
            "price": price,
            "expires_at": expires_at,
            "least": least,
        },
    )


def take_offer(
    *,
    wallet: Pubkey,
    seller: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    payout_mint: Pubkey,
    number: int,
    sequence: int,
    quantity: int,
    rent_payer: Pubkey,
) -> Instruction:
    """The buyer, whose wallet signs, takes units of the seller's offer of this number.

    The sequence is the buyer's payment account's; `rent_payer` is who paid the offer's rent.
    """
    offer = offer_address(holding_address(instrument_address(zone, mint), seller), number)
    return build(
        "take_offer",
        {
            "wallet": wallet,
            **_sides(seller, wallet, zone, mint, payout_mint),
            "offer": offer,
            "rent_payer": rent_payer,
        },
        {"sequence": sequence, "quantity": quantity},
    )


def cancel_offer(
    *, wallet: Pubkey, seller: Pubkey, zone: Pubkey, mint: Pubkey, number: int, rent_payer: Pubkey
) -> Instruction:
    """Ends the seller's offer of this number: its own wallet signs, or anyone's once it is over."""
    instrument = instrument_address(zone, mint)
    holding = holding_address(instrument, seller)
    return build(
        "cancel_offer",
        {
            "wallet": wallet,
            "zone": zone,
            "instrument": instrument,
            "holding": holding,
            "offer": offer_address(holding, number),
            "rent_payer": rent_payer,
        },
    )


def split_instrument(
    *,
    issuer: Pubkey,
    regulator: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    revision: int,
    shares: int,
    per_units: int,
) -> Instruction:
    """Issuer and financial authority, who both sign, say that so many shares are so many units.

    `revision` is the instrument's that they have read: with another the program refuses, so
    that what is signed twice lands once.
    """
    return build(
        "split_instrument",
        {
            "issuer": issuer,
            "regulator": regulator,
            "zone": zone,
            "instrument": instrument_address(zone, mint),
        },
        {"revision": revision, "shares": shares, "per_units": per_units},
    )


def _sides(
    seller: Pubkey, buyer: Pubkey, zone: Pubkey, mint: Pubkey, payout_mint: Pubkey
) -> dict[str, Pubkey]:
    """The accounts of a trade but those of who signs it."""
    instrument = instrument_address(zone, mint)
    return {
        "zone": zone,
        "asset": asset_address(zone, payout_mint),
        "instrument": instrument,
        "seller": participant_address(zone, seller),
        "buyer": participant_address(zone, buyer),
        "seller_holding": holding_address(instrument, seller),
        "buyer_holding": holding_address(instrument, buyer),
        "buyer_account": account_address(zone, buyer, payout_mint),
        "seller_account": account_address(zone, seller, payout_mint),
    }
