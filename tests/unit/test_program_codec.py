"""The fast codec and anchorpy's coder say the same of everything in the IDL."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solders.pubkey import Pubkey

from alatau.errors import AlatauError, InputError
from alatau.program import coding
from alatau.program.codec import Layout, type_layout
from alatau.program.idl import anchor_coder, idl, legacy_idl

INSTRUCTIONS = [entry["name"] for entry in idl()["instructions"]]
ACCOUNTS = [entry["name"] for entry in idl()["accounts"]]
EVENTS = [entry["name"] for entry in idl()["events"]]
BITS = {"u8": 8, "u16": 16, "u32": 32, "u64": 64}


def values_of(declared: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one for each kind
    if declared == "bool":
        return st.booleans()
    if declared == "pubkey":
        return st.binary(min_size=32, max_size=32).map(Pubkey)
    if isinstance(declared, str):
        return st.integers(0, 2 ** BITS[declared] - 1)
    if "vec" in declared:
        return st.lists(values_of(declared["vec"]), max_size=5).map(tuple)
    if "defined" in declared:
        name = declared["defined"]["name"]
        entry = next(entry for entry in idl()["types"] if entry["name"] == name)
        return st.tuples(*(values_of(field["type"]) for field in entry["type"]["fields"]))
    element, length = declared["array"]
    if element == "u8":
        return st.binary(min_size=length, max_size=length)
    return st.tuples(*[values_of(element)] * length)


@pytest.mark.parametrize("name", INSTRUCTIONS)
@given(data=st.data())
def test_encode_an_instruction_gives_the_same_bytes_as_anchorpy(
    name: str, data: st.DataObject
) -> None:
    layout = coding.instruction_layout(name)
    args = coding.instruction_entry(name)["args"]
    values = [data.draw(values_of(arg["type"]), arg["name"]) for arg in args]
    fast = coding.discriminator("instructions", name) + layout.write(values)
    assert fast == coding.encode_with_anchorpy(name, layout, values)
    assert fast == coding.encode_instruction(name, dict(zip(layout.names, values, strict=True)))
    assert list(layout.read(fast, 8)) == values


@pytest.mark.parametrize("name", ACCOUNTS)
@given(data=st.data())
def test_decode_an_account_gives_the_same_values_as_anchorpy(
    name: str, data: st.DataObject
) -> None:
    layout = type_layout(name)
    body = data.draw(st.binary(min_size=layout.size, max_size=layout.size))
    whole = coding.discriminator("accounts", name) + body
    fast = layout.read(whole, 8)
    assert tuple(fast) == coding.account_with_anchorpy(name, whole)
    assert tuple(fast) == tuple(coding.decode_account(name, whole))
    assert layout.write(fast) == body


@pytest.mark.parametrize("name", EVENTS)
@given(data=st.data())
def test_decode_an_event_gives_the_same_values_as_anchorpy(name: str, data: st.DataObject) -> None:
    layout = type_layout(name)
    if layout.has_rows:
        entry = next(entry for entry in idl()["types"] if entry["name"] == name)
        fields = entry["type"]["fields"]
        body = layout.write([data.draw(values_of(field["type"])) for field in fields])
    else:
        body = data.draw(st.binary(min_size=layout.size, max_size=layout.size))
    whole = coding.discriminator("events", name) + body
    assert layout.fits(whole, 8)
    assert not layout.fits(whole + b"\0", 8)
    assert not layout.fits(whole[:-1], 8)
    slow = anchor_coder().events.parse(whole)
    assert slow.name == name
    fast = layout.read(whole, 8)
    assert tuple(fast) == coding.plain_fields(name, slow.data)
    assert layout.write(fast) == body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sequence", -1),
        ("sequence", 2**64),
        ("amount", 1.5),
        ("amount", "12"),
        ("reference", bytes(31)),
        ("reference", bytes(33)),
        ("reference", "a" * 32),
        ("service", 256),
        ("deliver_by", None),
    ],
)
def test_encode_a_value_that_does_not_fit_names_its_field(field: str, value: Any) -> None:
    args = {
        "sequence": 1,
        "amount": 1,
        "reference": bytes(32),
        "service": 0,
        "deliver_by": 0,
        field: value,
    }
    with pytest.raises(InputError) as caught:
        coding.encode_instruction("pay_held", args)
    assert caught.value.field == field


def test_encode_caps_of_three_tiers_names_the_field() -> None:
    args = {
        "class": 0,
        "fee_bps": 0,
        "fee_min": 0,
        "fee_max": 0,
        "tax_bps": (0, 0, 0, 0),
        "caps": ((1, 2, 3),) * 3,
        "vault_cap": 0,
    }
    with pytest.raises(InputError) as caught:
        coding.encode_instruction("list_asset", args)
    assert caught.value.field == "caps"


def test_lay_out_a_type_without_fixed_size_is_refused() -> None:
    with pytest.raises(AlatauError, match="no fixed layout"):
        Layout([{"name": "note", "type": "string"}])
    with pytest.raises(AlatauError, match="no fixed layout"):
        Layout([{"name": "note", "type": {"vec": "u8"}}])


def test_rewrite_the_idl_into_the_old_format_keeps_everything() -> None:
    old = legacy_idl(idl())
    assert len(old["instructions"]) == len(INSTRUCTIONS)
    assert [entry["name"] for entry in old["accounts"]] == ACCOUNTS
    assert [entry["name"] for entry in old["events"]] == EVENTS
    assert {entry["name"] for entry in old["types"]} == {
        "Caps",
        "Freeze",
        "Licence",
        "PaidRow",
        "SettledRow",
        "Succession",
        "TaxPeriod",
    }
    pay = next(entry for entry in old["instructions"] if entry["name"] == "payHeld")
    assert pay["accounts"][7] == {
        "name": "rentPayer",
        "isMut": True,
        "isSigner": True,
        "isOptional": False,
    }


def test_default_discriminators_are_those_of_the_idl() -> None:
    # anchorpy computes them; the IDL could name others
    coder = anchor_coder()
    for entry in idl()["instructions"]:
        assert coder.instruction.sighashes[entry["name"]] == bytes(entry["discriminator"])
    for entry in idl()["accounts"]:
        known = coder.accounts.acc_name_to_discriminator[entry["name"]]
        assert known == bytes(entry["discriminator"])


def test_import_the_program_without_coding_leaves_anchorpy_alone() -> None:
    code = (
        "import sys; import alatau.program as p; from alatau.program import instructions as i\n"
        "k = p.PROGRAM_ID\n"
        "i.pay(wallet=k, payee=k, zone=k, mint=k, sequence=1, amount=1, reference=bytes(32),"
        " service=0)\n"
        "print('anchorpy' in sys.modules, 'construct' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
