"""Units that go to their holders' own token accounts and back, metered."""

from __future__ import annotations

from typing import Any, Final

from solders.keypair import Keypair

from alatau.program import TOKEN_2022_PROGRAM, holding_address, instrument_address
from alatau.program import instructions as build
from alatau.program.accounts import decode_holding
from alatau.testing.meter import Meter
from alatau.testing.world import world_key
from alatau.tokens import create_token_account

_HOLDERS: Final = 8
_QUANTITIES: Final = (1, 2, 3, 4)


async def show_units(meter: Meter) -> None:
    """After `issue_and_trade`, whose first instrument has holders; then it is delisted.

    What an associated token account's address takes to be found differs from wallet to wallet.
    """
    world = meter.world
    others = [world_key(world.seed, f"investor {number}") for number in range(_HOLDERS)]
    holders = (world.aigul, world.ilya, *others)
    for wallet in holders:
        await _there_and_back(meter, wallet)
    named = {"zone": world.zone, "mint": _named(meter, world.aigul)["mint"]}
    regulator = world.regulators[1]
    delisted = build.delist_instrument(regulator=regulator.pubkey(), **named)
    await world.run(delisted, signers=(regulator,))
    for wallet in holders:
        made = build.recall_units(**_named(meter, wallet))
        await meter.run("recall_units", f"of {wallet.pubkey()}", made)


async def _there_and_back(meter: Meter, wallet: Keypair) -> None:
    world, named = meter.world, _named(meter, wallet)
    token = create_token_account(
        world.payer.pubkey(), wallet.pubkey(), named["mint"], TOKEN_2022_PROGRAM
    )
    await world.run(token)
    address = holding_address(instrument_address(world.zone, named["mint"]), wallet.pubkey())
    info = await meter.chain.account(address)
    sequence = decode_holding(info.data).sequence if info else 0
    for quantity in _QUANTITIES:
        sequence += 1
        gone = build.withdraw_units(**named, sequence=sequence, quantity=quantity)
        await meter.run("withdraw_units", f"{quantity} of {wallet.pubkey()}", gone, wallet)
    for quantity in _QUANTITIES[:-1]:
        sequence += 1
        back = build.return_units(**named, sequence=sequence, quantity=quantity)
        await meter.run("return_units", f"{quantity} of {wallet.pubkey()}", back, wallet)


def _named(meter: Meter, wallet: Keypair) -> dict[str, Any]:
    world = meter.world
    mint = world_key(world.seed, "ALTW 0").pubkey()
    return {"zone": world.zone, "mint": mint, "wallet": wallet.pubkey()}
