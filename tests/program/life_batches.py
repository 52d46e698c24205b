"""What pays and settles many in a zone's life, and a merchant's lane; allowed and not."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from solders.pubkey import Pubkey
from tests.program import model_batches as model
from tests.program.invariant_model import BALANCES, TOTALS, Held
from tests.program.zone_life import MERCHANTS, PEOPLE, RESIDENTS, ZoneBesideModel

from alatau.program import PaymentState, Service, account_address, decode_payment_account
from alatau.program import instructions as build

SHOP, SYMBOL, LANE, MOST = MERCHANTS[0], "tenge", 1, 20
amounts = st.integers(0, 20) | st.integers(1, 90_000_00) | st.just(100_000_01)
leaps = st.sampled_from([1] * 12 + [0, -1, 64, 129, 1_025])
payees = st.sampled_from([*RESIDENTS * 4, *PEOPLE])


class BatchLife(ZoneBesideModel):
    """Payrolls, settlements of many, and a lane."""

    has_lane = False

    def _lane(self) -> Pubkey:
        mint = self.assets[SYMBOL].mint
        return account_address(self.zone.address, self.keys[SHOP].pubkey(), mint, LANE)

    @rule(
        who=st.sampled_from([*RESIDENTS * 3, SHOP, "treasury"]),
        rows=st.lists(st.tuples(payees, amounts), max_size=5),
        symbol=st.sampled_from(["tenge", "dollar"]),
        leap=leaps,
        anybody=st.sampled_from([False, False, False, True]),
    )
    def pay_many(
        self, who: str, rows: list[tuple[str, int]], symbol: str, leap: int, *, anybody: bool
    ) -> None:
        if not anybody:
            # There are two residents: left to chance, one would mostly pay itself.
            other = next(each for each in RESIDENTS if each != who)
            rows = [(other, amount) for _, amount in rows]
        terms, sequence = self.terms(who, symbol, leap)
        named = [(self.keys[payee].pubkey(), amount) for payee, amount in rows]
        instruction = build.pay_many(**terms, rows=named)
        reasons = model.pay_many(self.model, who, rows, symbol, sequence)
        self.spend(instruction, who, reasons, twice=any(who == payee for payee, _ in rows))

    @precondition(lambda self: self.payments)
    @rule(first=st.integers(0, 2**16), others=st.lists(st.integers(0, 2**16), max_size=4))
    def settle_many(self, first: int, others: list[int]) -> None:
        """Whatever is picked: mostly it must be refused, whole."""
        picked = [self.pick(number) for number in (first, *others)]
        payee, asset = picked[0][0].payee, picked[0][0].asset
        instruction = build.settle_many(
            payee_account=self.address(payee, asset),
            payments=[address for _, address, _ in picked],
        )
        held = [each for each, _, _ in picked]
        reasons = model.settle_many(self.model, payee, asset, held)
        self.act(instruction, self.zone.operator, reasons)

    @precondition(lambda self: self.payments)
    @rule(merchant=st.sampled_from(MERCHANTS), symbol=st.sampled_from(["tenge", "dollar"]))
    def deliver_and_settle_many(self, merchant: str, symbol: str) -> None:
        """All that a merchant has open is fulfilled and, after its window, settled at once."""
        picked: list[tuple[Held, Pubkey]] = []
        for address, held in self.payments.items():
            if (held.payee, held.asset) != (merchant, symbol) or len(picked) == MOST:
                continue
            if held.state is PaymentState.OPEN and self.model.now < held.deliver_by:
                instruction = build.fulfil(
                    wallet=self.keys[merchant].pubkey(),
                    payment=address,
                    payee_account=self.address(merchant, symbol),
                )
                self.act(instruction, merchant, self.model.fulfil(held, merchant))
            if held.state is PaymentState.FULFILLED:
                picked.append((held, address))
        if not picked:
            return
        last = max(held.settles_at for held, _ in picked)
        for moment in (last - 1, last):
            if moment > self.model.now:
                self.model.now = moment
                self.shaken = True
                self.do(self.chain.set_time(moment))
            instruction = build.settle_many(
                payee_account=self.address(merchant, symbol),
                payments=[address for _, address in picked],
            )
            held_ones = [held for held, _ in picked]
            reasons = model.settle_many(self.model, merchant, symbol, held_ones)
            self.act(instruction, self.zone.operator, reasons)
            if not reasons:
                return

    @precondition(lambda self: not self.has_lane)
    @rule(thief=st.sampled_from(RESIDENTS))
    def open_lane_as_another(self, thief: str) -> None:
        """Only the operator may."""
        self._open_lane(thief)

    def _open_lane(self, thief: str | None = None) -> bool:
        """Whether there is a lane now; none can be opened while that is paused or ended."""
        if self.has_lane:
            return True
        payer = self.keys[thief] if thief else self.zone.operator
        instruction = build.open_account(
            payer=payer.pubkey(),
            zone=self.zone.address,
            mint=self.assets[SYMBOL].mint,
            wallet=self.keys[SHOP].pubkey(),
            lane=LANE,
        )
        reasons = model.opening_reasons(self.model, SHOP)
        if thief:
            reasons = reasons | {"LaneNeedsOperator"}
        self.act(instruction, payer, reasons)
        if not reasons:
            self.has_lane = True
            model.open_lane(self.model, SHOP, SYMBOL)
        return self.has_lane

    @rule(who=st.sampled_from(RESIDENTS), leap=leaps, amount=amounts)
    def pay_lane(self, who: str, leap: int, amount: int) -> None:
        if not self._open_lane():
            return
        terms, sequence = self.terms(who, SYMBOL, leap)
        instruction = build.pay(
            **terms,
            payee=self.keys[SHOP].pubkey(),
            payee_lane=LANE,
            amount=amount,
            service=Service.SHOPS,
        )
        reasons = self.model.pay(who, model.lane_of(SHOP), SYMBOL, sequence, amount)
        assert isinstance(reasons, set)
        self.spend(instruction, who, reasons)

    @precondition(lambda self: self.has_lane)
    @rule()
    def consolidate(self) -> None:
        instruction = build.consolidate(
            zone=self.zone.address,
            wallet=self.keys[SHOP].pubkey(),
            mint=self.assets[SYMBOL].mint,
            lane=LANE,
        )
        self.act(instruction, self.zone.operator, model.consolidate(self.model, SHOP, SYMBOL))

    @precondition(lambda self: self.has_lane)
    @rule(leap=leaps, amount=amounts)
    def fund_lane(self, leap: int, amount: int) -> None:
        terms, sequence = self.terms(SHOP, SYMBOL, leap)
        del terms["reference"]
        instruction = build.fund_lane(**terms, lane=LANE, amount=amount)
        reasons = model.fund_lane(self.model, SHOP, SYMBOL, sequence, amount)
        self.spend(instruction, SHOP, reasons)

    @invariant()
    def the_lane_is_as_the_model_says(self) -> None:
        if not self.has_lane:
            return
        info = self.do(self.chain.account(self._lane()))
        assert info is not None
        account = decode_payment_account(info.data)
        expected = self.model.accounts[model.lane_of(SHOP), SYMBOL]
        for name in (*BALANCES, *TOTALS):
            assert getattr(account, name) == getattr(expected, name), name
        assert account.sequence == 0
