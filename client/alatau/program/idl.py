"""The program's IDL and ELF, as built, and the IDL as anchorpy reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solders.pubkey import Pubkey

if TYPE_CHECKING:
    from anchorpy.coder.coder import Coder

PROGRAM_ID = Pubkey.from_string("ZowsvnL3WdRKkRkHE2YdfcFYxh2xNbUTdEVTRUHFcE1")

_DATA = Path(__file__).parent / "data"


def program_path() -> Path:
    """Where the built program, `sandbox.so`, lies."""
    return _DATA / "sandbox.so"


@lru_cache(maxsize=1)
def idl() -> dict[str, Any]:
    """The IDL in the current format, parsed once; not to be changed."""
    parsed: dict[str, Any] = json.loads((_DATA / "sandbox.json").read_text(encoding="utf-8"))
    return parsed


@lru_cache(maxsize=1)
def anchor_coder() -> Coder:
    """Anchorpy's coder for this program.  Importing anchorpy takes half a second: not before."""
    from anchorpy.coder.coder import Coder  # noqa: PLC0415
    from anchorpy_core.idl import Idl  # noqa: PLC0415

    return Coder(Idl.from_json(json.dumps(legacy_idl(idl()))))


def legacy_idl(current: Mapping[str, Any]) -> dict[str, Any]:
    """An IDL of the current format (spec 0.1.0) in the one from before Anchor 0.30.

    The old format has no discriminators, as it knows only the default ones; it defines
    accounts and events where the current one names types.
    """
    types = {entry["name"]: entry for entry in current["types"]}
    accounts = [entry["name"] for entry in current["accounts"]]
    events = [entry["name"] for entry in current["events"]]
    elsewhere = {*accounts, *events}
    return {
        "name": current["metadata"]["name"],
        "version": current["metadata"]["version"],
        "metadata": {"address": current["address"]},
        "instructions": [_instruction(entry) for entry in current["instructions"]],
        "accounts": [_definition(types[name]) for name in accounts],
        "types": [_definition(entry) for name, entry in types.items() if name not in elsewhere],
        "events": [
            {"name": name, "fields": [{**field, "index": False} for field in _fields(types[name])]}
            for name in events
        ],
        "errors": list(current["errors"]),
    }


def _instruction(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": _camel(entry["name"]),
        "accounts": [
            {
                "name": _camel(account["name"]),
                "isMut": account.get("writable", False),
                "isSigner": account.get("signer", False),
                "isOptional": account.get("optional", False),
            }
            for account in entry["accounts"]
        ],
        "args": [
            {"name": _camel(arg["name"]), "type": _type(arg["type"])} for arg in entry["args"]
        ],
    }


def _definition(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": entry["name"], "type": {"kind": "struct", "fields": _fields(entry)}}


def _fields(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": _camel(field["name"]), "type": _type(field["type"])}
        for field in entry["type"]["fields"]
    ]


def _type(declared: Any) -> Any:
    if declared == "pubkey":
        return "publicKey"
    if isinstance(declared, str):
        return declared
    if "array" in declared:
        element, length = declared["array"]
        return {"array": [_type(element), length]}
    if "vec" in declared:
        return {"vec": _type(declared["vec"])}
    return {"defined": declared["defined"]["name"]}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
