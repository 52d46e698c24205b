"""The same life on both chains: same balances, events, errors, and cost where it is ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests.parity.recording import POLICY, Line, RecordedZone, comparable
from tests.parity.scenario import live

from alatau.chain.base import Chain
from alatau.chain.embedded import EmbeddedChain
from alatau.chain.rpc import RpcChain
from alatau.program import idl
from alatau.testing.invariants import check
from alatau.testing.snapshot import take_snapshot
from alatau.tokens import token_amount

NAME = "Егіз аймақ"
OF_THE_DAY = ("day", "month", "wallet_day", "wallet_month", "spent_day", "spent_month")
CALL_TOKENS = {
    *("deposit", "deposit_and_pay", "withdraw", "list_asset"),
    *("create_instrument", "issue_units"),
    *("call_redemption", "redeem", "tender_units"),
    *("withdraw_units", "return_units", "recall_units"),
    *("create_instrument", "issue_units", "conclude_offering"),
}
"""Their transactions call token programs, whose versions are each chain's own."""
CREATE_ACCOUNTS = {
    "close_tax_period",
    "create_offering",
    "create_plan",
    "create_zone",
    "forced_transfer",
    "forced_transfer_units",
    "grant_allowance",
    "grant_mandate",
    "offer_units",
    "open_account",
    "open_holding",
    "open_payout_account",
    "pay_held",
    "register_participant",
    "seize",
    "seize_units",
    "subscribe",
}
"""They call the system program once: what that costs is each runtime's own, but a constant."""
NOT_DONE = {
    # A tax period is closed once its month is over: no validator's clock can be moved there.
    "close_tax_period",
    # It takes an account that an earlier version of the program wrote: none is in a new zone.
    "migrate",
    # It is done a week after its proposal.
    "replace_holder",
}
"""What is only refused here, and done by tests/program, whose clock and accounts can be set."""


@dataclass(frozen=True, slots=True)
class Life:
    """What was seen of a life on one chain."""

    lines: list[Line]
    accounts: dict[str, dict[str, Any]]
    tokens: dict[str, int]


async def life_on(chain: Chain) -> Life:
    async with RecordedZone.found(chain, name=NAME, policy=POLICY) as zone:
        assert isinstance(zone, RecordedZone)
        await live(zone)
        await check(chain, zone.address)
        snapshot = await take_snapshot(chain, zone.address)
    accounts = {str(zone.address): comparable(snapshot.zone)}
    for group in (
        snapshot.assets,
        snapshot.vaults,
        snapshot.participants,
        snapshot.accounts,
        snapshot.payments,
        snapshot.enforcements,
        snapshot.allowances,
        snapshot.plans,
        snapshot.mandates,
        snapshot.tax_records,
        snapshot.instruments,
        snapshot.holdings,
        snapshot.offers,
        snapshot.offerings,
        snapshot.subscriptions,
    ):
        for address, account in group.items():
            fields = comparable(account)
            for name in OF_THE_DAY:
                fields.pop(name, None)
            accounts[f"{type(account).__name__} {address}"] = fields
    seen = {address: token_amount(data) for address, data in snapshot.wallet_tokens.items()}
    counted = {**snapshot.tokens, **snapshot.unit_tokens, **seen}
    tokens = {str(address): amount for address, amount in counted.items()}
    # What is set up concurrently comes in another order on each.
    lines = sorted(zone.lines, key=lambda line: (line.instruction, line.error, line.event))
    return Life(lines, accounts, tokens)


@pytest.mark.validator
async def test_live_on_both_chains_gives_the_same(
    embedded_chain: EmbeddedChain,
    validator_chain: RpcChain,
    record_property: Callable[[str, object], None],
) -> None:
    here, there = await life_on(embedded_chain), await life_on(validator_chain)
    assert here.accounts == there.accounts
    assert here.tokens == there.tokens
    assert [(line.instruction, line.error, line.event) for line in here.lines] == [
        (line.instruction, line.error, line.event) for line in there.lines
    ]
    costs = [
        (a.instruction, a.error, a.units, b.units)
        for a, b in zip(here.lines, there.lines, strict=True)
    ]
    differ = sorted({cost for cost in costs if cost[2] != cost[3]})
    record_property("compute units that differ (embedded, validator)", differ)
    print(*differ, sep="\n")  # noqa: T201 - shown with -s, and when the test fails
    ours = [cost for cost in differ if cost[0] not in CALL_TOKENS]
    assert {cost[0] for cost in ours} <= CREATE_ACCOUNTS
    assert len({embedded - validator for *_, embedded, validator in ours}) <= 1


async def test_live_does_and_refuses_every_instruction(embedded_chain: EmbeddedChain) -> None:
    life = await life_on(embedded_chain)
    done = Counter(line.instruction for line in life.lines if not line.error)
    refused = Counter(line.instruction for line in life.lines if line.error)
    instructions = {each["name"] for each in idl()["instructions"]}
    assert set(done) == instructions - NOT_DONE
    assert set(refused) == instructions
    assert len({line.error for line in life.lines if line.error}) >= 80
