"""Builders of what takes units back for money; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import (
    TOKEN_2022_PROGRAM,
    account_address,
    holding_address,
    instrument_address,
    participant_address,
)
from alatau.program.building import build
from alatau.program.instrument_instructions import unit_vault_address


def call_redemption(
    *, issuer: Pubkey, zone: Pubkey, mint: Pubkey, payout_mint: Pubkey, sequence: int, price: int
) -> Instruction:
    """The issuer, whose wallet signs, calls all units for `price` base units each.

    The sequence is that of its payment account of the payout asset.
    """
    instrument = instrument_address(zone, mint)
    return build(
        "call_redemption",
        {
            **_issuing(issuer, zone, mint, payout_mint),
            "holding": holding_address(instrument, issuer),
            **_minted(zone, mint),
        },
        {"sequence": sequence, "price": price},
    )


def redeem(
    *, zone: Pubkey, mint: Pubkey, payout_mint: Pubkey, wallet: Pubkey, issuer: Pubkey
) -> Instruction:
    """Redeems what a wallet has of a called instrument.  Nobody need sign."""
    instrument = instrument_address(zone, mint)
    return build(
        "redeem",
        {
            "instrument": instrument,
            "holding": holding_address(instrument, wallet),
            "account": account_address(zone, wallet, payout_mint),
            "issuer_account": account_address(zone, issuer, payout_mint),
            **_minted(zone, mint),
        },
    )


def open_tender(
    *,
    issuer: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    payout_mint: Pubkey,
    sequence: int,
    price: int,
    quantity: int,
) -> Instruction:
    """The issuer, whose wallet signs, takes `quantity` units back for `price` base units each.

    The sequence is that of its payment account of the payout asset.
    """
    return build(
        "open_tender",
        _issuing(issuer, zone, mint, payout_mint),
        {"sequence": sequence, "price": price, "quantity": quantity},
    )


def tender_units(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    payout_mint: Pubkey,
    issuer: Pubkey,
    sequence: int,
    quantity: int,
    price: int,
) -> Instruction:
    """The holder, whose wallet signs, gives units back for `price` each, the open tender's.

    The sequence is the holding's.
    """
    instrument = instrument_address(zone, mint)
    return build(
        "tender_units",
        {
            "wallet": wallet,
            "zone": zone,
            "instrument": instrument,
            "participant": participant_address(zone, wallet),
            "holding": holding_address(instrument, wallet),
            "account": account_address(zone, wallet, payout_mint),
            "issuer_account": account_address(zone, issuer, payout_mint),
            **_minted(zone, mint),
        },
        {"sequence": sequence, "quantity": quantity, "price": price},
    )


def close_tender(
    *, signer: Pubkey, zone: Pubkey, mint: Pubkey, payout_mint: Pubkey, issuer: Pubkey
) -> Instruction:
    """The issuer, who signs, ends a tender; while the instrument is suspended the authority may.

    So may anyone once it is delisted or the zone has ended.
    """
    return build(
        "close_tender",
        {
            "signer": signer,
            "zone": zone,
            "instrument": instrument_address(zone, mint),
            "account": account_address(zone, issuer, payout_mint),
        },
    )


def _issuing(issuer: Pubkey, zone: Pubkey, mint: Pubkey, payout_mint: Pubkey) -> dict[str, Pubkey]:
    return {
        "issuer": issuer,
        "zone": zone,
        "instrument": instrument_address(zone, mint),
        "participant": participant_address(zone, issuer),
        "account": account_address(zone, issuer, payout_mint),
    }


def _minted(zone: Pubkey, mint: Pubkey) -> dict[str, Pubkey]:
    return {
        "mint": mint,
        "vault_token": unit_vault_address(zone, mint),
        "token_program": TOKEN_2022_PROGRAM,
    }
