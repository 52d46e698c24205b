"""What must hold of every instruction, whatever its rules: made from the IDL."""

from __future__ import annotations

import pytest
from tests.program import world_allowances as allowed
from tests.program import world_authority as authority
from tests.program import world_batches as batches
from tests.program import world_disputes as disputes
from tests.program import world_distributions as paid
from tests.program import world_instruments as held
from tests.program import world_offerings as offered
from tests.program import world_outside as outside
from tests.program import world_payments as life
from tests.program import world_redemption as redeemed
from tests.program import world_replacement as replaced
from tests.program import world_taxes as taxes
from tests.program import world_trades as traded
from tests.program import world_unit_orders as ordered_units
from tests.program import world_valid as valid
from tests.program.cases import require_valid
from tests.program.world_attempts import Attempt, attempt, forge, read, set_time, write
from tests.program.world_checks import read_account_checks, read_checks
from tests.program.world_forks import all_accounts, forked_world
from tests.program.world_mutations import ACCEPTED, MUTATIONS, NONE, VALID, account_names, mutations
from tests.program.world_tokens import FEE_BPS, MOST, asset_with_fee
from tests.program.world_valid import AMOUNT, Valid

from alatau.chain.base import AccountInfo
from alatau.program import (
    SYSTEM_PROGRAM,
    TOKEN_PROGRAM,
    PaymentState,
    Scope,
    idl,
)
from alatau.program import instructions as build
from alatau.testing.world import World
from alatau.tokens import mint_to, token_amount

ACCOUNTS = {(row.instruction, row.account): row.outcomes for row in read_account_checks()}
RETURNING: dict[str, Valid] = {
    "withdraw": valid.withdraw,
    "fulfil": life.fulfil,
    "settle": life.settle,
    "settle by anyone": life.settle_by_anyone,
    "refund": life.refund,
    "refund settled": life.refund_settled,
    "expire": life.expire,
    "collect": life.collect,
    "settle_many": batches.settle_many,
    "consolidate": batches.consolidate,
    "fund_lane": batches.fund_lane,
    "close_account": authority.close_account,
    "dispute": disputes.dispute,
    "dispute settled": disputes.dispute_settled,
    "respond": disputes.respond,
    "resolve": disputes.resolve,
    "resolve settled": disputes.resolve_settled,
    "conclude": disputes.conclude,
    "conclude settled": disputes.conclude_settled,
    "conclude by dropping": disputes.drop,
    "release": disputes.release,
    "close_payment": disputes.close_payment,
    "revoke_allowance": allowed.revoke_allowance,
    "close_allowance": allowed.close_allowance,
    "close_plan": allowed.close_plan,
    "delete_plan": allowed.delete_plan,
    "cancel_mandate": allowed.cancel_mandate,
    "close_tax_period": taxes.close_tax_period,
    "open_holding": held.open_holding,
    "close_holding": held.close_holding,
    "close_holding of a delisted instrument": held.close_holding_of_delisted,
    "cancel_offer": traded.cancel_offer,
    "cancel_offer by anyone": traded.cancel_expired_offer,
    "cancel_offer of a delisted instrument": traded.cancel_offer_of_delisted,
    "claim": paid.claim,
    "claim of the issuer": paid.claim_of_issuer,
    "open_payout_account": paid.open_payout_account,
    "call_redemption": redeemed.call_redemption,
    "call_redemption of a delisted instrument": redeemed.call_redemption_of_delisted,
    "redeem": redeemed.redeem,
    "redeem of a delisted instrument": redeemed.redeem_of_delisted,
    "cancel_offer of a holding that is replaced": replaced.cancel_offer_of_replaced,
    "veto_replacement": replaced.veto_replacement,
    "veto_replacement by the issuer": replaced.veto_by_issuer,
    "veto_replacement by the operator": replaced.veto_by_operator,
    "close_tender": redeemed.close_tender,
    "close_tender of a suspended instrument": redeemed.close_tender_of_suspended,
    "close_tender of a delisted instrument": redeemed.close_tender_of_delisted,
    "return_units": outside.return_units,
    "recall_units": outside.recall_units,
    "recall_units of a called instrument": outside.recall_units_of_called,
    "recall_units of a frozen holding": ordered_units.recall_units_of_frozen,
    "recall_units of a holding that is replaced": replaced.recall_units_of_replaced,
    "withdraw_subscription": offered.withdraw_subscription,
    "confirm_subscription": offered.confirm_subscription,
    "conclude_offering below the minimum": offered.conclude_offering_below_minimum,
    "cancel_offering": offered.cancel_offering,
    "cancel_offering of a suspended instrument": offered.cancel_offering_of_suspended,
    "cancel_offering of a delisted instrument": offered.cancel_offering_of_delisted,
    "allot_subscription": offered.allot_subscription,
    "allot_subscription of a failed offering": offered.allot_subscription_of_failed,
    "close_offering": offered.close_offering,
}


