"""A chain on a machine that was used before is as on a new one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction
from tests.parity.recording import POLICY, Line, RecordedZone
from tests.parity.scenario import live

from alatau.chain.base import AccountInfo, TransactionRecord
from alatau.chain.embedded import EmbeddedChain
from alatau.chain.machines import Machines
from alatau.program import (
    PROGRAM_ID,
    SYSTEM_PROGRAM,
    TOKEN_2022_PROGRAM,
    TOKEN_PROGRAM,
    program_path,
)

PROGRAMS: dict[Pubkey, bytes | Path] = {PROGRAM_ID: program_path()}
SOL = 10**9
LOADER = Pubkey.from_string("BPFLoader2111111111111111111111111111111111")


async def opened(machines: Machines, seed: int = 1) -> EmbeddedChain:
    """A chain that is the same for the same seed: its clock stands."""
    return await EmbeddedChain.open(
        None,
        programs=PROGRAMS,
        machines=machines,
        entropy=Random(seed).randbytes,
        now=lambda: 1_793_599_200.0,
    )


async def paid(chain: EmbeddedChain, payee: Pubkey) -> TransactionRecord:
    """What came of a payment of lamports to somebody, from the same payer each time."""
    payer = Keypair.from_seed(bytes([7] * 32))
    await chain.airdrop(payer.pubkey(), SOL)
    moved = transfer(TransferParams(from_pubkey=payer.pubkey(), to_pubkey=payee, lamports=SOL // 2))
    message = MessageV0.try_compile(payer.pubkey(), [moved], [], (await chain.blockhash()).hash)
    signature = await chain.send(VersionedTransaction(message, [payer]))
    (record,) = await chain.transactions([signature])
    assert record is not None
    return record


async def lines(chain: EmbeddedChain) -> Counter[Line]:
    """A zone's whole life, with every instruction; wallets are new, and so some units differ,
    and what is done side by side is in any order."""
    async with RecordedZone.found(chain, name="Егіз аймақ", policy=POLICY) as zone:
        await live(zone)
        return Counter(replace(line, units=0) for line in zone.lines)


async def test_life_on_a_used_machine_is_as_on_a_new_one() -> None:
    machines = Machines()
    async with await EmbeddedChain.open(None, programs=PROGRAMS, machines=machines) as chain:
        first = await lines(chain)
        used = chain._bank._svm
    async with await EmbeddedChain.open(None, programs=PROGRAMS, machines=machines) as chain:
        assert chain._bank._svm is used
        for owner in (PROGRAM_ID, TOKEN_PROGRAM, TOKEN_2022_PROGRAM, SYSTEM_PROGRAM):
            assert await chain.program_accounts(owner) == []
        assert await lines(chain) == first


async def test_transaction_is_the_same_again_and_lands_again() -> None:
    machines = Machines()
    records = []
    for _ in range(3):
        async with await opened(machines) as chain:
            assert await chain.account(Keypair.from_seed(bytes([7] * 32)).pubkey()) is None
            records.append(await paid(chain, Pubkey.from_string("1" * 31 + "2")))
    assert records[0].error is None
    assert records[1:] == records[:1] * 2


async def test_two_chains_at_a_time_know_nothing_of_each_other() -> None:
    machines = Machines()
    payee = Keypair().pubkey()
    async with await opened(machines) as one, await opened(machines, 2) as other:
        await one.airdrop(payee, SOL)
        assert await other.account(payee) is None
        kept = {one._bank._svm, other._bank._svm}
    async with await opened(machines) as one, await opened(machines, 2) as other:
        assert {one._bank._svm, other._bank._svm} == kept
        assert await one.account(payee) is None
        assert await other.account(payee) is None


async def test_machine_with_other_programs_is_not_given() -> None:
    machines = Machines()
    async with await opened(machines):
        pass
    async with await EmbeddedChain.open(None, programs={}, machines=machines) as chain:
        assert await chain.account(PROGRAM_ID) is None
    async with await opened(machines) as chain:
        assert await chain.account(PROGRAM_ID) is not None


@pytest.mark.parametrize("how", ["written over", "removed", "given lamports", "added"])
async def test_machine_whose_programs_have_changed_is_not_given_again(how: str) -> None:
    machines = Machines()
    added = Pubkey.from_string("1" * 31 + "3")
    async with await opened(machines) as chain:
        before = await chain.account(TOKEN_PROGRAM)
        mine = await chain.account(PROGRAM_ID)
        assert before is not None
        match how:
            case "written over":
                await chain.set_account(TOKEN_PROGRAM, AccountInfo(SOL, SYSTEM_PROGRAM, b""))
            case "removed":
                await chain.set_account(TOKEN_PROGRAM, AccountInfo(0, SYSTEM_PROGRAM, b""))
            case "given lamports":
                await chain.airdrop(PROGRAM_ID, 1)
            case _:
                code = program_path().read_bytes()
                await chain.set_account(added, AccountInfo(10 * SOL, LOADER, code, executable=True))
    async with await opened(machines) as chain:
        assert await chain.account(TOKEN_PROGRAM) == before
        assert await chain.account(PROGRAM_ID) == mine
        assert await chain.account(added) is None


async def test_lamports_sent_to_a_program_are_not_there_for_the_next() -> None:
    machines = Machines()
    for _ in range(2):
        async with await opened(machines) as chain:
            before = await chain.account(PROGRAM_ID)
            await paid(chain, PROGRAM_ID)
            await paid(chain, TOKEN_PROGRAM)
        async with await opened(machines) as chain:
            assert await chain.account(PROGRAM_ID) == before
