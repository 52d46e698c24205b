"""Random lives of a zone, after every step of which all invariants must hold."""

from __future__ import annotations

import os
import secrets

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.program.life_authority import AuthorityLife
from tests.program.life_batches import BatchLife
from tests.program.life_conversion import ConversionLife
from tests.program.life_disputes import DisputesLife
from tests.program.life_distributions import DistributionLife
from tests.program.life_enforcement import LifeUnderControl
from tests.program.life_offerings import OfferingLife
from tests.program.life_redemption import RedemptionLife
from tests.program.life_replacement import ReplacementLife
from tests.program.life_taxes import TaxLife
from tests.program.life_unit_orders import UnitOrderLife
from tests.program.life_zone import ZoneAround
from tests.program.zone_life import FUNDS, MERCHANTS, PEOPLE, RESIDENTS

from alatau.program import AssetClass, Scope, Service, payment_address
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

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


class ZoneLife(
    AuthorityLife,
    BatchLife,
    DisputesLife,
    LifeUnderControl,
    ZoneAround,
    TaxLife,
    ConversionLife,
    DistributionLife,
    OfferingLife,
    RedemptionLife,
    ReplacementLife,
    UnitOrderLife,
):
    """What happens in a zone, allowed and not."""

    steps = 0

    @initialize()
    def begin_and_fund(self) -> None:
        self.do(self.begin())
        self.begun = True
        self.set_reserve(MERCHANTS[0], 5_000, 20 * DAY)
        for who in RESIDENTS:
            for symbol in FUNDS:
                self.deposit(who, symbol, 1, FUNDS[symbol])
                for payee in MERCHANTS:
                    self.pay_held(who, payee, symbol, 1, 9_999, 9 * DAY)
                    self.pay(who, payee, symbol, 1, 12_345)
        self.begin_consents()
        self.begin_units()
        self.begin_distributions()
        self.begin_offerings()
        self.begin_redemption()
        self.begin_unit_orders()

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
            wallet=wallet,
            zone=self.zone.address,
            payment=payment,
            refunded_before=before,
            amount=amount,
            **parties,
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

    @rule(slot=st.integers(0, 2), scopes=st.sampled_from([0, 0, 0, 1, 2, 4, 15, 16]))
    def pause(self, slot: int, scopes: int) -> None:
        authority = (self.zone.operator, *self.zone.regulators)[slot]
        instruction = build.pause(
            authority=authority.pubkey(), zone=self.zone.address, scopes=Scope(scopes)
        )
        self.act(instruction, authority, set())
        self.model.paused[slot] = Scope(scopes)
        self.shaken = True

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
            credential=bytes(32),
        )
        self.act(instruction, regulator, set())

    @rule(seconds=st.sampled_from([1, 3_600, DAY, DAY, DAY, 2 * DAY, 9 * DAY, 30 * DAY]))
    def jump(self, seconds: int) -> None:
        self.model.now += seconds
        self.shaken = True
        self.do(self.chain.set_time(self.model.now))

    @precondition(lambda self: self.landed)
    @rule(number=any_payment)
    def replay(self, number: int) -> None:
        """What has landed is signed and sent again, as by a client that lost its memory."""
        instruction, who = self.landed[number % len(self.landed)]
        self.act(instruction, who, {"SequenceUsed", "SequenceTooOld"})

    @invariant()
    def all_invariants_hold(self) -> None:
        ZoneLife.steps += 1
        # Whether money can leave depends most on these; and all of it is tried at the end.
        self.do(self.audit.check(leaving=self.shaken))
        self.shaken = False

    @invariant()
    def the_chain_is_as_the_model_says(self) -> None:
        self.do(self.compare())


NIGHTLY = settings.get_current_profile_name() == "nightly"
STEPS = 20_000 if NIGHTLY else 2_000
LIVES = settings(max_examples=10, stateful_step_count=100 if NIGHTLY else 50)


def test_live_at_random_keeps_every_invariant(capsys: pytest.CaptureFixture[str]) -> None:
    """`STEPS` steps of lives that follow from a seed: ALATAU_SEED repeats them."""
    first = int(os.environ.get("ALATAU_SEED") or secrets.randbelow(2**32))
    ZoneLife.steps, lived = 0, 0
    while ZoneLife.steps < STEPS:
        try:
            run_state_machine_as_test(seed(first + lived)(ZoneLife), settings=LIVES)
        except Exception as error:
            error.add_note(f"ALATAU_SEED={first + lived} repeats it")
            raise
        lived += 1
    with capsys.disabled():
        print(f"\nzone life: {ZoneLife.steps} steps, ALATAU_SEED={first}")  # noqa: T201 - to repeat it
