"""The wallets' keys: derived from a seed, or read from files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from solders.keypair import Keypair

from alatau.day.keys import derive_keypair, derive_keypairs, load_keypairs
from alatau.errors import KeyFileError


def test_derive_keypair_depends_on_seed_and_name_alone() -> None:
    seed = hashlib.sha256(b"alatau:key:day:r-001").digest()
    assert derive_keypair("day", "r-001") == Keypair.from_seed(seed)
    keys = derive_keypairs("day", ["r-001", "r-002"])
    assert keys["r-001"] == derive_keypair("day", "r-001")
    assert len({*keys.values(), derive_keypair("other", "r-001")}) == 3


def test_load_keypairs_of_solanas_files_returns_them(tmp_path: Path) -> None:
    key = Keypair()
    (tmp_path / "r-001.json").write_text(key.to_json())
    assert load_keypairs(tmp_path, ["r-001"])["r-001"] == key


SECRET = list(bytes(Keypair()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "hello",
        json.dumps(SECRET[:63]),
        json.dumps([*SECRET[:63], 256]),
        json.dumps([*SECRET[:63], -1]),
        json.dumps([*SECRET[:63], True]),
        json.dumps([*SECRET[:63], 1.0]),
        json.dumps([*SECRET[:32], *SECRET[:32]]),
        "[" * 3000,
        json.dumps(SECRET) + " " * 5000,
        "\udcff",
    ],
)
def test_load_keypairs_of_something_else_names_the_file_and_no_secret(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "r-001.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(KeyFileError, match="no keypair file") as caught:
        load_keypairs(tmp_path, ["r-001"])
    assert caught.value.file == str(tmp_path / "r-001.json")
    assert str(SECRET[0:3])[1:-1] not in str(caught.value)


def test_load_keypairs_without_a_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"solana-keygen new -o r-001\.json"):
        load_keypairs(tmp_path, ["r-001"])
