"""A small living zone, for tests: authorities, two assets, people with accounts and funds.

``world = await build_world(chain)`` takes about a tenth of a second on the embedded
chain.  Keys come from a seed, so that two worlds of one seed have the same addresses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from solders.keypair import Keypair

from alatau.chain.base import Chain, Faucet
from alatau.errors import InputError
from alatau.program import (
    TOKEN_2022_PROGRAM,
    TOKEN_PROGRAM,
    AssetClass,
    Caps,
    Role,
    Service,
    zone_address,
)
from alatau.program import instructions as build
from alatau.testing.living import (
    DAY,
    DELIVER_WITHIN,
    FUNDS,
    LIFETIME,
    NO_CAP,
    SETTLE_WINDOW,
    TAX_BPS,
    UTC_OFFSET,
    World,
    WorldAsset,
    plan_asset,
    reference_of,
    world_key,
)
from alatau.tokens import MINT_BYTES, create_mint, create_token_account, mint_to

__all__ = [
    "DAY",
    "DELIVER_WITHIN",
    "FUNDS",
    "LIFETIME",
    "NO_CAP",
    "SETTLE_WINDOW",
    "TAX_BPS",
    "UTC_OFFSET",
    "World",
    "WorldAsset",
    "build_world",
    "plan_asset",
    "reference_of",
    "world_key",
]

_LAMPORTS = 100 * 10**9
_MINT_LAMPORTS = (128 + MINT_BYTES) * 6_960
_REGULATORS = {
    AssetClass.NATIONAL: (True, False),
    AssetClass.CRYPTO: (True, True),
    AssetClass.INSTRUMENT: (False, True),
}
_NO_CAPS = Caps(NO_CAP, NO_CAP, NO_CAP)
_TENGE_CAPS = (Caps(2_000_000, 5_000_000, 30_000_000), _NO_CAPS, _NO_CAPS, _NO_CAPS)


async def build_world(chain: Chain, *, name: str = "Алатау сити", seed: str = "world") -> World:
    """Build the world's zone on a chain that gives lamports away.

    Raises `InputError` on another chain, and what sending raises.
    """
    if not isinstance(chain, Faucet):
        raise InputError(f"{chain.url} gives no lamports away: a world cannot be built there")
    world = _plan(chain, name, seed, await chain.time() + LIFETIME)
    funded = (world.payer, *world.residents, *world.merchants, world.treasury)
    await asyncio.gather(*(chain.airdrop(wallet.pubkey(), _LAMPORTS) for wallet in funded))
    await _found(world)
    await asyncio.gather(
        _list(world, world.tenge, (50, 100, 50_000), _TENGE_CAPS),
        _list(world, world.dollar, (0, 0, 0), (_NO_CAPS,) * 4),
    )
    await asyncio.gather(*(_settle_in(world, *person) for person in _people(world)))
    await asyncio.gather(
        *(_license(world, merchant) for merchant in world.merchants),
        *(_fund(world, who, asset) for who in world.residents for asset in world.assets),
    )
    return world


def _plan(chain: Chain, name: str, seed: str, ends_at: int) -> World:
    zone = zone_address(name)
    tenge = world_key(seed, "KZTE").pubkey()
    dollar = world_key(seed, "USDZ").pubkey()
    return World(
        chain=chain,
        seed=seed,
        name=name,
        zone=zone,
        ends_at=ends_at,
        payer=world_key(seed, "payer"),
        operator=world_key(seed, "operator"),
        regulators=(world_key(seed, "central bank"), world_key(seed, "financial authority")),
        treasury=world_key(seed, "treasury"),
        issuer=world_key(seed, "issuer"),
        aigul=world_key(seed, "Айгүл Сәрсенова"),
        ilya=world_key(seed, "Илья Щербинин"),
        bereke=world_key(seed, "«Береке» дүкені"),
        shipa=world_key(seed, "«Шипа» емханасы"),
        tenge=plan_asset(
            zone=zone,
            mint=tenge,
            symbol="KZTE",
            decimals=2,
            token_program=TOKEN_2022_PROGRAM,
            asset_class=AssetClass.NATIONAL,
        ),
        dollar=plan_asset(
            zone=zone,
            mint=dollar,
            symbol="USDZ",
            decimals=6,
            token_program=TOKEN_PROGRAM,
            asset_class=AssetClass.CRYPTO,
        ),
    )


def _people(world: World) -> list[tuple[Keypair, Role, int, int]]:
    """Wallet, roles, tier and tax category."""
    return [
        (world.aigul, Role.RESIDENT, 0, 0),
        (world.ilya, Role.RESIDENT, 1, 0),
        (world.bereke, Role.MERCHANT, 1, 3),
        (world.shipa, Role.MERCHANT, 1, 1),
        (world.treasury, Role.PROVIDER, 1, 0),
    ]


async def _found(world: World) -> None:
    bank, authority = world.regulators
    create = build.create_zone(
        payer=world.payer.pubkey(),
        operator=world.operator.pubkey(),
        first_regulator=bank.pubkey(),
        second_regulator=authority.pubkey(),
        treasury=world.treasury.pubkey(),
        name=world.name,
        utc_offset=UTC_OFFSET,
        ends_at=world.ends_at,
        settle_window=SETTLE_WINDOW,
        deliver_within=DELIVER_WITHIN,
    )
    await world.run(create, signers=(world.operator, bank, authority))


async def _list(
    world: World, asset: WorldAsset, fee: tuple[int, int, int], caps: Sequence[Caps]
) -> None:
    payer = world.payer.pubkey()
    mint = create_mint(
        payer,
        asset.mint,
        world.issuer.pubkey(),
        asset.decimals,
        asset.token_program,
        _MINT_LAMPORTS,
    )
    vault_token = create_token_account(payer, asset.vault, asset.mint, asset.token_program)
    await world.run(*mint, vault_token, signers=(world_key(world.seed, asset.symbol),))
    listed = build.list_asset(
        payer=payer,
        operator=world.operator.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        token_program=asset.token_program,
        asset_class=asset.asset_class,
        fee_bps=fee[0],
        fee_min=fee[1],
        fee_max=fee[2],
        tax_bps=TAX_BPS,
        caps=caps,
        vault_cap=NO_CAP,
    )
    consents = [
        build.consent_asset(regulator=key.pubkey(), zone=world.zone, mint=asset.mint, consent=True)
        for key, needed in zip(world.regulators, _REGULATORS[asset.asset_class], strict=True)
        if needed
    ]
    await world.run(listed, *consents, signers=(world.operator, *world.regulators))


async def _settle_in(
    world: World, wallet: Keypair, roles: Role, tier: int, tax_category: int
) -> None:
    payer = world.payer.pubkey()
    registered = build.register_participant(
        payer=payer,
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        roles=roles,
        tier=tier,
        tax_category=tax_category,
        country="KZ",
        verified_until=world.ends_at + DAY,
    )
    opened = [
        build.open_account(payer=payer, zone=world.zone, mint=asset.mint, wallet=wallet.pubkey())
        for asset in world.assets
    ]
    await world.run(registered, *opened, signers=(world.operator,))


async def _license(world: World, merchant: Keypair) -> None:
    grants = [
        build.grant_licence(
            regulator=regulator.pubkey(),
            zone=world.zone,
            wallet=merchant.pubkey(),
            activities=sum(1 << service for service in Service),
            asset_classes=sum(1 << each for each in AssetClass),
            expires_at=world.ends_at + DAY,
            credential=reference_of("лицензия"),
        )
        for regulator in world.regulators
    ]
    await world.run(*grants, signers=world.regulators)


async def _fund(world: World, wallet: Keypair, asset: WorldAsset) -> None:
    program = asset.token_program
    owner, tokens = wallet.pubkey(), asset.token_account(wallet.pubkey())
    await world.run(
        create_token_account(world.payer.pubkey(), owner, asset.mint, program),
        mint_to(world.issuer.pubkey(), asset.mint, tokens, 2 * FUNDS, asset.decimals, program),
        build.deposit(
            wallet=owner,
            zone=world.zone,
            mint=asset.mint,
            token_program=program,
            sequence=1,
            amount=FUNDS,
            reference=reference_of("пополнение"),
        ),
        signers=(world.issuer, wallet),
    )
