"""Offerings through the SDK: offered, subscribed by many, settled in parts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.flows.test_instruments import party, propose

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import AccountMissing, InputError, ProgramRefused
from alatau.indexer.outcome import offering_outcome
from alatau.indexer.register import UnitHistory
from alatau.indexer.unit_history import unit_history
from alatau.program import Allotment, OfferingState, Role, instrument_address
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.invariants import check

PRICE = 1_000_33
INVESTORS = 8


@pytest.fixture
async def zone(embedded_chain: EmbeddedChain) -> AsyncIterator[FreshZone]:
    """On a chain whose clock can be moved."""
    async with FreshZone.found(embedded_chain) as fresh:
        yield fresh


async def prepare(zone: FreshZone, wallets: Wallets) -> tuple[Keypair, dict[str, Any]]:
    """An issuer with an account, and its admitted instrument of 150 units."""
    issuer = await party(zone, wallets, "«Мұнара» құрылыс", Role.ISSUER)
    await zone.open_account(mint=zone.tenge.mint, wallet=issuer.pubkey())
    key = zone.key("ALTW")
    await propose(zone, issuer, key)
    await zone.admit_instrument(mint=key.pubkey(), revision=1, regulator=zone.regulators[1])
    return issuer, {"mint": key.pubkey()}


async def investor(zone: FreshZone, wallets: Wallets, name: str) -> Keypair:
    """Who has 100,000.00 on its account."""
    wallet = await party(zone, wallets, name, Role.INVESTOR)
    await zone.open_account(mint=zone.tenge.mint, wallet=wallet.pubkey())
    await zone.issue(zone.tenge, wallet.pubkey(), 100_000_00)
    await zone.deposit(mint=zone.tenge.mint, amount=100_000_00, wallet=wallet)
    return wallet


async def offer(
    zone: FreshZone, issuer: Keypair, named: dict[str, Any], allotment: Allotment
) -> dict[str, Any]:
    now = await zone.chain.time()
    made = await zone.create_offering(
        **named,
        price=PRICE,
        quantity=100,
        minimum=60,
        least=5,
        most=90,
        closes_at=now + 2 * DAY,
        cooling_off=DAY,
        allotment=allotment,
        issuer=issuer,
        key=f"ұсыныс {allotment.label}",
    )
    return {**named, "number": made.event.number}


async def available(zone: FreshZone, wallet: Keypair) -> int:
    account = await zone.account(mint=zone.tenge.mint, wallet=wallet.pubkey())
    assert account.held == 0
    return account.available


def outcome_is(
    history: UnitHistory, number: int, allotment: Allotment, parts: dict[Pubkey, tuple[int, int]]
) -> None:
    """Told of a closed offering too: what each asked for and got, and its money's way."""
    told = offering_outcome(history, number)
    asked = sum(units for units, _ in parts.values())
    assert (told.state, told.allotment) == (OfferingState.SUCCEEDED, allotment)
    assert (told.confirmed, told.sold, told.left, told.closed) == (asked, 100, 0, True)
    assert told.raised == 100 * PRICE
    assert {part.wallet: (part.asked, part.got) for part in told.parts} == parts
    assert all(part.paid == part.got * PRICE for part in told.parts)
    assert all(part.paid + part.returned == part.asked * PRICE for part in told.parts)
    with pytest.raises(InputError, match="no offering 7"):
        offering_outcome(history, 7)


