"""Whose key it is, and what it signs, without computing what is known already."""

from __future__ import annotations

from collections.abc import Sequence

from solders.keypair import Keypair
from solders.message import MessageV0, to_bytes_versioned
from solders.pubkey import Pubkey
from solders.signature import Signature

_SECRET_BYTES = 32


def address_of(key: Keypair) -> Pubkey:
    """The public key, which follows the secret one in a keypair's 64 bytes.

    ``key.pubkey()`` computes it anew, which takes twenty times as long.
    """
    return Pubkey.from_bytes(bytes(key)[_SECRET_BYTES:])


def sign_message(message: MessageV0, keys: Sequence[Keypair]) -> tuple[Signature, bytes]:
    """The first signature, and the transaction as it goes over the wire.

    `keys` are those that the message needs, in its order.  (A count, the signatures, the
    message; fewer than 128 signatures, so that the count is one byte.)
    """
    raw = to_bytes_versioned(message)
    signatures = [key.sign_message(raw) for key in keys]
    return signatures[0], b"".join([bytes([len(keys)]), *map(bytes, signatures), raw])
