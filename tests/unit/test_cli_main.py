"""The command line as such: help, usage, errors, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from alatau import __version__, errors
from alatau.cli import main as entry
from alatau.cli.main import app, main
from alatau.cli.remedies import BY_KIND, REMEDIES
from alatau.errors import ChainUnavailable, ProgramRefused
from alatau.program import ERRORS

HEAVY = (
    "anchorpy",
    "solana",
    "solders",
    "httpx",
    "websockets",
    "rich",
    "alatau.zone",
    "sqlite3",
    "sqlalchemy",
    "alembic",
)
OF_LEDGERS = ("sqlalchemy", "lxml", "alatau.day", "alatau.ledger", "alatau.reconcile")
COMMON = {"url", "home", "zone", "keypair", "json"}
SHORT = 60  # what fits beside a command's name on 80 columns


def commands(group: typer.Typer = app, path: str = "") -> Iterator[tuple[str, typer.Typer, str]]:
    for one in group.registered_commands:
        yield f"{path}{one.name}".strip(), group, str(one.epilog)
    for other in group.registered_groups:
        assert other.typer_instance is not None
        name = other.typer_instance.info.name
        prefix = f"{path}{name} " if isinstance(name, str) else path
        yield from commands(other.typer_instance, prefix)


NAMES = sorted(name for name, _, _ in commands())


def test_commands_are_those_of_the_manual() -> None:
    expected = sorted(
        [
            *("day", "localnet", "clock", "pay", "fulfil", "settle", "refund", "expire", "collect"),
            "payment deposit-and-pay",
            *("quote request", "quote answer", "quote accept"),
            *("history", "pay-many", "settle-many"),
            *("account consolidate", "account fund-lane"),
            *("payment show", "payment dispute", "payment respond", "payment resolve"),
            *("payment conclude", "payment release", "payment close"),
            *("zone policy", "participant reserve"),
            *("zone create", "zone list", "zone show", "zone create-mint", "zone list-asset"),
            *("zone consent", "zone rescreen", "zone pause", "zone resume"),
            *("zone wind-down", "zone extend", "zone stop-withdrawals", "zone migrate"),
            *("authority show", "authority propose", "authority replace"),
            *("authority accept", "authority cancel", "account close"),
            *("participant register", "participant show", "participant list"),
            *("freeze account", "freeze participant", "unfreeze account", "unfreeze participant"),
            *("freeze holding", "unfreeze holding"),
            *("enforce seize", "enforce transfer", "enforce list"),
            *("enforce seize-units", "enforce transfer-units"),
            *("licence grant", "licence suspend", "licence show"),
            *("account open", "account deposit", "account withdraw", "account show"),
            *("allowance grant", "allowance revoke", "allowance draw", "allowance show"),
            "allowance close",
            *("plan create", "plan close", "plan show", "plan delete"),
            *("mandate grant", "mandate cancel", "mandate pull", "mandate pull-due"),
            "mandate show",
            *("token create", "token admit", "token suspend", "token resume", "token delist"),
            *("token list", "token show", "token open", "token close", "token issue"),
            *("token transfer", "token holders", "token history", "token payouts"),
            "token positions",
            *("token trade request", "token trade answer", "token trade accept"),
            *("token replace propose", "token replace approve", "token replace veto"),
            *("token replace execute", "token replace list"),
            *("token offer", "token take", "token cancel-offer", "token offers", "token split"),
            *("token distribute", "token claim", "token claims"),
            *("token call", "token redeem", "token tender-open", "token tender"),
            "token tender-close",
            *("token withdraw", "token return", "token recall"),
            *("token offering create", "token offering subscribe", "token offering withdraw"),
            *("token offering confirm", "token offering conclude", "token offering allot"),
            *("token offering cancel", "token offering close", "token offering settle"),
            "token offering outcome",
            *("token offering list", "token offering show"),
            "demo tokenization",
            *("account limits", "zone amend-asset", "participant amend"),
            *("tax periods", "tax close", "tax records"),
            *("journal list", "journal show", "journal export", "journal verify"),
            *("journal resume", "statement check", "statement show", "index"),
            *("ledger verify", "ledger head", "ledger balances", "ledger statement"),
            *("ledger trial", "ledger show"),
            *("reconcile run", "reconcile list", "reconcile show", "reconcile match"),
            *("reconcile unmatch", "reconcile write-off", "reconcile assign"),
            *("reconcile approve", "reconcile close", "reconcile report"),
            *("account list", "keys new", "keys show", "keys derive", "keys fund"),
        ]
    )
    assert expected == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_help_of_every_command_explains_it_with_examples(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert main([*name.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert f"Usage: alatau {name}" in text
    assert "Examples:\n" in text
    assert f"alatau {name}" in text.split("Examples:", 1)[1]
    assert "--json" in text


def test_help_shows_every_summary_whole(capsys: pytest.CaptureFixture[str]) -> None:
    for group in (
        (),
        ("zone",),
        ("authority",),
        ("participant",),
        ("licence",),
        ("account",),
        ("payment",),
        ("allowance",),
        ("plan",),
        ("mandate",),
        ("keys",),
        ("quote",),
        ("journal",),
        ("ledger",),
        ("statement",),
        ("reconcile",),
    ):
        assert main([*group, "--help"]) == 0
        listed = capsys.readouterr().out.split("Commands:")[1].split("Examples:")[0]
        assert "..." not in listed, group


def said_without(heavy: tuple[str, ...], *arguments: str) -> str:
    """What a command says that must have imported none of these."""
    probe = (
        f"import sys; from alatau.cli.main import main; code = main({list(arguments)!r});"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr);"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    return done.stdout


def test_help_imports_nothing_heavy() -> None:
    assert "Settlement for a regulated zone" in said_without(HEAVY, "--help")


def test_commands_import_neither_ledger_nor_day_nor_readers_of_statements(tmp_path: Path) -> None:
    assert main(["keys", "new", str(tmp_path / "aigul.json")]) == 0
    assert said_without(OF_LEDGERS, "keys", "show", str(tmp_path / "aigul.json"))


def test_a_group_that_is_named_is_built_alone() -> None:
    whole, one = (entry._only(name).registered_groups for name in ("tokn", "token"))
    assert whole == app.registered_groups
    named = [group.typer_instance.info.name for group in one if group.typer_instance]
    assert [name for name in named if isinstance(name, str)] == ["token"]
    assert len(named) > 1  # those whose commands stand beside the groups


def test_garbage_is_looked_for_seldom_in_a_process_of_commands() -> None:
    probe = (
        "import gc; from alatau.cli.main import main; before = gc.get_threshold()[0];"
        "main(['--help']); assert before < 1_000 < gc.get_threshold()[0]"
    )
    subprocess.run([sys.executable, "-c", probe], stdout=subprocess.DEVNULL, check=True)


def test_main_without_arguments_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "Commands:" in capsys.readouterr().out


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"alatau {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["mint-money"], "No such command 'mint-money' (alatau --help)"),
        (["zone"], "Missing command (alatau zone --help)"),
        (["pay", "--to", "W"], "Missing option '--asset' (alatau pay --help)"),
        (["day"], "Missing argument 'FOLDER' (alatau day --help)"),
        (["history", "--limit", "0"], "'--limit'"),
    ],
)
def test_usage_wrong_gives_one_line_and_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("error: ")
    assert words in err
    assert err.count("\n") == 1


def test_usage_wrong_with_json_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settle", "--json"]) == 2
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert error["message"] == "Missing argument 'PAYMENT'"
    assert error["remedy"] == "alatau settle --help"
    assert err == "error: Missing argument 'PAYMENT' (alatau settle --help)\n"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["zone", "show"], "--zone"),
        (["pay", "--to", "x", "--asset", "y", "--amount", "1"], "--service"),
        (["pay", "--to", "x", "--asset", "y", "--amount", "1", "--transfer", "--hold", "1h"],
         "--transfer"),
        (["history", "--before", "x"], "--before"),
        (["history", "nobody"], "ADDRESS"),
        (["day", "nowhere"], "nowhere"),
        (["zone", "list", "--url", "ftp://x"], "--url"),
        (["zone", "pause", "all", "--keypair", "none.json"], "add --yes"),
        (["keys", "show", "none.json"], "none.json"),
        (["keys", "fund", "nobody"], "WALLET"),
    ],
)  # fmt: skip
def test_input_bad_names_the_field_and_gives_2(
    arguments: list[str],
    field: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALATAU_ZONE", raising=False)
    assert main([*arguments, "--json"]) == 2
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert field in f"{error['message']} {error['remedy']}"
    assert err.startswith("error: ")
    assert err.count("\n") == 1


def test_keypair_default_missing_says_how_to_make_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    key = "11111111111111111111111111111111"
    assert main(["settle", key, "--zone", "Z", "--home", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert str(tmp_path / ".config/solana/id.json") in err
    assert "give --keypair FILE, or make it with: alatau keys new" in err


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(entry, "_only", lambda _: run)


def test_failure_of_the_program_gives_1_with_the_rule_and_the_signature(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = ProgramRefused("ZoneEnded: it has ended", code=6039, name="ZoneEnded", signature="5x")
    fail_with(monkeypatch, refused)
    assert main(["zone", "show", "--json"]) == 1
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert (error["kind"], error["name"]) == ("ProgramRefused", "ZoneEnded")
    assert (error["code"], error["signature"]) == (6039, "5x")
    assert error["remedy"] == REMEDIES["ZoneEnded"]
    assert err == f"error: ZoneEnded: it has ended ({REMEDIES['ZoneEnded']})\n"


def test_remedies_are_for_rules_that_there_are() -> None:
    rules = {refusal.name for refusal in ERRORS.values()}
    # Those of the system and token programs, beside the program's own.
    assert set(REMEDIES) == rules | {"AccountAlreadyInUse", "TokenCpiGuarded", "TokenNoMemo"}


def test_remedies_by_kind_are_for_errors_that_say_nothing_themselves(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, remedy in BY_KIND.items():
        error = getattr(errors, kind)
        for own, told in (("", remedy), ("do this", "do this")):
            fail_with(monkeypatch, error("it is wrong", remedy=own))
            assert main(["zone", "show"]) in {1, 2}
            assert capsys.readouterr().err == f"error: it is wrong ({told})\n"


def test_failure_with_a_log_puts_the_remedy_on_the_first_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, ChainUnavailable("it ended:\nthe log", remedy="try"))
    assert main(["localnet"]) == 1
    assert capsys.readouterr().err == "error: it ended: (try)\nthe log\n"


def test_bug_gives_1_with_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, ZeroDivisionError("by zero"))
    assert main(["zone", "show", "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["kind"] == "ZeroDivisionError"
    assert "Traceback (most recent call last)" in err


def test_interrupt_gives_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())
    assert main(["zone", "show"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_pipe_closed_by_its_reader_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "alatau.cli", "--help"],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.returncode == 1
    assert not done.stderr


def test_output_to_an_ascii_terminal_shows_names_all_the_same(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "alatau.cli", "keys", "show", str(tmp_path / "Айгүл.json")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 2
    assert "\\u0410" in done.stderr
    assert "Traceback" not in done.stderr
