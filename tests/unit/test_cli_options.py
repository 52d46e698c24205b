"""Options that many commands have, and what is refused of them everywhere."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator

import pytest
import typer
from typer.models import OptionInfo

from alatau.cli.main import app, main


def having(option: str, group: typer.Typer = app, path: str = "") -> Iterator[str]:
    """The commands that have a parameter of this name."""
    for one in group.registered_commands:
        assert one.callback is not None
        if option in inspect.signature(one.callback).parameters:
            # `journal show KEY` has an argument of this name.
            kind = inspect.signature(one.callback).parameters[option].annotation.__metadata__[0]
            if not isinstance(kind, OptionInfo):
                continue
            yield f"{path}{one.name}"
    for other in group.registered_groups:
        assert other.typer_instance is not None
        name = other.typer_instance.info.name
        prefix = f"{path}{name} " if isinstance(name, str) else path
        yield from having(option, other.typer_instance, prefix)


@pytest.mark.parametrize("key", ["", "  "])
def test_key_that_is_empty_is_refused_by_every_command(
    key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As of an unset variable: taken as none, the same command would pay twice."""
    found = list(having("key"))
    assert {"pay", "token distribute", "refund", "account deposit"} <= {*found}
    for command in found:
        assert main([*command.split(), "--key", key, "--json"]) == 2
        error = json.loads(capsys.readouterr().out)["error"]
        assert (error["kind"], error["message"]) == ("InputError", "--key: the key is empty"), (
            command
        )
        assert "leave --key out" in error["remedy"]


def test_csv_and_json_at_once_are_refused_by_every_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = set(having("csv"))
    assert found == {
        *("enforce list", "tax records", "token holders", "token history", "token payouts"),
        "token offering outcome",
    }
    for command in found:
        named = ["MINT"] if command.startswith("token") else []
        named += ["1"] if command.startswith("token offering") else []
        assert main([*command.split(), *named, "--csv", "--json"]) == 2
        error = json.loads(capsys.readouterr().out)["error"]
        assert error["message"] == "--csv: --json and --csv exclude each other"
