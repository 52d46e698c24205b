"""What every chain does.  Each test runs on the embedded chain and on a validator."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from solders.compute_budget import set_compute_unit_limit, set_compute_unit_price
from solders.hash import Hash
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.system_program import CreateAccountParams, TransferParams, create_account, transfer
from solders.transaction import VersionedTransaction
from spl.token.constants import TOKEN_PROGRAM_ID
from spl.token.instructions import InitializeMintParams, initialize_mint

from alatau.chain.base import (
    AccountInfo,
    Blockhash,
    Chain,
    Commitment,
    Faucet,
    SignatureInfo,
    Status,
)
from alatau.errors import ChainError, TransactionExpired, TransactionFailed
from alatau.testing.doors import Door, blocked

SOL = 10**9
MINT_BYTES = 82
MINT_RENT = (128 + MINT_BYTES) * 6_960


async def funded(chain: Chain, lamports: int = 10 * SOL) -> Keypair:
    wallet = Keypair()
    assert isinstance(chain, Faucet)
    await chain.airdrop(wallet.pubkey(), lamports)
    return wallet


def signed(
    blockhash: Blockhash,
    payer: Keypair,
    *instructions: Instruction,
    others: tuple[Keypair, ...] = (),
) -> VersionedTransaction:
    message = MessageV0.try_compile(payer.pubkey(), instructions, [], blockhash.hash)
    return VersionedTransaction(message, [payer, *others])


def payment(payer: Keypair, payee: Pubkey, lamports: int) -> Instruction:
    return transfer(TransferParams(from_pubkey=payer.pubkey(), to_pubkey=payee, lamports=lamports))


async def land(
    chain: Chain, payer: Keypair, *instructions: Instruction, others: tuple[Keypair, ...] = ()
) -> tuple[Signature, Status]:
    blockhash = await chain.blockhash()
    signature = await chain.send(signed(blockhash, payer, *instructions, others=others))
    return signature, await chain.confirm(signature, blockhash.last_valid_block_height)


async def lamports(chain: Chain, address: Pubkey) -> int:
    account = await chain.account(address)
    return account.lamports if account is not None else 0


async def history_of(chain: Chain, address: Pubkey, count: int) -> list[SignatureInfo]:
    """A node lists a transaction a moment after it confirms it."""
    deadline = time.monotonic() + 10
    while len(found := await chain.history(address)) < count and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    return found


async def new_mint(chain: Chain, payer: Keypair) -> Pubkey:
    mint = Keypair()
    _, status = await land(
        chain,
        payer,
        create_account(
            CreateAccountParams(
                from_pubkey=payer.pubkey(),
                to_pubkey=mint.pubkey(),
                lamports=MINT_RENT,
                space=MINT_BYTES,
                owner=TOKEN_PROGRAM_ID,
            )
        ),
        initialize_mint(
            InitializeMintParams(
                decimals=2,
                program_id=TOKEN_PROGRAM_ID,
                mint=mint.pubkey(),
                mint_authority=payer.pubkey(),
            )
        ),
        others=(mint,),
    )
    assert status.error is None
    return mint.pubkey()


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


async def test_accounts_more_than_one_request_keep_their_order(chain: Chain) -> None:
    payer = await funded(chain)
    addresses = [Pubkey.new_unique() for _ in range(250)]
    addresses[177] = payer.pubkey()
    found = await chain.accounts(addresses)
    assert [i for i, account in enumerate(found) if account is not None] == [177]
    assert found[177] == AccountInfo(10 * SOL, Pubkey.default(), b"")
    assert await chain.accounts([]) == []


async def test_account_of_mint_has_owner_and_data(chain: Chain) -> None:
    payer = await funded(chain)
    account = await chain.account(await new_mint(chain, payer))
    assert account is not None
    assert (account.owner, account.lamports) == (TOKEN_PROGRAM_ID, MINT_RENT)
    assert account.data[4:36] == bytes(payer.pubkey())
    token_program = await chain.account(TOKEN_PROGRAM_ID)
    assert token_program is not None
    assert token_program.executable


async def test_program_accounts_with_prefix_finds_only_those(chain: Chain) -> None:
    payer, owner = await funded(chain), Pubkey.new_unique()
    made = {space: Keypair() for space in (4, 8, 16)}
    for space, account in made.items():
        rent = (128 + space) * 6_960
        params = CreateAccountParams(
            from_pubkey=payer.pubkey(),
            to_pubkey=account.pubkey(),
            lamports=rent,
            space=space,
            owner=owner,
        )
        _, status = await land(chain, payer, create_account(params), others=(account,))
        assert status.error is None
    found = await chain.program_accounts(owner, bytes(8))
    expected = sorted((made[8].pubkey(), made[16].pubkey()), key=bytes)
    assert [address for address, _ in found] == expected
    assert dict(found)[made[16].pubkey()] == AccountInfo(144 * 6_960, owner, bytes(16))
    assert len(await chain.program_accounts(owner)) == 3
    assert await chain.program_accounts(owner, b"\x01") == []


async def test_program_accounts_with_fields_finds_only_those(chain: Chain) -> None:
    payer, owner = await funded(chain), TOKEN_PROGRAM_ID
    mints = [await new_mint(chain, payer) for _ in range(2)]
    other = await new_mint(chain, await funded(chain))
    mine = (4, bytes(payer.pubkey()))  # who may mint
    found = await chain.program_accounts(owner, b"", [mine])
    assert [address for address, _ in found] == sorted(mints, key=bytes)
    assert other not in dict(found)
    first = dict(found)[mints[0]]
    # A node takes 32 bytes at the beginning of token accounts for their mint, and no fewer.
    assert await chain.program_accounts(owner, first.data[:32], [mine]) == found
    assert await chain.program_accounts(owner, b"\xff" * 32, [mine]) == []
    assert await chain.program_accounts(owner, b"", [mine, (44, b"\xff")]) == []
    # Past the mints' end; what others made, token accounts among them, is longer.
    assert await chain.program_accounts(owner, b"", [mine, (len(first.data), b"\x00")]) == []


async def test_account_emptied_is_none(chain: Chain) -> None:
    payer, other = await funded(chain, SOL), await funded(chain)
    _, status = await land(chain, payer, payment(payer, other.pubkey(), SOL - 5_000))
    assert status.error is None
    assert await chain.account(payer.pubkey()) is None


async def test_history_is_newest_first_and_pages(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    sent = []
    for i in range(4):
        amount = SOL + i if i != 2 else 100 * SOL
        sent.append(await land(chain, payer, payment(payer, payee, amount)))
    newest_first = [signature for signature, _ in reversed(sent)]
    found = await history_of(chain, payee, 4)
    assert [info.signature for info in found] == newest_first
    assert [info.error is None for info in found] == [True, False, True, True]
    assert [info.slot for info in found] == [status.slot for _, status in reversed(sent)]
    pages = []
    before = None
    while page := await chain.history(payee, limit=3, before=before):
        pages.append([info.signature for info in page])
        before = page[-1].signature
    assert pages == [newest_first[:3], newest_first[3:]]
    assert await chain.history(Pubkey.new_unique()) == []


async def test_history_before_unknown_signature_is_refused(chain: Chain) -> None:
    payer = await funded(chain)
    with pytest.raises(ChainError):
        await chain.history(payer.pubkey(), before=Keypair().sign_message(b"x"))


async def test_transactions_have_logs_units_fee_and_bytes(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    blockhash = await chain.blockhash()
    transaction = signed(blockhash, payer, payment(payer, payee, SOL))
    signature = await chain.send(transaction)
    status = await chain.confirm(signature, blockhash.last_valid_block_height)
    (record,) = await chain.transactions([signature])
    assert record is not None
    assert (record.signature, record.slot, record.error) == (signature, status.slot, None)
    assert (record.fee, record.compute_units) == (5_000, 150)
    assert record.logs == (
        "Program 11111111111111111111111111111111 invoke [1]",
        "Program 11111111111111111111111111111111 success",
    )
    assert record.message == bytes(transaction)
    assert abs(record.time - await chain.time()) < 60


async def test_transactions_tell_whose_lamports_changed(chain: Chain) -> None:
    payer, payee, made = await funded(chain), Pubkey.new_unique(), Keypair()
    params = CreateAccountParams(
        from_pubkey=payer.pubkey(),
        to_pubkey=made.pubkey(),
        lamports=MINT_RENT,
        space=MINT_BYTES,
        owner=TOKEN_PROGRAM_ID,
    )
    price = (set_compute_unit_limit(1_000), set_compute_unit_price(10_000_000))
    worked, _ = await land(
        chain, payer, *price, create_account(params), payment(payer, payee, SOL), others=(made,)
    )
    failed, _ = await land(
        chain, payer, payment(payer, payee, SOL), payment(payer, payee, 11 * SOL)
    )
    left = await lamports(chain, payer.pubkey())
    emptied, _ = await land(chain, payer, payment(payer, payee, left - 5_000))
    records = await chain.transactions([worked, failed, emptied])
    # The payer's with the fee, then the others as the message has them; not those that only ran.
    assert [record and record.lamports for record in records] == [
        (
            (payer.pubkey(), -(MINT_RENT + SOL + 20_000)),
            (made.pubkey(), MINT_RENT),
            (payee, SOL),
        ),
        ((payer.pubkey(), -5_000),),
        ((payer.pubkey(), -left), (payee, left - 5_000)),
    ]


async def test_simulate_has_no_effect(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    good = signed(await chain.blockhash(), payer, payment(payer, payee, SOL))
    bad = signed(await chain.blockhash(), payer, payment(payer, payee, 11 * SOL))
    below_rent = signed(await chain.blockhash(), payer, payment(payer, payee, 10))
    assert (await chain.simulate(good)).error is None
    assert (await chain.simulate(good)).compute_units == 150
    failed = await chain.simulate(bad)
    assert failed.error == '{"InstructionError":[0,{"Custom":1}]}'
    assert failed.logs[0] == "Program 11111111111111111111111111111111 invoke [1]"
    assert (await chain.simulate(below_rent)).error == (
        '{"InsufficientFundsForRent":{"account_index":1}}'
    )
    assert await lamports(chain, payer.pubkey()) == 10 * SOL
    assert await chain.account(payee) is None
    assert await chain.statuses([good.signatures[0]]) == [None]


async def test_simulate_unsigned_or_refused_says_what_a_send_would(chain: Chain) -> None:
    payer = await funded(chain)
    pay = payment(payer, Pubkey.new_unique(), SOL)
    blockhash = await chain.blockhash()
    unsigned = VersionedTransaction.populate(
        signed(blockhash, payer, pay).message, [Signature.default()]
    )
    assert (await chain.simulate(unsigned)).error is None
    stale = signed(Blockhash(Hash.new_unique(), 0), payer, pay)
    assert (await chain.simulate(stale)).error == '"BlockhashNotFound"'
    pauper = Keypair()
    unfunded = signed(blockhash, pauper, payment(pauper, payer.pubkey(), SOL))
    assert (await chain.simulate(unfunded)).error == '"AccountNotFound"'
    done = signed(blockhash, payer, pay)
    await chain.confirm(await chain.send(done), blockhash.last_valid_block_height)
    assert (await chain.simulate(done)).error == '"AlreadyProcessed"'


async def test_a_door_is_tried_though_the_same_was_sent_before(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And failed: within one blockhash it would be the same transaction."""
    payer = await funded(chain)
    pay = payment(payer, Pubkey.new_unique(), 11 * SOL)
    blockhash = await chain.blockhash()

    async def unchanged() -> Blockhash:
        return blockhash

    sent = await chain.send(signed(blockhash, payer, pay))
    status = await chain.confirm(sent, blockhash.last_valid_block_height)
    monkeypatch.setattr(chain, "blockhash", unchanged)
    why = await blocked(chain, Door("pay what is not there", (pay,)), payer.pubkey())
    assert why is not None
    assert json.loads(why)["InstructionError"][1] == {"Custom": 1}
    assert status.error is not None


