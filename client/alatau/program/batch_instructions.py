"""Builders of what pays or settles many, and of lanes; see `instructions`."""

from __future__ import annotations

from collections.abc import Sequence

from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey

from alatau.program.addresses import account_address, asset_address, participant_address
from alatau.program.building import build


def pay_many(
    *,
    wallet: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    sequence: int,
    reference: bytes,
    rows: Sequence[tuple[Pubkey, int]],
) -> Instruction:
    """Pays residents' wallets, each its amount, all or none; `wallet` signs.

    At most 64 rows.  A wallet may come twice.
    """
    payees = [
        meta
        for payee, _ in rows
        for meta in (
            AccountMeta(participant_address(zone, payee), False, False),
            AccountMeta(account_address(zone, payee, mint), False, True),
        )
    ]
    return build(
        "pay_many",
        {
            "wallet": wallet,
            "zone": zone,
            "asset": asset_address(zone, mint),
            "payer": participant_address(zone, wallet),
            "payer_account": account_address(zone, wallet, mint),
        },
        {
            "sequence": sequence,
            "reference": reference,
            "amounts": tuple(amount for _, amount in rows),
        },
        payees,
    )


def settle_many(*, payee_account: Pubkey, payments: Sequence[Pubkey]) -> Instruction:
    """Releases held payments to one payee after their windows, all or none.  Nobody need sign.

    At most 64 payments.
    """
    metas = [AccountMeta(payment, False, True) for payment in payments]
    return build("settle_many", {"payee_account": payee_account}, {}, metas)


def consolidate(*, zone: Pubkey, wallet: Pubkey, mint: Pubkey, lane: int) -> Instruction:
    """Moves all that a wallet's lane has available to its lane 0.  Nobody need sign."""
    return build(
        "consolidate",
        {
            "participant": participant_address(zone, wallet),
            "lane_account": account_address(zone, wallet, mint, lane),
            "account": account_address(zone, wallet, mint),
        },
    )


def fund_lane(
    *, wallet: Pubkey, zone: Pubkey, mint: Pubkey, lane: int, sequence: int, amount: int
) -> Instruction:
    """Moves money of the wallet, which signs, from lane 0 to another of its lanes."""
    return build(
        "fund_lane",
        {
            "wallet": wallet,
            "participant": participant_address(zone, wallet),
            "account": account_address(zone, wallet, mint),
            "lane_account": account_address(zone, wallet, mint, lane),
        },
        {"sequence": sequence, "amount": amount},
    )
