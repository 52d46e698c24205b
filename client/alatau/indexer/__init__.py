"""From the chain to the ledger: what each transaction did, in order, with nothing missing."""

from alatau.indexer.index import Indexed, Indexer
from alatau.indexer.proof import BalanceProof, Difference, prove, settled_proof
from alatau.indexer.rent_proof import RentDifference, RentProof

__all__ = [
    "BalanceProof",
    "Difference",
    "Indexed",
    "Indexer",
    "RentDifference",
    "RentProof",
    "prove",
    "settled_proof",
]
