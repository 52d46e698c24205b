"""Exactly once: whatever breaks between signing and knowing, an intent takes effect once.

The chain is a real one, behind a line that breaks where a test says.  What a cluster adds,
blocks that take their time and may vanish, is in test_sender_cluster.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from solders.compute_budget import set_compute_unit_limit
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction

from alatau.chain.base import TransactionRecord
from alatau.chain.embedded import EmbeddedChain
from alatau.context import refused
from alatau.errors import (
    ChainError,
    FeePayerShort,
    InputError,
    KeyReused,
    OutcomeUnknown,
    ProgramRefused,
    SponsorAtRisk,
    StorageError,
    TransactionExpired,
    TransactionFailed,
)
from alatau.models import Receipt
from alatau.program import Paid, Service, account_address, instructions
from alatau.sender import Entry, Intent, Journal, Sender, State
from alatau.testing import FreshZone, Wallets

KEY = "order:1:pay"
AMOUNT = 1_250_00


class Crash(BaseException):
    """The process dies."""


@dataclass
class BrokenLine:
    """Passes everything on to the chain, and breaks as often as it is told to."""

    chain: EmbeddedChain
    dies_before: int = 0
    dies_after: int = 0
    drops: int = 0
    forgets: bool = False
    sent: list[bytes] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.chain, name)

    async def send_all(self, transactions: Sequence[bytes]) -> list[ChainError | None]:
        if self.dies_before:
            self.dies_before -= 1
            raise Crash
        self.sent += transactions
        if self.drops:
            self.drops -= 1
            return [None for _ in transactions]
        refusals = await self.chain.send_all(transactions)
        if self.dies_after:
            self.dies_after -= 1
            raise Crash
        return refusals

    async def transactions(self, signatures: Sequence[Signature]) -> list[TransactionRecord | None]:
        if self.forgets:
            return [None for _ in signatures]
        return await self.chain.transactions(signatures)


@dataclass
class Shop:
    """A resident, a merchant, and the file of the journal."""

    line: BrokenLine
    zone: FreshZone
    resident: Keypair
    merchant: Keypair
    path: Path
    opened: Journal | None = None

    @property
    def account(self) -> Pubkey:
        return account_address(self.zone.address, self.resident.pubkey(), self.zone.tenge.mint)

    def restart(self, **options: Any) -> Sender:
        """A process that begins: it knows what the file says."""
        if self.opened is not None:
            self.opened.close()
        self.opened = Journal.open(self.path, genesis="embedded", zone=self.zone.name)
        return Sender(self.line, self.opened, refused, **options)

    def pay(self, sender: Sender, key: str = KEY, amount: int = AMOUNT) -> Intent:
        sequence = sender.keys.next_sequence(self.account, 1)
        content = f"pay {amount}".encode()
        entry = sender.keys.prepare(key, self.account, sequence, b"salt", content)
        instruction = instructions.pay(
            wallet=self.resident.pubkey(),
            payee=self.merchant.pubkey(),
            zone=self.zone.address,
            mint=self.zone.tenge.mint,
            sequence=entry.sequence,
            amount=amount,
            reference=bytes(32),
            service=Service.SHOPS,
        )
        return Intent(key, (instruction,), self.resident, content=content)

    async def paid(self) -> int:
        return (await self.zone.account(self.resident.pubkey(), self.zone.tenge.mint)).paid

    def entry(self, key: str = KEY) -> Entry:
        assert self.opened is not None
        entry = self.opened.entry(key)
        assert entry is not None
        return entry

    def signed(self, key: str = KEY) -> list[bytes]:
        assert self.opened is not None
        return [attempt.message for attempt in self.opened.attempts(key)]


@pytest_asyncio.fixture
async def shop(embedded_chain: EmbeddedChain, tmp_path: Path) -> AsyncIterator[Shop]:
    async with FreshZone.found(embedded_chain) as zone:
        wallets = Wallets(zone)
        resident = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
        merchant = await wallets.merchant("«Нан» наубайханасы")
        made = Shop(BrokenLine(embedded_chain), zone, resident, merchant, tmp_path / "journal")
        yield made
        if made.opened is not None:
            made.opened.close()


def move(shop: Shop, lamports: int) -> Instruction:
    """An intent without a sequence: nothing but the sender keeps it from happening twice."""
    return transfer(
        TransferParams(
            from_pubkey=shop.resident.pubkey(), to_pubkey=shop.merchant.pubkey(), lamports=lamports
        )
    )


async def test_submit_is_journalled_before_it_is_sent(shop: Shop) -> None:
    sender, shop.line.dies_before = shop.restart(), 1
    with pytest.raises(Crash):
        await sender.submit(shop.pay(sender))
    assert shop.line.sent == []
    shop.restart()
    assert shop.entry().state is State.SIGNED
    assert len(shop.signed()) == 1


async def test_submit_same_key_again_gives_the_same_outcome(shop: Shop) -> None:
    sender = shop.restart()
    first = await sender.submit(shop.pay(sender))
    again = await sender.submit(shop.pay(sender))
    sender = shop.restart()
    later = await sender.submit(shop.pay(sender))
    assert first == again == later
    assert len(shop.line.sent) == 1
    assert await shop.paid() == AMOUNT


async def test_submit_same_key_at_once_happens_once(shop: Shop) -> None:
    sender = shop.restart()
    intent = Intent("move", (move(shop, 5),), shop.resident)
    outcomes = await asyncio.gather(*(sender.submit(intent) for _ in range(5)))
    assert len(set(outcomes)) == len(set(shop.line.sent)) == 1


async def test_submit_equal_intents_of_two_keys_happen_twice(shop: Shop) -> None:
    sender, address = shop.restart(), shop.merchant.pubkey()
    before = await shop.line.chain.account(address)
    intents = [Intent(key, (move(shop, 5),), shop.resident) for key in ("one", "two")]
    first, second = await asyncio.gather(*map(sender.submit, intents))
    after = await shop.line.chain.account(address)
    assert first.record.signature != second.record.signature
    assert before is not None
    assert after is not None
    assert after.lamports - before.lamports == 2 * 5


async def test_submit_failed_stays_failed_with_the_same_error(shop: Shop) -> None:
    sender = shop.restart()
    errors = []
    for _ in range(3):
        with pytest.raises(ProgramRefused) as caught:
            await sender.submit(shop.pay(sender, amount=60_000_00))
        errors.append(caught.value)
        # Not even from a node that knows nothing of it any more.
        sender, shop.line.forgets = shop.restart(), True
    assert {each.name for each in errors} == {"InsufficientFunds"}
    assert len({(e.code, e.signature, e.error, e.logs) for e in errors}) == 1
    # Told again it says so, as the cause may be gone by now.
    first, *later = errors
    assert (first.recorded, first.remedy) == (False, "")
    for error in later:
        assert error.recorded
        assert error.message.startswith(f"{first.message}; this is the recorded outcome")
        assert "with another key" in error.remedy
    assert shop.entry().state is State.FAILED
    assert len(shop.line.sent) == 1
    assert await shop.paid() == 0


async def test_resume_after_death_before_sending_sends_identical_bytes(shop: Shop) -> None:
    sender, shop.line.dies_before = shop.restart(), 1
    with pytest.raises(Crash):
        await sender.submit(shop.pay(sender))
    sender = shop.restart()
    landed = await sender.submit(shop.pay(sender))
    assert shop.line.sent == shop.signed()
    assert len(shop.line.sent) == 1
    assert landed.record.message == shop.line.sent[0]
    assert await shop.paid() == AMOUNT


async def test_resume_after_death_after_sending_pays_once(shop: Shop) -> None:
    sender, shop.line.dies_after = shop.restart(), 1
    with pytest.raises(Crash):
        await sender.submit(shop.pay(sender))
    assert await shop.paid() == AMOUNT
    sender = shop.restart()
    assert shop.entry().state is State.SIGNED
    landed = await sender.submit(shop.pay(sender))
    assert set(shop.line.sent) == {landed.record.message}
    assert shop.entry().state is State.FINALIZED
    assert await shop.paid() == AMOUNT


async def test_resume_after_expiry_signs_again_with_the_same_sequence(shop: Shop) -> None:
    sender, shop.line.dies_before = shop.restart(), 1
    with pytest.raises(Crash):
        await sender.submit(shop.pay(sender))
    sequence = shop.entry().sequence
    await shop.line.chain.advance(200)
    sender = shop.restart()
    await sender.submit(shop.pay(sender))
    old, new = shop.signed()
    assert old != new
    assert shop.line.sent == [old, new]
    first, second = (VersionedTransaction.from_bytes(each).message for each in (old, new))
    assert first.instructions[0].data == second.instructions[0].data
    assert first.recent_blockhash != second.recent_blockhash
    assert shop.entry().sequence == sequence
    assert await shop.paid() == AMOUNT


async def test_submit_dropped_is_signed_again_once_it_can_never_land(shop: Shop) -> None:
    sender, shop.line.drops = shop.restart(), 1
    landed = await _with_new_blocks(shop, sender, shop.pay(sender))
    first, second = shop.signed()
    assert landed.record.message == second != first
    assert await shop.line.chain.send_all([first]) == [None]
    assert await shop.paid() == AMOUNT


async def _with_new_blocks(shop: Shop, sender: Sender, intent: Intent) -> Any:
    work = asyncio.create_task(sender.submit(intent))
    while not work.done():
        await asyncio.sleep(0.01)
        await shop.line.chain.advance(1)
    return await work


async def test_submit_that_always_expires_is_told_and_goes_on_later(shop: Shop) -> None:
    sender, shop.line.drops = shop.restart(), 5
    with pytest.raises(TransactionExpired, match=r"order:1:pay: 5 transactions of it did not land"):
        await _with_new_blocks(shop, sender, shop.pay(sender))
    assert shop.entry().state is State.EXPIRED
    sender = shop.restart()
    landed = await sender.submit(shop.pay(sender))
    assert landed.record.message == shop.signed()[5]
    assert await shop.paid() == AMOUNT


async def test_submit_landed_but_not_shown_is_unknown_not_repeated(shop: Shop) -> None:
    sender, shop.line.forgets = shop.restart(), True
    with pytest.raises(OutcomeUnknown, match="has landed, but the chain does not show"):
        await sender.submit(shop.pay(sender))
    shop.line.forgets = False
    landed = await sender.submit(shop.pay(sender))
    assert set(shop.line.sent) == {landed.record.message}
    assert await shop.paid() == AMOUNT


async def test_submit_without_a_key_names_the_signer_and_sends_nothing(shop: Shop) -> None:
    sender = shop.restart()
    intent = shop.pay(sender)
    stranger = Keypair()
    with pytest.raises(InputError, match=f"no key to sign for {shop.resident.pubkey()}"):
        await sender.submit(replace(intent, fee_payer=stranger, signers=()))
    assert shop.line.sent == shop.signed() == []
    await sender.submit(intent)
    assert await shop.paid() == AMOUNT


async def test_submit_by_a_payer_without_lamports_names_it(shop: Shop) -> None:
    sender, pauper = shop.restart(), Keypair()
    intent = replace(shop.pay(sender), fee_payer=pauper, signers=(shop.resident,))
    with pytest.raises(FeePayerShort, match=f"the fee payer {pauper.pubkey()} cannot pay"):
        await sender.submit(intent)
    assert shop.entry().state is State.EXPIRED
    await shop.zone.fund(pauper.pubkey())
    await sender.submit(intent)
    assert await shop.paid() == AMOUNT


async def test_submit_too_large_is_refused_and_signs_nothing(shop: Shop) -> None:
    sender = shop.restart()
    bulky = Instruction(Pubkey.default(), bytes(1_300), [])
    with pytest.raises(ChainError, match=r"bulky: the transaction has \d+ bytes where 1232 fit"):
        await sender.submit(Intent("bulky", (bulky,), shop.resident))
    assert shop.entry("bulky").state is State.PREPARED
    assert shop.line.sent == shop.signed("bulky") == []


async def test_submit_malformed_is_refused_and_never_lands(shop: Shop) -> None:
    sender = shop.restart()
    twice = (set_compute_unit_limit(1_000), set_compute_unit_limit(2_000))
    with pytest.raises(ChainError, match="the transaction is malformed"):
        await sender.submit(Intent("twice", twice, shop.resident))
    while sender.under_way:
        await asyncio.sleep(0.01)
    assert shop.entry("twice").state is State.EXPIRED


async def test_submit_sponsored_costs_the_sponsor_the_fee_alone(shop: Shop) -> None:
    sender, sponsor = shop.restart(), Keypair()
    await shop.zone.fund(sponsor.pubkey())
    before = [await shop.line.chain.account(key.pubkey()) for key in (sponsor, shop.resident)]
    intent = shop.pay(sender)
    await sender.submit(
        replace(intent, fee_payer=sponsor, signers=(shop.resident,), sponsored=True)
    )
    after = [await shop.line.chain.account(key.pubkey()) for key in (sponsor, shop.resident)]
    spent = [
        one.lamports - two.lamports for one, two in zip(before, after, strict=True) if one and two
    ]
    assert spent == [2 * 5_000, 0]
    assert await shop.paid() == AMOUNT


async def test_submit_that_names_its_sponsor_is_refused(shop: Shop) -> None:
    sender = shop.restart()
    intent = Intent("move", (move(shop, 5),), shop.resident, sponsored=True)
    with pytest.raises(SponsorAtRisk, match="instruction 0 names the sponsor"):
        await sender.submit(intent)
    assert shop.line.sent == []


async def test_submit_with_preflight_refuses_before_a_fee_is_paid(shop: Shop) -> None:
    sender = shop.restart(preflight=True)
    before = await shop.line.chain.account(shop.resident.pubkey())
    with pytest.raises(ProgramRefused) as caught:
        await sender.submit(shop.pay(sender, amount=60_000_00))
    assert caught.value.name == "InsufficientFunds"
    assert await shop.line.chain.account(shop.resident.pubkey()) == before
    assert shop.line.sent == shop.signed() == []
    assert shop.entry().state is State.PREPARED


async def test_resume_takes_up_what_a_dead_process_left(shop: Shop) -> None:
    sender, shop.line.dies_after = shop.restart(), 1
    with pytest.raises(Crash):
        await sender.submit(shop.pay(sender, "landed"))
    never_sent = Intent("never sent", (move(shop, 5),), shop.resident)
    sender, shop.line.dies_before = shop.restart(), 1
    with pytest.raises(Crash):
        await sender.submit(never_sent)
    await shop.line.chain.advance(200)
    sender = shop.restart()
    ended = [each async for each in sender.resume()]
    assert [getattr(each, "key", type(each)) for each in ended] == ["landed", TransactionExpired]
    assert shop.entry("landed").state is State.FINALIZED
    assert shop.entry("never sent").state is State.EXPIRED
    assert [each async for each in sender.resume()] == []
    await sender.submit(never_sent)
    assert shop.entry("never sent").state is State.FINALIZED
    assert await shop.paid() == AMOUNT


async def test_submit_takes_up_first_what_is_open_of_its_account(shop: Shop) -> None:
    """Later sequences could push an open one out of the account's window."""
    sender, shop.line.dies_before = shop.restart(), 1
    with pytest.raises(Crash):
        await sender.submit(shop.pay(sender, "left"))
    sender = shop.restart()
    await sender.submit(shop.pay(sender, "next"))
    assert [shop.entry(key).state for key in ("left", "next")] == [State.FINALIZED] * 2
    assert await shop.paid() == 2 * AMOUNT


