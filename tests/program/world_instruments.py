"""An instrument of a living zone, its mint and holders, and valid instructions on it."""

from __future__ import annotations

from typing import Any

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program.world_attempts import Attempt, read, set_time
from tests.program.world_payments import perform
from tests.program.world_valid import REFERENCE

from alatau.program import (
    TOKEN_2022_PROGRAM,
    Holding,
    Instrument,
    InstrumentKind,
    Role,
    decode_holding,
    decode_instrument,
    holding_address,
    instrument_address,
)
from alatau.program import instructions as build
from alatau.testing.world import DAY, World, reference_of, world_key
from alatau.tokens import create_token_account
from alatau.tokens_instrument import TokenMetadata, create_instrument_mint, instrument_mint_bytes

AUTHORISED = 1_000
PER_HOLDER = 400
HOLDER_CAP = 2
UNITS = 100
"""Units of an ordinary issue, and of two ordinary transfers."""
CLASSES = 0b0011
"""The tiers of Айгүл and Илья."""
DOCUMENT = reference_of("Алатау мұнаралары: эмиссия проспектісі")
METADATA = TokenMetadata(
    "Алатау мұнаралары, үлес",
    "ALTW",
    "https://example.kz/altw.json",
    (("isin", "KZX000000017"), ("document_sha256", DOCUMENT.hex())),
)


def mint_key(world: World, symbol: str = "ALTW") -> Keypair:
    """The key at whose address the instrument's mint is."""
    return world_key(world.seed, symbol)


def mint(world: World) -> Pubkey:
    """The mint of the instrument."""
    return mint_key(world).pubkey()


def instrument_of(world: World) -> Pubkey:
    """The instrument that «Береке» issues."""
    return instrument_address(world.zone, mint(world))


def holding_of(world: World, wallet: Keypair) -> Pubkey:
    """What a wallet has of it."""
    return holding_address(instrument_of(world), wallet.pubkey())


async def instrument(world: World) -> Instrument:
    """The instrument as it stands."""
    return decode_instrument((await read(world, instrument_of(world))).data)


async def holding(world: World, wallet: Keypair) -> Holding:
    """A holding as it stands."""
    return decode_holding((await read(world, holding_of(world, wallet))).data)


def making_mint(world: World, symbol: str = "ALTW", decimals: int = 0) -> list[Instruction]:
    """The mint and its vault's token account, paid by the world's payer."""
    key, payer = mint_key(world, symbol), world.payer.pubkey()
    address = instrument_address(world.zone, key.pubkey())
    rent = (128 + instrument_mint_bytes(METADATA)) * 6_960
    made = create_instrument_mint(payer, key.pubkey(), address, decimals, METADATA, rent)
    return [*made, create_token_account(payer, address, key.pubkey(), TOKEN_2022_PROGRAM)]


async def have_mint(world: World, symbol: str = "ALTW") -> None:
    """Make a mint that nothing is proposed with yet, in two transactions."""
    *made, token_account = making_mint(world, symbol)
    await world.run(*made, signers=(mint_key(world, symbol),))
    await world.run(token_account)


def becoming(world: World, wallet: Keypair, roles: Role, tier: int = 1) -> Attempt:
    """The operator lets a participant be something else too."""
    made = build.amend_participant(
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=wallet.pubkey(),
        roles=roles,
        tier=tier,
        tax_category=0,
        verified_until=world.ends_at + DAY,
    )
    return Attempt.of(made, world.operator)


async def have_parties(world: World) -> None:
    """«Береке» becomes an issuer too; Айгүл (tier 0), Илья (1) and «Шипа» (1) investors."""
    for wallet, roles, tier in (
        (world.bereke, Role.MERCHANT | Role.ISSUER, 1),
        (world.aigul, Role.RESIDENT | Role.INVESTOR, 0),
        (world.ilya, Role.RESIDENT | Role.INVESTOR, 1),
        (world.shipa, Role.MERCHANT | Role.INVESTOR, 1),
    ):
        await perform(world, becoming(world, wallet, roles, tier))


async def proposing(world: World, **terms: Any) -> Attempt:
    """«Береке» proposes shares in a building; the treasury pays the rent."""
    asked: dict[str, Any] = {
        "kind": InstrumentKind.REAL_ESTATE_SHARE,
        "authorised": AUTHORISED,
        "face_value": 1_000_000,
        "max_per_holder": PER_HOLDER,
        "holder_cap": HOLDER_CAP,
        "holder_classes": CLASSES,
        "countries": ("KZ", "KG"),
        "document": DOCUMENT,
    }
    made = build.create_instrument(
        issuer=world.bereke.pubkey(),
        zone=world.zone,
        mint=mint(world),
        payout_mint=world.tenge.mint,
        rent_payer=world.treasury.pubkey(),
        **(asked | terms),
    )
    return Attempt.of(made, world.bereke, world.treasury)


