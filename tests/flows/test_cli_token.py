"""An instrument by commands alone: proposed, admitted, issued, given, suspended, delisted."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from solders.pubkey import Pubkey
from tests.flows.test_cli_zone import Cli, cli, mint

from alatau.chain.base import AccountInfo
from alatau.chain.embedded import EmbeddedChain
from alatau.program import PROGRAM_ID, program_path
from alatau.zone import EMBEDDED_FILE

__all__ = ["cli", "mint"]  # fixtures

DOCUMENT = "Алатау мұнаралары: проспект эмиссии".encode()
AFSA = ("--regulator", "afsa.json")


def propose(cli: Cli, mint: str, *more: str, code: int = 0) -> object:
    return cli(
        *("token", "create", "towers.json", "--name", "Алатау мұнаралары", "--symbol", "ALTW"),
        *("--uri", "https://munara.kz/altw.pdf", "--document", "altw.pdf"),
        *("--isin", "KZX000000013", "--kind", "real_estate_share", "--payout", mint),
        *("--face-value", "1000.50", "--authorised", "150", "--country", "KZ,RU,KZ"),
        *("--keypair", "issuer.json", *more),
        code=code,
    )


def prepare(cli: Cli) -> str:
    """The issuer, two investors, the document, the key of the mint; the mint's address."""
    cli("keys", "new", "issuer.json")
    cli("keys", "new", "towers.json")
    cli("keys", "fund", "issuer.json")
    (cli.folder / "altw.pdf").write_bytes(DOCUMENT)
    for who, role in (("issuer", "issuer"), ("provider", "investor"), ("bank", "investor")):
        cli("participant", "register", f"{who}.json", "--role", role, "--operator", "operator.json")
    return str(cli("keys", "show", "towers.json")["address"])


def test_token_lives_from_its_proposal_to_its_delisting(cli: Cli, mint: str) -> None:
    towers = prepare(cli)
    created = propose(cli, mint, "--holder-cap", "2", "--key", "проспект")
    assert isinstance(created, dict)
    event = created["event"]
    assert (event["name"], event["kind"]) == ("InstrumentCreated", "real_estate_share")
    assert (created["mint"], event["holder_classes"]) == (towers, [0, 1, 2, 3])
    assert event["countries"] == ["KZ", "RU"]
    again = propose(cli, mint, "--holder-cap", "2", "--key", "проспект")
    assert isinstance(again, dict)
    assert again["signature"] == created["signature"]
    shown = cli("token", "show", "towers.json")
    assert (shown["state"], shown["authorised"], shown["issued"]) == ("proposed", "150", "0")
    assert (shown["name"], shown["symbol"], shown["uri"]) == (
        "Алатау мұнаралары", "ALTW", "https://munara.kz/altw.pdf",
    )  # fmt: skip
    assert shown["metadata"] == {"isin": "KZX000000013", "document_sha256": shown["document"]}
    assert "ALTW" in cli.text("token", "list")
    assert (shown["face_value"], shown["payout_mint"]) == ("1000.50", mint)
    assert (shown["holder_classes"], shown["countries"]) == ([0, 1, 2, 3], ["KZ", "RU"])
    assert (shown["max_per_holder"], shown["holder_cap"]) == ("none", "2")
    assert (shown["maturity"], shown["document"]) == (None, sha256(DOCUMENT).hexdigest())

    opening = ("token", "open", towers, "--wallet", "provider.json", "--keypair", "issuer.json")
    cli(*opening)
    issue = ("token", "issue", towers, "--to", "provider.json", "--quantity", "100",
             "--keypair", "issuer.json")  # fmt: skip
    early = cli(*issue, code=1)
    assert (early["name"], early["remedy"]) == (
        "InstrumentNotAdmitted", "the financial authority admits it first",
    )  # fmt: skip
    moved = cli("token", "admit", towers, "--revision", "2", *AFSA, code=1)
    assert moved["name"] == "TermsChanged"
    cli("token", "admit", towers, "--revision", "1", *AFSA)
    cli(*issue)
    transfer_to_nowhere(cli, towers)
    cli("token", "open", towers, "--wallet", "bank.json", "--keypair", "issuer.json")
    given = cli("token", "transfer", towers, "--to", "bank.json", "--quantity", "33",
                "--keypair", "provider.json")["event"]  # fmt: skip
    assert (given["quantity"], given["sender_units"], given["recipient_units"]) == (
        "33",
        "67",
        "33",
    )

    register = cli("token", "holders", towers)
    assert (register["issued"], register["held"]) == ("100", "100")
    assert [(one["units"], one["share"]) for one in register["holdings"]] == [
        ("67", "67.00 %"), ("33", "33.00 %"),
    ]  # fmt: skip
    assert "67.00 %" in cli.text("token", "holders", towers)
    register_of_the_past(cli, towers)
    assert "UnitsTransferred" in [
        event["name"] for row in cli("history", "--limit", "5") for event in row["events"]
    ]
    cli.text("history", "--limit", "5")

    suspend = ("token", "suspend", towers, *AFSA)
    assert cli(*suspend, code=2)["remedy"] == "add --yes to do it"
    cli(*suspend, "--yes")
    assert cli(*issue, code=1)["name"] == "InstrumentSuspended"
    cli("token", "resume", towers, *AFSA)
    (listed,) = cli("token", "list")
    assert (listed["mint"], listed["state"], listed["holders"]) == (towers, "admitted", 2)
    cli("token", "delist", towers, *AFSA, "--yes")
    assert cli(*issue, code=1)["name"] == "InstrumentDelisted"


