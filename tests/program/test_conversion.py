"""Whole lives of conversions and of payments from wallets: exact balances, no second use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from solders.hash import Hash
from solders.keypair import Keypair
from solders.message import MessageV0, to_bytes_versioned
from solders.signature import Signature
from solders.transaction import VersionedTransaction
from tests.program import world_conversion as valid
from tests.program import world_valid
from tests.program.world_attempts import attempt, forge, set_time
from tests.program.world_forks import NOW, START, forked_world
from tests.program.world_payments import perform
from tests.program.world_valid import AMOUNT

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import AlatauError, KeyReused, ProgramRefused, QuoteInvalid, QuoteStale
from alatau.program import (
    PROGRAM_ID,
    Service,
    decode_participant,
    participant_address,
    program_path,
)
from alatau.quotes import Quote, QuoteRequest, accept_quote, sign_quote
from alatau.testing import invariants
from alatau.testing.exchange import add_provider, add_wallet
from alatau.testing.world import DAY, FUNDS, World, build_world
from alatau.tokens import token_amount
from alatau.zone import Zone


@asynccontextmanager
async def built_world() -> AsyncIterator[tuple[World, EmbeddedChain]]:
    """A world whose whole history is on its chain, as the audit needs it."""
    programs = {PROGRAM_ID: program_path()}
    async with await EmbeddedChain.open(None, programs=programs, start_time=START) as chain:
        world = await build_world(chain)
        await chain.set_time(NOW)
        yield world, chain


@asynccontextmanager
async def books() -> AsyncIterator[tuple[Zone, World, Keypair]]:
    """A zone opened by Айгүл, and its exchange provider."""
    async with built_world() as (world, chain):
        provider = await add_provider(world)
        async with Zone.over(chain, name=world.name, keypair=world.aigul, home=None) as zone:
            yield zone, world, provider


async def ask(zone: Zone, world: World, **terms: object) -> QuoteRequest:
    """Айгүл asks what 100,000 tenge buy of dollars."""
    asked = {
        "provider": valid.provider_of(world).pubkey(),
        "payee": world.bereke.pubkey(),
        "mint_in": world.tenge.mint,
        "mint_out": world.dollar.mint,
        "service": Service.CLINIC,
        "amount_in": 100_000,
    }
    return await zone.request_quote(**{**asked, **terms})  # type: ignore[arg-type]


async def test_convert_moves_both_legs_and_keeps_every_invariant() -> None:
    async with books() as (zone, world, provider):
        request = await ask(zone, world, invoice=b"No 7")
        quote = await zone.answer_quote(request, amount=198_000, mid_out=200_000, provider=provider)
        over_the_wire = Quote.from_json(quote.to_json())
        assert over_the_wire == quote
        receipt = await zone.convert(over_the_wire, max_spread_bps=100, max_age=30)
        event = receipt.event
        tax = 198_000 * 1_200 // 10_000
        assert (event.amount_in, event.amount_out, event.mid_out) == (100_000, 198_000, 200_000)
        assert (event.spread, event.fee, event.tax) == (2_000, 0, tax)
        assert event.reference == request.reference
        payer = await world.account(world.aigul, world.tenge)
        assert (payer.available, payer.paid, payer.spent_day) == (FUNDS - 100_000, 100_000, 100_000)
        taken = await world.account(provider, world.tenge)
        assert (taken.available, taken.received) == (FUNDS + 100_000, 100_000)
        given = await world.account(provider, world.dollar)
        assert (given.available, given.paid) == (FUNDS - 198_000, 198_000)
        payee = await world.account(world.bereke, world.dollar)
        assert (payee.available, payee.tax_due, payee.received) == (198_000 - tax, tax, 198_000)
        assert payee.tax_periods[0].turnover == 198_000
        await invariants.check(world.chain, world.zone, payer=world.payer.pubkey())


async def test_convert_with_the_rules_of_the_payees_asset_takes_its_fee() -> None:
    async with books() as (zone, world, provider):
        request = await ask(
            zone,
            world,
            mint_in=world.dollar.mint,
            mint_out=world.tenge.mint,
            amount_in=0,
            amount_out=100_000,
        )
        quote = await zone.answer_quote(request, amount=70_000, mid_out=100_000, provider=provider)
        event = (await zone.convert(quote, provider=provider)).event
        assert (event.amount_in, event.fee, event.tax) == (70_000, 500, 12_000)
        payee = await world.account(world.bereke, world.tenge)
        assert (payee.available, payee.fee_due, payee.tax_due) == (87_500, 500, 12_000)


async def test_accept_a_quote_twice_gives_the_first_receipt() -> None:
    async with books() as (zone, world, provider):
        request = await ask(zone, world, key="order 1")
        assert await ask(zone, world, key="order 1") == request
        quote = await zone.answer_quote(request, amount=198_000, mid_out=200_000, provider=provider)
        first = await zone.convert(quote)
        await set_time(world, NOW + 3_600)
        assert await zone.convert(quote, key="order 1") == first
        again = await zone.answer_quote(request, amount=150_000, mid_out=200_000, provider=provider)
        assert await zone.convert(again) == first
        with pytest.raises(KeyReused):
            await ask(zone, world, key="order 1", amount_in=100_001)


async def test_use_a_quotes_transaction_in_any_other_way_is_refused() -> None:
    async with forked_world() as (world, _chain):
        tried = await valid.convert(world)
        await perform(world, tried)
        assert (await attempt(world, tried))[0] == "SequenceUsed"
        # Of another payer, the provider's consent is void: its signature is of other bytes.
        other = await valid.converting(world, world.ilya, world.tenge, world.dollar)
        without = replace(other, signers=(world.ilya,))
        with pytest.raises(KeyError):
            await world.sign(without.instruction(), signers=without.signers)
        assert (await attempt(world, other.unsigned("provider_wallet")))[0] == (
            "MissingRequiredSignature"
        )


async def test_two_answers_to_one_request_are_executed_once() -> None:
    async with books() as (zone, world, provider):
        request = await ask(zone, world)
        recent = (await world.chain.blockhash()).hash
        quotes = [
            await zone.answer_quote(request, amount=amount, mid_out=200_000, provider=provider)
            for amount in (190_000, 195_000)
        ]
        signed = [accept_quote(quote, world.aigul) for quote in quotes]
        assert signed[0].message.recent_blockhash == recent
        records = []
        for transaction in signed:
            signature = await world.chain.send(transaction)
            await world.chain.confirm(signature, 10**9)
            records += await world.chain.transactions([signature])
        assert [one.error is None for one in records if one] == [True, False]
        assert (await world.account(provider, world.dollar)).available == FUNDS - 190_000


async def test_accept_a_stale_quote_pays_nothing_and_the_request_is_answered_again() -> None:
    async with books() as (zone, world, provider):
        request = await ask(zone, world)
        quote = await zone.answer_quote(
            request, amount=190_000, mid_out=200_000, lasts=20, provider=provider
        )
        await set_time(world, NOW + 15)
        with pytest.raises(QuoteStale, match="15 s old"):
            await zone.convert(quote, max_age=14)
        await set_time(world, quote.expires_at)
        with pytest.raises(QuoteStale, match="expired 0 s ago"):
            await zone.convert(quote)
        assert (await world.account(world.aigul, world.tenge)).available == FUNDS
        fresh = await zone.answer_quote(request, amount=189_000, mid_out=200_000, provider=provider)
        assert (await zone.convert(fresh)).event.amount_out == 189_000


async def test_accept_a_quote_whose_blockhash_is_too_old_is_stale() -> None:
    async with books() as (zone, world, provider):
        request = await ask(zone, world)
        quote = await zone.answer_quote(
            request, amount=190_000, mid_out=200_000, lasts=DAY, provider=provider
        )
        assert isinstance(world.chain, EmbeddedChain)
        await world.chain.advance(400)
        with pytest.raises(AlatauError) as caught:
            await zone.convert(quote)
        assert isinstance(caught.value, QuoteStale)
        assert (await world.account(world.aigul, world.tenge)).available == FUNDS
        fresh = await zone.answer_quote(request, amount=189_000, mid_out=200_000, provider=provider)
        assert (await zone.convert(fresh)).event.sequence == request.sequence


async def test_accept_a_quote_that_is_not_what_was_asked_is_refused() -> None:
    async with books() as (zone, world, provider):
        request = await ask(zone, world)
        good = await zone.answer_quote(request, amount=198_000, mid_out=200_000, provider=provider)
        recent = (await world.chain.blockhash()).hash
        stranger = Keypair()
        for bad in (
            replace(good, amount_in=100_001),
            replace(good, amount_out=198_001),
            replace(good, expires_at=good.expires_at + 1),
            replace(good, transaction=b""),
            replace(good, mid_out=197_999),
            replace(good, request=replace(request, payee=world.shipa.pubkey())),
            replace(good, request=replace(request, sequence=request.sequence + 1)),
            replace(good, request=replace(request, zone=stranger.pubkey())),
            replace(good, request=replace(request, payer=world.ilya.pubkey())),
            replace(good, transaction=_resigned(good, stranger, recent)),
            replace(good, transaction=_with_more(good, provider, recent)),
        ):
            with pytest.raises(QuoteInvalid):
                await zone.convert(bad)
        with pytest.raises(QuoteInvalid, match="over 99 bps"):
            await zone.convert(good, max_spread_bps=99)
        with pytest.raises(QuoteInvalid):
            sign_quote(good, stranger, recent)
        assert (await zone.convert(good)).event.amount_out == 198_000


def _resigned(quote: Quote, stranger: Keypair, recent: Hash) -> bytes:
    """With the signature of another key in the provider's place."""
    message = quote.message(recent)
    forged = stranger.sign_message(to_bytes_versioned(message))
    return bytes(VersionedTransaction.populate(message, [Signature.default(), forged]))