def admitting(world: World, revision: int = 1) -> Attempt:
    """The financial authority admits it."""
    made = build.admit_instrument(
        regulator=world.regulators[1].pubkey(), zone=world.zone, mint=mint(world), revision=revision
    )
    return Attempt.of(made, world.regulators[1])


def suspending(world: World, *, suspended: bool = True) -> Attempt:
    """The financial authority suspends it, or lets it go on."""
    made = build.suspend_instrument(
        regulator=world.regulators[1].pubkey(),
        zone=world.zone,
        mint=mint(world),
        suspended=suspended,
    )
    return Attempt.of(made, world.regulators[1])


def delisting(world: World) -> Attempt:
    """The financial authority delists it."""
    made = build.delist_instrument(
        regulator=world.regulators[1].pubkey(), zone=world.zone, mint=mint(world)
    )
    return Attempt.of(made, world.regulators[1])


def opening(world: World, wallet: Keypair) -> Attempt:
    """A holding of a wallet; the treasury pays the rent."""
    made = build.open_holding(
        rent_payer=world.treasury.pubkey(),
        zone=world.zone,
        mint=mint(world),
        wallet=wallet.pubkey(),
    )
    return Attempt.of(made, world.treasury)


def closing(world: World, wallet: Keypair) -> Attempt:
    """Anyone closes an empty holding."""
    made = build.close_holding(
        zone=world.zone,
        mint=mint(world),
        wallet=wallet.pubkey(),
        rent_payer=world.treasury.pubkey(),
    )
    return Attempt.of(made)


async def issuing(world: World, recipient: Keypair, quantity: int = UNITS) -> Attempt:
    """«Береке» issues units."""
    made = build.issue_units(
        issuer=world.bereke.pubkey(),
        zone=world.zone,
        mint=mint(world),
        recipient=recipient.pubkey(),
        issued_before=(await instrument(world)).ever_issued,
        quantity=quantity,
    )
    return Attempt.of(made, world.bereke)


async def giving(
    world: World, wallet: Keypair, recipient: Keypair, quantity: int = UNITS // 2
) -> Attempt:
    """A holder gives units to another."""
    made = build.transfer_units(
        wallet=wallet.pubkey(),
        recipient=recipient.pubkey(),
        zone=world.zone,
        mint=mint(world),
        sequence=(await holding(world, wallet)).sequence + 1,
        quantity=quantity,
        reference=REFERENCE,
    )
    return Attempt.of(made, wallet)


async def have_proposed(world: World, **terms: Any) -> None:
    """An instrument that nobody has admitted."""
    await have_parties(world)
    await have_mint(world)
    await perform(world, await proposing(world, **terms))


async def have_holders(world: World, *holders: Keypair, **terms: Any) -> None:
    """An admitted instrument of which these wallets have `UNITS` each; others a holding."""
    await have_proposed(world, **terms)
    await perform(world, admitting(world))
    for wallet in (world.bereke, world.aigul, world.ilya, world.shipa):
        await perform(world, opening(world, wallet))
    for wallet in holders:
        await perform(world, await issuing(world, wallet))


# -- one valid instruction of every kind -------------------------------------------------


async def create_instrument(world: World) -> Attempt:
    await have_parties(world)
    await have_mint(world)
    return await proposing(world)


async def admit_instrument(world: World) -> Attempt:
    await have_proposed(world)
    return admitting(world)


async def suspend_instrument(world: World) -> Attempt:
    await have_proposed(world)
    await perform(world, admitting(world))
    return suspending(world)


async def delist_instrument(world: World) -> Attempt:
    await have_proposed(world)
    return delisting(world)


async def open_holding(world: World) -> Attempt:
    await have_proposed(world)
    return opening(world, world.aigul)


async def close_holding(world: World) -> Attempt:
    """After the zone's end."""
    await have_proposed(world)
    await perform(world, opening(world, world.aigul))
    await set_time(world, world.ends_at)
    return closing(world, world.aigul)


async def close_holding_of_delisted(world: World) -> Attempt:
    """As long as the zone goes on."""
    await have_proposed(world)
    await perform(world, opening(world, world.aigul))
    await perform(world, delisting(world))
    return closing(world, world.aigul)


async def issue_units(world: World) -> Attempt:
    """The second issue to Айгүл, who is the only holder."""
    await have_holders(world, world.aigul)
    return await issuing(world, world.aigul)


async def transfer_units(world: World) -> Attempt:
    """The second transfer of Айгүл to Илья."""
    await have_holders(world, world.aigul)
    await perform(world, await giving(world, world.aigul, world.ilya, 10))
    return await giving(world, world.aigul, world.ilya)
