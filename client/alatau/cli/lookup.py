"""What the chain knows of assets and accounts, for commands that show several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from solders.pubkey import Pubkey

from alatau.chain.base import Chain
from alatau.cli.view import Plain, money, view
from alatau.program import (
    DISCRIMINATORS,
    PROGRAM_ID,
    Asset,
    PaymentAccount,
    decode_account,
    decode_asset,
    decode_payment_account,
    decode_vault,
    vault_address,
)
from alatau.tokens import token_amount
from alatau.zone import Zone


@dataclass(frozen=True, slots=True)
class AssetOf:
    """The asset that an account is of, and which lane of its owner it is."""

    mint: Pubkey
    decimals: int
    lane: int = 0


async def assets_of(zone: Zone) -> list[Plain]:
    """The zone's assets with their terms and their vaults."""
    found = await zone.chain.program_accounts(PROGRAM_ID, DISCRIMINATORS["Asset"])
    assets = [(address, decode_asset(info.data)) for address, info in found]
    rows: list[Plain] = []
    for address, asset in sorted(assets, key=lambda pair: str(pair[1].mint)):
        if asset.zone != zone.address:
            continue
        info = await zone.require(vault_address(address), "vault")
        vault = decode_vault(info.data)
        tokens = await zone.chain.account(vault.token_account)
        held = 0 if tokens is None else token_amount(tokens.data)
        row = {"asset": str(address), **view(asset, asset.decimals)}
        row["caps"] = {
            f"tier_{tier}": view(caps, asset.decimals) for tier, caps in enumerate(asset.caps)
        }
        row["vault"] = {
            "tokens": money(held, asset.decimals),
            **view(vault, asset.decimals),
            "solvent": held >= vault.liabilities,
        }
        rows.append(row)
    return rows


async def accounts_of(
    zone: Zone, wallet: Pubkey | None, mint: Pubkey | None
) -> list[tuple[Pubkey, PaymentAccount, AssetOf]]:
    """Payment accounts of the zone, of one wallet or mint where they are given."""
    found = await zone.chain.program_accounts(PROGRAM_ID, DISCRIMINATORS["PaymentAccount"])
    accounts = [
        (address, account)
        for address, info in found
        if (account := decode_payment_account(info.data)).zone == zone.address
        and wallet in {None, account.wallet}
    ]
    assets = await assets_at(zone.chain, {account.asset for _, account in accounts})
    return [
        (address, account, asset)
        for address, account in accounts
        if (asset := assets.get(account.asset)) is not None and mint in {None, asset.mint}
    ]


async def assets_at(chain: Chain, addresses: Iterable[Pubkey]) -> dict[Pubkey, AssetOf]:
    """The asset of each address that is one of an asset or of a payment account."""
    wanted = list(dict.fromkeys(addresses))
    known: dict[Pubkey, AssetOf] = {}
    accounts: dict[Pubkey, PaymentAccount] = {}
    for address, info in zip(wanted, await chain.accounts(wanted), strict=True):
        if info is None or info.owner != PROGRAM_ID:
            continue
        decoded = decode_account(info.data)
        if isinstance(decoded, Asset):
            known[address] = AssetOf(decoded.mint, decoded.decimals)
        elif isinstance(decoded, PaymentAccount):
            accounts[address] = decoded
    missing = {account.asset for account in accounts.values()} - set(known)
    if missing:
        known |= await assets_at(chain, missing)
    return known | {
        address: replace(known[account.asset], lane=account.lane)
        for address, account in accounts.items()
        if account.asset in known
    }
