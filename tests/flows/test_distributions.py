"""Distributions and claims through the SDK."""

from __future__ import annotations

from typing import Any

import pytest
from solders.keypair import Keypair
from tests.flows.test_instruments import METADATA, party

from alatau import distributions
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import AccountMissing, KeyReused, ProgramRefused
from alatau.indexer.decoded import decode
from alatau.indexer.ordering import in_order
from alatau.indexer.rebuilt import Balance, Rebuilt
from alatau.instruments import instrument
from alatau.program import PROGRAM_ID, InstrumentKind, Role, account_address
from alatau.testing.fixtures import FreshZone, Wallets
from alatau.testing.invariants import check
from alatau.testing.snapshot import take_snapshot

HOLDERS = ("Мадина Оспан", "Сергей Ким", "Олжас Ибраев")
RATE = 1_500
FUNDS = 9_000_000_00


async def issued(zone: FreshZone, wallets: Wallets) -> tuple[Keypair, list[Keypair], Any]:
    """An instrument with three holders of 10, 20 and 30 units, who have no payment account."""
    issuer = await wallets.merchant("«Мұнара» құрылыс")
    await zone.amend_participant(
        operator=zone.operator, wallet=issuer.pubkey(), roles=Role.MERCHANT | Role.ISSUER
    )
    await zone.issue(zone.tenge, issuer.pubkey(), FUNDS)
    await zone.deposit(mint=zone.tenge.mint, amount=FUNDS, wallet=issuer)
    holders = [await party(zone, wallets, name, Role.INVESTOR) for name in HOLDERS]
    mint = zone.key("ALTW")
    await zone.make_instrument_mint(mint=mint, metadata=METADATA)
    named: dict[str, Any] = {"mint": mint.pubkey()}
    await zone.create_instrument(
        **named,
        payout_mint=zone.tenge.mint,
        kind=InstrumentKind.REAL_ESTATE_SHARE,
        authorised=150,
        face_value=1_000_000_00,
        holder_classes=0b1111,
        document=bytes(range(32)),
        tax_bps=(RATE, 0, 0, 0),
        issuer=issuer,
    )
    await zone.admit_instrument(**named, revision=1, regulator=zone.regulators[1])
    for number, wallet in enumerate(holders, 1):
        await zone.open_holding(**named, wallet=wallet.pubkey())
        await zone.issue_units(
            **named, recipient=wallet.pubkey(), quantity=10 * number, issuer=issuer
        )
    return issuer, holders, named


async def test_distribute_happens_once_a_key_and_each_claims_once(
    zone: FreshZone, wallets: Wallets
) -> None:
    issuer, holders, named = await issued(zone, wallets)
    rent: dict[str, Any] = {**named, "issuer": issuer, "invoice": "аренда".encode()}
    first = await zone.distribute(**rent, amount=600_000, key="2026-III")
    again = await zone.distribute(**rent, amount=600_000, key="2026-III")
    assert again.signature == first.signature
    with pytest.raises(KeyReused):
        await zone.distribute(**rent, amount=600_001, key="2026-III")
    assert (first.event.issued, first.event.issuer_held) == (60, 600_000)
    with pytest.raises(AccountMissing):
        await zone.distribute(**named, amount=1, issuer=holders[0])

    due = await zone.claims(**named)
    assert sorted(amount for _, amount in due) == [100_000, 200_000, 300_000]
    # Who has no account is given one, by who claims.
    claimed = await zone.claim(**named, wallet=holders[0].pubkey())
    assert (claimed.event.gross, claimed.event.tax) == (100_000, 15_000)
    account = await zone.account(holders[0].pubkey(), zone.tenge.mint)
    assert (account.available, account.tax_due) == (85_000, 15_000)
    with pytest.raises(ProgramRefused) as caught:
        await zone.claim(**named, wallet=holders[0].pubkey())
    assert caught.value.name == "NothingToClaim"
    with pytest.raises(ProgramRefused, match="no holding"):
        await zone.claim(**named, wallet=issuer.pubkey())
    await check(zone.chain, zone.address)


async def test_claim_all_pays_who_is_entitled_and_takes_up_what_is_left(
    zone: FreshZone, wallets: Wallets
) -> None:
    issuer, holders, named = await issued(zone, wallets)
    await zone.distribute(**named, amount=600_000, issuer=issuer)
    told: list[tuple[int, int]] = []
    done = [
        each
        async for each in zone.claim_all(
            **named, in_flight=2, progress=lambda *now: told.append(now)
        )
    ]
    assert sum(each.result().event.gross for each in done) == 600_000
    assert {each.row for each in done} == {wallet.pubkey() for wallet in holders}
    assert told[-1] == (3, 3)
    assert [each async for each in zone.claim_all(**named)] == []
    assert await zone.claims(**named) == []
    await zone.distribute(**named, amount=60, issuer=issuer)
    assert len([each async for each in zone.claim_all(**named)]) == 3
    found = await zone.instrument(**named)
    assert found.distributed == found.claimed == 600_060
    await check(zone.chain, zone.address)


async def test_distribute_after_an_issue_in_between_is_reckoned_again(
    zone: FreshZone, wallets: Wallets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quotient was of the units that there were when it was read."""
    issuer, holders, named = await issued(zone, wallets)
    stale = await zone.instrument(**named)
    await zone.issue_units(**named, recipient=holders[0].pubkey(), quantity=5, issuer=issuer)
    read = [stale, stale]

    async def late(*given: Any, **more: Any) -> Any:
        return read.pop() if read else await instrument(*given, **more)

    monkeypatch.setattr(distributions, "instrument", late)
    rent: dict[str, Any] = {**named, "amount": 650_000, "issuer": issuer, "key": "аренда"}
    paid = await zone.distribute(**rent)
    assert paid.event.issued == 65
    assert (await zone.distribute(**rent)).signature == paid.signature
    read += [stale] * 99
    with pytest.raises(ProgramRefused) as caught:
        await zone.distribute(**rent | {"key": "другая"})
    assert caught.value.name == "WrongQuotient"
    assert (await instrument(zone, **named)).distributed == 650_000


async def test_claim_after_the_end_into_a_closed_account_opens_it_and_is_indexed(
    embedded_chain: EmbeddedChain,
) -> None:
    """On a chain whose clock can be moved."""
    async with FreshZone.found(embedded_chain) as zone:
        wallets = Wallets(zone)
        issuer, holders, named = await issued(zone, wallets)
        tenge, wallet = zone.tenge.mint, holders[0].pubkey()
        await zone.open_account(mint=tenge, wallet=wallet)
        await zone.distribute(**named, amount=600_000, issuer=issuer)
        await embedded_chain.set_time((await zone.state()).ends_at)
        address = account_address(zone.address, wallet, tenge)
        await zone.close_account(account=address)
        await zone.claim(**named, wallet=wallet)
        assert (await zone.account(wallet, tenge)).available == 85_000
        await check(zone.chain, zone.address)

        infos = await zone.chain.history(PROGRAM_ID, limit=1_000)
        records = await zone.chain.transactions([info.signature for info in infos])
        accounts = Rebuilt()
        for each in in_order(
            accounts, [decode(record) for record in records if record is not None]
        ):
            accounts.apply(each)
        snapshot = await take_snapshot(zone.chain, zone.address)
        for place, account in snapshot.accounts.items():
            stated = {str(name): getattr(account, name) for name in Balance}
            found = accounts.standings[place]
            assert {name: found.balances.get(name, 0) for name in stated} == stated
