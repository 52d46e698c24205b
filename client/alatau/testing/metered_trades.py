"""Trades, standing offers and splits, metered."""

from __future__ import annotations

from typing import Any, Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.base import AccountInfo
from alatau.errors import AccountMissing
from alatau.program import decode_holding, decode_instrument, holding_address, instrument_address
from alatau.program import instructions as build
from alatau.testing.meter import Meter
from alatau.testing.world import reference_of, world_key

_TIMES: Final = 8
_PRICE: Final = 2_000
_DIVIDED_LONGEST: Final = (7_540_113_804_746_346_429, 12_200_160_415_121_876_738)
"""Neighbours in Fibonacci's row, of which a common divisor takes most steps to be found."""


async def trade_units(meter: Meter) -> None:
    """After `issue_and_trade`, whose first instrument has many holders."""
    await _trade(meter)
    for number in range(_TIMES):
        await _offer(meter, number)
    regulator = meter.world.regulators[1]
    for shares, per_units in ((2, 1), (3, 2), (4, 8), _DIVIDED_LONGEST, (1, 1)):
        split = build.split_instrument(
            issuer=meter.world.bereke.pubkey(),
            regulator=regulator.pubkey(),
            zone=meter.world.zone,
            mint=_mint(meter),
            revision=await _revision(meter),
            shares=shares,
            per_units=per_units,
        )
        await meter.run(
            "split_instrument", f"{shares} for {per_units}", split, meter.world.bereke, regulator
        )


def _mint(meter: Meter) -> Pubkey:
    return world_key(meter.world.seed, "ALTW 0").pubkey()


async def _revision(meter: Meter) -> int:
    address = instrument_address(meter.world.zone, _mint(meter))
    return decode_instrument((await _read(meter, address)).data).revision


async def _free_sequence(meter: Meter, wallet: Keypair) -> int:
    """Of a wallet's holding."""
    instrument = instrument_address(meter.world.zone, _mint(meter))
    address = holding_address(instrument, wallet.pubkey())
    return decode_holding((await _read(meter, address)).data).sequence + 1


async def _read(meter: Meter, address: Pubkey) -> AccountInfo:
    info = await meter.chain.account(address)
    if info is None:
        raise AccountMissing(f"no account at {address}")
    return info


async def _free_account_sequence(meter: Meter, wallet: Keypair) -> int:
    return (await meter.world.account(wallet, meter.world.tenge)).sequence + 1


async def _trade(meter: Meter) -> None:
    world = meter.world
    ilya, aigul, issuer = world.ilya, world.aigul, world.bereke
    for time in range(_TIMES):
        await _exchange(meter, f"the {time}th", ilya, aigul)
    for jump in (2, 64, 128, 1_024):
        await _exchange(meter, f"sequences {jump} ahead", ilya, aigul, jump=jump)
    await _exchange(meter, "of the issuer", issuer, aigul)


async def _exchange(
    meter: Meter, what: str, seller: Keypair, buyer: Keypair, *, jump: int = 1
) -> None:
    world = meter.world
    made = build.trade(
        seller=seller.pubkey(),
        buyer=buyer.pubkey(),
        zone=world.zone,
        mint=_mint(meter),
        payout_mint=world.tenge.mint,
        sequence=await _free_sequence(meter, seller) + jump - 1,
        account_sequence=await _free_account_sequence(meter, buyer) + jump - 1,
        quantity=1,
        price=_PRICE,
        reference=reference_of(what),
        expires_at=world.ends_at,
    )
    await meter.run("trade", what, made, seller, buyer)


async def _offer(meter: Meter, number: int) -> None:
    """An offer of three units, taken in two parts, or in one and then cancelled."""
    world = meter.world
    seller, buyer, rent_payer = world.ilya, world.aigul, world.payer
    sequence = await _free_sequence(meter, seller)
    offered = build.offer_units(
        wallet=seller.pubkey(),
        zone=world.zone,
        mint=_mint(meter),
        sequence=sequence,
        quantity=3,
        price=_PRICE,
        expires_at=world.ends_at,
        rent_payer=rent_payer.pubkey(),
    )
    await meter.run("offer_units", f"the {number}th", offered, seller, rent_payer)
    named: dict[str, Any] = {
        "zone": world.zone,
        "mint": _mint(meter),
        "seller": seller.pubkey(),
        "number": sequence,
        "rent_payer": rent_payer.pubkey(),
    }
    for quantity in (1, 2)[: 1 + number % 2]:
        taken = build.take_offer(
            **named,
            wallet=buyer.pubkey(),
            payout_mint=world.tenge.mint,
            sequence=await _free_account_sequence(meter, buyer),
            quantity=quantity,
        )
        await meter.run("take_offer", f"{quantity} of the {number}th", taken, buyer)
    if number % 2 == 0:
        cancelled = build.cancel_offer(**named, wallet=seller.pubkey())
        await meter.run("cancel_offer", f"the {number}th", cancelled, seller)
