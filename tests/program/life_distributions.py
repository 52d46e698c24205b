"""What issuers pay in for holders, and what these claim, allowed and not."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.program.invariant_model import Balances, Party
from tests.program.life_instruments import ISSUER, MEMBERS, InstrumentLife, any_one, leaps, names
from tests.program.model_instruments import CANNOT_MOVE, Register, verified
from tests.program.world_attempts import Attempt

from alatau.program import (
    Role,
    Scope,
    decode_holding,
    decode_instrument,
)
from alatau.program import instructions as build

ASSET = "tenge"
HAVE_ACCOUNTS = (ISSUER, "Мадина", "Олжас")
"""The others are opened one when they claim."""
sums = st.integers(0, 50) | st.sampled_from([1, 59, 10_000_00, 33_333_33, 10**11, 10**12])
offs = st.sampled_from([0] * 9 + [1, -1])
thieves = st.sampled_from([None] * 6 + ["Бота", "Мадина"])


class DistributionLife(InstrumentLife):
    """Sums are paid in, units change hands, holders claim."""

    def begin_distributions(self) -> None:
        """An issuer with money, which has distributed some."""
        self.have_member_accounts(*HAVE_ACCOUNTS)
        self.distribute(0, 10_000_01, 1, 0, None)
        self.transfer_units(0, [(0, "Олжас", 5, 1)], None)
        self.distribute(0, 7, 1, 0, None)
        self.claim(0, "Мадина")

    def _purse(self, name: str) -> Balances:
        return self.model.accounts[name, ASSET]

    # -- paying in and out ---------------------------------------------------------------

    @precondition(lambda self: self.registers and ISSUER in self.keys)
    @rule(number=any_one, amount=sums, leap=leaps, off=offs, thief=thieves)
    def distribute(self, number: int, amount: int, leap: int, off: int, thief: str | None) -> None:
        address, register = self._pick(number)
        purse = self._purse(ISSUER)
        sequence = max(0, max(purse.used) + leap)
        right = register.payouts.quotient(amount, register.issued)
        off = off if right + off >= 0 else 0
        made = build.distribute(
            issuer=self._member_keys[ISSUER].pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            payout_mint=self.assets[ASSET].mint,
            sequence=sequence,
            amount=amount,
            quotient=right + off,
            reference=bytes(32),
        )
        if thief:
            stolen = Attempt.of(made).signed_by("issuer", self._member_keys[thief]).instruction()
            self._act_as(thief, stolen, {"NotIssuer"})
            return
        reasons = self._distribution_reasons(register, amount) | purse.sequence_reasons(sequence)
        if off:
            reasons.add("WrongQuotient")
        self._act_as(ISSUER, made, reasons)
        if not reasons:
            purse.used.add(sequence)
            purse.available -= amount
            purse.held += amount
            waiting = {str(offering): units for offering, units in register.waiting.items()}
            register.payouts.distribute(amount, register.units | waiting)
            register.revision += 1
            self._act_as(ISSUER, made, {"SequenceUsed"})

    def _distribution_reasons(self, register: Register, amount: int) -> set[str]:
        issuer = self.members[ISSUER]
        reasons = self.model._entering(Scope.TRANSFERS) | verified(self.model, issuer)
        if register.state in CANNOT_MOVE:
            reasons.add(CANNOT_MOVE[register.state])
        if not amount:
            reasons.add("ZeroAmount")
        if amount > self._purse(ISSUER).available:
            reasons.add("InsufficientFunds")
        if not issuer.roles & Role.ISSUER:
            reasons.add("IssuerRoleMissing")
        reasons |= self.model._frozen(ISSUER, ASSET)
        if self.model.now < issuer.frozen_until:
            reasons.add("ParticipantFrozen")
        if not register.issued:
            reasons.add("NothingIssued")
        return reasons

    @precondition(lambda self: self.registers and ISSUER in self.keys)
    @rule(number=any_one, name=names)
    def claim(self, number: int, name: str) -> None:
        """Anyone, here the operator, claims for a holder, who may lack an account."""
        address, register = self._pick(number)
        if name not in register.units:
            return
        named = {
            "zone": self.zone.address,
            "mint": self._mint(address),
            "payout_mint": self.assets[ASSET].mint,
            "wallet": self._member_keys[name].pubkey(),
        }
        reasons = set() if register.payouts.claimable(name) else {"NothingToClaim"}
        claimed = build.claim(issuer=self._member_keys[ISSUER].pubkey(), **named)
        if name not in self.keys:
            self.act(claimed, self.zone.operator, {"AccountDataTooSmall"})
            opened = build.open_payout_account(payer=self.zone.operator.pubkey(), **named)
            self.act(opened, self.zone.operator, reasons)
            if reasons:
                return
            self.keys[name] = self._member_keys[name]
            self.model.parties[name] = Party(Role.RESIDENT, self.members[name].tier)
            self.unopened |= {(name, symbol) for symbol in self.assets if symbol != ASSET}
        self.act(claimed, self.zone.operator, reasons)
        if not reasons:
            self._paid(register, name)
            self.act(claimed, self.zone.operator, {"NothingToClaim"})

    def _paid(self, register: Register, name: str) -> None:
        gross = register.payouts.claim(name)
        register.revision += 1
        tax = 0 if name == ISSUER else gross * register.terms["tax_bps"][0] // 10_000
        self._purse(ISSUER).held -= gross
        purse = self._purse(name)
        purse.available += gross - tax
        purse.tax_due += tax
        if name != ISSUER and register.terms["tax_bps"][0]:
            purse.taxes.accrue(self.model.month(), register.terms["tax_bps"][0], gross, tax)

    # -- comparing -----------------------------------------------------------------------

    async def compare(self) -> None:
        await super().compare()
        for address, register in self.registers.items():
            info = await self.chain.account(address)
            assert info is not None
            found, payouts = decode_instrument(info.data), register.payouts
            assert found.distributed == payouts.distributed, address
            assert found.claimed == payouts.claimed, address
            assert found.index_excess == payouts.excess, address
            for name in register.units:
                info = await self.chain.account(self._holding(address, name))
                assert info is not None
                holding = decode_holding(info.data)
                assert holding.claimable(found) == payouts.claimable(name), (address, name)


assert {*HAVE_ACCOUNTS} < {*MEMBERS}