def _with_more(quote: Quote, provider: Keypair, recent: Hash) -> bytes:
    """With the quote's instruction twice, both signed by the provider."""
    message = MessageV0.try_compile(
        quote.request.payer, [quote.instruction(), quote.instruction()], [], recent
    )
    signature = provider.sign_message(to_bytes_versioned(message))
    return bytes(VersionedTransaction.populate(message, [Signature.default(), signature]))


async def test_accept_a_quote_for_the_sequence_of_another_intent_is_refused() -> None:
    async with books() as (zone, world, provider):
        await zone.transfer(payee=world.ilya.pubkey(), mint=world.tenge.mint, amount=5)
        taken = (await world.account(world.aigul, world.tenge)).sequence
        request = replace(await ask(zone, world), sequence=taken)
        quote = await zone.answer_quote(request, amount=198_000, mid_out=200_000, provider=provider)
        with pytest.raises(QuoteInvalid, match="something else"):
            await zone.convert(quote)


async def test_convert_with_a_refused_rule_tells_its_name() -> None:
    async with books() as (zone, world, provider):
        request = await ask(zone, world, amount_in=2_000_001)
        quote = await zone.answer_quote(request, amount=198_000, mid_out=200_000, provider=provider)
        with pytest.raises(ProgramRefused) as caught:
            await zone.convert(quote)
        assert caught.value.name == "PaymentLimitExceeded"


