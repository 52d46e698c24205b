"""Steps on any chain: a wallet with lamports, a payment, a mint."""

from __future__ import annotations

import asyncio
import time

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
    Blockhash,
    Chain,
    Faucet,
    SignatureInfo,
    Status,
)

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
