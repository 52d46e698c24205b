"""Keypair files."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from solders.keypair import Keypair

from alatau.cli import keyfiles
from alatau.cli.main import main
from alatau.day.keys import derive_keypair
from alatau.errors import InputError, StorageError
from alatau.keypairs import read_keypair
from alatau.testing.small_day import write_folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_new_makes_a_file_only_its_owner_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "keys" / "Айгүл.json"
    assert main(["keys", "new", str(file), "--json"]) == 0
    address = json.loads(capsys.readouterr().out)["address"]
    assert str(read_keypair(file).pubkey()) == address
    assert mode(file) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["Айгүл.json"]

    assert main(["keys", "show", str(file)]) == 0
    assert capsys.readouterr().out == f"{address}\n"


def test_new_over_a_file_is_refused_and_keeps_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "me.json"
    assert main(["keys", "new", str(file)]) == 0
    before = file.read_bytes()
    assert main(["keys", "new", str(file)]) == 2
    assert "me.json: is there already" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert main(["keys", "new", str(file), "--force"]) == 0
    assert file.read_bytes() != before
    assert mode(file) == 0o600


def test_derive_writes_wallets_and_mints_of_the_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "day"
    folder.mkdir()
    write_folder(folder)
    out = tmp_path / "keys"
    assert main(["keys", "derive", "--folder", str(folder), "--out", str(out), "--json"]) == 0
    addresses = json.loads(capsys.readouterr().out)["addresses"]
    assert {"operator", "bank", "afsa", "treasury", "m-01", "r-001", "mint-KZTE"} <= set(addresses)
    assert {file.stem for file in out.iterdir()} == set(addresses)
    assert read_keypair(out / "r-001.json") == derive_keypair("test", "r-001")
    assert {mode(file) for file in out.iterdir()} == {0o600}


def test_derive_over_one_file_writes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path)
    out = tmp_path / "keys"
    out.mkdir()
    (out / "treasury.json").write_text("mine")
    command = ["keys", "derive", "--folder", str(tmp_path), "--out", str(out)]
    assert main(command) == 2
    assert "treasury.json: is there already" in capsys.readouterr().err
    assert [file.name for file in out.iterdir()] == ["treasury.json"]
    assert main([*command, "--force"]) == 0
    assert read_keypair(out / "treasury.json") == derive_keypair("test", "treasury")


def test_derive_without_a_seed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path)
    file = tmp_path / "zone.toml"
    file.write_text(file.read_text().replace('key_seed = "test"\n', ""))
    assert main(["keys", "derive", "--folder", str(tmp_path), "--out", str(tmp_path / "k")]) == 2
    assert "zone.key_seed: the zone has no key_seed" in capsys.readouterr().err
    assert not (tmp_path / "k").exists()


def test_write_keypairs_over_a_dangling_link_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "me.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(InputError, match="is there already"):
        keyfiles.write_keypairs({link: Keypair()}, force=False)
    assert not (tmp_path / "elsewhere.json").exists()


def test_write_keypairs_below_a_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"me\.json cannot be written"):
        keyfiles.write_keypairs({tmp_path / "file" / "me.json": Keypair()}, force=False)
