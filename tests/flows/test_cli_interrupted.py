"""Ctrl-C in the midst of ``alatau pay --file``: it says how to go on, and going on ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest
from tests.flows.test_cli_batches import address, available, rich
from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint", "rich"]  # the fixtures

LINES = 900


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_pay_from_a_file_interrupted_says_how_to_go_on_and_pays_each_once(
    cli: Cli, rich: str
) -> None:
    file = cli.folder / "payments.csv"
    ilya = address(cli, "ilya")
    lines = ["payee,amount,invoice", *(f"{ilya},0.01,№{number}" for number in range(LINES))]
    file.write_text("\n".join(lines), encoding="utf-8")
    command = ["pay", "--file", str(file), "--asset", rich, "--keypair", "aigul.json"]
    said, code = _interrupt(command, after=rb"paying: [1-8]?\d\d of 900")
    assert code == 130
    found = re.search(rf"interrupted: (\d+) of {LINES} payments have ended", said)
    assert found is not None, said
    assert 10 <= int(found[1]) < LINES
    assert "Run the same command again to go on: nothing is paid twice." in said
    assert "Traceback" not in said
    assert f"paid 9.00 in {LINES} of {LINES} payments" in cli.text(*command)
    assert [available(cli, who, rich) for who in ("aigul", "ilya")] == ["4991.00", "9.00"]
    assert cli("journal", "resume") == []


def _interrupt(arguments: list[str], *, after: bytes) -> tuple[str, int]:
    """Run a command at a terminal and press Ctrl-C once it shows this: what it says, its code."""
    terminal, theirs = os.openpty()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        [sys.executable, "-m", "alatau.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=environment,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - it calls nothing that a thread may hold
    ) as process:
        os.close(theirs)
        said = b""
        while chunk := _read(terminal):
            said += chunk
            if process.returncode is None and re.search(after, said):
                process.send_signal(signal.SIGINT)
                after = rb"\Znever"
        code = process.wait()
    os.close(terminal)
    return said.decode(), code


def _heed_interrupts() -> None:
    """What a shell starts in the background ignores them, and so does all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # nobody has it open any more
        return b""
