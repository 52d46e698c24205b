"""The audit finds each broken invariant: a chain's accounts are falsified one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from solders.pubkey import Pubkey

from alatau.chain.base import AccountInfo
from alatau.chain.embedded import EmbeddedChain
from alatau.program import (
    SYSTEM_PROGRAM,
    Scope,
    Service,
    account_address,
    decode_payment,
    payment_address,
    vault_address,
    vault_token_account,
)
from alatau.program.codec import type_layout
from alatau.testing import invariants
from alatau.testing.fixtures import FreshZone, Wallets
from alatau.testing.invariants import Audit, check


@dataclass(frozen=True, slots=True)
class Books:
    """A zone with a final payment, a held one, a settled one that was refunded in part."""

    chain: EmbeddedChain
    zone: FreshZone
    payer: Pubkey
    payee: Pubkey
    held: Pubkey
    settled: Pubkey
    vault: Pubkey
    tokens: Pubkey
    record: Pubkey

    async def add(self, address: Pubkey, kind: str, field: str, amount: int) -> None:
        """Falsify a number of an account."""
        layout, info = type_layout(kind), await self.chain.account(address)
        assert info is not None
        values = list(layout.read(info.data, 8))
        values[layout.names.index(field)] += amount
        data = info.data[:8] + layout.write(values)
        await self.chain.set_account(address, AccountInfo(info.lamports, info.owner, data))

    async def thaw(self, address: Pubkey) -> None:
        """End a freeze without an event."""
        layout, info = type_layout("PaymentAccount"), await self.chain.account(address)
        assert info is not None
        values = list(layout.read(info.data, 8))
        values[layout.names.index("freezes")] = ((0, bytes(16), 0, bytes(6)),) * 2
        data = info.data[:8] + layout.write(values)
        await self.chain.set_account(address, AccountInfo(info.lamports, info.owner, data))

    async def drain(self) -> None:
        """Take a token out of the vault's token account."""
        info = await self.chain.account(self.tokens)
        assert info is not None
        amount = int.from_bytes(info.data[64:72], "little") - 1
        data = info.data[:64] + amount.to_bytes(8, "little") + info.data[72:]
        await self.chain.set_account(self.tokens, AccountInfo(info.lamports, info.owner, data))


@pytest_asyncio.fixture
async def books(embedded_chain: EmbeddedChain) -> AsyncIterator[Books]:
    async with FreshZone.found(embedded_chain) as zone:
        wallets, mint = Wallets(zone), zone.tenge.mint
        aigul = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
        bakery = await wallets.merchant("«Нан»", tax_category=3)
        payer, payee = (
            account_address(zone.address, wallet.pubkey(), mint) for wallet in (aigul, bakery)
        )
        order: dict[str, Any] = {
            "wallet": aigul,
            "payee": bakery.pubkey(),
            "mint": mint,
            "service": Service.SHOPS,
        }
        await zone.pay(**order, amount=1_250_00)
        deliver_by = await embedded_chain.time() + 3_600
        sequences = [
            (await zone.pay(**order, amount=900_00, deliver_by=deliver_by)).event.sequence
            for _ in range(2)
        ]
        held, settled = (payment_address(payer, sequence) for sequence in sequences)
        parties: dict[str, Any] = {
            "payment": settled,
            "payer_account": payer,
            "payee_account": payee,
        }
        await zone.settle(**parties, signer=aigul)
        await zone.refund(**parties, wallet=bakery, refunded_before=0, amount=333_33)
        await zone.freeze_account(
            regulator=zone.regulators[0],
            wallet=aigul.pubkey(),
            mint=mint,
            case="ІС-1",
            basis=74,
            until=deliver_by,
        )
        taken = await zone.seize(
            regulators=zone.regulators,
            wallet=aigul.pubkey(),
            mint=mint,
            case="ІС-1",
            basis=74,
            amount=5_00,
        )
        yield Books(
            embedded_chain,
            zone,
            payer,
            payee,
            held,
            settled,
            vault_address(zone.tenge.address),
            vault_token_account(zone.address, mint, zone.tenge.token_program),
            taken.event.enforcement,
        )


async def test_check_sound_zone_passes(books: Books) -> None:
    await check(books.chain, books.zone.address)


async def test_check_paused_zone_passes(books: Books) -> None:
    for authority in (books.zone.operator, *books.zone.regulators):
        await books.zone.pause(authority=authority, scopes=Scope.ALL)
    await check(books.chain, books.zone.address)


