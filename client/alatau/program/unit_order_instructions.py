"""Builders of what regulators order about units: freezes, and moving them by a case."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import enforcement_address, holding_address, instrument_address
from alatau.program.building import build


def freeze_holding(
    *,
    first_regulator: Pubkey,
    second_regulator: Pubkey,
    zone: Pubkey,
    wallet: Pubkey,
    mint: Pubkey,
    case: bytes,
    basis: int,
    until: int,
) -> Instruction:
    """Both regulators, which sign, keep units in a holding until a time (unix seconds)."""
    return build(
        "freeze_holding",
        {
            "first_regulator": first_regulator,
            "second_regulator": second_regulator,
            **_held(zone, mint, wallet),
        },
        {"case": case, "basis": basis, "until": until},
    )


def unfreeze_holding(
    *, regulator: Pubkey, zone: Pubkey, wallet: Pubkey, mint: Pubkey
) -> Instruction:
    """Either regulator, which signs, ends the freeze of a holding."""
    return build("unfreeze_holding", {"regulator": regulator, **_held(zone, mint, wallet)})


def seize_units(
    *,
    payer: Pubkey,
    first_regulator: Pubkey,
    second_regulator: Pubkey,
    zone: Pubkey,
    wallet: Pubkey,
    mint: Pubkey,
    treasury: Pubkey,
    case: bytes,
    basis: int,
    quantity: int,
) -> Instruction:
    """Both regulators, which sign, take free units to the holding of the treasury.

    `payer`, of the record's rent, signs too.
    """
    held = _held(zone, mint, wallet)
    return build(
        "seize_units",
        {
            "payer": payer,
            "first_regulator": first_regulator,
            "second_regulator": second_regulator,
            **held,
            "treasury_holding": holding_address(held["instrument"], treasury),
            "enforcement": enforcement_address(held["holding"], case),
        },
        {"case": case, "basis": basis, "quantity": quantity},
    )


def forced_transfer_units(
    *,
    payer: Pubkey,
    first_regulator: Pubkey,
    second_regulator: Pubkey,
    zone: Pubkey,
    wallet: Pubkey,
    recipient: Pubkey,
    mint: Pubkey,
    case: bytes,
    basis: int,
    quantity: int,
) -> Instruction:
    """Both regulators, which sign, move free units to the holding of `recipient`.

    `payer`, of the record's rent, signs too.
    """
    held = _held(zone, mint, wallet)
    return build(
        "forced_transfer_units",
        {
            "payer": payer,
            "first_regulator": first_regulator,
            "second_regulator": second_regulator,
            **held,
            "recipient_holding": holding_address(held["instrument"], recipient),
            "enforcement": enforcement_address(held["holding"], case),
        },
        {"case": case, "basis": basis, "quantity": quantity},
    )


def _held(zone: Pubkey, mint: Pubkey, wallet: Pubkey) -> dict[str, Pubkey]:
    instrument = instrument_address(zone, mint)
    return {
        "zone": zone,
        "instrument": instrument,
        "holding": holding_address(instrument, wallet),
    }