async def test_time_is_about_now_and_never_goes_back(chain: Chain) -> None:
    first = await chain.time()
    second = await chain.time()
    assert abs(first - time.time()) < 60
    assert second >= first


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


async def test_blockhash_is_valid_for_at_most_150_blocks(chain: Chain) -> None:
    blockhash = await chain.blockhash()
    height = await chain.block_height(Commitment.CONFIRMED)
    assert height < blockhash.last_valid_block_height <= height + 150
    assert await chain.block_height() <= await chain.block_height(Commitment.CONFIRMED)
    assert len(await chain.genesis_hash()) >= 32


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


async def test_look_recent_and_history_both_know_what_landed(chain: Chain) -> None:
    payer = await funded(chain)
    known, status = await land(chain, payer, payment(payer, Pubkey.new_unique(), SOL))
    unknown = Keypair().sign_message("Алатау".encode())
    for history in (False, True):
        seen = await chain.look([unknown, known], history=history)
        assert seen.slot >= status.slot
        assert seen.statuses[0] is None
        assert seen.statuses[1] is not None
        assert (seen.statuses[1].slot, seen.statuses[1].error) == (status.slot, None)
    assert (await chain.look([])).statuses == ()


async def test_look_never_goes_back(chain: Chain) -> None:
    unknown = [Keypair().sign_message(bytes([i])) for i in range(3)]
    slots = [(await chain.look(unknown)).slot for _ in range(20)]
    assert slots == sorted(slots)


