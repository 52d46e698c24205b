"""What holders sell to each other, offer and take, allowed and not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.pubkey import Pubkey
from tests.program import model_trades as model
from tests.program.life_instruments import (
    ISSUER,
    MEMBERS,
    InstrumentLife,
    any_one,
    names,
    off,
    shares,
    signers,
    thieves,
)
from tests.program.model_instruments import Register
from tests.program.model_trades import MONEY, Market, Offered, Sale
from tests.program.world_attempts import Attempt
from tests.program.zone_life import DUPLICATE

from alatau.program import decode_holding, decode_instrument, offer_address
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

prices = st.sampled_from([1, 7, 1_000, 10_00, 10_00, 333_33, 333_33, 9_999_99, 0, 2**63])
lasts = st.sampled_from([DAY, DAY, 9 * DAY, 9 * DAY, 3_600, 0, -1])
kinds = st.sampled_from(["sell", "offer", "take", "take"])
steps = st.sampled_from([1] * 20 + [2, 0, -1, 64, 129, 1_024, 1_025])
leasts = st.sampled_from([1] * 4 + [2, 3, 5, 20, 0, 2**63])
deals = st.tuples(kinds, any_one, names, shares, prices, lasts, st.tuples(steps, steps), leasts)
Deal = tuple[str, int, str, int, int, int, tuple[int, int], int]


class TradeLife(InstrumentLife):
    """Members have money too, and units change hands for it."""

    def __init__(self) -> None:
        super().__init__()
        self.standing: dict[Pubkey, tuple[Pubkey, Offered]] = {}
        self.sold = 0

    def begin_units(self) -> None:
        super().begin_units()
        self.have_member_accounts()
        self.sell(0, 1, "Чынара", 2, 10_00, (1, 1), DAY, None)
        self.offer_units(0, 2, 9, 333_33, 9 * DAY, 1, 2, None)
        self.take_offer(0, "Мадина", 2, 1, None)

    def _market(self, register: Register) -> Market:
        return Market(self.model, self.members, register)

    def _rich(self, register: Register, chosen: int) -> str | None:
        """Who has units, mostly."""
        rich = [who for who, units in register.units.items() if units and who in MEMBERS] or list(
            register.units
        )
        return rich[chosen % len(rich)] if rich else None

    def _account_sequence(self, who: str, leap: int) -> int:
        return max(0, max(self.model.accounts[who, MONEY].used) + leap)

    @precondition(lambda self: any(each.issued for each in self.registers.values()))
    @rule(number=any_one, several=st.lists(deals, min_size=4, max_size=9), thief=thieves)
    def deal(self, number: int, several: list[Deal], thief: str | None) -> None:
        """Several, as one alone seldom meets another."""
        for kind, chosen, name, share, price, last, leaps, least in several:
            if kind == "sell":
                self.sell(number, chosen, name, share, price, leaps, last, thief)
            elif kind == "offer":
                self.offer_units(number, chosen, share, price, last, leaps[0], least, thief)
            elif any(each.left for _, each in self.standing.values()):
                self.take_offer(chosen, name, share, leaps[0], thief)

    def sell(
        self,
        number: int,
        chosen: int,
        buyer: str,
        share: int,
        price: int,
        leaps: tuple[int, int],
        last: int,
        thief: str | None,
    ) -> None:
        address, register = self._pick(number)
        seller = self._rich(register, chosen)
        if seller is None or buyer not in register.units:
            return
        quantity = register.units[seller] * share // 10 + share % 2
        sequence = max(0, max(register.windows[seller].used) + leaps[0])
        sale = Sale(seller, buyer, quantity, price, self._account_sequence(buyer, leaps[1]))
        made = build.trade(
            seller=self._member_keys[seller].pubkey(),
            buyer=self._member_keys[buyer].pubkey(),
            **self._named(address),
            payout_mint=self.assets[MONEY].mint,
            sequence=sequence,
            account_sequence=sale.account_sequence,
            quantity=quantity,
            price=price,
            reference=bytes(32),
            expires_at=self.model.now + last,
        )
        both = self._member_keys[seller], self._member_keys[buyer]
        if seller == buyer:
            self.act_together(made, both, {DUPLICATE})
            return
        if thief and thief not in {seller, buyer}:
            stolen = Attempt.of(made).signed_by("seller_wallet", self._member_keys[thief])
            keys = self._member_keys[thief], self._member_keys[buyer]
            self.act_together(stolen.instruction(), keys, {"WrongOwner"})
            return
        reasons = self._market(register).trade(sale, sequence, self.model.now + last)
        self.act_together(made, both, reasons)
        if not reasons:
            self.sold += 1
            self.act_together(made, both, {"SequenceUsed"})

    def offer_units(
        self,
        number: int,
        chosen: int,
        share: int,
        price: int,
        last: int,
        leap: int,
        least: int,
        thief: str | None,
    ) -> None:
        address, register = self._pick(number)
        who = self._rich(register, chosen)
        if who is None:
            return
        quantity = register.free(who) * share // 10 + share % 2
        sequence = max(0, max(register.windows[who].used) + leap)
        offer = offer_address(self._holding(address, who), sequence)
        until = self.model.now + last
        made = build.offer_units(
            wallet=self._member_keys[who].pubkey(),
            **self._named(address),
            sequence=sequence,
            quantity=quantity,
            price=price,
            expires_at=until,
            least=least,
            rent_payer=self.zone.operator.pubkey(),
        )
        if thief and thief != who:
            key = self._member_keys[thief]
            stolen = Attempt.of(made).signed_by("wallet", key).instruction()
            self._act_as(thief, stolen, {"WrongOwner", "AccountAlreadyInUse"})
            return
        reasons = self._market(register).offer(who, sequence, quantity, price, until, least)
        stands = offer in self.standing and self.standing[offer][1].left
        self._act_as(who, made, reasons | ({"AccountAlreadyInUse"} if stands else set()))
        if not reasons:
            offered = Offered(who, sequence, price, quantity, until, least)
            self.standing[offer] = address, offered

    def take_offer(self, number: int, buyer: str, share: int, leap: int, thief: str | None) -> None:
        address, offered = self._pick_offer(number)
        register = self.registers[address]
        if buyer not in register.units:
            return
        quantity = offered.left * share // 10 + share % 2
        sequence = self._account_sequence(buyer, leap)
        made = build.take_offer(
            wallet=self._member_keys[buyer].pubkey(),
            **self._of_offer(address, offered),
            payout_mint=self.assets[MONEY].mint,
            sequence=sequence,
            quantity=quantity,
        )
        if buyer == offered.who:
            self._act_as(buyer, made, {DUPLICATE})
            return
        if thief and thief != buyer:
            key = self._member_keys[thief]
            stolen = Attempt.of(made).signed_by("wallet", key).instruction()
            self._act_as(thief, stolen, {"WrongOwner"})
            return
        reasons = self._market(register).take(offered, buyer, sequence, quantity)
        self._act_as(buyer, made, reasons)
        if not reasons:
            self.sold += 1
            gone = {"AccountDataTooSmall"} if not offered.left else set()
            self._act_as(buyer, made, {"SequenceUsed"} | gone)

    @precondition(lambda self: any(each.left for _, each in self.standing.values()))
    @rule(number=any_one, stranger=thieves)
    def cancel_offer(self, number: int, stranger: str | None) -> None:
        address, offered = self._pick_offer(number)
        self._cancel(address, offered, stranger or offered.who)

    def _cancel(self, address: Pubkey, offered: Offered, who: str) -> None:
        made = build.cancel_offer(
            wallet=self._member_keys[who].pubkey(), **self._of_offer(address, offered)
        )
        over = self._to_be_replaced(address, offered.who)
        reasons = self._market(self.registers[address]).cancel(offered, who, over=over)
        self._act_as(who, made, reasons)
        if not reasons:
            self._act_as(who, made, {"AccountDataTooSmall"})
            if who == offered.who:
                self._cancelled_own(address, who)

    def _cancelled_own(self, address: Pubkey, who: str) -> None:
        """A holder has ended an offer of its own."""

    @precondition(lambda self: self.registers)
    @rule(
        number=any_one, slot=signers, off=off,
        ratio=st.sampled_from([(1, 1), (2, 1), (3, 2), (4, 2), (6, 4), (1, 10), (0, 1), (1, 0)]),
    )  # fmt: skip
    def split(self, number: int, slot: int | None, off: int, ratio: tuple[int, int]) -> None:
        address, register = self._pick(number)
        regulator = self.zone.operator if slot is None else self.zone.regulators[slot]
        revision = register.revision + off
        made = build.split_instrument(
            issuer=self._member_keys[ISSUER].pubkey(),
            regulator=regulator.pubkey(),
            **self._named(address),
            revision=revision,
            shares=ratio[0],
            per_units=ratio[1],
        )
        reasons = model.split(register, slot, revision, *ratio)
        self.act_together(made, (self._member_keys[ISSUER], regulator), reasons)

    async def compare(self) -> None:
        await super().compare()
        for address, register in self.registers.items():
            info = await self.chain.account(address)
            assert info is not None
            found = decode_instrument(info.data)
            assert (found.shares, found.per_units) == register.ratio, address
            open_ = [each for at, each in self.standing.values() if at == address and each.left]
            for name in register.units:
                info = await self.chain.account(self._holding(address, name))
                assert info is not None
                holding = decode_holding(info.data)
                own = [each.left for each in open_ if each.who == name]
                assert (holding.offered, holding.open_offers) == (sum(own), len(own)), name
                assert holding.offered == register.offered[name], name
        for offer, (_, offered) in self.standing.items():
            assert (await self.chain.account(offer) is None) == (offered.left == 0), offer

    def _pick_offer(self, number: int) -> tuple[Pubkey, Offered]:
        left = [each for each in self.standing.values() if each[1].left]
        return left[number % len(left)]

    def _named(self, address: Pubkey) -> dict[str, Any]:
        return {"zone": self.zone.address, "mint": self._mint(address)}

    def _of_offer(self, address: Pubkey, offered: Offered) -> dict[str, Any]:
        return {
            **self._named(address),
            "seller": self._member_keys[offered.who].pubkey(),
            "number": offered.number,
            "rent_payer": self.zone.operator.pubkey(),
        }
