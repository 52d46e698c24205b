"""``alatau pay --file``: many payments, each exactly once; ``--fee-payer``, ``journal resume``."""

from __future__ import annotations

import json
from typing import Any

from tests.flows.test_cli_batches import address, available, rich
from tests.flows.test_cli_zone import Cli, cli, mint

from alatau.cli.main import main

__all__ = ["cli", "mint", "rich"]  # the fixtures


def partly(cli: Cli, *command: str) -> Any:
    """What is printed of payments of which some were refused: not an error, but exit code 1."""
    assert main([*command, "--json"]) == 1
    return json.loads(cli.capsys.readouterr().out)


def test_pay_from_a_file_pays_every_line_once(cli: Cli, rich: str) -> None:
    clinic, ilya = address(cli, "clinic"), address(cli, "ilya")
    file = cli.folder / "payments.csv"
    lines = ("payee,amount,service,invoice,key", f"{clinic},12.50,clinic,«Шипа» №7,visit-7",
             f"{ilya},100.00,,,rent", f"{ilya},900000.00,,,too much")  # fmt: skip
    file.write_text("\n".join(lines), encoding="utf-8")
    command = ("pay", "--file", str(file), "--asset", rich, "--keypair", "aigul.json")
    first = partly(cli, *command)
    assert [row["error"] is None for row in first] == [True, True, False]
    assert "InsufficientFunds" in first[2]["error"]
    assert first[2]["figures"]["available"] == 488750
    again = partly(cli, *command)
    assert again[:2] == first[:2]
    assert (again[2]["signature"], again[2]["recorded"]) == (first[2]["signature"], True)
    # Not with another key: that would pay the other lines again.
    assert "pay these lines alone, from a file of their own" in again[2]["error"]
    assert available(cli, "aigul", rich) == "4887.50"
    assert main(list(command)) == 1
    assert "paid 112.50 in 2 of 3 payments" in cli.capsys.readouterr().out
    assert cli("journal", "resume") == []
    (entry,) = (
        each
        for each in cli("journal", "list", "--limit", "1000")["entries"]
        if each["key"].endswith(":visit-7")
    )
    assert entry["state"] == "finalized"


def test_pay_from_a_wrong_file_names_the_lines_and_pays_nobody(cli: Cli, rich: str) -> None:
    ilya = address(cli, "ilya")
    file = cli.folder / "payments.csv"
    lines = ("payee,amount,service,hold,key", f"{ilya},1.00,,,a", f"{ilya},1.00,,2h,b",
             f"{ilya},1.00,dentist,,c", f"{ilya},1.00,,,a")  # fmt: skip
    file.write_text("\n".join(lines), encoding="utf-8")
    command = ("pay", "--file", str(file), "--asset", rich, "--keypair", "aigul.json")
    message = cli(*command, code=2)["message"]
    for part in ("line 3: a transfer has no lane, and is not held", "line 4: "):
        assert part in message
    file.write_text("\n".join((lines[0], lines[1], lines[4])), encoding="utf-8")
    assert "the key 'a' stands in several lines" in cli(*command, code=2)["message"]
    assert available(cli, "ilya", rich) == "0.00"
    assert "the file says" in cli(*command, "--to", ilya, code=2)["message"]


def test_pay_with_a_fee_payer_costs_the_payer_no_lamports(cli: Cli, rich: str) -> None:
    ilya = address(cli, "ilya")
    pay = ("pay", "--to", ilya, "--asset", rich, "--amount", "1.00", "--transfer",
           "--keypair", "aigul.json")  # fmt: skip
    assert cli(*pay, "--fee-payer", "operator.json")["fee_lamports"] == 2 * 5_000
    refused = cli(*pay[:-1], "aigul.json", "--amount", "900000.00", "--preflight", code=1)
    assert refused["message"].startswith("InsufficientFunds")
    assert not refused.get("signature")
