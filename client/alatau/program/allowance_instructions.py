"""Builders of allowances, plans and mandates; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import (
    SYSTEM_PROGRAM,
    account_address,
    allowance_address,
    asset_address,
    mandate_address,
    participant_address,
    plan_address,
)
from alatau.program.building import build


def grant_allowance(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    delegate: Pubkey,
    grants_before: int,
    per_payment: int,
    per_period: int,
    period: int,
    services: int,
    expires_at: int,
    rent_payer: Pubkey | None = None,
) -> Instruction:
    """The owner, whose wallet signs, lets `delegate` spend, or changes what it may.

    `services` has a bit per service.  `grants_before` is how often the owner knows it to have
    been granted and revoked: with another number the program refuses, so that a repeated
    grant lands once and none that was signed before a revocation undoes it.
    """
    owner_account = account_address(zone, wallet, mint)
    return build(
        "grant_allowance",
        {
            "wallet": wallet,
            "rent_payer": rent_payer or wallet,
            "zone": zone,
            "owner_account": owner_account,
            "delegate": delegate,
            "allowance": allowance_address(owner_account, delegate),
            "system_program": SYSTEM_PROGRAM,
        },
        {
            "grants_before": grants_before,
            "per_payment": per_payment,
            "per_period": per_period,
            "period": period,
            "services": services,
            "expires_at": expires_at,
        },
    )


def revoke_allowance(*, wallet: Pubkey, allowance: Pubkey) -> Instruction:
    """The owner, whose wallet signs, ends an allowance."""
    return build("revoke_allowance", {"wallet": wallet, "allowance": allowance})


def close_allowance(*, zone: Pubkey, allowance: Pubkey, rent_payer: Pubkey) -> Instruction:
    """Returns an allowance's rent after the zone's end.  Nobody need sign."""
    return build(
        "close_allowance", {"zone": zone, "allowance": allowance, "rent_payer": rent_payer}
    )


def draw(
    *,
    delegate: Pubkey,
    owner: Pubkey,
    payee: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    sequence: int,
    amount: int,
    reference: bytes,
    service: int,
) -> Instruction:
    """The delegate, which signs, pays a merchant's wallet from the account of `owner`.

    The sequence is the allowance's.
    """
    accounts = _parties(owner, payee, zone, mint)
    return build(
        "draw",
        {
            **accounts,
            "delegate": delegate,
            "allowance": allowance_address(accounts["payer_account"], delegate),
        },
        {"sequence": sequence, "amount": amount, "reference": reference, "service": service},
    )


def create_plan(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    number: int,
    amount: int,
    period: int,
    service: int,
    terms: bytes,
    rent_payer: Pubkey | None = None,
) -> Instruction:
    """The merchant, whose wallet signs, offers to be paid `amount` every `period` seconds.

    `terms` is the SHA-256 of the contract's text.
    """
    payee_account = account_address(zone, wallet, mint)
    return build(
        "create_plan",
        {
            "wallet": wallet,
            "rent_payer": rent_payer or wallet,
            "zone": zone,
            "payee": participant_address(zone, wallet),
            "payee_account": payee_account,
            "plan": plan_address(payee_account, number),
            "system_program": SYSTEM_PROGRAM,
        },
        {
            "number": number,
            "amount": amount,
            "period": period,
            "service": service,
            "terms": terms,
        },
    )


def close_plan(*, wallet: Pubkey, plan: Pubkey) -> Instruction:
    """The merchant, whose wallet signs, ends a plan."""
    return build("close_plan", {"wallet": wallet, "plan": plan})


def delete_plan(*, zone: Pubkey, plan: Pubkey, rent_payer: Pubkey) -> Instruction:
    """Returns a plan's rent after the zone's end.  Nobody need sign."""
    return build("delete_plan", {"zone": zone, "plan": plan, "rent_payer": rent_payer})


def grant_mandate(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    plan: Pubkey,
    sequence: int,
    amount: int,
    period: int,
    ends_at: int,
    starts_at: int = 0,
    rent_payer: Pubkey | None = None,
) -> Instruction:
    """The payer, whose wallet signs, consents to be charged by a plan.

    `amount` and `period` must be the plan's.  The first period begins at `starts_at`, or now
    where that has passed.
    """
    payer_account = account_address(zone, wallet, mint)
    return build(
        "grant_mandate",
        {
            "wallet": wallet,
            "rent_payer": rent_payer or wallet,
            "zone": zone,
            "payer_account": payer_account,
            "plan": plan,
            "mandate": mandate_address(payer_account, plan),
            "system_program": SYSTEM_PROGRAM,
        },
        {
            "sequence": sequence,
            "amount": amount,
            "period": period,
            "starts_at": starts_at,
            "ends_at": ends_at,
        },
    )


def cancel_mandate(*, wallet: Pubkey, mandate: Pubkey, rent_payer: Pubkey) -> Instruction:
    """The payer, whose wallet signs, ends a mandate; the rent goes back to `rent_payer`."""
    return build("cancel_mandate", {"wallet": wallet, "mandate": mandate, "rent_payer": rent_payer})


def pull(
    *, payer: Pubkey, payee: Pubkey, zone: Pubkey, mint: Pubkey, plan: Pubkey, index: int
) -> Instruction:
    """Collects period `index` of the mandate of wallet `payer`.  Nobody need sign."""
    accounts = _parties(payer, payee, zone, mint)
    return build(
        "pull",
        {**accounts, "plan": plan, "mandate": mandate_address(accounts["payer_account"], plan)},
        {"index": index},
    )


def _parties(payer: Pubkey, payee: Pubkey, zone: Pubkey, mint: Pubkey) -> dict[str, Pubkey]:
    """The accounts that both kinds of payment name."""
    return {
        "zone": zone,
        "asset": asset_address(zone, mint),
        "payer": participant_address(zone, payer),
        "payee": participant_address(zone, payee),
        "payer_account": account_address(zone, payer, mint),
        "payee_account": account_address(zone, payee, mint),
    }
