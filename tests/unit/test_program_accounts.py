"""Accounts from bytes: only the program's own, of this version; and what they tell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau import program as p
from alatau.errors import AccountInvalid
from alatau.program import accounts
from alatau.program.codec import type_layout

DECODERS = {
    "Zone": p.decode_zone,
    "Asset": p.decode_asset,
    "Vault": p.decode_vault,
    "Participant": p.decode_participant,
    "PaymentAccount": p.decode_payment_account,
    "Payment": p.decode_payment,
}


def data(name: str, /, **given: Any) -> bytes:
    """An account of zeros, but for the fields given."""
    layout = type_layout(name)
    values = dict(zip(layout.names, layout.read(bytes(layout.size)), strict=True))
    least = {"version": accounts.VERSION} | ({"state": 1} if name == "Payment" else {})
    return p.DISCRIMINATORS[name] + layout.write(list((values | least | given).values()))


def test_discriminators_are_those_of_the_idl() -> None:
    assert {
        entry["name"]: bytes(entry["discriminator"]) for entry in p.idl()["accounts"]
    } == p.DISCRIMINATORS


@pytest.mark.parametrize("name", DECODERS)
def test_decode_an_account_of_its_kind_gives_it(name: str) -> None:
    raw = data(name, revision=9)
    decoded: Any = DECODERS[name](raw)
    assert type(decoded).__name__ == name
    assert decoded.revision == 9
    assert p.decode_account(raw) == decoded


@pytest.mark.parametrize("name", DECODERS)
def test_decode_an_account_of_another_kind_is_refused(name: str) -> None:
    other = "Vault" if name == "Zone" else "Zone"
    with pytest.raises(AccountInvalid, match=f"no {name} "):
        DECODERS[name](data(other))


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize("version", [0, 1, 3])
def test_decode_an_account_of_another_version_is_refused(name: str, version: int) -> None:
    with pytest.raises(AccountInvalid, match=f"layout version {version}"):
        p.decode_account(data(name, version=version))


@pytest.mark.parametrize("name", DECODERS)
def test_decode_an_account_of_another_size_is_refused(name: str) -> None:
    for wrong in (data(name)[:-1], data(name) + b"\0", data(name)[:8]):
        with pytest.raises(AccountInvalid, match="bytes, this has"):
            p.decode_account(wrong)


@given(raw=st.binary(max_size=700))
def test_decode_bytes_of_another_program_is_refused(raw: bytes) -> None:
    with pytest.raises(AccountInvalid, match="no account of the sandbox"):
        p.decode_account(raw)


def test_decode_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AccountInvalid, match="none can hold"):
        p.decode_payment(data("Payment", state=9))
    with pytest.raises(AccountInvalid, match="none can hold"):
        p.decode_asset(data("Asset", **{"class": 7}))


def test_decode_a_zone_types_its_fields() -> None:
    name = "Алатау".encode().ljust(32, b"\0")
    zone = p.decode_zone(data("Zone", paused=bytes([1, 0, 10]), name=name))
    assert zone.name == "Алатау"
    assert zone.paused == (p.Scope.PAYMENTS, p.Scope.NONE, p.Scope.DEPOSITS | p.Scope.OPENING)
    assert zone.paused_scopes == p.Scope(11)


def test_decode_a_zone_named_with_no_text_shows_the_bytes() -> None:
    assert p.decode_zone(data("Zone", name=b"\xff".ljust(32, b"\0"))).name == "\\xff"


def test_decode_a_participant_types_its_licences() -> None:
    slot = (5, 1, 2, b"\0\0", 77, bytes(range(32)))
    participant = p.decode_participant(
        data("Participant", roles=18, country=b"KZ", licences=(slot, slot))
    )
    assert participant.roles == p.Role.MERCHANT | p.Role.INVESTOR
    assert participant.country == "KZ"
    assert participant.licences[1] == p.Licence(
        activities=5,
        asset_classes=1,
        status=p.LicenceStatus.SUSPENDED,
        expires_at=77,
        credential=bytes(range(32)),
    )


def test_liability_of_an_account_sums_what_is_owed() -> None:
    account = p.decode_payment_account(
        data(
            "PaymentAccount",
            available=1,
            held=20,
            reserve=300,
            fee_due=4_000,
            tax_due=50_000,
            fee_credit=7,
            tax_credit=7,
        )
    )
    assert account.liability == 54_321


@given(jumps=st.lists(st.integers(0, 200), max_size=30), asked=st.integers(0, 3_000))
def test_is_used_of_any_sequence_agrees_with_a_set(jumps: list[int], asked: int) -> None:
    # the program's own rule (RFC 4303, 3.4.3), on a set and a wide number
    highest, window, used = 0, 1, {0}
    for jump in jumps:
        highest += jump
        window = (window << jump | 1) % 2**accounts.WINDOW
        used.add(highest)
    words = (window % 2**64, window >> 64)
    account = p.decode_payment_account(data("PaymentAccount", sequence=highest, window=words))
    expected = asked in used if asked > highest - accounts.WINDOW else None
    assert account.is_used(asked) is expected
