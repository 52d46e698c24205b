"""`zone.toml` read into a `ZoneConfig`, strictly."""

from __future__ import annotations

import re
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import TypeVar

from alatau.amounts import BPS
from alatau.day.config import (
    AssetConfig,
    LicenceConfig,
    ParticipantConfig,
    RegulatorConfig,
    TierCaps,
    ZoneConfig,
)
from alatau.day.toml import Table, read_toml
from alatau.program.enums import AssetClass, Role, Service

TIERS = 4
TAX_CATEGORIES = 4
TOKEN_PROGRAMS = ("token", "token-2022")
MAX_DECIMALS = 18
MAX_WINDOW_HOURS = 24 * 365
MAX_NAME_BYTES = 32

# A wallet's name is also a file's: DIR/<name>.json.
_WALLET = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}", re.ASCII)
_SYMBOL = re.compile(r"[A-Z][A-Z0-9]{1,11}", re.ASCII)
_OFFSET = re.compile(r"([+-])([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_E = TypeVar("_E", bound=IntEnum)


def load_zone(path: Path | str) -> ZoneConfig:
    """The zone that a TOML file describes.

    Raises `InputError` with file, line and field: an unknown key, a missing one, a
    wrong type or value, a duplicate.
    """
    root = read_toml(Path(path))
    root.allow(("zone", "regulators", "assets", "participants"))
    zone = root.table("zone")
    zone.allow(
        (
            "name",
            "utc_offset",
            "ends",
            "operator",
            "treasury",
            "settle_window_hours",
            "deliver_within_hours",
        ),
        ("key_seed",),
    )
    name = zone.text("name")
    if len(name.encode()) > MAX_NAME_BYTES:
        zone.fail("name", f"is longer than {MAX_NAME_BYTES} bytes")
    wallets: set[str] = set()
    operator = _wallet(zone, "operator", wallets)
    treasury = _wallet(zone, "treasury", wallets)
    regulators = _regulators(root, wallets)
    return ZoneConfig(
        name=name,
        utc_offset=_utc_offset(zone),
        ends=zone.date("ends"),
        key_seed=zone.text("key_seed") if zone.has("key_seed") else None,
        settle_window_hours=zone.integer("settle_window_hours", 1, MAX_WINDOW_HOURS),
        deliver_within_hours=zone.integer("deliver_within_hours", 1, MAX_WINDOW_HOURS),
        operator=operator,
        treasury=treasury,
        regulators=regulators,
        assets=_assets(root),
        participants=_participants(root, regulators, wallets),
    )


def _regulators(root: Table, wallets: set[str]) -> tuple[RegulatorConfig, RegulatorConfig]:
    regulators: list[RegulatorConfig] = []
    for table in root.tables("regulators"):
        table.allow(("name", "key"))
        name = table.text("name")
        if name in {regulator.name for regulator in regulators}:
            table.fail("name", f"{name!r} is there twice")
        regulators.append(RegulatorConfig(name, _wallet(table, "key", wallets)))
    if len(regulators) != 2:
        root.fail("regulators", f"a zone has two regulators, and this one {len(regulators)}")
    return regulators[0], regulators[1]


def _assets(root: Table) -> tuple[AssetConfig, ...]:
    assets: list[AssetConfig] = []
    for table in root.tables("assets"):
        asset = _asset(table)
        for other in assets:
            if other.symbol == asset.symbol:
                table.fail("symbol", f"{asset.symbol!r} is there twice")
            if asset.bank_currency and other.bank_currency == asset.bank_currency:
                table.fail("bank_currency", f"the bank's account backs {other.symbol} already")
        assets.append(asset)
    if not assets:
        root.fail("assets", "a zone has at least one asset")
    return tuple(assets)


def _asset(table: Table) -> AssetConfig:
    required = "symbol name class decimals token_program fee_bps fee_min fee_max tax_bps caps"
    table.allow((*required.split(), "vault_cap"), ("bank_currency",))
    symbol = table.text("symbol")
    if not _SYMBOL.fullmatch(symbol):
        table.fail("symbol", f"{symbol!r} is not 2 to 12 capital letters and digits")
    token_program = table.text("token_program")
    if token_program not in TOKEN_PROGRAMS:
        table.fail("token_program", f"{token_program!r} is none of {', '.join(TOKEN_PROGRAMS)}")
    decimals = table.integer("decimals", 0, MAX_DECIMALS)
    fee_min = table.amount("fee_min", decimals)
    fee_max = table.amount("fee_max", decimals, none=True)
    if fee_min > fee_max:
        table.fail("fee_min", "the smallest fee is over the largest")
    return AssetConfig(
        symbol=symbol,
        name=table.text("name"),
        asset_class=_member(table, "class", table.text("class"), AssetClass),
        decimals=decimals,
        token_program=token_program,
        fee_bps=table.integer("fee_bps", 0, BPS),
        fee_min=fee_min,
        fee_max=fee_max,
        tax_bps=table.integers("tax_bps", TAX_CATEGORIES, 0, BPS),
        caps=_caps(table, decimals),
        vault_cap=table.amount("vault_cap", decimals, none=True),
        bank_currency=table.text("bank_currency") if table.has("bank_currency") else "",
    )


def _caps(asset: Table, decimals: int) -> tuple[TierCaps, ...]:
    by_tier: dict[int, TierCaps] = {}
    for table in asset.tables("caps"):
        table.allow(("tier", "per_payment", "per_day", "per_month"))
        tier = table.integer("tier", 0, TIERS - 1)
        if tier in by_tier:
            table.fail("tier", f"tier {tier} is there twice")
        caps = TierCaps(
            per_payment=table.amount("per_payment", decimals, none=True),
            per_day=table.amount("per_day", decimals, none=True),
            per_month=table.amount("per_month", decimals, none=True),
        )
        if caps.per_payment > caps.per_day:
            table.fail("per_payment", "the cap of one payment is over the one of a day")
        if caps.per_day > caps.per_month:
            table.fail("per_day", "the cap of a day is over the one of a month")
        by_tier[tier] = caps
    for tier in range(TIERS):
        if tier not in by_tier:
            asset.fail("caps", f"tier {tier} is missing", remedy='write "none" for no cap')
    return tuple(by_tier[tier] for tier in range(TIERS))


def _participants(
    root: Table, regulators: tuple[RegulatorConfig, ...], wallets: set[str]
) -> tuple[ParticipantConfig, ...]:
    participants: list[ParticipantConfig] = []
    for table in root.tables("participants"):
        table.allow(
            ("id", "name", "role", "tier", "tax_category", "country"),
            ("verified_until", "licences"),
        )
        country = table.text("country")
        if not re.fullmatch("[A-Z]{2}", country, re.ASCII):
            table.fail("country", f"{country!r} is not two capital letters (ISO 3166-1)")
        roles = {str(role.name).lower(): role for role in Role}
        role = table.text("role")
        if role not in roles:
            table.fail("role", f"{role!r} is none of {', '.join(roles)}")
        participants.append(
            ParticipantConfig(
                id=_wallet(table, "id", wallets),
                name=table.text("name"),
                role=roles[role],
                tier=table.integer("tier", 0, TIERS - 1),
                tax_category=table.integer("tax_category", 0, TAX_CATEGORIES - 1),
                country=country,
                verified_until=_optional_date(table, "verified_until"),
                licences=_licences(table, regulators),
            )
        )
    if not participants:
        root.fail("participants", "a zone has at least one participant")
    return tuple(participants)


def _licences(
    participant: Table, regulators: tuple[RegulatorConfig, ...]
) -> tuple[LicenceConfig, ...]:
    licences: list[LicenceConfig] = []
    for table in participant.tables("licences"):
        table.allow(("regulator", "activities", "classes", "expires", "credential"))
        regulator = _regulator(table, regulators)
        if regulator in {licence.regulator for licence in licences}:
            table.fail("regulator", f"{regulators[regulator].name} has one licence for each")
        licences.append(
            LicenceConfig(
                regulator=regulator,
                activities=_members(table, "activities", Service),
                classes=_members(table, "classes", AssetClass),
                expires=table.date("expires"),
                credential=table.text("credential"),
            )
        )
    return tuple(licences)


def _regulator(table: Table, regulators: tuple[RegulatorConfig, ...]) -> int:
    """A regulator by its number, name or key."""
    value = table.raw("regulator")
    if isinstance(value, str):
        for index, regulator in enumerate(regulators):
            if value in (regulator.name, regulator.key):
                return index
        table.fail("regulator", f"{value!r} is neither {' nor '.join(r.key for r in regulators)}")
    return table.integer("regulator", 0, len(regulators) - 1)


def _members(table: Table, key: str, kind: type[_E]) -> tuple[_E, ...]:
    members = [_member(table, key, text, kind) for text in table.texts(key)]
    if not members:
        table.fail(key, "is empty")
    if len(set(members)) != len(members):
        table.fail(key, "names one twice")
    return tuple(sorted(members))


def _member(table: Table, key: str, text: str, kind: type[_E]) -> _E:
    members = {member.name.lower(): member for member in kind}
    if text not in members:
        table.fail(key, f"{text!r} is none of {', '.join(members)}")
    return members[text]


def _wallet(table: Table, key: str, wallets: set[str]) -> str:
    name = table.text(key)
    if not _WALLET.fullmatch(name):
        remedy = "1 to 32 small letters, digits and . _ - are"
        table.fail(key, f"{name!r} is no wallet's name", remedy=remedy)
    if name in wallets:
        table.fail(key, f"{name!r} is there twice")
    wallets.add(name)
    return name


def _optional_date(table: Table, key: str) -> date | None:
    return table.date(key) if table.has(key) else None


def _utc_offset(table: Table) -> int:
    text = table.text("utc_offset")
    match = _OFFSET.fullmatch(text)
    if match is None:
        table.fail("utc_offset", f"{text!r} is no offset", remedy="write it like +05:00")
    seconds = int(match[2]) * 3600 + int(match[3]) * 60
    return -seconds if match[1] == "-" else seconds