async def test_tip_is_of_one_moment_and_orders_by_commitment(chain: Chain) -> None:
    final = await chain.tip()
    confirmed = await chain.tip(Commitment.CONFIRMED)
    processed = await chain.tip(Commitment.PROCESSED)
    assert final.slot <= confirmed.slot <= processed.slot
    assert final.height <= confirmed.height <= processed.height
    assert all(tip.height <= tip.slot for tip in (final, confirmed, processed))
    assert (await chain.tip()).slot >= final.slot


async def test_first_slot_of_a_new_chain_is_its_beginning(chain: Chain) -> None:
    _ = await land(chain, await funded(chain), set_compute_unit_limit(1_000))
    assert 0 <= await chain.first_slot() <= 1


async def test_blockhash_is_of_a_slot_before_what_it_signs(chain: Chain) -> None:
    payer = await funded(chain)
    blockhash = await chain.blockhash()
    transaction = signed(blockhash, payer, payment(payer, Pubkey.new_unique(), SOL))
    signature = await chain.send(transaction)
    status = await chain.confirm(signature, blockhash.last_valid_block_height)
    assert 0 < blockhash.slot <= status.slot


async def test_accounts_min_slot_show_what_landed_in_it(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    _, status = await land(chain, payer, payment(payer, payee, SOL))
    for commitment in (Commitment.CONFIRMED, Commitment.FINALIZED):
        (account,) = await chain.accounts([payee], commitment, min_slot=status.slot)
        assert account is not None
        assert account.lamports == SOL


async def test_recent_fees_are_amounts_oldest_first(chain: Chain) -> None:
    payer = await funded(chain)
    price = set_compute_unit_price(7_000)
    await land(chain, payer, price, payment(payer, Pubkey.new_unique(), SOL))
    # Where there are such fees, the block that it was alone in asked for its own: a node counts
    # them a moment after it confirms it.
    deadline = time.monotonic() + 10
    while (fees := await chain.recent_fees([payer.pubkey()])) and 7_000 not in fees:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)
    assert min(fees, default=0) >= 0
    assert len(await chain.recent_fees([Pubkey.new_unique() for _ in range(200)])) <= 150


async def test_news_return_in_time(chain: Chain) -> None:
    for seconds in (0.0, 0.3):
        began = time.monotonic()
        await chain.news(seconds)
        assert time.monotonic() - began < seconds + 2.0
    began = time.monotonic()
    await asyncio.gather(*(chain.news(0.2) for _ in range(100)))
    assert time.monotonic() - began < 3.0


async def test_close_twice_then_use_is_refused(chain: Chain) -> None:
    await chain.close()
    await chain.close()
    with pytest.raises(ChainError):
        await chain.slot()
