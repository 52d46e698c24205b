"""Random disputes, reserves and closings, allowed and not; see `test_invariants`."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program.zone_life import MERCHANTS, PEOPLE, RESIDENTS, ZoneBesideModel

from alatau.program import PaymentState
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

any_payment = st.integers(0, 2**16)
anyone = st.sampled_from([*PEOPLE, "treasury"])
spans = st.sampled_from([3_600, DAY, 2 * DAY, 5 * DAY])
OPERATOR = "operator"


class DisputesLife(ZoneBesideModel):
    """What becomes of payments that somebody is not content with."""

    def key_of(self, who: str) -> Keypair:
        return self.zone.operator if who == OPERATOR else self.keys[who]

    @precondition(lambda self: self.payments)
    @rule(
        number=any_payment,
        stranger=st.none() | st.none() | anyone,
        reason=st.sampled_from([1, 2, 3, 4, 5, 6, 6, 0, 7]),
    )
    def dispute(self, number: int, stranger: str | None, reason: int) -> None:
        held, payment, parties = self.pick(number)
        who = stranger or held.payer
        instruction = build.dispute(
            wallet=self.keys[who].pubkey(),
            payment=payment,
            payer_account=parties["payer_account"],
            reason=reason,
            evidence=bytes(32),
        )
        self.act(instruction, who, self.model.dispute(held, who, reason))

    @precondition(lambda self: self.payments)
    @rule(number=any_payment, within=st.integers(0, 3))
    def fulfil_and_dispute(self, number: int, within: int) -> None:
        """Both are rarely chosen for the same payment otherwise."""
        held, payment, parties = self.pick(number)
        payee_account = parties["payee_account"]
        fulfil = build.fulfil(
            wallet=self.keys[held.payee].pubkey(), payment=payment, payee_account=payee_account
        )
        self.act(fulfil, held.payee, self.model.fulfil(held, held.payee))
        self.dispute(number=number, stranger=None, reason=1 + within)

    @precondition(lambda self: self.payments)
    @rule(number=any_payment, refunded=st.sampled_from([0, 0, 1, 5]), collected=st.booleans())
    def settle_and_charge_back(self, number: int, refunded: int, collected: bool) -> None:
        """What has a reserve, if anything: settled, in part refunded, swept, then disputed."""
        reserved = [n for n, held in enumerate(self.payments.values()) if held.reserve_bps]
        number = reserved[number % len(reserved)] if reserved else number
        held, payment, parties = self.pick(number)
        settle = build.settle(signer=self.keys[held.payer].pubkey(), payment=payment, **parties)
        self.act(settle, held.payer, self.model.settle(held, held.payer))
        amount, before = held.amount * refunded // 10, held.refunded
        refund = build.refund(
            wallet=self.keys[held.payee].pubkey(),
            zone=self.zone.address,
            payment=payment,
            refunded_before=before,
            amount=amount,
            **parties,
        )
        self.act(refund, held.payee, self.model.refund(held, held.payee, before, amount))
        if collected:
            collect = build.collect(
                zone=self.zone.address,
                account=parties["payee_account"],
                treasury_account=self.address("treasury", held.asset),
            )
            reasons = self.model.collect(held.payee, held.asset)
            self.act(collect, self.zone.operator, reasons)
        self.dispute(number=number, stranger=None, reason=1)

    @precondition(lambda self: self.payments)
    @rule(number=any_payment, stranger=st.none() | st.none() | anyone)
    def respond(self, number: int, stranger: str | None) -> None:
        held, payment, parties = self.pick_disputed(number)
        who = stranger or held.payee
        instruction = build.respond(
            wallet=self.keys[who].pubkey(),
            payment=payment,
            payee_account=parties["payee_account"],
            evidence=bytes(32),
        )
        self.act(instruction, who, self.model.respond(held, who))

    @precondition(lambda self: self.payments)
    @rule(
        number=any_payment,
        who=st.sampled_from([OPERATOR] * 4 + [*PEOPLE, "treasury"]),
        share=st.sampled_from([0, 1, 3, 5, 9, 10, 11]),
        more=st.integers(0, 1),
    )
    def resolve(self, number: int, who: str, share: int, more: int) -> None:
        held, payment, parties = self.pick_disputed(number)
        most = held.reserve if held.state is PaymentState.CHARGEBACK else held.held
        to_payer = most * share // 10 + more
        key = self.key_of(who)
        instruction = build.resolve(
            authority=key.pubkey(),
            zone=self.zone.address,
            payment=payment,
            to_payer=to_payer,
            **parties,
        )
        self.act(instruction, key, self.model.resolve(held, who, to_payer))

    @precondition(lambda self: self.payments)
    @rule(number=any_payment, stranger=st.none() | anyone, drop=st.booleans(), wait=st.booleans())
    def conclude(self, number: int, stranger: str | None, drop: bool, wait: bool) -> None:
        held, payment, parties = self.pick_disputed(number)
        who = stranger or held.payer
        if wait and held.is_disputed:
            self.move_clock(held.decide_by)
        instruction = build.conclude(
            signer=self.keys[who].pubkey(), payment=payment, drop=drop, **parties
        )
        self.act(instruction, who, self.model.conclude(held, who, drop=drop))

    @precondition(lambda self: self.payments)
    @rule(number=any_payment, wait=st.sampled_from([-1, -1, 0, 1]))
    def release(self, number: int, wait: int) -> None:
        held, payment, parties = self.pick(number)
        if wait >= 0 and held.reserve:
            self.move_clock(held.reserve_until - wait)
        instruction = build.release(payment=payment, payee_account=parties["payee_account"])
        self.act(instruction, self.zone.operator, self.model.release(held))

    @precondition(lambda self: self.payments)
    @rule(number=any_payment, wait=st.sampled_from([-1, -1, -1, 0, 1]), stranger=st.none() | anyone)
    def close_payment(self, number: int, wait: int, stranger: str | None) -> None:
        held, payment, parties = self.pick(number)
        if wait >= 0:
            self.move_clock(held.closes_at - wait)
        paid_by = self.zone.operator.pubkey()
        to = self.keys[stranger].pubkey() if stranger else paid_by
        reasons = self.model.close_payment(held, is_rent_payer=to == paid_by)
        instruction = build.close_payment(
            payment=payment, payer_account=parties["payer_account"], rent_payer=to
        )
        self.act(instruction, self.zone.operator, reasons)
        if not reasons:
            del self.payments[payment]

    @rule(
        who=st.sampled_from([*MERCHANTS * 3, RESIDENTS[0]]),
        bps=st.sampled_from([0, 1, 1_000, 5_000, 5_000, 10_000, 10_001]),
        window=st.sampled_from([0, 1, DAY, 5 * DAY, 5 * DAY, 30 * DAY, 367 * DAY]),
    )
    def set_reserve(self, who: str, bps: int, window: int) -> None:
        instruction = build.set_reserve(
            operator=self.zone.operator.pubkey(),
            zone=self.zone.address,
            wallet=self.keys[who].pubkey(),
            reserve_bps=bps,
            reserve_window=window,
        )
        self.act(instruction, self.zone.operator, self.model.set_reserve(who, bps, window))

    @rule(
        settle=spans,
        respond=spans,
        resolve=spans,
        retention=spans,
        arbiter=st.none() | anyone | st.sampled_from([0, 1]),
    )
    def set_policy(
        self, settle: int, respond: int, resolve: int, retention: int, arbiter: str | int | None
    ) -> None:
        if isinstance(arbiter, int):
            key = self.zone.regulators[arbiter].pubkey()
        else:
            key = self.keys[arbiter].pubkey() if arbiter else Pubkey.default()
        instruction = build.set_policy(
            operator=self.zone.operator.pubkey(),
            zone=self.zone.address,
            settle_window=settle,
            deliver_within=self.model.deliver_within,
            respond_window=respond,
            resolve_window=resolve,
            retention=retention,
            arbiter=key,
        )
        if isinstance(arbiter, int):
            self.act(instruction, self.zone.operator, {"ArbiterIsRegulator"})
            return
        self.act(instruction, self.zone.operator, set())
        model = self.model
        model.settle_window, model.retention = settle, retention
        model.respond_window, model.resolve_window = respond, resolve
        model.arbiter = arbiter or ""
