"""A zone made by commands alone, once: tests of commands begin with a copy of its folder."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from alatau.cli.main import main

WALLETS = ("operator", "bank", "afsa", "treasury", "provider", "clinic", "aigul", "ilya", "mint")
NAME = "Алатау 🏔"


def settle_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have commands find the zone of a folder, as long as the patch lasts."""
    patch.chdir(folder)
    patch.setenv("ALATAU_HOME", str(folder / "home"))
    patch.setenv("ALATAU_ZONE", NAME)
    patch.delenv("ALATAU_URL", raising=False)


def make_zone() -> str:
    """Make it in the folder settled in; the address of its asset's mint."""
    for wallet in WALLETS:
        _run("keys", "new", f"{wallet}.json")
    _run("keys", "fund", *(f"{wallet}.json" for wallet in WALLETS if wallet != "mint"))
    authorities = ("--regulator", "bank.json", "--regulator", "afsa.json")
    _run(
        *("zone", "create", "--operator", "operator.json", *authorities),
        *("--treasury", "treasury.json", "--ends", "2036-12-31"),
    )
    _run("zone", "create-mint", "mint.json", "--decimals", "2", "--provider", "provider.json",
         "--token-2022", "--keypair", "operator.json")  # fmt: skip
    address = str(_run("keys", "show", "mint.json")["address"])
    _run(
        *("zone", "list-asset", address, "--class", "national", "--operator", "operator.json"),
        *("--fee-bps", "50", "--fee-min", "1.00", "--tax-bps", "0,300,800,1200"),
        *("--cap", "0:20000:50000:none"),
    )
    _run("zone", "consent", address, "--regulator", "bank.json")
    for who, role in (("aigul", "resident"), ("ilya", "resident"), ("treasury", "provider")):
        _run("participant", "register", f"{who}.json", "--role", role,
             "--operator", "operator.json")  # fmt: skip
    _run("participant", "register", "clinic.json", "--role", "merchant", "--tax-category", "1",
         "--operator", "operator.json")  # fmt: skip
    _run(
        *("licence", "grant", "clinic.json", "--activity", "clinic", "--class", "national"),
        *("--expires", "2031-12-31", "--credential", "НБ-2026/117", "--regulator", "bank.json"),
    )
    for who in ("aigul", "ilya", "clinic", "treasury"):
        _run("account", "open", "--wallet", f"{who}.json", "--asset", address,
             "--keypair", "operator.json")  # fmt: skip
    return address


def _run(*arguments: str) -> Any:
    with redirect_stdout(io.StringIO()) as out:
        code = main([*arguments, "--json"])
    assert code == 0, out.getvalue()
    return json.loads(out.getvalue())
