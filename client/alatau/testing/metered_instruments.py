"""Instruments and holdings, metered."""

from __future__ import annotations

from typing import Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.bank_rules import rent_exempt_minimum
from alatau.program import (
    TOKEN_2022_PROGRAM,
    InstrumentKind,
    Role,
    instrument_address,
)
from alatau.program import instructions as build
from alatau.testing.meter import Meter
from alatau.testing.world import DAY, reference_of, world_key
from alatau.tokens import create_token_account
from alatau.tokens_instrument import TokenMetadata, create_instrument_mint, instrument_mint_bytes

_TIMES: Final = 8
_HOLDERS: Final = 40
"""Wallets that have units, so that a transfer would show it if it depended on them."""
_AUTHORISED: Final = 10_000
_METADATA: Final = TokenMetadata(
    "Алатау мұнаралары", "ALTW", "https://example.kz/altw.json", (("isin", "KZX000000017"),)
)


async def issue_and_trade(meter: Meter) -> None:
    """What an issuer, its holders and the authority do."""
    await _register(meter)
    for number in range(_TIMES):
        await _propose(meter, number)
    await _hold(meter)
    await _move(meter)


async def close_holdings(meter: Meter) -> None:
    """After the zone's end, which must have come."""
    world = meter.world
    for number in range(1, _TIMES):
        closed = build.close_holding(
            zone=world.zone,
            mint=_mint(meter, number),
            wallet=world.aigul.pubkey(),
            rent_payer=world.payer.pubkey(),
        )
        await meter.run("close_holding", f"instrument {number}", closed)


def _mint(meter: Meter, number: int) -> Pubkey:
    return world_key(meter.world.seed, f"ALTW {number}").pubkey()


async def _register(meter: Meter) -> None:
    world = meter.world
    for wallet, roles in (
        (world.bereke, Role.MERCHANT | Role.ISSUER),
        (world.aigul, Role.RESIDENT | Role.INVESTOR),
        (world.ilya, Role.RESIDENT | Role.INVESTOR),
    ):
        amended = build.amend_participant(
            operator=world.operator.pubkey(),
            zone=world.zone,
            wallet=wallet.pubkey(),
            roles=roles,
            tier=0,
            tax_category=0,
            verified_until=world.ends_at + DAY,
        )
        await world.run(amended, signers=(world.operator,))


async def _propose(meter: Meter, number: int) -> None:
    world = meter.world
    key, payer = world_key(world.seed, f"ALTW {number}"), world.payer.pubkey()
    address = instrument_address(world.zone, key.pubkey())
    rent = rent_exempt_minimum(instrument_mint_bytes(_METADATA))
    made = create_instrument_mint(payer, key.pubkey(), address, 0, _METADATA, rent)
    await world.run(*made, signers=(key,))
    await world.run(create_token_account(payer, address, key.pubkey(), TOKEN_2022_PROGRAM))
    proposed = build.create_instrument(
        issuer=world.bereke.pubkey(),
        zone=world.zone,
        mint=key.pubkey(),
        payout_mint=world.tenge.mint,
        kind=InstrumentKind.REAL_ESTATE_SHARE,
        authorised=_AUTHORISED,
        face_value=1_000_000,
        holder_classes=0b1111,
        # The one of who holds it is the last that is looked for.
        countries=("KG",) * (2 * number) + ("KZ",),
        document=reference_of("проспект"),
        tax_bps=(500, 1_000, 1_500, 0),
        rent_payer=payer,
    )
    await meter.run("create_instrument", f"{2 * number} countries", proposed, world.bereke)
    regulator = world.regulators[1]
    named = {"regulator": regulator.pubkey(), "zone": world.zone, "mint": key.pubkey()}
    admitted = build.admit_instrument(**named, revision=1)
    await meter.run("admit_instrument", f"instrument {number}", admitted, regulator)
    for suspended in (True, False):
        stopped = build.suspend_instrument(**named, suspended=suspended)
        await meter.run("suspend_instrument", f"suspended {suspended}", stopped, regulator)
    await _open(meter, number, world.aigul)
    if number == _TIMES - 1:
        await meter.run(
            "delist_instrument", "an admitted one", build.delist_instrument(**named), regulator
        )


async def _open(meter: Meter, number: int, wallet: Keypair) -> None:
    world = meter.world
    opened = build.open_holding(
        rent_payer=world.payer.pubkey(),
        zone=world.zone,
        mint=_mint(meter, number),
        wallet=wallet.pubkey(),
    )
    await meter.run("open_holding", f"of {number}", opened, world.payer)


async def _hold(meter: Meter) -> None:
    """Units of the first instrument for everybody."""
    world = meter.world
    others = [world_key(world.seed, f"investor {number}") for number in range(_HOLDERS)]
    for wallet in others:
        registered = build.register_participant(
            payer=world.payer.pubkey(),
            operator=world.operator.pubkey(),
            zone=world.zone,
            wallet=wallet.pubkey(),
            roles=Role.INVESTOR,
            tier=0,
            tax_category=0,
            country="KZ",
            verified_until=world.ends_at + DAY,
        )
        await world.run(registered, signers=(world.operator,))
    for wallet in (world.bereke, world.ilya, *others):
        await _open(meter, 0, wallet)
    issued = 0
    for time, wallet in enumerate((world.bereke, world.aigul, *others, world.aigul)):
        made = build.issue_units(
            issuer=world.bereke.pubkey(),
            zone=world.zone,
            mint=_mint(meter, 0),
            recipient=wallet.pubkey(),
            issued_before=issued,
            quantity=100,
        )
        issued += 100
        await meter.run("issue_units", f"to holder {time}", made, world.bereke)


async def _move(meter: Meter) -> None:
    sequence, holder, other = 0, meter.world.aigul, meter.world.ilya
    for time in range(_TIMES):
        sequence += 1
        await _give(meter, f"the {time}th", holder, other, sequence)
    for jump in (2, 64, 128, 1_024):
        sequence += jump
        await _give(meter, f"a sequence {jump} ahead", holder, other, sequence)
    await _give(meter, "a sequence back", holder, other, sequence - 100)
    await _give(meter, "to the issuer", holder, meter.world.bereke, sequence + 1)
    await _give(meter, "of the issuer", meter.world.bereke, holder, 1, 100)
    held = 100 + 200 - (_TIMES + 6)
    await _give(meter, "all of it", holder, other, sequence + 2, held)
    await _give(meter, "to who has none", other, holder, 1, 50)


async def _give(  # noqa: PLR0917 - what a transfer names
    meter: Meter, what: str, sender: Keypair, recipient: Keypair, sequence: int, quantity: int = 1
) -> None:
    world = meter.world
    moved = build.transfer_units(
        wallet=sender.pubkey(),
        recipient=recipient.pubkey(),
        zone=world.zone,
        mint=_mint(meter, 0),
        sequence=sequence,
        quantity=quantity,
        reference=reference_of(what),
    )
    await meter.run("transfer_units", what, moved, sender)
