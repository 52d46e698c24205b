"""Rent: the lamports in a zone's accounts, and whose they are until the accounts are closed.

An account must hold lamports to exist.  No wallet signs for an address off the ed25519 curve, so
what goes there in a transaction of the zone is in an account: of this program, a vault's or a
participant's token account.  Who gave lamports in the same transaction has so much rent more, by
how much each gave; who got some when an account gave them back has so much less.  What goes from
wallet to wallet is nobody's rent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from solders.pubkey import Pubkey

from alatau.indexer.decoded import Decoded
from alatau.indexer.rebuilt import Rebuilt

Key = TypeVar("Key")

_WRAPPED_SOL: Final = frozenset(
    map(
        Pubkey.from_string,
        (
            "So11111111111111111111111111111111111111112",
            "9pan9bMn5HatX4EJdBwg9VgCa7Uz5HL8N1m5D3NdXej9",
        ),
    )
)
"""Native mints of both token programs: the lamports of their token accounts are the tokens."""


@dataclass(frozen=True, slots=True)
class Rent:
    """What a transaction did to rent, in lamports, signed.

    By how much that in `accounts` changed, and that of `wallets` (None: of nobody who is known);
    both have the same sum.
    """

    accounts: Mapping[Pubkey, int] = field(default_factory=dict)
    wallets: Mapping[Pubkey | None, int] = field(default_factory=dict)


_NOTHING: Final = Rent()


def rent_of(zone: Pubkey, accounts: Rebuilt, transaction: Decoded) -> Rent:
    """What a transaction of the zone did to rent, where `accounts` had theirs before it."""
    if not transaction.lamports:
        return _NOTHING  # nearly all: nothing but the fee was paid
    own = {change.address for change in transaction.changes}
    wrapped = _moves_wrapped_sol(accounts, own | transaction.named)
    wallets = {getattr(event, "rent_payer", None) for event in transaction.events}
    held: dict[Pubkey, int] = {}
    gave: list[tuple[Pubkey, int]] = []
    got: list[tuple[Pubkey, int]] = []
    for address, amount in transaction.lamports:
        if address.is_on_curve() or address in wallets or (zone, address) in accounts.members:
            (got if amount > 0 else gave).append((address, abs(amount)))
        elif address in own or not wrapped:
            # It may have been given more by transactions that are not of the zone.
            held[address] = max(amount, -accounts.rent.get(address, 0))
    shares: dict[Pubkey | None, int] = {}
    put = sum(amount for amount in held.values() if amount > 0)
    _share(shares, put, gave or got)
    _share(shares, sum(held.values()) - put, got or gave)
    return Rent(_changed(held), _changed(shares))


def keep_rent(zone: Pubkey, accounts: Rebuilt, transaction: Decoded) -> None:
    """Have the accounts hold what a transaction of the zone, taken in already, did to rent."""
    if transaction.lamports is None:
        accounts.rent_unknown = max(accounts.rent_unknown, transaction.slot)
    for address, amount in rent_of(zone, accounts, transaction).accounts.items():
        accounts.rent[address] = accounts.rent.get(address, 0) + amount


def _moves_wrapped_sol(accounts: Rebuilt, named: Iterable[Pubkey]) -> bool:
    assets = (accounts.vaults[each] for each in named if each in accounts.vaults)
    return any(accounts.assets[asset].mint in _WRAPPED_SOL for asset in assets)


def _share(
    shares: dict[Pubkey | None, int], amount: int, among: Sequence[tuple[Pubkey | None, int]]
) -> None:
    """Share an amount out by how much each gave or got, to the last lamport."""
    parts = among or [(None, 1)]
    whole = sum(part for _, part in parts)
    counted, shared = 0, 0
    for wallet, part in parts:
        counted += part
        share = amount * counted // whole - shared
        shares[wallet] = shares.get(wallet, 0) + share
        shared += share


def _changed(amounts: Mapping[Key, int]) -> dict[Key, int]:
    return {key: amount for key, amount in amounts.items() if amount}
