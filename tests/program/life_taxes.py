"""What taxes, limits and terms bring into a zone's life, allowed and not."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule
from solders.keypair import Keypair
from tests.program.model_taxes import Period
from tests.program.zone_life import MERCHANTS, PEOPLE, ZoneBesideModel

from alatau.amounts import U64_MAX
from alatau.program import Role, decode_tax_record, tax_record_address
from alatau.program import instructions as build
from alatau.program.months import calendar_month, month_number
from alatau.program.tax_accounts import period_key
from alatau.testing.fixtures import DAY, TAX_BPS, TIER_0_TENGE, UNCAPPED

merchants = st.sampled_from(MERCHANTS)
symbols = st.sampled_from(["tenge", "tenge", "dollar"])
caps = st.sampled_from([U64_MAX, U64_MAX, 0, 50_000_00, 10**11])
thieves = st.none() | st.none() | st.sampled_from(["Айгүл", "«Нан»"])


class TaxLife(ZoneBesideModel):
    """Periods are closed, payees limited, rates and people changed."""

    @rule(
        who=merchants,
        symbol=symbols,
        number=st.integers(0, 3),
        at_all=st.sampled_from([True, True, True, False]),
    )
    def close_tax_period(self, who: str, symbol: str, number: int, at_all: bool) -> None:
        model, account = self.model, self.model.accounts[who, symbol]
        periods = account.taxes.periods
        month: tuple[int, ...] = (2026, 1)
        rate = 77
        if at_all and periods:
            chosen = periods[number % len(periods)]
            month, rate = chosen.month[:2], chosen.rate_bps
        instruction = build.close_tax_period(
            payer=self.zone.operator.pubkey(),
            zone=self.zone.address,
            account=self.address(who, symbol),
            treasury_account=self.address("treasury", symbol),
            period=period_key(month_number(*month), rate),
        )
        reasons = account.taxes.close(month, rate, model.month())
        self.act(instruction, self.zone.operator, reasons)
        if not reasons:
            model.sweep(who, symbol)

    @rule(who=merchants, symbol=symbols, day=caps, month=caps, thief=thieves)
    def set_limits(self, who: str, symbol: str, day: int, month: int, thief: str | None) -> None:
        operator: Keypair = self.keys[thief] if thief else self.zone.operator
        instruction = build.set_limits(
            operator=operator.pubkey(),
            zone=self.zone.address,
            account=self.address(who, symbol),
            receive_per_day=day,
            receive_per_month=month,
        )
        reasons = ({"NotOperator"} if thief else set()) | ({"BadCaps"} if day > month else set())
        self.act(instruction, operator, reasons)
        if not reasons:
            receipts = self.model.accounts[who, symbol].receipts
            receipts.per_day, receipts.per_month = day, month

    @rule(
        tax=st.sampled_from([1_200, 1_200, 1_600, 10_000, 10_001]),
        fee_bps=st.sampled_from([50, 50, 0, 10_000, 10_001]),
        alone=st.sampled_from([False, False, False, True]),
    )
    def amend_the_tenge(self, tax: int, fee_bps: int, alone: bool) -> None:
        first, second = self.zone.regulators
        second = self.zone.operator if alone else second
        rules = self.model.rules["tenge"]
        caps_of_tiers = (TIER_0_TENGE, UNCAPPED, UNCAPPED, UNCAPPED)
        instruction = build.amend_asset(
            operator=self.zone.operator.pubkey(),
            first_regulator=first.pubkey(),
            second_regulator=second.pubkey(),
            zone=self.zone.address,
            mint=self.assets["tenge"].mint,
            fee_bps=fee_bps,
            fee_min=rules.fee_min,
            fee_max=rules.fee_max,
            tax_bps=(*TAX_BPS[:3], tax),
            caps=caps_of_tiers,
            vault_cap=U64_MAX,
        )
        reasons = {"NotRegulator"} if alone else set()
        reasons |= {"BadRate"} if max(tax, fee_bps) > 10_000 else set()
        self.act_together(instruction, (self.zone.operator, first, second), reasons)
        if not reasons:
            rules.fee_bps = fee_bps
            rules.tax_bps = (*TAX_BPS[:3], tax)

    @rule(
        who=st.sampled_from(list(PEOPLE)),
        lasts=st.sampled_from([0, DAY, 60 * DAY, 60 * DAY]),
        category=st.integers(0, 4),
        thief=thieves,
    )
    def amend_participant(self, who: str, lasts: int, category: int, thief: str | None) -> None:
        party = self.model.parties[who]
        operator: Keypair = self.keys[thief] if thief else self.zone.operator
        instruction = build.amend_participant(
            operator=operator.pubkey(),
            zone=self.zone.address,
            wallet=self.keys[who].pubkey(),
            roles=party.role,
            tier=party.tier,
            tax_category=category,
            verified_until=self.model.now + lasts,
        )
        reasons = {"NotOperator"} if thief else set()
        reasons |= {"BadTaxCategory"} if category >= len(TAX_BPS) else set()
        self.act(instruction, operator, reasons)
        if not reasons:
            party.tax_category, party.verified_until = category, self.model.now + lasts

    @rule()
    def make_the_treasury_a_merchant_in_vain(self) -> None:
        instruction = build.amend_participant(
            operator=self.zone.operator.pubkey(),
            zone=self.zone.address,
            wallet=self.zone.treasury.pubkey(),
            roles=Role.PROVIDER | Role.MERCHANT,
            tier=3,
            tax_category=0,
            verified_until=self.model.now + DAY,
        )
        self.act(instruction, self.zone.operator, {"TreasuryIsMerchant"})

    async def compare(self) -> None:
        await super().compare()
        for who in MERCHANTS:
            for symbol in self.assets:
                await self._compare_taxes(who, symbol)

    async def _compare_taxes(self, who: str, symbol: str) -> None:
        mint, expected = self.assets[symbol].mint, self.model.accounts[who, symbol].taxes
        account = await self.zone.account(self.keys[who].pubkey(), mint)
        found = [
            Period(calendar_month(each.month), each.rate_bps, *each_sums)
            for each in account.tax_periods
            for each_sums in [(each.turnover, each.tax, each.returned_turnover, each.returned_tax)]
        ]
        assert sorted(found, key=_order) == sorted(expected.periods, key=_order), (who, symbol)
        found_sums = (account.tax_collected, account.tax_repaid)
        assert found_sums == (expected.collected, expected.repaid), (who, symbol)
        for closed in expected.closed:
            key = period_key(month_number(*closed.month[:2]), closed.rate_bps)
            info = await self.chain.account(tax_record_address(self.address(who, symbol), key))
            assert info is not None
            record = decode_tax_record(info.data)
            assert closed == Period(
                calendar_month(record.month),
                record.rate_bps,
                record.turnover,
                record.tax,
                record.returned_turnover,
                record.returned_tax,
            )


def _order(period: Period) -> tuple[tuple[int, ...], int]:
    return period.month, period.rate_bps
