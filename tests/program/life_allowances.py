"""What delegates, merchants and payers do with consents, allowed and not."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program.model_allowances import (
    Allowed,
    Consent,
    Offer,
    consent_reasons,
    offer_reasons,
)
from tests.program.world_attempts import Attempt
from tests.program.zone_life import DUPLICATE, FUNDS, MERCHANTS, RESIDENTS, ZoneBesideModel

from alatau.program import (
    Service,
    allowance_address,
    decode_allowance,
    decode_mandate,
    decode_plan,
    mandate_address,
    plan_address,
)
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

owners = st.sampled_from([*RESIDENTS * 3, MERCHANTS[0]])
sellers = st.sampled_from([*MERCHANTS * 4, RESIDENTS[0]])
delegates = st.sampled_from(["Тимур", "Тимур", "«Дәрі»"])
assets = st.sampled_from(list(FUNDS))
leaps = st.sampled_from([1] * 9 + [2, 0, -1, 64, 129, 1_024, 1_025])
caps = st.sampled_from([10_000, 25_000_00, 100_000_00, 2**64 - 1])
sums = st.integers(0, 30_000) | st.sampled_from([10_000, 10_001, 25_000_00, 25_000_01])
periods = st.sampled_from([DAY, DAY, 3 * DAY, 3_600, 0, 366 * DAY + 1])
spans = st.sampled_from([3 * DAY, 30 * DAY, 90 * DAY, 1, 0])
off = st.sampled_from([0] * 7 + [1])
any_one = st.integers(0, 2**16)
strangers = st.sampled_from([None] * 5 + ["«Нан»", "Данияр"])
BOTH = 1 << Service.SHOPS | 1 << Service.CLINIC


class AllowanceLife(ZoneBesideModel):
    """Allowances are given, drawn on, taken back; plans made, consented to and charged."""

    def __init__(self) -> None:
        super().__init__()
        self.allowances: dict[Pubkey, tuple[Allowed, Keypair]] = {}
        self.offers: dict[Pubkey, Offer] = {}
        self.consents: dict[Pubkey, Consent] = {}
        self.signed: list[tuple[Instruction, str]] = []

    def _delegate(self, name: str) -> Keypair:
        return self.keys.get(name) or self.zone.key(name)

    def _other(self, made: Instruction, account: str, who: str) -> Instruction:
        """The same, but that someone else signs."""
        return Attempt.of(made).signed_by(account, self.keys[who]).instruction()

    def begin_consents(self) -> None:
        """Consents that can be used, so that not only their lack is tried."""
        for symbol in FUNDS:
            self.create_plan(MERCHANTS[0], symbol, 10_000, DAY)
        for owner in RESIDENTS:
            for symbol in FUNDS:
                self.grant_allowance(
                    owner, symbol, "Тимур", None, 0, 10_000, 25_000_00, DAY, 90 * DAY, BOTH
                )
            for number in range(len(self.offers)):
                self.grant_mandate(number, owner, 1, 0, 0, 0, 90 * DAY)

    # -- allowances ----------------------------------------------------------------------

    @rule(
        owner=owners, symbol=assets, delegate=delegates, stranger=strangers, off=off,
        per_payment=caps, per_period=caps, period=periods, lasts=spans,
        services=st.sampled_from([BOTH, BOTH, 1 << Service.SHOPS, 0]),
    )  # fmt: skip
    def grant_allowance(
        self, owner: str, symbol: str, delegate: str, stranger: str | None, off: int,
        per_payment: int, per_period: int, period: int, lasts: int, services: int,
    ) -> None:  # fmt: skip
        key = self._delegate(delegate)
        address = allowance_address(self.address(owner, symbol), key.pubkey())
        allowed, _ = self.allowances.get(address, (Allowed(owner, symbol), key))
        terms = {
            "per_payment": per_payment,
            "per_period": per_period,
            "period": period,
            "services": services,
            "expires_at": self.model.now + lasts,
        }
        before = allowed.grants + off
        made = build.grant_allowance(
            wallet=self.keys[owner].pubkey(),
            zone=self.zone.address,
            mint=self.assets[symbol].mint,
            delegate=key.pubkey(),
            grants_before=before,
            rent_payer=self.zone.operator.pubkey(),
            **terms,
        )
        if stranger and stranger != owner:
            self.act(self._other(made, "wallet", stranger), stranger, {"WrongOwner"})
            return
        reasons = allowed.change(self.model, terms, before)
        self.act(made, owner, reasons)
        if not reasons:
            self.allowances[address] = allowed, key

    @precondition(lambda self: self.allowances)
    @rule(number=any_one, stranger=strangers)
    def revoke_allowance(self, number: int, stranger: str | None) -> None:
        address, (allowed, _) = list(self.allowances.items())[number % len(self.allowances)]
        wallet = self.keys[allowed.owner].pubkey()
        made = build.revoke_allowance(wallet=wallet, allowance=address)
        if stranger and stranger != allowed.owner:
            self.act(self._other(made, "wallet", stranger), stranger, {"WrongOwner"})
            return
        self.act(made, allowed.owner, set())
        allowed.revoked = True
        allowed.grants += 1

    @precondition(lambda self: self.allowances)
    @rule(
        number=any_one, payee=sellers, leap=leaps, amount=sums, stranger=strangers,
        service=st.sampled_from([Service.SHOPS, Service.SHOPS, Service.CLINIC]),
    )  # fmt: skip
    def draw(
        self, number: int, payee: str, leap: int, amount: int, stranger: str | None,
        service: Service,
    ) -> None:  # fmt: skip
        allowed, key = list(self.allowances.values())[number % len(self.allowances)]
        sequence = max(0, max(allowed.window.used) + leap)
        made = build.draw(
            delegate=key.pubkey(),
            owner=self.keys[allowed.owner].pubkey(),
            payee=self.keys[payee].pubkey(),
            zone=self.zone.address,
            mint=self.assets[allowed.asset].mint,
            sequence=sequence,
            amount=amount,
            reference=bytes(32),
            service=service,
        )
        twice = {DUPLICATE} if payee == allowed.owner else set()
        if stranger and self.keys[stranger] != key:
            self.act(self._other(made, "delegate", stranger), stranger, {"NotDelegate"} | twice)
            return
        reasons = allowed.draw(self.model, payee, sequence, amount, service)
        self.act(made, key, reasons | twice if reasons else reasons)
        if not reasons and key in self.keys.values():
            name = next(name for name, each in self.keys.items() if each == key)
            self.landed.append((made, name))

    # -- plans and mandates --------------------------------------------------------------

    @rule(payee=sellers, symbol=assets, amount=sums, period=periods)
    def create_plan(self, payee: str, symbol: str, amount: int, period: int) -> None:
        number = len(self.offers)
        made = build.create_plan(
            wallet=self.keys[payee].pubkey(),
            zone=self.zone.address,
            mint=self.assets[symbol].mint,
            number=number,
            amount=amount,
            period=period,
            service=Service.SHOPS,
            terms=bytes(32),
            rent_payer=self.zone.operator.pubkey(),
        )
        reasons = offer_reasons(self.model, payee, amount, period)
        self.act(made, payee, reasons)
        if not reasons:
            address = plan_address(self.address(payee, symbol), number)
            self.offers[address] = Offer(payee, symbol, number, amount, period)

    @precondition(lambda self: self.offers)
    @rule(number=any_one, stranger=strangers, meant=st.sampled_from([False, False, True]))
    def close_plan(self, number: int, stranger: str | None, meant: bool) -> None:
        address, offer = list(self.offers.items())[number % len(self.offers)]
        who = offer.payee if meant else stranger or RESIDENTS[0]
        made = build.close_plan(wallet=self.keys[who].pubkey(), plan=address)
        reasons = {"NotPayee"} if who != offer.payee else set()
        reasons |= {"PlanClosed"} if offer.closed else set()
        self.act(made, who, reasons)
        offer.closed |= not reasons

    @precondition(lambda self: self.offers)
    @rule(
        number=any_one, payer=owners, leap=leaps, off_amount=off, off_period=off,
        starts_in=st.sampled_from([0, 0, 0, -DAY, 1, DAY]), lasts=spans,
    )  # fmt: skip
    def grant_mandate(
        self, number: int, payer: str, leap: int, off_amount: int, off_period: int,
        starts_in: int, lasts: int,
    ) -> None:  # fmt: skip
        plan, offer = list(self.offers.items())[number % len(self.offers)]
        account = self.address(payer, offer.asset)
        address = mandate_address(account, plan)
        used = self.model.accounts[payer, offer.asset].used
        terms = {
            "sequence": max(0, max(used) + leap),
            "amount": offer.amount + off_amount,
            "period": offer.period + off_period,
            "starts_at": self.model.now + starts_in,
            "ends_at": self.model.now + lasts,
        }
        made = build.grant_mandate(
            wallet=self.keys[payer].pubkey(),
            zone=self.zone.address,
            mint=self.assets[offer.asset].mint,
            plan=plan,
            rent_payer=self.zone.operator.pubkey(),
            **terms,
        )
        reasons = consent_reasons(self.model, payer, offer, terms, exists=address in self.consents)
        self.act(made, payer, reasons)
        if not reasons:
            starts_at = max(self.model.now, terms["starts_at"])
            self.consents[address] = Consent(payer, offer, starts_at, terms["ends_at"])
            self.signed.append((made, payer))

    @precondition(lambda self: self.consents)
    @rule(number=any_one, stranger=strangers)
    def cancel_mandate(self, number: int, stranger: str | None) -> None:
        address, consent = list(self.consents.items())[number % len(self.consents)]
        made = build.cancel_mandate(
            wallet=self.keys[consent.payer].pubkey(),
            mandate=address,
            rent_payer=self.zone.operator.pubkey(),
        )
        if stranger and stranger != consent.payer:
            self.act(self._other(made, "wallet", stranger), stranger, {"NotPayer"})
            return
        self.act(made, consent.payer, set())
        del self.consents[address]

    @precondition(lambda self: self.consents)
    @rule(number=any_one, off=st.sampled_from([0] * 6 + [1, -1]))
    def pull(self, number: int, off: int) -> None:
        consent = list(self.consents.values())[number % len(self.consents)]
        offer = consent.offer
        index = max(0, consent.due(self.model.now) + off)
        made = build.pull(
            payer=self.keys[consent.payer].pubkey(),
            payee=self.keys[offer.payee].pubkey(),
            zone=self.zone.address,
            mint=self.assets[offer.asset].mint,
            plan=plan_address(self.address(offer.payee, offer.asset), offer.number),
            index=index,
        )
        reasons = consent.pull(self.model, index)
        self.act(made, self.zone.operator, reasons)
        if not reasons:
            self.act(made, self.zone.operator, {"PeriodPulled"})

    @precondition(lambda self: self.signed)
    @rule(number=any_one)
    def replay_a_consent(self, number: int) -> None:
        """What a payer once signed does not become a consent again."""
        made, who = self.signed[number % len(self.signed)]
        self.act(made, who, {"SequenceUsed", "SequenceTooOld", "AccountAlreadyInUse"})

    # -- comparing -----------------------------------------------------------------------

    async def compare(self) -> None:
        await super().compare()
        found = await self.chain.accounts([*self.allowances, *self.offers, *self.consents])
        infos = iter(found)
        for address, (allowed, _) in self.allowances.items():
            info = next(infos)
            assert info is not None
            allowance = decode_allowance(info.data)
            for name in ("index", "spent", "drawn", "grants", "revoked", "starts_at"):
                assert getattr(allowance, name) == getattr(allowed, name), (address, name)
            assert allowance.sequence == max(allowed.window.used)
        for address, offer in self.offers.items():
            info = next(infos)
            assert info is not None
            assert (decode_plan(info.data).state == 2) == offer.closed, address
        for address, consent in self.consents.items():
            info = next(infos)
            assert info is not None
            mandate = decode_mandate(info.data)
            last = consent.pulled[-1] + 1 if consent.pulled else 0
            assert (mandate.count, mandate.next) == (len(consent.pulled), last), address
            assert mandate.starts_at == consent.starts_at, address
