"""Is the ledger what the chain is?  Account by account: opening, postings, closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from solders.pubkey import Pubkey

from alatau.chain.base import Chain
from alatau.indexer.index import Indexer
from alatau.indexer.rebuilt import Balance, Rebuilt, Standing
from alatau.indexer.rent_proof import RentProof, prove_rent
from alatau.program import DISCRIMINATORS, PROGRAM_ID, PaymentAccount, decode_payment_account

_TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """An account that the chain and the history have differently.

    Where `known` and `found`, the changes that each has, differ, transactions are missing on one
    side: in the history, or, just after they landed, in what it was told of so far.
    """

    account: Pubkey
    known: int
    found: int
    balances: tuple[tuple[str, int, int], ...]
    """Each that differs: its name, in the history, on the chain."""


@dataclass(frozen=True, slots=True)
class BalanceProof:
    """How many payment accounts of the zone were compared, how they differ, and their rent."""

    accounts: int
    differences: tuple[Difference, ...]
    rent: RentProof

    @property
    def proven(self) -> bool:
        """Every account's postings add up to what the chain has, and no rent is missing."""
        return not self.differences and self.rent.proven


async def prove(chain: Chain, zone: Pubkey, history: Rebuilt) -> BalanceProof:
    """Compare every payment account of a zone, and all that holds rent, with their history."""
    there = dict(await chain.program_accounts(PROGRAM_ID, DISCRIMINATORS["PaymentAccount"]))
    decoded = ((address, decode_payment_account(info.data)) for address, info in there.items())
    found = {address: account for address, account in decoded if account.zone == zone}
    known = {each for each in history.owners if history.zone_of(each) == zone}
    differences = tuple(
        difference
        for address in sorted(found.keys() | known, key=bytes)
        if (difference := _difference(history, address, found.get(address))) is not None
    )
    # Without a beginning, what accounts hold besides was put there before.
    of_zone = () if history.rent_unknown else found
    rent = await prove_rent(chain, history, there, of_zone)
    return BalanceProof(len(found.keys() | known), differences, rent)


async def settled_proof(chain: Chain, indexer: Indexer) -> BalanceProof:
    """A proof of now: what lands while it is made is taken in, and it is made again."""
    proof = await prove(chain, indexer.zone, indexer.latest)
    tries = _TRIES if chain.block_seconds else 0
    while not proof.proven and tries:
        tries -= 1
        await chain.news(chain.block_seconds)
        await indexer.catch_up()
        proof = await prove(chain, indexer.zone, indexer.latest)
    return proof


def _difference(
    history: Rebuilt, address: Pubkey, account: PaymentAccount | None
) -> Difference | None:
    standing = history.standings.get(address, Standing())
    found = 0 if account is None else account.revision
    pairs = (
        (
            name.value,
            standing.balances.get(name, 0),
            0 if account is None else getattr(account, name),
        )
        for name in Balance
    )
    balances = tuple(each for each in pairs if each[1] != each[2])
    if standing.revision == found and not balances:
        return None
    return Difference(address, standing.revision, found, balances)
