"""Trades, standing offers and splits through the SDK."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.flows.test_instruments import party, propose

from alatau.errors import (
    AccountMissing,
    InsufficientFunds,
    KeyReused,
    LimitExceeded,
    ProgramRefused,
    QuoteInvalid,
    QuoteStale,
    TooFew,
)
from alatau.program import Role, account_address, holding_address, instrument_address
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.invariants import check
from alatau.trade_terms import TradeAnswer, TradeRequest

FUNDS = 1_000_000_00


@dataclass(frozen=True, slots=True)
class Market:
    """An admitted instrument; Мадина has 100 of its units, Сергей money."""

    mint: Pubkey
    issuer: Keypair
    seller: Keypair
    buyer: Keypair


async def market(zone: FreshZone, wallets: Wallets) -> Market:
    issuer = await party(zone, wallets, "«Мұнара» құрылыс", Role.ISSUER)
    seller = await party(zone, wallets, "Мадина Оспан", Role.INVESTOR)
    buyer = await party(zone, wallets, "Сергей Ким", Role.INVESTOR)
    key = zone.key("ALTW")
    mint = key.pubkey()
    await propose(zone, issuer, key)
    await zone.admit_instrument(mint=mint, revision=1, regulator=zone.regulators[1])
    for wallet in (seller, buyer):
        await zone.open_holding(mint=mint, wallet=wallet.pubkey())
        await zone.open_account(mint=zone.tenge.mint, wallet=wallet.pubkey(), payer=zone.operator)
    await zone.issue(zone.tenge, buyer.pubkey(), FUNDS)
    await zone.deposit(mint=zone.tenge.mint, amount=FUNDS, wallet=buyer)
    await zone.issue_units(mint=mint, recipient=seller.pubkey(), quantity=100, issuer=issuer)
    return Market(mint, issuer, seller, buyer)


async def balance(zone: FreshZone, wallet: Keypair) -> int:
    return (await zone.account(mint=zone.tenge.mint, wallet=wallet.pubkey())).available


async def test_trade_is_asked_answered_and_done_once(zone: FreshZone, wallets: Wallets) -> None:
    found = await market(zone, wallets)
    ask: dict[str, Any] = {
        "seller": found.seller.pubkey(),
        "mint": found.mint,
        "quantity": 40,
        "wallet": found.buyer.pubkey(),
        "key": "алғашқы",
    }
    request = await zone.request_trade(**ask, price=500_00)
    assert await zone.request_trade(**ask, price=500_00) == request
    with pytest.raises(KeyReused):
        await zone.request_trade(**ask, price=501_00)
    assert TradeRequest.from_json(request.to_json()) == request
    with pytest.raises(QuoteInvalid, match="the request is to"):
        await zone.answer_trade(request, wallet=found.buyer)

    answer = await zone.answer_trade(request, wallet=found.seller)
    again = await zone.answer_trade(request, wallet=found.seller)
    assert (again.sequence, again.request) == (answer.sequence, request)
    assert TradeAnswer.from_json(answer.to_json()) == answer
    cheaper = replace(answer, request=replace(request, price=1))
    with pytest.raises(QuoteInvalid, match="taken for something else"):
        await zone.trade(cheaper, wallet=found.buyer)
    with pytest.raises(QuoteInvalid, match="not the trade's"):
        await zone.trade(replace(answer, sequence=9), wallet=found.buyer)
    done = await zone.trade(answer, wallet=found.buyer)
    same = await zone.trade(answer, wallet=found.buyer)
    assert same.signature == done.signature
    event = done.event
    assert (event.quantity, event.price, event.seller_units, event.buyer_units) == (
        40, 500_00, 60, 40,
    )  # fmt: skip
    assert await balance(zone, found.buyer) == FUNDS - 500_00
    assert await balance(zone, found.seller) == 500_00 - event.fee - event.tax
    await check(zone.chain, zone.address)


async def test_trade_with_both_keys_needs_no_answer_and_an_expired_one_is_stale(
    zone: FreshZone, wallets: Wallets
) -> None:
    found = await market(zone, wallets)
    ask: dict[str, Any] = {
        "seller": found.seller.pubkey(),
        "mint": found.mint,
        "wallet": found.buyer.pubkey(),
    }
    request = await zone.request_trade(**ask, quantity=1, price=10_00)
    answer = await zone.answer_trade(request, wallet=found.seller, lasts=0)
    with pytest.raises(QuoteStale, match="the trade expired"):
        await zone.trade(answer, wallet=found.buyer)
    made = TradeAnswer(request, answer.sequence, 2**40)
    done = await zone.trade(made, wallet=found.buyer, seller=found.seller)
    assert done.event.buyer_units == 1
    with pytest.raises(QuoteInvalid, match="the trade is with"):
        await zone.trade(answer, wallet=found.seller)


async def test_offers_are_listed_by_price_taken_in_parts_and_cancelled(
    zone: FreshZone, wallets: Wallets
) -> None:
    found = await market(zone, wallets)
    until = await zone.chain.time() + DAY
    offer: dict[str, Any] = {"mint": found.mint, "expires_at": until, "wallet": found.seller}
    dear = await zone.offer_units(**offer, quantity=10, price=12_00, key="қымбат")
    same = await zone.offer_units(**offer, quantity=10, price=12_00, key="қымбат")
    assert same.signature == dear.signature
    cheap = await zone.offer_units(**offer, quantity=20, price=11_00, rent_payer=zone.operator)
    listed = await zone.offers(mint=found.mint)
    assert [(wallet, one.number, one.price) for wallet, one in listed] == [
        (found.seller.pubkey(), cheap.event.sequence, 11_00),
        (found.seller.pubkey(), dear.event.sequence, 12_00),
    ]
    assert (await zone.holding(mint=found.mint, wallet=found.seller.pubkey())).free == 70

    take: dict[str, Any] = {
        "mint": found.mint,
        "seller": found.seller.pubkey(),
        "number": cheap.event.sequence,
        "wallet": found.buyer,
    }
    first = await zone.take_offer(**take, quantity=5, key="бес")
    assert (first.event.price, first.event.left, first.event.lamports) == (55_00, 15, 0)
    rest = await zone.take_offer(**take, quantity=15, key="қалғаны")
    assert (rest.event.left, rest.event.rent_payer) == (0, zone.operator.pubkey())
    assert rest.event.lamports > 0
    again = await zone.take_offer(**take, quantity=15, key="қалғаны")
    assert again.signature == rest.signature
    with pytest.raises(AccountMissing, match="no offer at"):
        await zone.take_offer(**take, quantity=1)

    named: dict[str, Any] = {"mint": found.mint, "number": dear.event.sequence}
    with pytest.raises(ProgramRefused) as caught:
        await zone.cancel_offer(**named, seller=found.seller.pubkey(), wallet=found.buyer)
    assert caught.value.name == "OfferStands"
    ended = await zone.cancel_offer(**named, wallet=found.seller)
    assert (ended.event.quantity, ended.event.offered, ended.event.open_offers) == (10, 0, 0)
    assert await zone.offers(mint=found.mint) == []
    await check(zone.chain, zone.address)


async def test_offer_names_its_least_and_who_takes_fewer_is_told_it(
    zone: FreshZone, wallets: Wallets
) -> None:
    found = await market(zone, wallets)
    until = await zone.chain.time() + DAY
    offer: dict[str, Any] = {"mint": found.mint, "expires_at": until, "wallet": found.seller}
    offer |= {"quantity": 10, "price": 12_00, "key": "бөліп"}
    made = await zone.offer_units(**offer, least=4)
    assert made.event.least == 4
    assert (await zone.offer_units(**offer, least=4)).signature == made.signature
    with pytest.raises(KeyReused):
        await zone.offer_units(**offer)
    number = made.event.sequence
    named: dict[str, Any] = {"mint": found.mint, "seller": found.seller.pubkey(), "number": number}
    assert (await zone.offer(**named)).least == 4
    with pytest.raises(TooFew, match="3 where 4 are the least, of 10 left") as caught:
        await zone.take_offer(**named, quantity=3, wallet=found.buyer)
    assert caught.value.name == "BelowOfferLeast"
    assert caught.value.figures == {"quantity": 3, "least": 4, "left": 10}
    for quantity, left in ((8, 2), (2, 0)):
        taken = await zone.take_offer(**named, quantity=quantity, wallet=found.buyer)
        assert taken.event.left == left
    with pytest.raises(ProgramRefused) as refused:
        await zone.offer_units(**offer | {"key": None}, least=11)
    assert refused.value.name == "BadOfferLeast"
    await check(zone.chain, zone.address)


async def test_buy_beyond_money_and_limits_is_told_with_its_figures(
    zone: FreshZone, wallets: Wallets
) -> None:
    found = await market(zone, wallets)
    until = await zone.chain.time() + DAY
    offer: dict[str, Any] = {"mint": found.mint, "expires_at": until, "wallet": found.seller}
    made = await zone.offer_units(**offer, quantity=10, price=FUNDS)
    take: dict[str, Any] = {
        "mint": found.mint,
        "seller": found.seller.pubkey(),
        "number": made.event.sequence,
        "wallet": found.buyer,
    }
    with pytest.raises(InsufficientFunds) as short:
        await zone.take_offer(**take, quantity=2)
    assert (short.value.available, short.value.amount) == (FUNDS, 2 * FUNDS)
    account = account_address(zone.address, found.seller.pubkey(), zone.tenge.mint)
    await zone.set_limits(operator=zone.operator, account=account, receive_per_day=9_99)
    ask: dict[str, Any] = {"seller": found.seller.pubkey(), "mint": found.mint, "quantity": 1}
    request = await zone.request_trade(**ask, price=10_00, wallet=found.buyer.pubkey())
    answer = await zone.answer_trade(request, wallet=found.seller)
    with pytest.raises(LimitExceeded) as over:
        await zone.trade(answer, wallet=found.buyer)
    assert over.value.name == "PayeeDailyLimitExceeded"
    assert (over.value.limit, over.value.amount) == (9_99, 10_00)


async def test_dealing_with_oneself_is_refused_and_tells_what_is_one(
    zone: FreshZone, wallets: Wallets
) -> None:
    found = await market(zone, wallets)
    own = found.seller.pubkey()
    await zone.issue(zone.tenge, own, FUNDS)
    await zone.deposit(mint=zone.tenge.mint, amount=FUNDS, wallet=found.seller)
    until = await zone.chain.time() + DAY
    named: dict[str, Any] = {"mint": found.mint, "quantity": 1}
    made = await zone.offer_units(**named, price=1, expires_at=until, wallet=found.seller)
    request = await zone.request_trade(**named, seller=own, price=1, wallet=own)
    answer = await zone.answer_trade(request, wallet=found.seller)
    take = zone.take_offer(**named, seller=own, number=made.event.sequence, wallet=found.seller)
    for tried, one in (
        (zone.transfer_units(**named, recipient=own, wallet=found.seller), "sender_holding"),
        (zone.trade(answer, wallet=found.seller), "seller_holding"),
        (take, "seller_holding"),
    ):
        with pytest.raises(ProgramRefused) as caught:
            await tried
        assert caught.value.name == "AccountNamedTwice"
        assert f"{one} and " in caught.value.message
        assert str(holding_address(instrument_address(zone.address, found.mint), own)) in str(
            caught.value
        )
    await check(zone.chain, zone.address)


async def test_split_needs_both_and_lands_once(zone: FreshZone, wallets: Wallets) -> None:
    found = await market(zone, wallets)
    revision = (await zone.instrument(mint=found.mint)).revision
    split: dict[str, Any] = {"mint": found.mint, "revision": revision, "issuer": found.issuer}
    with pytest.raises(ProgramRefused) as caught:
        await zone.split_instrument(**split, shares=4, per_units=2, regulator=zone.regulators[0])
    assert caught.value.name == "NotRegulatorOfClass"
    done = await zone.split_instrument(**split, shares=4, per_units=2, regulator=zone.regulators[1])
    assert (done.event.shares, done.event.per_units) == (2, 1)
    with pytest.raises(ProgramRefused) as caught:
        await zone.split_instrument(**split, shares=3, per_units=1, regulator=zone.regulators[1])
    assert caught.value.name == "TermsChanged"
    await check(zone.chain, zone.address)
