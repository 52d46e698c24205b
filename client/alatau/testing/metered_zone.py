"""The scenario of compute units, its first part: zones, assets, participants, accounts."""

from __future__ import annotations

from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey

from alatau.program import (
    TOKEN_2022_PROGRAM,
    TOKEN_PROGRAM,
    AssetClass,
    Role,
)
from alatau.program import instructions as build
from alatau.testing.living import (
    DAY,
    NO_CAP,
    TAX_BPS,
    plan_asset,
    reference_of,
    world_key,
)
from alatau.testing.meter import START, Meter
from alatau.tokens import MINT_BYTES, create_mint, create_token_account

_MINT_LAMPORTS = (128 + MINT_BYTES) * 6_960
_SET_AUTHORITY, _FREEZE_AUTHORITY = 6, 1
_MANY = 12  # derived addresses to try: enough for some bumps to miss


async def administer(meter: Meter) -> None:
    """Everything that happens before money does."""
    world = meter.world
    payer, operator = world.payer.pubkey(), world.operator
    bank, authority = world.regulators
    for number in range(_MANY):
        create = build.create_zone(
            payer=payer,
            operator=operator.pubkey(),
            first_regulator=bank.pubkey(),
            second_regulator=authority.pubkey(),
            treasury=world.treasury.pubkey(),
            name=f"Қала {number}",
            utc_offset=0,
            ends_at=START + 30 * DAY,
            settle_window=DAY,
            deliver_within=DAY,
        )
        await meter.run("create_zone", f"zone {number}", create, operator, bank, authority)
    for number in range(_MANY):
        asset = await _new_asset(meter, number)
        for consent in (True, False):
            what = "consent" if consent else "consent withdrawn"
            for regulator in world.regulators:
                instruction = build.consent_asset(
                    regulator=regulator.pubkey(), zone=world.zone, mint=asset, consent=consent
                )
                await meter.run("consent_asset", what, instruction, regulator)
        await _change_mint(meter, asset, number)
    for number in range(_MANY):
        await _new_participant(meter, number)


async def _new_asset(meter: Meter, number: int) -> Pubkey:
    world, payer = meter.world, meter.world.payer.pubkey()
    key = world_key(world.seed, f"mint {number}")
    program = TOKEN_2022_PROGRAM if number % 2 else TOKEN_PROGRAM
    asset = plan_asset(
        zone=world.zone,
        mint=key.pubkey(),
        symbol=f"T{number}",
        decimals=2,
        token_program=program,
        asset_class=AssetClass.INSTRUMENT,
    )
    await world.run(
        *_freezable_mint(meter, asset.mint, program),
        create_token_account(payer, asset.vault, asset.mint, program),
        signers=(key,),
    )
    listed = build.list_asset(
        payer=payer,
        operator=world.operator.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        token_program=program,
        asset_class=asset.asset_class,
        fee_bps=10,
        fee_min=0,
        fee_max=NO_CAP,
        tax_bps=TAX_BPS,
        caps=((NO_CAP,) * 3,) * 4,
        vault_cap=NO_CAP,
    )
    await meter.run("list_asset", f"asset {number}", listed, world.operator)
    return asset.mint


def _freezable_mint(meter: Meter, mint: Pubkey, program: Pubkey) -> list[Instruction]:
    """As `create_mint` makes them, with a freeze authority, which can be given up."""
    issuer = meter.world.issuer.pubkey()
    created, initialize = create_mint(
        meter.world.payer.pubkey(), mint, issuer, 2, program, _MINT_LAMPORTS
    )
    data = initialize.data[:-1] + b"\1" + bytes(issuer)
    return [created, Instruction(program, data, initialize.accounts)]


async def _change_mint(meter: Meter, mint: Pubkey, number: int) -> None:
    """The issuer gives up its power to freeze."""
    world = meter.world
    program = TOKEN_2022_PROGRAM if number % 2 else TOKEN_PROGRAM
    given_up = Instruction(
        program,
        bytes([_SET_AUTHORITY, _FREEZE_AUTHORITY, 0]),
        [AccountMeta(mint, False, True), AccountMeta(world.issuer.pubkey(), True, False)],
    )
    await world.run(given_up, signers=(world.issuer,))
    screened = build.rescreen_asset(operator=world.operator.pubkey(), zone=world.zone, mint=mint)
    await meter.run("rescreen_asset", f"asset {number}", screened, world.operator)


async def _new_participant(meter: Meter, number: int) -> None:
    world = meter.world
    wallet = world_key(world.seed, f"participant {number}").pubkey()
    registered = build.register_participant(
        payer=world.payer.pubkey(),
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=wallet,
        roles=Role.RESIDENT,
        tier=0,
        tax_category=0,
        country="KZ",
        verified_until=START + 30 * DAY,
    )
    await meter.run("register_participant", f"number {number}", registered, world.operator)
    for regulator in world.regulators:
        granted = build.grant_licence(
            regulator=regulator.pubkey(),
            zone=world.zone,
            wallet=wallet,
            activities=1,
            asset_classes=1,
            expires_at=START + DAY,
            credential=reference_of("лицензия"),
        )
        await meter.run("grant_licence", "granted", granted, regulator)
        await meter.run("grant_licence", "renewed", granted, regulator)
        suspended = build.suspend_licence(
            regulator=regulator.pubkey(), zone=world.zone, wallet=wallet
        )
        await meter.run("suspend_licence", "suspended", suspended, regulator)
    for asset in world.assets:
        opened = build.open_account(
            payer=world.payer.pubkey(), zone=world.zone, mint=asset.mint, wallet=wallet
        )
        await meter.run("open_account", f"number {number}, {asset.symbol}", opened)
