"""What only the embedded chain does: its file, its lock, its clock, its commits."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

import pytest
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction

from alatau.chain.base import AccountInfo, AccountWriter, Chain, Faucet, OpenBlock, TimeTravel
from alatau.chain.embedded import EmbeddedChain
from alatau.chain.file_lock import FileLock
from alatau.chain.store import Store
from alatau.errors import (
    ChainBusy,
    ChainError,
    ChainFileError,
    InputError,
    StorageError,
    TransactionExpired,
)

SOL = 10**9
CLOCK = Pubkey.from_string("SysvarC1ock11111111111111111111111111111111")


async def open_at(path: Path | None, *, wait_seconds: float = 5.0) -> EmbeddedChain:
    return await EmbeddedChain.open(path, programs={}, wait_seconds=wait_seconds)


async def pay(chain: EmbeddedChain, payer: Keypair, payee: Pubkey, lamports: int) -> Signature:
    blockhash = await chain.blockhash()
    instruction = transfer(
        TransferParams(from_pubkey=payer.pubkey(), to_pubkey=payee, lamports=lamports)
    )
    message = MessageV0.try_compile(payer.pubkey(), [instruction], [], blockhash.hash)
    signature = await chain.send(VersionedTransaction(message, [payer]))
    status = await chain.confirm(signature, blockhash.last_valid_block_height)
    assert status.error is None
    return signature


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )


async def test_chain_has_all_capabilities(embedded_chain: EmbeddedChain) -> None:
    chain: Chain = embedded_chain
    assert isinstance(chain, Faucet)
    assert isinstance(chain, OpenBlock)
    assert isinstance(chain, TimeTravel)
    assert isinstance(chain, AccountWriter)


async def test_reopen_keeps_accounts_history_clock_and_genesis(tmp_path: Path) -> None:
    path, payer, payee = tmp_path / "Алатау" / "chain.db", Keypair(), Pubkey.new_unique()
    async with await open_at(path) as chain:
        await chain.airdrop(payer.pubkey(), 10 * SOL)
        first = await pay(chain, payer, payee, SOL)
        second = await pay(chain, payer, payee, SOL + 1)
        later = await chain.time() + 86_400
        await chain.set_time(later)
        genesis, slot = await chain.genesis_hash(), await chain.slot()
        records = await chain.transactions([first, second])
    async with await open_at(path) as chain:
        assert await chain.genesis_hash() == genesis
        assert await chain.slot() > slot
        assert await chain.time() == later
        account = await chain.account(payee)
        assert account is not None
        assert account.lamports == 2 * SOL + 1
        assert [info.signature for info in await chain.history(payee)] == [second, first]
        assert await chain.transactions([first, second]) == records
        assert [a for a, _ in await chain.program_accounts(Pubkey.default())] == sorted(
            [payer.pubkey(), payee], key=bytes
        )


async def test_transactions_of_many_signatures_come_in_their_order(tmp_path: Path) -> None:
    payer, payee = Keypair(), Pubkey.new_unique()
    others = [Signature.new_unique() for _ in range(1_200)]
    async with await open_at(tmp_path / "chain.db") as chain:
        await chain.airdrop(payer.pubkey(), 10 * SOL)
        one, two = [await pay(chain, payer, payee, SOL + n) for n in range(2)]
        asked = [two, *others, one, two]
        found = [
            None if each is None else each.signature for each in await chain.transactions(asked)
        ]
    assert found == [two, *[None] * len(others), one, two]


async def test_reopen_then_send_same_bytes_has_no_second_effect(tmp_path: Path) -> None:
    path, payer, payee = tmp_path / "chain.db", Keypair(), Pubkey.new_unique()
    async with await open_at(path) as chain:
        await chain.airdrop(payer.pubkey(), 10 * SOL)
        signature = await pay(chain, payer, payee, SOL)
        (record,) = await chain.transactions([signature])
        last_valid = (await chain.blockhash()).last_valid_block_height
    assert record is not None
    async with await open_at(path) as chain:
        assert await chain.send(VersionedTransaction.from_bytes(record.message)) == signature
        assert (await chain.confirm(signature, last_valid)).slot == record.slot
        account = await chain.account(payee)
        assert account is not None
        assert account.lamports == SOL


async def test_reopen_then_send_signed_before_lands(tmp_path: Path) -> None:
    path, payer, payee = tmp_path / "chain.db", Keypair(), Pubkey.new_unique()
    async with await open_at(path) as chain:
        await chain.airdrop(payer.pubkey(), 10 * SOL)
        blockhash = await chain.blockhash()
    instruction = transfer(
        TransferParams(from_pubkey=payer.pubkey(), to_pubkey=payee, lamports=SOL)
    )
    message = MessageV0.try_compile(payer.pubkey(), [instruction], [], blockhash.hash)
    transaction = VersionedTransaction(message, [payer])
    async with await open_at(path) as chain:
        signature = await chain.send(transaction)
        status = await chain.confirm(signature, blockhash.last_valid_block_height)
        assert status.error is None


async def test_reopen_after_expiry_was_promised_still_refuses(tmp_path: Path) -> None:
    path, payer, payee = tmp_path / "chain.db", Keypair(), Pubkey.new_unique()
    async with await open_at(path) as chain:
        blockhash = await chain.blockhash()
        instruction = transfer(
            TransferParams(from_pubkey=payer.pubkey(), to_pubkey=payee, lamports=SOL)
        )
        message = MessageV0.try_compile(payer.pubkey(), [instruction], [], blockhash.hash)
        transaction = VersionedTransaction(message, [payer])
        signature = await chain.send(transaction)
        with pytest.raises(TransactionExpired, match="AccountNotFound"):
            await chain.confirm(signature, blockhash.last_valid_block_height)
    async with await open_at(path) as chain:
        await chain.airdrop(payer.pubkey(), 10 * SOL)
        await chain.send(transaction)
        assert await chain.statuses([signature]) == [None]
        assert await chain.account(payee) is None


async def test_confirm_before_send_waits_for_it(embedded_chain: EmbeddedChain) -> None:
    payer = Keypair()
    await embedded_chain.airdrop(payer.pubkey(), 10 * SOL)
    blockhash = await embedded_chain.blockhash()
    instruction = transfer(
        TransferParams(from_pubkey=payer.pubkey(), to_pubkey=Pubkey.new_unique(), lamports=SOL)
    )
    message = MessageV0.try_compile(payer.pubkey(), [instruction], [], blockhash.hash)
    transaction = VersionedTransaction(message, [payer])
    confirming = asyncio.create_task(
        embedded_chain.confirm(transaction.signatures[0], blockhash.last_valid_block_height)
    )
    await asyncio.sleep(0.05)
    await embedded_chain.send(transaction)
    assert (await confirming).error is None


async def test_advance_150_blocks_expires_a_blockhash(embedded_chain: EmbeddedChain) -> None:
    payer = Keypair()
    await embedded_chain.airdrop(payer.pubkey(), 10 * SOL)
    blockhash = await embedded_chain.blockhash()
    left = blockhash.last_valid_block_height - await embedded_chain.block_height()
    message = MessageV0.try_compile(payer.pubkey(), [], [], blockhash.hash)
    transaction = VersionedTransaction(message, [payer])
    await embedded_chain.advance(left)
    assert (await embedded_chain.simulate(transaction)).error is None
    await embedded_chain.advance(1)
    assert (await embedded_chain.simulate(transaction)).error == '"BlockhashNotFound"'
    signature = await embedded_chain.send(transaction)
    with pytest.raises(TransactionExpired):
        await embedded_chain.confirm(signature, blockhash.last_valid_block_height)


async def test_chains_differ_in_genesis_and_blockhash() -> None:
    async with await open_at(None) as first, await open_at(None) as second:
        assert await first.genesis_hash() != await second.genesis_hash()
        assert (await first.blockhash()).hash != (await second.blockhash()).hash


@pytest.mark.parametrize("file", ["", "chain.db"])
async def test_chains_with_equal_entropy_and_clock_are_equal(tmp_path: Path, file: str) -> None:
    payer, payee = Keypair.from_seed(bytes(32)), Pubkey(bytes([7] * 32))
    lives = []
    for run in ("first", "second"):
        moments = count(1_793_599_200.0, 0.03)
        path = tmp_path / run / file if file else None
        entropy = Random(5).randbytes
        chain = await EmbeddedChain.open(
            path, programs={}, entropy=entropy, now=partial(next, moments)
        )
        async with chain:
            await chain.airdrop(payer.pubkey(), 10 * SOL)
            signatures = [await pay(chain, payer, payee, SOL + i) for i in range(5)]
            records = await chain.transactions(signatures)
            assert len({each.slot for each in records if each is not None}) > 1
            lives.append((records, await chain.genesis_hash(), await chain.blockhash()))
    assert lives[0] == lives[1]


async def test_clock_set_back_lets_blocks_pass_on() -> None:
    moments = [1_793_599_200.0]
    chain = await EmbeddedChain.open(None, programs={}, now=lambda: moments[-1])
    async with chain:
        before, slot = await chain.time(), await chain.slot()
        moments.append(moments[-1] - 3_600)
        await chain.blockhash()
        assert await chain.slot() == slot + 1
        assert await chain.time() == before


async def test_set_time_moves_forward_only_and_programs_see_it(
    embedded_chain: EmbeddedChain,
) -> None:
    later = await embedded_chain.time() + 30 * 86_400
    await embedded_chain.set_time(later)
    await embedded_chain.set_time(later - 5)
    assert await embedded_chain.time() == later
    clock = await embedded_chain.account(CLOCK)
    assert clock is not None
    assert int.from_bytes(clock.data[32:40], "little") == later
    assert int.from_bytes(clock.data[:8], "little") == await embedded_chain.slot()


async def test_open_with_start_time_begins_there(tmp_path: Path) -> None:
    start = int(time.time()) + 1_000_000
    for asked in (start, start + 500):  # the second open does not move it again
        chain = await EmbeddedChain.open(tmp_path / "c.db", programs={}, start_time=asked)
        async with chain:
            assert start <= await chain.time() < start + 60  # it runs on


async def test_set_account_writes_and_removes_it(tmp_path: Path) -> None:
    address, owner = Pubkey.new_unique(), Pubkey.new_unique()
    written = AccountInfo(2**64 - 1, owner, b"\x01\x02")
    async with await open_at(tmp_path / "c.db") as chain:
        await chain.set_account(address, written)
        assert await chain.program_accounts(owner, b"\x01") == [(address, written)]
        with pytest.raises(InputError):
            await chain.set_account(address, AccountInfo(2**64, owner, b""))
    async with await open_at(tmp_path / "c.db") as chain:
        assert await chain.account(address) == written
        await chain.set_account(address, AccountInfo(0, owner, b""))
        assert await chain.program_accounts(owner) == []
    async with await open_at(tmp_path / "c.db") as chain:
        assert await chain.account(address) is None


async def test_open_missing_program_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"sandbox\.so"):
        await EmbeddedChain.open(None, programs={Pubkey.new_unique(): tmp_path / "sandbox.so"})


# -- two processes ---------------------------------------------------------------------

HOLD = """
import asyncio, sys
from pathlib import Path
from alatau.chain.embedded import EmbeddedChain
async def main():
    async with await EmbeddedChain.open(Path(sys.argv[1]), programs={}):
        print("open", flush=True)
        await asyncio.sleep(float(sys.argv[2]))
