"""Whole lives of instruments and holdings, to the last unit and second."""

from __future__ import annotations

import pytest
from tests.program import world_instruments as held
from tests.program import world_valid as valid
from tests.program.test_refusals import close_all_doors
from tests.program.world_attempts import Attempt, attempt, forge, next_block, read, set_time
from tests.program.world_forks import NOW, forked_world
from tests.program.world_instruments import AUTHORISED, DOCUMENT, HOLDER_CAP, PER_HOLDER, UNITS

from alatau.errors import InputError
from alatau.program import InstrumentKind, InstrumentState, Role, asset_address
from alatau.program.countries import country_codes
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import DAY, World


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def perform(world: World, tried: Attempt) -> None:
    """Execute what must succeed, in a block of its own."""
    assert await refusal(world, tried) is None


async def units(world: World) -> tuple[int, ...]:
    """Of the issuer, Айгүл, Илья and «Шипа»; then what is issued, and how many holders."""
    wallets = (world.bereke, world.aigul, world.ilya, world.shipa)
    found = [(await held.holding(world, wallet)).units for wallet in wallets]
    instrument = await held.instrument(world)
    return (*found, instrument.issued, instrument.holders)


async def test_create_an_instrument_writes_its_terms() -> None:
    async with forked_world() as (world, _):
        await held.have_proposed(world, maturity=NOW + 2 * DAY, locked_until=NOW + DAY)
        found = await held.instrument(world)
        assert (found.kind, found.state) == (
            InstrumentKind.REAL_ESTATE_SHARE,
            InstrumentState.PROPOSED,
        )
        assert (found.issuer, found.mint) == (world.bereke.pubkey(), held.mint(world))
        assert found.payout_asset == asset_address(world.zone, world.tenge.mint)
        assert (found.authorised, found.issued, found.holders) == (AUTHORISED, 0, 0)
        assert (found.max_per_holder, found.holder_cap) == (PER_HOLDER, HOLDER_CAP)
        assert (found.locked_until, found.maturity) == (NOW + DAY, NOW + 2 * DAY)
        assert (found.countries, found.holder_classes) == (("KZ", "KG"), held.CLASSES)
        assert (found.document, found.decimals, found.revision) == (DOCUMENT, 0, 1)
        assert found.rent_payer == world.treasury.pubkey()


async def test_issue_and_transfer_to_the_last_unit_conserves_them() -> None:
    async with forked_world() as (world, chain):
        await held.have_holders(world, holder_cap=3)
        for wallet, quantity in (
            (world.aigul, PER_HOLDER), (world.ilya, 1), (world.bereke, AUTHORISED - PER_HOLDER - 1)
        ):  # fmt: skip
            await perform(world, await held.issuing(world, wallet, quantity))
        assert await units(world) == (599, 400, 1, 0, AUTHORISED, 2)
        assert await refusal(world, await held.issuing(world, world.bereke, 1)) == (
            "AuthorisedExceeded"
        )
        await perform(world, await held.giving(world, world.aigul, world.shipa, PER_HOLDER))
        await perform(world, await held.giving(world, world.ilya, world.bereke, 1))
        await perform(world, await held.giving(world, world.bereke, world.aigul, PER_HOLDER))
        assert await units(world) == (200, 400, 0, 400, AUTHORISED, 2)
        check_state(await take_snapshot(chain, world.zone))


async def test_transfer_gives_a_holders_place_to_another_at_the_cap() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul, world.ilya)
        tried = await held.giving(world, world.aigul, world.shipa, UNITS - 1)
        assert await refusal(world, tried) == "HolderCapExceeded"
        await perform(world, await held.giving(world, world.aigul, world.shipa, UNITS))
        assert (await units(world))[1:4] == (0, UNITS, UNITS)
        assert (await held.instrument(world)).holders == HOLDER_CAP


async def test_transfer_in_the_lock_up_is_the_issuers_until_its_last_second() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul, world.bereke, locked_until=NOW + DAY)
        await perform(world, await held.giving(world, world.bereke, world.ilya))
        tried = await held.giving(world, world.aigul, world.ilya)
        await set_time(world, NOW + DAY - 1)
        assert await refusal(world, tried) == "UnitsLocked"
        await set_time(world, NOW + DAY)
        assert await refusal(world, tried) is None


