"""What issuers pay their holders for units, by a call or a tender, allowed and not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.pubkey import Pubkey
from tests.program.life_instruments import (
    AUTHORITY,
    ISSUER,
    MEMBERS,
    InstrumentLife,
    any_one,
    leaps,
    names,
    quantities,
    shares,
    thieves,
)
from tests.program.model_redemption import MONEY, Paid
from tests.program.world_attempts import Attempt
from tests.program.zone_life import DUPLICATE

from alatau.program import decode_instrument
from alatau.program import instructions as build

prices = st.sampled_from([1, 999, 1_000] * 3 + [0, 2_500, 2**63])
offs = st.sampled_from([0] * 12 + [1, -1, -998, 2**62])
"""By how much the price that a holder names is another than the tender's."""


class RedemptionLife(InstrumentLife):
    """Instruments are called and redeemed, tenders opened, taken and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.paid: dict[Pubkey, Paid] = {}

    def begin_redemption(self) -> None:
        """Members have money, and a second instrument matures soon, which was tendered for."""
        self.have_member_accounts()
        self.propose(400, 9, 0, False, 3_600)
        self.decide(1, "admit", 1, 0)
        for name in MEMBERS:
            self.open_holding(1, name)
        for name in (ISSUER, "Мадина", "Олжас"):
            self.issue_units(1, name, 60, 0, None)
        self.open_tender(1, 1, 1_000, 60, None)
        self.tender_units(1, "Мадина", 1, 4, False, 0)
        self.close_tender(1, ISSUER)
        self.open_tender(1, 1, 999, 40, None)

    # -- calls ---------------------------------------------------------------------------

    @precondition(lambda self: self.registers)
    @rule(
        number=any_one, leap=leaps, price=prices, thief=thieves,
        due=st.sampled_from([True, True, True, False]),
    )  # fmt: skip
    def call_redemption(
        self, number: int, leap: int, price: int, thief: str | None, due: bool
    ) -> None:
        if due:
            number = self._where(self._is_due, number)
        paid, named = self._paid_for(number)
        sequence = self._leap(leap)
        made = build.call_redemption(**named, sequence=sequence, price=price)
        if thief:
            self._steal("issuer", thief, Attempt.of(made))
            return
        reasons = paid.call(sequence, price)
        self._act_as(ISSUER, made, reasons)
        if not reasons:
            self._act_as(ISSUER, made, {"SequenceUsed"})

    @precondition(lambda self: any(map(self._will_be_due, self.paid.values())))
    @rule(
        number=any_one, price=prices, early=st.sampled_from([0, 0, 0, 1]),
        who=st.lists(names, max_size=4),
    )  # fmt: skip
    def call_at_maturity(self, number: int, price: int, early: int, who: list[str]) -> None:
        """To the second, or one before it; then some redeem."""
        number = self._where(self._will_be_due, number)
        paid, _ = self._paid_for(number)
        if paid.tender_left:
            self.close_tender(number, ISSUER)
        self.move_clock(paid.register.terms["maturity"] - early)
        self.call_redemption(number, 1, price, None, False)
        for name in who:
            self.redeem(number, name)

    @precondition(lambda self: any(each.price for each in self.paid.values()))
    @rule(number=any_one, who=st.lists(names, min_size=1, max_size=4))
    def redeem_several(self, number: int, who: list[str]) -> None:
        for name in who:
            self.redeem(self._where(lambda each: each.price > 0, number), name)

    @precondition(lambda self: any(each.price for each in self.paid.values()))
    @rule(number=any_one, name=names)
    def redeem(self, number: int, name: str) -> None:
        paid, named = self._paid_for(number)
        if name not in paid.register.units:
            return
        made = build.redeem(**named, wallet=self._member_keys[name].pubkey())
        reasons = {DUPLICATE} if name == ISSUER else paid.redeem(name)
        self.act(made, self.zone.operator, reasons)
        if not reasons:
            self.act(made, self.zone.operator, {"NothingToRedeem"})

    # -- tenders -------------------------------------------------------------------------

    @precondition(lambda self: self.registers)
    @rule(number=any_one, leap=leaps, price=prices, quantity=quantities, thief=thieves)
    def open_tender(
        self, number: int, leap: int, price: int, quantity: int, thief: str | None
    ) -> None:
        paid, named = self._paid_for(number)
        sequence = self._leap(leap)
        made = build.open_tender(**named, sequence=sequence, price=price, quantity=quantity)
        if thief:
            self._steal("issuer", thief, Attempt.of(made))
            return
        reasons = paid.open_tender(sequence, price, quantity)
        self._act_as(ISSUER, made, reasons)
        if not reasons:
            self._act_as(ISSUER, made, {"SequenceUsed"})

    @precondition(lambda self: any(each.tender_left for each in self.paid.values()))
    @rule(
        number=any_one, name=names, leap=leaps, share=shares, opened=st.booleans(), off=offs,
    )  # fmt: skip
    def tender_units(
        self, number: int, name: str, leap: int, share: int, opened: bool, off: int
    ) -> None:
        if opened:
            number = self._where(lambda each: each.tender_left > 0, number)
        paid, named = self._paid_for(number)
        register = paid.register
        if name not in register.units:
            return
        sequence = max(0, max(register.windows[name].used) + leap)
        quantity = register.free(name) * share // 10 + (share % 2)
        price = max(0, paid.tender_price + off)
        made = build.tender_units(
            **named,
            wallet=self._member_keys[name].pubkey(),
            sequence=sequence,
            quantity=quantity,
            price=price,
        )
        if name == ISSUER:
            self._act_as(name, made, {DUPLICATE})
            return
        reasons = paid.tender(name, sequence, quantity, price)
        self._act_as(name, made, reasons)
        if not reasons:
            self._act_as(name, made, {"SequenceUsed"})

    @precondition(lambda self: any(each.tender_left for each in self.paid.values()))
    @rule(number=any_one, name=st.sampled_from([ISSUER, ISSUER, "Бота", AUTHORITY]))
    def close_tender(self, number: int, name: str) -> None:
        paid, named = self._paid_for(number)
        signer = self._ender(name)
        made = build.close_tender(**named, signer=signer.pubkey())
        reasons = paid.close_tender(issuer=name == ISSUER, authority=name == AUTHORITY)
        self.act(made, signer, reasons)

    # -- comparing -----------------------------------------------------------------------

    async def compare(self) -> None:
        await super().compare()
        for address, paid in self.paid.items():
            info = await self.chain.account(address)
            assert info is not None
            found = decode_instrument(info.data)
            assert found.redemption_price == paid.price, address
            assert (found.tender_price, found.tender_left) == (paid.tender_price, paid.tender_left)
        # Each part of what is held adds its own term.
        aside = sum(each.set_aside for each in self.paid.values())
        aside += sum(each.payouts.held for each in self.registers.values())
        assert self.model.accounts[ISSUER, MONEY].held == aside

    def _paid_for(self, number: int) -> tuple[Paid, dict[str, Any]]:
        """What is paid for an instrument's units, and what every instruction names."""
        address, register = self._pick(number)
        paid = self.paid.setdefault(address, Paid(self.model, self.members, register))
        return paid, {
            "issuer": self._member_keys[ISSUER].pubkey(),
            "zone": self.zone.address,
            "mint": self._mint(address),
            "payout_mint": self.assets[MONEY].mint,
        }

    def _where(self, holds: Any, number: int) -> int:
        """The number of an instrument of which it holds, where there is one."""
        found = [each for each in range(len(self.registers)) if holds(self._paid_for(each)[0])]
        return found[number % len(found)] if found else number

    def _will_be_due(self, paid: Paid) -> bool:
        return not paid.price and paid.register.terms["maturity"] > 0

    def _is_due(self, paid: Paid) -> bool:
        return not (paid.price or paid.tender_left) and paid.due

    def _leap(self, leap: int) -> int:
        return max(0, max(self.model.accounts[ISSUER, MONEY].used) + leap)

    def _steal(self, who: str, thief: str, tried: Attempt) -> None:
        stolen = tried.signed_by(who, self._member_keys[thief]).instruction()
        self._act_as(thief, stolen, {"NotIssuer"})
