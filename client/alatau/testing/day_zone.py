"""The example zone's terms, and its `zone.toml`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alatau.testing.day_people import MERCHANTS, Merchant, Resident

DATE = "2026-11-02"
OFFSET = "+05:00"


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset's terms; amounts in base units, `caps` as (payment, day, month) by tier."""

    symbol: str
    name: str
    kind: str
    decimals: int
    token_program: str
    fee_bps: int
    fee_min: int
    fee_max: int
    tax_bps: tuple[int, int, int, int]
    caps: tuple[tuple[int, int, int] | None, ...]
    vault_cap: int
    bank_currency: str = ""

    def units(self, whole: int) -> int:
        """Base units of whole ones."""
        return whole * int("1" + "0" * self.decimals)

    def text(self, value: int) -> str:
        """The decimal string of base units."""
        sign, value = ("-" if value < 0 else ""), abs(value)
        return f"{sign}{value // self.units(1)}.{value % self.units(1):0{self.decimals}}"


TENGE = Asset(
    symbol="KZTE",
    name="Теңге стейблкоині",
    kind="national",
    decimals=2,
    token_program="token-2022",  # noqa: S106 - a program, no password
    fee_bps=50,
    fee_min=1_00,
    fee_max=500_00,
    tax_bps=(0, 300, 800, 1200),
    caps=(
        (20_000_00, 50_000_00, 300_000_00),
        (300_000_00, 300_000_00, 3_000_000_00),
        (500_000_00, 1_000_000_00, 10_000_000_00),
        None,
    ),
    vault_cap=1_000_000_000_00,
    bank_currency="KZT",
)
DOLLAR = Asset(
    symbol="USDZ",
    name="US dollar stablecoin",
    kind="crypto",
    decimals=6,
    token_program="token",  # noqa: S106 - the same
    fee_bps=80,
    fee_min=10_000,
    fee_max=2_000_000,
    tax_bps=(0, 300, 800, 1200),
    caps=(
        (40_000_000, 100_000_000, 600_000_000),
        (600_000_000, 600_000_000, 6_000_000_000),
        (1_000_000_000, 2_000_000_000, 20_000_000_000),
        None,
    ),
    vault_cap=5_000_000_000_000,
)
ASSETS = (TENGE, DOLLAR)


def render_zone(seed: int, residents: Sequence[Resident]) -> str:
    """`zone.toml` as text."""
    lines: list[str] = [
        "# A zone for one day's example, made by alatau.testing.make_day.",
        "",
        "[zone]",
        'name = "Alatau City"',
        f'utc_offset = "{OFFSET}"',
        'ends = "2036-12-31"',
        "# Every wallet's key comes from this text, so it is for sandboxes only.",
        f'key_seed = "alatau-day-{seed}"',
        'operator = "operator"',
        'treasury = "treasury"',
        "settle_window_hours = 72",
        "deliver_within_hours = 240",
        "",
        "[[regulators]]",
        'name = "National Bank"',
        'key = "national-bank"',
        "",
        "[[regulators]]",
        'name = "Financial Services Authority"',
        'key = "afsa"',
    ]
    for asset in ASSETS:
        lines.extend(_asset(asset))
    lines.extend(_participant("provider", "ТОО «Алатау Эмитент»", "provider", 3, 0))
    for merchant in MERCHANTS:
        lines.extend(_participant(merchant.id, merchant.name, "merchant", 2, merchant.tax_category))
        lines.extend(_licences(merchant))
    for resident in residents:
        lines.extend(_participant(resident.id, resident.name, "resident", resident.tier, 0))
        lines.append('verified_until = "2031-06-30"')
    return "\n".join(lines) + "\n"


def _asset(asset: Asset) -> Iterator[str]:
    yield from ("", "[[assets]]")
    yield f'symbol = "{asset.symbol}"'
    yield f'name = "{asset.name}"'
    yield f'class = "{asset.kind}"'
    yield f"decimals = {asset.decimals}"
    yield f'token_program = "{asset.token_program}"'
    if asset.bank_currency:
        yield f'bank_currency = "{asset.bank_currency}"'
    yield f"fee_bps = {asset.fee_bps}"
    yield f'fee_min = "{asset.text(asset.fee_min)}"'
    yield f'fee_max = "{asset.text(asset.fee_max)}"'
    yield f"tax_bps = {list(asset.tax_bps)}"
    yield f'vault_cap = "{asset.text(asset.vault_cap)}"'
    yield "caps = ["
    for tier, caps in enumerate(asset.caps):
        texts = ["none"] * 3 if caps is None else [asset.text(cap) for cap in caps]
        fields = zip(("per_payment", "per_day", "per_month"), texts, strict=True)
        inner = ", ".join(f'{key} = "{text}"' for key, text in fields)
        yield f"    {{ tier = {tier}, {inner} }},"
    yield "]"


def _participant(name: str, title: str, role: str, tier: int, tax: int) -> Iterator[str]:
    yield from ("", "[[participants]]")
    yield f'id = "{name}"'
    yield f"name = {json.dumps(title, ensure_ascii=False)}"
    yield f'role = "{role}"'
    yield f"tier = {tier}"
    yield f"tax_category = {tax}"
    yield 'country = "KZ"'


def _licences(merchant: Merchant) -> Iterator[str]:
    grants = [("national-bank", json.dumps(merchant.classes), "НБ")]
    if merchant.crypto:
        grants.append(("afsa", '["crypto"]', "AFSA"))
    yield "licences = ["
    for regulator, allowed, prefix in grants:
        yield (
            f'    {{ regulator = "{regulator}", activities = ["{merchant.service}"], '
            f'classes = {allowed}, expires = "{merchant.expires}", '
            f'credential = "{prefix}-{merchant.id[2:]}/24" }},'
        )
    yield "]"
