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
_JSON: Final = json.JSONEncoder(separators=(",", ":"))

base58: Final = lru_cache(100_000)(str)
"""An address as text, remembered: the same ones are marked again and again."""


def marks(accounts: Rebuilt, changed: Iterable[Pubkey]) -> Iterator[Cursor]:
    """The cursors of accounts that have changed."""
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
    return int(cursors.get(SLOT, "0")), accounts


def _text(value: Sequence[object]) -> str:
    return _JSON.encode(value)