asyncio.run(main())
"""


async def test_open_held_by_another_process_names_its_pid(tmp_path: Path) -> None:
    path = tmp_path / "chain.db"
    with python(HOLD, str(path), "60") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(ChainBusy, match=rf"chain\.db is in use by process {holder.pid}\b"):
            await open_at(path, wait_seconds=0.2)
        holder.kill()
    async with await open_at(path, wait_seconds=0.2) as chain:  # the dead hold nothing
        assert await chain.slot() > 0


async def test_open_held_for_a_moment_waits(tmp_path: Path) -> None:
    path = tmp_path / "chain.db"
    with python(HOLD, str(path), "0.5") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        async with await open_at(path) as chain:
            assert await chain.slot() > 1
        assert holder.wait() == 0


async def test_open_twice_in_one_process_is_busy(tmp_path: Path) -> None:
    async with await open_at(tmp_path / "c.db"):
        with pytest.raises(ChainBusy, match=str(os.getpid())):
            await open_at(tmp_path / "c.db", wait_seconds=0.1)


# -- the file --------------------------------------------------------------------------


async def test_open_file_of_another_format_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "chain.db"
    await (await open_at(path)).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(ChainFileError, match="format 99"):
        await open_at(path)
    assert path.read_bytes() == before


async def test_open_file_of_the_format_before_keeps_all_and_goes_on(tmp_path: Path) -> None:
    path, payer, payee = tmp_path / "chain.db", Keypair(), Pubkey.new_unique()
    async with await open_at(path) as chain:
        await chain.airdrop(payer.pubkey(), 10 * SOL)
        first = await pay(chain, payer, payee, SOL)
        (known,) = await chain.transactions([first])
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE transactions DROP COLUMN lamports")
        db.execute("PRAGMA user_version = 1")
    db.close()
    async with await open_at(path) as chain:
        second = await pay(chain, payer, payee, SOL)
    async with await open_at(path) as chain:
        before, after = await chain.transactions([first, second])
    assert known is not None
    assert after is not None
    # What the file did not keep is not known of transactions of then.
    assert before == replace(known, lamports=())
    assert after.lamports == ((payer.pubkey(), -(SOL + 5_000)), (payee, SOL))


async def test_open_file_of_something_else_is_refused_untouched(tmp_path: Path) -> None:
    notes, accounts = tmp_path / "notes.txt", tmp_path / "accounts.db"
    notes.write_text("Айгүл Сәрсенова\n" * 100)
    with sqlite3.connect(accounts) as db:
        db.execute("CREATE TABLE accounts (name TEXT)")
    db.close()
    for path in (notes, accounts):
        before = path.read_bytes()
        with pytest.raises(ChainFileError, match=path.name):
            await open_at(path)
        assert path.read_bytes() == before
        lock = FileLock(path.with_name(path.name + ".lock"))
        await lock.acquire(0)  # a refused file is not held
        lock.release()


async def test_open_folder_that_is_a_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        await open_at(tmp_path / "file" / "chain.db")


async def test_send_disk_full_tells_all_and_keeps_what_was_committed(tmp_path: Path) -> None:
    path, payer, payee = tmp_path / "chain.db", Keypair(), Pubkey.new_unique()
    chain = await open_at(path)
    await chain.airdrop(payer.pubkey(), 100 * SOL)
    done = await pay(chain, payer, payee, SOL)
    # SQLite's own limit gives the same error as a full disk, without filling one.
    assert isinstance(chain._store, Store)
    (pages,) = chain._store._db.execute("PRAGMA page_count").fetchone()
    chain._store._db.execute(f"PRAGMA max_page_count = {pages}")
    bulky = AccountInfo(SOL, Pubkey.new_unique(), bytes(100_000))
    results = await asyncio.gather(
        pay(chain, payer, payee, SOL + 1),
        chain.set_account(Pubkey.new_unique(), bulky),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [StorageError, StorageError]
    with pytest.raises(StorageError):
        await chain.account(payee)
    await chain.close()
    async with await open_at(path) as chain:
        account = await chain.account(payee)
        assert account is not None
        assert account.lamports == SOL
        assert [info.signature for info in await chain.history(payee)] == [done]


# -- commits ---------------------------------------------------------------------------

PAY_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction
from alatau.chain.embedded import EmbeddedChain
payee = Pubkey.from_string(sys.argv[2])
async def pay(chain, payer):
    n = 0
    while True:
        n += 1
        bh = await chain.blockhash()
        to = TransferParams(from_pubkey=payer.pubkey(), to_pubkey=payee, lamports=1000 + n)
        ix = transfer(to)
        tx = VersionedTransaction(MessageV0.try_compile(payer.pubkey(), [ix], [], bh.hash), [payer])
        signature = await chain.send(tx)
        assert (await chain.confirm(signature, bh.last_valid_block_height)).error is None
        print(signature, 1000 + n, flush=True)
async def main():
    chain = await EmbeddedChain.open(Path(sys.argv[1]), programs={})
    await chain.airdrop(payee, 10**9)
    payers = [Keypair() for _ in range(20)]
    for payer in payers:
        await chain.airdrop(payer.pubkey(), 10**12)
    await asyncio.gather(*(pay(chain, payer) for payer in payers))
asyncio.run(main())
"""