@pytest.mark.parametrize("instruction", VALID)
async def test_mutate_any_account_of_an_instruction_refuses_it(instruction: str) -> None:
    async with forked_world() as (world, chain):
        tried = await VALID[instruction](world)
        made = await mutations(world, tried)
        await require_valid(world, tried)
        before = await all_accounts(chain)
        paid = before.pop(world.payer.pubkey()).lamports
        outcomes = {}
        for each in made:
            if ACCOUNTS[instruction, each.account][MUTATIONS.index(each.mutation)] == ACCEPTED:
                await require_valid(world, each.attempt)
                outcomes[each.account, each.mutation] = ACCEPTED
                continue
            refused, record = await attempt(world, each.attempt)
            assert refused is not None, f"{each.account} {each.mutation} is accepted"
            outcomes[each.account, each.mutation] = refused
            paid -= record.fee
        after = await all_accounts(chain)
        assert after.pop(world.payer.pubkey()).lamports == paid
        assert after == before
    expected = {
        (account, mutation): outcome
        for (name, account), row in ACCOUNTS.items()
        for mutation, outcome in zip(MUTATIONS, row, strict=True)
        if name == instruction and outcome != NONE
    }
    assert outcomes == expected


def test_list_accounts_has_a_row_for_every_account_of_the_idl() -> None:
    assert len(ACCOUNTS) == len(read_account_checks())
    assert {*ACCOUNTS} == {*account_names()}
    assert {*VALID} == {entry["name"] for entry in idl()["instructions"]}


async def close_all_doors(world: World) -> None:
    """Everything that stops what enters, at once; the zone ends now."""
    for key in (world.operator, *world.regulators):
        made = build.pause(authority=key.pubkey(), zone=world.zone, scopes=Scope.ALL)
        await life.perform(world, Attempt.of(made, key))
    for asset in world.assets:
        for regulator in world.regulators:
            await life.perform(world, valid.consent(world, regulator, asset, given=False))
    for merchant in world.merchants:
        for regulator in world.regulators:
            await life.perform(world, valid.suspend(world, regulator, merchant))
    now = await world.chain.time()
    await forge(world, world.zone, ends_at=now)
    for wallet in (*world.residents, *world.merchants):
        registered = valid.register(world, wallet).address("participant")
        await forge(world, registered, verified_until=now)


@pytest.mark.parametrize("what", RETURNING)
async def test_return_money_with_every_door_closed_succeeds(what: str) -> None:
    async with forked_world() as (world, _):
        tried = await RETURNING[what](world)
        await close_all_doors(world)
        refused, record = await attempt(world, tried)
        assert refused is None, record.logs


async def test_enter_with_every_door_closed_is_refused() -> None:
    kinds = {check.instruction: check.kind for check in read_checks()}
    entering = [name for name, kind in kinds.items() if kind == "entering"]
    assert entering
    for name in entering:
        async with forked_world() as (world, _):
            tried = await VALID[name](world)
            await close_all_doors(world)
            refused, _record = await attempt(world, tried)
            assert refused == "ZonePaused", name


def test_return_covers_every_returning_instruction() -> None:
    kinds = {check.instruction: check.kind for check in read_checks()}
    returning = {name for name, kind in kinds.items() if kind == "returning"}
    assert {what.split()[0] for what in RETURNING} == returning


