"""Where transactions are sent and accounts are read: one Protocol, two backends."""

from alatau.chain.base import (
    AccountInfo,
    AccountWriter,
    Blockhash,
    Chain,
    Commitment,
    Faucet,
    OpenBlock,
    Promises,
    Seen,
    SignatureInfo,
    Simulation,
    Status,
    TimeTravel,
    Tip,
    TransactionRecord,
)
from alatau.chain.opening import CLUSTERS, cluster_url, open_chain

__all__ = [
    "CLUSTERS",
    "AccountInfo",
    "AccountWriter",
    "Blockhash",
    "Chain",
    "Commitment",
    "Faucet",
    "OpenBlock",
    "Promises",
    "Seen",
    "SignatureInfo",
    "Simulation",
    "Status",
    "TimeTravel",
    "Tip",
    "TransactionRecord",
    "cluster_url",
    "open_chain",
]
