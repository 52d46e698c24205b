"""The register of any past slot is what the accounts were then; a gap in the history is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from solders.pubkey import Pubkey
from solders.signature import Signature
from tests.flows.test_instruments import METADATA, party

from alatau.chain.base import OpenBlock, SignatureInfo
from alatau.errors import AccountMissing, HistoryGap, InputError
from alatau.indexer import unit_history as reading
from alatau.indexer.unit_history import unit_history
from alatau.program import InstrumentKind, Role, instrument_address, read_events
from alatau.testing.fixtures import FreshZone, Wallets

Held = dict[Pubkey, int]


async def live(zone: FreshZone, wallets: Wallets, seed: int) -> tuple[Pubkey, dict[int, Held]]:
    """An instrument's life; what each holding had after some slots."""
    dice, mint = Random(seed), zone.key("ALTW")
    issuer = await party(zone, wallets, "«Мұнара» құрылыс", Role.ISSUER | Role.INVESTOR)
    people = [
        await party(zone, wallets, name, Role.INVESTOR) for name in ("Әсел Нұр", "Пётр Ли", "Іңкәр")
    ]
    address = await zone.make_instrument_mint(mint=mint, metadata=METADATA)
    named: dict[str, Any] = {"mint": mint.pubkey()}
    await zone.create_instrument(
        **named,
        payout_mint=zone.tenge.mint,
        kind=InstrumentKind.FUND_UNIT,
        authorised=10_000,
        face_value=10_00,
        holder_classes=0b1,
        document=bytes(range(32)),
        issuer=issuer,
    )
    await zone.admit_instrument(**named, revision=1, regulator=zone.regulators[1])
    for wallet in (issuer, *people):
        await zone.open_holding(**named, wallet=wallet.pubkey())
    found: dict[int, Held] = {}
    steps = 60 if isinstance(zone.chain, OpenBlock) else 6  # a cluster takes its time
    for _ in range(steps):
        giver, taker = dice.sample([issuer, *people], 2)
        own = (await zone.holding(**named, wallet=giver.pubkey())).units
        if giver is issuer and (dice.random() < 0.5 or not own):
            issued = await zone.issue_units(
                **named, recipient=taker.pubkey(), quantity=dice.randrange(1, 90), issuer=issuer
            )
            slot = issued.slot
        elif own:
            quantity = dice.choice([own, dice.randint(1, own)])
            given = await zone.transfer_units(
                **named, recipient=taker.pubkey(), quantity=quantity, wallet=giver
            )
            slot = given.slot
        else:
            continue
        if isinstance(zone.chain, OpenBlock) and dice.random() < 0.3:
            await zone.chain.end_block()
        # Of several in a slot the last counts.
        found[slot] = {
            each.wallet: each.units for each in await zone.holdings(**named) if each.units
        }
    return address, found


async def test_the_register_of_a_slot_is_what_was_held_then(
    zone: FreshZone, wallets: Wallets
) -> None:
    address, found = await live(zone, wallets, 3)
    assert len(found) > 2
    told: list[tuple[int, int]] = []
    history = await unit_history(zone.chain, address, lambda *done: told.append(done))
    assert told[-1][0] == told[-1][1]
    for slot, held in found.items():
        then = history.at(slot)
        assert {one.wallet: one.units for one in then.holders} == held
        assert then.proven
        assert [one.units for one in then.holders] == sorted(held.values(), reverse=True)
    assert history.at(0).holders == ()
    assert history.at().holders == history.at(history.tip).holders
    with pytest.raises(InputError, match="is to come"):
        history.at(history.tip + 1)
    times = sorted({move.time for move in history.moves})
    for time in times:
        known = [move.slot for move in history.moves if move.time < time]
        assert history.before(time).holders == history.at(max(known, default=0)).holders
    assert history.before(times[0]).holders == ()
    with pytest.raises(InputError, match="may change"):
        history.before(history.tip_time + 1)
    for wallet in {move.wallet for move in history.moves}:
        moves = [move for move in history.moves if move.wallet == wallet]
        assert sum(move.change for move in moves) == moves[-1].units


class Forgetful:
    """A node that has lost a transaction."""

    def __init__(self, chain: Any, lost: Signature) -> None:
        self._chain = chain
        self._lost = lost

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chain, name)

    async def history(self, *asked: Any, **more: Any) -> Sequence[SignatureInfo]:
        found = await self._chain.history(*asked, **more)
        return [info for info in found if info.signature != self._lost]


async def test_a_transaction_that_is_missing_is_told_wherever_it_is(
    zone: FreshZone, wallets: Wallets, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _ = await live(zone, wallets, 7)
    infos = await zone.chain.history(address, limit=1_000)
    records = await zone.chain.transactions([info.signature for info in infos])
    # The other made the vault's token account.
    telling = [each.signature for each in records if each and read_events(each.logs).events]
    assert len(telling) == len(infos) - 1
    if not isinstance(zone.chain, OpenBlock):
        telling = telling[::4]
    for signature in telling:
        node: Any = Forgetful(zone.chain, signature)
        with pytest.raises(HistoryGap) as caught:
            await unit_history(node, address)
        assert "ask a node" in caught.value.remedy
    # In pages, it is the same.
    whole = await unit_history(zone.chain, address)
    monkeypatch.setattr(reading, "PAGE", 7)
    paged = await unit_history(zone.chain, address)
    # A cluster's slots go on meanwhile.
    assert replace(paged, tip=whole.tip, tip_time=whole.tip_time) == whole
    assert (paged.tip, paged.tip_time) >= (whole.tip, whole.tip_time)


async def test_no_instrument_has_no_register(zone: FreshZone) -> None:
    nothing = instrument_address(zone.address, zone.tenge.mint)
    with pytest.raises(AccountMissing, match="no instrument"):
        await unit_history(zone.chain, nothing)
