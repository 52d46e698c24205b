"""Random lives of a zone, after every step of which all invariants must hold."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction
from tests.program.invariant_model import BALANCES, Held, Model, Party, Rules

from alatau.chain.embedded import EmbeddedChain
from alatau.program import (
    PROGRAM_ID,
    AssetClass,
    Role,
    Scope,
    Service,
    account_address,
    decode_payment,
    decode_payment_account,
    payment_address,
    program_path,
    refusal,
)
from alatau.program import instructions as build
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

START = 1_769_860_800  # 2026-01-31 17:00 in the zone: a day and a month end soon
POLICY = ZonePolicy(ends_in=40 * DAY, settle_window=2 * DAY, deliver_within=10 * DAY)
NAME = "Сынақ аймағы"
REFERENCE = bytes(range(32))
DUPLICATE = "ConstraintDuplicateMutableAccount"
FUNDS = {"tenge": 2_000_000_00, "dollar": 10**12}

PEOPLE = {
    "Айгүл": Party(Role.RESIDENT, tier=0),
    "Данияр": Party(Role.RESIDENT),
    "«Нан»": Party(Role.MERCHANT, tier=0, tax_bps=TAX_BPS[3]),
    "«Дәрі»": Party(Role.MERCHANT, tier=0, tax_bps=TAX_BPS[1]),
}
RESIDENTS, MERCHANTS = list(PEOPLE)[:2], list(PEOPLE)[2:]
who_pays = st.sampled_from([*RESIDENTS * 3, MERCHANTS[0]])
who_sells = st.sampled_from([*MERCHANTS * 3, RESIDENTS[0]])
anyone = st.sampled_from([*PEOPLE, "treasury"])
symbols = st.sampled_from(list(FUNDS))
amounts = (
    st.integers(0, 20)
    | st.integers(1, 200_000_00)
    | st.sampled_from([1, 10_000, 100_000_00, 100_000_01, 249_999_99, 250_000_00])
)
leaps = st.sampled_from([1] * 12 + [2, 3, 0, -1, -2, 64, 129, 1_024, 1_025])
any_payment = st.integers(0, 2**16)


class ZoneLife(RuleBasedStateMachine):
    """A zone on an embedded chain beside its model."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.payments: dict[Pubkey, Held] = {}
        self.landed: list[tuple[Instruction, str]] = []
        self.begun = False

    def do(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    async def begin(self) -> None:
        programs = {PROGRAM_ID: program_path()}
        chain = await EmbeddedChain.open(None, programs=programs, start_time=START - 3_600)
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
            rules={
                "tenge": Rules(AssetClass.NATIONAL, 50, 1_00, 500_00, TIER_0_TENGE),
                "dollar": Rules(AssetClass.CRYPTO, 0, 0, 0, UNCAPPED),
            },
            parties={
                name: Party(party.role, party.tier, party.tax_bps) for name, party in PEOPLE.items()
            },
        )
        self.keys: dict[str, Keypair] = {"treasury": self.zone.treasury}
        wallets = Wallets(self.zone)
        for name, party in PEOPLE.items():
            if party.role is Role.RESIDENT:
                self.keys[name] = await wallets.resident(name, tier=party.tier)
            else:
                category = TAX_BPS.index(party.tax_bps)
                self.keys[name] = await wallets.merchant(name, tax_category=category)
                licences = (await self.zone.participant(self.keys[name].pubkey())).licences
                self.model.parties[name].licences = [each.expires_at for each in licences]
        self.model.parties["treasury"] = Party(Role.PROVIDER, tier=3)
        for name in RESIDENTS:
            for symbol, asset in self.assets.items():
                await self.zone.issue(asset, self.keys[name].pubkey(), 2 * FUNDS[symbol])
        self.audit = Audit(self.chain, self.zone.address)

    # -- acting --------------------------------------------------------------------------

    async def run(self, instruction: Instruction, who: str | Keypair) -> str:
        """Execute an instruction that `who` signs; the name of why it was refused, or ""."""
        signer = self.keys[who] if isinstance(who, str) else who
        # The same act twice in one block would be one transaction, sent twice.
        await self.chain.advance(1)
        recent = await self.chain.blockhash()
        payer = self.zone.operator
        message = MessageV0.try_compile(payer.pubkey(), [instruction], [], recent.hash)
        needed = message.account_keys[: message.header.num_required_signatures]
        keys = {key.pubkey(): key for key in (payer, signer)}
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
        sequence = max(self.model.accounts[who, symbol].used) + leap
        common = {"wallet": self.keys[who].pubkey(), "zone": self.zone.address, "mint": asset.mint}
        return common | {"sequence": sequence, "reference": REFERENCE}, sequence

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

    # -- rules ---------------------------------------------------------------------------

    @initialize()
    def begin_and_fund(self) -> None:
        self.do(self.begin())
        self.begun = True
        for who in RESIDENTS:
            for symbol in FUNDS:
                self.deposit(who, symbol, 1, FUNDS[symbol])
                for payee in MERCHANTS:
                    self.pay_held(who, payee, symbol, 1, 9_999, 9 * DAY)
                    self.pay(who, payee, symbol, 1, 12_345)

    @rule(who=st.sampled_from(RESIDENTS), symbol=symbols, leap=leaps, amount=amounts)
    def deposit(self, who: str, symbol: str, leap: int, amount: int) -> None:
        terms, sequence = self.terms(who, symbol, leap)
        program = self.assets[symbol].token_program
        instruction = build.deposit(**terms, token_program=program, amount=amount)
        self.spend(instruction, who, self.model.deposit(who, symbol, sequence, amount))

    @rule(who=st.sampled_from(RESIDENTS), symbol=symbols, leap=leaps, amount=amounts)
    def withdraw(self, who: str, symbol: str, leap: int, amount: int) -> None:
        terms, sequence = self.terms(who, symbol, leap)
        program = self.assets[symbol].token_program
        instruction = build.withdraw(**terms, token_program=program, amount=amount)
        self.spend(instruction, who, self.model.withdraw(who, symbol, sequence, amount))

    @rule(who=who_pays, payee=who_sells, symbol=symbols, leap=leaps, amount=amounts)
    def pay(self, who: str, payee: str, symbol: str, leap: int, amount: int) -> None:
        terms, sequence = self.terms(who, symbol, leap)
        to = self.keys[payee].pubkey()
        instruction = build.pay(**terms, payee=to, amount=amount, service=Service.SHOPS)
        reasons = self.model.pay(who, payee, symbol, sequence, amount)
        assert isinstance(reasons, set)
        self.spend(instruction, who, reasons, twice=who == payee)

    @rule(
        who=who_pays,
        payee=who_sells,
        symbol=symbols,
        leap=leaps,
        amount=amounts,
        within=st.sampled_from([DAY, DAY, 9 * DAY, 10 * DAY, 10 * DAY + 1, 0]),
    )
    def pay_held(
        self, who: str, payee: str, symbol: str, leap: int, amount: int, within: int
    ) -> None:
        terms, sequence = self.terms(who, symbol, leap)
        deliver_by = self.model.now + within
        instruction = build.pay_held(
            **terms,
            payee=self.keys[payee].pubkey(),
            amount=amount,
            service=Service.CLINIC,
            deliver_by=deliver_by,
            rent_payer=self.zone.operator.pubkey(),
        )
        outcome = self.model.pay(who, payee, symbol, sequence, amount, deliver_by)
        if isinstance(outcome, set):
            self.spend(instruction, who, outcome, twice=who == payee)
            return
        self.spend(instruction, who, set())
        self.payments[payment_address(self.address(who, symbol), sequence)] = outcome

    @rule(who=who_pays, payee=anyone, symbol=symbols, leap=leaps, amount=amounts)
    def transfer(self, who: str, payee: str, symbol: str, leap: int, amount: int) -> None:
        terms, sequence = self.terms(who, symbol, leap)
        instruction = build.transfer(**terms, payee=self.keys[payee].pubkey(), amount=amount)
        reasons = self.model.transfer(who, payee, symbol, sequence, amount)
        self.spend(instruction, who, reasons, twice=who == payee)

    @precondition(lambda self: self.payments)
    @rule(number=any_payment, stranger=st.none() | anyone)
    def fulfil(self, number: int, stranger: str | None) -> None:
        held, payment, parties = self.pick(number)
        who = stranger or held.payee
        instruction = build.fulfil(
            wallet=self.keys[who].pubkey(), payment=payment, payee_account=parties["payee_account"]
        )
        self.act(instruction, who, self.model.fulfil(held, who))

    @precondition(lambda self: self.payments)
    @rule(number=any_payment, stranger=st.none() | anyone)
    def settle(self, number: int, stranger: str | None) -> None:
        held, payment, parties = self.pick(number)
        who = stranger or held.payer
        instruction = build.settle(signer=self.keys[who].pubkey(), payment=payment, **parties)
        self.act(instruction, who, self.model.settle(held, who))

    @precondition(lambda self: self.payments)
    @rule(
        number=any_payment,
        stranger=st.none() | st.none() | anyone,
        share=st.sampled_from([0, 1, 3, 5, 9, 10, 10, 11]),
        more=st.integers(0, 1),
        off=st.sampled_from([0, 0, 0, 0, 1]),
    )
    def refund(self, number: int, stranger: str | None, share: int, more: int, off: int) -> None:
        held, payment, parties = self.pick(number)
        who = stranger or held.payee
        before = held.refunded + off
        amount = (held.amount - held.refunded) * share // 10 + more
        wallet = self.keys[who].pubkey()
        instruction = build.refund(
            wallet=wallet, payment=payment, refunded_before=before, amount=amount, **parties
        )
        self.act(instruction, who, self.model.refund(held, who, before, amount))

    @precondition(lambda self: self.payments)
    @rule(number=any_payment)
    def expire(self, number: int) -> None:
        held, payment, parties = self.pick(number)
        instruction = build.expire(payment=payment, **parties)
        self.act(instruction, self.zone.operator, self.model.expire(held))

    @rule(who=st.sampled_from(MERCHANTS), symbol=symbols)
    def collect(self, who: str, symbol: str) -> None:
        instruction = build.collect(
            zone=self.zone.address,
            account=self.address(who, symbol),
            treasury_account=self.address("treasury", symbol),
        )
        self.act(instruction, self.zone.operator, self.model.collect(who, symbol))

    @rule(slot=st.integers(0, 2), scopes=st.sampled_from([0, 0, 0, 1, 2, 4, 15]))
    def pause(self, slot: int, scopes: int) -> None:
        authority = (self.zone.operator, *self.zone.regulators)[slot]
        instruction = build.pause(
            authority=authority.pubkey(), zone=self.zone.address, scopes=Scope(scopes)
        )
        self.act(instruction, authority, set())
        self.model.paused[slot] = Scope(scopes)

    @rule(
        who=st.sampled_from(MERCHANTS),
        slot=st.integers(0, 1),
        lasts=st.sampled_from([0, -1, DAY, 60 * DAY, 60 * DAY, 60 * DAY]),
    )
    def license(self, who: str, slot: int, lasts: int) -> None:
        """Grant for so many seconds, or suspend."""
        regulator, party = self.zone.regulators[slot], self.model.parties[who]
        parties = {
            "regulator": regulator.pubkey(),
            "zone": self.zone.address,
            "wallet": self.keys[who].pubkey(),
        }
        party.suspended[slot] = not lasts
        if not lasts:
            self.act(build.suspend_licence(**parties), regulator, set())
            return
        party.licences[slot] = self.model.now + lasts
        instruction = build.grant_licence(
            **parties,
            activities=1 << Service.SHOPS | 1 << Service.CLINIC,
            asset_classes=1 << AssetClass.NATIONAL | 1 << AssetClass.CRYPTO,
            expires_at=self.model.now + lasts,
            credential=REFERENCE,
        )
        self.act(instruction, regulator, set())

    @rule(seconds=st.sampled_from([1, 3_600, DAY, DAY, DAY, 2 * DAY, 9 * DAY, 30 * DAY]))
    def jump(self, seconds: int) -> None:
        self.model.now += seconds
        self.do(self.chain.set_time(self.model.now))

    @precondition(lambda self: self.landed)
    @rule(number=any_payment)
    def replay(self, number: int) -> None:
        """What has landed is signed and sent again, as by a client that lost its memory."""
        instruction, who = self.landed[number % len(self.landed)]
        self.act(instruction, who, {"SequenceUsed", "SequenceTooOld"})

    # -- invariants ----------------------------------------------------------------------

    @invariant()
    def all_invariants_hold(self) -> None:
        self.do(self.audit.check())

    @invariant()
    def the_chain_is_as_the_model_says(self) -> None:
        self.do(self.compare())

    async def compare(self) -> None:
        names = [(who, symbol) for who in self.keys for symbol in self.assets]
        found = await self.chain.accounts([self.address(*name) for name in names])
        for name, info in zip(names, found, strict=True):
            assert info is not None
            account, expected = decode_payment_account(info.data), self.model.accounts[name]
            for balance in BALANCES:
                assert getattr(account, balance) == getattr(expected, balance), (name, balance)
            assert account.sequence == max(expected.used), name
        for address, held in self.payments.items():
            info = await self.chain.account(address)
            assert info is not None
            payment = decode_payment(info.data)
            for name in ("state", "refunded", "held", "settled", "fee", "tax", "settles_at"):
                assert getattr(payment, name) == getattr(held, name), (address, name)

    def teardown(self) -> None:
        try:
            if self.begun:
                self.do(check(self.chain, self.zone.address))
        finally:
            self.do(self.stack.aclose())
            self.loop.close()


TestZoneLife = ZoneLife.TestCase
TestZoneLife.settings = settings(max_examples=20, stateful_step_count=50)
