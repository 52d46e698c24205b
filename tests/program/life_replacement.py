"""Holders that lose their wallets, or are said to have, with offers and units outside."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.pubkey import Pubkey
from tests.program.life_instruments import ISSUER, any_one, off, thieves
from tests.program.life_outside import OutsideLife
from tests.program.life_trades import TradeLife
from tests.program.model_instruments import Register
from tests.program.model_replacement import NOTICE, Replacements
from tests.program.zone_life import DUPLICATE

from alatau.program import decode_holding
from alatau.program import instructions as build

losers = st.sampled_from(["Мадина", "Олжас", "Чынара"] * 3 + [ISSUER, "Бота"])
successors = st.sampled_from(["Мадина", "Олжас", "Чынара"] * 3 + [ISSUER, "Сергей", "Бота"])
vetoes = st.sampled_from(["holder", ISSUER, "operator", "Сергей"])


class ReplacementLife(TradeLife, OutsideLife):
    """Replacements are proposed, vetoed, voided by a signature, and done."""

    def __init__(self) -> None:
        super().__init__()
        self._replacements: dict[Pubkey, Replacements] = {}

    def replacements(self, address: Pubkey) -> Replacements:
        """Those of an instrument."""
        if address not in self._replacements:
            self._replacements[address] = Replacements(self.registers[address])
        return self._replacements[address]

    @property
    def replaced(self) -> int:
        """How many were done."""
        return sum(each.done for each in self._replacements.values())

    def _owners(self, address: Pubkey, who: str, successor: str) -> dict[str, Any]:
        return {
            **self._named(address),
            "holder": self._member_keys[who].pubkey(),
            "successor": self._member_keys[successor].pubkey(),
        }

    @precondition(lambda self: any(each.units for each in self.registers.values()))
    @rule(
        number=any_one, chosen=any_one, successor=successors,
        then=st.sampled_from(["wait", "wait", "wait", "veto", "early"]),
    )  # fmt: skip
    def lose_a_wallet(self, number: int, chosen: int, successor: str, then: str) -> None:
        """Of who has units, mostly; and what comes of it."""
        address, register = self._pick(number)
        who = self._rich(register, chosen)
        if who is None:
            return
        self.propose_replacement(number, who, successor, 0, None)
        proposed = list(self.replacements(address).proposed)
        if who in proposed:
            place = self._places().index((address, who))
            if then == "veto":
                self.veto_replacement(place, "holder")
            else:
                self.replace_holder(place, None, then == "wait")

    @precondition(lambda self: any(each.issued for each in self.registers.values()))
    @rule(number=any_one, who=losers, successor=successors, off=off, thief=thieves)
    def propose_replacement(
        self, number: int, who: str, successor: str, off: int, thief: str | None
    ) -> None:
        address, register = self._pick(number)
        if not {who, successor} <= {*register.units}:
            return
        operator = self._member_keys[thief] if thief else self.zone.operator
        made = build.propose_replacement(
            issuer=self._member_keys[ISSUER].pubkey(),
            operator=operator.pubkey(),
            **self._owners(address, who, successor),
            revision=self._revision(address, who) + off,
        )
        both = self._member_keys[ISSUER], operator
        if who == successor:
            self.act_together(made, both, {DUPLICATE})
            return
        if thief or off:
            found = {"NotOperator"} if thief else {"HoldingChanged"}
            known = {"SignerIsHolder", "ReplacementStands"} if not thief else set()
            self.act_together(made, both, found | known)
            return
        reasons = self.replacements(address).propose(self.model, self.members, who, successor)
        self.act_together(made, both, reasons)
        if not reasons:
            self.act_together(made, both, {"ReplacementStands"})

    def _revision(self, address: Pubkey, who: str) -> int:
        info = self.do(self.chain.account(self._holding(address, who)))
        assert info is not None
        return decode_holding(info.data).revision

    @precondition(lambda self: any(each.proposed for each in self._replacements.values()))
    @rule(number=any_one, by=vetoes)
    def veto_replacement(self, number: int, by: str) -> None:
        address, register, who = self._pick_proposed(number)
        if who not in register.units:
            return
        signer = {"holder": who, "operator": None}.get(by, by)
        key = self._member_keys[signer] if signer else self.zone.operator
        made = build.veto_replacement(
            wallet=key.pubkey(),
            **self._named(address),
            holder=self._member_keys[who].pubkey(),
        )
        reasons = self.replacements(address).veto(who, signer)
        self.act(made, key, reasons)

    @precondition(lambda self: any(each.proposed for each in self._replacements.values()))
    @rule(number=any_one, successor=st.none() | st.none() | successors, waits=st.booleans())
    def replace_holder(self, number: int, successor: str | None, waits: bool) -> None:
        """Early, or after all of the notice; with its offers in the way, or cancelled."""
        address, register, who = self._pick_proposed(number)
        proposed = self.replacements(address).proposed[who]
        to = successor or proposed.successor
        if not {who, to} <= {*register.units}:
            return
        if waits:
            self.move_clock(proposed.due)
            for at, offered in self.standing.values():
                if at == address and offered.who == who and offered.left:
                    self._cancel(address, offered, "Бота")
            if register.outside[who]:
                self._recall(address, who)
        made = build.replace_holder(**self._owners(address, who, to))
        if who == to:
            self.act(made, self.zone.operator, {DUPLICATE})
            return
        reasons = self.replacements(address).replace(self.model, self.members, who, to)
        self.act(made, self.zone.operator, reasons)
        if not reasons:
            self.act(made, self.zone.operator, {"NoReplacement"})

    def _pick_proposed(self, number: int) -> tuple[Pubkey, Register, str]:
        found = self._places()
        address, who = found[number % len(found)]
        return address, self.registers[address], who

    def _places(self) -> list[tuple[Pubkey, str]]:
        """Instrument and holder of each that is proposed."""
        return [
            (address, who) for address, each in self._replacements.items() for who in each.proposed
        ]

    # -- what else ends one --------------------------------------------------------------

    def _to_be_replaced(self, address: Pubkey, who: str) -> bool:
        return self.replacements(address).is_due(who, self.model.now)

    def _cancelled_own(self, address: Pubkey, who: str) -> None:
        """Who cancels its own offer has lost nothing."""
        self.replacements(address).proposed.pop(who, None)

    def _closed(self, address: Pubkey, who: str) -> None:
        self.replacements(address).proposed.pop(who, None)

    async def compare(self) -> None:
        await super().compare()
        for address, register in self.registers.items():
            for who in register.units:
                info = await self.chain.account(self._holding(address, who))
                assert info is not None
                holding, found = decode_holding(info.data), self.replacements(address).stands(who)
                assert holding.replace_at == (found.due if found else 0), (address, who)
                if found:
                    successor = self._holding(address, found.successor)
                    assert holding.successor_holding == successor, (address, who)


assert NOTICE == 7 * 86_400
