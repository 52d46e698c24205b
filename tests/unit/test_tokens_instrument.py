"""What an instrument's mint says of itself, read back from its bytes."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from alatau.tokens_instrument import TokenMetadata, read_metadata

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
METADATA = st.builds(
    TokenMetadata, TEXT, TEXT, TEXT, st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)
)
TOWERS = TokenMetadata("Алатау мұнаралары", "ALTW", "https://munara.kz", (("isin", "KZX"),))


def text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack("<I", len(raw)) + raw


def mint_of(metadata: TokenMetadata) -> bytes:
    """A mint with a metadata pointer before its metadata, as Token-2022 lays them out."""
    pairs = b"".join(text(key) + text(value) for key, value in metadata.more)
    own = b"".join(map(text, (metadata.name, metadata.symbol, metadata.uri)))
    body = bytes(64) + own + struct.pack("<I", len(metadata.more)) + pairs
    assert len(body) == metadata.size
    head = bytes(165) + b"\1" + struct.pack("<HH", 18, 64) + bytes(64)
    return head + struct.pack("<HH", 19, len(body)) + body


@given(METADATA)
def test_read_metadata_gives_back_what_was_written(metadata: TokenMetadata) -> None:
    assert read_metadata(mint_of(metadata)) == metadata


def test_read_metadata_of_a_mint_cut_off_anywhere_is_none() -> None:
    whole = mint_of(TOWERS)
    assert {read_metadata(whole[:end]) for end in range(len(whole))} == {None}


def test_read_metadata_does_not_believe_a_length() -> None:
    whole = bytearray(mint_of(TokenMetadata("", "", "")))
    whole[-4:] = b"\xff" * 4  # as many keys as four bytes hold
    assert read_metadata(bytes(whole)) is None
    assert read_metadata(bytes(82)) is None
