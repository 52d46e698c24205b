"""What issuers offer and investors subscribe, allowed and not."""

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
    off,
    thieves,
)
from tests.program.model_offerings import MONEY, Desk, Sale
from tests.program.world_attempts import Attempt

from alatau.program import (
    Allotment,
    decode_instrument,
    decode_offering,
    offering_address,
    subscription_address,
)
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

prices = st.sampled_from([1, 7, 1_000, 333_33, 9_999_99, 0, 2**62])
quantities = st.sampled_from([1, 10, 30, 40, 40, 60, 401])
wants = st.integers(0, 50) | st.sampled_from([1, 7, 20, 33, 120, 2**64 - 1])
windows = st.sampled_from([3_600, DAY, DAY, 2 * DAY, 0, 367 * DAY])
coolings = st.sampled_from([0, 3_600, DAY, DAY])
orders = st.permutations(["Мадина", "Олжас", "Чынара", "Сергей", "Бота"])
counts = st.sampled_from([5, 5, 5, 2, 0])
steps = st.lists(
    st.tuples(
        st.sampled_from(["withdraw", "confirm", "confirm", "allot", "conclude", "close"]), names
    ),
    min_size=1,
    max_size=4,
)


class OfferingLife(InstrumentLife):
    """Members have money too, and subscribe what is offered."""

    def __init__(self) -> None:
        super().__init__()
        self.sales: dict[Pubkey, tuple[Pubkey, Sale]] = {}

    def begin_offerings(self) -> None:
        """One that is settled, and one that is subscribed."""
        self.have_member_accounts()
        for allotment in (Allotment.PRO_RATA, Allotment.FIRST_COME):
            self.create_offering(0, 333_33, 40, 10, DAY, 3_600, allotment, 0, None)
            for name, units in (("Мадина", 33), ("Олжас", 20), ("Чынара", 7)):
                self.subscribe(0, name, units, 1, None)
            if allotment is Allotment.PRO_RATA:
                self.settle_offering(0, ["Олжас", "Чынара", "Мадина"], 3, True)

    # -- offering ------------------------------------------------------------------------

    @precondition(lambda self: self.registers)
    @rule(
        number=any_one, price=prices, quantity=quantities, share=st.sampled_from([0, 1, 5, 10, 11]),
        window=windows, cooling=coolings, allotment=st.sampled_from(Allotment), off=off,
        thief=thieves,
    )  # fmt: skip
    def create_offering(
        self, number: int, price: int, quantity: int, share: int, window: int, cooling: int,
        allotment: Allotment, off: int, thief: str | None,
    ) -> None:  # fmt: skip
        address, register = self._pick(number)
        if ISSUER not in register.units or len(self.sales) > 4:
            return
        opens = self.model.now + (60 if window == 2 * DAY else -60)
        terms: dict[str, Any] = {
            "price": price,
            "quantity": quantity,
            "minimum": quantity * share // 10,
            "least": 1,
            "most": 120,
            "opens_at": opens,
            "closes_at": self.model.now + window,
            "cooling_off": cooling,
            "allotment": allotment,
        }
        which = register.offerings + 1 + off
        made = build.create_offering(
            issuer=self._member_keys[ISSUER].pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            payout_mint=self.assets[MONEY].mint,
            number=which,
            rent_payer=self.zone.operator.pubkey(),
            **terms,
        )
        if thief:
            stolen = Attempt.of(made).signed_by("issuer", self._member_keys[thief]).instruction()
            self._act_as(thief, stolen, {"NotIssuer"})
            return
        found = self._desk(address).create(which, terms)
        if isinstance(found, set):
            self._act_as(ISSUER, made, found)
            return
        self._act_as(ISSUER, made, set())
        self.sales[offering_address(address, which)] = address, found

    @precondition(lambda self: self.sales)
    @rule(number=any_one, name=names, units=wants, leap=leaps, thief=thieves)
    def subscribe(self, number: int, name: str, units: int, leap: int, thief: str | None) -> None:
        _, address, sale = self._pick_sale(number)
        desk = self._desk(address)
        if name not in desk.register.units:
            return
        sequence = max(0, max(desk.account(name).used) + leap)
        made = build.subscribe(
            wallet=self._member_keys[name].pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            payout_mint=self.assets[MONEY].mint,
            number=sale.number,
            sequence=sequence,
            units=units,
            rent_payer=self.zone.operator.pubkey(),
        )
        if thief and thief != name:
            stolen = Attempt.of(made).signed_by("wallet", self._member_keys[thief]).instruction()
            reasons = desk.account(name).sequence_reasons(sequence)
            self._act_as(thief, stolen, reasons | {"WrongOwner"})
            return
        self._act_as(name, made, desk.subscribe(sale, name, sequence, units))

    @precondition(lambda self: self.sales)
    @rule(number=any_one, taken=steps)
    def go_on(self, number: int, taken: list[tuple[str, str]]) -> None:
        """Single steps, due or not."""
        for what, name in taken:
            if not self.sales:
                return
            offering, _, sale = self._pick_sale(number)
            if what == "conclude":
                self._conclude(offering)
            elif what == "close":
                self._close(offering)
            elif sale.wanted:
                who = name if name in sale.wanted else next(iter(sale.wanted))
                step = {"withdraw": self._withdraw, "confirm": self._confirm}
                step.get(what, self._allot)(offering, who)

    @precondition(lambda self: self.sales)
    @rule(
        number=any_one, name=st.sampled_from([ISSUER, "Бота", AUTHORITY]),
        rarely=st.integers(0, 3),
    )  # fmt: skip
    def cancel_offering(self, number: int, name: str, rarely: int) -> None:
        _, address, sale = self._pick_sale(number)
        if name == ISSUER and rarely:
            return
        signer = self._ender(name)
        made = build.cancel_offering(
            signer=signer.pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            number=sale.number,
        )
        self.act(made, signer, self._desk(address).cancel(sale, name, name == AUTHORITY))

    @precondition(lambda self: self.sales)
    @rule(number=any_one, order=orders, count=counts, jump=st.sampled_from([True, True, False]))
    def settle_offering(self, number: int, order: list[str], count: int, jump: bool) -> None:
        """All steps, confirmed in any order; at most `count` are allotted."""
        offering, _, sale = self._pick_sale(number)
        if jump:
            self.move_clock(sale.concludes_at)
        for who in order:
            if who in sale.wanted and not sale.wanted[who].confirmed:
                self._confirm(offering, who)
        self._conclude(offering)
        for who in list(sale.wanted)[:count]:
            self._allot(offering, who)
        self._close(offering)

    # -- one step ------------------------------------------------------------------------

    def _withdraw(self, offering: Pubkey, who: str) -> None:
        address, sale = self.sales[offering]
        made = build.withdraw_subscription(
            wallet=self._member_keys[who].pubkey(),
            offering=offering,
            account=self.address(who, MONEY),
            rent_payer=self.zone.operator.pubkey(),
        )
        stolen = Attempt.of(made).signed_by("wallet", self._member_keys[ISSUER]).instruction()
        self._act_as(ISSUER, stolen, {"WrongOwner"})
        self._act_as(who, made, self._desk(address).withdraw(sale, who))

    def _confirm(self, offering: Pubkey, who: str) -> None:
        address, sale = self.sales[offering]
        wallet = self._member_keys[who].pubkey()
        made = build.confirm_subscription(instrument=address, offering=offering, wallet=wallet)
        self.act(made, self.zone.operator, self._desk(address).confirm(sale, who))

    def _conclude(self, offering: Pubkey) -> None:
        address, sale = self.sales[offering]
        made = build.conclude_offering(
            zone=self.zone.address, mint=self._mint(address), number=sale.number
        )
        self.act(made, self.zone.operator, self._desk(address).conclude(sale))

    def _allot(self, offering: Pubkey, who: str) -> None:
        address, sale = self.sales[offering]
        made = build.allot_subscription(
            zone=self.zone.address,
            instrument=address,
            offering=offering,
            issuer_account=self.address(ISSUER, MONEY),
            wallet=self._member_keys[who].pubkey(),
            account=self.address(who, MONEY),
            rent_payer=self.zone.operator.pubkey(),
        )
        self.act(made, self.zone.operator, self._desk(address).allot(sale, who))

    def _close(self, offering: Pubkey) -> None:
        address, sale = self.sales[offering]
        made = build.close_offering(
            instrument=address,
            issuer=self._member_keys[ISSUER].pubkey(),
            offering=offering,
            issuer_account=self.address(ISSUER, MONEY),
            rent_payer=self.zone.operator.pubkey(),
        )
        reasons = self._desk(address).close(sale)
        self.act(made, self.zone.operator, reasons)
        if not reasons:
            del self.sales[offering]

    # -- comparing -----------------------------------------------------------------------

    async def compare(self) -> None:
        await super().compare()
        for address, register in self.registers.items():
            info = await self.chain.account(address)
            assert info is not None
            instrument = decode_instrument(info.data)
            for name in ("offerings", "open_offerings", "promised", "reserved"):
                assert getattr(instrument, name) == getattr(register, name), (address, name)
        for offering, (_, sale) in self.sales.items():
            info = await self.chain.account(offering)
            assert info is not None
            found = decode_offering(info.data)
            for name in ("state", "revision", "confirmed", "sold", "unallotted"):
                assert getattr(found, name) == getattr(sale, name), (offering, name)
            for name in MEMBERS:
                wallet = self._member_keys[name].pubkey()
                info = await self.chain.account(subscription_address(offering, wallet))
                assert (info is not None) == (name in sale.wanted), (offering, name)

    def _desk(self, address: Pubkey) -> Desk:
        return Desk(self.model, self.members, self.registers[address])

    def _pick_sale(self, number: int) -> tuple[Pubkey, Pubkey, Sale]:
        """One of those that are not closed, the newest first."""
        offering, (address, sale) = list(self.sales.items())[-1 - number % len(self.sales)]
        return offering, address, sale