async def test_reopen_after_kill_has_everything_confirmed_and_balances(tmp_path: Path) -> None:
    path, payee = tmp_path / "chain.db", Pubkey.new_unique()
    with python(PAY_UNTIL_KILLED, str(path), str(payee)) as payer:
        assert payer.stdout is not None
        lines = [payer.stdout.readline() for _ in range(400)]
        payer.send_signal(signal.SIGKILL)
        lines += payer.stdout.readlines()
    told = {Signature.from_string(line.split()[0]) for line in lines if line.endswith("\n")}
    async with await open_at(path) as chain:
        history = await chain.history(payee, limit=1_000_000)
        landed = {info.signature for info in history}
        assert len(told) >= 400
        assert told <= landed
        received = 0
        for record in await chain.transactions([info.signature for info in history]):
            assert record is not None
            data = VersionedTransaction.from_bytes(record.message).message.instructions[0].data
            received += int.from_bytes(bytes(data)[4:], "little")
        account = await chain.account(payee)
        assert account is not None
        assert account.lamports == SOL + received


async def test_send_concurrently_shares_commits(
    embedded_chain: EmbeddedChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    payers = [Keypair() for _ in range(100)]
    for payer in payers:
        await embedded_chain.airdrop(payer.pubkey(), 10 * SOL)
    commits = 0
    commit = embedded_chain._store.commit

    def counted(*arguments: object) -> None:
        nonlocal commits
        commits += 1
        commit(*arguments)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(embedded_chain._store, "commit", counted)
    payee = Pubkey.new_unique()
    await asyncio.gather(*(pay(embedded_chain, payer, payee, SOL) for payer in payers))
    assert commits == 1


async def test_send_cancelled_by_one_does_not_disturb_others(
    embedded_chain: EmbeddedChain,
) -> None:
    payers = [Keypair(), Keypair()]
    for payer in payers:
        await embedded_chain.airdrop(payer.pubkey(), 10 * SOL)
    payee = Pubkey.new_unique()
    first, second = (
        asyncio.create_task(pay(embedded_chain, payer, payee, SOL)) for payer in payers
    )
    await asyncio.sleep(0)
    first.cancel()
    await second
    with pytest.raises(asyncio.CancelledError):
        await first
    account = await embedded_chain.account(payee)
    assert account is not None
    assert account.lamports == 2 * SOL


async def test_use_after_close_is_refused(tmp_path: Path) -> None:
    chain = await open_at(tmp_path / "c.db")
    await chain.close()
    await chain.close()
    with pytest.raises(ChainError, match="closed"):
        await chain.blockhash()
