"""Whole lives of offerings, to the last unit and base unit."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from solders.pubkey import Pubkey
from tests.program import world_instruments as held
from tests.program import world_offerings as offered
from tests.program import world_valid as valid
from tests.program.test_refusals import close_all_doors
from tests.program.world_attempts import Attempt, attempt, forge, read, set_time, write
from tests.program.world_forks import NOW, forked_world
from tests.program.world_offerings import ABANDONED, CONCLUDES, MINIMUM, PRICE, QUANTITY
from tests.program.world_payments import perform

from alatau.chain.base import AccountInfo
from alatau.program import PROGRAM_ID, SYSTEM_PROGRAM, Allotment, OfferingState, Role
from alatau.program import instructions as build
from alatau.testing.invariants import check_state
from alatau.testing.snapshot import take_snapshot
from alatau.testing.world import DAY, FUNDS, World


async def refusal(world: World, tried: Attempt) -> str | None:
    return (await attempt(world, tried))[0]


async def money(world: World) -> list[tuple[int, int]]:
    """What is available to Айгүл, Илья and the issuer, and what is held."""
    wallets = (world.aigul, world.ilya, world.bereke)
    found = [await world.account(wallet, world.tenge) for wallet in wallets]
    return [(each.available, each.held) for each in found]


async def units(world: World) -> tuple[int, ...]:
    """Of Айгүл, Илья and the issuer; then what is issued, and how many holders."""
    wallets = (world.aigul, world.ilya, world.bereke)
    found = [(await held.holding(world, wallet)).units for wallet in wallets]
    instrument = await held.instrument(world)
    return (*found, instrument.issued, instrument.holders)


@pytest.mark.parametrize(
    ("allotment", "shares"),
    [(Allotment.PRO_RATA, (171, 129)), (Allotment.FIRST_COME, (200, 100))],
)
async def test_settle_an_oversubscribed_offering_sells_to_the_last_unit(
    allotment: Allotment, shares: tuple[int, int]
) -> None:
    async with forked_world() as (world, chain):
        await offered.have_subscribed(world, 200, 150, allotment=allotment)
        assert (await money(world))[:2] == [(FUNDS - n * PRICE, n * PRICE) for n in (200, 150)]
        assert (await held.instrument(world)).promised == QUANTITY
        await set_time(world, CONCLUDES)
        for wallet in world.residents:
            await perform(world, offered.confirming(world, wallet))
        await perform(world, offered.concluding(world))
        sold = await offered.offering(world)
        assert (sold.state, sold.sold, sold.unallotted) == (
            OfferingState.SUCCEEDED,
            QUANTITY,
            QUANTITY,
        )
        check_state(await take_snapshot(chain, world.zone))
        for wallet in (world.ilya, world.aigul):  # in any order
            await perform(world, offered.allotting(world, wallet))
        await perform(world, offered.closing(world))
        assert await units(world) == (*shares, 0, QUANTITY, 2)
        paid = [(FUNDS - share * PRICE, 0) for share in shares]
        assert await money(world) == [*paid, (QUANTITY * PRICE, 0)]
        instrument = await held.instrument(world)
        assert (instrument.offerings, instrument.open_offerings, instrument.promised) == (1, 0, 0)
        assert (await world.account(world.bereke, world.tenge)).open_payments == 0
        check_state(await take_snapshot(chain, world.zone))


@pytest.mark.parametrize("cancelled", [True, False])
async def test_settle_a_failed_offering_returns_every_base_unit(cancelled: bool) -> None:
    async with forked_world() as (world, chain):
        before = await money(world)
        if cancelled:
            await offered.have_subscribed(world, MINIMUM, 1 + MINIMUM)
            await perform(world, offered.cancelling(world, world.bereke))
        else:
            await offered.have_concluded(world, MINIMUM - 11, 10)
            assert (await held.instrument(world)).reserved == 2
        for wallet in world.residents:
            await perform(world, offered.allotting(world, wallet))
        assert await money(world) == before
        assert await units(world) == (0, 0, 0, 0, 0)
        assert (await held.instrument(world)).reserved == 0
        await perform(world, offered.closing(world))
        check_state(await take_snapshot(chain, world.zone))


async def test_rent_goes_back_to_who_paid_it() -> None:
    async with forked_world() as (world, chain):
        await held.have_holders(world)
        before = await read(world, world.treasury.pubkey())
        await perform(world, offered.creating(world))
        await perform(world, await offered.subscribing(world, world.aigul))
        await perform(world, offered.withdrawing(world, world.aigul))
        await perform(world, await offered.subscribing(world, world.aigul))
        await perform(world, offered.cancelling(world, world.bereke))
        await perform(world, offered.allotting(world, world.aigul))
        await perform(world, offered.closing(world))
        assert (await read(world, world.treasury.pubkey())).lamports == before.lamports
        assert await chain.account(offered.offering_of(world)) is None


async def test_allot_with_every_door_closed_still_gives_units_to_who_may_hold_them() -> None:
    """Paused, without consent, suspended, frozen; but its investors are verified."""
    async with forked_world() as (world, _):
        await offered.have_concluded(world, 200, 150)
        tried = offered.allotting(world, world.aigul)
        until = (await read(world, tried.address("participant"))).data
        await close_all_doors(world)
        await write(
            world,
            tried.address("participant"),
            replace(await read(world, tried.address("participant")), data=until),
        )
        await perform(world, held.delisting(world))
        frozen = ((NOW + 9 * DAY, bytes(16), 1, bytes(6)),) * 2
        for name in ("account", "issuer_account"):
            await forge(world, tried.address(name), freezes=frozen)
        await perform(world, tried)
        assert (await units(world))[0] == 171


async def test_cancel_by_anyone_needs_that_it_cannot_succeed() -> None:
    async with forked_world() as (world, _):
        await offered.have_subscribed(world, 200)
        stranger = offered.cancelling(world, world.shipa)
        assert await refusal(world, stranger) == "NotIssuer"
        await perform(world, held.delisting(world))
        assert await refusal(world, stranger) is None
        await perform(world, offered.allotting(world, world.aigul))
        assert (await money(world))[0] == (FUNDS, 0)


async def test_cancel_in_a_suspension_that_passes_is_not_the_subscribers() -> None:
    """Who regrets what it has confirmed does not end the offering for all others."""
    async with forked_world() as (world, _):
        await offered.have_confirmed(world, 200, 150)
        await perform(world, held.suspending(world))
        regretting = offered.cancelling(world, world.aigul)
        assert await refusal(world, regretting) == "NotIssuerNorAuthority"
        assert await refusal(world, offered.concluding(world)) == "InstrumentSuspended"
        await perform(world, held.suspending(world, suspended=False))
        assert await refusal(world, offered.concluding(world)) is None


@pytest.mark.parametrize("who", ["issuer", "authority", "anyone, a week late"])
async def test_cancel_in_a_suspension_returns_the_money(who: str) -> None:
    async with forked_world() as (world, _):
        await offered.have_subscribed(world, 200)
        await perform(world, held.suspending(world))
        if who == "issuer":
            await perform(world, offered.cancelling(world, world.bereke))
        elif who == "authority":
            await perform(world, offered.cancelling(world, world.regulators[1]))
        else:
            assert (await offered.offering(world)).abandoned_at == ABANDONED
            stranger = offered.cancelling(world, world.shipa)
            await set_time(world, ABANDONED - 1)
            assert await refusal(world, stranger) == "NotIssuerNorAuthority"
            await set_time(world, ABANDONED)
            assert await refusal(world, stranger) is None
        await perform(world, offered.allotting(world, world.aigul))
        assert (await money(world))[0] == (FUNDS, 0)


async def test_withdraw_is_possible_to_the_last_second_and_again_after_a_cancellation() -> None:
    async with forked_world() as (world, _):
        await offered.have_subscribed(world, 200, 20)
        await perform(world, offered.cancelling(world, world.bereke))
        await set_time(world, NOW + DAY - 1)
        await perform(world, offered.withdrawing(world, world.aigul))
        await set_time(world, NOW + DAY)
        assert await refusal(world, offered.withdrawing(world, world.ilya)) == "CoolingOffOver"
        await perform(world, offered.allotting(world, world.ilya))
        assert (await money(world))[:2] == [(FUNDS, 0), (FUNDS, 0)]


async def test_issue_units_leaves_what_offerings_have_promised() -> None:
    async with forked_world() as (world, _):
        await offered.have_offering(world, quantity=700, most=700)
        issue = await held.issuing(world, world.bereke, 301)
        assert await refusal(world, issue) == "AuthorisedExceeded"
        assert await refusal(world, offered.creating(world, 2, quantity=301)) == (
            "AuthorisedExceeded"
        )
        await perform(world, await held.issuing(world, world.bereke, 300))
        await perform(world, offered.cancelling(world, world.bereke))
        await perform(world, await held.issuing(world, world.bereke, 700))


async def test_units_are_entitled_from_the_conclusion_on_wherever_they_are() -> None:
    async with forked_world() as (world, _):
        await offered.have_concluded(world, 200, 150)
        # One and a half base units a unit, distributed before anything is allotted.
        await forge(world, held.instrument_of(world), index=(1 << 63, 1))
        await perform(world, offered.allotting(world, world.aigul))
        await perform(world, held.becoming(world, world.ilya, Role.RESIDENT))
        await perform(world, offered.allotting(world, world.ilya))
        await perform(world, offered.closing(world))
        entitled = [
            (await held.holding(world, wallet)).entitled for wallet in (world.aigul, world.bereke)
        ]
        assert entitled == [171 * 3 << 63, 129 * 3 << 63]


async def test_nothing_that_an_offering_needs_is_closed_before_it() -> None:
    async with forked_world() as (world, _):
        await offered.have_subscribed(world, 200)
        await perform(world, held.delisting(world))
        await set_time(world, world.ends_at)
        for wallet in (world.aigul, world.bereke):
            assert await refusal(world, held.closing(world, wallet)) == "OfferingsNotClosed"
        for wallet, why in (
            (world.bereke, "PaymentsNotClosed"),
            (world.aigul, "AccountNotEmpty"),
        ):
            address = world.address(wallet, world.tenge)
            if wallet is world.bereke:
                await forge(world, address, available=0)
            close = build.close_account(
                zone=world.zone, account=address, rent_payer=world.payer.pubkey()
            )
            assert await refusal(world, Attempt.of(close)) == why
        for done in (
            offered.cancelling(world, world.shipa),
            offered.allotting(world, world.aigul),
            offered.closing(world),
            held.closing(world, world.aigul),
            held.closing(world, world.bereke),
        ):
            await perform(world, done)


@pytest.mark.parametrize("lamports", [1, 890_880, 50_000_000])
async def test_subscribe_at_a_funded_address_succeeds(lamports: int) -> None:
    async with forked_world() as (world, _):
        tried = await offered.subscribe(world)
        address = tried.address("subscription")
        await write(world, address, AccountInfo(lamports, SYSTEM_PROGRAM, b""))
        await perform(world, tried)
        assert (await offered.subscription(world, world.aigul)).units == MINIMUM


async def test_withdraw_money_leaves_what_is_subscribed() -> None:
    async with forked_world() as (world, _):
        await offered.have_subscribed(world, 200)
        tried = await valid.withdrawing(world, world.aigul, world.tenge, FUNDS - 200 * PRICE + 1)
        assert await refusal(world, tried) == "InsufficientFunds"
        await perform(world, offered.withdrawing(world, world.aigul))
        tried = await valid.withdrawing(world, world.aigul, world.tenge, FUNDS)
        assert await refusal(world, tried) is None


async def test_a_wallet_subscribes_at_one_address_alone() -> None:
    """With a lower bump the seeds give other addresses, at which it could have a second one."""
    async with forked_world() as (world, _):
        await offered.have_offering(world)
        tried = await offered.subscribing(world, world.aigul, 20)
        seeds = [b"subscription", bytes(offered.offering_of(world)), bytes(world.aigul.pubkey())]
        own, highest = Pubkey.find_program_address(seeds, PROGRAM_ID)
        assert own == offered.subscription_of(world, world.aigul)
        end = bytes(PROGRAM_ID) + b"ProgramDerivedAddress"
        hashes = [sha256(b"".join(seeds) + bytes([bump]) + end) for bump in range(highest)]
        others = [Pubkey(each.digest()) for each in hashes]
        others = [each for each in others if not each.is_on_curve()]
        assert others
        for other in others[-8:]:
            moved = tried.with_account("subscription", other)
            assert await refusal(world, moved) == "WrongSubscriptionAddress"
        await perform(world, tried)


async def test_lamports_sent_ahead_do_not_keep_a_subscription_from_being_made() -> None:
    async with forked_world() as (world, _):
        await offered.have_offering(world)
        address = offered.subscription_of(world, world.aigul)
        await write(world, address, AccountInfo(1, SYSTEM_PROGRAM, b""))
        await perform(world, await offered.subscribing(world, world.aigul, 20))
        assert (await offered.subscription(world, world.aigul)).units == 20
