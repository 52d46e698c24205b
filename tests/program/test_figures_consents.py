"""Refusals tell their figures, of what is more than a payment: consents, batches, ends."""

from __future__ import annotations

from typing import Any

import pytest
from tests.program.test_figures import CAPS, MIDNIGHT, Books, books
from tests.program.zone_life import START

from alatau.chain.base import TimeTravel
from alatau.errors import InsufficientFunds, LimitExceeded, NotYet
from alatau.program import Role, Seat, Service, account_address, payment_address
from alatau.program.addresses import mandate_address, plan_address
from alatau.testing.fixtures import DAY, Wallets

__all__ = ["books"]  # the fixture

WEEK = 7 * DAY


async def test_draw_over_an_allowance_tells_what_is_left_of_it(books: Books) -> None:
    zone, child = books.zone, await Wallets(books.zone)("Нұрай")
    await zone.grant_allowance(
        mint=books.mint,
        delegate=child.pubkey(),
        per_payment=20_00,
        per_period=50_00,
        period=WEEK,
        services=1 << Service.SHOPS,
        expires_at=START + 90 * DAY,
        wallet=books.aigul,
    )
    granted = await zone.chain.time()
    order: dict[str, Any] = {"owner": books.aigul.pubkey(), "payee": books.nan.pubkey()}
    order |= {"mint": books.mint, "service": Service.SHOPS, "delegate": child}
    with pytest.raises(LimitExceeded, match=r"20\.01 where 20\.00 is the limit") as at_once:
        await zone.draw(**order, amount=20_01)
    assert (at_once.value.name, at_once.value.resets_at) == ("AllowancePaymentExceeded", None)
    for _ in range(2):
        await zone.draw(**order, amount=20_00)
    with pytest.raises(LimitExceeded) as caught:
        await zone.draw(**order, amount=10_01)
    assert caught.value.name == "AllowanceExceeded"
    assert (caught.value.limit, caught.value.spent) == (50_00, 40_00)
    resets_at = caught.value.resets_at
    assert resets_at is not None
    assert 0 <= granted + WEEK - resets_at <= 60
    assert isinstance(zone.chain, TimeTravel)
    await zone.chain.set_time(resets_at)
    await zone.draw(**order, amount=10_01)


async def test_pull_too_early_tells_when_the_period_begins(books: Books) -> None:
    zone, begins = books.zone, START + DAY
    await zone.create_plan(
        mint=books.mint, number=1, amount=4_990_00, period=WEEK, service=Service.SHOPS,
        terms=bytes(32), wallet=books.nan,
    )  # fmt: skip
    shop = account_address(zone.address, books.nan.pubkey(), books.mint)
    plan = plan_address(shop, 1)
    await zone.grant_mandate(
        plan=plan, amount=4_990_00, period=WEEK, starts_at=begins, ends_at=begins + 2 * WEEK,
        wallet=books.aigul,
    )  # fmt: skip
    payer = account_address(zone.address, books.aigul.pubkey(), books.mint)
    mandate = mandate_address(payer, plan)
    with pytest.raises(NotYet) as early:
        await zone.pull(mandate=mandate, index=0)
    assert (early.value.name, early.value.opens_at) == ("MandateNotStarted", begins)
    assert isinstance(zone.chain, TimeTravel)
    await zone.chain.set_time(begins)
    await zone.pull(mandate=mandate)
    for index, name in ((0, "PeriodPulled"), (1, "NotThisPeriod")):
        with pytest.raises(NotYet) as again:
            await zone.pull(mandate=mandate, index=index)
        assert (again.value.name, again.value.opens_at) == (name, begins + WEEK)


