"""The scenario of compute units, its third part: conversions, payments from wallets, and what
the token programs' own transfers cost.
"""

from __future__ import annotations

from typing import Final

from solders.keypair import Keypair

from alatau.program import TOKEN_PROGRAM, Service
from alatau.program import instructions as build
from alatau.testing.exchange import add_provider, add_wallet
from alatau.testing.living import DAY, WorldAsset, reference_of
from alatau.testing.meter import Meter
from alatau.tokens import create_token_account, transfer_checked

_TIMES: Final = 8


async def convert_and_pay_from_wallets(meter: Meter) -> None:
    """Everything that this part meters."""
    await _transfer_tokens(meter)
    provider = await add_provider(meter.world)
    for what in ("the same day", "the first of a day"):
        await _convert_both_ways(meter, provider, what)
        await meter.chain.set_time(await meter.chain.time() + DAY)
    payer = await add_wallet(meter.world)
    for time in range(_TIMES):
        for asset in meter.world.assets:
            await _pay_from_wallet(meter, payer, asset, f"{asset.symbol} {time}")


def crossing_name(name: str, asset: WorldAsset) -> str:
    """What a deposit, a withdrawal or a bare transfer is listed as, by its token program."""
    return name if asset.token_program == TOKEN_PROGRAM else f"{name}_2022"


async def _transfer_tokens(meter: Meter) -> None:
    """The token programs' own, of which deposits and withdrawals are made."""
    world = meter.world
    for asset in world.assets:
        payee = world.shipa.pubkey()
        made = create_token_account(world.payer.pubkey(), payee, asset.mint, asset.token_program)
        await world.run(made)
        for time in range(_TIMES):
            instruction = transfer_checked(
                world.ilya.pubkey(),
                asset.token_account(world.ilya.pubkey()),
                asset.mint,
                asset.token_account(payee),
                100 + time,
                asset.decimals,
                asset.token_program,
            )
            name = crossing_name("token_transfer", asset)
            await meter.run(name, f"{asset.symbol} {time}", instruction, world.ilya)


async def _convert_both_ways(meter: Meter, provider: Keypair, what: str) -> None:
    world = meter.world
    tenge, dollar = world.assets
    for payer in world.residents:
        for asset_in, asset_out in ((dollar, tenge), (tenge, dollar)):
            for payee in world.merchants:
                instruction = build.convert(
                    wallet=payer.pubkey(),
                    provider=provider.pubkey(),
                    payee=payee.pubkey(),
                    zone=world.zone,
                    mint_in=asset_in.mint,
                    mint_out=asset_out.mint,
                    sequence=meter.sequence(payer, asset_in),
                    amount_in=50_000,
                    amount_out=49_000,
                    mid_out=49_500,
                    reference=reference_of(what),
                    service=Service.SHOPS,
                    expires_at=await meter.chain.time() + 60,
                )
                direction = f"{asset_in.symbol} to {asset_out.symbol}"
                await meter.run("convert", f"{direction}, {what}", instruction, payer, provider)


async def _pay_from_wallet(meter: Meter, payer: Keypair, asset: WorldAsset, what: str) -> None:
    key = (payer.pubkey(), "wallet")
    meter.sequences[key] = meter.sequences.get(key, 0) + 1
    instruction = build.deposit_and_pay(
        wallet=payer.pubkey(),
        payee=meter.world.bereke.pubkey(),
        zone=meter.world.zone,
        mint=asset.mint,
        token_program=asset.token_program,
        sequence=meter.sequences[key],
        amount=50_000,
        reference=reference_of(what),
        service=Service.SHOPS,
    )
    await meter.run(crossing_name("deposit_and_pay", asset), what, instruction, payer)
