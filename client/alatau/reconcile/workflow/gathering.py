"""Reading what a run is given beside the ledger: the journal, and the chain's balances."""

from __future__ import annotations

from dataclasses import replace

from alatau.chain.base import Chain
from alatau.indexer import Indexer, settled_proof
from alatau.indexer.marks import SLOT
from alatau.ledger import Ledger
from alatau.reconcile.sources.facts import Expected, Inputs
from alatau.reconcile.sources.from_journal import fee_payers, journal_facts
from alatau.reconcile.sources.gather import account_proof, read_vaults
from alatau.sender import Journal


async def gather_given(
    ledger: Ledger,
    *,
    journal: Journal | None = None,
    chain: Chain | None = None,
    indexer: Indexer | None = None,
    expected: tuple[Expected, ...] = (),
) -> Inputs:
    """All that a run compares with the ledger; `expected` are the provider's books.

    Without a `journal` what was meant is not compared; without the `chain` and the `indexer` of
    this ledger its balances are not.  The run reads the ledger itself, as of one entry of it.
    """
    given = Inputs(expected=expected)
    if chain is not None and indexer is not None:
        # The proof comes first: what lands meanwhile is taken in before the ledger is read.
        proof = await settled_proof(chain, indexer)
        given = replace(
            given,
            accounts=tuple(account_proof(indexer.latest, one) for one in proof.differences),
            vaults=tuple(await read_vaults(chain, indexer)),
            read_at=await chain.time(),
        )
    if journal is not None:
        records = list(journal.records())
        given = replace(given, journal=tuple(journal_facts(records)), signers=fee_payers(records))
    return replace(given, slot=int(await ledger.cursor(SLOT) or 0))
