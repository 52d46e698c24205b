"""``alatau clock``: told on any chain, moved on an embedded one, for all commands after it."""

from __future__ import annotations

from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint"]  # fixtures

DAY = 86_400


def test_clock_moves_on_and_stays_there(cli: Cli, mint: str) -> None:
    began = cli("clock")["unix_seconds"]
    moved = cli("clock", "--by", "14d")
    assert 0 <= moved["unix_seconds"] - began - 14 * DAY < 60
    assert cli("clock") == moved
    assert cli.text("clock") == f"{moved['time']}\n"
    there = cli("clock", "--to", "2999-12-31T18:00:00+05:00")
    assert there["time"] == "2999-12-31T13:00:00Z"
    assert cli("clock", "--to", "2999-12-31")["time"] == "3000-01-01T00:00:00Z"


def test_clock_refuses_what_it_cannot_do(cli: Cli, mint: str) -> None:
    back = cli("clock", "--to", "2020-12-31", code=2)
    assert "no clock goes back" in back["message"]
    assert "give one" in cli("clock", "--to", "2999-12-31", "--by", "1d", code=2)["message"]
    assert "is no duration" in cli("clock", "--by", "1 week", code=2)["message"]