async def test_check_again_reads_only_what_is_new(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = Audit(books.chain, books.zone.address)
    await audit.check()
    read: list[int] = []
    transactions = books.chain.transactions

    async def counted(signatures: list[object]) -> object:
        read.append(len(signatures))
        return await transactions(signatures)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(books.chain, "transactions", counted)
    await audit.check()
    assert sum(read) == 0
    await books.zone.pause(authority=books.zone.operator, scopes=Scope.NONE)
    read.clear()
    await audit.check()
    assert sum(read) == 1


NOTHING = AccountInfo(0, SYSTEM_PROGRAM, b"")

Falsify = Callable[[Books], Awaitable[None]]

CASES: list[tuple[str, Falsify]] = [
    (invariants.SOLVENCY, lambda b: b.add(b.payer, "PaymentAccount", "available", 1)),
    (invariants.SOLVENCY, lambda b: b.add(b.payee, "PaymentAccount", "tax_due", -1)),
    (invariants.SOLVENCY, lambda b: b.add(b.vault, "Vault", "liabilities", 1)),
    (invariants.SOLVENCY, lambda b: b.add(b.vault, "Vault", "withdrawn", 1)),
    (invariants.SOLVENCY, lambda b: b.drain()),
    (invariants.ADDS_UP, lambda b: b.add(b.settled, "Payment", "fee", 1)),
    (invariants.ADDS_UP, lambda b: b.add(b.held, "Payment", "state", 2)),
    (invariants.REVISIONS, lambda b: b.add(b.payer, "PaymentAccount", "revision", 1)),
    (invariants.REVISIONS, lambda b: b.add(b.payee, "PaymentAccount", "fee_credit", 1)),
    (invariants.REVISIONS, lambda b: b.thaw(b.payer)),
    (invariants.ENFORCED, lambda b: b.add(b.record, "Enforcement", "amount", 1)),
    (invariants.ENFORCED, lambda b: b.add(b.record, "Enforcement", "basis", 1)),
    (invariants.ENFORCED, lambda b: b.add(b.record, "Enforcement", "kind", 1)),
    (invariants.ENFORCED, lambda b: b.chain.set_account(b.record, NOTHING)),
    (invariants.SEQUENCES, lambda b: b.add(b.payer, "PaymentAccount", "sequence", 1)),
]


async def _move(books: Books, address: Pubkey, source: str, target: str, amount: int) -> None:
    kind = "Payment" if address in {books.held, books.settled} else "PaymentAccount"
    await books.add(address, kind, source, -amount)
    await books.add(address, kind, target, amount)


async def _close_the_payer(books: Books) -> None:
    """Its money goes to the payee, so that only the payments that name it tell."""
    layout, info = type_layout("PaymentAccount"), await books.chain.account(books.payer)
    assert info is not None
    available = layout.read(info.data, 8)[layout.names.index("available")]
    assert isinstance(available, int)
    await books.add(books.payee, "PaymentAccount", "available", available)
    await books.chain.set_account(books.payer, NOTHING)


CASES += [
    (invariants.HELD, lambda b: b.add(b.payer, "PaymentAccount", "open_payments", 1)),
    (invariants.HELD, _close_the_payer),
    (invariants.HELD, lambda b: _move(b, b.payee, "held", "available", 1)),
    (invariants.HELD, lambda b: _move(b, b.payee, "available", "reserve", 1)),
    (invariants.REVISIONS, lambda b: _move(b, b.payee, "available", "fee_due", 1)),
    (invariants.REFUNDS, lambda b: _move(b, b.settled, "settled", "refunded", 1)),
    (invariants.REFUNDS, lambda b: _move(b, b.settled, "fee", "tax", 1)),
    (invariants.ADDS_UP, lambda b: b.add(b.held, "Payment", "settled", 1)),
]


@pytest.mark.parametrize(("broken", "falsify"), CASES)
async def test_check_falsified_account_names_the_invariant(
    books: Books, broken: str, falsify: Falsify
) -> None:
    await falsify(books)
    with pytest.raises(AssertionError, match=f"^{broken}: "):
        await check(books.chain, books.zone.address)


async def test_check_falsified_payment_after_its_end_names_the_invariant(books: Books) -> None:
    await books.add(books.settled, "Payment", "settled", 1)
    info = await books.chain.account(books.settled)
    assert info is not None
    stored = decode_payment(info.data)
    await books.chain.set_time(stored.closes_at)
    await books.zone.close_payment(
        payment=books.settled, payer_account=books.payer, rent_payer=stored.rent_payer
    )
    with pytest.raises(AssertionError, match=f"^{invariants.ADDS_UP}: parts of the closed"):
        await check(books.chain, books.zone.address)


async def test_check_shut_door_names_the_invariant(books: Books) -> None:
    info = await books.chain.account(books.tokens)
    assert info is not None
    frozen = bytearray(info.data)
    frozen[108] = 2  # the token account's state: frozen
    await books.chain.set_account(
        books.tokens, AccountInfo(info.lamports, info.owner, bytes(frozen))
    )
    with pytest.raises(AssertionError, match=f"^{invariants.LEAVING}: cannot withdraw"):
        await check(books.chain, books.zone.address)
