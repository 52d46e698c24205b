"""Addresses: the seeds of the program, and names that have one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from solders.pubkey import Pubkey
from spl.token.instructions import get_associated_token_address

from alatau.errors import InputError
from alatau.program import addresses
from alatau.program.idl import PROGRAM_ID, idl, program_path

ZONE, WALLET, MINT = (Pubkey.new_unique() for _ in range(3))


def derived(*seeds: bytes) -> Pubkey:
    return Pubkey.find_program_address(seeds, PROGRAM_ID)[0]


def test_program_id_of_the_client_is_the_idl_s() -> None:
    assert str(PROGRAM_ID) == idl()["address"]
    assert program_path().read_bytes()[:4] == b"\x7fELF"


def test_derive_each_address_uses_the_program_s_seeds() -> None:
    name = "Алатау сити"
    zone, wallet, mint = bytes(ZONE), bytes(WALLET), bytes(MINT)
    asset = addresses.asset_address(ZONE, MINT)
    account = addresses.account_address(ZONE, WALLET, MINT)
    assert addresses.zone_address(name) == derived(b"zone", name.encode().ljust(32, b"\0"))
    assert asset == derived(b"asset", zone, mint)
    assert addresses.vault_address(asset) == derived(b"vault", bytes(asset))
    assert addresses.participant_address(ZONE, WALLET) == derived(b"participant", zone, wallet)
    assert account == derived(b"account", zone, wallet, mint, b"\0")
    assert addresses.account_address(ZONE, WALLET, MINT, 7) == derived(
        b"account", zone, wallet, mint, b"\x07"
    )
    assert addresses.payment_address(account, 2**64 - 1) == derived(
        b"payment", bytes(account), b"\xff" * 8
    )


@pytest.mark.parametrize("program", [addresses.TOKEN_PROGRAM, addresses.TOKEN_2022_PROGRAM])
def test_derive_a_token_account_gives_the_one_of_spl(program: Pubkey) -> None:
    expected = get_associated_token_address(WALLET, MINT, program)
    assert addresses.token_account_address(WALLET, MINT, program) == expected


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("Алатау-сити-қаласы", "takes 34 bytes"),
        ("alatau\0", "holds a zero"),
        ("\ud800", "no valid text"),
    ],
)
def test_name_a_zone_with_what_has_no_address_says_why(name: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        addresses.zone_address(name)


def test_name_a_zone_with_32_bytes_is_accepted() -> None:
    assert addresses.zone_name("a" * 32) == b"a" * 32


@pytest.mark.parametrize("number", [-1, 2**64])
@pytest.mark.parametrize(
    ("derive", "why"),
    [
        (addresses.payment_address, "no sequence"),
        (addresses.plan_address, "no plan's number"),
        (addresses.tax_record_address, "no tax period"),
        (addresses.offering_address, "no offering's number"),
        (addresses.offer_address, "no offer's number"),
    ],
)
def test_derive_what_has_no_such_number_is_refused(
    derive: Callable[[Pubkey, int], Pubkey], why: str, number: int
) -> None:
    with pytest.raises(InputError, match=why):
        derive(WALLET, number)


@pytest.mark.parametrize("lane", [-1, 256])
def test_derive_an_account_of_no_lane_is_refused(lane: int) -> None:
    with pytest.raises(InputError, match="no lane"):
        addresses.account_address(ZONE, WALLET, MINT, lane)