async def test_submit_with_a_journal_that_cannot_write_sends_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = shop.restart()
    intent = shop.pay(sender)
    assert shop.opened is not None
    shop.opened._connection.execute("COMMIT")
    shop.opened._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageError, match="cannot be written"):
        await sender.submit(intent)
    assert shop.line.sent == []


async def test_submit_other_failure_than_the_program_keeps_its_error(shop: Shop) -> None:
    sender = shop.restart()
    intent = Intent("move", (move(shop, 10**15),), shop.resident)
    with pytest.raises(TransactionFailed, match="the transaction failed: ") as caught:
        await sender.submit(intent)
    assert not isinstance(caught.value, ProgramRefused)
    assert caught.value.error == '{"InstructionError":[0,{"Custom":1}]}'


async def test_next_sequence_goes_on_after_what_is_journalled(shop: Shop) -> None:
    sender = shop.restart()
    sender.keys.prepare("a", shop.account, sender.keys.next_sequence(shop.account, 1), b"", b"")
    sender.keys.prepare("b", shop.account, sender.keys.next_sequence(shop.account, 1), b"", b"")
    assert [shop.entry(key).sequence for key in "ab"] == [2, 3]
    sender = shop.restart()
    assert sender.keys.next_sequence(shop.account, 1) == 4
    assert sender.keys.next_sequence(shop.account, 9) == 10


async def test_submit_a_used_key_for_something_else_is_refused(shop: Shop) -> None:
    sender = shop.restart()
    await sender.submit(shop.pay(sender))
    with pytest.raises(KeyReused, match="was used for something else"):
        shop.pay(sender, amount=AMOUNT + 1)
    with pytest.raises(KeyReused):
        await sender.submit(Intent(KEY, (move(shop, 1),), shop.resident))
    assert await shop.paid() == AMOUNT


async def test_pay_with_a_used_key_and_another_amount_is_refused(shop: Shop) -> None:
    async def pay(amount: int) -> Receipt[Paid]:
        return await shop.zone.pay(
            wallet=shop.resident,
            payee=shop.merchant.pubkey(),
            mint=shop.zone.tenge.mint,
            amount=amount,
            service=Service.SHOPS,
            key="visit-1",
        )

    first = await pay(AMOUNT)
    assert await pay(AMOUNT) == first
    with pytest.raises(KeyReused):
        await pay(AMOUNT + 1)
    assert await shop.paid() == AMOUNT
