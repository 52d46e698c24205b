"""Builders of disputes, reserves, closing, and of the policy that they follow.

See `instructions`.
"""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import participant_address
from alatau.program.building import build


def dispute(
    *, wallet: Pubkey, payment: Pubkey, payer_account: Pubkey, reason: int, evidence: bytes
) -> Instruction:
    """The payer, whose wallet signs, disputes a payment.

    `reason` is a `DisputeReason`, `evidence` the SHA-256 of what the payer puts forward.
    """
    return build(
        "dispute",
        {"wallet": wallet, "payer_account": payer_account, "payment": payment},
        {"reason": reason, "evidence": evidence},
    )


def respond(
    *, wallet: Pubkey, payment: Pubkey, payee_account: Pubkey, evidence: bytes
) -> Instruction:
    """The payee, whose wallet signs, answers a dispute with evidence (its SHA-256)."""
    return build(
        "respond",
        {"wallet": wallet, "payee_account": payee_account, "payment": payment},
        {"evidence": evidence},
    )


def resolve(
    *,
    authority: Pubkey,
    zone: Pubkey,
    payment: Pubkey,
    payer_account: Pubkey,
    payee_account: Pubkey,
    to_payer: int,
) -> Instruction:
    """The operator or the zone's arbiter, who signs, divides a disputed payment."""
    return build(
        "resolve",
        {
            "authority": authority,
            "zone": zone,
            "payer_account": payer_account,
            "payee_account": payee_account,
            "payment": payment,
        },
        {"to_payer": to_payer},
    )


def conclude(
    *,
    signer: Pubkey,
    payment: Pubkey,
    payer_account: Pubkey,
    payee_account: Pubkey,
    drop: bool,
) -> Instruction:
    """Ends a dispute that nobody has resolved.

    With `drop` the payer gives it up, at any time; without, anyone ends it once its time has
    passed.
    """
    return build(
        "conclude",
        {
            "signer": signer,
            "payer_account": payer_account,
            "payee_account": payee_account,
            "payment": payment,
        },
        {"drop": drop},
    )


def release(*, payment: Pubkey, payee_account: Pubkey) -> Instruction:
    """Makes a reserve that is due available to the payee.  Nobody need sign."""
    return build("release", {"payee_account": payee_account, "payment": payment})


def close_payment(*, payment: Pubkey, payer_account: Pubkey, rent_payer: Pubkey) -> Instruction:
    """Closes the account of a payment that is over; its rent goes back.  Nobody need sign."""
    return build(
        "close_payment",
        {"rent_payer": rent_payer, "payer_account": payer_account, "payment": payment},
    )


def set_policy(
    *,
    operator: Pubkey,
    zone: Pubkey,
    settle_window: int,
    deliver_within: int,
    respond_window: int,
    resolve_window: int,
    retention: int,
    arbiter: Pubkey,
) -> Instruction:
    """The operator sets the policy of payments made from now on.

    Each span is from a second to 366 days; the default key as `arbiter` means nobody but the
    operator.
    """
    return build(
        "set_policy",
        {"operator": operator, "zone": zone},
        {
            "settle_window": settle_window,
            "deliver_within": deliver_within,
            "respond_window": respond_window,
            "resolve_window": resolve_window,
            "retention": retention,
            "arbiter": arbiter,
        },
    )


def set_reserve(
    *, operator: Pubkey, zone: Pubkey, wallet: Pubkey, reserve_bps: int, reserve_window: int
) -> Instruction:
    """The operator sets what share of payments to a merchant's wallet is kept in reserve.

    For payments made from now on: `reserve_bps` of what settles, for `reserve_window` seconds;
    0 and 0 end it.
    """
    return build(
        "set_reserve",
        {
            "operator": operator,
            "zone": zone,
            "participant": participant_address(zone, wallet),
        },
        {"reserve_bps": reserve_bps, "reserve_window": reserve_window},
    )