def transfer_to_nowhere(cli: Cli, towers: str) -> None:
    nowhere = cli("token", "transfer", towers, "--to", "bank.json", "--quantity", "33",
                  "--keypair", "provider.json", code=1)  # fmt: skip
    bank = cli("keys", "show", "bank.json")["address"]
    assert (nowhere["kind"], nowhere["remedy"]) == (
        "HoldingMissing", f"open one first: alatau token open --wallet {bank}",
    )  # fmt: skip
    assert f"{bank} has no holding" in nowhere["message"]


def register_of_a_time(cli: Cli, towers: str, told: list[dict[str, Any]]) -> None:
    """Dates end by the zone's clock; what may still change is refused."""
    for event in (told[1], told[-1]):
        then = cli("token", "holders", towers, "--at", event["time"])
        earlier = [int(each["change"]) for each in told if each["time"] < event["time"]]
        assert then["held"] == str(sum(earlier))
    assert cli("token", "holders", towers, "--at", "2020-12-31")["holdings"] == []
    for at in ("2999-12-31", "2999-12-31T18:00:00+05:00"):
        assert f"{at} is to come" in cli("token", "holders", towers, "--at", at, code=2)["message"]
    assert "is no date" in cli("token", "holders", towers, "--at", "кеше", code=2)["message"]
    cli("clock", "--by", "2d")
    today = told[-1]["time"][:10]
    late = (date.fromisoformat(today) + timedelta(days=1)).isoformat()  # east of Greenwich
    then = cli("token", "holders", towers, "--at", late)
    assert (then["slot"], then["held"]) == (told[-1]["slot"], "100")


def register_of_the_past(cli: Cli, towers: str) -> None:
    told = cli("token", "history", towers)
    assert [
        (one["event"], one["change"], one["units"]) for one in told if one["change"] != "0"
    ] == [
        ("UnitsIssued", "100", "100"),
        ("UnitsTransferred", "33", "33"),
        ("UnitsTransferred", "-33", "67"),
    ]
    then = cli("token", "holders", towers, "--at", str(told[1]["slot"]))
    assert (then["issued"], then["held"], then["proven"]) == ("100", "100", True)
    assert [(one["units"], one["share"]) for one in then["holdings"]] == [("100", "100.00 %")]
    listed = cli.text("token", "holders", towers, "--at", str(told[-1]["slot"]), "--csv")
    assert [line.split(",")[2] for line in listed.splitlines()] == ["units", "67", "33"]
    now = cli.text("token", "holders", towers, "--csv")
    assert now == listed  # its columns are filled from the accounts as from the history
    assert "is to come" in cli("token", "holders", towers, "--at", "9999999", code=2)["message"]
    register_of_a_time(cli, towers, told)
    only = cli.text("token", "history", towers, "--wallet", "bank.json", "--csv").splitlines()
    assert [line.split(",")[2] for line in only] == ["event", "HoldingOpened", "UnitsTransferred"]


