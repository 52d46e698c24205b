"""Builders of distributions and claims; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import (
    SYSTEM_PROGRAM,
    account_address,
    asset_address,
    holding_address,
    instrument_address,
    participant_address,
)
from alatau.program.building import build


def distribute(
    *,
    issuer: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    payout_mint: Pubkey,
    sequence: int,
    amount: int,
    quotient: int,
    reference: bytes,
) -> Instruction:
    """The issuer, whose wallet signs, pays in for all who hold units now.

    The sequence is of its payment account, the quotient is `Instrument.quotient` of the amount:
    the program refuses another.
    """
    return build(
        "distribute",
        {
            "issuer": issuer,
            "zone": zone,
            "instrument": instrument_address(zone, mint),
            "payout_asset": asset_address(zone, payout_mint),
            "participant": participant_address(zone, issuer),
            "issuer_account": account_address(zone, issuer, payout_mint),
        },
        {
            "sequence": sequence,
            "amount": amount,
            "quotient": (quotient & (1 << 64) - 1, quotient >> 64),
            "reference": reference,
        },
    )


def claim(
    *, zone: Pubkey, mint: Pubkey, payout_mint: Pubkey, wallet: Pubkey, issuer: Pubkey
) -> Instruction:
    """Pays what the holding of a wallet is entitled to out to it.  Nobody need sign.

    The issuer's own share becomes available to it again.
    """
    instrument = instrument_address(zone, mint)
    return build(
        "claim",
        {
            "instrument": instrument,
            "participant": participant_address(zone, wallet),
            "holding": holding_address(instrument, wallet),
            "holder_account": account_address(zone, wallet, payout_mint),
            "issuer_account": account_address(zone, issuer, payout_mint),
        },
    )


def open_payout_account(
    *, payer: Pubkey, zone: Pubkey, mint: Pubkey, payout_mint: Pubkey, wallet: Pubkey
) -> Instruction:
    """Opens the payment account of a holder that has something to claim; the payer signs.

    Also where `open_account` is refused, as after the zone's end.
    """
    instrument = instrument_address(zone, mint)
    return build(
        "open_payout_account",
        {
            "payer": payer,
            "zone": zone,
            "instrument": instrument,
            "payout_asset": asset_address(zone, payout_mint),
            "participant": participant_address(zone, wallet),
            "holding": holding_address(instrument, wallet),
            "account": account_address(zone, wallet, payout_mint),
            "system_program": SYSTEM_PROGRAM,
        },
    )
