"""zone.toml: what is read, and what is refused where."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from alatau.amounts import U64_MAX
from alatau.day import AssetClass, Role, Service, ZoneConfig, load_zone
from alatau.errors import InputError
from alatau.testing.small_day import ZONE, line_of


def read(folder: Path, text: str = ZONE) -> ZoneConfig:
    path = folder / "zone.toml"
    path.write_bytes(text.encode())
    return load_zone(path)


def test_load_zone_of_a_whole_file_reads_every_value(tmp_path: Path) -> None:
    zone = read(tmp_path)
    assert (zone.name, zone.utc_offset, zone.ends) == ("Сынақ аймағы", 18_000, date(2036, 12, 31))
    assert zone.wallets == ("operator", "bank", "afsa", "treasury", "m-01", "r-001", "r-002")
    tenge = zone.asset("KZTE")
    assert (tenge.asset_class, tenge.fee_min, tenge.fee_max) == (AssetClass.NATIONAL, 100, 500_00)
    assert (tenge.tax_bps, tenge.vault_cap) == ((0, 300, 800, 1200), U64_MAX)
    assert tenge.caps[0].per_day == 50_000_00
    assert tenge.caps[3].per_month == U64_MAX
    assert zone.asset("USDZ").caps[3].per_month == 3_000_000
    merchant = zone.participant("m-01")
    assert merchant.role is Role.MERCHANT
    national, crypto = merchant.licences
    assert (national.regulator, national.activity_bits, national.class_bits) == (0, 16, 1)
    assert (crypto.regulator, crypto.activity_bits, crypto.class_bits) == (1, 18, 2)
    assert crypto.activities == (Service.CLINIC, Service.SHOPS)
    assert len(crypto.credential_hash) == 32
    assert crypto.credential_hash != national.credential_hash


def test_end_of_a_day_is_the_next_midnight_by_the_zones_clock(tmp_path: Path) -> None:
    zone = read(tmp_path)
    midnight = datetime(2036, 12, 31, 19, tzinfo=UTC)
    assert zone.ends_at == int(midnight.timestamp())
    assert zone.hour_of(zone.ends_at) == 0
    assert zone.hour_of(zone.ends_at - 1) == 23
    assert zone.verified_until(zone.participant("m-01")) == zone.ends_at
    assert zone.verified_until(zone.participant("r-001")) == zone.end_of(date(2031, 6, 30))


def test_load_zone_west_of_greenwich_has_a_negative_offset(tmp_path: Path) -> None:
    assert read(tmp_path, ZONE.replace("+05:00", "-03:30")).utc_offset == -12_600


def test_load_zone_with_a_byte_order_mark_reads_it(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + ZONE) == read(tmp_path)


BROKEN = [
    # part of the text, what it becomes, its nth occurrence, field, part of the message
    ('name = "Сынақ', 'nam = "Сынақ', 1, "zone.nam", "no such key"),
    ("settle_window_hours = 72\n", "", 0, "zone.settle_window_hours", "is missing"),
    ("settle_window_hours = 72", "settle_window_hours = 0", 1, "zone.settle_window_hours", "0 is"),
    ("hours = 240", "hours = 1.5", 1, "zone.deliver_within_hours", "whole number"),
    ("hours = 240", "hours = true", 1, "zone.deliver_within_hours", "whole number"),
    ('"Сынақ аймағы"', f'"{"я" * 17}"', 1, "zone.name", "longer than 32 bytes"),
    ('"Сынақ аймағы"', '""', 1, "zone.name", "is empty"),
    ('"Сынақ аймағы"', r'"a\u0000b"', 1, "zone.name", "control character"),
    ('"+05:00"', '"5"', 1, "zone.utc_offset", "no offset"),
    ('"2036-12-31"', '"2036-02-30"', 1, "zone.ends", "no date of the calendar"),
    ('"2036-12-31"', '"31.12.2036"', 1, "zone.ends", "a date like"),
    ('"2036-12-31"', "9999-12-31", 1, "zone.ends", "between the years"),
    ('treasury = "treasury"', 'treasury = "operator"', 1, "zone.treasury", "there twice"),
    ('key = "afsa"', 'key = "../afsa"', 1, "regulators[1].key", "no wallet's name"),
    ('name = "AFSA"', 'name = "National Bank"', 1, "regulators[1].name", "there twice"),
    ('symbol = "USDZ"', 'symbol = "KZTE"', 1, "assets[1].symbol", "there twice"),
    ('symbol = "USDZ"', 'symbol = "usdz"', 1, "assets[1].symbol", "capital letters"),
    ('class = "crypto"', 'class = "krypto"', 1, "assets[1].class", "none of national"),
    ("decimals = 6", "decimals = 19", 1, "assets[1].decimals", "between 0 and 18"),
    ('"token-2022"', '"spl"', 1, "assets[0].token_program", "none of token"),
    ("fee_bps = 50", "fee_bps = 10001", 1, "assets[0].fee_bps", "between"),
    ('fee_min = "1.00"', "fee_min = 1.00", 1, "assets[0].fee_min", "in quotes"),
    ('fee_min = "1.00"', 'fee_min = "1.001"', 1, "assets[0].fee_min", "3 decimals"),
    ('fee_min = "1.00"', 'fee_min = "501"', 1, "assets[0].fee_min", "over the largest"),
    ("[0, 300, 800, 1200]", "[0, 300]", 1, "assets[0].tax_bps", "must list 4"),
    ("tier = 2, per", "tier = 1, per", 1, "assets[0].caps[2].tier", "there twice"),
    ('"50000.00"', '"5e4"', 1, "assets[0].caps[0].per_day", "scientific"),
    ('"50000.00"', '"10000.00"', 1, "assets[0].caps[0].per_payment", "over the one of a day"),
    ('per_month = "3"', 'per_month = "1"', 2, "assets[1].caps[1].per_day", "of a month"),
    ('id = "r-002"', 'id = "r-001"', 1, "participants[2].id", "there twice"),
    ('id = "r-002"', 'id = "bank"', 1, "participants[2].id", "there twice"),
    ('role = "merchant"', 'role = "shop"', 1, "participants[0].role", "none of resident"),
    ("tier = 1\ntax_category = 0", "tier = 4\ntax_category = 0", 1, "participants[2].tier", "4 is"),
    ('country = "KZ"', 'country = "kz"', 2, "participants[1].country", "capital letters"),
    ('"2031-06-30"', '"never"', 1, "participants[1].verified_until", "a date like"),
    ('regulator = "afsa"', "regulator = 2", 1, "participants[0].licences[1].regulator", "2 is"),
    ('regulator = "afsa"', "regulator = 0", 1, "participants[0].licences[1].regulator", "one"),
    ('["clinic", "shops"]', "[]", 1, "participants[0].licences[1].activities", "is empty"),
    ('["clinic", "shops"]', '["bar"]', 1, "participants[0].licences[1].activities", "none of"),
    ('credential = "A-1"', "note = 1", 1, "participants[0].licences[1].note", "no such key"),
]


@pytest.mark.parametrize(("part", "new", "nth", "field", "message"), BROKEN)
def test_load_zone_with_one_wrong_value_names_line_and_field(
    tmp_path: Path, *, part: str, new: str, nth: int, field: str, message: str
) -> None:
    pieces = ZONE.split(part)
    at = max(nth, 1)
    assert len(pieces) > at, "the test breaks something that is there"
    text = part.join(pieces[:at]) + new + part.join(pieces[at:])
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    error = caught.value
    assert (error.file, error.field) == ("zone.toml", field)
    assert message in error.message
    key = field.rpartition(".")[2]
    line = text.splitlines()[error.line - 1]
    assert (f"{key} =" in line) if nth else line == "[zone]"


def test_load_zone_with_one_regulator_says_how_many(tmp_path: Path) -> None:
    text = ZONE.replace('[[regulators]]\nname = "AFSA"\nkey = "afsa"\n', "")
    with pytest.raises(InputError, match="two regulators, and this one 1"):
        read(tmp_path, text)


def test_load_zone_with_a_missing_tier_names_it(tmp_path: Path) -> None:
    cap = '    { tier = 3, per_payment = "none", per_day = "none", per_month = "none" },\n'
    with pytest.raises(InputError, match="tier 3 is missing") as caught:
        read(tmp_path, ZONE.replace(cap, ""))
    assert caught.value.line == line_of(ZONE, "caps = [")


def test_load_zone_with_two_assets_of_one_bank_account_refuses(tmp_path: Path) -> None:
    text = ZONE.replace(
        'token_program = "token"\n', 'token_program = "token"\nbank_currency="KZT"\n'
    )
    with pytest.raises(InputError, match="backs KZTE already"):
        read(tmp_path, text)


def test_load_zone_of_no_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no TOML") as caught:
        read(tmp_path, ZONE.replace('key = "afsa"', "key = afsa"))
    assert caught.value.line == line_of(ZONE, 'key = "afsa"')


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000])
def test_load_zone_with_a_value_without_end_refuses(tmp_path: Path, value: str) -> None:
    with pytest.raises(InputError, match="no TOML"):
        read(tmp_path, ZONE.replace("hours = 72", f"hours = {value}"))


def test_load_zone_with_an_array_where_a_table_belongs_refuses(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be a table"):
        read(tmp_path, "zone = 1\nregulators = 1\nassets = 1\nparticipants = 1\n")


def test_load_zone_of_no_file_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file") as caught:
        load_zone(tmp_path / "zone.toml")
    assert caught.value.exit_code == 2
