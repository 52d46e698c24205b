"""Who converts and who pays from a wallet, in a living zone of `build_world`."""

from __future__ import annotations

from solders.keypair import Keypair

from alatau.program import AssetClass, Role, Service
from alatau.program import instructions as build
from alatau.testing.living import DAY, FUNDS, World, WorldAsset, reference_of, world_key
from alatau.tokens import create_token_account, mint_to


async def add_provider(world: World) -> Keypair:
    """An exchange provider: licensed by both regulators, with `FUNDS` of both assets."""
    provider = world_key(world.seed, "«Алмас» айырбас")
    opened = [
        build.open_account(
            payer=world.payer.pubkey(), zone=world.zone, mint=each.mint, wallet=provider.pubkey()
        )
        for each in world.assets
    ]
    await _register(world, provider, Role.PROVIDER, tier=3)
    grants = [
        build.grant_licence(
            regulator=regulator.pubkey(),
            zone=world.zone,
            wallet=provider.pubkey(),
            activities=1 << Service.EXCHANGE,
            asset_classes=sum(1 << each for each in AssetClass),
            expires_at=world.ends_at + DAY,
            credential=reference_of("лицензия обменника"),
        )
        for regulator in world.regulators
    ]
    await world.run(*opened, *grants, signers=world.regulators)
    for asset in world.assets:
        await give_tokens(world, provider, asset, FUNDS)
        entered = build.deposit(
            wallet=provider.pubkey(),
            zone=world.zone,
            mint=asset.mint,
            token_program=asset.token_program,
            sequence=1,
            amount=FUNDS,
            reference=reference_of("пополнение"),
        )
        await world.run(entered, signers=(provider,))
    return provider


async def add_wallet(world: World, *, tier: int = 1, who: str = "Ержан Төлеген") -> Keypair:
    """A resident without payment accounts, with `FUNDS` of both assets' tokens."""
    wallet = world_key(world.seed, who)
    await _register(world, wallet, Role.RESIDENT, tier=tier)
    for asset in world.assets:
        await give_tokens(world, wallet, asset, FUNDS)
    return wallet


async def give_tokens(world: World, wallet: Keypair, asset: WorldAsset, amount: int) -> None:
    """Issue tokens to a wallet's associated token account, which is made."""
    program, owner = asset.token_program, wallet.pubkey()
    await world.run(
        create_token_account(world.payer.pubkey(), owner, asset.mint, program),
        mint_to(
            world.issuer.pubkey(),
            asset.mint,
            asset.token_account(owner),
            amount,
            asset.decimals,
            program,
        ),
        signers=(world.issuer,),
    )


async def _register(world: World, wallet: Keypair, roles: Role, *, tier: int) -> None:
    registered = build.register_participant(
        payer=world.payer.pubkey(),
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        roles=roles,
        tier=tier,
        tax_category=0,
        country="KZ",
        verified_until=world.ends_at + DAY,
    )
    await world.run(registered, signers=(world.operator,))
