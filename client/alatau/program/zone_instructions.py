"""Builders of what administers a zone; see `instructions`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey

from alatau.program.account_types import Caps
from alatau.program.addresses import (
    account_address,
    asset_address,
    participant_address,
    token_account_address,
    vault_address,
    zone_address,
    zone_name,
)
from alatau.program.building import build
from alatau.program.countries import country_code

_DAY: Final = 86_400
RESPOND_WINDOW: Final = 7 * _DAY
"""Seconds that a payee has to answer a dispute, unless the zone says otherwise."""
RESOLVE_WINDOW: Final = 14 * _DAY
"""Seconds that an answered dispute may take to be resolved."""
RETENTION: Final = 90 * _DAY
"""Seconds after its delivery deadline for which a payment's account is kept."""


def create_zone(
    *,
    payer: Pubkey,
    operator: Pubkey,
    first_regulator: Pubkey,
    second_regulator: Pubkey,
    treasury: Pubkey,
    name: str,
    utc_offset: int,
    ends_at: int,
    settle_window: int,
    deliver_within: int,
    respond_window: int = RESPOND_WINDOW,
    resolve_window: int = RESOLVE_WINDOW,
    retention: int = RETENTION,
) -> Instruction:
    """Creates the zone of this name; payer, operator and both regulators sign.

    `utc_offset` is in seconds east, below 86,400; all spans are at most 366 days.
    """
    return build(
        "create_zone",
        {
            "payer": payer,
            "operator": operator,
            "first_regulator": first_regulator,
            "second_regulator": second_regulator,
            "treasury": treasury,
            "zone": zone_address(name),
        },
        {
            "name": zone_name(name),
            "utc_offset": utc_offset,
            "ends_at": ends_at,
            "settle_window": settle_window,
            "deliver_within": deliver_within,
            "respond_window": respond_window,
            "resolve_window": resolve_window,
            "retention": retention,
        },
    )


def list_asset(
    *,
    payer: Pubkey,
    operator: Pubkey,
    zone: Pubkey,
    mint: Pubkey,
    token_program: Pubkey,
    asset_class: int,
    fee_bps: int,
    fee_min: int,
    fee_max: int,
    tax_bps: Sequence[int],
    caps: Sequence[Caps | Sequence[int]],
    vault_cap: int,
) -> Instruction:
    """Lists an asset; payer and operator sign.

    The vault's associated token account must be there already, or made by an instruction
    before this one: see `vault_token_account`.  `tax_bps` are four, by tax category; `caps`
    are four, by tier: per payment, per day, per month.
    """
    asset = asset_address(zone, mint)
    vault = vault_address(asset)
    return build(
        "list_asset",
        {
            "payer": payer,
            "operator": operator,
            "zone": zone,
            "mint": mint,
            "asset": asset,
            "vault": vault,
            "vault_token": token_account_address(vault, mint, token_program),
        },
        {
            "class": asset_class,
            "fee_bps": fee_bps,
            "fee_min": fee_min,
            "fee_max": fee_max,
            "tax_bps": tuple(tax_bps),
            "caps": tuple(triple(tier) for tier in caps),
            "vault_cap": vault_cap,
        },
    )


def vault_token_account(zone: Pubkey, mint: Pubkey, token_program: Pubkey) -> Pubkey:
    """The token account in which the vault of a mint keeps its tokens."""
    return token_account_address(vault_address(asset_address(zone, mint)), mint, token_program)


def consent_asset(*, regulator: Pubkey, zone: Pubkey, mint: Pubkey, consent: bool) -> Instruction:
    """A regulator consents to an asset, or takes its consent back; it signs."""
    return build(
        "consent_asset",
        {"regulator": regulator, "zone": zone, "asset": asset_address(zone, mint)},
        {"consent": consent},
    )


def rescreen_asset(*, operator: Pubkey, zone: Pubkey, mint: Pubkey) -> Instruction:
    """Screens an asset's mint again, and clears all consents; the operator signs."""
    return build(
        "rescreen_asset",
        {"operator": operator, "zone": zone, "mint": mint, "asset": asset_address(zone, mint)},
        {},
    )


def register_participant(
    *,
    payer: Pubkey,
    operator: Pubkey,
    zone: Pubkey,
    wallet: Pubkey,
    roles: int,
    tier: int,
    tax_category: int,
    country: str,
    verified_until: int,
) -> Instruction:
    """Registers a wallet; payer and operator sign.  `country` is ISO 3166-1 alpha-2: ``KZ``."""
    return build(
        "register_participant",
        {
            "payer": payer,
            "operator": operator,
            "zone": zone,
            "wallet": wallet,
            "participant": participant_address(zone, wallet),
        },
        {
            "roles": roles,
            "tier": tier,
            "tax_category": tax_category,
            "country": country_code(country),
            "verified_until": verified_until,
        },
    )


def grant_licence(
    *,
    regulator: Pubkey,
    zone: Pubkey,
    wallet: Pubkey,
    activities: int,
    asset_classes: int,
    expires_at: int,
    credential: bytes,
) -> Instruction:
    """A regulator grants or renews the licence in its slot; it signs.

    `activities` are bits of `Service`, `asset_classes` of `AssetClass`; `credential` is the
    SHA-256 of what it was granted on.
    """
    return build(
        "grant_licence",
        {"regulator": regulator, "zone": zone, "participant": participant_address(zone, wallet)},
        {
            "activities": activities,
            "asset_classes": asset_classes,
            "expires_at": expires_at,
            "credential": credential,
        },
    )


def suspend_licence(*, regulator: Pubkey, zone: Pubkey, wallet: Pubkey) -> Instruction:
    """A regulator suspends the licence in its slot; it signs."""
    return build(
        "suspend_licence",
        {"regulator": regulator, "zone": zone, "participant": participant_address(zone, wallet)},
    )


def open_account(
    *, payer: Pubkey, zone: Pubkey, mint: Pubkey, wallet: Pubkey, lane: int = 0
) -> Instruction:
    """Opens a participant's payment account; `payer`, of its rent, signs.

    Of a lane above 0 the zone's operator must be the payer, and lane 0 be open.
    """
    main = AccountMeta(account_address(zone, wallet, mint), False, False)
    return build(
        "open_account",
        {
            "payer": payer,
            "zone": zone,
            "asset": asset_address(zone, mint),
            "participant": participant_address(zone, wallet),
            "account": account_address(zone, wallet, mint, lane),
        },
        {"lane": lane},
        (main,) if lane else (),
    )


def pause(*, authority: Pubkey, zone: Pubkey, scopes: int) -> Instruction:
    """Sets all that the operator or a regulator, which signs, holds paused: bits of `Scope`."""
    return build("pause", {"authority": authority, "zone": zone}, {"scopes": scopes})


def triple(tier: Caps | Sequence[int]) -> tuple[int, ...]:
    """A tier's caps as the program takes them."""
    if isinstance(tier, Caps):
        return tier.per_payment, tier.per_day, tier.per_month
    return tuple(tier)
