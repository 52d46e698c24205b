"""A transaction that one signs first, off the chain, and another completes: quotes, trades."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from solders.hash import Hash
from solders.keypair import Keypair
from solders.message import MessageV0, to_bytes_versioned
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from alatau.errors import QuoteInvalid


def half_signed(message: MessageV0, first: Keypair) -> bytes:
    """The transaction with one signature, and zeros for the others."""
    signed = {first.pubkey(): first.sign_message(to_bytes_versioned(message))}
    signatures = [signed.get(each, Signature.default()) for each in _signers(message)]
    return bytes(VersionedTransaction.populate(message, signatures))


@dataclass(frozen=True, slots=True)
class HalfSigned:
    """A message that one of its signers has signed, found to be exactly what was meant."""

    message: MessageV0
    signatures: dict[Pubkey, Signature]

    @classmethod
    def read(
        cls, raw: bytes, meant: Callable[[Hash], MessageV0], *, what: str, role: str, first: Pubkey
    ) -> HalfSigned:
        """Check bytes against what is `meant` with their blockhash, byte for byte.

        Raises `QuoteInvalid`, which names `what` it should be and the `role` of who signs first.
        """
        try:
            transaction = VersionedTransaction.from_bytes(raw)
        except ValueError as error:
            raise QuoteInvalid(f"no transaction: {error}", field="transaction") from error
        message = meant(transaction.message.recent_blockhash)
        data = to_bytes_versioned(message)
        if to_bytes_versioned(transaction.message) != data:
            raise QuoteInvalid(f"the transaction is not the {what}'s", field="transaction")
        found = dict(zip(_signers(message), transaction.signatures, strict=False))
        if first not in found or not found[first].verify(first, data):
            raise QuoteInvalid(f"the {role} has not signed it", field="transaction")
        return cls(message, found)

    def completed(self, second: Keypair) -> VersionedTransaction:
        """The transaction with both signatures."""
        found = self.signatures | {
            second.pubkey(): second.sign_message(to_bytes_versioned(self.message))
        }
        return VersionedTransaction.populate(
            self.message, [found[each] for each in _signers(self.message)]
        )


def _signers(message: MessageV0) -> list[Pubkey]:
    return message.account_keys[: message.header.num_required_signatures]
