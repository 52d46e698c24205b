"""A lost wallet through the SDK: proposed by two, vetoed, done after a week."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.flows.test_instruments import party, propose

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import AccountMissing, ProgramRefused, QuoteInvalid
from alatau.indexer.unit_history import unit_history
from alatau.program import Role, instrument_address
from alatau.replacement_terms import sign_replacement
from alatau.testing.fixtures import DAY, FreshZone, Wallets
from alatau.testing.invariants import check


@dataclass(frozen=True, slots=True)
class Lost:
    """An admitted instrument; Гүлнар has 100 units and a new wallet with a holding."""

    mint: Pubkey
    issuer: Keypair
    old: Keypair
    new: Keypair


async def lost(zone: FreshZone, wallets: Wallets) -> Lost:
    issuer = await party(zone, wallets, "«Мұнара» құрылыс", Role.ISSUER)
    old = await party(zone, wallets, "Гүлнар Әбілова", Role.INVESTOR)
    new = await party(zone, wallets, "Гүлнар Әбілова, жаңа", Role.INVESTOR)
    key = zone.key("ALTW")
    mint = key.pubkey()
    await propose(zone, issuer, key)
    await zone.admit_instrument(mint=mint, revision=1, regulator=zone.regulators[1])
    for wallet in (old, new):
        await zone.open_holding(mint=mint, wallet=wallet.pubkey())
    await zone.issue_units(mint=mint, recipient=old.pubkey(), quantity=100, issuer=issuer)
    return Lost(mint, issuer, old, new)


async def proposed(zone: FreshZone, found: Lost) -> int:
    """By issuer and operator; when it is due."""
    proposal = await zone.propose_replacement(
        mint=found.mint,
        holder=found.old.pubkey(),
        successor=found.new.pubkey(),
        issuer=found.issuer,
    )
    done = await zone.approve_replacement(proposal, operator=zone.operator)
    return done.event.replace_at


async def test_propose_is_signed_by_two_lands_once_and_is_vetoed(
    zone: FreshZone, wallets: Wallets
) -> None:
    found = await lost(zone, wallets)
    lost_one: dict[str, Any] = {"mint": found.mint, "holder": found.old.pubkey()}
    named = {**lost_one, "successor": found.new.pubkey()}
    with pytest.raises(AccountMissing, match="no replacement"):
        await zone.replace_holder(**lost_one)
    proposal = await zone.propose_replacement(**named, issuer=found.issuer)
    other = replace(proposal, successor=found.issuer.pubkey())
    with pytest.raises(QuoteInvalid, match="not the proposal's"):
        await zone.approve_replacement(other, operator=zone.operator)
    with pytest.raises(QuoteInvalid, match="the proposal is to"):
        await zone.approve_replacement(proposal, operator=found.new)
    done = await zone.approve_replacement(proposal, operator=zone.operator)
    again = await zone.approve_replacement(proposal, operator=zone.operator)
    assert again.signature == done.signature
    # A cluster's clock is not to the second the time that it tells of a block.
    assert abs(done.event.replace_at - done.time - 7 * DAY) <= 10
    (listed,) = await zone.replacements(mint=found.mint)
    assert (listed.wallet, listed.replace_at) == (found.old.pubkey(), done.event.replace_at)
    with pytest.raises(ProgramRefused) as caught:
        await zone.replace_holder(**lost_one)
    assert caught.value.name == "ReplacementNotDue"
    with pytest.raises(ProgramRefused) as caught:
        await zone.veto_replacement(**lost_one, wallet=found.new)
    assert caught.value.name == "NotReplacementParty"
    vetoed = await zone.veto_replacement(mint=found.mint, wallet=found.old)
    assert vetoed.event.wallet == found.old.pubkey()
    assert await zone.replacements(mint=found.mint) == []
    # With both keys at hand, nothing need be passed on.
    fresh = replace(await zone.propose_replacement(**named, issuer=found.issuer), transaction=b"")
    await zone.approve_replacement(fresh, operator=zone.operator, issuer=found.issuer)
    await zone.transfer_units(
        mint=found.mint, recipient=found.new.pubkey(), quantity=1, wallet=found.old
    )
    assert await zone.replacements(mint=found.mint) == []
    await check(zone.chain, zone.address)


@pytest.fixture
async def own_zone(embedded_chain: EmbeddedChain) -> AsyncIterator[FreshZone]:
    """On a chain whose clock can be moved."""
    async with FreshZone.found(embedded_chain) as fresh:
        yield fresh


async def test_replace_moves_all_and_the_register_tells_it(
    embedded_chain: EmbeddedChain, own_zone: FreshZone
) -> None:
    zone = own_zone
    found = await lost(zone, Wallets(zone))
    until = await zone.chain.time() + 90 * DAY
    offer: dict[str, Any] = {"mint": found.mint, "expires_at": until, "wallet": found.old}
    for quantity in (10, 20):
        await zone.offer_units(**offer, quantity=quantity, price=11_00, rent_payer=zone.operator)
    await zone.withdraw_units(mint=found.mint, quantity=30, wallet=found.old)
    due = await proposed(zone, found)
    await embedded_chain.end_block()
    await embedded_chain.set_time(due)
    lost_one: dict[str, Any] = {"mint": found.mint, "holder": found.old.pubkey()}
    done = await zone.replace_holder(**lost_one, wallet=found.issuer)
    assert (done.event.quantity, done.event.units, done.event.successor_units) == (100, 0, 100)
    assert await zone.offers(mint=found.mint) == []
    with pytest.raises(AccountMissing, match="no replacement"):
        await zone.replace_holder(**lost_one)
    await embedded_chain.end_block()
    history = await unit_history(zone.chain, instrument_address(zone.address, found.mint))
    before, after = history.at(done.slot - 1), history.at()
    assert [(one.wallet, one.units) for one in before.holders] == [(found.old.pubkey(), 100)]
    assert [(one.wallet, one.units) for one in after.holders] == [(found.new.pubkey(), 100)]
    assert before.proven
    assert after.proven
    moved = [(move.wallet, move.change) for move in history.moves if move.slot == done.slot]
    assert {(found.old.pubkey(), -100), (found.new.pubkey(), 100)} <= {*moved}
    await check(zone.chain, zone.address)


async def test_approve_refused_stays_refused_and_blocks_no_other_proposal(
    zone: FreshZone, wallets: Wallets
) -> None:
    """Of the same revision of the holding, which a refusal leaves as it is."""
    found = await lost(zone, wallets)
    named = {"mint": found.mint, "holder": found.old.pubkey(), "successor": found.new.pubkey()}
    right = await zone.propose_replacement(**named, issuer=found.issuer)
    wrong = sign_replacement(
        replace(right, issuer=found.new.pubkey()), found.new, (await zone.chain.blockhash()).hash
    )
    with pytest.raises(ProgramRefused) as first:
        await zone.approve_replacement(wrong, operator=zone.operator)
    assert (first.value.name, first.value.recorded) == ("NotIssuer", False)
    with pytest.raises(ProgramRefused) as caught:
        await zone.approve_replacement(wrong, operator=zone.operator)
    again = caught.value
    assert (again.name, again.signature) == ("NotIssuer", first.value.signature)
    assert again.recorded
    assert "have the issuer propose it again" in again.remedy
    done = await zone.approve_replacement(right, operator=zone.operator)
    assert (await zone.approve_replacement(right, operator=zone.operator)).signature == (
        done.signature
    )
    assert len(await zone.replacements(mint=found.mint)) == 1
