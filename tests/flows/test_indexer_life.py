"""A zone's accounts rebuilt from the chain's history: complete, in any order of arrival."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from random import Random

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from solders.signature import Signature
from tests.parity.recording import POLICY, RecordedZone
from tests.parity.scenario import live

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import HistoryGap, HistoryWrong
from alatau.indexer.decoded import Decoded, decode
from alatau.indexer.ordering import in_order
from alatau.indexer.rebuilt import Balance, Rebuilt
from alatau.program import PROGRAM_ID, Paid, program_path
from alatau.testing.snapshot import Snapshot, take_snapshot


class Life:
    """Every instruction of the program, done and refused: what the chain says of it.

    No dataclass: Hypothesis shows their fields whatever `__repr__` says.
    """

    def __init__(self, transactions: Sequence[Decoded], snapshot: Snapshot) -> None:
        self.transactions = transactions
        self.snapshot = snapshot

    def __repr__(self) -> str:
        return "a zone's life"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def life() -> AsyncIterator[Life]:
    opened = EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, RecordedZone.found(chain, policy=POLICY) as zone:
        await live(zone)
        snapshot = await take_snapshot(chain, zone.address)
        infos = await chain.history(PROGRAM_ID, limit=10_000)
        records = await chain.transactions([info.signature for info in infos])
        yield Life([decode(record) for record in records if record is not None], snapshot)


def signatures(transactions: Sequence[Decoded]) -> list[Signature]:
    return [each.signature for each in transactions]


def rebuilt(transactions: Sequence[Decoded]) -> Rebuilt:
    accounts = Rebuilt()
    for each in in_order(accounts, transactions):
        accounts.apply(each)
    return accounts


def test_rebuild_a_life_gives_every_account_as_the_chain_has_it(life: Life) -> None:
    accounts = rebuilt(life.transactions)
    assert any(each.error for each in life.transactions)
    for address, account in life.snapshot.accounts.items():
        standing, owner = accounts.standings[address], accounts.owners[address]
        assert standing.revision == account.revision
        assert {name: standing.balances.get(name, 0) for name in Balance} == {
            name: getattr(account, name) for name in Balance
        }
        assert (owner.wallet, owner.asset, owner.lane) == (
            account.wallet,
            account.asset,
            account.lane,
        )
    for asset, vault in life.snapshot.vaults.items():
        (address,) = (vault for vault, of in accounts.vaults.items() if of == asset)
        assert accounts.standings[address].balances["liabilities"] == vault.liabilities


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), slots=st.integers(1, 40))
def test_order_is_the_same_for_any_order_of_arrival_however_much_shares_a_slot(
    life: Life, seed: int, slots: int
) -> None:
    # Cut anew into so many slots, each of which has its transactions in a wrong order.
    true = in_order(Rebuilt(), life.transactions)
    size = len(true) // slots + 1
    cut = [replace(each, slot=place // size) for place, each in enumerate(true)]
    wanted = signatures(in_order(Rebuilt(), cut))
    Random(seed).shuffle(cut)
    assert signatures(in_order(Rebuilt(), cut)) == wanted
    assert rebuilt(cut).standings == rebuilt(life.transactions).standings


@settings(max_examples=50)
@given(place=st.integers(0, 10**6), slots=st.sampled_from([1, 7, 1_000]))
def test_leave_out_a_transaction_that_others_build_on_is_a_gap(
    life: Life, place: int, slots: int
) -> None:
    true = in_order(Rebuilt(), life.transactions)
    size = len(true) // slots + 1
    cut = [replace(each, slot=number // size) for number, each in enumerate(true)]
    left = cut.pop(place % len(cut))
    later = {c.address: c.revision for each in cut for c in each.changes}
    needed = any(later.get(change.address, 0) > change.revision for change in left.changes)
    if needed:
        with pytest.raises(HistoryGap) as caught:
            rebuilt(cut)
        assert caught.value.slot in {each.slot for each in cut}
        assert "ask a node that keeps its whole history" in caught.value.remedy
    else:
        rebuilt(cut)  # the last of its accounts: the balance proof finds it


def test_apply_what_does_not_add_up_is_refused_and_changes_nothing(life: Life) -> None:
    accounts, true = Rebuilt(), in_order(Rebuilt(), life.transactions)
    place = next(
        number for number, each in enumerate(true) if [type(one) for one in each.events] == [Paid]
    )
    for each in true[:place]:
        accounts.apply(each)
    before = accounts.copy()
    payer, payee, *rest = true[place].changes
    for wrong in (
        replace(payee, flow=payee.flow + 1),
        replace(payee, after={**payee.after, "available": payee.after["available"] + 1}),
        replace(
            payee,
            flow=payee.flow + 1,
            after={**payee.after, "available": payee.after["available"] + 1},
        ),
    ):
        with pytest.raises(HistoryWrong):
            accounts.apply(replace(true[place], changes=(payer, wrong, *rest)))
        assert accounts.standings == before.standings
    with pytest.raises(HistoryGap):
        accounts.apply(replace(true[place], changes=(payer, replace(payee, revision=10**6))))
    assert accounts.standings == before.standings
    accounts.apply(true[place])
