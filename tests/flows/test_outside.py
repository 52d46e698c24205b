"""Units that go to wallets and back, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest
from tests.flows.test_redemption import PRICE, issued
from tests.flows.test_register import Forgetful

from alatau.chain.base import OpenBlock
from alatau.errors import HistoryGap, KeyReused, ProgramRefused
from alatau.indexer.unit_history import unit_history
from alatau.program import InstrumentState, UnitsRecalled, UnitsReturned, UnitsWithdrawn
from alatau.program import instructions as build
from alatau.testing.fixtures import FreshZone, Wallets
from alatau.testing.invariants import check
from alatau.tokens import is_frozen, token_amount


async def test_withdraw_makes_the_token_account_and_return_empties_it(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, _, (madina,) = await issued(zone, wallets, "Мадина Оспан")
    own = build.wallet_token_address(madina.pubkey(), named["mint"])
    assert await zone.chain.account(own) is None
    gone = await zone.withdraw_units(**named, quantity=20, wallet=madina, key="телефон")
    assert (gone.event.units, gone.event.outside) == (50, 20)
    again = await zone.withdraw_units(**named, quantity=20, wallet=madina, key="телефон")
    assert again.signature == gone.signature
    with pytest.raises(KeyReused):
        await zone.withdraw_units(**named, quantity=21, wallet=madina, key="телефон")
    await zone.withdraw_units(**named, quantity=5, wallet=madina)  # the token account is there
    info = await zone.chain.account(own)
    assert info is not None
    assert (token_amount(info.data), is_frozen(info.data)) == (25, True)
    with pytest.raises(ProgramRefused) as caught:
        await zone.withdraw_units(**named, quantity=26, wallet=madina)
    assert caught.value.name == "InsufficientUnits"
    with pytest.raises(ProgramRefused) as caught:
        await zone.return_units(**named, quantity=26, wallet=madina)
    assert caught.value.name == "InsufficientUnitsOutside"
    with pytest.raises(ProgramRefused) as caught:
        await zone.recall_units(**named, wallet=madina.pubkey())
    assert caught.value.name == "UnitsStayOutside"
    await check(zone.chain, zone.address)
    back = await zone.return_units(**named, quantity=25, wallet=madina, key="кері")
    assert (back.event.units, back.event.outside) == (50, 0)
    await check(zone.chain, zone.address)


async def test_redeem_all_recalls_what_is_outside(zone: FreshZone, wallets: Wallets) -> None:
    """Of who has some, who has all, and who has none outside; also one by one."""
    names = "Мадина Оспан", "Олжас Ибраев", "Тимур Ахметов", "Пётр Ли"
    named, issuer, holders = await issued(zone, wallets, *names)
    madina, olzhas, timur, pyotr = holders
    for wallet, quantity in ((madina, 50), (olzhas, 1), (pyotr, 49)):
        await zone.withdraw_units(**named, quantity=quantity, wallet=wallet)
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    await zone.call_redemption(**named, price=PRICE, issuer=issuer)
    one = await zone.redeem(**named, wallet=pyotr.pubkey())
    assert (one.event.quantity, one.event.units) == (50, 0)
    done = [each async for each in zone.redeem_all(**named)]
    assert {each.row.wallet: each.error for each in done} == dict.fromkeys(
        [wallet.pubkey() for wallet in (madina, olzhas, timur)]
    )
    found = await zone.instrument(**named)
    assert (found.state, found.issued) == (InstrumentState.DELISTED, 0)
    for wallet in holders:
        account = await zone.account(wallet=wallet.pubkey(), mint=zone.tenge.mint)
        assert account.available == 50 * PRICE
    await check(zone.chain, zone.address)


async def next_slot(zone: FreshZone) -> None:
    """A cluster's transactions, each waited for, are in one of their own anyway."""
    if isinstance(zone.chain, OpenBlock):
        await zone.chain.end_block()


async def test_the_register_tells_what_was_outside_at_any_slot(
    zone: FreshZone, wallets: Wallets
) -> None:
    named, _, (madina, olzhas) = await issued(zone, wallets, "Мадина Оспан", "Олжас Ибраев")
    gone = await zone.withdraw_units(**named, quantity=9, wallet=madina)
    await next_slot(zone)
    other = await zone.withdraw_units(**named, quantity=50, wallet=olzhas)
    await next_slot(zone)
    back = await zone.return_units(**named, quantity=4, wallet=madina)
    await next_slot(zone)
    await zone.delist_instrument(**named, regulator=zone.regulators[1])
    last = await zone.recall_units(**named, wallet=madina.pubkey())
    assert last.event.quantity == 5
    history = await unit_history(zone.chain, gone.event.instrument)
    told = {
        wallet.pubkey(): [
            (type(move.event), move.units, move.change)
            for move in history.moves
            if move.wallet == wallet.pubkey()
            and isinstance(move.event, UnitsWithdrawn | UnitsReturned | UnitsRecalled)
        ]
        for wallet in (madina, olzhas)
    }
    assert told == {
        madina.pubkey(): [
            (UnitsWithdrawn, 50, 0), (UnitsReturned, 50, 0), (UnitsRecalled, 50, 0),
        ],
        olzhas.pubkey(): [(UnitsWithdrawn, 50, 0)],
    }  # fmt: skip
    now = {one.wallet: (one.units, one.outside) for one in history.at().holders}
    assert now == {madina.pubkey(): (50, 0), olzhas.pubkey(): (50, 50)}
    assert history.at().proven
    for receipt, expected in ((gone, 9), (other, 9), (back, 5), (last, 0)):
        then = {one.wallet: one.outside for one in history.at(receipt.slot).holders}
        assert then[madina.pubkey()] == expected
    # Whichever of them a node does not show, it is told.
    records = await zone.chain.history(gone.event.instrument, limit=1_000)
    signatures = {str(each.signature): each.signature for each in records}
    for receipt in (gone, other, back, last):
        node: Any = Forgetful(zone.chain, signatures[receipt.signature])
        with pytest.raises(HistoryGap):
            await unit_history(node, gone.event.instrument)
