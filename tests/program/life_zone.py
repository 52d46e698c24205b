"""What surrounds payments in a zone's life: newcomers, consents, other zones, stray money."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.program.life_allowances import AllowanceLife
from tests.program.world_attempts import Attempt

from alatau.program import (
    AssetClass,
    PaymentState,
    Role,
    Scope,
    Service,
    account_address,
    participant_address,
    payment_address,
    vault_address,
    zone_address,
)
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY, TAX_BPS

residents = st.sampled_from(["Айгүл", "Данияр"])
symbols = st.sampled_from(["tenge", "dollar"])
RENT_OF_NOTHING = 890_880
NO_CAP = 2**64 - 1


class ZoneAround(AllowanceLife):
    """Whatever comes, goes or is tried around the payments of a zone."""

    def __init__(self) -> None:
        super().__init__()
        self.newcomers: list[Keypair] = []
        self.came = 0
        self.other_zones = 0

    @rule(thief=st.sampled_from([None, None, "Айгүл"]))
    def come_and_open(self, thief: str | None) -> None:
        """A newcomer is registered, once, and opens an account that nothing goes through."""
        self.came += 1
        key, zone = self.zone.key(f"жаңа тұрғын {self.came}"), self.zone
        operator = self.keys[thief] if thief else zone.operator
        register = build.register_participant(
            payer=zone.operator.pubkey(),
            operator=operator.pubkey(),
            zone=zone.address,
            wallet=key.pubkey(),
            roles=Role.RESIDENT,
            tier=1,
            tax_category=0,
            country="KZ",
            verified_until=self.model.now + 900 * DAY,
        )
        ended = {"ZoneEnded"} if self.model.now >= self.model.ends_at else set()
        reasons = ended | ({"NotOperator"} if thief else set())
        self.act(register, operator, reasons)
        if reasons:
            return
        self.act(register, operator, {"AccountAlreadyInUse"})
        opened = build.open_account(
            payer=zone.operator.pubkey(),
            zone=zone.address,
            mint=self.assets["tenge"].mint,
            wallet=key.pubkey(),
        )
        reasons = self.model._entering(Scope.OPENING)
        self.act(opened, zone.operator, reasons)
        if not reasons:
            self.newcomers.append(key)

    @precondition(lambda self: self.newcomers)
    @rule(number=st.integers(0, 2**16), greedy=st.booleans())
    def close_a_newcomers_account(self, number: int, greedy: bool) -> None:
        """After the zone's end only, and to who paid its rent."""
        key = self.newcomers[number % len(self.newcomers)]
        rent_payer = key if greedy else self.zone.operator
        close = build.close_account(
            zone=self.zone.address,
            account=account_address(self.zone.address, key.pubkey(), self.assets["tenge"].mint),
            rent_payer=rent_payer.pubkey(),
        )
        reasons = {"NotRentPayer"} if greedy else set()
        if self.model.now < self.model.ends_at:
            reasons.add("ZoneNotEnded")
        self.act(close, self.zone.operator, reasons)
        if not reasons:
            self.newcomers.remove(key)

    @precondition(lambda self: self.model.now < self.model.ends_at)
    @rule(number=st.integers(0, 2**16))
    def give_rent_back_too_early(self, number: int) -> None:
        zone, payer = self.zone.address, self.zone.operator
        if self.allowances:
            address = list(self.allowances)[number % len(self.allowances)]
            allowance = build.close_allowance(
                zone=zone, allowance=address, rent_payer=payer.pubkey()
            )
            self.act(allowance, payer, {"ZoneNotEnded", "NotRentPayer"})
        if self.offers:
            address = list(self.offers)[number % len(self.offers)]
            plan = build.delete_plan(zone=zone, plan=address, rent_payer=payer.pubkey())
            self.act(plan, payer, {"ZoneNotEnded", "NotRentPayer"})

    @rule(who=residents, symbol=symbols, slot=st.integers(0, 1))
    def take_a_consent_back_for_a_moment(self, who: str, symbol: str, slot: int) -> None:
        """Nothing enters without it."""
        asset, needed = self.assets[symbol], symbol == "dollar" or slot == 0
        regulator = self.zone.regulators[slot]
        terms = {"regulator": regulator.pubkey(), "zone": self.zone.address, "mint": asset.mint}
        self.act(build.consent_asset(**terms, consent=False), regulator, set())
        if needed:
            common, _ = self.terms(who, symbol, 1)
            deposit = build.deposit(**common, token_program=asset.token_program, amount=1)
            shut = self.model._entering(Scope.DEPOSITS) | self.model._verified(who)
            self.act(deposit, who, shut | {"AssetNotConsented"})
        # That of a regulator whom the class does not need was not there before.
        self.act(build.consent_asset(**terms, consent=needed), regulator, set())

    @rule(who=residents, symbol=symbols, part=st.sampled_from(["zone", "asset", "payee", "payer"]))
    def pay_with_a_foreign_account(self, who: str, symbol: str, part: str) -> None:
        """One account is another zone's, another mint's or another participant's."""
        zone = self.zone
        if not self.other_zones and part == "zone":
            self._found_another_zone()
        common, _ = self.terms(who, symbol, 1)
        pay = build.pay(
            **common, payee=self.keys["«Нан»"].pubkey(), amount=1, service=Service.SHOPS
        )
        treasury = participant_address(zone.address, zone.treasury.pubkey())
        foreign: dict[str, tuple[Pubkey, str]] = {
            "zone": (zone_address(self._other_name()), "WrongZone"),
            "asset": (
                self.assets["dollar" if symbol == "tenge" else "tenge"].address,
                "WrongAsset",
            ),
            "payee": (treasury, "WrongParticipant"),
            "payer": (treasury, "WrongParticipant"),
        }
        address, error = foreign[part]
        self.act(Attempt.of(pay).with_account(part, address).instruction(), who, {error})

    def _other_name(self) -> str:
        return f"{self.zone.name[:8]} 2"

    def _found_another_zone(self) -> None:
        """Of the same authorities."""
        operator, (first, second) = self.zone.operator, self.zone.regulators
        create = build.create_zone(
            payer=operator.pubkey(),
            operator=operator.pubkey(),
            first_regulator=first.pubkey(),
            second_regulator=second.pubkey(),
            treasury=self.zone.treasury.pubkey(),
            name=self._other_name(),
            utc_offset=0,
            ends_at=self.model.now + 900 * DAY,
            settle_window=DAY,
            deliver_within=DAY,
        )
        self.act_together(create, (operator, first, second), set())
        self.act_together(create, (operator, first, second), {"AccountAlreadyInUse"})
        self.other_zones += 1

    @rule(symbol=symbols)
    def administer_again(self, symbol: str) -> None:
        """What is listed, screened or migrated already is not once more."""
        asset, operator = self.assets[symbol], self.zone.operator
        listed = build.list_asset(
            payer=operator.pubkey(),
            operator=operator.pubkey(),
            zone=self.zone.address,
            mint=asset.mint,
            token_program=asset.token_program,
            asset_class=AssetClass.NATIONAL,
            fee_bps=0,
            fee_min=0,
            fee_max=0,
            tax_bps=TAX_BPS,
            caps=((NO_CAP,) * 3,) * 4,
            vault_cap=NO_CAP,
        )
        self.act(listed, operator, {"AccountAlreadyInUse"})
        screened = build.rescreen_asset(
            operator=operator.pubkey(), zone=self.zone.address, mint=asset.mint
        )
        self.act(screened, operator, {"NothingChanged"})
        migrated = build.migrate(payer=operator.pubkey(), account=vault_address(asset.address))
        self.act(migrated, operator, {"AlreadyMigrated"})

    @rule(symbol=symbols, dust=st.integers(1, 1_000))
    def donate_dust_to_a_vault(self, symbol: str, dust: int) -> None:
        """Anyone can send it tokens: it then holds more than it owes."""
        asset = self.assets[symbol]
        self.do(self.zone.issue(asset, vault_address(asset.address), dust))

    @rule(who=residents, symbol=symbols)
    def fund_the_next_payments_address(self, who: str, symbol: str) -> None:
        """Anyone can send it lamports: the payment is made there all the same."""
        sequence = max(self.model.accounts[who, symbol].used) + 1
        address = payment_address(self.address(who, symbol), sequence)
        self.do(self.zone.fund(address, RENT_OF_NOTHING))

    @precondition(lambda self: self.payments)
    @rule(number=st.integers(0, 2**16))
    def meet_a_deadline(self, number: int) -> None:
        """Up to its last second one outcome is possible, from then on the other."""
        held, payment, parties = self.pick(number)
        anyone = self.zone.operator
        if held.state is PaymentState.OPEN and held.deliver_by > self.model.now:
            expire = build.expire(payment=payment, **parties)
            self._wait(held.deliver_by - 1)
            self.act(expire, anyone, {"DeliveryNotDue"})
            self._wait(held.deliver_by)
            wallet = self.keys[held.payee].pubkey()
            account = parties["payee_account"]
            late = build.fulfil(wallet=wallet, payment=payment, payee_account=account)
            self.act(late, held.payee, {"DeliveryOverdue"})
            self.act(expire, anyone, self.model.expire(held))
        elif held.state is PaymentState.FULFILLED and held.settles_at > self.model.now:
            settle = build.settle(signer=anyone.pubkey(), payment=payment, **parties)
            self._wait(held.settles_at - 1)
            self.act(settle, anyone, {"WindowOpen"})
            self._wait(held.settles_at)
            self.act(settle, anyone, self.model.settle(held, "operator"))

    def _wait(self, until: int) -> None:
        if until > self.model.now:
            self.model.now = until
            self.shaken = True
            self.do(self.chain.set_time(until))
