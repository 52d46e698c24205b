"""Units that go to wallets and back by commands alone."""

from __future__ import annotations

from tests.flows.test_cli_token import AFSA
from tests.flows.test_cli_token_redemption import ISSUER, have_units
from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint"]  # fixtures


def test_token_is_withdrawn_returned_and_recalled_by_commands(cli: Cli, mint: str) -> None:
    towers = have_units(cli, mint)
    own = ("--keypair", "provider.json")
    gone = cli("token", "withdraw", towers, "--quantity", "20", "--key", "телефон", *own)["event"]
    assert (gone["name"], gone["quantity"], gone["units"], gone["outside"]) == (
        "UnitsWithdrawn", "20", "50", "20",
    )  # fmt: skip
    much = cli("token", "withdraw", towers, "--quantity", "31", *own, code=1)
    assert much["name"] == "InsufficientUnits"
    assert "returned 3" in cli.text("token", "return", towers, "--quantity", "3", *own)
    much = cli("token", "return", towers, "--quantity", "18", *own, code=1)
    assert (much["name"], much["remedy"]) == (
        "InsufficientUnitsOutside", "bring fewer: alatau token holders tells what is outside",
    )  # fmt: skip
    rows = cli("token", "holders", towers)["holdings"]
    assert sorted(row["outside"] for row in rows) == ["0", "17"]
    slot = str(cli("token", "history", towers)[-1]["slot"])
    then = cli("token", "holders", towers, "--at", slot)
    assert then["proven"]
    assert sorted(row["outside"] for row in then["holdings"]) == ["0", "17"]
    early = cli("token", "recall", towers, "--wallet", "provider.json", *ISSUER, code=1)
    assert (early["name"], early["remedy"]) == (
        "UnitsStayOutside", "their holder brings them back: alatau token return",
    )  # fmt: skip
    cli("token", "withdraw", towers, "--quantity", "50", "--keypair", "bank.json")
    cli("token", "delist", towers, *AFSA, "--yes")
    back = cli("token", "recall", towers, "--wallet", "provider.json", *ISSUER)["event"]
    assert (back["name"], back["quantity"], back["outside"]) == ("UnitsRecalled", "17", "0")
    cli("token", "call", towers, "--price", "1000", *ISSUER, "--yes")
    rest = cli("token", "redeem", towers, "--all", *ISSUER)
    assert [(row["quantity"], row["error"]) for row in rest] == [("50", None)] * 2
