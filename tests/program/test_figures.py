"""Refusals tell their figures: which limit, how much of it, until when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from solders.keypair import Keypair
from tests.program.world_attempts import forge
from tests.program.zone_life import NAME, START

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import (
    Frozen,
    InsufficientFunds,
    LimitExceeded,
    NotYet,
    ProgramRefused,
    SequenceRefused,
)
from alatau.explanations import EXPLAINED
from alatau.program import (
    ERRORS,
    PROGRAM_ID,
    Service,
    account_address,
    instructions,
    payment_address,
    program_path,
)
from alatau.program.events import Paid
from alatau.program.months import (
    calendar_month,
    month_begins,
    month_number,
    month_of,
    month_text,
)
from alatau.testing.fixtures import DAY, TIER_0_TENGE, FreshZone, Wallets
from alatau.testing.world import World

OFFSET = 5 * 3_600
MIDNIGHT = START + 7 * 3_600
"""The end of 31 January 2026 in the zone, and of the month."""
CAPS = TIER_0_TENGE


class Books:
    """A fresh zone, Айгүл in tier 0 with 9,000,000.00, and a bakery."""

    def __init__(self, zone: FreshZone, aigul: Keypair, nan: Keypair) -> None:
        self.zone, self.aigul, self.nan = zone, aigul, nan
        self.mint = zone.tenge.mint

    async def pay(self, amount: int, *, deliver_by: int = 0) -> Paid:
        receipt = await self.zone.pay(
            payee=self.nan.pubkey(),
            mint=self.mint,
            amount=amount,
            service=Service.SHOPS,
            deliver_by=deliver_by,
            wallet=self.aigul,
        )
        return receipt.event

    async def refuse(self, amount: int) -> ProgramRefused:
        with pytest.raises(ProgramRefused) as caught:
            await self.pay(amount)
        return caught.value


@pytest.fixture
async def books() -> AsyncIterator[Books]:
    programs = {PROGRAM_ID: program_path()}
    async with await EmbeddedChain.open(None, programs=programs, start_time=START - 60) as chain:
        await chain.set_time(START)
        async with FreshZone.found(chain, name=NAME) as zone:
            wallets = Wallets(zone)
            aigul = await wallets.resident("Айгүл", tier=0)
            nan = await wallets.merchant("«Нан»", tax_category=3)
            await zone.issue(zone.tenge, aigul.pubkey(), 9_000_000_00)
            await zone.deposit(mint=zone.tenge.mint, amount=9_000_000_00, wallet=aigul)
            yield Books(zone, aigul, nan)


def test_explained_names_errors_of_the_program_only() -> None:
    assert {*EXPLAINED} <= {error.name for error in ERRORS.values()}


async def test_pay_over_the_cap_of_a_payment_tells_it(books: Books) -> None:
    refused = await books.refuse(CAPS.per_payment + 1)
    assert isinstance(refused, LimitExceeded)
    assert refused.name == "PaymentLimitExceeded"
    assert refused.figures == {
        "limit": CAPS.per_payment,
        "amount": CAPS.per_payment + 1,
        "spent": 0,
        "resets_at": None,
    }
    assert "100000.01 where 100000.00 is the limit" in refused.message
    assert refused.logs
    assert refused.code == ERRORS.named("PaymentLimitExceeded").code


async def test_pay_over_the_cap_of_a_day_tells_what_was_spent_and_when_it_resets(
    books: Books,
) -> None:
    for _ in range(2):
        await books.pay(CAPS.per_payment)
    refused = await books.refuse(50_000_01)
    assert isinstance(refused, LimitExceeded)
    assert (refused.limit, refused.spent) == (CAPS.per_day, 2 * CAPS.per_payment)
    assert refused.resets_at == MIDNIGHT
    assert "starts anew at 2026-01-31T19:00:00Z" in refused.message
    assert isinstance(books.zone.chain, EmbeddedChain)
    await books.zone.chain.set_time(MIDNIGHT - 1)
    assert (await books.refuse(50_000_01)).name == "DailyLimitExceeded"
    await books.zone.chain.set_time(MIDNIGHT)
    await books.pay(50_000_01)


async def test_pay_over_the_cap_of_a_month_tells_when_the_next_begins(books: Books) -> None:
    assert isinstance(books.zone.chain, EmbeddedChain)
    for day in range(4):
        await books.zone.chain.set_time(MIDNIGHT + day * DAY)
        for _ in range(2):
            await books.pay(CAPS.per_payment)
        await books.pay(50_000_00)
    await books.zone.chain.set_time(MIDNIGHT + 5 * DAY)
    refused = await books.refuse(1)
    assert isinstance(refused, LimitExceeded)
    assert (refused.name, refused.limit) == ("MonthlyLimitExceeded", CAPS.per_month)
    assert refused.spent == CAPS.per_month
    assert refused.resets_at == MIDNIGHT + 28 * DAY
    await books.zone.chain.set_time(MIDNIGHT + 28 * DAY)
    await books.pay(1)


async def test_pay_over_what_the_payee_may_receive_tells_its_limit(books: Books) -> None:
    account = account_address(books.zone.address, books.nan.pubkey(), books.mint)
    operator = books.zone.operator
    await books.zone.set_limits(
        operator=operator, account=account, receive_per_day=10_00, receive_per_month=15_00
    )
    await books.pay(9_00)
    refused = await books.refuse(2_00)
    assert isinstance(refused, LimitExceeded)
    assert (refused.limit, refused.spent, refused.resets_at) == (10_00, 9_00, MIDNIGHT)
    await books.zone.set_limits(operator=operator, account=account, receive_per_month=10_00)
    assert isinstance(books.zone.chain, EmbeddedChain)
    await books.zone.chain.set_time(MIDNIGHT)
    await books.pay(9_00)
    await books.zone.chain.set_time(MIDNIGHT + DAY)
    monthly = await books.refuse(2_00)
    assert isinstance(monthly, LimitExceeded)
    assert (monthly.name, monthly.spent) == ("PayeeMonthlyLimitExceeded", 9_00)
    assert monthly.resets_at == MIDNIGHT + 28 * DAY


async def test_deposit_over_the_vaults_cap_tells_what_it_holds(books: Books) -> None:
    zone = books.zone
    regulators = (zone.regulators[0], zone.regulators[1])
    await zone.amend_asset(
        operator=zone.operator, regulators=regulators, mint=books.mint, vault_cap=9_000_000_05
    )
    await zone.issue(zone.tenge, books.aigul.pubkey(), 6)
    with pytest.raises(LimitExceeded) as caught:
        await zone.deposit(mint=books.mint, amount=6, wallet=books.aigul)
    assert (caught.value.limit, caught.value.spent) == (9_000_000_05, 9_000_000_00)


async def test_withdraw_more_than_there_is_tells_what_there_is(books: Books) -> None:
    with pytest.raises(InsufficientFunds) as caught:
        await books.zone.withdraw(mint=books.mint, amount=9_000_000_01, wallet=books.aigul)
    assert caught.value.figures == {"available": 9_000_000_00, "amount": 9_000_000_01}


async def test_refund_of_what_was_withdrawn_tells_the_payees_funds(books: Books) -> None:
    until = START + DAY
    paid = await books.pay(100_00, deliver_by=until)
    payment = payment_address(paid.payer_account, paid.sequence)
    parties: dict[str, Any] = {"payment": payment, "payee_account": paid.payee_account}
    with pytest.raises(NotYet) as early:
        await books.zone.expire(**parties, payer_account=paid.payer_account)
    assert early.value.opens_at == until
    await books.zone.settle(**parties, payer_account=paid.payer_account, signer=books.aigul)
    left = (await books.zone.account(books.nan.pubkey(), books.mint)).available
    await books.zone.withdraw(mint=books.mint, amount=left, wallet=books.nan)
    with pytest.raises(InsufficientFunds) as caught:
        await books.zone.refund(
            **parties,
            payer_account=paid.payer_account,
            refunded_before=0,
            amount=100_00,
            wallet=books.nan,
        )
    assert (caught.value.available, caught.value.amount) == (0, 100_00)


async def test_settle_by_anyone_within_the_window_tells_when_it_ends(books: Books) -> None:
    paid = await books.pay(100_00, deliver_by=START + DAY)
    payment = payment_address(paid.payer_account, paid.sequence)
    parties: dict[str, Any] = {"payment": payment, "payee_account": paid.payee_account}
    done = await books.zone.fulfil(**parties, wallet=books.nan)
    with pytest.raises(NotYet) as caught:
        await books.zone.settle(**parties, payer_account=paid.payer_account, signer=books.nan)
    assert caught.value.opens_at == done.event.settles_at


async def test_close_tax_period_before_the_months_end_tells_when_that_is(books: Books) -> None:
    paid = await books.pay(100_00)
    zone = books.zone
    account = await zone.account(books.nan.pubkey(), books.mint)
    treasury = account_address(zone.address, zone.treasury.pubkey(), books.mint)
    with pytest.raises(NotYet) as caught:
        await zone.close_tax_period(
            account=paid.payee_account,
            treasury_account=treasury,
            period=account.tax_periods[0].key,
        )
    assert caught.value.opens_at == MIDNIGHT
    assert await zone.tax_records() == []
    assert isinstance(zone.chain, EmbeddedChain)
    await zone.chain.set_time(MIDNIGHT)
    await zone.close_tax_period(
        account=paid.payee_account, treasury_account=treasury, period=account.tax_periods[0].key
    )
    ((_, record),) = await zone.tax_records(wallet=books.nan.pubkey(), mint=books.mint)
    assert (record.turnover, record.tax) == (100_00, 12_00)
    assert await zone.tax_records(month=record.month + 1) == []
    assert await zone.tax_records(mint=zone.dollar.mint) == []


async def test_pay_with_a_used_sequence_tells_the_highest(books: Books) -> None:
    paid = await books.pay(1_00)
    replay = instructions.pay(
        wallet=books.aigul.pubkey(),
        payee=books.nan.pubkey(),
        zone=books.zone.address,
        mint=books.mint,
        sequence=paid.sequence,
        amount=1_00,
        reference=bytes(32),
        service=Service.SHOPS,
    )
    with pytest.raises(SequenceRefused) as caught:
        await books.zone.submit(Paid, replay, signers=(books.aigul,))
    assert (caught.value.sequence, caught.value.highest) == (paid.sequence, paid.sequence)


async def test_withdraw_from_a_frozen_account_tells_case_and_end(books: Books) -> None:
    case = b"istek 2026/17".ljust(16, b"\0")
    address = account_address(books.zone.address, books.aigul.pubkey(), books.mint)
    world = _Chain(books.zone.chain)
    freezes = ((0, bytes(16), 0, bytes(6)), (START + 9, case, 3, bytes(6)))
    await forge(world, address, freezes=freezes)  # type: ignore[arg-type]  # only its chain
    with pytest.raises(Frozen) as caught:
        await books.zone.withdraw(mint=books.mint, amount=1, wallet=books.aigul)
    assert caught.value.figures == {"until": START + 9, "case": case.hex(), "regulator": 1}


class _Chain:
    """What of a world `forge` needs."""

    chain: World

    def __init__(self, chain: object) -> None:
        self.chain = chain  # type: ignore[assignment]


def test_months_are_those_of_the_calendar() -> None:
    assert calendar_month(month_number(2026, 11)) == (2026, 11)
    for year, month in ((2024, 2), (2024, 3), (2025, 12), (2026, 1), (2000, 2), (1970, 1)):
        number = month_number(year, month)
        assert calendar_month(number) == (year, month)
        begins = month_begins(number, OFFSET)
        assert month_of(begins, OFFSET) == number
        assert month_of(begins - 1, OFFSET) == number - 1
    assert month_text(month_number(2026, 2)) == "2026-02"
    assert month_begins(month_number(2026, 2), OFFSET) == MIDNIGHT
