"""Builders of what regulators order: freezes, and moving money by a case."""

from __future__ import annotations

from uuid import UUID

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.errors import InputError
from alatau.program.addresses import account_address, enforcement_address, participant_address
from alatau.program.building import build

CASE_BYTES = 16


def case_id(text: str) -> bytes:
    """A case as the program keeps it: a UUID's bytes, or up to 16 bytes of UTF-8.

    Raises `InputError` for an empty one, and for a longer one that is no UUID.
    """
    raw = text.encode()
    if not raw or "\0" in text:
        raise InputError(f"{text!r} is no case", field="case")
    if len(raw) <= CASE_BYTES:
        return raw.ljust(CASE_BYTES, b"\0")
    try:
        return UUID(text).bytes
    except ValueError:
        raise InputError(
            f"the case {text!r} has {len(raw)} bytes: {CASE_BYTES} are the most",
            field="case",
            remedy="shorten it, or give a UUID; letters other than Latin ones take two bytes",
        ) from None


def freeze_account(
    *,
    regulator: Pubkey,
    zone: Pubkey,
    wallet: Pubkey,
    mint: Pubkey,
    case: bytes,
    basis: int,
    until: int,
    lane: int = 0,
) -> Instruction:
    """A regulator stops what leaves an account until a time (unix seconds); it signs."""
    return build(
        "freeze_account",
        {
            "regulator": regulator,
            "zone": zone,
            "account": account_address(zone, wallet, mint, lane),
        },
        {"case": case, "basis": basis, "until": until},
    )


def unfreeze_account(
    *, regulator: Pubkey, zone: Pubkey, wallet: Pubkey, mint: Pubkey, lane: int = 0
) -> Instruction:
    """The regulator that froze an account ends that; it signs."""
    account = account_address(zone, wallet, mint, lane)
    return build("unfreeze_account", {"regulator": regulator, "zone": zone, "account": account})


def freeze_participant(
    *, regulator: Pubkey, zone: Pubkey, wallet: Pubkey, case: bytes, basis: int, until: int
) -> Instruction:
    """A regulator stops what leaves a participant's accounts of its classes; it signs."""
    return build(
        "freeze_participant",
        {"regulator": regulator, "zone": zone, "participant": participant_address(zone, wallet)},
        {"case": case, "basis": basis, "until": until},
    )


def unfreeze_participant(*, regulator: Pubkey, zone: Pubkey, wallet: Pubkey) -> Instruction:
    """The regulator that froze a participant ends that; it signs."""
    return build(
        "unfreeze_participant",
        {"regulator": regulator, "zone": zone, "participant": participant_address(zone, wallet)},
    )


def seize(
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
    amount: int,
    lane: int = 0,
) -> Instruction:
    """Both regulators, which sign, take available money to the account of the treasury.

    `payer`, of the record's rent, signs too.
    """
    account = account_address(zone, wallet, mint, lane)
    return build(
        "seize",
        {
            "payer": payer,
            "first_regulator": first_regulator,
            "second_regulator": second_regulator,
            "zone": zone,
            "account": account,
            "treasury_account": account_address(zone, treasury, mint),
            "enforcement": enforcement_address(account, case),
        },
        {"case": case, "basis": basis, "amount": amount},
    )


def forced_transfer(
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
    amount: int,
    lane: int = 0,
) -> Instruction:
    """Both regulators, which sign, move available money to the account of `recipient`.

    `payer`, of the record's rent, signs too.
    """
    account = account_address(zone, wallet, mint, lane)
    return build(
        "forced_transfer",
        {
            "payer": payer,
            "first_regulator": first_regulator,
            "second_regulator": second_regulator,
            "zone": zone,
            "account": account,
            "recipient_account": account_address(zone, recipient, mint),
            "enforcement": enforcement_address(account, case),
        },
        {"case": case, "basis": basis, "amount": amount},
    )
