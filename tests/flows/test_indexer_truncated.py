"""What cut off logs do not tell is recovered: exactly, or of several together."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.parity.recording import POLICY, RecordedZone
from tests.parity.scenario import live

from alatau.chain.embedded import EmbeddedChain
from alatau.indexer import Indexer, prove
from alatau.indexer.before import before
from alatau.indexer.change import Change
from alatau.indexer.decoded import Decoded, decode
from alatau.indexer.ordering import in_order
from alatau.indexer.postings import ledger_transaction
from alatau.indexer.rebuilt import LIABILITIES, OWED, Balance, Rebuilt, Standing
from alatau.indexer.rent import keep_rent
from alatau.indexer.truncated import Found, recover
from alatau.ledger import Ledger, LedgerAccount, LedgerTransaction, Purpose, Status
from alatau.program import PROGRAM_ID, Scope, Service, account_address, instructions, program_path
from alatau.testing import FreshZone, Wallets
from alatau.testing.snapshot import Snapshot, take_snapshot

CREDITS = (Purpose.FEE_CREDIT, Purpose.TAX_CREDIT)
NOISE = 36
"""So many events, and none fits into the logs after them."""


class Life:
    """Every instruction of the program; no dataclass, as Hypothesis shows their fields."""

    def __init__(self, zone: Pubkey, transactions: list[Decoded], snapshot: Snapshot) -> None:
        self.zone = zone
        self.transactions = in_order(Rebuilt(), transactions)
        self.found = {
            address: Found(
                account.revision, {name.value: getattr(account, name) for name in Balance}
            )
            for address, account in snapshot.accounts.items()
        }
        self.true = Rebuilt()
        self.standings: dict[tuple[Pubkey, int], Standing] = {}
        for each in self.transactions:
            self.true.apply(each)
            for change in each.changes:
                standing = self.true.standings[change.address]
                self.standings[change.address, standing.revision] = standing
        for address, standing in self.true.standings.items():
            if address not in self.found and standing.revision:
                self.found[address] = Found(standing.revision, standing.balances)

        self.rent = self.posted(self.cut([]))[0].rent

    def __repr__(self) -> str:
        return "a zone's life"

    def cut(self, places: Sequence[int], keep: int = 0) -> list[Decoded]:
        """The life where the logs of some transactions end after so many events."""
        found = []
        for slot, each in enumerate(self.transactions):
            told = replace(each, slot=slot)
            if slot in places and not each.error:
                kept = each.events[:keep]
                told = replace(
                    told,
                    events=kept,
                    changes=tuple(
                        change
                        for change in each.changes
                        if isinstance(change, Change) and any(change.event is one for one in kept)
                    ),
                    truncated=True,
                    writable=frozenset(change.address for change in each.changes),
                )
            found.append(told)
        return found

    def posted(self, transactions: Sequence[Decoded]) -> tuple[Rebuilt, list[LedgerTransaction]]:
        """The accounts and what is posted, of transactions that are applied in their order."""
        accounts, posted = Rebuilt(), []
        for address, owner in self.true.owners.items():
            accounts.learn_owner(address, owner)
        accounts.assets, accounts.vaults = dict(self.true.assets), dict(self.true.vaults)
        accounts.members = set(self.true.members)
        for each in in_order(accounts, transactions):
            movements = accounts.apply(each)
            one = ledger_transaction(self.zone, accounts, each, movements, Status.FINAL)
            if one is not None:
                keep_rent(self.zone, accounts, each)
                posted.append(one)
        return accounts, posted


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def life() -> AsyncIterator[Life]:
    opened = EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, RecordedZone.found(chain, policy=POLICY) as zone:
        await live(zone)
        infos = await chain.history(PROGRAM_ID, limit=10_000)
        records = await chain.transactions([info.signature for info in infos])
        decoded = [decode(record) for record in records if record is not None]
        yield Life(zone.address, decoded, await take_snapshot(chain, zone.address))


def test_before_a_change_every_account_held_what_its_event_says(life: Life) -> None:
    accounts, exact, told = Rebuilt(), 0, 0
    for each in life.transactions:
        earlier = dict(accounts.standings)
        for change in each.changes:
            held = earlier.get(change.address, Standing()).balances
            found = before(change, held)
            assert found.keys() == dict(change.after).keys()
            owed = [name for name in found if name in (*OWED, LIABILITIES)]
            assert sum(found[name] for name in owed) == sum(held.get(name, 0) for name in owed)
            blind = before(change, {})
            told += 1
            exact += all(blind[name] == held.get(name, 0) for name in blind)
            revision = earlier.get(change.address, Standing()).revision + 1
            standing = {**held, **change.after}
            earlier[change.address] = Standing(0 if change.closes else revision, standing)
        accounts.apply(each)
    assert exact / told > 0.9  # without any look at what was before


@settings(max_examples=40)
@given(data=st.data())
def test_recover_one_cut_off_log_gives_every_account_and_no_suspense(
    life: Life, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(life.transactions) - 1))
    recovered(life, place, data.draw(st.integers(0, 2)))


def test_recover_one_of_each_kind_of_which_no_event_is_left(life: Life) -> None:
    kinds = {
        tuple(type(event) for event in each.events): place
        for place, each in enumerate(life.transactions)
    }
    assert len(kinds) > 60
    for place in kinds.values():
        recovered(life, place, keep=0)


@pytest.mark.parametrize("place", range(5))
async def test_recover_one_of_an_account_that_was_closed_and_opened_again(place: int) -> None:
    opened = EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, FreshZone.found(chain) as zone:
        wallets = Wallets(zone)
        shop = await wallets.merchant("«Дүкен»")
        payer = await wallets.resident("Айгүл Сәрсенова", tenge=90_000_00)
        terms: dict[str, Any] = {"mint": zone.tenge.mint, "amount": 1_000, "period": 86_400}
        made = await zone.create_plan(
            **terms, number=1, service=Service.SHOPS, terms=bytes(range(32)), wallet=shop
        )
        consent: dict[str, Any] = {"plan": made.event.plan, "amount": 1_000, "period": 86_400}
        consent |= {"ends_at": await chain.time() + 90 * 86_400, "wallet": payer}
        first = await zone.grant_mandate(**consent)
        mandate = first.event.mandate
        ended = await zone.cancel_mandate(mandate=mandate, wallet=payer)
        again = await zone.grant_mandate(**consent)
        assert again.event.mandate == mandate
        pulled = await zone.pull(mandate=mandate)
        steps = [each.signature for each in (made, first, ended, again, pulled)]
        infos = await chain.history(PROGRAM_ID, limit=1_000)
        records = await chain.transactions([info.signature for info in reversed(infos)])
        decoded = [decode(record) for record in records if record is not None]
        life = Life(zone.address, decoded, await take_snapshot(chain, zone.address))
        at = [str(each.signature) for each in life.transactions].index(steps[place])
        recovered(life, at, keep=0)


def recovered(life: Life, place: int, keep: int) -> None:
    cut = life.cut([place], keep)
    Random(place).shuffle(cut)
    accounts, posted = life.posted(recover(Rebuilt(), cut, life.found))
    assert held(accounts) == held(life.true)
    assert not suspense(posted)
    _, told = life.posted(life.cut([]))
    assert [owed(each) for each in posted] == [owed(each) for each in told]
    assert [rent(each) for each in posted] == [rent(each) for each in told]


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), share=st.sampled_from([0.02, 0.1, 0.3, 1.0]))
def test_recover_many_cut_off_logs_gives_every_account_and_suspense_of_nothing(
    life: Life, seed: int, share: float
) -> None:
    chance = Random(seed)
    places = [place for place in range(len(life.transactions)) if chance.random() < share]
    transactions = recover(Rebuilt(), life.cut(places, chance.randrange(2)), life.found)
    accounts, posted = life.posted(transactions)
    for address, found in life.found.items():
        standing = accounts.standings[address]
        assert standing.revision == found.revision
        assert all(
            standing.balances.get(name, 0) == found.balances[name] for name in found.balances
        )
    assert set(suspense(posted).values()) <= {0}
    _, told = life.posted(life.cut([]))
    assert sum(map(rent, posted), Counter()) == sum(map(rent, told), Counter())
    assert accounts.rent == life.rent


def owed(one: LedgerTransaction) -> tuple[str, dict[tuple[str, str], int]]:
    """What a transaction posts to each participant, whatever for."""
    sums: dict[tuple[str, str], int] = {}
    for posting in one.postings:
        account = posting.account
        if account.purpose not in CREDITS:
            whose = account.participant, account.asset
            sums[whose] = sums.get(whose, 0) + posting.amount
    return one.id, {whose: amount for whose, amount in sums.items() if amount}


def rent(one: LedgerTransaction) -> Counter[str]:
    """What a transaction posts of rent to each participant."""
    found: Counter[str] = Counter()
    for posting in one.postings:
        if posting.account.purpose is Purpose.RENT:
            found[posting.account.participant] += posting.amount
    return found


def held(accounts: Rebuilt) -> dict[Pubkey, tuple[int, dict[str, int]]]:
    """What each account holds, and its revision."""
    return {
        address: (each.revision, {name: amount for name, amount in each.balances.items() if amount})
        for address, each in accounts.standings.items()
    }


def suspense(posted: Sequence[LedgerTransaction]) -> dict[str, int]:
    """What was posted to it, by asset."""
    sums: dict[str, int] = {}
    for each in posted:
        for posting in each.postings:
            if posting.account.purpose is Purpose.SUSPENSE:
                asset = posting.account.asset
                sums[asset] = sums.get(asset, 0) + posting.amount
    return sums


@pytest.mark.parametrize("group", [1, 1_000])
async def test_index_payments_with_logs_that_are_cut_off(tmp_path: Path, group: int) -> None:
    opened = EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, FreshZone.found(chain) as zone:
        wallets = Wallets(zone)
        payer = await wallets.resident("Айгүл Сәрсенова", tenge=90_000_00)
        payee = await wallets.merchant("«Нан» наубайханасы")
        mint = zone.tenge.mint
        silent = await pay_silently(zone, payer, payee.pubkey(), 1_250_00)
        await zone.pay(
            payee=payee.pubkey(), mint=mint, amount=70_00, service=Service.SHOPS, wallet=payer
        )
        await chain.advance(1)
        joint = [await pay_silently(zone, payer, payee.pubkey(), amount) for amount in (1_00, 2_00)]
        where = tmp_path / "ledger.sqlite"
        genesis = await chain.genesis_hash()
        async with await Ledger.open(where, zone=zone.name, genesis=genesis) as ledger:
            indexer = await Indexer.open(chain, ledger, zone.address, group=group)
            await indexer.catch_up()
            proof = await prove(chain, zone.address, indexer.latest)
            assert proof.proven, proof.differences
            (first,) = await ledger.find(f"chain:{silent}")
            paid = LedgerAccount(str(payer.pubkey()), str(mint), Purpose.AVAILABLE)
            amounts = {each.account: each.amount for each in first.transaction.postings}
            assert amounts[paid] == 1_250_00
            assert first.transaction.description.endswith("logs cut off")
            assert not any(each.purpose is Purpose.SUSPENSE for each in amounts)
            # Of two in a row only the sum is known.
            parts = [
                posting.amount
                for stored in await ledger.transactions()
                if stored.transaction.id.startswith(tuple(f"chain:{each}:" for each in joint))
                for posting in stored.transaction.postings
                if posting.account == paid
            ]
            assert parts == [3_00]
            suspense = await ledger.balance(LedgerAccount("", str(mint), Purpose.SUSPENSE))
            assert suspense == 0
            assert (await ledger.verify()).sound


async def pay_silently(zone: FreshZone, payer: Keypair, payee: Pubkey, amount: int) -> str:
    """Pay in a transaction whose logs end before the payment's event; its signature."""
    account = account_address(zone.address, payer.pubkey(), zone.tenge.mint)
    pay = instructions.pay(
        wallet=payer.pubkey(),
        payee=payee,
        zone=zone.address,
        mint=zone.tenge.mint,
        sequence=await zone.next_sequence(account),
        amount=amount,
        reference=bytes(32),
        service=int(Service.SHOPS),
        payee_lane=0,
    )
    noise = instructions.pause(
        authority=zone.operator.pubkey(), zone=zone.address, scopes=int(Scope.CONVERSIONS)
    )
    intent = zone.intent(*[noise] * NOISE, pay, signers=(zone.operator, payer))
    outcome = await zone.sender.send(intent)
    assert not outcome.error, outcome.logs
    return outcome.signature
