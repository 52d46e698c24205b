"""Small messages as canonical JSON: written in one way only, read strictly."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Mapping

from solders.pubkey import Pubkey

from alatau.errors import QuoteInvalid

_NUMBER = re.compile(r"0|[1-9][0-9]{0,19}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_U64 = 2**64


def write_canonical(message: Mapping[str, object]) -> str:
    """Keys in order, no spaces; numbers as decimal strings, bytes in hexadecimal."""
    plain = {name: _plain(value) for name, value in message.items()}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


class Fields:
    """The fields of a message, each to be taken once.  All raise `QuoteInvalid`."""

    def __init__(self, given: dict[str, str]) -> None:
        self._given = given

    @classmethod
    def read(cls, text: str, kind: str) -> Fields:
        """The fields of a message of this type."""
        try:
            given = json.loads(text)
        except ValueError as error:
            raise QuoteInvalid(f"this is no JSON: {error}") from error
        if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
            raise QuoteInvalid("a message is an object of strings")
        if write_canonical(given) != text.strip():
            raise QuoteInvalid(
                "the message is not canonical", remedy="pass it on as it was written"
            )
        if given.pop("type", None) != kind:
            raise QuoteInvalid(f"the message is no {kind}", field="type")
        return cls(given)

    def _take(self, name: str) -> str:
        if name not in self._given:
            raise QuoteInvalid("it is missing", field=name)
        return self._given.pop(name)

    def number(self, name: str) -> int:
        """An unsigned 64-bit number."""
        text = self._take(name)
        if not _NUMBER.fullmatch(text) or int(text) >= _U64:
            raise QuoteInvalid(f"{text!r} is no number of 64 bits", field=name)
        return int(text)

    def address(self, name: str) -> Pubkey:
        """An address."""
        text = self._take(name)
        try:
            return Pubkey.from_string(text)
        except ValueError as error:
            raise QuoteInvalid(f"{text!r} is no address", field=name) from error

    def digest(self, name: str) -> bytes:
        """32 bytes."""
        text = self._take(name)
        if not _DIGEST.fullmatch(text):
            raise QuoteInvalid(f"{text!r} is no digest of 32 bytes", field=name)
        return bytes.fromhex(text)

    def base64(self, name: str) -> bytes:
        """Any bytes."""
        try:
            return b64decode(self._take(name), validate=True)
        except (binascii.Error, ValueError) as error:
            raise QuoteInvalid(f"this is no base64: {error}", field=name) from error

    def end(self) -> None:
        """Nothing may be left."""
        if self._given:
            raise QuoteInvalid("there is no such field", field=min(self._given))
