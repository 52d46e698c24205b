"""Builders of the replacement of a lost wallet; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import holding_address, instrument_address, participant_address
from alatau.program.building import build


def propose_replacement(
    *,
    issuer: Pubkey,
    operator: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    holder: Pubkey,
    successor: Pubkey,
    revision: int,
) -> Instruction:
    """Issuer and operator, who both sign, say that `successor` is the new wallet of `holder`.

    `revision` is that of the lost wallet's holding: what is signed twice lands once.
    """
    return build(
        "propose_replacement",
        {
            "issuer": issuer,
            "operator": operator,
            "zone": zone,
            **_owners(zone, mint, holder, successor),
        },
        {"revision": revision},
    )


def veto_replacement(*, wallet: Pubkey, zone: Pubkey, mint: Pubkey, holder: Pubkey) -> Instruction:
    """The holder's own wallet, the issuer's or the operator's, which signs, ends a replacement."""
    instrument = instrument_address(zone, mint)
    return build(
        "veto_replacement",
        {
            "wallet": wallet,
            "zone": zone,
            "instrument": instrument,
            "holding": holding_address(instrument, holder),
        },
    )


def replace_holder(*, zone: Pubkey, mint: Pubkey, holder: Pubkey, successor: Pubkey) -> Instruction:
    """Moves all of a lost wallet's holding to its successor's, once due.  Nobody need sign."""
    return build("replace_holder", _owners(zone, mint, holder, successor))


def _owners(zone: Pubkey, mint: Pubkey, holder: Pubkey, successor: Pubkey) -> dict[str, Pubkey]:
    instrument = instrument_address(zone, mint)
    return {
        "instrument": instrument,
        "holder": participant_address(zone, holder),
        "successor": participant_address(zone, successor),
        "holding": holding_address(instrument, holder),
        "successor_holding": holding_address(instrument, successor),
    }
