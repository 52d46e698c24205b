"""Refusals with their figures: which limit, how much, until when.

The program names a rule.  What it compared is in the accounts that the instruction names:
they are read after the refusal, so that it costs nothing where all goes well.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from typing import Any, Final

from solders.instruction import Instruction
from solders.pubkey import Pubkey

from alatau.chain.base import Chain
from alatau.errors import AlatauError, HoldingMissing, ProgramRefused, RefusedWithFigures
from alatau.explanations import EXPLAINED
from alatau.facts import Facts
from alatau.program import PROGRAM_ID, Asset, Participant, PaymentAccount, holding_address
from alatau.program.accounts import decode_account
from alatau.program.coding import instruction_layout
from alatau.program.idl import idl

_ABSENT: Final = frozenset({"AccountDataTooSmall", "UninitializedAccount"})
_TWICE: Final = "AccountNamedTwice"
_INDEX: Final = re.compile(r"InstructionError\D*(\d+)", re.ASCII)


async def with_figures(
    chain: Chain, plain: ProgramRefused, instructions: Sequence[Instruction]
) -> ProgramRefused:
    """The refusal with its figures, or itself where they cannot be told.  Never raises."""
    explain = EXPLAINED.get(plain.name)
    if explain is None and plain.name not in {*_ABSENT, _TWICE}:
        return plain
    try:
        if plain.name == _TWICE:
            return _twice(plain, instructions)
        if explain is None:
            return await _absent(chain, plain, instructions)
        facts = await _facts(chain, plain, instructions)
        return explain(plain, facts.as_payment())
    except (AlatauError, LookupError, ValueError, OverflowError, struct.error):
        return plain  # the refusal itself is what must be told


async def _facts(chain: Chain, plain: ProgramRefused, instructions: Sequence[Instruction]) -> Facts:
    instruction = _failed(plain.error, instructions)
    data, entry = bytes(instruction.data), _described(instruction)
    layout = instruction_layout(entry["name"])
    args = dict(zip(layout.names, layout.read(data, 8), strict=True))
    names = [account["name"] for account in entry["accounts"]]
    found = await chain.accounts([meta.pubkey for meta in instruction.accounts[: len(names)]])
    read = {
        name: decode_account(info.data)
        for name, info in zip(names, found, strict=True)
        if info is not None and info.owner == PROGRAM_ID
    }
    if not any(isinstance(each, Asset) for each in read.values()):
        # Some name no asset, and sums are told in its decimals.
        of = next((each.asset for each in read.values() if isinstance(each, PaymentAccount)), None)
        info = None if of is None else await chain.account(of)
        if info is not None and info.owner == PROGRAM_ID:
            read["asset"] = decode_account(info.data)
    return Facts(entry["name"], args, read, await chain.time())


async def _absent(
    chain: Chain, plain: ProgramRefused, instructions: Sequence[Instruction]
) -> ProgramRefused:
    """The refusal with the accounts that are not there; who signs needs no lamports."""
    instruction = _failed(plain.error, instructions)
    names = [account["name"] for account in _described(instruction)["accounts"]]
    metas = instruction.accounts[: len(names)]
    found = await chain.accounts([meta.pubkey for meta in metas])
    missing = {
        name: meta.pubkey
        for name, meta, info in zip(names, metas, found, strict=False)
        if info is None and not meta.is_signer
    }
    wallets = [meta.pubkey for meta in metas] + [
        decoded.wallet
        for info in found
        if info is not None and info.owner == PROGRAM_ID
        if isinstance(decoded := decode_account(info.data), Participant)
    ]
    of = dict(zip(names, (meta.pubkey for meta in metas), strict=False)).get("instrument")
    for wallet in wallets if of is not None and of not in missing.values() else ():
        # Whose it is says more than where it would be.
        if holding_address(of, wallet) in missing.values():
            detail = f"{wallet} has no holding of it"
            return HoldingMissing(plain, detail, wallet=str(wallet))
    gone = [f"{name} {key}" for name, key in missing.items()]
    return RefusedWithFigures(plain, f"no {', no '.join(gone)}") if gone else plain


def _twice(plain: ProgramRefused, instructions: Sequence[Instruction]) -> ProgramRefused:
    """The refusal with the accounts that are one, as where somebody trades with itself."""
    instruction = _failed(plain.error, instructions)
    names = [account["name"] for account in _described(instruction)["accounts"]]
    roles: dict[Pubkey, list[str]] = {}
    for name, meta in zip(names, instruction.accounts, strict=False):
        if meta.is_writable:
            roles.setdefault(meta.pubkey, []).append(name)
    same = [f"{' and '.join(each)} are {key}" for key, each in roles.items() if len(each) > 1]
    return RefusedWithFigures(plain, "; ".join(same)) if same else plain


def _described(instruction: Instruction) -> dict[str, Any]:
    """An instruction of this program as its IDL describes it.  Raises `LookupError`."""
    data = bytes(instruction.data)[:8]
    for each in idl()["instructions"]:
        if bytes(each["discriminator"]) == data:
            described: dict[str, Any] = each
            return described
    raise LookupError(data)


def _failed(error: str, instructions: Sequence[Instruction]) -> Instruction:
    """The instruction that an error is of.  Raises `LookupError`."""
    own = [each for each in instructions if each.program_id == PROGRAM_ID]
    if len(own) == 1:
        return own[0]
    if (named := _INDEX.search(error)) is None:
        raise LookupError(error)
    return instructions[int(named[1])]
