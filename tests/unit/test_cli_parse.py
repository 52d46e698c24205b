"""What users write on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from solders.keypair import Keypair

from alatau.amounts import U64_MAX
from alatau.cli import parse
from alatau.cli.tokens import caps_of
from alatau.errors import InputError, KeyFileError
from alatau.program import AssetClass, Caps, Role, Scope, Service

ALMATY = 5 * 3600


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30m", 1800), ("72h", 259_200), ("14d", 1_209_600)]
)
def test_parse_duration_with_unit_gives_seconds(text: str, seconds: int) -> None:
    assert parse.parse_duration(text, "--hold") == seconds


@pytest.mark.parametrize("text", ["", "72", "h", "-1h", "1.5h", "0h", "1w", "1h30m", "٣h", "1 h"])
def test_parse_duration_malformed_names_the_option_and_the_form(text: str) -> None:
    with pytest.raises(InputError, match=r"^--hold: .* \(write it like 30m, 72h or 14d\)$"):
        parse.parse_duration(text, "--hold")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("+05:00", 18_000), ("-03:30", -12_600), ("+00:00", 0), ("+14:00", 50_400)],
)
def test_parse_offset_of_a_clock_survives_the_chain(text: str, seconds: int) -> None:
    offset = parse.parse_offset(text)
    assert offset == seconds
    assert parse.signed_offset(offset % parse.SECONDS_OF_DAY) == seconds


@pytest.mark.parametrize("text", ["5", "+5:00", "05:00", "+15:00", "+05:60", "Asia/Almaty"])
def test_parse_offset_malformed_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="--utc-offset"):
        parse.parse_offset(text)


def test_parse_moment_of_a_date_is_the_midnight_that_ends_it() -> None:
    # 2026-12-31 ends in Almaty when it is 19:00 in London.
    assert parse.parse_moment("2026-12-31", ALMATY, "--ends") == 1_798_743_600
    assert parse.parse_moment("2026-12-31T19:00:00Z", 0, "--ends") == 1_798_743_600
    assert parse.parse_moment("2027-01-01T00:00:00+05:00", 0, "--ends") == 1_798_743_600


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30", "is no date"),
        ("31.12.2026", "is no date"),
        ("2026-12-31T19:00:00", "has no offset from UTC"),
        ("1969-12-31T00:00:00Z", "is before 1970"),
        ("9999-12-31", "is no date"),
    ],
)
def test_parse_moment_malformed_says_why(text: str, why: str) -> None:
    with pytest.raises(InputError, match=f"--ends: .*{why}"):
        parse.parse_moment(text, ALMATY, "--ends")


def test_parse_money_none_is_no_limit_only_where_allowed() -> None:
    assert parse.parse_money("12.50", 2, "--amount") == 1250
    assert parse.parse_money("none", 2, "--fee-max", none=True) == U64_MAX
    with pytest.raises(InputError, match="--amount"):
        parse.parse_money("none", 2, "--amount")


def test_parse_money_too_many_decimals_names_the_option() -> None:
    with pytest.raises(InputError, match=r"^--amount: '1\.005' has 3 decimals where 2"):
        parse.parse_money("1.005", 2, "--amount")


def test_parse_address_of_base58_or_of_a_keypair_file(tmp_path: Path) -> None:
    key = Keypair()
    file = tmp_path / "Айгүл.json"
    file.write_text(json.dumps(list(bytes(key))))
    assert parse.parse_address(str(key.pubkey()), "--to") == key.pubkey()
    assert parse.parse_address(str(file), "--to") == key.pubkey()


def test_parse_address_of_neither_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--to: 'nobody' is neither"):
        parse.parse_address("nobody", "--to")
    other = tmp_path / "notes.txt"
    other.write_text("not a key")
    with pytest.raises(KeyFileError, match=r"notes\.txt"):
        parse.parse_address(str(other), "--to")


def test_parse_names_of_enums_and_flags() -> None:
    assert parse.parse_enum(AssetClass, "crypto", "--class") is AssetClass.CRYPTO
    assert parse.parse_bits(Service, ["clinic,shops", "clinic"], "--activity") == 0b10010
    assert parse.parse_flags(Role, ["resident", "investor"], "--role") == 17
    assert parse.parse_flags(Scope, ["all"], "SCOPE") == Scope.ALL
    with pytest.raises(InputError, match="one of transport, clinic, documents"):
        parse.parse_enum(Service, "taxi", "--service")
    with pytest.raises(InputError, match="some of resident, merchant"):
        parse.parse_flags(Role, ["mayor"], "--role")
    with pytest.raises(InputError, match="none is named"):
        parse.parse_bits(Service, [","], "--activity")


@pytest.mark.parametrize(
    "text", ["0,300,800", "a,b,c,d", "0,300,800,10001", "1.5,0,0,0", "-1,0,0,0"]
)
def test_parse_basis_points_malformed_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="--tax-bps"):
        parse.parse_basis_points(text, "--tax-bps", 4)


def test_caps_of_tiers_not_named_have_none() -> None:
    caps = caps_of(["1:20000:50000.5:none"], 2, 4)
    none = Caps(U64_MAX, U64_MAX, U64_MAX)
    assert caps == [none, Caps(2_000_000, 5_000_050, U64_MAX), none, none]


@pytest.mark.parametrize("texts", [["4:1:1:1"], ["0:1:1"], ["x"], ["0:1:1:1", "0:2:2:2"]])
def test_caps_of_malformed_or_repeated_tiers_are_refused(texts: list[str]) -> None:
    with pytest.raises(InputError, match="--cap"):
        caps_of(texts, 2, 4)


@pytest.mark.parametrize("text", ["US0378331005", "KZX000000013", "APPLE INC/SH"])
def test_parse_isin_takes_isin_and_fisn(text: str) -> None:
    assert parse.parse_isin(text, "--isin") == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("US0378331006", "check digit"),
        ("US0378313005", "check digit"),  # two digits that changed places
        ("us0378331005", "neither"),
        ("US037833100", "neither"),
        ("A" * 33 + "/SH", "neither"),
    ],
)
def test_parse_isin_wrong_says_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(InputError, match=f"^--isin: .*{why}"):
        parse.parse_isin(text, "--isin")
