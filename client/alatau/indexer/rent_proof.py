"""Do the accounts hold the rent that the ledger has in them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from solders.pubkey import Pubkey

from alatau.chain.base import AccountInfo, Chain
from alatau.indexer.rebuilt import Rebuilt


@dataclass(frozen=True, slots=True)
class RentDifference:
    """An account with other lamports than the rent that is `known` of it: those `found`.

    `of_program`: it is one of the program's, which gives lamports back only when it is closed.
    """

    account: Pubkey
    known: int
    found: int
    of_program: bool

    @property
    def missing(self) -> bool:
        """Whether a transaction is missing in the history, or a posting in the ledger.

        More than is known anyone may have put there.  A token account may have been closed
        by its owner, in a transaction that is not the zone's.
        """
        return self.of_program and self.found < self.known


@dataclass(frozen=True, slots=True)
class RentProof:
    """The rent in the ledger beside what the accounts hold that it is in, in lamports.

    `unknown` is the slot up to which rent may be missing in the ledger; 0: it has all.
    """

    accounts: int
    known: int
    found: int
    differences: tuple[RentDifference, ...]
    unknown: int

    @property
    def proven(self) -> bool:
        """No account of the program holds less than what the ledger has in it."""
        return not any(each.missing for each in self.differences)


async def prove_rent(
    chain: Chain, history: Rebuilt, there: Mapping[Pubkey, AccountInfo], of_zone: Iterable[Pubkey]
) -> RentProof:
    """Compare each account that holds rent; those that are `there` are not asked for again.

    `of_zone` are accounts of the zone that must hold some.
    """
    holders = {address for address, amount in history.rent.items() if amount}
    addresses = sorted(holders.union(of_zone), key=bytes)
    asked = [address for address in addresses if address not in there]
    infos = {**there, **dict(zip(asked, await chain.accounts(asked), strict=True))}
    found = {each: 0 if (info := infos[each]) is None else info.lamports for each in addresses}
    differences = tuple(
        RentDifference(address, known, found[address], address in history.standings)
        for address in addresses
        if (known := history.rent.get(address, 0)) != found[address]
    )
    return RentProof(
        accounts=len(addresses),
        known=sum(history.rent.values()),
        found=sum(found.values()),
        differences=differences,
        unknown=history.rent_unknown,
    )
