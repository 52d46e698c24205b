"""Instruments and holdings through the SDK."""

from __future__ import annotations

from typing import Any

import pytest
from solders.keypair import Keypair

from alatau.errors import AccountMissing, KeyReused, ProgramRefused
from alatau.program import InstrumentKind, InstrumentState, Role, instrument_address
from alatau.testing.fixtures import FreshZone, Wallets
from alatau.tokens_instrument import TokenMetadata

METADATA = TokenMetadata(
    "Алатау мұнаралары", "ALTW", "https://example.kz/altw.json", (("isin", "KZX000000017"),)
)


async def party(zone: FreshZone, wallets: Wallets, name: str, roles: Role) -> Keypair:
    wallet = await wallets(name)
    await zone.register(wallet.pubkey(), roles)
    return wallet


async def propose(zone: FreshZone, issuer: Keypair, mint: Keypair) -> None:
    address = await zone.make_instrument_mint(mint=mint, metadata=METADATA)
    assert address == instrument_address(zone.address, mint.pubkey())
    created = await zone.create_instrument(
        mint=mint.pubkey(),
        payout_mint=zone.tenge.mint,
        kind=InstrumentKind.REAL_ESTATE_SHARE,
        authorised=150,
        face_value=1_000_000_00,
        holder_classes=0b0001,
        document=bytes(range(32)),
        countries=("KZ",),
        issuer=issuer,
    )
    assert created.event.instrument == address


async def test_trade_an_instrument_through_the_sdk_happens_once_a_key(
    zone: FreshZone, wallets: Wallets
) -> None:
    issuer = await party(zone, wallets, "«Мұнара» құрылыс", Role.ISSUER)
    buyer = await party(zone, wallets, "Мадина Оспан", Role.INVESTOR)
    friend = await party(zone, wallets, "Сергей Ким", Role.INVESTOR)
    key, authority = zone.key("ALTW"), zone.regulators[1]
    await propose(zone, issuer, key)
    named: dict[str, Any] = {"mint": key.pubkey()}
    with pytest.raises(ProgramRefused) as caught:
        await zone.admit_instrument(**named, revision=2, regulator=authority)
    assert caught.value.name == "TermsChanged"
    await zone.admit_instrument(**named, revision=1, regulator=authority)
    for wallet in (buyer, friend):
        await zone.open_holding(**named, wallet=wallet.pubkey())

    issue: dict[str, Any] = {**named, "recipient": buyer.pubkey(), "issuer": issuer}
    first = await zone.issue_units(**issue, quantity=100, key="транш 1")
    again = await zone.issue_units(**issue, quantity=100, key="транш 1")
    assert again.signature == first.signature
    with pytest.raises(KeyReused):
        await zone.issue_units(**issue, quantity=1, key="транш 1")
    with pytest.raises(ProgramRefused) as caught:
        await zone.issue_units(**issue, quantity=1, issued_before=0)
    assert caught.value.name == "IssuedChanged"

    give: dict[str, Any] = {**named, "recipient": friend.pubkey(), "wallet": buyer}
    moved = await zone.transfer_units(**give, quantity=40, key="сыйлық")
    same = await zone.transfer_units(**give, quantity=40, key="сыйлық")
    assert same.signature == moved.signature
    second = await zone.transfer_units(**give, quantity=60)
    assert (second.event.sequence, second.event.sender_units) == (2, 0)
    with pytest.raises(ProgramRefused) as caught:
        await zone.transfer_units(**give, quantity=1)
    assert caught.value.name == "InsufficientUnits"

    await zone.suspend_instrument(**named, regulator=authority)
    back: dict[str, Any] = {**named, "recipient": buyer.pubkey(), "wallet": friend}
    with pytest.raises(ProgramRefused) as caught:
        await zone.transfer_units(**back, quantity=1)
    assert caught.value.name == "InstrumentSuspended"
    await zone.suspend_instrument(**named, suspended=False, regulator=authority)
    found = await zone.instrument(**named)
    assert (found.state, found.issued, found.holders) == (InstrumentState.ADMITTED, 100, 1)
    assert [each for _, each in await zone.instruments()] == [found]


async def test_leave_a_delisted_instrument_returns_the_rent(
    zone: FreshZone, wallets: Wallets
) -> None:
    issuer = await party(zone, wallets, "«Мұнара» құрылыс", Role.ISSUER)
    buyer = await party(zone, wallets, "Мадина Оспан", Role.INVESTOR)
    key, authority = zone.key("ALTW"), zone.regulators[1]
    await propose(zone, issuer, key)
    named: dict[str, Any] = {"mint": key.pubkey()}
    who: dict[str, Any] = {**named, "wallet": buyer.pubkey()}
    with pytest.raises(AccountMissing, match="no holding at"):
        await zone.close_holding(**who)
    await zone.open_holding(**who)
    assert (await zone.holding(**who)).rent_payer == zone.operator.pubkey()
    with pytest.raises(ProgramRefused) as caught:
        await zone.close_holding(**who)
    assert caught.value.name == "HoldingStays"
    await zone.delist_instrument(**named, regulator=authority)
    closed = await zone.close_holding(**who)
    assert closed.event.rent_payer == zone.operator.pubkey()
    with pytest.raises(AccountMissing, match="holding or participant at"):
        await zone.transfer_units(**named, recipient=issuer.pubkey(), quantity=1, wallet=buyer)


class Cut(Exception):
    """What ends a process."""


async def test_an_instrument_mint_is_gone_on_with_wherever_it_was_interrupted(
    zone: FreshZone, wallets: Wallets, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer = await party(zone, wallets, "«Мұнара» құрылыс", Role.ISSUER)
    mint, submit, done = zone.key("ALTW"), zone.sender.submit, 0

    async def cut_off(intent: Any) -> Any:
        nonlocal done
        done += 1
        if done == 2:
            raise Cut
        return await submit(intent)

    with monkeypatch.context() as patched:
        patched.setattr(zone.sender, "submit", cut_off)
        with pytest.raises(Cut):
            await zone.make_instrument_mint(mint=mint, metadata=METADATA)
    assert await zone.chain.account(mint.pubkey()) is not None
    await propose(zone, issuer, mint)
    with monkeypatch.context() as patched:
        patched.setattr(zone.sender, "submit", cut_off)
        done = 1
        await zone.make_instrument_mint(mint=mint, metadata=METADATA)  # nothing is left to do
    assert done == 1
