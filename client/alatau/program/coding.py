"""Which coder codes what: anchorpy, except where thousands are coded.

What administers a zone goes through anchorpy's coder.  Payments, the accounts that
they change and all events go through `codec`, from the same IDL.  Both give the same
plain values: see `codec`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from alatau.errors import InputError
from alatau.program.codec import Layout, type_layout
from alatau.program.idl import anchor_coder, idl

BULK_INSTRUCTIONS = frozenset(
    {
        "deposit",
        "withdraw",
        "pay",
        "pay_held",
        "transfer",
        "fulfil",
        "settle",
        "refund",
        "expire",
        "collect",
        "draw",
        "pull",
        "pay_many",
        "settle_many",
        "consolidate",
        "fund_lane",
        "issue_units",
        "transfer_units",
        "trade",
        "take_offer",
        "claim",
        "distribute",
        "subscribe",
    }
)
BULK_ACCOUNTS = frozenset(
    {
        "PaymentAccount",
        "Payment",
        "Vault",
        "Allowance",
        "Mandate",
        "Instrument",
        "Holding",
        "Offer",
        "Offering",
        "Subscription",
    }
)


@lru_cache(maxsize=256)
def instruction_layout(name: str) -> Layout:
    """The layout of an instruction's arguments."""
    return Layout(instruction_entry(name)["args"])


@lru_cache(maxsize=256)
def instruction_entry(name: str) -> Mapping[str, Any]:
    """What the IDL says of an instruction."""
    entry: Mapping[str, Any]
    for entry in idl()["instructions"]:
        if entry["name"] == name:
            return entry
    raise InputError(f"the program has no instruction {name}")


@lru_cache(maxsize=256)
def discriminator(kind: str, name: str) -> bytes:
    """The 8 bytes that an instruction, account or event begins with.

    `kind` is ``"instructions"``, ``"accounts"`` or ``"events"``, the IDL's own word.
    """
    for entry in idl()[kind]:
        if entry["name"] == name:
            return bytes(entry["discriminator"])
    raise InputError(f"the program has no {name} among its {kind}")


def encode_instruction(name: str, args: Mapping[str, Any]) -> bytes:
    """An instruction's data.  Raises `InputError` naming the argument that does not fit."""
    layout = instruction_layout(name)
    values = [args[field] for field in layout.names]
    if name in BULK_INSTRUCTIONS:
        return discriminator("instructions", name) + layout.write(values)
    return encode_with_anchorpy(name, layout, values)


def encode_with_anchorpy(name: str, layout: Layout, values: Sequence[Any]) -> bytes:
    """The same through anchorpy.  Raises `InputError` as `encode_instruction` does."""
    layout.write(values)  # says which argument does not fit, which anchorpy's errors do not
    data: bytes = anchor_coder().instruction.encode(
        name, dict(zip(layout.names, values, strict=True))
    )
    return data


def decode_account(name: str, data: bytes) -> Sequence[Any]:
    """The values of an account's fields, in the IDL's order; `data` must have its size."""
    if name in BULK_ACCOUNTS:
        return type_layout(name).read(data, 8)
    return account_with_anchorpy(name, data)


def account_with_anchorpy(name: str, data: bytes) -> Sequence[Any]:
    """The same through anchorpy."""
    return plain_fields(name, anchor_coder().accounts.decode(data))


def plain_fields(name: str, decoded: Any) -> tuple[Any, ...]:
    """What anchorpy decoded as a struct of the IDL, as plain values."""
    return tuple(
        _plain(field["type"], getattr(decoded, _attribute(field["name"])))
        for field in _struct_fields(name)
    )


@lru_cache(maxsize=256)
def _struct_fields(name: str) -> tuple[Mapping[str, Any], ...]:
    return next(tuple(entry["type"]["fields"]) for entry in idl()["types"] if entry["name"] == name)


def _attribute(name: str) -> str:
    return "class_" if name == "class" else name  # anchorpy's way around Python's keywords


def _plain(declared: Any, value: Any) -> Any:
    if isinstance(declared, str):
        return value
    if "defined" in declared:
        return plain_fields(declared["defined"]["name"], value)
    if "vec" in declared:
        return tuple(_plain(declared["vec"], each) for each in value)
    element, _ = declared["array"]
    return bytes(value) if element == "u8" else tuple(_plain(element, each) for each in value)
