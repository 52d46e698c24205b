"""The bank's rules and the canonical errors."""

from __future__ import annotations

import pytest
from solders.account import Account
from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.hash import Hash
from solders.instruction import AccountMeta, Instruction
from solders.message import Message, MessageV0
from solders.pubkey import Pubkey

from alatau.chain import bank_rules as rules
from alatau.chain.runtime_errors import canonical_error, error_name

EXEMPT = 890_880


@pytest.mark.parametrize(
    ("error", "canonical"),
    [
        (None, None),
        ("BlockhashNotFound", '"BlockhashNotFound"'),
        (
            {"InstructionError": [0, {"Custom": 6004}]},
            '{"InstructionError":[0,{"Custom":6004}]}',
        ),
        (
            {"InstructionError": [1, {"BorshIoError": "Unknown"}]},
            '{"InstructionError":[1,"BorshIoError"]}',
        ),
        ({"DuplicateInstruction": 1}, '{"DuplicateInstruction":1}'),
    ],
)
def test_canonical_error_is_compact_json(error: object, canonical: str | None) -> None:
    assert canonical_error(error) == canonical


def test_error_name_is_the_variant() -> None:
    assert error_name('"AccountNotFound"') == "AccountNotFound"
    assert error_name('{"InstructionError":[0,"InvalidArgument"]}') == "InstructionError"


def account(lamports: int, size: int = 0) -> Account:
    return Account(lamports, bytes(size), rules.SYSTEM_PROGRAM)


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (None, None, True),
        (account(EXEMPT), None, True),
        (None, account(EXEMPT), True),
        (None, account(EXEMPT - 1), False),
        (account(EXEMPT), account(EXEMPT - 1), False),
        (account(2 * EXEMPT), account(EXEMPT, 1), False),
        (account(10), account(9), True),
        (account(10), account(10), True),
        (account(10), account(11), False),
        (account(10), account(9, 1), False),
    ],
)
def test_rent_change_allows_only_gone_exempt_or_no_worse(
    before: Account | None, after: Account | None, allowed: bool
) -> None:
    assert rules.rent_change_allowed(Pubkey.new_unique(), before, after) is allowed


def metas(*flags: str) -> list[AccountMeta]:
    return [AccountMeta(Pubkey.new_unique(), "s" in flag, "w" in flag) for flag in flags]


def test_locks_of_legacy_and_v0_messages_agree_with_the_library() -> None:
    payer = Pubkey.new_unique()
    instruction = Instruction(Pubkey.new_unique(), b"", metas("sw", "s", "w", "", "w", "s"))
    legacy = Message.new_with_blockhash([instruction], payer, Hash.default())
    v0 = MessageV0.try_compile(payer, [instruction], [], Hash.default())
    found = rules.locks(v0, lambda _: None)
    assert found.keys == tuple(v0.account_keys)
    assert found.writable == tuple(i for i in range(8) if v0.is_maybe_writable(i))
    old = rules.locks(legacy, lambda _: None)
    assert {old.keys[i] for i in old.writable} == {found.keys[i] for i in found.writable}
    assert len(old.writable) == 4


def test_locks_resolve_lookup_tables_writable_first() -> None:
    payer, table = Pubkey.new_unique(), Pubkey.new_unique()
    read_only, written = metas("", "w")
    addresses = [Pubkey.new_unique(), read_only.pubkey, written.pubkey]
    instruction = Instruction(Pubkey.new_unique(), b"", [read_only, written])
    message = MessageV0.try_compile(
        payer, [instruction], [AddressLookupTableAccount(table, addresses)], Hash.default()
    )
    data = bytes(56) + b"".join(map(bytes, addresses))
    stored = Account(EXEMPT, data, rules.LOOKUP_TABLE_PROGRAM)
    found = rules.locks(message, {table: stored}.get)
    assert found.keys[-2:] == (written.pubkey, read_only.pubkey)
    assert found.writable == (0, len(found.keys) - 2)
