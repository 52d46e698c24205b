"""Builders of what moves money; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import (
    SYSTEM_PROGRAM,
    account_address,
    asset_address,
    participant_address,
    payment_address,
    token_account_address,
    vault_address,
)
from alatau.program.building import build


def deposit(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    token_program: Pubkey,
    sequence: int,
    amount: int,
    reference: bytes,
    source: Pubkey | None = None,
) -> Instruction:
    """Moves tokens of the wallet, which signs, into the vault.

    `source` is the wallet's associated token account unless given.
    """
    asset = asset_address(zone, mint)
    vault = vault_address(asset)
    return build(
        "deposit",
        {
            "wallet": wallet,
            "zone": zone,
            "asset": asset,
            "vault": vault,
            "vault_token": token_account_address(vault, mint, token_program),
            "source": source or token_account_address(wallet, mint, token_program),
            "mint": mint,
            "participant": participant_address(zone, wallet),
            "account": account_address(zone, wallet, mint),
            "token_program": token_program,
        },
        {"sequence": sequence, "amount": amount, "reference": reference},
    )


def withdraw(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    token_program: Pubkey,
    sequence: int,
    amount: int,
    reference: bytes,
    destination: Pubkey | None = None,
    lane: int = 0,
) -> Instruction:
    """Moves tokens from the vault to the wallet, which signs.

    `destination` is the wallet's associated token account unless given.  From a lane
    above 0 only once the zone has ended: until then it is consolidated.
    """
    asset = asset_address(zone, mint)
    vault = vault_address(asset)
    return build(
        "withdraw",
        {
            "wallet": wallet,
            "zone": zone,
            "asset": asset,
            "vault": vault,
            "vault_token": token_account_address(vault, mint, token_program),
            "destination": destination or token_account_address(wallet, mint, token_program),
            "mint": mint,
            "participant": participant_address(zone, wallet),
            "account": account_address(zone, wallet, mint, lane),
            "token_program": token_program,
        },
        {"sequence": sequence, "amount": amount, "reference": reference},
    )


def pay(
    *,
    wallet: Pubkey,
    payee: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    sequence: int,
    amount: int,
    reference: bytes,
    service: int,
    payee_lane: int = 0,
) -> Instruction:
    """Pays a merchant's wallet, on one of its lanes, finally; `wallet` signs."""
    return build(
        "pay",
        _parties(wallet, payee, zone, mint, payee_lane),
        {"sequence": sequence, "amount": amount, "reference": reference, "service": service},
    )


def pay_held(
    *,
    wallet: Pubkey,
    payee: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    sequence: int,
    amount: int,
    reference: bytes,
    service: int,
    deliver_by: int,
    rent_payer: Pubkey | None = None,
    payee_lane: int = 0,
) -> Instruction:
    """Pays a merchant's wallet; the money is held until `deliver_by`.  `wallet` signs.

    The payment gets an account of its own, whose rent `rent_payer` (the wallet unless
    given; it signs too) pays.
    """
    parties = _parties(wallet, payee, zone, mint, payee_lane)
    return build(
        "pay_held",
        {
            **parties,
            "rent_payer": rent_payer or wallet,
            "payment": payment_address(parties["payer_account"], sequence),
            "system_program": SYSTEM_PROGRAM,
        },
        {
            "sequence": sequence,
            "amount": amount,
            "reference": reference,
            "service": service,
            "deliver_by": deliver_by,
        },
    )


def transfer(
    *,
    wallet: Pubkey,
    payee: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    sequence: int,
    amount: int,
    reference: bytes,
) -> Instruction:
    """Pays another resident's wallet; `wallet` signs."""
    return build(
        "transfer",
        _parties(wallet, payee, zone, mint),
        {"sequence": sequence, "amount": amount, "reference": reference},
    )


def fulfil(*, wallet: Pubkey, payment: Pubkey, payee_account: Pubkey) -> Instruction:
    """The merchant, whose wallet signs, says that it has delivered."""
    return build("fulfil", {"wallet": wallet, "payee_account": payee_account, "payment": payment})


def settle(
    *, signer: Pubkey, payment: Pubkey, payer_account: Pubkey, payee_account: Pubkey
) -> Instruction:
    """Releases a held payment to the merchant: the payer any time, anyone after the window."""
    return build(
        "settle",
        {
            "signer": signer,
            "payer_account": payer_account,
            "payee_account": payee_account,
            "payment": payment,
        },
    )


def refund(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    payment: Pubkey,
    payer_account: Pubkey,
    payee_account: Pubkey,
    refunded_before: int,
    amount: int,
) -> Instruction:
    """The merchant, whose wallet signs, returns some or all of a payment.

    `refunded_before` is the sum that the merchant knows to be returned so far: with another
    one the program refuses, so that a repeated refund lands once.
    """
    return build(
        "refund",
        {
            "wallet": wallet,
            "payee": participant_address(zone, wallet),
            "payer_account": payer_account,
            "payee_account": payee_account,
            "payment": payment,
        },
        {"refunded_before": refunded_before, "amount": amount},
    )


def expire(*, payment: Pubkey, payer_account: Pubkey, payee_account: Pubkey) -> Instruction:
    """Returns a held payment that was not delivered in time.  Nobody need sign."""
    return build(
        "expire",
        {"payer_account": payer_account, "payee_account": payee_account, "payment": payment},
    )


def collect(*, zone: Pubkey, account: Pubkey, treasury_account: Pubkey) -> Instruction:
    """Sweeps an account's fees and taxes due into the treasury's account.  Nobody need sign."""
    return build(
        "collect", {"zone": zone, "account": account, "treasury_account": treasury_account}
    )


def _parties(
    wallet: Pubkey, payee: Pubkey, zone: Pubkey, mint: Pubkey, payee_lane: int = 0
) -> dict[str, Pubkey]:
    """The accounts that payments and transfers name."""
    return {
        "wallet": wallet,
        "zone": zone,
        "asset": asset_address(zone, mint),
        "payer": participant_address(zone, wallet),
        "payee": participant_address(zone, payee),
        "payer_account": account_address(zone, wallet, mint),
        "payee_account": account_address(zone, payee, mint, payee_lane),
    }
