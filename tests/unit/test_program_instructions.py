"""The builders: accounts as the IDL wants them, what is derived, what is left out."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau import program as p
from alatau.errors import InputError
from alatau.program import instructions as build
from alatau.program.coding import instruction_entry, instruction_layout

ANY = {
    int: 3,
    bytes: bytes(range(32)),
    bool: True,
    p.InstrumentKind: p.InstrumentKind.TICKET,
    p.Allotment: p.Allotment.PRO_RATA,
}
TEXT = {"name": "Алатау", "country": "KZ"}
SPECIAL: dict[str, Any] = {
    "tax_bps": [1, 2, 3, 4],
    "caps": [(1, 2, 3)] * 4,
    "asset_class": 1,
    "lane": 0,
    "minimum": 5,
    "payee_lane": 0,
    "rows": [(Pubkey.new_unique(), 5), (Pubkey.new_unique(), 7)],
    "payments": [Pubkey.new_unique(), Pubkey.new_unique()],
    "case": bytes(range(16)),
    "countries": ["KZ", "KG"],
}
FOLLOW = {"pay_many": 4, "settle_many": 2}
"""How many accounts follow those of the IDL."""
BUILDERS = {entry["name"]: getattr(build, entry["name"]) for entry in p.idl()["instructions"]}


def arguments(name: str) -> dict[str, Any]:
    """Something for each parameter of a builder, another key for each key."""
    given: dict[str, Any] = {}
    for parameter in inspect.signature(BUILDERS[name], eval_str=True).parameters.values():
        key, kind = parameter.name, parameter.annotation
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        if key in SPECIAL:
            given[key] = SPECIAL[key]
        elif key in TEXT:
            given[key] = TEXT[key]
        elif "Pubkey" in str(kind):
            given[key] = Pubkey.new_unique()
        else:
            given[key] = ANY[kind]
    return given


def named(instruction: Instruction, name: str) -> dict[str, Any]:
    """The instruction's accounts by their names, but for those that follow the IDL's."""
    names = [account["name"] for account in instruction_entry(name)["accounts"]]
    assert len(instruction.accounts) - len(names) == FOLLOW.get(name, 0)
    return dict(zip(names, instruction.accounts, strict=False))


OF_WALLETS = {
    *((name, "payee") for name in ("pay", "pay_held", "transfer", "draw", "pull", "convert")),
    *(("deposit_and_pay", "payee"), ("convert", "provider")),
    *(("pull", "payer"), ("issue_units", "recipient"), ("transfer_units", "recipient")),
    *(("trade", "seller"), ("trade", "buyer"), ("take_offer", "seller")),
    *(
        (name, who)
        for name in ("propose_replacement", "replace_holder")
        for who in ("holder", "successor")
    ),
}
"""Parties of payments and transfers, which builders are given by their wallets."""


@pytest.mark.parametrize("name", BUILDERS)
def test_build_an_instruction_passes_accounts_with_the_flags_of_the_idl(name: str) -> None:
    given = arguments(name)
    built = BUILDERS[name](**given)
    assert built.program_id == p.PROGRAM_ID
    metas = named(built, name)
    for account in instruction_entry(name)["accounts"]:
        meta = metas[account["name"]]
        assert meta.is_signer == account.get("signer", False), account
        assert meta.is_writable == account.get("writable", False), account
        if "address" in account:
            assert str(meta.pubkey) == account["address"]
        elif account["name"] in given:
            # payees and providers are named by their wallets
            value = given[account["name"]]
            expected = (
                p.participant_address(given["zone"], value)
                if (name, account["name"]) in OF_WALLETS
                else value
            )
            assert meta.pubkey == expected, account


@pytest.mark.parametrize("name", BUILDERS)
def test_build_an_instruction_codes_every_argument_given(name: str) -> None:
    given = arguments(name)
    layout = instruction_layout(name)
    values = dict(
        zip(layout.names, layout.read(bytes(BUILDERS[name](**given).data), 8), strict=True)
    )
    for argument, value in values.items():
        if argument == "amounts":
            assert value == tuple(amount for _, amount in given["rows"])
            continue
        expected = given["asset_class" if argument == "class" else argument]
        if isinstance(expected, str):
            expected = expected.encode().ljust(32 if argument == "name" else 2, b"\0")
        if argument == "countries":
            expected = [*(each.encode() for each in expected), *[bytes(2)] * 14]
        if argument == "quotient":
            expected = (expected, 0)  # words, low one first
        if isinstance(expected, list):
            expected = tuple(expected)
        assert value == expected, argument


def test_build_a_held_payment_lets_the_wallet_pay_rent_unless_told() -> None:
    given = arguments("pay_held")
    sponsored = named(build.pay_held(**given), "pay_held")
    assert sponsored["rent_payer"].pubkey == given["rent_payer"]
    account = p.account_address(given["zone"], given["wallet"], given["mint"])
    assert sponsored["payment"].pubkey == p.payment_address(account, given["sequence"])
    del given["rent_payer"]
    assert named(build.pay_held(**given), "pay_held")["rent_payer"].pubkey == given["wallet"]


@pytest.mark.parametrize(("name", "end"), [("deposit", "source"), ("withdraw", "destination")])
def test_build_a_movement_of_tokens_takes_the_associated_account_unless_told(
    name: str, end: str
) -> None:
    given = arguments(name)
    assert named(BUILDERS[name](**given), name)[end].pubkey == given[end]
    del given[end]
    wallet, mint, program = given["wallet"], given["mint"], given["token_program"]
    metas = named(BUILDERS[name](**given), name)
    assert metas[end].pubkey == p.token_account_address(wallet, mint, program)
    assert metas["vault_token"].pubkey == p.vault_token_account(given["zone"], mint, program)


def test_list_an_asset_with_caps_of_either_kind_is_the_same() -> None:
    given = arguments("list_asset")
    rows = build.list_asset(**given | {"caps": [(1, 2, 3)] * 4})
    typed = build.list_asset(**given | {"caps": [p.Caps(1, 2, 3)] * 4})
    assert rows == typed


@pytest.mark.parametrize("country", ["", "kz", "KAZ", "ҚЗ", "K1"])
def test_register_a_participant_of_no_country_is_refused(country: str) -> None:
    with pytest.raises(InputError, match="two letters"):
        build.register_participant(**arguments("register_participant") | {"country": country})