@pytest.mark.parametrize("allotment", Allotment)
async def test_settle_an_offering_in_parts_sells_all_and_returns_the_rest(
    embedded_chain: EmbeddedChain, zone: FreshZone, wallets: Wallets, allotment: Allotment
) -> None:
    issuer, named = await prepare(zone, wallets)
    people = [await investor(zone, wallets, f"инвестор {n}") for n in range(INVESTORS)]
    named = await offer(zone, issuer, named, allotment)
    again = await offer(zone, issuer, {"mint": named["mint"]}, allotment)
    assert again == named
    wanted = [5 + 7 * n for n in range(INVESTORS)]
    for wallet, units in zip(people, wanted, strict=True):
        ask: dict[str, Any] = {**named, "units": units, "wallet": wallet}
        first = await zone.subscribe(**ask, key=f"өтінім {units}")
        same = await zone.subscribe(**ask, key=f"өтінім {units}")
        assert first.signature == same.signature
        assert first.event.held == units * PRICE
    taken_back = await zone.withdraw_subscription(**named, wallet=people[0])
    assert taken_back.event.available == 100_000_00
    with pytest.raises(ProgramRefused) as caught:
        await zone.conclude_offering(**named)
    assert caught.value.name == "OfferingWindowNotOver"

    assert [step async for step in zone.settle_offering(**named)] == []  # it cools off yet
    await embedded_chain.set_time(await zone.chain.time() + DAY + 3_600)
    steps = [step.step async for step in zone.settle_offering(**named)]
    assert steps == ["confirm"] * (INVESTORS - 1)
    (found,) = await zone.offerings(mint=named["mint"])
    assert (found.state, found.confirmed, found.unconfirmed) == (
        OfferingState.OPEN,
        sum(wanted[1:]),
        0,
    )
    offsets = {each.wallet: each.offset for each in await zone.subscriptions(**named)}
    await embedded_chain.set_time(found.concludes_at)
    async for step in zone.settle_offering(**named, in_flight=1):
        if step.step == "allot":
            break  # and somebody else goes on
    await embedded_chain.end_block()
    steps = [step.step async for step in zone.settle_offering(**named)]
    assert (steps[0], steps[-1]) == ("allot", "close")
    with pytest.raises(AccountMissing):
        await zone.offering(**named)

    got = [
        (await zone.holding(mint=named["mint"], wallet=wallet.pubkey())).units for wallet in people
    ]
    assert (sum(got), got[0]) == (100, 0)
    for wallet, units, share in list(zip(people, wanted, got, strict=True))[1:]:
        begin, whole = offsets[wallet.pubkey()], sum(wanted[1:])
        ends = (begin, begin + units)
        if allotment is Allotment.PRO_RATA:
            low, high = (floor(Fraction(end * 100, whole)) for end in ends)
        else:
            low, high = (min(end, 100) for end in ends)
        assert share == high - low
        assert await available(zone, wallet) == 100_000_00 - share * PRICE
    assert await available(zone, issuer) == 100 * PRICE
    await check(zone.chain, zone.address)
    history = await unit_history(zone.chain, instrument_address(zone.address, named["mint"]))
    registers = [history.at(slot) for slot in range(history.tip + 1)]
    assert all(register.proven for register in registers)
    assert any(0 < register.unallotted < 100 for register in registers)
    names = [wallet.pubkey() for wallet in people[1:]]
    parts = dict(zip(names, zip(wanted[1:], got[1:], strict=True), strict=True))
    outcome_is(history, named["number"], allotment, parts)


async def test_settle_a_cancelled_offering_returns_all(zone: FreshZone, wallets: Wallets) -> None:
    issuer, named = await prepare(zone, wallets)
    people = [await investor(zone, wallets, f"инвестор {n}") for n in range(3)]
    named = await offer(zone, issuer, named, Allotment.PRO_RATA)
    await asyncio.gather(*(zone.subscribe(**named, units=30, wallet=each) for each in people))
    with pytest.raises(ProgramRefused) as caught:
        await zone.cancel_offering(**named)
    assert caught.value.name == "NotIssuer"
    await zone.cancel_offering(**named, signer=issuer)
    steps = [step.step async for step in zone.settle_offering(**named)]
    assert steps == ["allot", "allot", "allot", "close"]
    assert [await available(zone, each) for each in people] == [100_000_00] * 3
    history = await unit_history(zone.chain, instrument_address(zone.address, named["mint"]))
    told = offering_outcome(history, named["number"])
    assert (told.state, told.closed, told.raised) == (OfferingState.FAILED, True, 0)
    assert [(part.asked, part.got) for part in told.parts] == [(30, 0)] * 3
    await check(zone.chain, zone.address)
