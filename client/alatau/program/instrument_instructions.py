"""Builders of instruments and holdings; see `instructions`."""

from __future__ import annotations

from collections.abc import Sequence

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX
from alatau.program.addresses import (
    SYSTEM_PROGRAM,
    TOKEN_2022_PROGRAM,
    asset_address,
    holding_address,
    instrument_address,
    participant_address,
    token_account_address,
)
from alatau.program.building import build
from alatau.program.countries import country_codes
from alatau.program.enums import InstrumentKind


def unit_vault_address(zone: Pubkey, mint: Pubkey) -> Pubkey:
    """The token account that an instrument's units are minted into: its associated one."""
    return token_account_address(instrument_address(zone, mint), mint, TOKEN_2022_PROGRAM)


def create_instrument(
    *,
    issuer: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    payout_mint: Pubkey,
    kind: InstrumentKind,
    authorised: int,
    face_value: int,
    holder_classes: int,
    document: bytes,
    max_per_holder: int = U64_MAX,
    holder_cap: int = U64_MAX,
    locked_until: int = 0,
    maturity: int = 0,
    countries: Sequence[str] = (),
    tax_bps: Sequence[int] = (0, 0, 0, 0),
    rent_payer: Pubkey | None = None,
) -> Instruction:
    """The issuer, whose wallet signs, proposes an instrument.

    The mint is as `tokens_instrument.create_instrument_mint` makes it, and its vault's token
    account is there.  `holder_classes` has a bit per tier, `countries` at most 16 (none: any),
    `document` is the SHA-256 of what it is offered by, `tax_bps` what is withheld from claims by
    the holder's tax category.  Raises `InputError` for countries
    that are not two letters each, or too many.
    """
    return build(
        "create_instrument",
        {
            "rent_payer": rent_payer or issuer,
            "issuer": issuer,
            "zone": zone,
            "participant": participant_address(zone, issuer),
            "payout_asset": asset_address(zone, payout_mint),
            "mint": mint,
            "instrument": instrument_address(zone, mint),
            "vault_token": unit_vault_address(zone, mint),
            "token_program": TOKEN_2022_PROGRAM,
            "system_program": SYSTEM_PROGRAM,
        },
        {
            "kind": kind,
            "authorised": authorised,
            "face_value": face_value,
            "max_per_holder": max_per_holder,
            "holder_cap": holder_cap,
            "locked_until": locked_until,
            "maturity": maturity,
            "holder_classes": holder_classes,
            "countries": country_codes(countries),
            "document": document,
            "tax_bps": tax_bps,
        },
    )


def admit_instrument(
    *, regulator: Pubkey, zone: Pubkey, mint: Pubkey, revision: int
) -> Instruction:
    """The financial authority, which signs, admits an instrument as it is at this revision."""
    return build("admit_instrument", _decided(regulator, zone, mint), {"revision": revision})


def suspend_instrument(
    *, regulator: Pubkey, zone: Pubkey, mint: Pubkey, suspended: bool
) -> Instruction:
    """The financial authority, which signs, suspends an instrument or lets it go on."""
    return build("suspend_instrument", _decided(regulator, zone, mint), {"suspended": suspended})


def delist_instrument(*, regulator: Pubkey, zone: Pubkey, mint: Pubkey) -> Instruction:
    """The financial authority, which signs, delists an instrument for good."""
    return build("delist_instrument", _decided(regulator, zone, mint))


def _decided(regulator: Pubkey, zone: Pubkey, mint: Pubkey) -> dict[str, Pubkey]:
    return {"regulator": regulator, "zone": zone, "instrument": instrument_address(zone, mint)}


def open_holding(*, rent_payer: Pubkey, zone: Pubkey, mint: Pubkey, wallet: Pubkey) -> Instruction:
    """Opens a participant's holding; who pays the rent signs."""
    instrument = instrument_address(zone, mint)
    return build(
        "open_holding",
        {
            "rent_payer": rent_payer,
            "zone": zone,
            "instrument": instrument,
            "participant": participant_address(zone, wallet),
            "holding": holding_address(instrument, wallet),
            "system_program": SYSTEM_PROGRAM,
        },
    )


def close_holding(*, zone: Pubkey, mint: Pubkey, wallet: Pubkey, rent_payer: Pubkey) -> Instruction:
    """Closes an empty holding once none can be opened any more.  Nobody need sign."""
    instrument = instrument_address(zone, mint)
    return build(
        "close_holding",
        {
            "zone": zone,
            "instrument": instrument,
            "holding": holding_address(instrument, wallet),
            "rent_payer": rent_payer,
        },
    )


def issue_units(
    *,
    issuer: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    recipient: Pubkey,
    issued_before: int,
    quantity: int,
) -> Instruction:
    """The issuer, whose wallet signs, makes new units for the holding of a wallet.

    `issued_before` is what it knows to be issued: with another number the program refuses, so
    that what is signed twice lands once.
    """
    instrument = instrument_address(zone, mint)
    return build(
        "issue_units",
        {
            "issuer": issuer,
            "zone": zone,
            "instrument": instrument,
            "participant": participant_address(zone, issuer),
            "recipient": participant_address(zone, recipient),
            "holding": holding_address(instrument, recipient),
            "mint": mint,
            "vault_token": unit_vault_address(zone, mint),
            "token_program": TOKEN_2022_PROGRAM,
        },
        {"issued_before": issued_before, "quantity": quantity},
    )


def transfer_units(
    *,
    wallet: Pubkey,
    recipient: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    sequence: int,
    quantity: int,
    reference: bytes,
) -> Instruction:
    """The holder, whose wallet signs, gives units to the holding of another wallet.

    The sequence is the holding's.
    """
    instrument = instrument_address(zone, mint)
    return build(
        "transfer_units",
        {
            "wallet": wallet,
            "zone": zone,
            "instrument": instrument,
            "sender": participant_address(zone, wallet),
            "recipient": participant_address(zone, recipient),
            "sender_holding": holding_address(instrument, wallet),
            "recipient_holding": holding_address(instrument, recipient),
        },
        {"sequence": sequence, "quantity": quantity, "reference": reference},
    )
