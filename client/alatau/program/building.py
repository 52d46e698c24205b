"""An instruction of its accounts and arguments, in the order and with the flags of the IDL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey

from alatau.program.coding import encode_instruction, instruction_entry
from alatau.program.idl import PROGRAM_ID

_NO_ARGUMENTS: Mapping[str, Any] = {}


def build(
    name: str,
    accounts: Mapping[str, Pubkey],
    args: Mapping[str, Any] = _NO_ARGUMENTS,
    rest: Sequence[AccountMeta] = (),
) -> Instruction:
    """The instruction `name`.

    `accounts` by the IDL's names; those may be left out that have an address in the IDL.
    `rest` are those that come after the IDL's, as many as there are.
    Raises `InputError` naming an argument that does not fit its type.
    """
    metas = []
    for account, signer, writable, address in _accounts(name):
        key = accounts[account] if address is None else accounts.get(account, address)
        metas.append(AccountMeta(key, signer, writable))
    return Instruction(PROGRAM_ID, encode_instruction(name, args), [*metas, *rest])


@lru_cache(maxsize=256)
def _accounts(name: str) -> tuple[tuple[str, bool, bool, Pubkey | None], ...]:
    """Name, signer, writable, and the address where there is only one, of each account."""
    return tuple(
        (
            account["name"],
            account.get("signer", False),
            account.get("writable", False),
            Pubkey.from_string(account["address"]) if "address" in account else None,
        )
        for account in instruction_entry(name)["accounts"]
    )
