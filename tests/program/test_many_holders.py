"""Distributions to one holder or thousands, on the chain: exact for each, at the same cost for any.

Between two sums holders trade; then everybody claims.  What each has is compared with exact
rationals (`model_shares.Exact`).
"""

from __future__ import annotations

from math import floor
from random import Random

import pytest
from hypothesis import settings
from solders.keypair import Keypair
from tests.program import world_distributions as paid
from tests.program import world_instruments as held
from tests.program.model_shares import Exact
from tests.program.world_attempts import Attempt, attempt, next_block
from tests.program.world_forks import forked_world
from tests.program.world_payments import perform

from alatau.program import Role
from alatau.program import instructions as build
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import DAY, NO_CAP, World, world_key

NIGHTLY = settings.get_current_profile_name() == "nightly"
MOST = 10_000 if NIGHTLY else 300
SUMS = (31_250_007, 9_999_999, 1)
TRADES = 40
RENT = 100_000_000
"""Lamports, more than the accounts of a holder take."""
DISTRIBUTE, CLAIM = 4_000, 2_500
"""Compute units that they may take, however many holders there are."""


async def have_holder(world: World, number: int, units: int, issued_before: int) -> Keypair:
    """A new investor with an account, a holding and units."""
    wallet, payer = world_key(world.seed, f"үлескер {number}"), world.payer.pubkey()
    mint, tenge, who = held.mint(world), world.tenge.mint, wallet.pubkey()
    zone = world.zone
    await world.run(
        build.register_participant(
            payer=payer,
            operator=world.operator.pubkey(),
            zone=zone,
            wallet=who,
            roles=Role.RESIDENT | Role.INVESTOR,
            tier=1,
            tax_category=0,
            country="KZ",
            verified_until=world.ends_at + DAY,
        ),
        build.open_account(payer=payer, zone=zone, mint=tenge, wallet=who),
        build.open_holding(rent_payer=payer, zone=zone, mint=mint, wallet=who),
        signers=(world.operator,),
    )
    issued = build.issue_units(
        issuer=world.bereke.pubkey(),
        zone=zone,
        mint=mint,
        recipient=who,
        issued_before=issued_before,
        quantity=units,
    )
    await world.run(issued, signers=(world.bereke,))
    return wallet


async def cost(world: World, tried: Attempt, most: int) -> None:
    """Execute what must succeed, within so many compute units."""
    refused, record = await attempt(world, tried)
    assert refused is None, record.logs
    assert record.compute_units <= most


@pytest.mark.parametrize("count", [1, 2, 7, MOST])
async def test_distribute_to_any_number_pays_each_its_exact_share(count: int) -> None:
    chance = Random(count)
    units = [chance.choice([1, 2, 3, 1_000, 1_000_003]) for _ in range(count)]
    exact = Exact([*units])
    async with forked_world() as (world, chain):
        await held.have_holders(
            world, authorised=sum(units), max_per_holder=NO_CAP, holder_cap=NO_CAP
        )
        await paid.fund_issuer(world)
        await chain.airdrop(world.payer.pubkey(), count * RENT)
        holders = [
            await have_holder(world, number, quantity, sum(units[:number]))
            for number, quantity in enumerate(units)
        ]
        for amount in SUMS:
            await cost(world, await paid.distributing(world, amount), DISTRIBUTE)
            exact.distribute(amount, sum(units))
            for _ in range(TRADES if count > 1 else 0):
                sender, recipient = chance.sample(range(count), 2)
                if quantity := chance.randint(0, exact.units[sender]):
                    await next_block(world)
                    given = await held.giving(world, holders[sender], holders[recipient], quantity)
                    await perform(world, given)
                    exact.move(sender, -quantity)
                    exact.move(recipient, quantity)
        shares = [floor(exact.count(who)) for who in range(count)]
        for wallet, share in zip(holders, shares, strict=True):
            if share:
                await cost(world, paid.claiming(world, wallet), CLAIM)
            assert (await held.holding(world, wallet)).claimed == share
        left = sum(SUMS) - sum(shares)
        assert (await world.account(world.bereke, world.tenge)).held == left < count + 1
        check_state(await take_snapshot(chain, world.zone))
