"""What the chain knows of assets and accounts, for commands that show several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from solders.pubkey import Pubkey

from alatau import listing
from alatau.chain.base import Chain
from alatau.cli.view import Plain, money, view
from alatau.program import (
    PROGRAM_ID,
    Asset,
    Instrument,
    Offering,
    PaymentAccount,
    decode_account,
    decode_vault,
    vault_address,
)
from alatau.tokens import token_amount
from alatau.zone import Zone


@dataclass(frozen=True, slots=True)
class AssetOf:
    """The asset, or the instrument, that an account is of, and which lane of its owner it is.

    `payout` is what an instrument is paid in, an asset too.
    """

    mint: Pubkey
    decimals: int
    lane: int = 0
    payout: Pubkey | None = None


async def assets_of(zone: Zone) -> list[Plain]:
    """The zone's assets with their terms and their vaults."""
    found = await listing.accounts_of(zone, Asset, zone=zone.address)
    rows: list[Plain] = []
    for address, asset in sorted(found, key=lambda pair: str(pair[1].mint)):
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
    wanted = {"zone": zone.address, **({"wallet": wallet} if wallet else {})}
    accounts = await listing.accounts_of(zone, PaymentAccount, **wanted)
    assets = await assets_at(zone.chain, {account.asset for _, account in accounts})
    return [
        (address, account, asset)
        for address, account in accounts
        if (asset := assets.get(account.asset)) is not None and mint in {None, asset.mint}
    ]


async def assets_at(chain: Chain, addresses: Iterable[Pubkey]) -> dict[Pubkey, AssetOf]:
    """The asset of each address that is an asset's, an instrument's or a payment account's.

    An offering's is its instrument.
    """
    wanted = list(dict.fromkeys(addresses))
    known: dict[Pubkey, AssetOf] = {}
    accounts: dict[Pubkey, PaymentAccount] = {}
    offerings: dict[Pubkey, Pubkey] = {}
    for address, info in zip(wanted, await chain.accounts(wanted), strict=True):
        if info is None or info.owner != PROGRAM_ID:
            continue
        decoded = decode_account(info.data)
        if isinstance(decoded, Asset):
            known[address] = AssetOf(decoded.mint, decoded.decimals)
        elif isinstance(decoded, Instrument):
            known[address] = AssetOf(decoded.mint, decoded.decimals, payout=decoded.payout_asset)
        elif isinstance(decoded, Offering):
            offerings[address] = decoded.instrument
        elif isinstance(decoded, PaymentAccount):
            accounts[address] = decoded
    payouts = {one.payout for one in known.values() if one.payout is not None}
    of = {account.asset for account in accounts.values()}
    missing = of.union(offerings.values(), payouts) - set(known)
    if missing:
        known |= await assets_at(chain, missing)
    known |= {address: known[one] for address, one in offerings.items() if one in known}
    return known | {
        address: replace(known[account.asset], lane=account.lane)
        for address, account in accounts.items()
        if account.asset in known
    }
