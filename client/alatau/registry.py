"""Who and what the zone knows: the zone itself, assets, participants, licences, pauses."""

from __future__ import annotations

from collections.abc import Sequence

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.models import Receipt
from alatau.program import accounts, addresses, events, instructions
from alatau.program.enums import AssetClass, Role, Scope
from alatau.program.zone_instructions import RESOLVE_WINDOW, RESPOND_WINDOW, RETENTION
from alatau.tokens import create_token_account


async def create_zone(
    zone: ZoneContext,
    *,
    operator: Keypair,
    regulators: tuple[Keypair, Keypair],
    treasury: Pubkey,
    utc_offset: int,
    ends_at: int,
    settle_window: int,
    deliver_within: int,
    respond_window: int = RESPOND_WINDOW,
    resolve_window: int = RESOLVE_WINDOW,
    retention: int = RETENTION,
    key: str | None = None,
) -> Receipt[events.ZoneCreated]:
    """Create the zone, signed by operator and regulators.  Times in unix seconds, spans alike."""
    instruction = instructions.create_zone(
        payer=zone.keypair.pubkey(),
        operator=operator.pubkey(),
        first_regulator=regulators[0].pubkey(),
        second_regulator=regulators[1].pubkey(),
        treasury=treasury,
        name=zone.name,
        utc_offset=utc_offset,
        ends_at=ends_at,
        settle_window=settle_window,
        deliver_within=deliver_within,
        respond_window=respond_window,
        resolve_window=resolve_window,
        retention=retention,
    )
    signers = (zone.keypair, operator, *regulators)
    return await zone.submit(events.ZoneCreated, instruction, key=key, signers=signers)


async def list_asset(
    zone: ZoneContext,
    *,
    operator: Keypair,
    mint: Pubkey,
    token_program: Pubkey,
    asset_class: AssetClass,
    fee_bps: int,
    fee_min: int,
    fee_max: int,
    tax_bps: Sequence[int],
    caps: Sequence[accounts.Caps],
    vault_cap: int,
    key: str | None = None,
) -> Receipt[events.AssetListed]:
    """List an asset, with a vault for it.  It can be paid with once regulators consent."""
    asset = addresses.asset_address(zone.address, mint)
    vault_token = create_token_account(
        zone.keypair.pubkey(), addresses.vault_address(asset), mint, token_program
    )
    instruction = instructions.list_asset(
        payer=zone.keypair.pubkey(),
        operator=operator.pubkey(),
        zone=zone.address,
        mint=mint,
        token_program=token_program,
        asset_class=asset_class,
        fee_bps=fee_bps,
        fee_min=fee_min,
        fee_max=fee_max,
        tax_bps=tax_bps,
        caps=caps,
        vault_cap=vault_cap,
    )
    return await zone.submit(
        events.AssetListed, vault_token, instruction, key=key, signers=(zone.keypair, operator)
    )


async def consent_asset(
    zone: ZoneContext,
    *,
    regulator: Keypair,
    mint: Pubkey,
    consent: bool = True,
    key: str | None = None,
) -> Receipt[events.AssetConsented]:
    """A regulator consents to an asset, or takes its consent back."""
    instruction = instructions.consent_asset(
        regulator=regulator.pubkey(), zone=zone.address, mint=mint, consent=consent
    )
    return await zone.submit(
        events.AssetConsented, instruction, key=key, signers=(zone.keypair, regulator)
    )


async def rescreen_asset(
    zone: ZoneContext, *, operator: Keypair, mint: Pubkey, key: str | None = None
) -> Receipt[events.AssetRescreened]:
    """Screen an asset's mint again, which its issuer has changed.

    What others can do to its tokens now is written down, and every consent is cleared: its
    regulators consent to what it is.  Raises `ProgramRefused`: `NothingChanged`, or what is not
    accepted of a mint (`MintHasHook`…).
    """
    instruction = instructions.rescreen_asset(
        operator=operator.pubkey(), zone=zone.address, mint=mint
    )
    return await zone.submit(
        events.AssetRescreened, instruction, key=key, signers=(zone.keypair, operator)
    )


async def register_participant(
    zone: ZoneContext,
    *,
    operator: Keypair,
    wallet: Pubkey,
    roles: Role,
    tier: int,
    tax_category: int,
    country: str,
    verified_until: int,
    key: str | None = None,
) -> Receipt[events.ParticipantRegistered]:
    """Register a wallet whose holder the operator has verified until `verified_until`."""
    instruction = instructions.register_participant(
        payer=zone.keypair.pubkey(),
        operator=operator.pubkey(),
        zone=zone.address,
        wallet=wallet,
        roles=roles,
        tier=tier,
        tax_category=tax_category,
        country=country,
        verified_until=verified_until,
    )
    return await zone.submit(
        events.ParticipantRegistered, instruction, key=key, signers=(zone.keypair, operator)
    )


async def grant_licence(
    zone: ZoneContext,
    *,
    regulator: Keypair,
    wallet: Pubkey,
    activities: int,
    asset_classes: int,
    expires_at: int,
    credential: bytes,
    key: str | None = None,
) -> Receipt[events.LicenceGranted]:
    """Grant or renew the licence in the regulator's slot.

    `activities` has a bit per service, `asset_classes` one per class; `credential` is
    the SHA-256 of the document it rests on.
    """
    instruction = instructions.grant_licence(
        regulator=regulator.pubkey(),
        zone=zone.address,
        wallet=wallet,
        activities=activities,
        asset_classes=asset_classes,
        expires_at=expires_at,
        credential=credential,
    )
    return await zone.submit(
        events.LicenceGranted, instruction, key=key, signers=(zone.keypair, regulator)
    )


async def suspend_licence(
    zone: ZoneContext, *, regulator: Keypair, wallet: Pubkey, key: str | None = None
) -> Receipt[events.LicenceSuspended]:
    """Suspend the licence in the regulator's slot; granting it again ends that."""
    instruction = instructions.suspend_licence(
        regulator=regulator.pubkey(), zone=zone.address, wallet=wallet
    )
    return await zone.submit(
        events.LicenceSuspended, instruction, key=key, signers=(zone.keypair, regulator)
    )


async def pause(
    zone: ZoneContext, *, authority: Keypair, scopes: Scope, key: str | None = None
) -> Receipt[events.Paused]:
    """Set the scopes that this authority holds paused; `Scope(0)` lifts its pause."""
    instruction = instructions.pause(authority=authority.pubkey(), zone=zone.address, scopes=scopes)
    return await zone.submit(events.Paused, instruction, key=key, signers=(zone.keypair, authority))
