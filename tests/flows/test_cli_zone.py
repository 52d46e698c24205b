"""The life of a zone by commands alone, each opening the chain's file anew."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.flows.zone_by_commands import NAME, WALLETS, settle_in

from alatau.cli.main import main


@dataclass(frozen=True)
class Cli:
    """Runs commands in this process, on the embedded chain of a folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        """The JSON that a command prints; `error` within it where it fails."""
        given = main([*arguments, "--json"])
        out, err = self.capsys.readouterr()
        assert given == code, err
        assert bool(err) == bool(code)
        return json.loads(out)["error"] if code else json.loads(out)

    def text(self, *arguments: str) -> str:
        """What a command prints for people."""
        code = main(list(arguments))
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    settle_in(tmp_path, monkeypatch)
    run = Cli(tmp_path, capsys)
    for wallet in WALLETS:
        run("keys", "new", f"{wallet}.json")
    return run


@pytest.fixture
def mint(cli: Cli, living_zone: tuple[Path, str]) -> str:
    """A zone with one consented asset; two residents, a clinic, all with accounts."""
    folder, address = living_zone
    shutil.copytree(folder, cli.folder, dirs_exist_ok=True)  # the keys of its wallets too
    return address


def deposit(cli: Cli, mint: str, amount: str, *more: str) -> Any:
    return cli("account", "deposit", "--asset", mint, "--amount", amount, "--keypair", "aigul.json",
               "--issue-with", "provider.json", *more)  # fmt: skip


def paying(mint: str, amount: str, *more: str) -> list[str]:
    return ["pay", "--to", "clinic.json", "--asset", mint, "--amount", amount,
            "--service", "clinic", "--keypair", "aigul.json", *more]  # fmt: skip


def balances(cli: Cli, mint: str, wallet: str, *names: str) -> list[str]:
    account = cli("account", "show", f"{wallet}.json", "--asset", mint)
    return [account[name] for name in names]


def test_pay_final_moves_money_fee_and_tax(cli: Cli, mint: str) -> None:
    assert deposit(cli, mint, "5000")["event"]["available"] == "5000.00"
    receipt = cli(*paying(mint, "100.00"))
    event = receipt["event"]
    assert (event["name"], event["service"]) == ("Paid", "clinic")
    assert (event["amount"], event["fee"], event["tax"]) == ("100.00", "1.00", "3.00")
    assert event["payer_available"] == "4900.00"
    assert event["deliver_by"] is None
    assert receipt["compute_units"] > 0
    sums = balances(cli, mint, "clinic", "available", "fee_due", "tax_due")
    assert sums == ["96.00", "1.00", "3.00"]

    collected = cli("collect", "--asset", mint, "--keypair", "ilya.json")
    assert [(row["fee"], row["tax"]) for row in collected] == [("1.00", "3.00")]
    assert balances(cli, mint, "treasury", "available") == ["4.00"]
    assert cli("collect", "--asset", mint, "--keypair", "ilya.json") == []


def test_pay_held_is_fulfilled_refunded_and_settled(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "5000")
    held = cli(*paying(mint, "100", "--hold", "24h"))
    payment = held["payment"]
    state = cli("payment", payment)
    assert (state["state"], state["held"], state["service"]) == ("open", "100.00", "clinic")

    assert cli("settle", payment, "--keypair", "ilya.json", code=1)["name"] == "NotPayer"
    assert cli("fulfil", payment, "--keypair", "aigul.json", code=1)["name"] == "NotPayee"
    cli("fulfil", payment, "--keypair", "clinic.json")
    refund = ("refund", payment, "40", "--keypair", "clinic.json", "--key", "return-7")
    first = cli(*refund)
    assert first["event"]["refunded"] == "40.00"
    assert cli(*refund)["signature"] == first["signature"]
    other = cli("refund", payment, "41", *refund[3:], code=2)
    assert "the key 'return-7' has been used for something else" in other["message"]
    more = cli("refund", payment, "60.01", "--keypair", "clinic.json", code=1)
    assert more["name"] == "RefundExceedsPayment"
    settled = cli("settle", payment, "--keypair", "aigul.json")["event"]
    assert (settled["net"], settled["fee"], settled["tax"]) == ("57.60", "0.60", "1.80")
    assert cli("payment", payment)["state"] == "settled"
    assert cli("expire", payment, "--keypair", "ilya.json", code=1)["name"] == "NotOpen"
    assert balances(cli, mint, "aigul", "available") == ["4940.00"]


def test_pay_again_with_its_key_pays_once(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "5000", "--key", "KZ1")
    assert deposit(cli, mint, "5000", "--key", "KZ1")["event"]["available"] == "5000.00"
    first = cli(*paying(mint, "12.50", "--key", "visit-7"))
    assert cli(*paying(mint, "12.50", "--key", "visit-7")) == first
    assert cli(*paying(mint, "12.50"))["signature"] != first["signature"]
    assert balances(cli, mint, "aigul", "available") == ["4975.00"]


