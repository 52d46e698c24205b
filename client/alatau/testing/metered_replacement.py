"""The replacement of lost wallets, metered: of the instrument that `metered_instruments` issued."""

from __future__ import annotations

from typing import Any, Final

from solders.keypair import Keypair

from alatau.errors import AccountMissing
from alatau.program import Role, decode_holding, holding_address, instrument_address
from alatau.program import instructions as build
from alatau.testing.meter import Meter
from alatau.testing.world import DAY, world_key

_LOST: Final = 8
"""Of the holders without a payment account, so many."""


async def replace_wallets(meter: Meter) -> None:
    """Proposed, vetoed by each who may, proposed again, and done a week later."""
    world = meter.world
    for number in range(_LOST):
        await _register(meter, number)
        await _propose(meter, number)
    for number, signer in enumerate((_lost(meter, 0), world.bereke, world.operator)):
        lost = _lost(meter, number).pubkey()
        vetoed = build.veto_replacement(wallet=signer.pubkey(), **_named(meter), holder=lost)
        await meter.run("veto_replacement", f"by {number}", vetoed, signer)
        await _propose(meter, number)
    await meter.chain.set_time(await meter.chain.time() + 8 * DAY)
    for number in range(_LOST):
        done = build.replace_holder(**_owners(meter, number))
        await meter.run("replace_holder", f"of {number}", done)


def _lost(meter: Meter, number: int) -> Keypair:
    return world_key(meter.world.seed, f"investor {number}")


def _named(meter: Meter) -> dict[str, Any]:
    return {"zone": meter.world.zone, "mint": world_key(meter.world.seed, "ALTW 0").pubkey()}


def _owners(meter: Meter, number: int) -> dict[str, Any]:
    successor = world_key(meter.world.seed, f"successor {number}").pubkey()
    return {**_named(meter), "holder": _lost(meter, number).pubkey(), "successor": successor}


async def _register(meter: Meter, number: int) -> None:
    """The new wallet of one of them, with a holding."""
    world, successor = meter.world, _owners(meter, number)["successor"]
    registered = build.register_participant(
        payer=world.payer.pubkey(),
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=successor,
        roles=Role.INVESTOR,
        tier=0,
        tax_category=0,
        country="KZ",
        verified_until=world.ends_at + DAY,
    )
    opened = build.open_holding(rent_payer=world.payer.pubkey(), **_named(meter), wallet=successor)
    await world.run(registered, opened, signers=(world.operator,))


async def _propose(meter: Meter, number: int) -> None:
    world, owners = meter.world, _owners(meter, number)
    instrument = instrument_address(world.zone, owners["mint"])
    address = holding_address(instrument, owners["holder"])
    info = await meter.chain.account(address)
    if info is None:
        raise AccountMissing(f"no holding at {address}")
    made = build.propose_replacement(
        issuer=world.bereke.pubkey(),
        operator=world.operator.pubkey(),
        **owners,
        revision=decode_holding(info.data).revision,
    )
    what = f"of {number}, revision {decode_holding(info.data).revision}"
    await meter.run("propose_replacement", what, made, world.bereke, world.operator)
