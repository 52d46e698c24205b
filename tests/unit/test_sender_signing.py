"""What is not signed, or not taken as others have signed it."""

from __future__ import annotations

import pytest
from solders.hash import Hash
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import Message, MessageV0
from solders.pubkey import Pubkey
from solders.system_program import (
    AdvanceNonceAccountParams,
    TransferParams,
    advance_nonce_account,
    transfer,
)
from solders.transaction import VersionedTransaction

from alatau.chain import Blockhash
from alatau.errors import InputError
from alatau.sender import Intent
from alatau.sender.signing import sign

RECENT = Blockhash(Hash.new_unique(), 150, 7)


def signed_by_others(payer: Keypair, *made: Instruction, legacy: bool = False) -> Intent:
    address, stored = payer.pubkey(), Hash.new_unique()
    message: Message | MessageV0 = MessageV0.try_compile(address, list(made), [], stored)
    if legacy:
        message = Message.new_with_blockhash(list(made), address, stored)
    transaction = VersionedTransaction(message, [payer])
    return Intent("order:Әсел:1", made, payer, transaction=transaction)


@pytest.mark.parametrize("legacy", [False, True])
def test_transaction_with_a_durable_nonce_is_not_taken(legacy: bool) -> None:
    payer = Keypair()
    nonce = AdvanceNonceAccountParams(
        nonce_pubkey=Pubkey.new_unique(), authorized_pubkey=payer.pubkey()
    )
    paid = TransferParams(from_pubkey=payer.pubkey(), to_pubkey=Pubkey.new_unique(), lamports=1)
    intent = signed_by_others(payer, advance_nonce_account(nonce), transfer(paid), legacy=legacy)
    with pytest.raises(InputError, match=r"order:Әсел:1: .* durable nonce") as refused:
        sign(intent, RECENT)
    assert "recent blockhash" in refused.value.remedy


def test_transaction_that_moves_lamports_first_or_does_nothing_is_taken() -> None:
    payer = Keypair()
    paid = TransferParams(from_pubkey=payer.pubkey(), to_pubkey=Pubkey.new_unique(), lamports=1)
    for made in ((transfer(paid),), ()):
        intent = signed_by_others(payer, *made)
        attempt = sign(intent, RECENT)
        assert attempt.message == bytes(intent.transaction or b"")