@pytest.mark.parametrize(
    "change",
    [
        lambda mint: paying(mint, "12.51", "--key", "K"),
        lambda mint: paying(mint, "12.50", "--key", "K", "--hold", "1h"),
        lambda mint: ["pay", "--to", "ilya.json", "--asset", mint, "--amount", "12.50",
                      "--transfer", "--keypair", "aigul.json", "--key", "K"],
    ],
)  # fmt: skip
def test_pay_another_with_a_used_key_is_refused(
    cli: Cli, mint: str, change: Callable[[str], list[str]]
) -> None:
    deposit(cli, mint, "5000")
    cli(*paying(mint, "12.50", "--key", "K"))
    error = cli(*change(mint), code=2)
    assert error["message"] == "--key: the key 'K' has been used for something else"
    assert balances(cli, mint, "aigul", "available") == ["4987.50"]


def test_pay_refused_with_its_key_stays_refused(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "10")
    refused = cli(*paying(mint, "12.50", "--key", "K"), code=1)
    assert (refused["kind"], refused["name"]) == ("InsufficientFunds", "InsufficientFunds")
    assert refused["figures"] == {"available": 10_00, "amount": 12_50}
    assert "10.00 where 12.50 is to move" in refused["message"]
    deposit(cli, mint, "10")
    again = cli(*paying(mint, "12.50", "--key", "K"), code=1)
    # The refusal stands, though the figures are others by now.
    assert (again["kind"], again["name"]) == ("ProgramRefused", "InsufficientFunds")
    assert again["signature"] == refused["signature"]
    assert cli(*paying(mint, "12.50"))["event"]["payer_available"] == "7.50"


def test_pay_over_the_cap_or_unlicensed_names_the_rule(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "30000")
    assert cli(*paying(mint, "20000.01"), code=1)["name"] == "PaymentLimitExceeded"
    shops = [word if word != "clinic" else "shops" for word in paying(mint, "1")]
    assert cli(*shops, code=1)["name"] == "ActivityNotLicensed"
    suspend = ("licence", "suspend", "clinic.json", "--regulator", "bank.json")
    assert cli(*suspend, code=2)["remedy"] == "add --yes to do it"
    cli(*suspend, "--yes")
    assert (
        cli("licence", "show", "clinic.json")["licences"]["central_bank"]["status"] == "suspended"
    )
    assert cli(*paying(mint, "1"), code=1)["name"] == "LicenceSuspended"


def test_pay_someone_without_an_account_says_what_to_do(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "10")
    error = cli("pay", "--to", "provider.json", "--asset", mint, "--amount", "1", "--transfer",
                "--keypair", "aigul.json", code=1)  # fmt: skip
    assert error["kind"] == "AccountMissing"
    assert f"has no account for the mint {mint} in the zone {NAME!r}" in error["message"]
    wrong = cli("pay", "--to", "clinic.json", "--asset", "clinic.json", "--amount", "1",
                "--transfer", "--keypair", "aigul.json", code=1)  # fmt: skip
    assert "lists no asset of the mint" in wrong["message"]
    assert wrong["remedy"] == "alatau zone show lists its assets"


def test_pay_a_resident_by_transfer_and_withdraw_burns(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "100")
    sent = cli("pay", "--to", "ilya.json", "--asset", mint, "--amount", "60", "--transfer",
               "--keypair", "aigul.json")  # fmt: skip
    assert sent["event"]["name"] == "Transferred"
    withdraw = ("account", "withdraw", "--asset", mint, "--amount", "25", "--keypair", "ilya.json")
    assert cli(*withdraw)["event"]["available"] == "35.00"
    assert cli(*withdraw, "--burn", code=2)["remedy"] == "add --yes to do it"
    assert cli(*withdraw, "--burn", "--yes")["event"]["available"] == "10.00"
    assert cli(*withdraw, code=1)["name"] == "InsufficientFunds"
    vault = cli("zone", "show")["assets"][0]["vault"]
    assert (vault["tokens"], vault["liabilities"], vault["solvent"]) == ("50.00", "50.00", True)
    listed = cli("account", "list", "--asset", mint)
    assert sorted(row["available"] for row in listed) == ["0.00", "0.00", "10.00", "40.00"]


def test_pause_adds_scopes_and_resume_lifts_only_its_own(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "100")
    bank, operator = ("--authority", "bank.json"), ("--authority", "operator.json")
    assert cli("zone", "pause", "payments", *bank, code=2)["remedy"] == "add --yes to do it"
    cli("zone", "pause", "payments", *bank, "--yes")
    cli("zone", "pause", "opening", "transfers", *bank, "--yes")
    cli("zone", "pause", "payments", *operator, "--yes")
    assert cli("zone", "show")["paused"] == {
        "operator": ["payments"],
        "central_bank": ["payments", "transfers", "opening"],
    }
    cli("zone", "resume", "payments", *bank)
    assert cli(*paying(mint, "1"), code=1)["name"] == "ZonePaused"
    cli("zone", "resume", *operator)
    assert cli(*paying(mint, "1"))["event"]["amount"] == "1.00"
    assert cli("zone", "show")["paused"] == {"central_bank": ["transfers", "opening"]}
    nobody = cli("zone", "resume", "--authority", "aigul.json", code=2)
    assert "is neither the operator nor a regulator" in nobody["message"]


