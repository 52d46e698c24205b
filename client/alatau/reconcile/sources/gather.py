"""Reading the sources: the journal, the ledger, the chain's balances, into `Inputs`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from solders.pubkey import Pubkey

from alatau.chain.base import Chain
from alatau.errors import AccountMissing
from alatau.indexer import Difference, Indexer, settled_proof
from alatau.indexer.marks import SLOT
from alatau.indexer.rebuilt import OWED, Rebuilt, Standing
from alatau.ledger import Ledger
from alatau.program import (
    DISCRIMINATORS,
    PROGRAM_ID,
    decode_payment_account,
    decode_vault,
)
from alatau.reconcile.sources.facts import AccountProof, ChainFact, Inputs, JournalFact, VaultFact
from alatau.reconcile.sources.from_chain import chain_facts
from alatau.reconcile.sources.from_journal import JournalFacts
from alatau.reconcile.sources.taken_up import with_journal
from alatau.sender import Journal
from alatau.tokens import token_amount

PAGE: Final = 5_000
"""Transactions of the ledger that are read at once."""


async def gather(
    ledger: Ledger,
    given: Inputs,
    *,
    journal: Journal | None = None,
    chain: Chain | None = None,
    indexer: Indexer | None = None,
) -> Inputs:
    """What is `given` (statements, books, terms), with all that the sources tell.

    As `gather_given`, and the chain's transactions that the ledger has.
    """
    found = await gather_given(ledger, given, journal=journal, chain=chain, indexer=indexer)
    return replace(found, chain=tuple(await read_chain(ledger)))


async def gather_given(
    ledger: Ledger,
    given: Inputs,
    *,
    journal: Journal | None = None,
    chain: Chain | None = None,
    indexer: Indexer | None = None,
    settled: Callable[[JournalFact], bool] = lambda _fact: False,
) -> Inputs:
    """What is `given`, with what is compared with the ledger, which is not read.

    The journal is read a record at a time: intents that are `settled` are left out, and what the
    provider booked under their keys.  Without a `journal` what was meant is not compared; without
    the `chain` and the `indexer` of this ledger no balances are; with them the ledger is brought
    up to date first.  Raises what the sources raise.
    """
    found = given
    if chain is not None and indexer is not None:
        # Read on and proven before the ledger is read, so that both are of one moment.
        await indexer.catch_up()
        proof = await settled_proof(chain, indexer)
        found = replace(
            found,
            accounts=tuple(account_proof(indexer.latest, one) for one in proof.differences),
            vaults=tuple(await read_vaults(chain, indexer)),
            read_at=await chain.time(),
        )
    if journal is not None:
        facts = JournalFacts(journal.records())
        found = with_journal(found, facts, settled)
        found = replace(found, signers=given.signers | facts.signers)
    return replace(found, slot=int(await ledger.cursor(SLOT) or 0))


async def read_chain(ledger: Ledger) -> list[ChainFact]:
    """The chain's transactions that the ledger has."""
    facts: list[ChainFact] = []
    after = 0
    while stored := await ledger.transactions(after=after, limit=PAGE):
        facts += chain_facts(stored)
        after = stored[-1].sequence
    return facts


def account_proof(history: Rebuilt, difference: Difference) -> AccountProof:
    """An account that differs, with what it owes on either side."""
    address = difference.account
    standing = history.standings.get(address, Standing())
    known = sum(standing.balances.get(name, 0) for name in OWED)
    more = sum(there - here for name, here, there in difference.balances if name in OWED)
    owner = history.owners.get(address)
    asset = history.assets.get(owner.asset) if owner is not None else None
    return AccountProof(
        account=str(address),
        asset=str(asset.mint) if asset is not None else "",
        known=difference.known,
        found=difference.found,
        known_amount=known,
        found_amount=known + more,
    )


async def read_vaults(chain: Chain, indexer: Indexer) -> list[VaultFact]:
    """What each asset's vault holds and owes, and what the accounts of the asset add up to.

    Raises `AccountMissing` where a vault has no token account.
    """
    accounts: Counter[Pubkey] = Counter()
    prefix = DISCRIMINATORS["PaymentAccount"]
    for _, info in await chain.program_accounts(PROGRAM_ID, prefix):
        account = decode_payment_account(info.data)
        accounts[account.asset] += account.liability
    facts: list[VaultFact] = []
    history = indexer.latest
    for address, asset in sorted(history.vaults.items(), key=lambda pair: bytes(pair[0])):
        listed = history.assets[asset]
        if listed.zone != indexer.zone:
            continue
        found = await chain.account(address)
        vault = None if found is None else decode_vault(found.data)
        tokens = None if vault is None else await chain.account(vault.token_account)
        if vault is None or tokens is None:
            raise AccountMissing(f"the vault of {listed.mint} has no token account")
        held = token_amount(tokens.data)
        facts.append(VaultFact(str(listed.mint), held, vault.liabilities, accounts[asset]))
    return facts
