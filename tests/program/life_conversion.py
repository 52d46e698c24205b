"""Conversions and payments from wallets in a zone's life, allowed and not."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule
from solders.pubkey import Pubkey
from tests.program import model_conversion as model
from tests.program.invariant_model import Party
from tests.program.zone_life import DUPLICATE, FUNDS, MERCHANTS, RESIDENTS, ZoneBesideModel

from alatau.program import (
    Role,
    Service,
    decode_participant,
    participant_address,
    token_account_address,
)
from alatau.program import instructions as build
from alatau.testing.fixtures import Wallets

PROVIDER, WALKER = "«Алмас» айырбас", "Ержан Төлеген"
payers = st.sampled_from([*RESIDENTS * 4, MERCHANTS[0], PROVIDER])
providers = st.sampled_from([PROVIDER] * 8 + [RESIDENTS[0], MERCHANTS[0]])
payees = st.sampled_from([*MERCHANTS * 4, RESIDENTS[1], PROVIDER])
directions = st.sampled_from([("tenge", "dollar"), ("dollar", "tenge")] * 4 + [("tenge", "tenge")])
amounts = st.integers(0, 20) | st.integers(1, 200_000_00) | st.sampled_from([1, 100_000_01])
leaps = st.sampled_from([1] * 10 + [2, 0, -1, 64, 129, 1_024, 1_025])


class ConversionLife(ZoneBesideModel):
    """A provider exchanges, and someone pays from the wallet."""

    async def begin(self) -> None:
        await super().begin()
        wallets = Wallets(self.zone)
        for name in (PROVIDER, WALKER):
            key = await wallets(name)
            role = Role.PROVIDER if name == PROVIDER else Role.RESIDENT
            await self.zone.register(key.pubkey(), role, tier=0)
            for symbol, asset in self.assets.items():
                await self.zone.issue(asset, key.pubkey(), FUNDS[symbol])
            if name == WALKER:
                self.walker, self.walker_key = model.Walker(dict(FUNDS)), key
                continue
            self.keys[name] = key
            await self.zone.open_accounts(key.pubkey())
            await wallets.license(key.pubkey(), [Service.EXCHANGE])
            self.model.parties[name] = Party(role, tier=0)
            licences = (await self.zone.participant(key.pubkey())).licences
            self.model.parties[name].licences = [each.expires_at for each in licences]
            for symbol, asset in self.assets.items():
                await self.zone.deposit(mint=asset.mint, amount=FUNDS[symbol], wallet=key)
                assert not self.model.deposit(name, symbol, 1, FUNDS[symbol])

    @rule(
        who=payers,
        provider=providers,
        payee=payees,
        assets=directions,
        leap=leaps,
        amount_in=amounts,
        amount_out=amounts,
        spread=st.sampled_from([0, 1, 100, 100, 100, -1]),
        lasts=st.sampled_from([1, 60, 60, 60, 0]),
        again=st.booleans(),
    )
    def convert(
        self,
        who: str,
        provider: str,
        payee: str,
        assets: tuple[str, str],
        leap: int,
        amount_in: int,
        amount_out: int,
        spread: int,
        lasts: int,
        again: bool,
    ) -> None:
        """Accepted a second time, with the same signatures, it is refused."""
        terms, sequence = self.terms(who, assets[0], leap)
        mid_out, expires_at = max(0, amount_out + spread), self.model.now + lasts
        instruction = build.convert(
            wallet=terms["wallet"],
            provider=self.keys[provider].pubkey(),
            payee=self.keys[payee].pubkey(),
            zone=self.zone.address,
            mint_in=self.assets[assets[0]].mint,
            mint_out=self.assets[assets[1]].mint,
            sequence=sequence,
            amount_in=amount_in,
            amount_out=amount_out,
            mid_out=mid_out,
            reference=bytes(32),
            service=Service.SHOPS,
            expires_at=expires_at,
        )
        parties, amounts = (who, provider, payee), (amount_in, amount_out, mid_out)
        reasons = model.convert(self.model, parties, assets, sequence, amounts, expires_at)
        # What names one account twice as writable, the framework refuses first.
        named = reasons & {"SameAsset", "PayerIsPayee", "ProviderNotDistinct"}
        self.act_together(instruction, (who, provider), reasons | ({DUPLICATE} if named else set()))
        if again and not reasons:
            self.act_together(instruction, (who, provider), {"SequenceUsed"})

    @rule(
        payee=payees,
        symbol=st.sampled_from(list(FUNDS)),
        leap=leaps,
        amount=amounts,
        thief=st.none() | st.none() | st.sampled_from(RESIDENTS),
        again=st.booleans(),
    )
    def deposit_and_pay(
        self, payee: str, symbol: str, leap: int, amount: int, thief: str | None, again: bool
    ) -> None:
        """One who has an account, or no right to the tokens, pays nothing."""
        asset, key = self.assets[symbol], self.walker_key
        sequence = max(0, max(self.walker.sequences.used) + leap)

        def pay(wallet: str | None) -> None:
            owner = key if wallet is None else self.keys[wallet]
            instruction = build.deposit_and_pay(
                wallet=owner.pubkey(),
                payee=self.keys[payee].pubkey(),
                zone=self.zone.address,
                mint=asset.mint,
                token_program=asset.token_program,
                sequence=sequence if wallet is None else 1,
                amount=amount,
                reference=bytes(32),
                service=Service.SHOPS,
                source=None if wallet is None else asset_tokens,
            )
            if wallet is not None:
                refused = self.do(self.run(instruction, owner))
                assert refused, "who has an account paid from the wallet"
                return
            reasons = model.pay_from_wallet(
                self.model, self.walker, payee, symbol, sequence, amount
            )
            self.act(instruction, owner, reasons)
            if again and not reasons:
                self.act(instruction, owner, {"SequenceUsed"})

        asset_tokens = self._tokens(symbol)
        if thief is not None:
            pay(thief)
        pay(None)

    def _tokens(self, symbol: str) -> Pubkey:
        asset = self.assets[symbol]
        return token_account_address(self.walker_key.pubkey(), asset.mint, asset.token_program)

    async def compare(self) -> None:
        await super().compare()
        address = participant_address(self.zone.address, self.walker_key.pubkey())
        info = await self.chain.account(address)
        assert info is not None
        who = decode_participant(info.data)
        assert who.wallet_sequence == max(self.walker.sequences.used)
        day, month = self.model._dates()
        if who.wallet_day == (self.model.now + self.model.utc_offset) // 86_400:
            assert who.wallet_day_share == self.walker.shares[day]
            assert who.wallet_month_share == self.walker.shares[month]
