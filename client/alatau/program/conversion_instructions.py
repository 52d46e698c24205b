"""Builders of payments that are no plain ones; see `instructions`."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import (
    account_address,
    asset_address,
    participant_address,
    token_account_address,
    vault_address,
)
from alatau.program.building import build


def convert(
    *,
    wallet: Pubkey,
    provider: Pubkey,
    payee: Pubkey,
    zone: Pubkey,
    mint_in: Pubkey,
    mint_out: Pubkey,
    sequence: int,
    amount_in: int,
    amount_out: int,
    mid_out: int,
    reference: bytes,
    service: int,
    expires_at: int,
) -> Instruction:
    """Pays a merchant's wallet in `mint_out` what `wallet` pays in `mint_in`.

    `wallet` and the exchange provider's wallet sign.  `mid_out` is what `amount_in` would buy
    at the mid rate.
    """
    return build(
        "convert",
        {
            "wallet": wallet,
            "provider_wallet": provider,
            "zone": zone,
            "asset_in": asset_address(zone, mint_in),
            "asset_out": asset_address(zone, mint_out),
            "payer": participant_address(zone, wallet),
            "payee": participant_address(zone, payee),
            "provider": participant_address(zone, provider),
            "payer_account": account_address(zone, wallet, mint_in),
            "provider_in_account": account_address(zone, provider, mint_in),
            "provider_out_account": account_address(zone, provider, mint_out),
            "payee_account": account_address(zone, payee, mint_out),
        },
        {
            "sequence": sequence,
            "amount_in": amount_in,
            "amount_out": amount_out,
            "mid_out": mid_out,
            "reference": reference,
            "service": service,
            "expires_at": expires_at,
        },
    )


def deposit_and_pay(
    *,
    wallet: Pubkey,
    payee: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    token_program: Pubkey,
    sequence: int,
    amount: int,
    reference: bytes,
    service: int,
    minimum: int | None = None,
    source: Pubkey | None = None,
) -> Instruction:
    """Pays a merchant's wallet with tokens of `wallet`, which signs and has no payment account.

    `sequence` is one of the participant.  Where the mint keeps a fee of transfers, at least
    `minimum` (`amount` unless given) must arrive.  `source` is the wallet's associated token
    account unless given.
    """
    asset = asset_address(zone, mint)
    vault = vault_address(asset)
    return build(
        "deposit_and_pay",
        {
            "wallet": wallet,
            "zone": zone,
            "asset": asset,
            "vault": vault,
            "vault_token": token_account_address(vault, mint, token_program),
            "source": source or token_account_address(wallet, mint, token_program),
            "mint": mint,
            "payer": participant_address(zone, wallet),
            "payee": participant_address(zone, payee),
            "payer_account": account_address(zone, wallet, mint),
            "payee_account": account_address(zone, payee, mint),
            "token_program": token_program,
        },
        {
            "sequence": sequence,
            "amount": amount,
            "minimum": amount if minimum is None else minimum,
            "reference": reference,
            "service": service,
        },
    )
