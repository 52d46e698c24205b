"""The work on the escrow program of solana-program/escrow.

Instructions written after its published interface.  What is deposited only its depositor
can take out again, so a purchase is settled by the buyer: it withdraws and pays the
merchant and the operator's fee in one transaction; a refund is the withdrawal alone.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.bench import tokens
from tests.bench.stage import Outcome, Stage, key, lucky, missed
from tests.bench.tokens import tokens_bump
from tests.bench.work import Purchase, expected

from alatau.program import ASSOCIATED_TOKEN_PROGRAM, SYSTEM_PROGRAM, TOKEN_PROGRAM

PROGRAM: Final = Pubkey.from_string("Escrowae7RaUfNn4oEZHywMXE5zWzYCXenwrCDaEoifg")

_CREATE, _DEPOSIT, _WITHDRAW, _ALLOW_MINT = 0, 3, 5, 6


@dataclass(frozen=True, slots=True)
class Till:
    """One escrow of the operator for the stage's mint, without extensions."""

    stage: Stage
    escrow: Pubkey
    extensions: Pubkey
    allowed_mint: Pubkey
    event_authority: Pubkey

    @classmethod
    async def found(cls, stage: Stage) -> Till:
        """Create the escrow and allow the mint; its vault comes with that."""
        mint = stage.mint
        seed = lucky("escrow seed", lambda found: _misses(found, mint))
        escrow, bump = _derive(b"escrow", seed.pubkey())
        allowed_mint, allowed_bump = _derive(b"allowed_mint", escrow, mint)
        till = cls(
            stage,
            escrow,
            _derive(b"extensions", escrow)[0],
            allowed_mint,
            _derive(b"event_authority")[0],
        )
        operator = stage.operator.pubkey()
        created = till._instruction(
            bytes([_CREATE, bump]),
            AccountMeta(operator, True, True),
            AccountMeta(operator, True, False),
            AccountMeta(seed.pubkey(), True, False),
            AccountMeta(escrow, False, True),
            _readonly(SYSTEM_PROGRAM),
        )
        allowed = till._instruction(
            bytes([_ALLOW_MINT, allowed_bump]),
            AccountMeta(operator, True, True),
            AccountMeta(operator, True, False),
            _readonly(escrow),
            _readonly(till.extensions),
            _readonly(mint),
            AccountMeta(allowed_mint, False, True),
            AccountMeta(stage.tokens(escrow), False, True),
            _readonly(TOKEN_PROGRAM),
            _readonly(ASSOCIATED_TOKEN_PROGRAM),
            _readonly(SYSTEM_PROGRAM),
        )
        await stage.set_up(created, signers=(stage.operator, seed))
        await stage.set_up(allowed, signers=(stage.operator,))
        wallets = (stage.operator, *stage.crowd.buyers, *stage.crowd.merchants)
        await stage.open_tokens(*(wallet.pubkey() for wallet in wallets))
        return till

    async def deposit(self, each: Purchase) -> Pubkey:
        """The buyer pays into the vault; a key made for this receipt signs too."""
        stage, buyer = self.stage, self.stage.buyer(each)
        seed, mint = key(f"receipt {each.number}"), stage.mint
        receipt, bump = _derive(b"receipt", self.escrow, buyer.pubkey(), mint, seed.pubkey())
        instruction = self._instruction(
            struct.pack("<BBQ", _DEPOSIT, bump, each.amount),
            AccountMeta(buyer.pubkey(), True, True),
            AccountMeta(buyer.pubkey(), True, False),
            _readonly(self.escrow),
            _readonly(self.allowed_mint),
            AccountMeta(seed.pubkey(), True, False),
            AccountMeta(receipt, False, True),
            AccountMeta(stage.tokens(self.escrow), False, True),
            AccountMeta(stage.tokens(buyer.pubkey()), False, True),
            _readonly(mint),
            _readonly(TOKEN_PROGRAM),
            _readonly(SYSTEM_PROGRAM),
            more=(_readonly(self.extensions),),
        )
        await stage.step("deposit", instruction, signers=(buyer, seed))
        await stage.opened(receipt)
        return receipt

    async def refund(self, each: Purchase, receipt: Pubkey) -> None:
        """The buyer takes its deposit back."""
        buyer = self.stage.buyer(each)
        await self.stage.step("withdraw", self._withdraw(buyer, receipt), signers=(buyer,))

    async def settle(self, each: Purchase, receipt: Pubkey) -> None:
        """The buyer takes it back and hands it on, in one transaction."""
        stage, buyer = self.stage, self.stage.buyer(each)
        merchant = stage.merchant(each).pubkey()
        await stage.step(
            "withdraw and pay",
            self._withdraw(buyer, receipt),
            tokens.transfer(stage, buyer, merchant, each.amount - each.fee),
            tokens.transfer(stage, buyer, stage.operator.pubkey(), each.fee),
            signers=(buyer,),
        )

    def _withdraw(self, buyer: Keypair, receipt: Pubkey) -> Instruction:
        stage = self.stage
        return self._instruction(
            bytes([_WITHDRAW]),
            AccountMeta(buyer.pubkey(), False, True),
            AccountMeta(buyer.pubkey(), True, False),
            _readonly(self.escrow),
            _readonly(self.extensions),
            AccountMeta(receipt, False, True),
            AccountMeta(stage.tokens(self.escrow), False, True),
            AccountMeta(stage.tokens(buyer.pubkey()), False, True),
            _readonly(stage.mint),
            _readonly(TOKEN_PROGRAM),
            _readonly(SYSTEM_PROGRAM),
        )

    def _instruction(
        self, data: bytes, *accounts: AccountMeta, more: Sequence[AccountMeta] = ()
    ) -> Instruction:
        """With what every instruction that emits an event names."""
        events = (_readonly(self.event_authority), _readonly(PROGRAM))
        return Instruction(PROGRAM, data, [*accounts, *events, *more])


async def escrowed(stage: Stage, work: Sequence[Purchase]) -> Outcome:
    """`deposit`, then `withdraw`, with the payment where it is not a refund."""
    till = await Till.found(stage)
    await stage.fund(work)
    receipts = [await till.deposit(each) for each in work]
    for each, receipt in zip(work, receipts, strict=True):
        await (till.refund if each.refunded else till.settle)(each, receipt)
    wanted = expected(work, taxed=False, fee=True, fee_kept=False)
    return await stage.outcome(
        work, wanted, operator=stage.operator.pubkey(), custodians=(till.escrow,)
    )


def _misses(seed: Pubkey, mint: Pubkey) -> int:
    """Bumps missed by the addresses that come with an escrow of this seed."""
    escrow, bump = _derive(b"escrow", seed)
    return missed(
        bump,
        tokens_bump(escrow, mint),
        _derive(b"extensions", escrow)[1],
        _derive(b"allowed_mint", escrow, mint)[1],
    )


def _derive(seed: bytes, *more: Pubkey) -> tuple[Pubkey, int]:
    return Pubkey.find_program_address([seed, *map(bytes, more)], PROGRAM)


def _readonly(address: Pubkey) -> AccountMeta:
    return AccountMeta(address, False, False)
