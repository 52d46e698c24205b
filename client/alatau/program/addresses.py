"""Where the program's accounts lie.

An address takes ten microseconds or more to derive and never changes, so those that
come again are remembered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from solders.pubkey import Pubkey

from alatau.errors import InputError
from alatau.program.idl import PROGRAM_ID

SYSTEM_PROGRAM: Final = Pubkey.from_string("11111111111111111111111111111111")
TOKEN_PROGRAM: Final = Pubkey.from_string("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA")
TOKEN_2022_PROGRAM: Final = Pubkey.from_string("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb")
ASSOCIATED_TOKEN_PROGRAM: Final = Pubkey.from_string("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL")

_NAME_BYTES = 32
_CASE_BYTES = 16
_LANES = 256
_SEQUENCES = 2**64
_ZONES = 1_024
_PEOPLE = 65_536


@lru_cache(maxsize=_ZONES)
def zone_name(name: str) -> bytes:
    """The 32 bytes of a zone's name: UTF-8, filled up with zeros.

    Raises `InputError` for a name that is empty, longer than 32 bytes, or holds a zero.
    """
    try:
        raw = name.encode()
    except UnicodeEncodeError:
        raise InputError(f"the zone's name {name!r} is no valid text", field="name") from None
    if not raw:
        raise InputError("the zone's name is empty", field="name")
    if len(raw) > _NAME_BYTES:
        raise InputError(
            f"the zone's name {name!r} takes {len(raw)} bytes where 32 are allowed",
            field="name",
            remedy="letters other than Latin ones take two bytes or more: shorten it",
        )
    if b"\0" in raw:
        raise InputError(f"the zone's name {name!r} holds a zero", field="name")
    return raw.ljust(_NAME_BYTES, b"\0")


@lru_cache(maxsize=_ZONES)
def zone_address(name: str) -> Pubkey:
    """The zone of this name.  Raises `InputError` as `zone_name` does."""
    return _derive(b"zone", zone_name(name))


@lru_cache(maxsize=_ZONES)
def asset_address(zone: Pubkey, mint: Pubkey) -> Pubkey:
    """A zone's asset of this mint."""
    return _derive(b"asset", bytes(zone), bytes(mint))


@lru_cache(maxsize=_ZONES)
def vault_address(asset: Pubkey) -> Pubkey:
    """The vault of an asset: the authority of its token account."""
    return _derive(b"vault", bytes(asset))


@lru_cache(maxsize=_PEOPLE)
def participant_address(zone: Pubkey, wallet: Pubkey) -> Pubkey:
    """A wallet's registration in a zone."""
    return _derive(b"participant", bytes(zone), bytes(wallet))


@lru_cache(maxsize=_PEOPLE)
def account_address(zone: Pubkey, wallet: Pubkey, mint: Pubkey, lane: int = 0) -> Pubkey:
    """A participant's payment account of a mint.  Raises `InputError` for a lane over 255."""
    if not 0 <= lane < _LANES:
        raise InputError(f"{lane} is no lane: they go from 0 to 255", field="lane")
    return _derive(b"account", bytes(zone), bytes(wallet), bytes(mint), bytes([lane]))


@lru_cache(maxsize=_PEOPLE)
def payment_address(payer_account: Pubkey, sequence: int) -> Pubkey:
    """The held payment that this account made with this sequence.

    Raises `InputError` for a sequence that is negative or has more than 64 bits.
    """
    if not 0 <= sequence < _SEQUENCES:
        raise InputError(f"{sequence} is no sequence", field="sequence")
    return _derive(b"payment", bytes(payer_account), sequence.to_bytes(8, "little"))


def enforcement_address(account: Pubkey, case: bytes) -> Pubkey:
    """The record of a case (16 bytes: see `case_id`) executed on a payment account.

    Raises `InputError` for a case of another length.
    """
    if len(case) != _CASE_BYTES:
        raise InputError(f"{case!r} has {len(case)} bytes where a case has 16", field="case")
    return _derive(b"enforcement", bytes(account), case)


@lru_cache(maxsize=_PEOPLE)
def allowance_address(owner_account: Pubkey, delegate: Pubkey) -> Pubkey:
    """What a delegate may spend from this account."""
    return _derive(b"allowance", bytes(owner_account), bytes(delegate))


@lru_cache(maxsize=_PEOPLE)
def plan_address(payee_account: Pubkey, number: int) -> Pubkey:
    """The plan of this number of a merchant's account.

    Raises `InputError` for a number that is negative or has more than 64 bits.
    """
    if not 0 <= number < _SEQUENCES:
        raise InputError(f"{number} is no plan's number", field="number")
    return _derive(b"plan", bytes(payee_account), number.to_bytes(8, "little"))


@lru_cache(maxsize=_PEOPLE)
def mandate_address(payer_account: Pubkey, plan: Pubkey) -> Pubkey:
    """The consent of this account's owner to a plan."""
    return _derive(b"mandate", bytes(payer_account), bytes(plan))


@lru_cache(maxsize=_PEOPLE)
def tax_record_address(account: Pubkey, period: int) -> Pubkey:
    """The record of a closed tax period of an account; `period` is its key.

    Raises `InputError` for a key that is negative or has more than 64 bits.
    """
    if not 0 <= period < _SEQUENCES:
        raise InputError(f"{period} is no tax period", field="period")
    return _derive(b"tax", bytes(account), period.to_bytes(8, "little"))


@lru_cache(maxsize=_ZONES)
def instrument_address(zone: Pubkey, mint: Pubkey) -> Pubkey:
    """A zone's instrument of this mint: the authority over the mint too."""
    return _derive(b"instrument", bytes(zone), bytes(mint))


@lru_cache(maxsize=_PEOPLE)
def holding_address(instrument: Pubkey, wallet: Pubkey) -> Pubkey:
    """What a wallet has of an instrument."""
    return _derive(b"holding", bytes(instrument), bytes(wallet))


@lru_cache(maxsize=_ZONES)
def offering_address(instrument: Pubkey, number: int) -> Pubkey:
    """An instrument's offering of this number.

    Raises `InputError` for a number that is negative or has more than 64 bits.
    """
    if not 0 <= number < _SEQUENCES:
        raise InputError(f"{number} is no offering's number", field="number")
    return _derive(b"offering", bytes(instrument), number.to_bytes(8, "little"))


@lru_cache(maxsize=_PEOPLE)
def subscription_address(offering: Pubkey, wallet: Pubkey) -> Pubkey:
    """What a wallet has subscribed of an offering."""
    return _derive(b"subscription", bytes(offering), bytes(wallet))


@lru_cache(maxsize=_PEOPLE)
def offer_address(holding: Pubkey, number: int) -> Pubkey:
    """The offer that this holding made with this sequence.

    Raises `InputError` for a number that is negative or has more than 64 bits.
    """
    if not 0 <= number < _SEQUENCES:
        raise InputError(f"{number} is no offer's number", field="number")
    return _derive(b"offer", bytes(holding), number.to_bytes(8, "little"))


@lru_cache(maxsize=_PEOPLE)
def token_account_address(owner: Pubkey, mint: Pubkey, token_program: Pubkey) -> Pubkey:
    """The owner's associated token account."""
    seeds = [bytes(owner), bytes(token_program), bytes(mint)]
    return Pubkey.find_program_address(seeds, ASSOCIATED_TOKEN_PROGRAM)[0]


def _derive(*seeds: bytes) -> Pubkey:
    return Pubkey.find_program_address(seeds, PROGRAM_ID)[0]
