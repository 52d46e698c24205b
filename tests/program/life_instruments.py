"""What issuers, their holders and the authority do with instruments, allowed and not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program.invariant_model import Party
from tests.program.model_instruments import Member, Register, proposal_reasons
from tests.program.world_attempts import Attempt
from tests.program.zone_life import DUPLICATE, FUNDS, ZoneBesideModel

from alatau.program import (
    TOKEN_2022_PROGRAM,
    InstrumentKind,
    Role,
    case_id,
    decode_holding,
    decode_instrument,
    holding_address,
    instrument_address,
)
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY
from alatau.tokens import create_token_account
from alatau.tokens_instrument import TokenMetadata, create_instrument_mint, instrument_mint_bytes

ISSUER = "«Мұнара» құрылыс"
AUTHORITY = "AFSA"
"""Who answers for instruments: the second regulator, no member."""
MEMBERS = {
    ISSUER: (Role.MERCHANT | Role.ISSUER, 3, "KZ"),
    "Мадина": (Role.RESIDENT | Role.INVESTOR, 0, "KZ"),
    "Олжас": (Role.INVESTOR, 1, "KZ"),
    "Чынара": (Role.INVESTOR, 1, "KG"),
    "Сергей": (Role.INVESTOR, 1, "RU"),
    "Бота": (Role.RESIDENT, 1, "KZ"),
}
METADATA = TokenMetadata("Мұнара үлесі", "MNR", "https://example.kz/mnr.json")
MOST = 3
names = st.sampled_from([*MEMBERS, *["Мадина", "Олжас", "Чынара"] * 3])
quantities = st.integers(0, 60) | st.sampled_from([1, 100, 101, 400, 2**64 - 1])
shares = st.sampled_from([0, 1, 2, 2, 4, 5, 6, 8, 10, 10, 11])
leaps = st.sampled_from([1] * 9 + [2, 0, -1, 64, 129, 1_024, 1_025])
off = st.sampled_from([0] * 7 + [1])
any_one = st.integers(0, 2**16)
signers = st.sampled_from([1, 1, 1, 1, 0, None])
thieves = st.sampled_from([None] * 6 + ["Бота"])


class InstrumentLife(ZoneBesideModel):
    """Instruments are proposed, decided over, issued and change hands."""

    def __init__(self) -> None:
        super().__init__()
        self.members: dict[str, Member] = {}
        # Not among `keys`: these have no payment accounts.
        self._member_keys: dict[str, Keypair] = {}
        self.registers: dict[Pubkey, Register] = {}

    def begin_units(self) -> None:
        """An admitted instrument with holders, so that not only their lack is tried."""
        for name, (roles, tier, country) in MEMBERS.items():
            self._member_keys[name] = self.zone.key(name)
            self.members[name] = Member(roles, tier, country)
            self.act(self._registering(name), self.zone.operator, set())
        self.propose(400, 3, 0, False)
        self.decide(0, "admit", 1, 0)
        for name in MEMBERS:
            self.open_holding(0, name)
        for name in (ISSUER, "Мадина", "Олжас"):
            self.issue_units(0, name, 60, 0, None)
        self.transfer_units(0, [(0, "Олжас", 5, 1), (1, "Чынара", 2, 1)], None)

    def have_member_accounts(self, *some: str) -> None:
        """Payment accounts for some members or all, with money."""
        for name in some or MEMBERS:
            if name in self.keys:
                continue
            key = self._member_keys[name]
            self.keys[name] = key
            self.model.parties[name] = Party(Role.RESIDENT, self.members[name].tier)
            for symbol, asset in self.assets.items():
                opened = build.open_account(
                    payer=self.zone.operator.pubkey(),
                    zone=self.zone.address,
                    wallet=key.pubkey(),
                    mint=asset.mint,
                )
                self.act(opened, self.zone.operator, set())
                self.do(self.zone.issue(asset, key.pubkey(), FUNDS[symbol]))
                terms, sequence = self.terms(name, symbol, 1)
                program, amount = asset.token_program, FUNDS[symbol]
                deposited = build.deposit(**terms, token_program=program, amount=amount)
                self.act(deposited, name, self.model.deposit(name, symbol, sequence, amount))

    # -- terms and decisions -------------------------------------------------------------

    @rule(
        per_holder=st.sampled_from([100, 400]), holder_cap=st.sampled_from([1, 2, 9]),
        locked=st.sampled_from([0, 0, DAY]), wrong=st.booleans(),
        matures=st.sampled_from([0, 2 * DAY]),
    )  # fmt: skip
    def propose(
        self, per_holder: int, holder_cap: int, locked: int, wrong: bool, matures: int = 0
    ) -> None:
        if len(self.registers) >= MOST:
            return
        key = self.zone.key(f"MNR {len(self.registers)}")
        address = instrument_address(self.zone.address, key.pubkey())
        terms: dict[str, Any] = {
            "authorised": 400,
            "max_per_holder": per_holder,
            "holder_cap": holder_cap,
            "holder_classes": 0b0011,
            "countries": ("KZ", "KG"),
            "tax_bps": (500, 0, 0, 0),
            "locked_until": self.model.now + locked if locked else 0,
            "maturity": self.model.now + matures if matures else 0,
        }
        made = build.create_instrument(
            issuer=self._member_keys[ISSUER].pubkey(),
            zone=self.zone.address,
            mint=key.pubkey(),
            payout_mint=self.assets["tenge"].mint,
            kind=InstrumentKind.REAL_ESTATE_SHARE,
            face_value=10_000,
            document=bytes(range(32)),
            rent_payer=self.zone.operator.pubkey(),
            **terms,
        )
        self._have_mint(key, address)
        reasons = proposal_reasons(self.model, self.members[ISSUER])
        if wrong:
            bad = Attempt.of(made).with_args(holder_classes=0b1_0000).instruction()
            self._act_as(ISSUER, bad, reasons | {"BadHolderClasses"})
        self._act_as(ISSUER, made, reasons)
        if not reasons:
            self.registers[address] = Register(ISSUER, terms)

    def _have_mint(self, key: Keypair, address: Pubkey) -> None:
        """It is made again where a proposal was refused."""
        if self.do(self.chain.account(key.pubkey())) is not None:
            return
        payer = self.zone.operator.pubkey()
        rent = (128 + instrument_mint_bytes(METADATA)) * 6_960
        made = create_instrument_mint(payer, key.pubkey(), address, 0, METADATA, rent)
        token = create_token_account(payer, address, key.pubkey(), TOKEN_2022_PROGRAM)
        for each in (*made, token):
            self.act(each, key, set())

    @precondition(lambda self: self.registers)
    @rule(
        number=any_one, off=off, slot=signers,
        what=st.sampled_from(["admit", "suspend", "resume", "resume", "resume", "delist"]),
    )  # fmt: skip
    def decide(self, number: int, what: str, slot: int | None, off: int) -> None:
        address, register = self._pick(number)
        if what == "delist" and (off == 0 or len(self.registers) == 1):
            return  # for good: rarely
        regulator = self.zone.operator if slot is None else self.zone.regulators[slot]
        named = {
            "regulator": regulator.pubkey(),
            "zone": self.zone.address,
            "mint": self._mint(address),
        }
        if what == "admit":
            revision = register.revision + off
            made = build.admit_instrument(**named, revision=revision)
            reasons = register.admit(slot, revision)
        elif what == "delist":
            made, reasons = build.delist_instrument(**named), register.delist(slot)
        else:
            suspended = what == "suspend"
            made = build.suspend_instrument(**named, suspended=suspended)
            reasons = register.suspend(slot, suspended)
        self.act(made, regulator, reasons)

    # -- holders -------------------------------------------------------------------------

    def _registering(self, name: str) -> Instruction:
        member = self.members[name]
        return build.register_participant(
            payer=self.zone.operator.pubkey(),
            operator=self.zone.operator.pubkey(),
            zone=self.zone.address,
            wallet=self._member_keys[name].pubkey(),
            roles=member.roles,
            tier=member.tier,
            tax_category=0,
            country=member.country,
            verified_until=member.verified_until,
        )

    @rule(
        name=st.sampled_from([ISSUER, "Мадина", "Олжас"]), seconds=st.sampled_from([60, DAY]),
        slot=st.integers(0, 1),
    )  # fmt: skip
    def freeze_a_member(self, name: str, seconds: int, slot: int) -> None:
        """Only the second regulator answers for instruments, and the first for what pays them."""
        until = self.model.now + seconds
        made = build.freeze_participant(
            regulator=self.zone.regulators[slot].pubkey(),
            zone=self.zone.address,
            wallet=self._member_keys[name].pubkey(),
            case=case_id("ІС-7"),
            basis=1,
            until=until,
        )
        self.act(made, self.zone.regulators[slot], set())
        self.model.control.participants[name][slot] = until
        if slot == 1:
            self.members[name].frozen_until = until

    @rule(
        name=st.sampled_from([ISSUER, "Мадина", "Олжас"]), tier=st.sampled_from([0, 1, 2]),
        role=st.booleans(), lasts=st.sampled_from([900 * DAY, 900 * DAY, 0]),
    )  # fmt: skip
    def amend_a_member(self, name: str, tier: int, role: bool, lasts: int) -> None:
        """A tier is lost, a role, a verification; or they are given back."""
        member, roles = self.members[name], MEMBERS[name][0]
        member.roles = roles if role else Role.RESIDENT
        member.tier, member.verified_until = tier, self.model.now + lasts
        made = build.amend_participant(
            operator=self.zone.operator.pubkey(),
            zone=self.zone.address,
            wallet=self._member_keys[name].pubkey(),
            roles=member.roles,
            tier=tier,
            tax_category=0,
            verified_until=member.verified_until,
        )
        self.act(made, self.zone.operator, set())

    @precondition(lambda self: self.registers)
    @rule(number=any_one, name=names)
    def open_holding(self, number: int, name: str) -> None:
        address, register = self._pick(number)
        made = build.open_holding(
            rent_payer=self.zone.operator.pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            wallet=self._member_keys[name].pubkey(),
        )
        self.act(made, self.zone.operator, register.open(self.model, self.members, name))

    @precondition(lambda self: any(each.units for each in self.registers.values()))
    @rule(number=any_one, name=names)
    def close_holding(self, number: int, name: str) -> None:
        address, register = self._pick(number)
        if name not in register.units:
            return
        made = build.close_holding(
            zone=self.zone.address,
            mint=self._mint(address),
            wallet=self._member_keys[name].pubkey(),
            rent_payer=self.zone.operator.pubkey(),
        )
        reasons = register.close(self.model, name)
        self.act(made, self.zone.operator, reasons)
        if not reasons:
            self._closed(address, name)

    def _to_be_replaced(self, address: Pubkey, who: str) -> bool:
        """Whether all that a holder has can go to its new wallet."""
        return False

    def _closed(self, address: Pubkey, who: str) -> None:
        """A holding is no more."""

    @precondition(lambda self: any(each.units for each in self.registers.values()))
    @rule(number=any_one, name=names, quantity=quantities, off=off, thief=thieves)
    def issue_units(
        self, number: int, name: str, quantity: int, off: int, thief: str | None
    ) -> None:
        address, register = self._pick(number)
        if name not in register.units:
            return
        before = register.issued + register.redeemed + off
        made = build.issue_units(
            issuer=self._member_keys[thief or ISSUER].pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            recipient=self._member_keys[name].pubkey(),
            issued_before=before,
            quantity=quantity,
        )
        if thief:
            self._act_as(thief, made, {"NotIssuer"})
            return
        reasons = register.issue(self.model, self.members, name, before, quantity)
        self._act_as(ISSUER, made, reasons)
        if not reasons:
            self._act_as(ISSUER, made, {"IssuedChanged"})

    @precondition(lambda self: any(each.issued for each in self.registers.values()))
    @rule(
        number=any_one, thief=thieves,
        moves=st.lists(st.tuples(any_one, names, shares, leaps), min_size=1, max_size=4),
    )  # fmt: skip
    def transfer_units(
        self, number: int, moves: list[tuple[int, str, int, int]], thief: str | None
    ) -> None:
        address, register = self._pick(number)
        for chosen, to, share, leap in moves:
            # Who has something, mostly; and tenths of it, or a unit more.
            rich = [who for who, units in register.units.items() if units] or list(register.units)
            if not rich or to not in register.units:
                continue
            name = rich[chosen % len(rich)]
            quantity = register.units[name] * share // 10 + (share % 2)
            self._transfer(address, register, (name, to), leap, quantity, thief)

    def _transfer(
        self,
        address: Pubkey,
        register: Register,
        parties: tuple[str, str],
        leap: int,
        quantity: int,
        thief: str | None,
    ) -> None:
        name, to = parties
        sequence = max(0, max(register.windows[name].used) + leap)
        made = build.transfer_units(
            wallet=self._member_keys[name].pubkey(),
            recipient=self._member_keys[to].pubkey(),
            zone=self.zone.address,
            mint=self._mint(address),
            sequence=sequence,
            quantity=quantity,
            reference=bytes(32),
        )
        if name == to:
            self._act_as(name, made, {DUPLICATE})
            return
        if thief and thief != name:
            stolen = Attempt.of(made).signed_by("wallet", self._member_keys[thief]).instruction()
            self._act_as(thief, stolen, {"WrongOwner"})
            return
        reasons = register.transfer(self.model, self.members, name, to, sequence, quantity)
        self._act_as(name, made, reasons)
        if not reasons:
            self._act_as(name, made, {"SequenceUsed"})

    # -- comparing -----------------------------------------------------------------------

    async def compare(self) -> None:
        await super().compare()
        for address, register in self.registers.items():
            info = await self.chain.account(address)
            assert info is not None
            found = decode_instrument(info.data)
            for name in ("state", "revision", "issued", "redeemed", "holders"):
                assert getattr(found, name) == getattr(register, name), (address, name)
            for name in MEMBERS:
                info = await self.chain.account(self._holding(address, name))
                assert (info is not None) == (name in register.units), (address, name)
                if info is not None:
                    holding = decode_holding(info.data)
                    assert holding.units == register.units[name], (address, name)
                    assert holding.sequence == max(register.windows[name].used), (address, name)

    def _ender(self, name: str) -> Keypair:
        """Who ends what an issuer has begun: a member, or the authority."""
        return self.zone.regulators[1] if name == AUTHORITY else self._member_keys[name]

    def _act_as(self, name: str, made: Instruction, reasons: set[str]) -> None:
        self.act(made, self._member_keys[name], reasons)

    def _pick(self, number: int) -> tuple[Pubkey, Register]:
        return list(self.registers.items())[number % len(self.registers)]

    def _mint(self, address: Pubkey) -> Pubkey:
        return self.zone.key(f"MNR {list(self.registers).index(address)}").pubkey()

    def _holding(self, address: Pubkey, name: str) -> Pubkey:
        return holding_address(address, self._member_keys[name].pubkey())
