"""The runtime's transaction errors as canonical JSON, the same on every backend."""

from __future__ import annotations

import json
from typing import Any

# Errors with which a cluster drops a transaction instead of charging and recording it.
NOT_LANDING = frozenset(
    {
        "AccountBorrowOutstanding",
        "AccountInUse",
        "AccountLoadedTwice",
        "AccountNotFound",
        "AddressLookupTableNotFound",
        "AlreadyProcessed",
        "BlockhashNotFound",
        "CallChainTooDeep",
        "ClusterMaintenance",
        "DuplicateInstruction",
        "InsufficientFundsForFee",
        "InvalidAccountForFee",
        "InvalidAccountIndex",
        "InvalidAddressLookupTableData",
        "InvalidAddressLookupTableIndex",
        "InvalidAddressLookupTableOwner",
        "MissingSignatureForFee",
        "SanitizeFailure",
        "SignatureFailure",
        "TooManyAccountLocks",
        "UnsupportedVersion",
    }
)


def canonical_error(error: Any) -> str | None:
    """`error` as an RPC node's JSON gives it, as compact JSON with sorted keys; None for None."""
    if error is None:
        return None
    if isinstance(error, str):
        return json.dumps(error)
    return json.dumps(_normal(error), separators=(",", ":"), sort_keys=True)


def error_name(error: str) -> str:
    """The variant's name: ``InstructionError`` of ``{"InstructionError":[0,…]}``."""
    value = json.loads(error)
    return value if isinstance(value, str) else str(next(iter(value)))


def _normal(error: Any) -> Any:
    # Old nodes give the instruction error BorshIoError a text, newer ones none.
    if isinstance(error, dict) and isinstance(pair := error.get("InstructionError"), list):
        index, inner = pair
        if isinstance(inner, dict) and "BorshIoError" in inner:
            return {"InstructionError": [index, "BorshIoError"]}
    return error
