"""What every chain does with what is sent, the embedded one as a validator."""

from __future__ import annotations

import asyncio
import time

import pytest
from solders.compute_budget import set_compute_unit_limit, set_compute_unit_price
from solders.hash import Hash
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction
from tests.contract.chain_steps import (
    SOL,
    funded,
    lamports,
    land,
    payment,
    signed,
)

from alatau.chain.base import (
    Blockhash,
    Chain,
    Commitment,
    Faucet,
    Status,
)
from alatau.errors import ChainError, TransactionExpired, TransactionFailed


async def test_send_valid_transfer_moves_lamports_and_confirms(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    signature, status = await land(chain, payer, payment(payer, payee, SOL))
    assert status.error is None
    assert status.commitment in {Commitment.CONFIRMED, Commitment.FINALIZED}
    assert 0 < status.slot <= await chain.slot()
    assert await lamports(chain, payee) == SOL
    assert await lamports(chain, payer.pubkey()) == 9 * SOL - 5_000
    (seen,) = await chain.statuses([signature])
    assert seen is not None
    assert (seen.slot, seen.error) == (status.slot, None)


async def test_confirm_finalized_waits_until_final(chain: Chain) -> None:
    payer = await funded(chain)
    blockhash = await chain.blockhash()
    signature = await chain.send(signed(blockhash, payer, payment(payer, Pubkey.new_unique(), SOL)))
    status = await chain.confirm(signature, blockhash.last_valid_block_height, Commitment.FINALIZED)
    assert status.commitment is Commitment.FINALIZED
    assert status.error is None


async def test_confirm_failed_transaction_returns_its_error(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    signature, status = await land(chain, payer, payment(payer, payee, 11 * SOL))
    assert status.error == '{"InstructionError":[0,{"Custom":1}]}'
    assert await lamports(chain, payee) == 0
    assert await lamports(chain, payer.pubkey()) == 10 * SOL - 5_000
    (record,) = await chain.transactions([signature])
    assert record is not None
    assert record.error == status.error
    assert record.fee == 5_000
    assert record.logs[-1].endswith("failed: custom program error: 0x1")


@pytest.mark.parametrize(
    ("program", "error"),
    [("absent", '"ProgramAccountNotFound"'), ("wallet", '"InvalidProgramForExecution"')],
)
async def test_call_what_is_no_program_is_charged_with_its_error(
    chain: Chain, program: str, error: str
) -> None:
    payer, wallet = await funded(chain), await funded(chain)
    called = Pubkey.new_unique() if program == "absent" else wallet.pubkey()
    _, status = await land(chain, payer, Instruction(called, b"", []))
    assert status.error == error
    assert await lamports(chain, payer.pubkey()) == 10 * SOL - 5_000


async def test_leave_account_below_rent_is_charged_with_its_error(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    _, status = await land(chain, payer, payment(payer, payee, 10))
    assert status.error == '{"InsufficientFundsForRent":{"account_index":1}}'
    assert await chain.account(payee) is None
    assert await lamports(chain, payer.pubkey()) == 10 * SOL - 5_000


async def test_pay_priority_fee_is_charged(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    price = set_compute_unit_price(10_000_000)
    limited, _ = await land(
        chain, payer, set_compute_unit_limit(1_000), price, payment(payer, payee, SOL)
    )
    unlimited, _ = await land(chain, payer, price, payment(payer, payee, SOL))
    first, second = await chain.transactions([limited, unlimited])
    assert first is not None
    assert second is not None
    assert (first.fee, first.compute_units) == (15_000, 450)
    assert (second.fee, second.compute_units) == (65_000, 300)
    assert await lamports(chain, payer.pubkey()) == 8 * SOL - 80_000


async def test_send_same_bytes_again_has_no_second_effect(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    blockhash = await chain.blockhash()
    transaction = signed(blockhash, payer, payment(payer, payee, SOL))
    at_once = await asyncio.gather(chain.send(transaction), chain.send(transaction))
    await chain.confirm(at_once[0], blockhash.last_valid_block_height)
    later = await chain.send(transaction)
    status = await chain.confirm(later, blockhash.last_valid_block_height)
    assert {*at_once, later} == {transaction.signatures[0]}
    assert status.error is None
    # A second effect would come after the first: give it the time of some blocks.
    await land(chain, payer, payment(payer, Pubkey.new_unique(), SOL))
    assert await lamports(chain, payee) == SOL


async def test_send_unknown_blockhash_expires(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    stale = Blockhash(Hash.new_unique(), 0)
    transaction = signed(stale, payer, payment(payer, payee, SOL))
    signature = await chain.send(transaction)
    with pytest.raises(TransactionExpired, match=str(signature)):
        await chain.confirm(signature, stale.last_valid_block_height)
    assert await chain.statuses([signature]) == [None]
    assert await lamports(chain, payee) == 0


async def test_confirm_unfunded_payer_expires_and_never_lands(chain: Chain) -> None:
    pauper, payee = Keypair(), Pubkey.new_unique()
    blockhash = await chain.blockhash()
    transaction = signed(blockhash, pauper, payment(pauper, payee, SOL))
    signature = await chain.send(transaction)
    with pytest.raises(TransactionExpired):
        await chain.confirm(signature, blockhash.last_valid_block_height)
    assert isinstance(chain, Faucet)
    await chain.airdrop(pauper.pubkey(), 2 * SOL)
    await chain.send(transaction)
    with pytest.raises(TransactionExpired):
        await chain.confirm(signature, blockhash.last_valid_block_height)
    assert await lamports(chain, payee) == 0


async def test_send_foreign_signature_never_lands(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    message = signed(await chain.blockhash(), payer, payment(payer, payee, SOL)).message
    forged = VersionedTransaction.populate(message, [Keypair().sign_message(bytes(message))])
    signature = await chain.send(forged)
    with pytest.raises(TransactionExpired):
        await chain.confirm(signature, 0)
    assert await lamports(chain, payee) == 0


async def test_send_oversized_transaction_is_refused(chain: Chain) -> None:
    payer = await funded(chain)
    bulky = Instruction(Pubkey.default(), bytes(1_300), [])
    with pytest.raises(ChainError, match="bytes"):
        await chain.send(signed(await chain.blockhash(), payer, bulky))


async def test_send_contradictory_compute_budget_is_refused(chain: Chain) -> None:
    payer = await funded(chain)
    twice = [set_compute_unit_limit(1_000), set_compute_unit_limit(2_000)]
    with pytest.raises(ChainError):
        await chain.send(signed(await chain.blockhash(), payer, *twice))


async def test_statuses_unknown_signature_is_none(chain: Chain) -> None:
    payer = await funded(chain)
    known, _ = await land(chain, payer, payment(payer, Pubkey.new_unique(), SOL))
    unknown = Keypair().sign_message("Алатау".encode())
    first, second, third = await chain.statuses([unknown, known, unknown])
    assert (first, third) == (None, None)
    assert second is not None
    assert await chain.transactions([unknown]) == [None]


async def test_statuses_of_hundreds_come_in_the_order_asked(chain: Chain) -> None:
    payer = await funded(chain)
    known, _ = await land(chain, payer, payment(payer, Pubkey.new_unique(), SOL))
    asked = [Keypair().sign_message(bytes([i % 251])) for i in range(600)]
    asked[555] = known
    found = await chain.statuses(asked)
    assert [i for i, status in enumerate(found) if status is not None] == [555]


async def test_confirm_many_concurrent_transfers_all_succeed(chain: Chain) -> None:
    payers = await asyncio.gather(*(funded(chain) for _ in range(20)))
    payees = [Pubkey.new_unique() for _ in payers]

    async def pay_in_a_row(payer: Keypair, payee: Pubkey) -> list[Status]:
        return [(await land(chain, payer, payment(payer, payee, SOL + i)))[1] for i in range(3)]

    rows = await asyncio.gather(*map(pay_in_a_row, payers, payees))
    assert all(status.error is None for row in rows for status in row)
    accounts = await chain.accounts(payees)
    assert [a.lamports for a in accounts if a is not None] == [3 * SOL + 3] * 20


async def test_airdrop_twice_adds_both(chain: Chain) -> None:
    wallet = await funded(chain, SOL)
    assert isinstance(chain, Faucet)
    await chain.airdrop(wallet.pubkey(), SOL)
    await asyncio.gather(*(chain.airdrop(wallet.pubkey(), 3 * SOL) for _ in range(2)))
    assert await lamports(chain, wallet.pubkey()) == 8 * SOL


async def test_airdrop_below_rent_fails(chain: Chain) -> None:
    assert isinstance(chain, Faucet)
    with pytest.raises(TransactionFailed) as caught:
        await chain.airdrop(Pubkey.new_unique(), 10)
    assert caught.value.error == '{"InsufficientFundsForRent":{"account_index":1}}'


async def test_send_all_with_a_refused_one_takes_the_others(chain: Chain) -> None:
    payer, payees = await funded(chain), [Pubkey.new_unique() for _ in range(3)]
    blockhash = await chain.blockhash()
    good = [signed(blockhash, payer, payment(payer, payee, SOL)) for payee in payees]
    bulky = signed(blockhash, payer, Instruction(Pubkey.default(), bytes(1_300), []))
    twice = [set_compute_unit_limit(1_000), set_compute_unit_limit(2_000)]
    contradictory = signed(blockhash, payer, *twice)
    raws = [bytes(each) for each in (good[0], bulky, good[1], contradictory, good[2])]
    refused = await chain.send_all(raws)
    assert [error is None for error in refused] == [True, False, True, False, True]
    assert all(isinstance(error, ChainError) for error in (refused[1], refused[3]))
    last_valid = blockhash.last_valid_block_height
    found = await asyncio.gather(*(chain.confirm(t.signatures[0], last_valid) for t in good))
    assert all(status.error is None for status in found)
    assert [await lamports(chain, payee) for payee in payees] == [SOL] * 3
    assert await chain.send_all([]) == []


async def test_send_all_hundreds_all_land(chain: Chain) -> None:
    payer, payee = await funded(chain, 300 * SOL), Pubkey.new_unique()
    blockhash = await chain.blockhash()
    sent = [signed(blockhash, payer, payment(payer, payee, SOL + i)) for i in range(250)]
    raws, signatures = [bytes(each) for each in sent], [each.signatures[0] for each in sent]
    deadline = time.monotonic() + 30
    while True:
        assert await chain.send_all(raws) == [None] * 250
        await chain.news(1.0)
        seen = await chain.look(signatures)
        landed = [s for s in seen.statuses if s is not None and s.reached(Commitment.CONFIRMED)]
        if len(landed) == 250 or time.monotonic() > deadline:
            break
    assert len(landed) == 250
    assert all(status.error is None for status in landed)
    assert seen.slot >= max(status.slot for status in landed)
    assert await lamports(chain, payee) == 250 * SOL + sum(range(250))
