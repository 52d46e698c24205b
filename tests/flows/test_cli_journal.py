"""The journal by commands: what payments left in it, and what is done when it is damaged."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from hashlib import sha512
from pathlib import Path
from typing import Any

import pytest
from solders.keypair import Keypair
from solders.signature import Signature

from alatau.chain.embedded import EmbeddedChain
from alatau.cli.main import main
from alatau.errors import InsufficientFunds
from alatau.file_names import file_name
from alatau.program import PROGRAM_ID, Service, program_path
from alatau.sender import Attempt, Entry, Evidence, Journal, State
from alatau.testing import FreshZone, Wallets
from alatau.zone import Zone

NAME = "Алатау"
GENESIS = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"
PAGE = 4096


@dataclass(frozen=True)
class Cli:
    """Runs commands in this process, with the journals of a folder."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        """The JSON that a command prints; `error` within it where it fails."""
        given = main([*arguments, "--json"])
        out, err = self.capsys.readouterr()
        assert given == code, err
        found = json.loads(out)
        failed = isinstance(found.get("error"), dict)  # an intent's own is text
        return found["error"] if failed else found

    def text(self, *arguments: str, code: int = 0) -> str:
        """What a command prints for people."""
        given = main(list(arguments))
        out, err = self.capsys.readouterr()
        assert given == code, err
        return out


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALATAU_HOME", str(tmp_path / "home"))
    for variable in ("ALATAU_ZONE", "ALATAU_URL"):
        monkeypatch.delenv(variable, raising=False)
    return Cli(tmp_path / "home", capsys)


def signature(text: str) -> str:
    return str(Signature.from_bytes(sha512(text.encode()).digest()))


def journal_of(cli: Cli, zone: str = NAME, keys: tuple[str, ...] = ()) -> Path:
    """A journal with some intents that were sent, and of which no more is known."""
    path = cli.home / file_name("journal", GENESIS, zone)
    account = str(Keypair.from_seed(bytes(32)).pubkey())

    async def write() -> None:
        with Journal.open(path, genesis=GENESIS, zone=zone, now=lambda: 1_790_000_000.5) as journal:
            for number, key in enumerate(keys, 1):
                journal.prepare(Entry(key, account, number, b"salt", State.PREPARED))
                await journal.sign(Attempt(signature(key), key, b"signed bytes", 150, slot=9))
                journal.move(key, State.UNKNOWN, Evidence(200, 170, "түйін жауап бермейді"))

    asyncio.run(write())
    return path


@pytest.fixture
def paid(cli: Cli) -> Cli:
    """A zone in which one payment was made and one refused, from Python."""

    async def pay() -> None:
        chain = await EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
        async with chain, FreshZone.found(chain, name=NAME) as fresh:
            wallets = Wallets(fresh)
            aigul = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
            nan = await wallets.merchant("«Нан» наубайханасы")
            async with Zone.over(chain, name=NAME, keypair=aigul, home=cli.home) as zone:

                async def visit(key: str, amount: int) -> None:
                    await zone.pay(
                        payee=nan.pubkey(), mint=fresh.tenge.mint, amount=amount,
                        service=Service.SHOPS, key=key,
                    )  # fmt: skip

                await visit("cli:pay:visit-1", 1_250_00)
                with pytest.raises(InsufficientFunds):
                    await visit("order:А-0002:pay", 90_000_00)

    asyncio.run(pay())
    return cli


def test_list_shows_counts_and_intents(paid: Cli) -> None:
    found = paid("journal", "list")
    assert found["zone"] == NAME
    assert {state: count for state, count in found["counts"].items() if count} == {
        "finalized": 1,
        "failed": 1,
    }
    assert [entry["key"] for entry in found["entries"]] == ["cli:pay:visit-1", "order:А-0002:pay"]
    text = paid.text("journal", "list", "--state", "failed")
    assert text.startswith(f"2 intents of the zone {NAME}: 1 finalized, 1 failed\n")
    assert "order:А-0002:pay" in text
    assert "visit-1" not in text
    account = found["entries"][0]["account"]
    assert len(paid("journal", "list", "--account", account, "--limit", "1")["entries"]) == 1
    newest = paid("journal", "list", "--limit", "1")["entries"]
    assert [entry["number"] for entry in newest] == [2]
    other = str(Keypair().pubkey())
    assert paid("journal", "list", "--account", other)["entries"] == []
    assert "no such intents" in paid.text("journal", "list", "--account", other)


def test_show_tells_the_story_of_an_intent(paid: Cli) -> None:
    found = paid("journal", "show", "order:А-0002:pay")
    assert found["state"] == "failed"
    assert "InstructionError" in found["error"]
    assert found["logs"]
    assert [one["signature"] for one in found["attempts"]] == [found["signature"]]
    assert [one["state"] for one in found["transitions"]][:2] == ["prepared", "signed"]
    assert found["transitions"][-1]["state"] == "failed"
    # A command's own --key is enough.
    assert paid("journal", "show", "visit-1")["key"] == "cli:pay:visit-1"
    text = paid.text("journal", "show", "visit-1")
    assert found["signature"] not in text
    assert "transition" in text
    assert "finalized" in text


def test_show_of_what_is_not_there_or_twice_is_refused(cli: Cli) -> None:
    journal_of(cli, keys=("cli:pay:visit-1", "cli:refund:visit-1", "cli:pay:visit-2"))
    error = cli("journal", "show", "visit-9", code=2)
    assert error["message"] == "KEY: no intent has the key 'visit-9'"
    error = cli("journal", "show", "visit-1", code=2)
    assert error["remedy"] == "give one of cli:pay:visit-1, cli:refund:visit-1"
    found = cli("journal", "show", "visit-2")
    assert found["transitions"][-1] == {
        "state": "unknown",
        "at": "2026-09-21T14:13:20.500Z",
        "signature": "",
        "slot": 200,
        "height": 170,
        "detail": "түйін жауап бермейді",
    }
    assert "12 bytes" in cli.text("journal", "show", "visit-2")


def test_journal_is_chosen_by_zone_or_file(cli: Cli) -> None:
    error = cli("journal", "list", code=2)
    assert error["message"].startswith("--home: there is no journal in")
    assert "ALATAU_HOME" in error["remedy"]
    first = journal_of(cli, keys=("a",))
    assert cli("journal", "list")["journal"] == str(first)
    second = journal_of(cli, zone="Шымбұлақ", keys=("b",))
    error = cli("journal", "list", code=2)
    assert str(first) in error["remedy"]
    assert str(second) in error["remedy"]
    assert cli("journal", "list", "--zone", "Шымбұлақ")["entries"][0]["key"] == "b"
    assert cli("journal", "list", "--journal", str(first))["entries"][0]["key"] == "a"
    error = cli("journal", "list", "--zone", "Қаскелең", code=2)
    assert error["message"].startswith("--home: there is no journal of the zone 'Қаскелең'")
    error = cli("journal", "verify", "--journal", "бос.sqlite", code=2)
    assert error["message"] == "--journal: there is no journal бос.sqlite"
    error = cli("journal", "list", "--zone", NAME, "--state", "paid", code=2)
    assert "unknown are" in error["remedy"]


def test_journal_in_use_is_said(cli: Cli) -> None:
    path = journal_of(cli, keys=("a",))
    with Journal.existing(path):
        for command in (["list"], ["verify"], ["export", "--to", "out.jsonl"]):
            error = cli("journal", *command, code=1)
            assert error["kind"] == "JournalError"
            assert "is in use by another process" in error["message"]
    assert not Path("out.jsonl").exists()


def test_export_writes_lines_or_tables(cli: Cli) -> None:
    journal_of(cli, keys=("төлем-1", "төлем-2"))
    found = cli("journal", "export", "--to", "out.jsonl")
    assert found == {
        "files": ["out.jsonl"], "intents": 2, "attempts": 2, "transitions": 6, "unreadable": [],
    }  # fmt: skip
    lines = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    assert [line["key"] for line in lines] == ["төлем-1", "төлем-2"]
    text = cli.text("journal", "export", "--to", "out", "--format", "csv")
    assert text.startswith("2 intents, 2 signed transactions and 6 transitions are in out/intents")
    assert len(Path("out/transitions.csv").read_text("utf-8").splitlines()) == 7
    error = cli("journal", "export", "--to", "out", "--format", "csv", code=2)
    assert "is there already" in error["message"]
    error = cli("journal", "export", "--to", "x", "--format", "xml", code=2)
    assert error["remedy"] == "jsonl and csv are"


def test_verify_and_export_of_a_damaged_journal(cli: Cli) -> None:
    path = journal_of(cli, keys=tuple(f"төлем-{number}" for number in range(40)))
    assert cli("journal", "verify") == {
        "journal": str(path), "sound": True, "intents": 40, "wrong": [],
    }  # fmt: skip
    assert cli.text("journal", "verify").endswith(".sqlite is sound: 40 intents\n")
    content = bytearray(path.read_bytes())
    at = content.index("түйін жауап бермейді".encode(), PAGE)
    content[at] ^= 1
    path.write_bytes(content)
    found = cli("journal", "verify", code=1)
    assert not found["sound"]
    assert any("transitions row" in line for line in found["wrong"])
    text = cli.text("journal", "verify", code=1)
    assert f"is damaged (alatau journal export --journal '{path}' --to DIR" in text
    error = cli("journal", "export", "--to", "saved", code=0)
    assert error["intents"] == 40
    assert error["transitions"] == 3 * 40 - 1
    (missing,) = [line for line in error["unreadable"] if line.startswith("entry ")]
    assert missing.endswith("transition 3")
    # What pays says so too, and sends nothing.
    lines = [
        json.loads(line) for line in Path("saved/intents.jsonl").read_text("utf-8").splitlines()
    ]
    (lost,) = [line["key"] for line in lines if "missing" in line]
    error = cli("journal", "show", lost, code=1)
    assert error["kind"] == "JournalDamaged"
    assert "docs/journal.md says how to start anew" in error["remedy"]