def test_token_distributes_and_pays_claims_out(cli: Cli, mint: str) -> None:
    towers = prepare(cli)
    propose(cli, mint, "--tax-bps", "1000,0,0,0")
    assert cli("token", "show", towers)["tax_bps"] == [1_000, 0, 0, 0]
    cli("token", "admit", towers, "--revision", "1", *AFSA)
    for who, quantity in (("provider", "50"), ("bank", "25")):
        cli("token", "open", towers, "--wallet", f"{who}.json", "--keypair", "issuer.json")
        cli("token", "issue", towers, "--to", f"{who}.json", "--quantity", quantity,
            "--keypair", "issuer.json")  # fmt: skip
    cli("account", "open", "--asset", mint, "--keypair", "issuer.json")
    cli("account", "deposit", "--asset", mint, "--amount", "5000", "--keypair", "issuer.json",
        "--issue-with", "provider.json")  # fmt: skip
    rent = ("token", "distribute", towers, "--amount", "1500.00", "--invoice", "аренда",
            "--key", "rent-3", "--keypair", "issuer.json")  # fmt: skip
    paid = cli(*rent)
    event = paid["event"]
    assert (event["name"], event["amount"], event["issued"]) == ("Distributed", "1500.00", "75")
    assert (event["issuer_available"], event["issuer_held"]) == ("3500.00", "1500.00")
    assert (event["distributed"], event["index"]) == ("1500.00", "2000.000000")
    assert cli(*rent)["signature"] == paid["signature"]

    register = cli("token", "claims", towers)
    assert (register["distributed"], register["entitled"]) == ("1500.00", "1500.00")
    assert [(one["units"], one["entitled"], one["claimed"]) for one in register["holdings"]] == [
        ("50", "1000.00", "0.00"), ("25", "500.00", "0.00"),
    ]  # fmt: skip
    assert "1000.00" in cli.text("token", "claims", towers)
    claim = ("token", "claim", towers, "--wallet", "provider.json", "--keypair", "issuer.json")
    event = cli(*claim)["event"]
    assert (event["gross"], event["tax"], event["holder_tax_due"]) == (
        "1000.00", "100.00", "100.00",
    )  # fmt: skip
    assert (event["claimed"], event["holding_claimed"]) == ("1000.00", "1000.00")
    again = cli(*claim, code=1)
    assert (again["name"], "alatau token claims" in again["remedy"]) == ("NothingToClaim", True)
    both = cli(*claim, "--all", code=2)
    assert both["message"].startswith("--all: ")
    (row,) = cli("token", "claim", towers, "--all", "--keypair", "issuer.json")
    assert (row["gross"], row["tax"], row["paid"], row["error"]) == (
        "500.00", "50.00", "450.00", None,
    )  # fmt: skip
    assert cli("token", "claims", towers)["claimed"] == "1500.00"
    text = cli.text("token", "claim", towers, "--all", "--keypair", "issuer.json")
    assert text.strip() == "paid 0.00 in 0 of 0 claims, withheld 0.00"
    shown = cli("token", "show", towers)
    assert (shown["distributed"], shown["claimed"]) == ("1500.00", "1500.00")
    told = cli("token", "payouts", towers)
    assert [(one["event"], one["units"], one["amount"], one["tax"]) for one in told] == [
        ("Distributed", "75", "1500.00", "0.00"),
        ("Claimed", None, "1000.00", "100.00"),
        ("Claimed", None, "500.00", "50.00"),
    ]
    only = cli.text("token", "payouts", towers, "--wallet", "bank.json", "--csv").splitlines()
    assert [line.split(",")[5] for line in only] == ["amount", "500.00"]
    assert "1500.00" in cli.text("token", "payouts", towers)
    names = [e["name"] for row in cli("history", "--limit", "9") for e in row["events"]]
    assert {"Distributed", "Claimed"} <= {*names}


async def account_at(cli: Cli, address: str) -> AccountInfo | None:
    file, programs = cli.folder / "home" / EMBEDDED_FILE, {PROGRAM_ID: program_path()}
    async with await EmbeddedChain.open(file, programs=programs) as chain:
        return await chain.account(Pubkey.from_string(address))


def test_token_create_bad_input_names_the_field_and_makes_nothing(cli: Cli, mint: str) -> None:
    towers = prepare(cli)
    (cli.folder / "altw.pdf").unlink()
    missing = propose(cli, mint, code=2)
    assert isinstance(missing, dict)
    assert missing["message"].startswith("altw.pdf:--document: cannot be read: ")
    (cli.folder / "altw.pdf").write_bytes(DOCUMENT)
    finer = propose(cli, mint, "--max-per-holder", "1.5", code=2)
    assert isinstance(finer, dict)
    assert finer["message"].startswith("--max-per-holder: ")
    small = propose(cli, mint, "--country", "kz", code=2)
    assert isinstance(small, dict)
    wrong = (("--name", " "), ("--symbol", ""), ("--uri", ""), ("--isin", "KZX000000017"))
    for field, given in wrong:
        refused = propose(cli, mint, field, given, code=2)
        assert isinstance(refused, dict)
        assert refused["message"].startswith(f"{field}: ")
    (cli.folder / "altw.pdf").write_bytes(b"")
    empty = propose(cli, mint, code=2)
    assert isinstance(empty, dict)
    assert empty["message"] == "--document: altw.pdf is empty"
    assert "'kz' is no country's two letters" in small["message"]
    assert asyncio.run(account_at(cli, towers)) is None
    assert cli("history", "--limit", "1")[0]["events"][0]["name"] == "ParticipantRegistered"
    assert cli("token", "list") == []
    unknown = cli("token", "show", mint, code=1)
    assert (unknown["kind"], unknown["remedy"]) == (
        "AccountMissing", "alatau token list shows those there are",
    )  # fmt: skip