async def test_lift_a_pause_of_another_authority_keeps_it() -> None:
    async with forked_world() as (world, _):
        tried = await valid.pay(world)
        for authority, scopes in (
            (world.regulators[0], Scope.PAYMENTS),
            (world.operator, Scope.NONE),
            (world.regulators[1], Scope.NONE),
        ):
            made = build.pause(authority=authority.pubkey(), zone=world.zone, scopes=scopes)
            await life.perform(world, Attempt.of(made, authority))
        assert (await attempt(world, tried))[0] == "ZonePaused"
        made = build.pause(
            authority=world.regulators[0].pubkey(), zone=world.zone, scopes=Scope.NONE
        )
        await life.perform(world, Attempt.of(made, world.regulators[0]))
        assert (await attempt(world, tried))[0] is None


@pytest.mark.parametrize("lamports", [1, 890_880, 2_895_360, 50_000_000])
async def test_hold_a_payment_at_a_funded_address_succeeds(lamports: int) -> None:
    async with forked_world() as (world, _):
        tried = await valid.pay_held(world)
        await write(world, tried.address("payment"), AccountInfo(lamports, SYSTEM_PROGRAM, b""))
        await life.perform(world, tried)
        held = await life.payment(world, tried.address("payment"))
        assert held.state is PaymentState.OPEN
        assert held.held == AMOUNT


async def test_use_a_sequence_in_another_instruction_refuses_it() -> None:
    async with forked_world() as (world, _):
        paid, moved = await valid.pay(world), await valid.transfer(world)
        taken, given = await valid.withdraw(world), await valid.deposit(world)
        await life.perform(world, paid)
        for tried in (paid, moved, taken, given):
            assert (await attempt(world, tried))[0] == "SequenceUsed"


@pytest.mark.parametrize("amount", [2, 100, 12_345, 600_000])
async def test_deposit_a_token_with_a_transfer_fee_credits_what_arrived(amount: int) -> None:
    async with forked_world() as (world, _):
        asset = await asset_with_fee(world)
        kept = min(-(-amount * FEE_BPS // 10_000), MOST)
        await life.perform(world, await valid.depositing(world, world.aigul, asset, amount))
        account = await world.account(world.aigul, asset)
        assert account.available == account.deposited == amount - kept
        assert token_amount((await read(world, asset.vault_token)).data) == amount - kept
        out = await valid.withdrawing(world, world.aigul, asset, account.available)
        await life.perform(world, out)
        left = await world.account(world.aigul, asset)
        assert (left.available, left.withdrawn) == (0, amount - kept)
        assert token_amount((await read(world, asset.vault_token)).data) == 0


async def test_move_tokens_into_a_vault_by_hand_credits_nobody() -> None:
    async with forked_world() as (world, _):
        asset, issuer = world.dollar, world.issuer.pubkey()
        gift = mint_to(issuer, asset.mint, asset.vault_token, 777, 6, TOKEN_PROGRAM)
        await world.run(gift, signers=(world.issuer,))
        before = await world.account(world.aigul, asset)
        await life.perform(world, await valid.depositing(world, world.aigul, asset, 1_000))
        assert (await world.account(world.aigul, asset)).available == before.available + 1_000


MIDNIGHT, FIRST = 1_793_646_000, 1_796_065_200
"""The zone's next midnight, and that of the month's end: 2026-11-03 and 2026-12-01, +05:00."""


@pytest.mark.parametrize(
    ("moment", "spent", "refusal"),
    [
        (MIDNIGHT, {"spent_day": 5_000_000}, "DailyLimitExceeded"),
        (FIRST, {"spent_month": 30_000_000}, "MonthlyLimitExceeded"),
    ],
)
async def test_pay_over_a_cap_is_refused_until_the_zones_midnight(
    moment: int, spent: dict[str, int], refusal: str
) -> None:
    async with forked_world() as (world, _):
        await set_time(world, moment - 1)
        await life.perform(world, await valid.pay(world))
        tried = await valid.pay(world)
        await forge(world, tried.address("payer_account"), **spent)
        assert (await attempt(world, tried))[0] == refusal
        await set_time(world, moment)
        assert (await attempt(world, tried))[0] is None
        account = await world.account(world.aigul, world.tenge)
        assert account.spent_day == AMOUNT
