"""Units that holders take out, bring back, and that are recalled, allowed and not."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.instruction import Instruction
from solders.pubkey import Pubkey
from tests.program import model_outside as model
from tests.program.life_instruments import (
    InstrumentLife,
    any_one,
    leaps,
    names,
    shares,
    thieves,
)
from tests.program.model_instruments import Register
from tests.program.world_attempts import Attempt

from alatau.program import TOKEN_2022_PROGRAM, decode_holding
from alatau.program import instructions as build
from alatau.tokens import create_token_account, token_amount


class OutsideLife(InstrumentLife):
    """Holders see their units in wallets of their own."""

    def begin_units(self) -> None:
        super().begin_units()
        self.withdraw_units(0, [(0, 2, 1), (1, 5, 1)], None)
        self.return_units(0, 0, 3, 1, None)

    @precondition(lambda self: any(each.issued for each in self.registers.values()))
    @rule(
        number=any_one, thief=thieves,
        several=st.lists(st.tuples(any_one, shares, leaps), min_size=1, max_size=3),
    )  # fmt: skip
    def withdraw_units(
        self, number: int, several: list[tuple[int, int, int]], thief: str | None
    ) -> None:
        address, register = self._pick(number)
        for chosen, share, leap in several:
            rich = [who for who, units in register.units.items() if units] or list(register.units)
            if not rich:
                return
            name = rich[chosen % len(rich)]
            self._have_token(address, name)
            sequence = max(0, max(register.windows[name].used) + leap)
            quantity = register.free(name) * share // 10 + share % 2
            made = build.withdraw_units(
                wallet=self._member_keys[name].pubkey(),
                zone=self.zone.address,
                mint=self._mint(address),
                sequence=sequence,
                quantity=quantity,
            )
            if thief and thief != name:
                self._try_as(thief, made)
                continue
            reasons = model.withdraw(register, self.model, self.members, name, sequence, quantity)
            self._act_as(name, made, reasons)
            if not reasons:
                self._act_as(name, made, {"SequenceUsed"})

    @precondition(lambda self: any(any(one.outside.values()) for one in self.registers.values()))
    @rule(number=any_one, chosen=any_one, share=shares, leap=leaps, thief=thieves)
    def return_units(
        self, number: int, chosen: int, share: int, leap: int, thief: str | None
    ) -> None:
        found = self._somebody_outside(number, chosen)
        if found is None:
            return
        address, register, name = found
        sequence = max(0, max(register.windows[name].used) + leap)
        quantity = register.outside[name] * share // 10 + share % 2
        made = build.return_units(
            wallet=self._member_keys[name].pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            sequence=sequence,
            quantity=quantity,
        )
        if thief and thief != name:
            self._try_as(thief, made)
            return
        reasons = model.bring(register, name, sequence, quantity)
        self._act_as(name, made, reasons)
        if not reasons:
            self._act_as(name, made, {"SequenceUsed"})

    @precondition(lambda self: any(each.units for each in self.registers.values()))
    @rule(number=any_one, chosen=any_one, name=names)
    def recall_units(self, number: int, chosen: int, name: str) -> None:
        found = self._somebody_outside(number, chosen)
        address, register = self._pick(number)
        if found is not None:
            address, register, name = found
        elif name not in register.units:
            return
        self._have_token(address, name)
        self._recall(address, name)

    def _recall(self, address: Pubkey, name: str) -> None:
        made = build.recall_units(
            zone=self.zone.address,
            mint=self._mint(address),
            wallet=self._member_keys[name].pubkey(),
        )
        lost = self._to_be_replaced(address, name)
        reasons = model.recall(self.registers[address], self.model, name, lost=lost)
        self.act(made, self.zone.operator, reasons)

    # -- comparing -----------------------------------------------------------------------

    async def compare(self) -> None:
        await super().compare()
        for address, register in self.registers.items():
            for name in register.units:
                wallet = self._member_keys[name].pubkey()
                info = await self.chain.account(self._holding(address, name))
                token = build.wallet_token_address(wallet, self._mint(address))
                there = await self.chain.account(token)
                assert info is not None
                own = decode_holding(info.data)
                assert own.outside == register.outside[name], name
                assert token_amount(there.data if there else b"") == own.outside, name

    # -- parts ---------------------------------------------------------------------------

    def _somebody_outside(self, number: int, chosen: int) -> tuple[Pubkey, Register, str] | None:
        """Who has units outside, of this instrument or another."""
        found = [
            (address, register, name)
            for address, register in self.registers.items()
            for name, units in register.outside.items()
            if units
        ]
        return found[(number + chosen) % len(found)] if found else None

    def _have_token(self, address: Pubkey, name: str) -> None:
        payer, wallet = self.zone.operator, self._member_keys[name].pubkey()
        mint = self._mint(address)
        if self.do(self.chain.account(build.wallet_token_address(wallet, mint))) is None:
            made = create_token_account(payer.pubkey(), wallet, mint, TOKEN_2022_PROGRAM)
            self.act(made, payer, set())

    def _try_as(self, thief: str, made: Instruction) -> None:
        """The wallet's own signature is asked for."""
        stolen = Attempt.of(made).signed_by("wallet", self._member_keys[thief]).instruction()
        self._act_as(thief, stolen, {"WrongOwner"})