# -- deposit_and_pay -------------------------------------------------------------------


async def test_pay_from_a_wallet_credits_the_payee_and_keeps_every_invariant() -> None:
    async with built_world() as (world, chain):
        wallet = await add_wallet(world)
        await chain.airdrop(wallet.pubkey(), 10**9)
        async with Zone.over(chain, name=world.name, keypair=wallet, home=None) as zone:
            terms = {"payee": world.bereke.pubkey(), "mint": world.tenge.mint, "amount": 100_000}
            first = await zone.deposit_and_pay(**terms, service=Service.SHOPS, key="k")  # type: ignore[arg-type]
            again = await zone.deposit_and_pay(**terms, service=Service.SHOPS, key="k")  # type: ignore[arg-type]
            assert again == first
            event = first.event
            assert (event.sent, event.amount, event.fee, event.tax) == (
                100_000,
                100_000,
                500,
                12_000,
            )
            second = await zone.deposit_and_pay(**terms, service=Service.SHOPS)  # type: ignore[arg-type]
            assert second.event.sequence == 2
        payee = await world.account(world.bereke, world.tenge)
        assert (payee.available, payee.fee_due, payee.tax_due) == (175_000, 1_000, 24_000)
        tokens = await world.chain.account(world.tenge.token_account(wallet.pubkey()))
        assert tokens is not None
        assert token_amount(tokens.data) == FUNDS - 200_000
        await invariants.check(world.chain, world.zone, payer=world.payer.pubkey())


