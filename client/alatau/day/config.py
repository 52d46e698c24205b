"""What `zone.toml` says: a zone, its regulators, assets and participants."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from alatau.amounts import U64_MAX
from alatau.errors import InputError
from alatau.program.enums import AssetClass, Role, Service

SECONDS_OF_DAY = 86_400


@dataclass(frozen=True, slots=True)
class RegulatorConfig:
    """One of the two regulators; `key` names its wallet."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class TierCaps:
    """The largest sums of one tier, in base units; `U64_MAX` is no cap."""

    per_payment: int
    per_day: int
    per_month: int


@dataclass(frozen=True, slots=True)
class AssetConfig:
    """An asset's terms.  Amounts in base units; `caps` by tier, `tax_bps` by tax category."""

    symbol: str
    name: str
    asset_class: AssetClass
    decimals: int
    token_program: str
    """"token" or "token-2022"."""
    fee_bps: int
    fee_min: int
    fee_max: int
    tax_bps: tuple[int, ...]
    caps: tuple[TierCaps, ...]
    vault_cap: int
    bank_currency: str
    """The currency of the bank account that backs it; empty where no bank does."""


@dataclass(frozen=True, slots=True)
class LicenceConfig:
    """What regulator 0 or 1 allows a participant, until the end of the day `expires`."""

    regulator: int
    activities: tuple[Service, ...]
    classes: tuple[AssetClass, ...]
    expires: date
    credential: str

    @property
    def activity_bits(self) -> int:
        """One bit for each service."""
        return sum(1 << activity for activity in self.activities)

    @property
    def class_bits(self) -> int:
        """One bit for each asset class."""
        return sum(1 << asset_class for asset_class in self.classes)

    @property
    def credential_hash(self) -> bytes:
        """SHA-256 of the credential, as the chain keeps it."""
        return hashlib.sha256(b"alatau:credential:" + self.credential.encode()).digest()


@dataclass(frozen=True, slots=True)
class ParticipantConfig:
    """A participant; `id` also names the wallet."""

    id: str
    name: str
    role: Role
    tier: int
    tax_category: int
    country: str
    verified_until: date | None
    licences: tuple[LicenceConfig, ...]


@dataclass(frozen=True, slots=True)
class ZoneConfig:
    """A zone.  `utc_offset` in seconds east of UTC; `operator` and `treasury` name wallets."""

    name: str
    utc_offset: int
    ends: date
    key_seed: str | None
    settle_window_hours: int
    deliver_within_hours: int
    operator: str
    treasury: str
    regulators: tuple[RegulatorConfig, RegulatorConfig]
    assets: tuple[AssetConfig, ...]
    participants: tuple[ParticipantConfig, ...]

    def asset(self, symbol: str) -> AssetConfig:
        """The asset of a symbol.  Raises `InputError` when there is none."""
        for asset in self.assets:
            if asset.symbol == symbol:
                return asset
        raise InputError(f"the zone {self.name!r} has no asset {symbol!r}")

    def participant(self, name: str) -> ParticipantConfig:
        """The participant of an id.  Raises `InputError` when there is none."""
        for participant in self.participants:
            if participant.id == name:
                return participant
        raise InputError(f"the zone {self.name!r} has no participant {name!r}")

    @property
    def decimals(self) -> dict[str, int]:
        """Decimals by asset symbol."""
        return {asset.symbol: asset.decimals for asset in self.assets}

    @property
    def wallets(self) -> tuple[str, ...]:
        """Every wallet's name: operator, regulators, treasury, participants."""
        authorities = (self.operator, *(r.key for r in self.regulators), self.treasury)
        return (*authorities, *(p.id for p in self.participants))

    @property
    def ends_at(self) -> int:
        """Unix seconds from which nothing enters any more."""
        return self.end_of(self.ends)

    def end_of(self, day: date) -> int:
        """Unix seconds of the midnight, by the zone's clock, that ends a day."""
        midnight = datetime.combine(day, time(), UTC) + timedelta(days=1)
        return (midnight - _EPOCH) // timedelta(seconds=1) - self.utc_offset

    def verified_until(self, participant: ParticipantConfig) -> int:
        """Unix seconds at which a verification ends: its own date, else the zone's end."""
        until = participant.verified_until
        return self.end_of(until) if until is not None else self.ends_at

    def hour_of(self, seconds: int) -> int:
        """The hour, 0 to 23, of unix seconds by the zone's clock."""
        return (seconds + self.utc_offset) % SECONDS_OF_DAY // 3600


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_CAP = U64_MAX
