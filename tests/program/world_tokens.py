"""A mint of Token-2022 that keeps a fee of every transfer."""

from __future__ import annotations

import struct

from solders.instruction import AccountMeta, Instruction
from solders.system_program import CreateAccountParams, create_account
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt
from tests.program.world_payments import perform

from alatau.program import TOKEN_2022_PROGRAM, AssetClass
from alatau.testing.world import World, WorldAsset, plan_asset, world_key
from alatau.tokens import create_token_account, mint_to

# A mint's 82 bytes fill up to an account's 165, then come one byte of kind, and the extension
# with 4 bytes before it.
MINT_WITH_FEE_BYTES = 165 + 1 + 4 + 108
FEE_BPS, MOST = 100, 5_000
"""One per cent, at most 50.00."""


async def asset_with_fee(world: World, *, bps: int = FEE_BPS, most: int = MOST) -> WorldAsset:
    """Listed, consented to; Айгүл has an account, and 1,000,000 base units in her wallet."""
    key, payer = world_key(world.seed, f"fee {bps} {most}"), world.payer.pubkey()
    asset = plan_asset(
        zone=world.zone,
        mint=key.pubkey(),
        symbol="KZTF",
        decimals=2,
        token_program=TOKEN_2022_PROGRAM,
        asset_class=AssetClass.NATIONAL,
    )
    created = create_account(
        CreateAccountParams(
            from_pubkey=payer,
            to_pubkey=asset.mint,
            lamports=(128 + MINT_WITH_FEE_BYTES) * 6_960,
            space=MINT_WITH_FEE_BYTES,
            owner=TOKEN_2022_PROGRAM,
        )
    )
    # TransferFeeExtension, InitializeTransferFeeConfig: no authorities.
    fee = Instruction(
        TOKEN_2022_PROGRAM,
        struct.pack("<BBBBHQ", 26, 0, 0, 0, bps, most),
        [AccountMeta(asset.mint, False, True)],
    )
    mint = Instruction(
        TOKEN_2022_PROGRAM,
        struct.pack("<BB32sB", 20, 2, bytes(world.issuer.pubkey()), 0),
        [AccountMeta(asset.mint, False, True)],
    )
    wallet = world.aigul.pubkey()
    await world.run(
        created,
        fee,
        mint,
        create_token_account(payer, asset.vault, asset.mint, TOKEN_2022_PROGRAM),
        create_token_account(payer, wallet, asset.mint, TOKEN_2022_PROGRAM),
        signers=(key,),
    )
    tokens = asset.token_account(wallet)
    await world.run(
        mint_to(world.issuer.pubkey(), asset.mint, tokens, 1_000_000, 2, TOKEN_2022_PROGRAM),
        signers=(world.issuer,),
    )
    await perform(world, valid.list_mint(world, asset))
    await perform(world, valid.consent(world, world.regulators[0], asset, given=True))
    await perform(world, valid.opening(world, world.aigul, asset))
    return asset


async def deposit_with_fee(world: World) -> Attempt:
    """The smallest deposit of which anything arrives, where one unit is the fee."""
    asset = await asset_with_fee(world, bps=10_000, most=1)
    return await valid.depositing(world, world.aigul, asset, 2)
