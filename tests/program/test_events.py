"""What an event says is what the instruction was asked for and what the accounts then hold."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from tests.program import world_disputes as disputes
from tests.program import world_distributions as paid
from tests.program import world_payments as life
from tests.program import world_valid as valid
from tests.program.world_attempts import Attempt, attempt, next_block
from tests.program.world_forks import forked_world
from tests.program.world_mutations import VALID
from tests.program.world_valid import AMOUNT

from alatau.program import Collected, decode_account, read_events
from alatau.testing.world import World

MAIN = (
    "offer",
    "subscription",
    "offering",
    "instrument",
    "holding",
    "mandate",
    "allowance",
    "plan",
    "payment",
    "tax_record",
    "account",
    "participant",
    "asset",
    "zone",
)
"""What `revision` and the like are of: the first of these that the instruction writes."""
OTHERS = (
    ("payer_", "payer_account"),
    ("payee_", "payee_account"),
    ("treasury_", "treasury_account"),
    ("vault_", "vault"),
    ("account_", "account"),
    ("holding_", "holding"),
    ("sender_", "sender_holding"),
    ("recipient_", "recipient_holding"),
    ("seller_holding_", "seller_holding"),
    ("buyer_holding_", "buyer_holding"),
    ("seller_", "seller_account"),
    ("buyer_", "buyer_account"),
    ("seller_", "seller_holding"),
    ("buyer_", "buyer_holding"),
    ("instrument_", "instrument"),
    ("issuer_", "issuer_account"),
    ("holder_", "holder_account"),
    ("", "vault"),
    ("", "holding"),
    ("", "seller_holding"),
    ("", "instrument"),
    ("instrument_", "instrument"),
    ("offering_", "offering"),
    ("issuer_account_", "issuer_account"),
    ("issuer_", "issuer_account"),
    ("holding_", "issuer_holding"),
    ("", "vault"),
    ("", "holding"),
    ("", "offering"),
    ("", "instrument"),
    ("", "account"),
)


async def refund_collected(world: World) -> Attempt:
    """Fee and tax went to the treasury: the payee fronts them, as different credits."""
    address = await life.hold(world)
    for done in (life.settling(world, address), life.collecting(world)):
        await life.perform(world, done)
    return life.refunding(world, address, 0, AMOUNT // 3)


async def transfer_after_a_payment(world: World) -> Attempt:
    """Payer's and payee's account have changed a different number of times."""
    await life.perform(world, await valid.pay(world))
    payer = await world.account(world.aigul, world.tenge)
    assert payer.revision != (await world.account(world.ilya, world.tenge)).revision
    return await valid.transfer(world)


TRIED = {
    **VALID,
    "transfer after a payment": transfer_after_a_payment,
    "settle by anyone": life.settle_by_anyone,
    "refund settled": life.refund_settled,
    "refund collected": refund_collected,
    "dispute settled": disputes.dispute_settled,
    "resolve settled": disputes.resolve_settled,
    "conclude settled": disputes.conclude_settled,
    "conclude by dropping": disputes.drop,
    "claim of the issuer": paid.claim_of_issuer,
}
MOVED = {"fee", "tax", "net", "reserve", "credit", "price", "successor_holding"}
"""What moved or ended, which no account holds: tests of amounts and of replacements look at it."""


async def stored(world: World, tried: Attempt) -> dict[str, Any]:
    """The program's accounts that the instruction wrote and left, by the IDL's names."""
    return {
        name: decode_account(info.data)
        for name, meta in tried.metas.items()
        if meta.is_writable and name in {*MAIN, *(account for _, account in OTHERS)}
        if (info := await world.chain.account(meta.pubkey)) is not None
    }


def written(tried: Attempt, name: str) -> bool:
    return tried.metas[name].is_writable


def expect(name: str, tried: Attempt, accounts: dict[str, Any]) -> Any:
    """What an event's field must be; None where nothing says it."""
    if name in tried.metas:
        return tried.address(name)
    # A zero leaves it to the program; a revision is the one before.
    if tried.args.get(name) and name != "revision":
        return tried.args[name]
    main = next((each for each in MAIN if each in tried.metas and written(tried, each)), "")
    for prefix, account in (("", main), *OTHERS):
        holder = accounts.get(account)
        if name == "revision" and account != main:
            continue  # of what is closed: nothing holds it any more
        if name.startswith(prefix) and hasattr(holder, name.removeprefix(prefix)):
            return getattr(holder, name.removeprefix(prefix))
    return None


@pytest.mark.parametrize("instruction", TRIED)
async def test_record_an_instruction_says_what_was_asked_and_what_is(instruction: str) -> None:
    async with forked_world() as (world, _):
        tried = await TRIED[instruction](world)
        refused, record = await attempt(world, tried)
        assert refused is None, record.logs
        # Closing a tax period sweeps first, which `collect` is tried for.
        event = read_events(record.logs).events[-1]
        accounts = await stored(world, tried)
        looked = 0
        for field in fields(event):
            expected = expect(field.name, tried, accounts)
            known = field.name in tried.metas or field.name not in MOVED
            if known and expected is not None:
                assert getattr(event, field.name) == expected, field.name
                looked += 1
        assert looked >= 2


async def test_record_a_collection_says_what_was_set_off() -> None:
    async with forked_world() as (world, _):
        await life.perform(world, await refund_collected(world))
        await life.perform(world, await valid.pay(world))
        before = await world.account(world.bereke, world.tenge)
        assert before.fee_due > before.fee_credit > 0
        assert before.tax_due > before.tax_credit > 0
        await next_block(world)
        _, record = await attempt(world, life.collecting(world))
        (event,) = read_events(record.logs).events
        assert isinstance(event, Collected)
        assert event.credit == before.fee_credit + before.tax_credit
        assert event.fee == before.fee_due - before.fee_credit
        assert event.tax == before.tax_due - before.tax_credit
