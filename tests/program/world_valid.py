"""One valid instruction of every kind, in a living zone: what the cases mutate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from solders.keypair import Keypair
from tests.program.world_attempts import Attempt

from alatau.program import (
    TOKEN_PROGRAM,
    AssetClass,
    Role,
    Service,
)
from alatau.program import instructions as build
from alatau.testing.world import (
    DAY,
    NO_CAP,
    TAX_BPS,
    World,
    WorldAsset,
    plan_asset,
    reference_of,
    world_key,
)
from alatau.tokens import MINT_BYTES, create_mint, create_token_account

AMOUNT = 200_000
"""Base units of an ordinary payment."""
REFERENCE = reference_of("шот-фактура № 7")
ALL_BITS = (1 << len(Service)) - 1, (1 << len(AssetClass)) - 1

Valid = Callable[[World], Awaitable[Attempt]]


async def next_sequence(world: World, wallet: Keypair, asset: WorldAsset) -> int:
    """The first sequence that is free on an account."""
    return (await world.account(wallet, asset)).sequence + 1


async def create_zone(world: World) -> Attempt:
    bank, authority = world.regulators
    made = build.create_zone(
        payer=world.treasury.pubkey(),
        operator=world.operator.pubkey(),
        first_regulator=bank.pubkey(),
        second_regulator=authority.pubkey(),
        treasury=world.treasury.pubkey(),
        name="Жаңа қала",
        utc_offset=5 * 3_600,
        ends_at=world.ends_at,
        settle_window=DAY,
        deliver_within=DAY,
    )
    return Attempt.of(made, world.treasury, world.operator, bank, authority)


async def new_mint(world: World, symbol: str, *, decimals: int = 2) -> WorldAsset:
    """A mint with its vault's token account, which is not listed."""
    key, payer = world_key(world.seed, symbol), world.payer.pubkey()
    asset = plan_asset(
        zone=world.zone,
        mint=key.pubkey(),
        symbol=symbol,
        decimals=decimals,
        token_program=TOKEN_PROGRAM,
        asset_class=AssetClass.NATIONAL,
    )
    rent = (128 + MINT_BYTES) * 6_960
    minted = create_mint(payer, asset.mint, world.issuer.pubkey(), decimals, TOKEN_PROGRAM, rent)
    vault_token = create_token_account(payer, asset.vault, asset.mint, TOKEN_PROGRAM)
    await world.run(*minted, vault_token, signers=(key,))
    return asset


async def list_asset(world: World) -> Attempt:
    asset = await new_mint(world, "KZTX")
    return list_mint(world, asset)


def list_mint(world: World, asset: WorldAsset, *, vault_cap: int = NO_CAP) -> Attempt:
    """Lists a mint as national currency, with neither fee nor caps."""
    listed = build.list_asset(
        payer=world.treasury.pubkey(),
        operator=world.operator.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        token_program=asset.token_program,
        asset_class=asset.asset_class,
        fee_bps=10_000,
        fee_min=0,
        fee_max=0,
        tax_bps=TAX_BPS,
        caps=((NO_CAP,) * 3,) * 4,
        vault_cap=vault_cap,
    )
    return Attempt.of(listed, world.treasury, world.operator)


async def consent_asset(world: World) -> Attempt:
    return consent(world, world.regulators[1], world.tenge, given=True)


def consent(world: World, regulator: Keypair, asset: WorldAsset, *, given: bool) -> Attempt:
    """A regulator's consent, given or taken back."""
    made = build.consent_asset(
        regulator=regulator.pubkey(), zone=world.zone, mint=asset.mint, consent=given
    )
    return Attempt.of(made, regulator)


def newcomer(world: World) -> Keypair:
    """A wallet that the zone does not know."""
    return world_key(world.seed, "Дәулет Ким")


async def register_participant(world: World) -> Attempt:
    return register(world, newcomer(world))


def register(
    world: World,
    wallet: Keypair,
    *,
    roles: Role = Role.RESIDENT,
    tier: int = 0,
    verified_until: int | None = None,
) -> Attempt:
    """Registers a wallet."""
    made = build.register_participant(
        payer=world.treasury.pubkey(),
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        roles=roles,
        tier=tier,
        tax_category=0,
        country="KZ",
        verified_until=world.ends_at + DAY if verified_until is None else verified_until,
    )
    return Attempt.of(made, world.treasury, world.operator)


