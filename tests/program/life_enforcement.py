"""What regulators do in a random life, and what others try in their place."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from solders.keypair import Keypair
from tests.program.model_enforcement import LONGEST
from tests.program.zone_life import FUNDS, MERCHANTS, PEOPLE, RESIDENTS, ZoneBesideModel

from alatau.program import (
    case_id,
    decode_participant,
    decode_payment_account,
    participant_address,
)
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

BASIS = 74
people = st.sampled_from(list(PEOPLE))
symbols = st.sampled_from(list(FUNDS))
# Regulators, and who is none: the operator and the owner of the account.
signers = st.sampled_from([0, 0, 0, 1, 1, 1, "operator", "owner"])
lasts = st.sampled_from([60, 3_600, 3_600, DAY, DAY, LONGEST, LONGEST + 1, 0, -1])
cases = st.sampled_from([case_id("ІС-1"), case_id("ІС-2"), case_id("ІС-3"), bytes(16)])
pairs = st.sampled_from([(0, 1)] * 6 + [(0, 0), (1, 1), (1, 0), (0, "operator"), ("owner", 1)])


class LifeUnderControl(ZoneBesideModel):
    """Freezes and orders, allowed and not."""

    @rule(who=people, symbol=symbols, signer=signers, seconds=lasts)
    def freeze_account(self, who: str, symbol: str, signer: int | str, seconds: int) -> None:
        key, slot = self.signer(signer, who)
        until = max(0, self.model.now + seconds)
        instruction = build.freeze_account(
            regulator=key.pubkey(),
            zone=self.zone.address,
            wallet=self.keys[who].pubkey(),
            mint=self.assets[symbol].mint,
            case=case_id("ІС-9"),
            basis=BASIS,
            until=until,
        )
        model, asset_class = self.model, self.model.rules[symbol].asset_class
        slots = model.control.accounts[who, symbol]
        self.act(instruction, key, model.control.freeze(slots, slot, model.now, until, asset_class))
        self.shaken = True

    @rule(who=people, symbol=symbols, signer=signers)
    def unfreeze_account(self, who: str, symbol: str, signer: int | str) -> None:
        key, slot = self.signer(signer, who)
        instruction = build.unfreeze_account(
            regulator=key.pubkey(),
            zone=self.zone.address,
            wallet=self.keys[who].pubkey(),
            mint=self.assets[symbol].mint,
        )
        model = self.model
        slots = model.control.accounts[who, symbol]
        self.act(instruction, key, model.control.unfreeze(slots, slot, model.now))
        self.shaken = True

    @rule(who=people, signer=signers, seconds=lasts)
    def freeze_participant(self, who: str, signer: int | str, seconds: int) -> None:
        key, slot = self.signer(signer, who)
        until = max(0, self.model.now + seconds)
        instruction = build.freeze_participant(
            regulator=key.pubkey(),
            zone=self.zone.address,
            wallet=self.keys[who].pubkey(),
            case=case_id("ІС-9"),
            basis=BASIS,
            until=until,
        )
        model = self.model
        slots = model.control.participants[who]
        self.act(instruction, key, model.control.freeze(slots, slot, model.now, until, None))
        self.shaken = True

    @rule(who=people, signer=signers)
    def unfreeze_participant(self, who: str, signer: int | str) -> None:
        key, slot = self.signer(signer, who)
        instruction = build.unfreeze_participant(
            regulator=key.pubkey(), zone=self.zone.address, wallet=self.keys[who].pubkey()
        )
        model = self.model
        slots = model.control.participants[who]
        self.act(instruction, key, model.control.unfreeze(slots, slot, model.now))
        self.shaken = True

    @rule(
        who=st.sampled_from([*RESIDENTS, *MERCHANTS]),
        to=st.none() | st.none() | people,
        symbol=symbols,
        case=cases,
        pair=pairs,
        share=st.sampled_from([0, 1, 3, 10, 10, 11]),
    )
    def order(
        self,
        who: str,
        to: str | None,
        symbol: str,
        case: bytes,
        pair: tuple[int | str, int | str],
        share: int,
    ) -> None:
        """A seizure where `to` is nobody, else a forced transfer; `share` is tenths."""
        model, recipient = self.model, to or "treasury"
        first, second = (self.signer(each, who)[0] for each in pair)
        source = model.accounts[who, symbol]
        amount = source.available * share // 10 + (share == 11)
        common: dict[str, Any] = {
            "payer": self.zone.operator.pubkey(),
            "first_regulator": first.pubkey(),
            "second_regulator": second.pubkey(),
            "zone": self.zone.address,
            "wallet": self.keys[who].pubkey(),
            "mint": self.assets[symbol].mint,
        }
        terms: dict[str, Any] = {"case": case, "basis": BASIS, "amount": amount}
        wallet = self.keys[recipient].pubkey()
        if to is None:
            instruction = build.seize(**common, **terms, treasury=wallet)
        else:
            instruction = build.forced_transfer(**common, **terms, recipient=wallet)
        reasons = model.control.order(
            (who, symbol, case),
            source,
            model.accounts[recipient, symbol],
            amount,
            both=pair == (0, 1),
        )
        self.act_together(instruction, (first, second), reasons)

    def signer(self, who: int | str, owner: str) -> tuple[Keypair, int | None]:
        """A signer's key, and its slot if it is a regulator."""
        if isinstance(who, int):
            return self.zone.regulators[who], who
        return (self.zone.operator if who == "operator" else self.keys[owner]), None

    @invariant()
    def freezes_are_as_the_model_says(self) -> None:
        if self.begun:
            self.do(self.compare_freezes())

    async def compare_freezes(self) -> None:
        control = self.model.control
        for (who, symbol), slots in control.accounts.items():
            info = await self.chain.account(self.address(who, symbol))
            assert info is not None
            found = decode_payment_account(info.data).freezes
            assert [each.until for each in found] == slots, (who, symbol)
        for who, slots in control.participants.items():
            wallet = self.keys[who].pubkey()
            info = await self.chain.account(participant_address(self.zone.address, wallet))
            assert info is not None
            assert [each.until for each in decode_participant(info.data).freezes] == slots, who
