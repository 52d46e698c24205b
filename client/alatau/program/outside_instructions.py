"""Builders of what moves units to the holder's own token account and back; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import (
    TOKEN_2022_PROGRAM,
    holding_address,
    instrument_address,
    participant_address,
    token_account_address,
)
from alatau.program.building import build
from alatau.program.instrument_instructions import unit_vault_address


def wallet_token_address(wallet: Pubkey, mint: Pubkey) -> Pubkey:
    """The only token account that a wallet's units are outside in: its associated one."""
    return token_account_address(wallet, mint, TOKEN_2022_PROGRAM)


def withdraw_units(
    *, wallet: Pubkey, zone: Pubkey, mint: Pubkey, sequence: int, quantity: int
) -> Instruction:
    """The holder, whose wallet signs, puts units into its own token account, which is there.

    The sequence is the holding's.
    """
    return build(
        "withdraw_units",
        {
            "wallet": wallet,
            "zone": zone,
            "participant": participant_address(zone, wallet),
            **_outside(zone, mint, wallet),
        },
        {"sequence": sequence, "quantity": quantity},
    )


def return_units(
    *, wallet: Pubkey, zone: Pubkey, mint: Pubkey, sequence: int, quantity: int
) -> Instruction:
    """The holder, whose wallet signs, brings units back from its own token account.

    The sequence is the holding's.
    """
    return build(
        "return_units",
        {"wallet": wallet, **_outside(zone, mint, wallet)},
        {"sequence": sequence, "quantity": quantity},
    )


def recall_units(*, zone: Pubkey, mint: Pubkey, wallet: Pubkey) -> Instruction:
    """Brings all units back once they are to end or to go to another.  Nobody need sign."""
    return build("recall_units", {"zone": zone, **_outside(zone, mint, wallet)})


def _outside(zone: Pubkey, mint: Pubkey, wallet: Pubkey) -> dict[str, Pubkey]:
    instrument = instrument_address(zone, mint)
    return {
        "instrument": instrument,
        "holding": holding_address(instrument, wallet),
        "mint": mint,
        "vault_token": unit_vault_address(zone, mint),
        "wallet_token": wallet_token_address(wallet, mint),
        "token_program": TOKEN_2022_PROGRAM,
    }
