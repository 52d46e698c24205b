"""The mint of an instrument: Token-2022 with four extensions, the program's alone.

Built here as in `tokens`; the layouts are those of Token-2022 and of the SPL Token Metadata
interface, which every wallet reads.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey
from solders.system_program import CreateAccountParams, create_account

from alatau.program.addresses import TOKEN_2022_PROGRAM

_INITIALIZE_MINT2: Final = 20
_SET_AUTHORITY: Final = bytes([6, 0, 1])  # of who mints tokens, to a key
_FREEZE_NEW_ACCOUNTS: Final = bytes([28, 0, 2])
_PERMANENT_DELEGATE: Final = bytes([35])
_METADATA_POINTER: Final = bytes([39, 0])
_NOBODY: Final = bytes(32)
_KEY_FIELD: Final = b"\3"

_HEAD, _EXTENSION, _METADATA = 166, 4, 19
_FIXED_BYTES: Final = _HEAD + (_EXTENSION + 1) + (_EXTENSION + 32) + (_EXTENSION + 64)


@dataclass(frozen=True, slots=True)
class TokenMetadata:
    """What every wallet shows of a mint.

    `uri` is where its document lies; `more` are keys and values of any kind: ``isin``,
    ``document_sha256``.
    """

    name: str
    symbol: str
    uri: str
    more: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """The bytes that it takes in a mint, with two keys before it."""
        texts = [self.name, self.symbol, self.uri, *(text for pair in self.more for text in pair)]
        return 2 * 32 + 4 + sum(len(_text(text)) for text in texts)


def read_metadata(mint: bytes) -> TokenMetadata | None:
    """The metadata that a mint's account has; None where it has none that can be read."""
    place = _HEAD
    while place + _EXTENSION <= len(mint):
        kind, size = struct.unpack_from("<HH", mint, place)
        place += _EXTENSION
        if kind == _METADATA:
            return _decoded(mint[place : place + size])
        place += size
    return None


def _decoded(data: bytes) -> TokenMetadata | None:
    place = 2 * len(_NOBODY)  # who may change it, and the mint

    def number() -> int:
        nonlocal place
        (found,) = struct.unpack_from("<I", data, place)
        place += 4
        return int(found)

    def text() -> str:
        nonlocal place
        size = number()
        if place + size > len(data):
            raise ValueError(size)
        place += size
        return data[place - size : place].decode()

    try:
        name, symbol, uri = text(), text(), text()
        # Its length is not to be believed before it is read.
        more = tuple((text(), text()) for _ in range(min(number(), len(data))))
    except (struct.error, ValueError):
        return None
    return TokenMetadata(name, symbol, uri, more)


def instrument_mint_bytes(metadata: TokenMetadata) -> int:
    """The size of an instrument's mint: what its rent is paid for."""
    return _FIXED_BYTES + _EXTENSION + metadata.size


def create_instrument_mint(  # noqa: PLR0917 - the accounts and arguments, as in `tokens.create_mint`
    payer: Pubkey,
    mint: Pubkey,
    instrument: Pubkey,
    decimals: int,
    metadata: TokenMetadata,
    lamports: int,
) -> list[Instruction]:
    """Create a mint, at the address of a key that signs too, that is `instrument`'s alone.

    The payer writes the metadata and then gives up its authority over them, for good, and over
    the mint to the instrument.  `lamports` is the rent of `instrument_mint_bytes`.
    """
    owner = bytes(instrument)
    minted = struct.pack("<BB32sB32s", _INITIALIZE_MINT2, decimals, bytes(payer), 1, owner)
    written = b"".join(map(_text, (metadata.name, metadata.symbol, metadata.uri)))
    wallet, signer = AccountMeta(payer, False, False), AccountMeta(payer, True, False)
    described = [
        (b"initialize_account", written, [wallet, AccountMeta(mint, False, False), signer]),
        *(
            (b"updating_field", _KEY_FIELD + _text(key) + _text(value), [signer])
            for key, value in metadata.more
        ),
        (b"update_the_authority", _NOBODY, [signer]),
    ]
    return [
        create_account(
            CreateAccountParams(
                from_pubkey=payer,
                to_pubkey=mint,
                lamports=lamports,
                space=_FIXED_BYTES,  # the metadata make it grow
                owner=TOKEN_2022_PROGRAM,
            )
        ),
        _call(mint, _FREEZE_NEW_ACCOUNTS),
        _call(mint, _PERMANENT_DELEGATE + owner),
        _call(mint, _METADATA_POINTER + _NOBODY + bytes(mint)),
        _call(mint, minted),
        *(_call(mint, _interface(name) + data, *accounts) for name, data, accounts in described),
        _call(mint, _SET_AUTHORITY + owner, signer),
    ]


def _call(mint: Pubkey, data: bytes, *accounts: AccountMeta) -> Instruction:
    return Instruction(TOKEN_2022_PROGRAM, data, [AccountMeta(mint, False, True), *accounts])


def _interface(name: bytes) -> bytes:
    return sha256(b"spl_token_metadata_interface:" + name).digest()[:8]


def _text(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(4, "little") + raw
