"""From an intent to signed bytes."""

from __future__ import annotations

from typing import Final

from solders.hash import Hash
from solders.instruction import Instruction
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.system_program import ID as SYSTEM_PROGRAM
from solders.transaction import VersionedTransaction

from alatau.chain.base import Blockhash
from alatau.errors import ChainError, InputError, SponsorAtRisk
from alatau.sender.intent import Intent
from alatau.sender.journal_values import Attempt
from alatau.signers import address_of, sign_message

MOST_BYTES: Final = 1_232
_ADVANCE_NONCE: Final = (4).to_bytes(4, "little")
"""What an instruction of the system program that advances a nonce begins with."""


def sign(intent: Intent, recent: Blockhash, budget: tuple[Instruction, ...] = ()) -> Attempt:
    """Sign an intent; `budget` are the compute budget's instructions, which come first.

    What others have signed is taken as it is: its blockhash is older than `recent` and lasts
    no longer.  Raises `InputError` where a key is missing or it has a durable nonce,
    `SponsorAtRisk`, and `ChainError` where the transaction is too large.
    """
    given = intent.transaction
    if given is not None:
        _require_expiry(intent.key, given)
        blockhash, slot = given.message.recent_blockhash, 0  # signed nobody knows when
        signature, raw = given.signatures[0], bytes(given)
    else:
        blockhash, slot = recent.hash, recent.slot
        signature, raw = _signed(intent, recent.hash, budget)
    if len(raw) > MOST_BYTES:
        raise ChainError(
            f"{intent.key}: the transaction has {len(raw)} bytes where {MOST_BYTES} fit",
            remedy="put fewer instructions or accounts into it",
        )
    valid = recent.last_valid_block_height
    return Attempt(str(signature), intent.key, raw, valid, str(blockhash), slot)


def unsigned(intent: Intent, blockhash: Hash) -> VersionedTransaction:
    """The intent as it is simulated: with signatures of zeros."""
    if intent.transaction is not None:
        return intent.transaction
    message = _message(intent, address_of(intent.fee_payer), blockhash, ())
    blank = [Signature.default()] * message.header.num_required_signatures
    return VersionedTransaction.populate(message, blank)


def _signed(
    intent: Intent, blockhash: Hash, budget: tuple[Instruction, ...]
) -> tuple[Signature, bytes]:
    payer = address_of(intent.fee_payer)
    keys = {payer: intent.fee_payer, **{address_of(key): key for key in intent.signers}}
    if intent.sponsored:
        require_only_fees(intent, payer)
    message = _message(intent, payer, blockhash, budget)
    needed = message.account_keys[: message.header.num_required_signatures]
    missing = [str(address) for address in needed if address not in keys]
    if missing:
        raise InputError(f"{intent.key}: no key to sign for {', '.join(missing)}")
    return sign_message(message, [keys[address] for address in needed])


def _message(
    intent: Intent, payer: Pubkey, blockhash: Hash, budget: tuple[Instruction, ...]
) -> MessageV0:
    instructions = [*budget, *intent.instructions]
    return MessageV0.try_compile(payer, instructions, list(intent.tables), blockhash)


def _require_expiry(key: str, given: VersionedTransaction) -> None:
    """With a durable nonce it could land at any time, so that nothing would prove it dead."""
    message = given.message
    if not message.instructions:
        return
    first = message.instructions[0]
    # A program's own address is never looked up in a table.
    program = message.account_keys[first.program_id_index]
    if program == SYSTEM_PROGRAM and bytes(first.data[:4]) == _ADVANCE_NONCE:
        raise InputError(
            f"{key}: the transaction has a durable nonce, with which it never expires",
            remedy="have it signed with a recent blockhash; signing again is safe",
        )


def require_only_fees(intent: Intent, sponsor: Pubkey) -> None:
    """The sponsor's signature is good for the fee alone.  Raises `SponsorAtRisk`.

    Whatever an instruction names as an account it may take from, or act in the name of, where
    that account signs; so a sponsor must be named by none.
    """
    for number, instruction in enumerate(intent.instructions):
        if any(meta.pubkey == sponsor for meta in instruction.accounts):
            raise SponsorAtRisk(
                f"{intent.key}: instruction {number} names the sponsor {sponsor},"
                " who pays fees and nothing else",
                remedy="let another key sign it, or pay the fee yourself",
            )
