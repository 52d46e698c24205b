"""What the help shows by example is what the command line takes."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.unit.test_cli_main import commands

from alatau.cli.main import app, main

WIDE = 100
# They start a validator, settle a day, write keys, or read what another command writes.
DOES_MORE = (
    "localnet",
    "day",
    "demo",
    "journal",
    "ledger",
    "keys",
    "quote",
    "token trade",
    "token replace approve",
    "reconcile",
    "statement",
    "zone create",
    "zone create-mint",
)
NO_CHAIN = "there is no embedded chain in"


def examples() -> Iterator[tuple[str, str]]:
    """Each example of each command with the command's name, continued lines joined."""
    for name, _, epilog in sorted(commands()):
        text = epilog.split("Examples:\n", 1)[1].replace("\\\n", " ")
        for line in text.splitlines():
            yield name, " ".join(line.split())


EXAMPLES = list(examples())


def arguments(example: str) -> list[str]:
    """What a shell would hand over, without variables before and a redirection behind it."""
    words = shlex.split(example.split(" > ", 1)[0])
    return words[words.index("alatau") + 1 :]


@pytest.fixture(scope="module")
def stubbed() -> tuple[Any, list[str]]:
    """The command line, of which every command only notes that it was reached, and by what."""
    root: Any = typer.main.get_command(app)
    reached: list[str] = []

    def stub(group: Any, path: str) -> None:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                stub(command, f"{path}{name} ")
            else:
                command.callback = lambda _at=f"{path}{name}", **_given: reached.append(_at)

    stub(root, "")
    return root, reached


def test_examples_are_of_every_command_and_fit_the_page() -> None:
    assert {name for name, _ in EXAMPLES} == {name for name, _, _ in commands()}
    wide = [line for _, _, text in commands() for line in text.splitlines() if len(line) > WIDE]
    assert wide == []


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[each for _, each in EXAMPLES])
def test_parse_example_reaches_a_command_of_the_same_group(
    name: str, example: str, stubbed: tuple[Any, list[str]]
) -> None:
    root, reached = stubbed
    reached.clear()
    root.main(arguments(example), standalone_mode=False, prog_name="alatau")
    (found,) = reached
    # Beside its own, a command may show what is to be done next.
    assert found.split()[:-1] == name.split()[:-1]
    if sum(each == name for each, _ in EXAMPLES) == 1:
        assert found == name


def meant(word: str) -> str:
    """An address for what stands for one."""
    return str(Pubkey.new_unique()) if re.fullmatch(r"[A-Z]{4,}", word) else word


@pytest.mark.parametrize(
    "example",
    [example for name, example in EXAMPLES if not name.startswith(DOES_MORE)],
)
def test_run_example_without_a_chain_finds_nothing_else_wrong(
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ALATAU_ZONE", "Алатау")
    monkeypatch.setenv("ALATAU_HOME", str(tmp_path / "home"))
    given = [meant(word) for word in arguments(example)]
    files = {word for word in given if word.endswith((".json", ".pdf", ".csv"))}
    files = {word for word in files if "://" not in word}
    for each in (*files, ".config/solana/id.json"):
        Path(each).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([*bytes(Keypair())]) if each.endswith(".json") else "wallet,amount\n"
        Path(each).write_text(text, encoding="utf-8")
    if "localnet" in given:
        given = [*given, "--url", "embedded"]
    assert main(given) == 2
    assert NO_CHAIN in capsys.readouterr().err
