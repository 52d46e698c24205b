"""Asking the chain for what transactions with cut off logs may have changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from solders.pubkey import Pubkey

from alatau.chain.base import AccountInfo, Chain, Commitment
from alatau.errors import AccountInvalid
from alatau.indexer.decoded import Decoded
from alatau.indexer.reading import behind, fetch, in_groups
from alatau.indexer.rebuilt import LIABILITIES, Balance, Owner, Rebuilt
from alatau.indexer.truncated import Found, recover, suspects
from alatau.program import PROGRAM_ID, accounts

_TOGETHER = 1_000


async def recovered(
    chain: Chain, history: Rebuilt, slot: int, group: Sequence[Decoded]
) -> list[Decoded]:
    """Transactions that come right behind `slot`, with what their logs do not tell.

    What follows them is read too, as far as it is final, for it says what they left behind.
    """
    wanted = suspects(group)
    infos = await _accounts(chain, wanted)
    found = {}
    for address, info in infos.items():
        if info.owner != PROGRAM_ID:
            continue
        try:
            account = accounts.decode_account(info.data)
        except AccountInvalid:
            continue  # of another version: its changes are a gap
        balances: dict[str, int] = {}
        if isinstance(account, accounts.PaymentAccount):
            balances = {name.value: getattr(account, name) for name in Balance}
            history.learn_owner(address, Owner(account.wallet, account.asset, account.lane))
        elif isinstance(account, accounts.Vault):
            balances = {LIABILITIES: account.liabilities}
        found[address] = Found(account.revision, balances)
    # Listed after the accounts were read, so that all that they have seen is there.
    later = await _later(chain, slot, group, wanted)
    last = max(each.slot for each in group)
    return [each for each in recover(history, [*group, *later], found) if each.slot <= last]


async def _accounts(chain: Chain, wanted: set[Pubkey] | None) -> dict[Pubkey, AccountInfo]:
    if wanted is None:
        wanted = {address for address, _ in await chain.program_accounts(PROGRAM_ID)}
    addresses = sorted(wanted, key=bytes)
    infos = await chain.accounts(addresses, Commitment.FINALIZED)
    return {
        address: info for address, info in zip(addresses, infos, strict=True) if info is not None
    }


async def _later(
    chain: Chain, slot: int, group: Sequence[Decoded], wanted: set[Pubkey] | None
) -> list[Decoded]:
    """What is final and not of the group; of it, only what is said of the wanted accounts."""
    there = await behind(chain, slot)
    known = {each.signature for each in group}
    left = [info for info in there.settled if info.signature not in known]
    found = []
    for some in in_groups(left, _TOGETHER):
        for each in await fetch(chain, some):
            changes = tuple(
                change for change in each.changes if wanted is None or change.address in wanted
            )
            if changes or each.truncated:
                found.append(replace(each, events=(), changes=changes))
    return found
