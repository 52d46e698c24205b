"""Taxes, limits and changed terms by commands alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.flows.test_cli_zone import Cli, cli, deposit, mint, paying

__all__ = ["cli", "mint"]  # fixtures

AUTHORITIES = (
    "--operator",
    "operator.json",
    "--regulator",
    "bank.json",
    "--regulator",
    "afsa.json",
)


def test_tax_periods_show_the_month_which_cannot_be_closed_yet(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "5000")
    cli(*paying(mint, "100.00"))
    (period,) = cli("tax", "periods", "clinic.json", "--asset", mint)
    assert (period["turnover"], period["over"]) == ("100.00", False)
    assert abs(datetime.now(UTC) - datetime.fromisoformat(f"{period['month']}-15T00:00Z")) < (
        timedelta(days=18)
    )
    closing = ("tax", "close", "clinic.json", "--asset", mint, "--keypair", "operator.json")
    assert cli(*closing) == []
    refused = cli(*closing, "--month", period["month"], code=1)
    assert (refused["kind"], refused["name"]) == ("NotYet", "TaxPeriodOpen")
    assert refused["figures"]["opens_at"] > datetime.now(UTC).timestamp()
    assert "alatau tax periods" in refused["remedy"]
    assert cli("tax", "records") == []
    assert cli.text("tax", "records", "--csv").startswith("month,rate_bps,turnover,tax,")
    assert cli("tax", "records", "--month", "2026-1", code=2)["kind"] == "InputError"


def test_limits_terms_and_verification_change_what_is_refused(cli: Cli, mint: str) -> None:
    deposit(cli, mint, "5000")
    by = ("--operator", "operator.json")
    cli("account", "limits", "clinic.json", "--asset", mint, "--month", "150", *by)
    cli(*paying(mint, "100.00"))
    refused = cli(*paying(mint, "50.01"), code=1)
    assert (refused["kind"], refused["name"]) == ("LimitExceeded", "PayeeDailyLimitExceeded")
    assert refused["figures"]["spent"] == 100_00
    cli("account", "limits", "clinic.json", "--asset", mint, *by)
    event = cli("zone", "amend-asset", mint, "--fee-bps", "10000", *AUTHORITIES)["event"]
    assert (event["name"], event["fee_bps"]) == ("AssetAmended", 10_000)
    assert event["fee_max"] == event["fee_max_before"]
    cli(*paying(mint, "50.01"))
    cli("participant", "amend", "clinic.json", "--unverify", *by)
    assert cli(*paying(mint, "1.00"), code=1)["name"] == "VerificationExpired"
    cli("participant", "amend", "clinic.json", "--verified-until", "2031-06-30", *by)
    cli(*paying(mint, "1.00"))