async def test_pay_from_a_wallet_shares_the_caps_of_the_day_among_assets() -> None:
    async with forked_world() as (world, _chain):
        wallet = await add_wallet(world, tier=0)
        await forge(world, world.dollar.address, caps=((4_000_000, 4_000_000, 40_000_000),) * 4)

        async def pay(symbol: str, amount: int) -> str | None:
            asset = world.tenge if symbol == "KZTE" else world.dollar
            tried = await valid.paying_from_wallet(world, wallet, asset, amount)
            return (await attempt(world, tried))[0]

        # Caps a day: 5,000,000 of tenge, 4,000,000 of dollars.
        assert await pay("KZTE", 2_000_000) is None  # 40 %
        assert await pay("USDZ", 2_000_000) is None  # 50 %
        assert await pay("KZTE", 500_001) == "DailyLimitExceeded"
        assert await pay("KZTE", 500_000) is None
        assert await pay("USDZ", 1) == "DailyLimitExceeded"
        # An account begins with what the wallet has spent.
        await perform(world, world_valid.opening(world, wallet, world.tenge))
        assert (await world.account(wallet, world.tenge)).spent_day == 5_000_000
        assert await pay("KZTE", 1) == "HasAccount"
        await set_time(world, (NOW // DAY + 1) * DAY - 5 * 3_600)
        assert await pay("USDZ", 4_000_000) is None


async def test_replay_a_payment_from_a_wallet_is_refused_in_any_order() -> None:
    async with forked_world() as (world, _chain):
        wallet = await add_wallet(world)
        tried = await valid.paying_from_wallet(world, wallet, world.tenge)
        other = await valid.paying_from_wallet(world, wallet, world.dollar)
        assert (await attempt(world, tried.with_args(sequence=3)))[0] is None
        assert (await attempt(world, tried.with_args(sequence=1)))[0] is None
        for sequence in (1, 3):
            again = other.with_args(sequence=sequence)
            assert (await attempt(world, again))[0] == "SequenceUsed"
        address = participant_address(world.zone, wallet.pubkey())
        info = await world.chain.account(address)
        assert info is not None
        who = decode_participant(info.data)
        assert [who.is_used(n) for n in (1, 2, 3, 4)] == [True, False, True, False]


async def test_send_lamports_to_where_the_account_would_be_blocks_nothing() -> None:
    async with forked_world() as (world, _chain):
        tried = await valid.deposit_and_pay(world)
        assert isinstance(world.chain, EmbeddedChain)
        await world.chain.airdrop(tried.address("payer_account"), 10_000_000)
        assert (await attempt(world, tried))[0] is None
        payee = await world.account(world.bereke, world.tenge)
        assert payee.received == AMOUNT