async def test_hold_units_is_asked_now_not_when_they_came() -> None:
    """Who is no investor any more gets none, but is not kept from giving what it has."""
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul, world.ilya)
        await perform(world, held.becoming(world, world.aigul, Role.RESIDENT, tier=3))
        tried = await held.giving(world, world.ilya, world.aigul)
        assert await refusal(world, tried) == "HolderNotInvestor"
        await perform(world, await held.giving(world, world.aigul, world.ilya))
        await perform(world, held.becoming(world, world.aigul, Role.INVESTOR, tier=3))
        assert await refusal(world, tried) == "HolderClassExcluded"


@pytest.mark.parametrize("countries", [(), ("KZ",), ("KG", "KZ"), (*["KG"] * 15, "KZ")])
async def test_hold_units_of_a_named_country_succeeds(countries: tuple[str, ...]) -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul, countries=countries)
        assert (await held.instrument(world)).countries == countries


async def test_be_frozen_by_the_first_regulator_stops_no_units() -> None:
    """The central bank answers for money, not for instruments."""
    frozen = ((NOW + DAY, bytes(16), 1, bytes(6)), (0, bytes(16), 0, bytes(6)))
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul)
        tried = await held.giving(world, world.aigul, world.ilya)
        await forge(world, tried.address("sender"), freezes=frozen)
        assert await refusal(world, tried) is None


async def test_suspend_and_resume_stops_units_in_between() -> None:
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul)
        given = await held.giving(world, world.aigul, world.ilya)
        issued = await held.issuing(world, world.aigul)
        await perform(world, held.suspending(world))
        for tried in (given, issued):
            assert await refusal(world, tried) == "InstrumentSuspended"
        await perform(world, held.suspending(world, suspended=False))
        for tried in (given, issued):
            assert await refusal(world, tried) is None


async def test_delist_is_for_good_and_takes_nothing_away() -> None:
    async with forked_world() as (world, chain):
        await held.have_holders(world, world.aigul)
        await perform(world, held.delisting(world))
        for tried in (held.suspending(world, suspended=False), held.suspending(world)):
            assert await refusal(world, tried) == "InstrumentDelisted"
        assert await refusal(world, held.admitting(world, revision=4)) == "NotProposed"
        assert (await units(world))[1] == UNITS
        assert await refusal(world, held.closing(world, world.aigul)) == "HoldingNotEmpty"
        await perform(world, held.closing(world, world.ilya))
        await next_block(world)
        await perform(world, held.opening(world, world.ilya))  # for what is ordered
        check_state(await take_snapshot(chain, world.zone))


async def test_close_a_holding_returns_all_of_its_rent() -> None:
    async with forked_world() as (world, chain):
        tried = await held.close_holding(world)
        holding = await read(world, tried.address("holding"))
        before = await read(world, world.treasury.pubkey())
        await close_all_doors(world)
        await perform(world, tried)
        assert await chain.account(tried.address("holding")) is None
        after = await read(world, world.treasury.pubkey())
        assert after.lamports == before.lamports + holding.lamports


async def test_issue_to_the_issuer_is_bound_by_no_cap() -> None:
    async with forked_world() as (world, _):
        terms = {"max_per_holder": 1, "holder_cap": 1, "holder_classes": 0b0001}
        await held.have_holders(world, **terms)
        await perform(world, await held.issuing(world, world.bereke, AUTHORISED))
        assert (await held.instrument(world)).holders == 0
        await perform(world, await held.giving(world, world.bereke, world.aigul, 1))
        tried = await held.giving(world, world.bereke, world.aigul, 1)
        assert await refusal(world, tried) == "PerHolderExceeded"


async def test_use_a_payment_accounts_instruction_on_a_holding_is_refused() -> None:
    """Units are in no payment account: money's instructions do not know them."""
    async with forked_world() as (world, _):
        await held.have_holders(world, world.aigul)
        paid = await valid.pay(world)
        holding = held.holding_of(world, world.aigul)
        for name in ("payer_account", "payee_account"):
            assert await refusal(world, paid.with_account(name, holding)) in {
                "InvalidAccountData",
                "AccountDataTooSmall",
            }


@pytest.mark.parametrize("countries", [("kz",), ("KZT",), ("К3",), ("",), ("КZ",)])
def test_name_countries_that_are_none_is_refused(countries: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="no country's two letters") as refused:
        country_codes(countries)
    assert refused.value.field == "countries"


def test_name_more_countries_than_there_is_room_for_is_refused() -> None:
    assert country_codes(["KZ"] * 16) == (b"KZ",) * 16
    with pytest.raises(InputError, match="17 countries where an instrument names 16 at most"):
        country_codes(["KZ"] * 17)
