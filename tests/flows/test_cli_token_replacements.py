"""A lost wallet by commands alone: proposed, approved, vetoed, executed."""

from __future__ import annotations

from tests.flows.test_cli_token import AFSA, prepare, propose
from tests.flows.test_cli_zone import Cli, cli, mint

__all__ = ["cli", "mint"]  # fixtures

ISSUER = ("--keypair", "issuer.json")
OPERATOR = ("--keypair", "operator.json")


def have_holder(cli: Cli, mint: str) -> str:
    """An instrument of which a holder has 40 units, and its new wallet a holding."""
    towers = prepare(cli)
    propose(cli, mint)
    cli("token", "admit", towers, "--revision", "1", *AFSA)
    for who in ("provider", "bank"):
        cli("token", "open", towers, "--wallet", f"{who}.json", *ISSUER)
    cli("token", "issue", towers, "--to", "provider.json", "--quantity", "40", *ISSUER)
    return towers


def test_token_replace_is_proposed_approved_vetoed_and_executed(cli: Cli, mint: str) -> None:
    towers = have_holder(cli, mint)
    replace = ("token", "replace")

    def ask() -> None:
        cli(*replace, "propose", towers, "provider.json", "--successor", "bank.json",
            "--out", "proposal.json", *ISSUER)  # fmt: skip

    ask()
    approve = (*replace, "approve", "proposal.json", *OPERATOR)
    wrong = cli(*approve, "--successor", "issuer.json", code=2)
    assert "the proposal names" in wrong["message"]
    done = cli(*approve, "--successor", "bank.json")
    assert done["event"]["name"] == "ReplacementProposed"
    (listed,) = cli(*replace, "list", towers)
    assert (listed["units"], listed["due"]) == ("40", False)
    assert listed["replace_at"] == done["event"]["replace_at"]
    cli(*replace, "veto", towers, "--keypair", "provider.json")
    assert cli(*replace, "list", towers) == []
    gone = cli(*replace, "execute", towers, "provider.json", *ISSUER, code=1)
    assert "no replacement" in gone["message"]
    ask()
    cli(*approve, "--successor", "bank.json")
    early = cli(*replace, "execute", towers, "provider.json", *ISSUER, code=1)
    assert early["name"] == "ReplacementNotDue"
    cli("clock", "--by", "7d")
    event = cli(*replace, "execute", towers, "provider.json", *ISSUER)["event"]
    assert (event["quantity"], event["units"], event["successor_units"]) == ("40", "0", "40")
    assert event["entitled"] == "0.000000"
    held = {row["wallet"]: row["units"] for row in cli("token", "holders", towers)["holdings"]}
    bank = cli("keys", "show", "bank.json")["address"]
    assert held[bank] == "40"
