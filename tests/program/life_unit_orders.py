"""What regulators order about units in a random life, and what others try in their place."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program.life_enforcement import BASIS, cases, lasts, pairs
from tests.program.life_instruments import InstrumentLife, any_one, names, shares, signers
from tests.program.model_instruments import Member, Register
from tests.program.zone_life import DUPLICATE

from alatau.program import Role, case_id, decode_holding
from alatau.program import instructions as build

TREASURY = "treasury"
orders = st.tuples(any_one, st.none() | names, cases, pairs, shares)
Order = tuple[int, str | None, bytes, tuple[int | str, int | str], int]


class UnitOrderLife(InstrumentLife):
    """Holdings are frozen, and units seized or moved, allowed and not."""

    def begin_unit_orders(self) -> None:
        """A seizure, and a freeze that ends before the life does."""
        self._member_keys[TREASURY] = self.zone.treasury
        self.members[TREASURY] = Member(Role.PROVIDER)
        self.order_units(0, 1, None, case_id("ІС-9"), (0, 1), 1)
        self.freeze_holding(0, 1, (0, 1), 3_600)

    def _holder(self, register: Register, chosen: int) -> str | None:
        """Who has units, mostly."""
        rich = [who for who, units in register.units.items() if units] or list(register.units)
        return rich[chosen % len(rich)] if rich else None

    def _both(self, pair: tuple[int | str, int | str], owner: str) -> tuple[Keypair, Keypair]:
        first, second = (self._signer(each, owner) for each in pair)
        return first, second

    def _signer(self, who: int | str, owner: str) -> Keypair:
        if isinstance(who, int):
            return self.zone.regulators[who]
        return self.zone.operator if who == "operator" else self._member_keys[owner]

    def _ordering(self, address: Pubkey, who: str, both: tuple[Keypair, Keypair]) -> dict[str, Any]:
        first, second = both
        return {
            "first_regulator": first.pubkey(),
            "second_regulator": second.pubkey(),
            "zone": self.zone.address,
            "mint": self._mint(address),
            "wallet": self._member_keys[who].pubkey(),
        }

    @precondition(lambda self: any(each.units for each in self.registers.values()))
    @rule(number=any_one, chosen=any_one, pair=pairs, seconds=lasts)
    def freeze_holding(
        self, number: int, chosen: int, pair: tuple[int | str, int | str], seconds: int
    ) -> None:
        address, register = self._pick(number)
        who = self._holder(register, chosen)
        if who is None:
            return
        both, until = self._both(pair, who), max(0, self.model.now + seconds)
        terms: dict[str, Any] = {"case": case_id("ІС-9"), "basis": BASIS, "until": until}
        made = build.freeze_holding(**self._ordering(address, who, both), **terms)
        reasons = register.freeze(self.model, who, until, both=pair == (0, 1))
        self.act_together(made, both, reasons)

    @precondition(lambda self: any(each.units for each in self.registers.values()))
    @rule(number=any_one, chosen=any_one, slot=signers)
    def unfreeze_holding(self, number: int, chosen: int, slot: int | None) -> None:
        address, register = self._pick(number)
        frozen = [who for who in register.units if self.model.now < register.frozen[who]]
        who = frozen[chosen % len(frozen)] if frozen else self._holder(register, chosen)
        if who is None:
            return
        key = self.zone.operator if slot is None else self.zone.regulators[slot]
        made = build.unfreeze_holding(
            regulator=key.pubkey(),
            zone=self.zone.address,
            wallet=self._member_keys[who].pubkey(),
            mint=self._mint(address),
        )
        self.act(made, key, register.unfreeze(self.model, who, slot))

    @precondition(lambda self: any(each.issued for each in self.registers.values()))
    @rule(number=any_one, several=st.lists(orders, min_size=2, max_size=5))
    def order_several(self, number: int, several: list[Order]) -> None:
        for each in several:
            self.order_units(number, *each)

    def order_units(
        self,
        number: int,
        chosen: int,
        to: str | None,
        case: bytes,
        pair: tuple[int | str, int | str],
        share: int,
    ) -> None:
        """A seizure where `to` is nobody, else a forced transfer; `share` is tenths."""
        address, register = self._pick(number)
        who, recipient = self._holder(register, chosen), to or TREASURY
        if who is None:
            return
        if to is None:
            self._have_treasury(address, register)
        if recipient not in register.units:
            return
        both = self._both(pair, who)
        quantity = register.free(who) * share // 10 + share % 2
        terms: dict[str, Any] = {"case": case, "basis": BASIS, "quantity": quantity}
        terms |= {"payer": self.zone.operator.pubkey(), **self._ordering(address, who, both)}
        wallet = self._member_keys[recipient].pubkey()
        if to is None:
            made = build.seize_units(**terms, treasury=wallet)
        else:
            made = build.forced_transfer_units(**terms, recipient=wallet)
        if who == recipient:
            self.act_together(made, both, {DUPLICATE, "NotBothRegulators"})
            return
        reasons = register.order(who, recipient, case, quantity, both=pair == (0, 1))
        self.act_together(made, both, reasons)

    def _have_treasury(self, address: Pubkey, register: Register) -> None:
        """Its holding can always be opened."""
        if TREASURY in register.units:
            return
        opened = build.open_holding(
            rent_payer=self.zone.operator.pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            wallet=self._member_keys[TREASURY].pubkey(),
        )
        self.act(opened, self.zone.operator, set())
        register.opened(TREASURY)

    # -- comparing -----------------------------------------------------------------------

    async def compare(self) -> None:
        await super().compare()
        for address, register in self.registers.items():
            for name in register.units:
                info = await self.chain.account(self._holding(address, name))
                assert info is not None
                assert decode_holding(info.data).freeze.until == register.frozen[name], name
