"""An instruction in its parts, to be mutated one part at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.base import TransactionRecord
from alatau.program import PROGRAM_ID, idl, refusal
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
            dict(zip(names, instruction.accounts, strict=True)),
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
        return self._with(
            account, AccountMeta(address, meta.is_signer, meta.is_writable), *signers
        )

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
        return replace(
            self, metas={**self.metas, account: meta}, signers=(*self.signers, *signers)
        )


async def attempt(world: World, tried: Attempt) -> tuple[str | None, TransactionRecord]:
    """Execute it: the name of the refusal, None if it succeeded."""
    record = await world.try_(tried.instruction(), signers=tried.signers)
    if record.error is None:
        return None, record
    refused = refusal(record.error, record.logs, program=PROGRAM_ID)
    return (refused.name if refused else record.error), record