def test_history_tells_events_of_all_and_of_one(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "100")
    payment = cli(*paying(mint, "50", "--hold", "24h"))["payment"]
    cli(*paying(mint, "51"), code=1)
    cli("settle", payment, "--keypair", "aigul.json")

    rows = cli("history", "--limit", "4")
    assert [row["error"] for row in rows] == [None, "InsufficientFunds", None, None]
    names = [event["name"] for row in rows for event in row["events"]]
    assert names == ["Settled", "Paid", "Deposited"]
    paid = rows[2]["events"][0]
    assert (paid["amount"], paid["payment"], paid["mint"]) == ("50.00", payment, mint)
    older = cli("history", "--limit", "1", "--before", rows[2]["signature"])
    assert [row["signature"] for row in older] == [rows[3]["signature"]]
    assert [row["events"][0]["name"] for row in cli("history", payment)] == ["Settled", "Paid"]
    # The merchant signs nothing of it: its account is what the payment names.
    clinic = [row["events"] for row in cli("history", "clinic.json", "--limit", "3")]
    assert [[event["name"] for event in events] for events in clinic] == [["Settled"], [], ["Paid"]]
    text = cli.text("history", "--limit", "3")
    assert "net 48.50" not in text
    assert "amount 50.00, fee 1.00, tax 1.50" in text
    assert rows[0]["signature"] in text


def test_show_text_is_whole_and_names_what_it_is(cli: Cli, mint: str) -> None:
    text = cli.text("zone", "show")
    lines = {tuple(line.split(maxsplit=1)) for line in text.splitlines()}
    assert {("name", NAME), ("solvent", "yes"), ("mint", mint)} <= lines
    # The zone's own values are in one column, those of what is within it in others.
    own = [line for line in text.splitlines() if "  " in line and not line.startswith(" ")]
    assert len(own) > 10
    assert len({len(line) - len(line[line.index("  ") :].lstrip()) for line in own}) == 1
    listed = cli.text("zone", "list")
    assert listed.splitlines()[1].startswith(NAME)
    shown = cli.text("participant", "show", "clinic.json")
    assert "activities     clinic" in shown
    merchants = cli("participant", "list", "--role", "merchant")
    assert [one["tax_category"] for one in merchants] == [1]
    assert len(cli("participant", "list")) == 4


def test_act_without_lamports_says_so_before_anything_is_sent(cli: Cli, mint: str) -> None:
    cli("keys", "new", "poor.json")
    error = cli("zone", "consent", mint, "--regulator", "poor.json", code=1)
    assert "has no lamports on embedded to pay the network with" in error["message"]
    assert error["remedy"].startswith("alatau keys fund ")
    cli("keys", "fund", "poor.json", "--sol", "0.01")
    again = cli("zone", "consent", mint, "--regulator", "poor.json", code=1)
    assert again["name"] == "NotRegulator"
    assert again["remedy"] == "give the regulator's keypair file with --regulator"


def test_create_again_or_without_two_regulators_is_refused(cli: Cli, mint: str) -> None:
    create = ("zone", "create", "--operator", "operator.json", "--treasury", "treasury.json",
              "--ends", "2036-12-31", "--regulator", "bank.json")  # fmt: skip
    assert "a zone has two" in cli(*create, code=2)["message"]
    again = cli(*create, "--regulator", "afsa.json", code=1)
    assert again["message"] == f"the zone {NAME!r} is on embedded already"
    same = cli(*create, "--regulator", "bank.json", "--zone", "Екінші", code=1)
    assert same["name"] == "AuthoritiesNotDistinct"


def test_show_without_a_chain_or_zone_says_so_and_makes_nothing(cli: Cli) -> None:
    error = cli("zone", "show", code=2)
    assert error["message"].startswith("--home: there is no embedded chain in")
    assert not (cli.folder / "home").exists()
    cli("keys", "fund", "aigul.json")
    missing = cli("zone", "show", code=1)
    assert (missing["kind"], missing["message"]) == (
        "AccountMissing",
        f"there is no zone {NAME!r} on embedded",
    )
    assert cli("zone", "list") == []
    assert list((cli.folder / "home").glob("journal*")) == []


def test_commands_of_other_processes_see_one_chain(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "100")
    command = [sys.executable, "-m", "alatau.cli", *paying(mint, "10")]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as one,
        subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as other,
    ):
        errors = [process.communicate(timeout=60)[1] for process in (one, other)]
    assert [one.returncode, other.returncode] == [0, 0], errors
    assert balances(cli, mint, "aigul", "available") == ["80.00"]