async def test_refund_of_more_than_was_paid_tells_what_was_returned(books: Books) -> None:
    paid = await books.pay(100_00, deliver_by=START + DAY)
    payment = payment_address(paid.payer_account, paid.sequence)
    parties: dict[str, Any] = {"payment": payment, "payer_account": paid.payer_account}
    parties |= {"payee_account": paid.payee_account}
    order = {**parties, "wallet": books.nan}
    await books.zone.refund(**order, refunded_before=0, amount=60_00)
    with pytest.raises(LimitExceeded, match=r"40\.01 on top of 60\.00 where 100\.00") as caught:
        await books.zone.refund(**order, refunded_before=60_00, amount=40_01)
    assert (caught.value.limit, caught.value.spent) == (100_00, 60_00)
    settled = await books.zone.settle(**parties, signer=books.aigul)
    with pytest.raises(NotYet) as kept:
        await books.zone.close_payment(
            payment=payment, payer_account=paid.payer_account, rent_payer=books.aigul.pubkey()
        )
    assert kept.value.name == "RetentionNotOver"
    assert kept.value.opens_at == (await books.zone.payment(payment)).closes_at > settled.time


async def test_pay_many_over_a_cap_tells_the_largest_row_or_the_sum(books: Books) -> None:
    ilya = (await Wallets(books.zone).resident("Илья", tier=0)).pubkey()
    order: dict[str, Any] = {"mint": books.mint, "wallet": books.aigul}
    with pytest.raises(LimitExceeded) as row:
        await books.zone.pay_many([(ilya, 1), (ilya, CAPS.per_payment + 1)], **order)
    assert (row.value.name, row.value.amount) == ("PaymentLimitExceeded", CAPS.per_payment + 1)
    with pytest.raises(LimitExceeded) as day:
        await books.zone.pay_many([(ilya, CAPS.per_payment)] * 3, **order)
    assert (day.value.name, day.value.amount) == ("DailyLimitExceeded", 3 * CAPS.per_payment)
    assert (day.value.limit, day.value.resets_at) == (CAPS.per_day, MIDNIGHT)
    left = (await books.zone.account(books.aigul.pubkey(), books.mint)).available
    await books.zone.withdraw(mint=books.mint, amount=left - 1, wallet=books.aigul)
    with pytest.raises(InsufficientFunds) as short:
        await books.zone.pay_many([(ilya, 1), (ilya, 2)], **order)
    assert (short.value.available, short.value.amount) == (1, 3)


async def test_pay_from_a_wallet_over_the_cap_of_a_day_tells_when_it_resets(books: Books) -> None:
    zone = books.zone
    arman = await Wallets(zone)("Арман")
    await zone.register(arman.pubkey(), Role.RESIDENT)
    await zone.issue(zone.tenge, arman.pubkey(), 3 * CAPS.per_payment)
    order: dict[str, Any] = {"payee": books.nan.pubkey(), "mint": books.mint}
    order |= {"service": Service.SHOPS, "wallet": arman}
    for _ in range(2):
        await zone.deposit_and_pay(**order, amount=CAPS.per_payment)
    with pytest.raises(LimitExceeded) as caught:
        await zone.deposit_and_pay(**order, amount=CAPS.per_payment)
    assert caught.value.name == "DailyLimitExceeded"
    assert (caught.value.limit, caught.value.resets_at) == (CAPS.per_day, MIDNIGHT)
    assert caught.value.spent == 2 * CAPS.per_payment


async def test_what_a_zone_stops_tells_until_when(books: Books) -> None:
    zone = books.zone
    regulators = (zone.regulators[0], zone.regulators[1])
    await zone.stop_withdrawals(until=START + DAY, regulators=regulators)
    with pytest.raises(NotYet, match="from 2026-02-01T12:00:00Z on") as stopped:
        await zone.withdraw(mint=books.mint, amount=1, wallet=books.aigul)
    assert (stopped.value.name, stopped.value.opens_at) == ("WithdrawalsStopped", START + DAY)
    account = account_address(zone.address, books.aigul.pubkey(), books.mint)
    with pytest.raises(NotYet) as running:
        await zone.close_account(account=account)
    assert running.value.opens_at == (await zone.state()).ends_at
    successor = await Wallets(zone)("жаңа реттеуші")
    await zone.replace_authority(
        seat=Seat.FIRST_REGULATOR,
        successor=successor.pubkey(),
        others=(zone.operator, zone.regulators[1]),
    )
    with pytest.raises(NotYet) as early:
        await zone.accept_authority(seat=Seat.FIRST_REGULATOR, successor=successor)
    assert early.value.name == "SuccessionNotReady"
    (ready, *_) = [each.ready_at for each in (await zone.state()).successions if each.ready_at]
    assert early.value.opens_at == ready
