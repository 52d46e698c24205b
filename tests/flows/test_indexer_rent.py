"""Rent through a zone's life: what the ledger has in accounts is what they hold, to the lamport."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from tests.flows.rent_books import Books, books_of, held, lamports
from tests.parity.recording import POLICY, RecordedZone
from tests.parity.scenario import live

from alatau.chain.base import AccountInfo
from alatau.chain.embedded import EmbeddedChain
from alatau.errors import ProgramRefused
from alatau.indexer import Indexer, prove
from alatau.ledger import LedgerAccount, Purpose
from alatau.program import (
    PROGRAM_ID,
    TOKEN_PROGRAM,
    AssetClass,
    Role,
    Scope,
    Service,
    account_address,
    instructions,
    mandate_address,
    participant_address,
    payment_address,
    plan_address,
    program_path,
    token_account_address,
)
from alatau.sender import Intent
from alatau.testing import FreshZone, Wallets
from alatau.testing.fixtures import DAY, NO_CAP, SOL, UNCAPPED
from alatau.tokens import create_token_account

WRAPPED_SOL = Pubkey.from_string("So11111111111111111111111111111111111111112")
FEE = 5_000
SYNC_NATIVE, CLOSE_ACCOUNT = 17, 9
NOISE = 36
"""So many events, and none fits into the logs after them."""


@pytest.fixture
async def zone(embedded_chain: EmbeddedChain) -> AsyncIterator[FreshZone]:
    async with FreshZone.found(embedded_chain) as founded:
        yield founded


@pytest.fixture
async def books(
    embedded_chain: EmbeddedChain, zone: FreshZone, tmp_path: Path
) -> AsyncIterator[Books]:
    async with books_of(embedded_chain, zone, tmp_path / "ledger.sqlite") as opened:
        yield opened


async def test_rent_of_a_life_is_what_all_its_accounts_hold(tmp_path: Path) -> None:
    opened = EmbeddedChain.open(None, programs={PROGRAM_ID: program_path()})
    async with await opened as chain, RecordedZone.found(chain, policy=POLICY) as zone:
        await live(zone)
        async with books_of(chain, zone, tmp_path / "ledger.sqlite") as books:
            proof = await books.proof()
            assert (proof.known, proof.differences, proof.unknown) == (proof.found, (), 0)
            # It is all that the program's accounts hold, and the token accounts made with them.
            there = dict(await chain.program_accounts(PROGRAM_ID))
            rent = {at: amount for at, amount in books.indexer.accounts.rent.items() if amount}
            assert {at: info.lamports for at, info in there.items()}.items() <= rent.items()
            tokens = await chain.accounts(list(rent.keys() - there.keys()))
            assert {info and info.owner for info in tokens} == {
                zone.tenge.token_program,
                zone.dollar.token_program,
            }
            again = await Indexer.open(chain, books.ledger, zone.address)
            assert again.accounts.rent == books.indexer.accounts.rent


async def test_close_what_was_opened_leaves_no_rent(
    books: Books, zone: FreshZone, wallets: Wallets, embedded_chain: EmbeddedChain
) -> None:
    mint = zone.tenge.mint
    payer = await wallets.resident("Айгүл Сәрсенова", tenge=90_000_00)
    shop = await wallets.merchant("«Нан» наубайханасы")
    sponsor = await wallets("Қазына")
    payer_account, payee_account = (
        account_address(zone.address, each.pubkey(), mint) for each in (payer, shop)
    )
    before = await books.proof()
    zone.sponsor = sponsor
    now = await zone.chain.time()
    paid = await zone.pay(**held(zone, payer, shop, now + DAY))
    payment = payment_address(payer_account, paid.event.sequence)
    await zone.create_plan(
        mint=mint, number=1, amount=99_00, period=DAY, service=Service.SHOPS,
        terms=bytes(32), wallet=shop,
    )  # fmt: skip
    plan = plan_address(payee_account, 1)
    await zone.grant_mandate(
        plan=plan, amount=99_00, period=DAY, ends_at=now + 30 * DAY, wallet=payer
    )
    mandate = mandate_address(payer_account, plan)
    await books.proof()
    # Each has what it paid for, and who paid the network for all of them has nothing.
    assert await books.rent(payer) == await lamports(zone, payment, mandate)
    assert await books.rent(shop) == await lamports(zone, plan)
    assert await books.rent(sponsor) == 0

    # It names neither plan nor zone, and is paid by somebody whom the zone does not know.
    await zone.cancel_mandate(mandate=mandate, wallet=payer)
    await books.proof()
    assert await books.rent(payer) == await lamports(zone, payment)
    await zone.refund(
        payment=payment, payer_account=payer_account, payee_account=payee_account,
        refunded_before=0, amount=1_250_00, wallet=shop,
    )  # fmt: skip
    await embedded_chain.set_time(now + 365 * DAY)
    await zone.close_payment(
        payment=payment, payer_account=payer_account, rent_payer=payer.pubkey()
    )
    await zone.close_plan(plan=plan, wallet=shop)
    await zone.delete_plan(plan=plan)
    after = await books.proof()
    assert await books.rent(payer) == await books.rent(shop) == 0
    assert (after.known, after.differences) == (before.known, ())
    fees = await books.sums(Purpose.NETWORK_FEES)
    spent = 10 * SOL - await lamports(zone, sponsor.pubkey())
    assert fees[str(sponsor.pubkey())] == spent > 0


async def test_failed_transaction_posts_its_fee_and_no_rent(
    books: Books, zone: FreshZone, wallets: Wallets
) -> None:
    payer = await wallets.resident("Дәулет Әбенов", tenge=5_00)
    shop = await wallets.merchant("«Береке» дүкені")
    with pytest.raises(ProgramRefused) as caught:
        await zone.pay(**held(zone, payer, shop, await zone.chain.time() + DAY))
    await books.proof()
    assert await books.rent(payer) == 0
    posted = await books.posted(caught.value.signature)
    assert {(each.account.purpose, each.amount) for each in posted.postings} == {
        (Purpose.NETWORK_FEES, FEE),
        (Purpose.OUTSIDE, -FEE),
    }


@pytest.mark.parametrize("apart", [0, 1])
@pytest.mark.parametrize("group", [1, 1_000])
async def test_logs_that_are_cut_off_hide_no_rent(
    embedded_chain: EmbeddedChain,
    zone: FreshZone,
    wallets: Wallets,
    tmp_path: Path,
    group: int,
    apart: int,
) -> None:
    payer = await wallets.resident("Салтанат Ержанқызы", tenge=90_000_00)
    shop = await wallets.merchant("«Самал» емханасы")
    noise = instructions.pause(
        authority=zone.operator.pubkey(), zone=zone.address, scopes=int(Scope.CONVERSIONS)
    )
    account = account_address(zone.address, payer.pubkey(), zone.tenge.mint)
    payments = []
    for _ in range(3):
        # In one slot, or in one after the other: which of them changed what, is not told.
        await embedded_chain.advance(apart)
        sequence = await zone.next_sequence(account)
        pay = instructions.pay_held(
            wallet=payer.pubkey(),
            payee=shop.pubkey(),
            zone=zone.address,
            mint=zone.tenge.mint,
            sequence=sequence,
            amount=1_250_00,
            reference=bytes(32),
            service=int(Service.SHOPS),
            deliver_by=await zone.chain.time() + DAY,
        )
        silent = zone.intent(*[noise] * NOISE, pay, signers=(zone.operator, payer))
        outcome = await zone.sender.send(silent)
        assert not outcome.error, outcome.logs
        payments.append(payment_address(account, sequence))
    async with books_of(embedded_chain, zone, tmp_path / "ledger.sqlite", group) as books:
        proof = await books.proof()
        assert (proof.known, proof.differences) == (proof.found, ())
        assert await books.rent(payer) == await lamports(zone, *payments) > 0


async def test_gift_to_an_account_is_nobodys_rent_nor_is_what_is_left_of_it(
    books: Books, zone: FreshZone, wallets: Wallets, embedded_chain: EmbeddedChain
) -> None:
    leaver, stranger = await wallets.resident("Мөлдір Оспанова"), await wallets("Әлия")
    account = account_address(zone.address, leaver.pubkey(), zone.tenge.mint)
    before, rent = await books.proof(), await lamports(zone, account)
    gift = transfer(TransferParams(from_pubkey=stranger.pubkey(), to_pubkey=account, lamports=SOL))
    await zone.sender.submit(Intent("gift", (gift,), stranger, (stranger,)))
    after = await books.proof()
    assert (after.known, after.found) == (before.known, before.known + SOL)
    (there,) = after.differences
    assert (there.account, there.missing) == (account, False)
    await zone.wind_down(regulators=zone.regulators)
    await embedded_chain.set_time(await zone.chain.time() + 1)
    await zone.close_account(account=account)
    closed = await books.proof()
    assert (closed.known, closed.differences) == (before.known - rent, ())


async def test_account_that_holds_less_than_was_paid_is_found(
    books: Books, zone: FreshZone, embedded_chain: EmbeddedChain
) -> None:
    await books.proof()
    participant = participant_address(zone.address, zone.treasury.pubkey())
    info = await embedded_chain.account(participant)
    assert info is not None
    await embedded_chain.set_account(participant, replace(info, lamports=info.lamports - 1))
    proof = await prove(embedded_chain, zone.address, books.indexer.latest)
    assert not proof.proven
    assert not proof.differences  # it is no payment account
    (found,) = proof.rent.differences
    assert (found.account, found.missing) == (participant, True)
    assert (found.known, found.found) == (info.lamports, info.lamports - 1)


async def test_chain_of_before_lamports_were_kept_has_rent_from_then_on(tmp_path: Path) -> None:
    path, programs = tmp_path / "chain.sqlite", {PROGRAM_ID: program_path()}
    async with (
        await EmbeddedChain.open(path, programs=programs) as chain,
        FreshZone.found(chain, name="Қапшағай") as founded,
    ):
        await Wallets(founded).resident("Ерлан Қасымов")
    with sqlite3.connect(path) as file:
        file.execute("ALTER TABLE transactions DROP COLUMN lamports")
        file.execute("PRAGMA user_version = 1")
    file.close()
    async with (
        await EmbeddedChain.open(path, programs=programs) as chain,
        FreshZone.over(chain, name=founded.name, keypair=founded.operator, home=None) as zone,
        books_of(chain, zone, tmp_path / "ledger.sqlite") as books,
    ):
        before = await books.proof()
        assert (before.known, before.differences) == (0, ())
        assert before.unknown == books.indexer.slot > 0
        wallet = founded.key("Зарина Қасымова").pubkey()
        await zone.register_participant(
            operator=founded.operator,
            wallet=wallet,
            roles=Role.RESIDENT,
            tier=0,
            tax_category=0,
            country="KZ",
            verified_until=await chain.time() + DAY,
        )
        after = await books.proof()
        made = await lamports(zone, participant_address(zone.address, wallet))
        assert (after.known, after.found, after.unknown) == (made, made, before.unknown)


async def test_wrapped_sol_is_money_and_what_its_accounts_need_is_not_told_apart(
    books: Books, zone: FreshZone, wallets: Wallets, embedded_chain: EmbeddedChain
) -> None:
    # Its mint has no authorities and nine decimals, and is there from the first slot on a cluster.
    native = bytes(44) + bytes([9, 1]) + bytes(36)
    await embedded_chain.set_account(WRAPPED_SOL, AccountInfo(SOL, TOKEN_PROGRAM, native))
    await zone.list_asset(
        operator=zone.operator, mint=WRAPPED_SOL, token_program=TOKEN_PROGRAM,
        asset_class=AssetClass.CRYPTO, fee_bps=0, fee_min=0, fee_max=0,
        tax_bps=(0, 0, 0, 0), caps=(UNCAPPED,) * 4, vault_cap=NO_CAP,
    )  # fmt: skip
    for regulator in zone.regulators:
        await zone.consent_asset(regulator=regulator, mint=WRAPPED_SOL)
    wallet = await wallets.resident("Әсел Жүнісова")
    await zone.open_account(mint=WRAPPED_SOL, wallet=wallet.pubkey(), payer=zone.operator)
    before = await books.proof()
    owner = wallet.pubkey()
    tokens = token_account_address(owner, WRAPPED_SOL, TOKEN_PROGRAM)
    wrap = (
        create_token_account(owner, owner, WRAPPED_SOL, TOKEN_PROGRAM),
        transfer(TransferParams(from_pubkey=owner, to_pubkey=tokens, lamports=3 * SOL)),
        Instruction(TOKEN_PROGRAM, bytes([SYNC_NATIVE]), [AccountMeta(tokens, False, True)]),
    )
    unwrap = Instruction(
        TOKEN_PROGRAM,
        bytes([CLOSE_ACCOUNT]),
        [
            AccountMeta(tokens, False, True),
            AccountMeta(owner, False, True),
            AccountMeta(owner, True, False),
        ],
    )
    await zone.deposit(mint=WRAPPED_SOL, amount=3 * SOL, wallet=wallet, before=wrap)
    assert (await books.proof()).known == before.known
    await zone.withdraw(mint=WRAPPED_SOL, amount=1 * SOL, wallet=wallet, after=(unwrap,))
    after = await books.proof()
    assert (after.known, after.differences) == (before.known, ())
    assert await books.rent(wallet) == 0
    available = LedgerAccount(str(owner), str(WRAPPED_SOL), Purpose.AVAILABLE)
    assert await books.ledger.balance(available) == -2 * SOL
