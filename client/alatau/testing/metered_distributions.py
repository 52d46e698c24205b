"""Distributions and claims, metered: of the instrument that `metered_instruments` issued."""

from __future__ import annotations

from typing import Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.errors import AccountMissing
from alatau.program import Role, decode_instrument, instrument_address
from alatau.program import instructions as build
from alatau.testing.meter import Meter
from alatau.testing.world import DAY, reference_of, world_key
from alatau.tokens import create_token_account, mint_to

_FUNDS: Final = 2**52
_SUMS: Final = (10_000_00, 1, 33_333_33, 2**40 + 1, 7, 1_000_000_00)
_HOLDERS: Final = 8
"""Of those without a payment account, so many are paid."""


async def distribute_and_claim(meter: Meter) -> None:
    """What the issuer pays in, and holders claim."""
    world = meter.world
    await _fund(meter)
    for jump, amount in zip((1, 1, 1, 2, 64, 128), _SUMS, strict=True):
        await _distribute(meter, amount, jump)
        for holder, what in ((world.aigul, "a taxed holder"), (world.ilya, "another one")):
            if amount >= _SUMS[0]:
                await _claim(meter, f"{what}, after {amount}", holder)
    await _claim(meter, "the issuer's own", world.bereke)
    for number in range(_HOLDERS):
        holder = world_key(world.seed, f"investor {number}")
        opened = build.open_payout_account(
            payer=world.payer.pubkey(), wallet=holder.pubkey(), **_named(meter)
        )
        await meter.run("open_payout_account", f"of {number}", opened, world.payer)
        await _claim(meter, f"the first of {number}", holder)
    await _untaxed(meter)
    await _distribute(meter, _SUMS[0], 1)
    await _claim(meter, "an untaxed holder", world.aigul)


async def _fund(meter: Meter) -> None:
    world, asset = meter.world, meter.world.tenge
    program, owner = asset.token_program, world.bereke.pubkey()
    await world.run(
        create_token_account(world.payer.pubkey(), owner, asset.mint, program),
        mint_to(
            world.issuer.pubkey(),
            asset.mint,
            asset.token_account(owner),
            _FUNDS,
            asset.decimals,
            program,
        ),
        build.deposit(
            wallet=owner,
            zone=world.zone,
            mint=asset.mint,
            token_program=program,
            sequence=1,
            amount=_FUNDS,
            reference=reference_of("арендная плата"),
        ),
        signers=(world.issuer, world.bereke),
    )


async def _distribute(meter: Meter, amount: int, jump: int) -> None:
    world = meter.world
    mint = _named(meter)["mint"]
    info = await meter.chain.account(instrument_address(world.zone, mint))
    if info is None:
        raise AccountMissing(f"no instrument of {mint}")
    made = build.distribute(
        issuer=world.bereke.pubkey(),
        sequence=meter.sequence(world.bereke, world.tenge, jump),
        amount=amount,
        quotient=decode_instrument(info.data).quotient(amount),
        reference=reference_of(f"{amount}"),
        **_named(meter),
    )
    await meter.run("distribute", f"{amount}, {jump} ahead", made, world.bereke)


async def _claim(meter: Meter, what: str, wallet: Keypair) -> None:
    claimed = build.claim(
        wallet=wallet.pubkey(), issuer=meter.world.bereke.pubkey(), **_named(meter)
    )
    await meter.run("claim", what, claimed)


async def _untaxed(meter: Meter) -> None:
    """Айгүл comes into the category from which nothing is withheld."""
    world = meter.world
    amended = build.amend_participant(
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=world.aigul.pubkey(),
        roles=Role.RESIDENT | Role.INVESTOR,
        tier=0,
        tax_category=3,
        verified_until=world.ends_at + DAY,
    )
    await world.run(amended, signers=(world.operator,))


def _named(meter: Meter) -> dict[str, Pubkey]:
    world = meter.world
    mint = world_key(world.seed, "ALTW 0").pubkey()
    return {"zone": world.zone, "mint": mint, "payout_mint": world.tenge.mint}
