"""Units that the issuer takes back for money, metered."""

from __future__ import annotations

from typing import Any, Final

from solders.keypair import Keypair

from alatau.chain.bank_rules import rent_exempt_minimum
from alatau.program import TOKEN_2022_PROGRAM, InstrumentKind, Role, instrument_address
from alatau.program import instructions as build
from alatau.testing.meter import Meter
from alatau.testing.world import DAY, reference_of, world_key
from alatau.tokens import create_token_account, mint_to
from alatau.tokens_instrument import TokenMetadata, create_instrument_mint, instrument_mint_bytes

_TIMES: Final = 4
_PRICE: Final = 1_000
_UNITS: Final = 100
_MONEY: Final = 10**9
_METADATA: Final = TokenMetadata(
    "Алатау облигациясы", "ALTB", "https://example.kz/altb.json", (("isin", "KZX000000025"),)
)


async def tender_and_redeem(meter: Meter) -> None:
    """What an issuer pays its holders for units, and what they do for it."""
    await _prepare(meter)
    for number in range(_TIMES):
        await _issue(meter, number)
        await _tender(meter, number)
    for number in range(_TIMES):
        await _redeem(meter, number)


def _key(meter: Meter, number: int) -> Keypair:
    return world_key(meter.world.seed, f"ALTB {number}")


def _named(meter: Meter, number: int) -> dict[str, Any]:
    world = meter.world
    return {
        "issuer": world.bereke.pubkey(),
        "zone": world.zone,
        "mint": _key(meter, number).pubkey(),
        "payout_mint": world.tenge.mint,
    }


async def _prepare(meter: Meter) -> None:
    """An issuer with money, and two investors."""
    world, asset = meter.world, meter.world.tenge
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
    owner, program = world.bereke.pubkey(), asset.token_program
    tokens, issuer = asset.token_account(owner), world.issuer.pubkey()
    deposited = build.deposit(
        wallet=owner,
        zone=world.zone,
        mint=asset.mint,
        token_program=program,
        sequence=1,
        amount=_MONEY,
        reference=reference_of("пополнение"),
    )
    await world.run(
        create_token_account(world.payer.pubkey(), owner, asset.mint, program),
        mint_to(issuer, asset.mint, tokens, _MONEY, asset.decimals, program),
        deposited,
        signers=(world.issuer, world.bereke),
    )


async def _issue(meter: Meter, number: int) -> None:
    """An instrument of which the issuer and both investors have units."""
    world, payer = meter.world, meter.world.payer.pubkey()
    key, named = _key(meter, number), _named(meter, number)
    address = instrument_address(world.zone, key.pubkey())
    rent = rent_exempt_minimum(instrument_mint_bytes(_METADATA))
    made = create_instrument_mint(payer, key.pubkey(), address, 0, _METADATA, rent)
    await world.run(*made, signers=(key,))
    await world.run(create_token_account(payer, address, key.pubkey(), TOKEN_2022_PROGRAM))
    proposed = build.create_instrument(
        **named,
        kind=InstrumentKind.BOND,
        authorised=10 * _UNITS,
        face_value=_PRICE,
        holder_classes=0b1111,
        document=reference_of("проспект"),
        rent_payer=payer,
    )
    regulator = world.regulators[1]
    admitted = build.admit_instrument(
        regulator=regulator.pubkey(), zone=world.zone, mint=key.pubkey(), revision=1
    )
    await world.run(proposed, signers=(world.bereke,))
    await world.run(admitted, signers=(regulator,))
    for time, wallet in enumerate((world.bereke, world.aigul, world.ilya)):
        opened = build.open_holding(
            rent_payer=payer, zone=world.zone, mint=key.pubkey(), wallet=wallet.pubkey()
        )
        issued = build.issue_units(
            issuer=world.bereke.pubkey(),
            zone=world.zone,
            mint=key.pubkey(),
            recipient=wallet.pubkey(),
            issued_before=time * _UNITS,
            quantity=_UNITS,
        )
        await world.run(opened, issued, signers=(world.bereke,))


async def _tender(meter: Meter, number: int) -> None:
    world, named = meter.world, _named(meter, number)
    sequence = meter.sequence(world.bereke, world.tenge)
    opened = build.open_tender(**named, sequence=sequence, price=_PRICE, quantity=40)
    await meter.run("open_tender", f"of {number}", opened, world.bereke)
    for wallet in (world.aigul, world.ilya):
        for time in range(1, 3):
            # Of the last instrument all that its tender takes, so that none is left to close.
            quantity = 10 if number == _TIMES - 1 else 1 + number
            given = build.tender_units(
                **named, wallet=wallet.pubkey(), sequence=time, quantity=quantity, price=_PRICE
            )
            await meter.run("tender_units", f"{quantity} of {number}", given, wallet)
    regulator, signer = world.regulators[1], world.bereke
    if number % 2:
        signer = world.ilya  # anyone may, once it is delisted
    delisted = build.delist_instrument(
        regulator=regulator.pubkey(), zone=world.zone, mint=named["mint"]
    )
    await world.run(delisted, signers=(regulator,))
    if number < _TIMES - 1:
        closed = build.close_tender(**named, signer=signer.pubkey())
        await meter.run("close_tender", f"of {number}", closed, signer)


async def _redeem(meter: Meter, number: int) -> None:
    """Called once the authority has delisted it."""
    world, named = meter.world, _named(meter, number)
    sequence = meter.sequence(world.bereke, world.tenge)
    called = build.call_redemption(**named, sequence=sequence, price=_PRICE)
    await meter.run("call_redemption", f"of {number}", called, world.bereke)
    for wallet in (world.aigul, world.ilya):
        made = build.redeem(**named, wallet=wallet.pubkey())
        await meter.run("redeem", f"of {number}", made)
