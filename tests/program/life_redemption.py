"""What issuers pay their holders for units, by a call or a tender, allowed and not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.pubkey import Pubkey
from tests.program.invariant_model import Balances
from tests.program.life_instruments import (
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
from tests.program.model_redemption import Paid
from tests.program.world_attempts import Attempt
from tests.program.zone_life import DUPLICATE

from alatau.program import account_address, decode_instrument, decode_payment_account
from alatau.program import instructions as build

MONEY = 2_000_000
prices = st.sampled_from([1, 999, 1_000] * 3 + [0, 2_500, 2**63])


class RedemptionLife(InstrumentLife):
    """Instruments are called and redeemed, tenders opened, taken and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.money: dict[str, Balances] = {}
        self._paid_for: dict[Pubkey, Paid] = {}

    def begin_units(self) -> None:
        """Members have payment accounts, the issuer money, and a second instrument matures."""
        super().begin_units()
        for name in MEMBERS:
            self._have_account(name)
        self._deposit(ISSUER)
        self.propose(400, 9, 0, False, 3_600)
        self.decide(1, "admit", 1, 0)
        for name in MEMBERS:
            self.open_holding(1, name)
        for name in (ISSUER, "Мадина", "Олжас"):
            self.issue_units(1, name, 60, 0, None)
        self.open_tender(1, 1, 1_000, 60, None)
        self.tender_units(1, "Мадина", 1, 4, False)
        self.close_tender(1, ISSUER)

    def _have_account(self, name: str) -> None:
        if name in self.money:
            return
        operator = self.zone.operator
        wallet, mint = self._member_keys[name].pubkey(), self.assets["tenge"].mint
        opened = build.open_account(
            payer=operator.pubkey(), zone=self.zone.address, mint=mint, wallet=wallet
        )
        self.act(opened, operator, set())
        self.money[name] = Balances()

    def _deposit(self, name: str) -> None:
        wallet, asset = self._member_keys[name].pubkey(), self.assets["tenge"]
        self.do(self.zone.issue(asset, wallet, MONEY))
        made = build.deposit(
            wallet=wallet,
            zone=self.zone.address,
            mint=asset.mint,
            token_program=asset.token_program,
            sequence=1,
            amount=MONEY,
            reference=bytes(32),
        )
        self._act_as(name, made, set())
        self.money[name].used.add(1)
        self.money[name].available += MONEY

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
        paid, named = self._paid(number)
        sequence = self._leap(leap)
        made = build.call_redemption(**named, sequence=sequence, price=price)
        if thief:
            self._steal("issuer", thief, Attempt.of(made))
            return
        reasons = paid.call(self.model, self.members, sequence, price)
        self._act_as(ISSUER, made, reasons)
        if not reasons:
            self._act_as(ISSUER, made, {"SequenceUsed"})

    @precondition(lambda self: any(map(self._will_be_due, self._paid_for.values())))
    @rule(number=any_one, price=prices, early=st.sampled_from([0, 0, 0, 1]))
    def call_at_maturity(self, number: int, price: int, early: int) -> None:
        """To the second, or one before it."""
        number = self._where(self._will_be_due, number)
        paid, _ = self._paid(number)
        self.move_clock(paid.register.terms["maturity"] - early)
        self.call_redemption(number, 1, price, None, False)

    @precondition(lambda self: any(each.price for each in self._paid_for.values()))
    @rule(number=any_one, who=st.lists(names, min_size=1, max_size=4))
    def redeem_several(self, number: int, who: list[str]) -> None:
        for name in who:
            self.redeem(self._where(lambda each: each.price > 0, number), name)

    @precondition(lambda self: any(each.price for each in self._paid_for.values()))
    @rule(number=any_one, name=names)
    def redeem(self, number: int, name: str) -> None:
        paid, named = self._paid(number)
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
        paid, named = self._paid(number)
        sequence = self._leap(leap)
        made = build.open_tender(**named, sequence=sequence, price=price, quantity=quantity)
        if thief:
            self._steal("issuer", thief, Attempt.of(made))
            return
        reasons = paid.open_tender(self.model, self.members, sequence, price, quantity)
        self._act_as(ISSUER, made, reasons)
        if not reasons:
            self._act_as(ISSUER, made, {"SequenceUsed"})

    @precondition(lambda self: any(each.tender_left for each in self._paid_for.values()))
    @rule(number=any_one, name=names, leap=leaps, share=shares, opened=st.booleans())
    def tender_units(self, number: int, name: str, leap: int, share: int, opened: bool) -> None:
        if opened:
            number = self._where(lambda each: each.tender_left > 0, number)
        paid, named = self._paid(number)
        register = paid.register
        if name not in register.units:
            return
        sequence = max(0, max(register.windows[name].used) + leap)
        quantity = register.units[name] * share // 10 + (share % 2)
        made = build.tender_units(
            **named,
            wallet=self._member_keys[name].pubkey(),
            sequence=sequence,
            quantity=quantity,
        )
        if name == ISSUER:
            self._act_as(name, made, {DUPLICATE})
            return
        reasons = paid.tender(self.model, self.members, name, sequence, quantity)
        self._act_as(name, made, reasons)
        if not reasons:
            self._act_as(name, made, {"SequenceUsed"})

    @precondition(lambda self: any(each.tender_left for each in self._paid_for.values()))
    @rule(number=any_one, name=st.sampled_from([ISSUER, ISSUER, "Бота"]))
    def close_tender(self, number: int, name: str) -> None:
        paid, named = self._paid(number)
        made = build.close_tender(**named, signer=self._member_keys[name].pubkey())
        reasons = paid.close_tender(self.model, issuer=name == ISSUER)
        self._act_as(name, made, reasons)

    # -- comparing -----------------------------------------------------------------------

    async def compare(self) -> None:
        await super().compare()
        for name, expected in self.money.items():
            info = await self.chain.account(self._account(name))
            assert info is not None
            account = decode_payment_account(info.data)
            for balance in ("available", "held"):
                assert getattr(account, balance) == getattr(expected, balance), (name, balance)
            assert account.sequence == max(expected.used), name
        for address, paid in self._paid_for.items():
            info = await self.chain.account(address)
            assert info is not None
            found = decode_instrument(info.data)
            assert found.redemption_price == paid.price, address
            assert (found.tender_price, found.tender_left) == (paid.tender_price, paid.tender_left)
        if self.money:
            # Each part of what is held adds its own term.
            aside = sum(each.set_aside for each in self._paid_for.values())
            assert self.money[ISSUER].held == aside

    def _paid(self, number: int) -> tuple[Paid, dict[str, Any]]:
        """What is paid for an instrument's units, and what every instruction names."""
        address, register = self._pick(number)
        paid = self._paid_for.setdefault(address, Paid(register, self.money))
        return paid, {
            "issuer": self._member_keys[ISSUER].pubkey(),
            "zone": self.zone.address,
            "mint": self._mint(address),
            "payout_mint": self.assets["tenge"].mint,
        }

    def _where(self, holds: Any, number: int) -> int:
        """The number of an instrument of which it holds, where there is one."""
        found = [
            each
            for each, address in enumerate(self.registers)
            if address in self._paid_for and holds(self._paid_for[address])
        ]
        return found[number % len(found)] if found else number

    def _will_be_due(self, paid: Paid) -> bool:
        return not (paid.price or paid.tender_left) and paid.register.terms["maturity"] > 0

    def _is_due(self, paid: Paid) -> bool:
        matures = paid.register.terms["maturity"]
        return not (paid.price or paid.tender_left) and 0 < matures <= self.model.now

    def _leap(self, leap: int) -> int:
        return max(0, max(self.money[ISSUER].used) + leap)

    def _steal(self, who: str, thief: str, tried: Attempt) -> None:
        stolen = tried.signed_by(who, self._member_keys[thief]).instruction()
        self._act_as(thief, stolen, {"NotIssuer"})

    def _account(self, name: str) -> Pubkey:
        wallet, mint = self._member_keys[name].pubkey(), self.assets["tenge"].mint
        return account_address(self.zone.address, wallet, mint)
