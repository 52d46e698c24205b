"""What a node's JSON says, as the chain's values.  Pure."""

from __future__ import annotations

import base64
from typing import Any

from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.chain.base import (
    AccountInfo,
    Commitment,
    SignatureInfo,
    Simulation,
    Status,
    TransactionRecord,
)
from alatau.chain.lamports import Lamports
from alatau.chain.runtime_errors import canonical_error

_CLOCK_TIME_OFFSET = 32


def account_info(value: dict[str, Any] | None) -> AccountInfo | None:
    """An account of getMultipleAccounts or getProgramAccounts, in base64."""
    if value is None:
        return None
    return AccountInfo(
        lamports=int(value["lamports"]),
        owner=Pubkey.from_string(value["owner"]),
        data=base64.b64decode(value["data"][0]),
        executable=bool(value["executable"]),
    )


def status(value: dict[str, Any] | None) -> Status | None:
    """An entry of getSignatureStatuses."""
    if value is None:
        return None
    # Nodes leave the word out for a transaction found only in their long-term history.
    settled = value.get("confirmationStatus") or "finalized"
    return Status(int(value["slot"]), Commitment(settled), canonical_error(value["err"]))


def record(signature: Signature, value: dict[str, Any] | None) -> TransactionRecord | None:
    """The answer of getTransaction in base64; None also if the node lacks its outcome."""
    if value is None or value.get("meta") is None:
        return None
    meta = value["meta"]
    message = base64.b64decode(value["transaction"][0])
    return TransactionRecord(
        signature=signature,
        slot=int(value["slot"]),
        time=int(value.get("blockTime") or 0),
        error=canonical_error(meta["err"]),
        fee=int(meta["fee"]),
        compute_units=int(meta.get("computeUnitsConsumed") or 0),
        logs=tuple(meta.get("logMessages") or ()),
        message=message,
        lamports=_lamports(message, meta),
    )


def _lamports(message: bytes, meta: dict[str, Any]) -> Lamports:
    """By how much the lamports of each account changed; nothing where a node does not say so."""
    before, after = meta.get("preBalances"), meta.get("postBalances")
    if not before or not after:
        return ()
    loaded = meta.get("loadedAddresses") or {}
    looked_up = (*loaded.get("writable", ()), *loaded.get("readonly", ()))
    static = VersionedTransaction.from_bytes(message).message.account_keys
    keys = (*static, *map(Pubkey.from_string, looked_up))
    if not len(keys) == len(before) == len(after):
        return ()  # whose they are, it does not say
    changed = zip(keys, before, after, strict=True)
    return tuple((key, has - had) for key, had, has in changed if has != had)


def signature_info(value: dict[str, Any]) -> SignatureInfo:
    """An entry of getSignaturesForAddress."""
    return SignatureInfo(
        signature=Signature.from_string(value["signature"]),
        slot=int(value["slot"]),
        time=int(value.get("blockTime") or 0),
        error=canonical_error(value["err"]),
    )


def simulation(value: dict[str, Any]) -> Simulation:
    """The value of simulateTransaction."""
    return Simulation(
        error=canonical_error(value["err"]),
        logs=tuple(value.get("logs") or ()),
        compute_units=int(value.get("unitsConsumed") or 0),
    )


def clock_time(data: bytes) -> int:
    """Unix seconds of the Clock sysvar's account."""
    return int.from_bytes(data[_CLOCK_TIME_OFFSET : _CLOCK_TIME_OFFSET + 8], "little", signed=True)