async def grant_licence(world: World) -> Attempt:
    return grant(world, world.regulators[0], world.bereke)


def grant(
    world: World,
    regulator: Keypair,
    merchant: Keypair,
    *,
    activities: int = ALL_BITS[0],
    asset_classes: int = ALL_BITS[1],
    expires_at: int | None = None,
) -> Attempt:
    """Grants a licence for everything, unless told otherwise."""
    made = build.grant_licence(
        regulator=regulator.pubkey(),
        zone=world.zone,
        wallet=merchant.pubkey(),
        activities=activities,
        asset_classes=asset_classes,
        expires_at=world.ends_at + DAY if expires_at is None else expires_at,
        credential=REFERENCE,
    )
    return Attempt.of(made, regulator)


async def suspend_licence(world: World) -> Attempt:
    return suspend(world, world.regulators[0], world.bereke)


def suspend(world: World, regulator: Keypair, merchant: Keypair) -> Attempt:
    """Suspends a licence."""
    made = build.suspend_licence(
        regulator=regulator.pubkey(), zone=world.zone, wallet=merchant.pubkey()
    )
    return Attempt.of(made, regulator)


async def open_account(world: World) -> Attempt:
    wallet = newcomer(world)
    registered = register(world, wallet)
    await world.run(registered.instruction(), signers=registered.signers)
    return opening(world, wallet, world.tenge)


def opening(world: World, wallet: Keypair, asset: WorldAsset) -> Attempt:
    """Opens a participant's account."""
    made = build.open_account(
        payer=world.treasury.pubkey(), zone=world.zone, mint=asset.mint, wallet=wallet.pubkey()
    )
    return Attempt.of(made, world.treasury)


async def deposit(world: World) -> Attempt:
    return await depositing(world, world.aigul, world.tenge)


async def depositing(
    world: World, wallet: Keypair, asset: WorldAsset, amount: int = AMOUNT
) -> Attempt:
    """Deposits into a wallet's account."""
    made = build.deposit(
        wallet=wallet.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        token_program=asset.token_program,
        sequence=await next_sequence(world, wallet, asset),
        amount=amount,
        reference=REFERENCE,
    )
    return Attempt.of(made, wallet)


async def withdraw(world: World) -> Attempt:
    return await withdrawing(world, world.aigul, world.tenge)


async def withdrawing(
    world: World, wallet: Keypair, asset: WorldAsset, amount: int = AMOUNT
) -> Attempt:
    """Withdraws from a wallet's account."""
    made = build.withdraw(
        wallet=wallet.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        token_program=asset.token_program,
        sequence=await next_sequence(world, wallet, asset),
        amount=amount,
        reference=REFERENCE,
    )
    return Attempt.of(made, wallet)


async def pay(world: World) -> Attempt:
    return await paying(world, world.aigul, world.bereke, world.tenge)


async def pay_held(world: World) -> Attempt:
    return await paying_held(world, world.aigul, world.bereke, world.tenge)


async def paying(
    world: World, payer: Keypair, payee: Keypair, asset: WorldAsset, amount: int = AMOUNT
) -> Attempt:
    """Pays a merchant, finally."""
    made = build.pay(
        wallet=payer.pubkey(),
        payee=payee.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        sequence=await next_sequence(world, payer, asset),
        amount=amount,
        reference=REFERENCE,
        service=Service.CLINIC,
    )
    return Attempt.of(made, payer)


async def paying_held(
    world: World, payer: Keypair, payee: Keypair, asset: WorldAsset, amount: int = AMOUNT
) -> Attempt:
    """Pays a merchant who delivers within a day; the treasury pays the rent."""
    made = build.pay_held(
        wallet=payer.pubkey(),
        payee=payee.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        sequence=await next_sequence(world, payer, asset),
        amount=amount,
        reference=REFERENCE,
        service=Service.CLINIC,
        deliver_by=await world.chain.time() + DAY,
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made, payer, world.treasury)


async def transfer(world: World) -> Attempt:
    return await transferring(world, world.aigul, world.ilya, world.tenge)


async def transferring(
    world: World, payer: Keypair, payee: Keypair, asset: WorldAsset, amount: int = AMOUNT
) -> Attempt:
    """Pays another resident."""
    made = build.transfer(
        wallet=payer.pubkey(),
        payee=payee.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        sequence=await next_sequence(world, payer, asset),
        amount=amount,
        reference=REFERENCE,
    )
    return Attempt.of(made, payer)
