"""Builders of offerings and subscriptions; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import (
    SYSTEM_PROGRAM,
    TOKEN_2022_PROGRAM,
    account_address,
    asset_address,
    holding_address,
    instrument_address,
    offering_address,
    participant_address,
    subscription_address,
)
from alatau.program.building import build
from alatau.program.enums import Allotment
from alatau.program.instrument_instructions import unit_vault_address


def create_offering(
    *,
    issuer: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    payout_mint: Pubkey,
    number: int,
    price: int,
    quantity: int,
    minimum: int,
    least: int,
    most: int,
    opens_at: int,
    closes_at: int,
    cooling_off: int,
    allotment: Allotment,
    rent_payer: Pubkey | None = None,
) -> Instruction:
    """The issuer, whose wallet signs, offers new units; see `Offering` for the terms.

    `number` is one more than the instrument has had: with another one the program refuses, so
    that what is signed twice lands once.
    """
    instrument = instrument_address(zone, mint)
    return build(
        "create_offering",
        {
            "rent_payer": rent_payer or issuer,
            "issuer": issuer,
            "zone": zone,
            "instrument": instrument,
            "participant": participant_address(zone, issuer),
            "payout_asset": asset_address(zone, payout_mint),
            "issuer_account": account_address(zone, issuer, payout_mint),
            "issuer_holding": holding_address(instrument, issuer),
            "offering": offering_address(instrument, number),
            "system_program": SYSTEM_PROGRAM,
        },
        {
            "number": number,
            "price": price,
            "quantity": quantity,
            "minimum": minimum,
            "least": least,
            "most": most,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "cooling_off": cooling_off,
            "allotment": allotment,
        },
    )


def subscribe(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    payout_mint: Pubkey,
    number: int,
    sequence: int,
    units: int,
    rent_payer: Pubkey | None = None,
) -> Instruction:
    """The investor, whose wallet signs, subscribes units.  The sequence is its account's."""
    instrument = instrument_address(zone, mint)
    offering = offering_address(instrument, number)
    return build(
        "subscribe",
        {
            "wallet": wallet,
            "zone": zone,
            "asset": asset_address(zone, payout_mint),
            "instrument": instrument,
            "offering": offering,
            "participant": participant_address(zone, wallet),
            "account": account_address(zone, wallet, payout_mint),
            "holding": holding_address(instrument, wallet),
            "rent_payer": rent_payer or wallet,
            "subscription": subscription_address(offering, wallet),
            "system_program": SYSTEM_PROGRAM,
        },
        {"sequence": sequence, "units": units},
    )


def withdraw_subscription(
    *, wallet: Pubkey, offering: Pubkey, account: Pubkey, rent_payer: Pubkey
) -> Instruction:
    """The investor, whose wallet signs, takes its subscription back while it cools off."""
    return build(
        "withdraw_subscription",
        {
            "wallet": wallet,
            "offering": offering,
            "subscription": subscription_address(offering, wallet),
            "account": account,
            "rent_payer": rent_payer,
        },
    )


def confirm_subscription(*, instrument: Pubkey, offering: Pubkey, wallet: Pubkey) -> Instruction:
    """Gives the subscription of a wallet its place once it has cooled off.  Nobody need sign."""
    return build(
        "confirm_subscription",
        {
            "instrument": instrument,
            "offering": offering,
            "subscription": subscription_address(offering, wallet),
            "holding": holding_address(instrument, wallet),
        },
    )


def conclude_offering(*, zone: Pubkey, mint: Pubkey, number: int) -> Instruction:
    """Sells what was confirmed, or nothing below the minimum.  Nobody need sign."""
    instrument = instrument_address(zone, mint)
    return build(
        "conclude_offering",
        {
            "zone": zone,
            "instrument": instrument,
            "offering": offering_address(instrument, number),
            "mint": mint,
            "vault_token": unit_vault_address(zone, mint),
            "token_program": TOKEN_2022_PROGRAM,
        },
    )


def cancel_offering(*, signer: Pubkey, zone: Pubkey, mint: Pubkey, number: int) -> Instruction:
    """The issuer, who signs, gives an offering up; where it cannot succeed any more, anyone.

    While the instrument is suspended, the authority may, and anyone once it is abandoned.
    """
    instrument = instrument_address(zone, mint)
    return build(
        "cancel_offering",
        {
            "signer": signer,
            "zone": zone,
            "instrument": instrument,
            "offering": offering_address(instrument, number),
        },
    )


def allot_subscription(
    *,
    zone: Pubkey,
    instrument: Pubkey,
    offering: Pubkey,
    issuer_account: Pubkey,
    wallet: Pubkey,
    account: Pubkey,
    rent_payer: Pubkey,
) -> Instruction:
    """Gives an investor its units, and the other money back.  Nobody need sign."""
    return build(
        "allot_subscription",
        {
            "instrument": instrument,
            "offering": offering,
            "subscription": subscription_address(offering, wallet),
            "participant": participant_address(zone, wallet),
            "account": account,
            "holding": holding_address(instrument, wallet),
            "issuer_account": issuer_account,
            "rent_payer": rent_payer,
        },
    )


def close_offering(
    *,
    instrument: Pubkey,
    issuer: Pubkey,
    offering: Pubkey,
    issuer_account: Pubkey,
    rent_payer: Pubkey,
) -> Instruction:
    """Closes an offering of which no subscription is left.  Nobody need sign."""
    return build(
        "close_offering",
        {
            "instrument": instrument,
            "offering": offering,
            "issuer_account": issuer_account,
            "issuer_holding": holding_address(instrument, issuer),
            "rent_payer": rent_payer,
        },
    )
