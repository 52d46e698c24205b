"""What every chain tells of accounts and transactions, on the embedded chain and on a validator."""

from __future__ import annotations

import pytest
from solders.compute_budget import set_compute_unit_limit, set_compute_unit_price
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import CreateAccountParams, create_account
from spl.token.constants import TOKEN_PROGRAM_ID
from tests.contract.chain_steps import (
    MINT_BYTES,
    MINT_RENT,
    SOL,
    funded,
    history_of,
    lamports,
    land,
    new_mint,
    payment,
    signed,
)

from alatau.chain.base import (
    AccountInfo,
    Chain,
    Commitment,
)
from alatau.errors import ChainError


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


async def test_accounts_min_slot_show_what_landed_in_it(chain: Chain) -> None:
    payer, payee = await funded(chain), Pubkey.new_unique()
    _, status = await land(chain, payer, payment(payer, payee, SOL))
    for commitment in (Commitment.CONFIRMED, Commitment.FINALIZED):
        (account,) = await chain.accounts([payee], commitment, min_slot=status.slot)
        assert account is not None
        assert account.lamports == SOL
