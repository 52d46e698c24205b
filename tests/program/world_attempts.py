"""An instruction in its parts, to be mutated one part at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.base import AccountInfo, AccountWriter, TimeTravel, TransactionRecord
from alatau.chain.embedded import EmbeddedChain
from alatau.program import DISCRIMINATORS, PROGRAM_ID, idl, refusal
from alatau.program.codec import type_layout
from alatau.program.coding import encode_instruction, instruction_layout
from alatau.testing.world import World

_ENTRIES: Mapping[bytes, Mapping[str, Any]] = {
    bytes(entry["discriminator"]): entry for entry in idl()["instructions"]
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """An instruction that is about to be tried, and who signs."""

    name: str
    metas: Mapping[str, AccountMeta]
    args: Mapping[str, Any]
    signers: tuple[Keypair, ...]

    @classmethod
    def of(cls, instruction: Instruction, *signers: Keypair) -> Attempt:
        """Take an instruction of the program apart."""
        data = bytes(instruction.data)
        entry = _ENTRIES[data[:8]]
        names = [account["name"] for account in entry["accounts"]]
        layout = instruction_layout(entry["name"])
        values = layout.read(data, 8)
        return cls(
            entry["name"],
            dict(zip(_all_names(names, instruction), instruction.accounts, strict=True)),
            dict(zip(layout.names, values, strict=True)),
            signers,
        )

    def instruction(self) -> Instruction:
        """Put it together again."""
        return Instruction(
            PROGRAM_ID, encode_instruction(self.name, self.args), list(self.metas.values())
        )

    def address(self, account: str) -> Pubkey:
        """The address of an account, by the IDL's name."""
        return self.metas[account].pubkey

    def with_args(self, **args: Any) -> Attempt:
        """With other arguments."""
        unknown = {*args} - {*self.args}
        assert not unknown, f"{self.name} has no {unknown}"
        return replace(self, args={**self.args, **args})

    def with_account(self, account: str, address: Pubkey, *signers: Keypair) -> Attempt:
        """With another account in the place of one."""
        meta = self.metas[account]
        return self._with(account, AccountMeta(address, meta.is_signer, meta.is_writable), *signers)

    def signed_by(self, account: str, key: Keypair) -> Attempt:
        """With another signer in the place of one."""
        return self.with_account(account, key.pubkey(), key)

    def unsigned(self, account: str) -> Attempt:
        """With one signature left out."""
        meta = self.metas[account]
        return self._with(account, AccountMeta(meta.pubkey, False, meta.is_writable))

    def readonly(self, account: str) -> Attempt:
        """With one account read-only."""
        meta = self.metas[account]
        return self._with(account, AccountMeta(meta.pubkey, meta.is_signer, False))

    def without(self, *accounts: str) -> Attempt:
        """With optional accounts left out: the program's own id stands for none."""
        absent = AccountMeta(PROGRAM_ID, False, False)
        return replace(self, metas={**self.metas, **dict.fromkeys(accounts, absent)})

    def _with(self, account: str, meta: AccountMeta, *signers: Keypair) -> Attempt:
        assert account in self.metas, f"{self.name} has no {account}"
        return replace(self, metas={**self.metas, account: meta}, signers=(*self.signers, *signers))


def _all_names(declared: Sequence[str], instruction: Instruction) -> list[str]:
    """The IDL's names; those after its accounts are numbered."""
    more = len(instruction.accounts) - len(declared)
    return [*declared, *(f"rest_{number}" for number in range(more))]


async def attempt(world: World, tried: Attempt) -> tuple[str | None, TransactionRecord]:
    """Execute it: the name of the refusal, None if it succeeded."""
    await next_block(world)
    record = await world.try_(tried.instruction(), signers=tried.signers)
    return _reason(record.error, record.logs), record


async def set_time(world: World, unix_seconds: int) -> None:
    """Move the clock."""
    assert isinstance(world.chain, TimeTravel)
    await world.chain.set_time(unix_seconds)
    assert await world.chain.time() == unix_seconds, "the clock only goes forward"


async def next_block(world: World) -> None:
    """Begin a block, with whose blockhash the same instruction is another transaction."""
    assert isinstance(world.chain, EmbeddedChain)
    await world.chain.advance(1)


async def forge(world: World, address: Pubkey, **fields: Any) -> None:
    """Give fields of one of the program's accounts values that no instruction would."""
    info, (kind, values) = await read(world, address), await fields_of(world, address)
    assert {*fields} <= {*values}, f"{kind} has no {fields}"
    data = info.data[:8] + type_layout(kind).write(list({**values, **fields}.values()))
    await write(world, address, replace(info, data=data))


async def fields_of(world: World, address: Pubkey) -> tuple[str, dict[str, Any]]:
    """What kind of the program's accounts it is, and all of its fields; else none."""
    info = await world.chain.account(address)
    data = b"" if info is None else info.data
    kind = next((name for name, first in DISCRIMINATORS.items() if data[:8] == first), "")
    if not kind:
        return kind, {}
    layout = type_layout(kind)
    return kind, dict(zip(layout.names, layout.read(data, 8), strict=True))


async def write(world: World, address: Pubkey, info: AccountInfo) -> None:
    """Overwrite an account."""
    assert isinstance(world.chain, AccountWriter)
    await world.chain.set_account(address, info)


async def read(world: World, address: Pubkey) -> AccountInfo:
    """An account that must be there."""
    info = await world.chain.account(address)
    assert info is not None
    return info


async def simulate(world: World, tried: Attempt) -> str | None:
    """The name of the refusal if it were executed now, None if it would succeed."""
    transaction = await world.sign(tried.instruction(), signers=tried.signers)
    simulation = await world.chain.simulate(transaction)
    return _reason(simulation.error, simulation.logs)


def _reason(error: str | None, logs: Sequence[str]) -> str | None:
    if error is None:
        return None
    refused = refusal(error, logs, program=PROGRAM_ID)
    return refused.name if refused else error
