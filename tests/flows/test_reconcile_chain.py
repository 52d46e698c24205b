"""The four sources of a real zone: what was sent, landed, is held, and what the bank says of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio

from alatau.chain.embedded import EmbeddedChain
from alatau.indexer import Indexer
from alatau.ledger import Ledger
from alatau.program import PROGRAM_ID, Service, program_path
from alatau.reconcile.fourway import Reconciliation, reconcile
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import BreakType, Source
from alatau.reconcile.sources.facts import BankAsset, Expected, Inputs
from alatau.reconcile.sources.gather import gather
from alatau.statements import Account, Balance, Detail, Entry, Kind, Party, Statement, Status
from alatau.testing import FreshZone, Wallets

PAYER = "KZ84722C000012345678"


@dataclass
class Lived:
    """A zone in which somebody deposited, paid and was refused, with its ledger."""

    chain: EmbeddedChain
    zone: FreshZone
    indexer: Indexer
    ledger: Ledger
    given: Inputs

    async def reconciled(self, given: Inputs | None = None) -> Reconciliation:
        inputs = await gather(
            self.ledger,
            given or self.given,
            journal=self.zone.sender.journal,
            chain=self.chain,
            indexer=self.indexer,
        )
        return reconcile(inputs, Rules(), now=await self.chain.time())


@pytest_asyncio.fixture
async def lived(tmp_path: Path) -> AsyncIterator[Lived]:
    opened = EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, FreshZone.found(chain) as zone:
        wallets = Wallets(zone)
        payer = await wallets.resident("Дәулет Әбенов", tenge=5_000_00)
        shop = await wallets.merchant("«Береке» дүкені")
        mint = zone.tenge.mint
        await zone.issue(zone.tenge, payer.pubkey(), 750_00)
        await zone.deposit(mint=mint, amount=750_00, wallet=payer, key="transfer:in-0001")
        await zone.pay(
            payee=shop.pubkey(), mint=mint, amount=99_00, service=Service.SHOPS, wallet=payer
        )
        await zone.withdraw(mint=mint, amount=1_000_00, wallet=payer, key="transfer:out-0001")
        async with await Ledger.open(
            tmp_path / "ledger.sqlite", zone=zone.name, genesis=await chain.genesis_hash()
        ) as ledger:
            indexer = await Indexer.open(chain, ledger, zone.address)
            await indexer.catch_up()
            now = await chain.time()
            asset = str(mint)
            given = Inputs(
                expected=(
                    Expected("transfer:in-0001", asset, 750_00, now, "REF-1", PAYER),
                    Expected("transfer:out-0001", asset, -1_000_00, now, "REF-2", PAYER),
                ),
                banks=(BankAsset("KZT", asset, 2),),
                statements=(statement(now),),
            )
            yield Lived(chain, zone, indexer, ledger, given)


def statement(now: int) -> Statement:
    day = datetime.fromtimestamp(now, UTC).date()
    payer = Party("Дәулет Әбенов", PAYER)
    entries = (
        Entry(
            "a1", Status.BOOKED, 750_00, "KZT", day,
            details=(Detail(750_00, "KZT", "REF-1", debtor=payer),),
        ),
        Entry(
            "a2", Status.BOOKED, -1_000_00, "KZT", day,
            details=(Detail(-1_000_00, "KZT", "REF-2", creditor=payer),),
        ),
    )  # fmt: skip
    balances = (Balance("OPBD", 0, "KZT", day), Balance("CLBD", -250_00, "KZT", day))
    account = Account("KZ86125KZT5004100100", currency="KZT")
    return Statement("S-1", Kind.STATEMENT, account, balances=balances, entries=entries)


async def test_all_four_agree_but_for_what_the_bank_has_not_told(lived: Lived) -> None:
    found = await lived.reconciled()
    assert sorted(one.difference for one in found.matches) == [0, 0]
    assert {one.unexplained for one in found.sums} == {0}
    # The fixture's first deposits have no line at the bank, and are not due yet.
    assert {one.type for one in found.breaks} == {BreakType.TIMING}
    assert {one.between for one in found.breaks} == {(Source.CHAIN, Source.STATEMENT)}


async def test_chain_is_read_on_before_balances_are_compared(lived: Lived) -> None:
    wallets = Wallets(lived.zone)
    await wallets.resident("Салтанат Ержанқызы", tenge=10_00)
    before = await lived.ledger.head()
    found = await lived.reconciled()
    assert [one for one in found.breaks if Source.BALANCE in one.between] == []
    assert (await lived.ledger.head()).sequence > before.sequence


async def test_tokens_sent_to_a_vault_are_an_unknown_deposit(lived: Lived) -> None:
    inputs = await gather(
        lived.ledger,
        lived.given,
        journal=lived.zone.sender.journal,
        chain=lived.chain,
        indexer=lived.indexer,
    )
    (vault,) = (one for one in inputs.vaults if one.asset == str(lived.zone.tenge.mint))
    assert vault.tokens == vault.liabilities == vault.accounts > 0
    more = replace(vault, tokens=vault.tokens + 5)
    others = tuple(one for one in inputs.vaults if one != vault)
    found = reconcile(
        replace(inputs, vaults=(*others, more)), Rules(), now=await lived.chain.time()
    )
    (there,) = (one for one in found.breaks if Source.BALANCE in one.between)
    assert (there.type, there.amount) == (BreakType.UNKNOWN_DEPOSIT, 5)


async def test_intent_that_was_not_journalled_is_found(lived: Lived) -> None:
    inputs = await gather(lived.ledger, lived.given, journal=lived.zone.sender.journal)
    lost = next(one for one in inputs.journal if one.key == "transfer:in-0001")
    rest = tuple(one for one in inputs.journal if one != lost)
    found = reconcile(replace(inputs, journal=rest), Rules(), now=await lived.chain.time())
    (there,) = (one for one in found.breaks if one.between == (Source.JOURNAL, Source.CHAIN))
    assert (there.type, there.amount) == (BreakType.MISSING_HERE, 750_00)
