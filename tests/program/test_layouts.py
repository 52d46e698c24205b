"""The bytes of every account and event are those of `docs/layouts.json`."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from alatau.program import DISCRIMINATORS, decode_account, idl
from alatau.program.codec import type_layout
from alatau.program.coding import discriminator
from alatau.testing import layouts

WRITTEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / layouts.FILE).read_text(encoding="utf-8")
)
KINDS = [(kind, name) for kind in ("accounts", "events") for name in WRITTEN[kind]]


def test_layouts_are_the_written_ones() -> None:
    remedy = "if that is meant: python -m alatau.testing.layouts --write, and think of VERSION"
    assert layouts.complaints(layouts.layouts(), WRITTEN) == [], remedy


def test_layouts_name_every_account_and_event_of_the_program() -> None:
    for kind in ("accounts", "events"):
        assert {*WRITTEN[kind]} == {entry["name"] for entry in idl()[kind]}


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_decode_the_example_gives_the_written_values(kind: str, name: str) -> None:
    written = WRITTEN[kind][name]
    assert layouts.decoded(kind, bytes.fromhex(written["example"])) == written["decoded"]


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_fields_lie_one_after_the_other_without_a_gap(kind: str, name: str) -> None:
    written, end = WRITTEN[kind][name], 0
    for offset, size, declared, path in written["fields"]:
        assert offset == end, path
        scalar = {"u16": 2, "u32": 4, "u64": 8}.get(declared, 1)
        # Rows are packed, and follow the count of them.
        assert "[" in path or offset % scalar == 0, f"{path} is not aligned"
        end = offset + size
    assert end == written["bytes"] == len(bytes.fromhex(written["example"]))
    if not type_layout(name).has_rows:
        assert end == 8 + type_layout(name).size
        assert end % 8 == 0


def test_discriminators_are_all_different_and_not_zero() -> None:
    found = [
        bytes(entry["discriminator"])
        for kind in ("accounts", "events", "instructions")
        for entry in idl()[kind]
    ]
    assert len({*found}) == len(found)
    assert bytes(8) not in found
    for kind, name in KINDS:
        example = bytes.fromhex(WRITTEN[kind][name]["example"])
        assert example[:8] == discriminator(kind, name)


@pytest.mark.parametrize("name", WRITTEN["accounts"])
def test_version_is_the_first_byte_of_every_account(name: str) -> None:
    assert WRITTEN["accounts"][name]["fields"][1] == [8, 1, "u8", "version"]
    example = bytes.fromhex(WRITTEN["accounts"][name]["example"])
    assert example[:8] == DISCRIMINATORS[name]
    assert type(decode_account(example)).__name__ == name


@pytest.mark.parametrize("part", ["fields", "example", "decoded", "bytes"])
def test_complaints_name_what_changed(part: str) -> None:
    changed = copy.deepcopy(WRITTEN)
    changed["events"]["Paid"][part] = None
    assert layouts.complaints(WRITTEN, changed) == [f"events: Paid has another {part}"]


def test_complaints_name_what_came_went_and_the_version() -> None:
    changed = copy.deepcopy(WRITTEN)
    changed["version"] += 1
    changed["accounts"]["Purse"] = changed["accounts"].pop("Vault")
    assert layouts.complaints(WRITTEN, changed) == [
        f"version: {WRITTEN['version']} where {WRITTEN['version'] + 1} is written",
        "accounts: Purse is gone",
        "accounts: Vault is new",
    ]
