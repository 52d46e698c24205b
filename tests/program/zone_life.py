"""A zone on an embedded chain beside its model: what the random lives are made of."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction
from tests.program.invariant_model import BALANCES, TOTALS, Held, Model, Party, Rules
from tests.program.world_forks import MACHINES

from alatau.chain.embedded import EmbeddedChain
from alatau.program import (
    PROGRAM_ID,
    AssetClass,
    Role,
    account_address,
    decode_payment,
    decode_payment_account,
    program_path,
    refusal,
)
from alatau.program.zone_instructions import RESOLVE_WINDOW, RESPOND_WINDOW, RETENTION
from alatau.testing.fixtures import (
    DAY,
    TAX_BPS,
    TIER_0_TENGE,
    UNCAPPED,
    FreshZone,
    Wallets,
    ZonePolicy,
)
from alatau.testing.invariants import Audit, check

ResultT = TypeVar("ResultT")

START = 1_769_860_800  # 2026-01-31 17:00 in the zone: a day and a month end soon
POLICY = ZonePolicy(ends_in=40 * DAY, settle_window=2 * DAY, deliver_within=10 * DAY)
NAME = "Сынақ аймағы"
PARTS = (
    *("state", "flags", "refunded", "held", "settled", "reserve", "fee", "tax"),
    *("settles_at", "decide_by", "reserve_until", "closes_at"),
)
DUPLICATE = "AccountNamedTwice"
FUNDS = {"tenge": 2_000_000_00, "dollar": 10**12}

PEOPLE = {
    "Айгүл": Party(Role.RESIDENT, tier=0),
    "Данияр": Party(Role.RESIDENT),
    "«Нан»": Party(Role.MERCHANT, tier=0, tax_category=3),
    "«Дәрі»": Party(Role.MERCHANT, tier=0, tax_category=1),
}
RESIDENTS, MERCHANTS = list(PEOPLE)[:2], list(PEOPLE)[2:]


class ZoneBesideModel(RuleBasedStateMachine):
    """Acts on both, and compares them."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.payments: dict[Pubkey, Held] = {}
        self.landed: list[tuple[Instruction, str]] = []
        self.begun = False
        self.shaken = True

    def do(self, work: Coroutine[Any, Any, ResultT]) -> ResultT:
        return self.loop.run_until_complete(work)

    async def begin(self) -> None:
        programs = {PROGRAM_ID: program_path()}
        chain = await EmbeddedChain.open(
            None, programs=programs, start_time=START - 3_600, machines=MACHINES
        )
        self.chain = await self.stack.enter_async_context(chain)
        # Set ahead of the real time the clock stands: no second passes unnoticed.
        await self.chain.set_time(START)
        self.zone = await self.stack.enter_async_context(
            FreshZone.found(self.chain, name=NAME, policy=POLICY)
        )
        self.assets = {"tenge": self.zone.tenge, "dollar": self.zone.dollar}
        self.model = Model(
            now=START,
            ends_at=START + POLICY.ends_in,
            utc_offset=POLICY.utc_offset,
            settle_window=POLICY.settle_window,
            deliver_within=POLICY.deliver_within,
            respond_window=RESPOND_WINDOW,
            resolve_window=RESOLVE_WINDOW,
            retention=RETENTION,
            rules={
                "tenge": Rules(AssetClass.NATIONAL, 50, 1_00, 500_00, TIER_0_TENGE, TAX_BPS),
                "dollar": Rules(AssetClass.CRYPTO, 0, 0, 0, UNCAPPED, TAX_BPS),
            },
            parties={
                name: Party(party.role, party.tier, party.tax_category)
                for name, party in PEOPLE.items()
            },
        )
        self.keys: dict[str, Keypair] = {"treasury": self.zone.treasury}
        self.unopened: set[tuple[str, str]] = set()
        wallets = Wallets(self.zone)
        for name, party in PEOPLE.items():
            if party.role is Role.RESIDENT:
                self.keys[name] = await wallets.resident(name, tier=party.tier)
            else:
                category = party.tax_category
                self.keys[name] = await wallets.merchant(name, tax_category=category)
                licences = (await self.zone.participant(self.keys[name].pubkey())).licences
                self.model.parties[name].licences = [each.expires_at for each in licences]
        self.model.parties["treasury"] = Party(Role.PROVIDER, tier=3)
        for name in RESIDENTS:
            for symbol, asset in self.assets.items():
                await self.zone.issue(asset, self.keys[name].pubkey(), 2 * FUNDS[symbol])
        self.audit = Audit(self.chain, self.zone.address)

    async def run(self, instruction: Instruction, *who: str | Keypair) -> str:
        """Execute an instruction that `who` sign; the name of why it was refused, or ""."""
        signers = [self.keys[each] if isinstance(each, str) else each for each in who]
        # The same act twice in one block would be one transaction, sent twice.
        await self.chain.advance(1)
        recent = await self.chain.blockhash()
        payer = self.zone.operator
        message = MessageV0.try_compile(payer.pubkey(), [instruction], [], recent.hash)
        needed = message.account_keys[: message.header.num_required_signatures]
        keys = {key.pubkey(): key for key in (payer, *signers)}
        transaction = VersionedTransaction(message, [keys[each] for each in needed])
        signature = await self.chain.send(transaction)
        await self.chain.confirm(signature, recent.last_valid_block_height)
        (record,) = await self.chain.transactions([signature])
        assert record is not None
        reason = refusal(record.error, record.logs)
        assert (reason is None) == (record.error is None), record
        return reason.name if reason else ""

    def act(self, instruction: Instruction, who: str | Keypair, reasons: set[str]) -> None:
        """Execute an instruction that must be refused for one of `reasons`, or succeed."""
        found = self.do(self.run(instruction, who))
        assert found in (reasons or {""}), (found, reasons)

    def act_together(
        self, instruction: Instruction, who: Sequence[str | Keypair], reasons: set[str]
    ) -> None:
        """As `act`, of an instruction that several sign."""
        found = self.do(self.run(instruction, *who))
        assert found in (reasons or {""}), (found, reasons)

    def spend(
        self, instruction: Instruction, who: str, reasons: set[str], *, twice: bool = False
    ) -> None:
        if twice:
            reasons = reasons | {DUPLICATE}
        self.act(instruction, who, reasons)
        if not reasons:
            self.landed.append((instruction, who))

    def terms(self, who: str, symbol: str, leap: int) -> tuple[dict[str, Any], int]:
        asset = self.assets[symbol]
        sequence = max(0, max(self.model.accounts[who, symbol].used) + leap)
        common = {"wallet": self.keys[who].pubkey(), "zone": self.zone.address, "mint": asset.mint}
        return common | {"sequence": sequence, "reference": bytes(32)}, sequence

    def address(self, who: str, symbol: str) -> Pubkey:
        wallet, asset = self.keys[who].pubkey(), self.assets[symbol]
        return account_address(self.zone.address, wallet, asset.mint)

    def pick(self, number: int) -> tuple[Held, Pubkey, dict[str, Pubkey]]:
        address, held = list(self.payments.items())[number % len(self.payments)]
        parties = {
            "payer_account": self.address(held.payer, held.asset),
            "payee_account": self.address(held.payee, held.asset),
        }
        return held, address, parties

    def pick_disputed(self, number: int) -> tuple[Held, Pubkey, dict[str, Pubkey]]:
        """A disputed payment where there is one."""
        disputed = [n for n, held in enumerate(self.payments.values()) if held.is_disputed]
        return self.pick(disputed[number % len(disputed)] if disputed else number)

    def move_clock(self, moment: int) -> None:
        """To a time that has not passed yet."""
        if moment > self.model.now:
            self.model.now = moment
            self.shaken = True
            self.do(self.chain.set_time(moment))

    async def compare(self) -> None:
        names = [(who, symbol) for who in self.keys for symbol in self.assets]
        names = [name for name in names if name not in self.unopened]
        found = await self.chain.accounts([self.address(*name) for name in names])
        for name, info in zip(names, found, strict=True):
            assert info is not None
            account, expected = decode_payment_account(info.data), self.model.accounts[name]
            for balance in (*BALANCES, *TOTALS):
                assert getattr(account, balance) == getattr(expected, balance), (name, balance)
            assert account.sequence == max(expected.used), name
        for address, held in self.payments.items():
            info = await self.chain.account(address)
            assert info is not None
            payment = decode_payment(info.data)
            for part in PARTS:
                assert getattr(payment, part) == getattr(held, part), (address, part)

    def teardown(self) -> None:
        try:
            if self.begun:
                self.do(check(self.chain, self.zone.address))
        finally:
            self.do(self.stack.aclose())
            self.loop.close()
