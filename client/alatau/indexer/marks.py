"""Where the indexer stands, as the ledger keeps it: a cursor for each account of the chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from solders.pubkey import Pubkey

from alatau.indexer.rebuilt import Asset, Owner, Rebuilt, Standing
from alatau.ledger import Cursor

SLOT: Final = "chain:slot"
"""The cursor of the slot up to which everything is in the ledger."""
_ACCOUNT: Final = "chain:account:"
_ASSET: Final = "chain:asset:"
_RENT: Final = "chain:rent:"
_RENT_UNKNOWN: Final = "chain:rent"
"""Ledgers from before rent was posted have no such cursor: theirs is unknown so far."""
_JSON: Final = json.JSONEncoder(separators=(",", ":"))

base58: Final = lru_cache(100_000)(str)
"""An address as text, remembered: the same ones are marked again and again."""


def marks(
    accounts: Rebuilt, changed: Iterable[Pubkey], lamports: Iterable[Pubkey]
) -> Iterator[Cursor]:
    """The cursors of accounts that have changed, and of those whose `lamports` have."""
    yield Cursor(_RENT_UNKNOWN, str(accounts.rent_unknown))
    for address in lamports:
        if address in accounts.rent:
            yield Cursor(f"{_RENT}{base58(address)}", str(accounts.rent[address]))
    for address in changed:
        standing = accounts.standings.get(address, Standing())
        value: list[object] = [standing.revision, dict(sorted(standing.balances.items()))]
        if owner := accounts.owners.get(address):
            value += [base58(owner.wallet), base58(owner.asset), owner.lane]
        yield Cursor(f"{_ACCOUNT}{base58(address)}", _text(value))
        if asset := accounts.vaults.get(address):
            known = accounts.assets[asset]
            named = [base58(one) for one in (address, known.zone, known.mint)]
            yield Cursor(f"{_ASSET}{base58(asset)}", _text(named))


def restore(cursors: Mapping[str, str]) -> tuple[int, Rebuilt]:
    """The slot and the accounts that cursors stand for."""
    accounts = Rebuilt()
    slot = int(cursors.get(SLOT, "0"))
    accounts.rent_unknown = int(cursors.get(_RENT_UNKNOWN, slot))
    for name, text in cursors.items():
        if name.startswith(_ASSET):
            vault, zone, mint = map(Pubkey.from_string, json.loads(text))
            asset = Pubkey.from_string(name.removeprefix(_ASSET))
            accounts.vaults[vault], accounts.assets[asset] = asset, Asset(zone, mint)
    for name, text in cursors.items():
        if name.startswith(_ACCOUNT):
            address = Pubkey.from_string(name.removeprefix(_ACCOUNT))
            revision, balances, *owner = json.loads(text)
            accounts.standings[address] = Standing(revision, balances)
            if owner:
                wallet, asset = map(Pubkey.from_string, owner[:2])
                accounts.learn_owner(address, Owner(wallet, asset, owner[2]))
        elif name.startswith(_RENT):
            accounts.rent[Pubkey.from_string(name.removeprefix(_RENT))] = int(text)
    return slot, accounts


def _text(value: Sequence[object]) -> str:
    return _JSON.encode(value)
