"""Executes instructions in a world, one to a transaction, and notes what each costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.embedded import EmbeddedChain
from alatau.program import (
    Payment,
    Service,
    decode_payment,
    payment_address,
)
from alatau.program import instructions as build
from alatau.testing.living import (
    DAY,
    World,
    WorldAsset,
    reference_of,
)
from alatau.tokens import MINT_BYTES

START: Final = 1_793_599_200
"""2026-11-02 11:00 in the zone: what the scenario's clock begins at, unix seconds."""

_LARGE: Final = 2**58
_MINT_LAMPORTS = (128 + MINT_BYTES) * 6_960
_MANY = 12  # derived addresses to try: enough for some bumps to miss


@dataclass(frozen=True, slots=True)
class Situation:
    """One measured transaction of one instruction."""

    instruction: str
    what: str
    units: int


@dataclass(slots=True)
class Meter:
    """Executes and notes down."""

    chain: EmbeddedChain
    world: World
    measured: list[Situation] = field(default_factory=list)
    sequences: dict[tuple[Pubkey, str], int] = field(default_factory=dict)

    async def run(self, name: str, what: str, instruction: Instruction, *signers: Keypair) -> None:
        """Execute one instruction, alone in its transaction."""
        # With the blockhash of one block, the same instruction twice is one transaction.
        await self.chain.advance(1)
        record = await self.world.run(instruction, signers=signers)
        self.measured.append(Situation(name, what, record.compute_units))

    def sequence(self, wallet: Keypair, asset: WorldAsset, jump: int = 1) -> int:
        """The next sequence of a payment account: 1 was its first deposit's."""
        key = (wallet.pubkey(), asset.symbol)
        self.sequences[key] = self.sequences.get(key, 1) + jump
        return self.sequences[key]

    async def pay(
        self,
        what: str,
        payer: Keypair,
        payee: Keypair,
        asset: WorldAsset,
        amount: int,
        *,
        held: bool = False,
        jump: int = 1,
        sequence: int = 0,
    ) -> Pubkey:
        """Pay a merchant; the address is the held payment's."""
        sequence = sequence or self.sequence(payer, asset, jump)
        if held:
            instruction = build.pay_held(
                wallet=payer.pubkey(),
                payee=payee.pubkey(),
                zone=self.world.zone,
                mint=asset.mint,
                sequence=sequence,
                amount=amount,
                reference=reference_of(what),
                service=Service.SHOPS,
                deliver_by=await self.chain.time() + DAY,
            )
        else:
            instruction = build.pay(
                wallet=payer.pubkey(),
                payee=payee.pubkey(),
                zone=self.world.zone,
                mint=asset.mint,
                sequence=sequence,
                amount=amount,
                reference=reference_of(what),
                service=Service.SHOPS,
            )
        await self.run("pay_held" if held else "pay_final", what, instruction, payer)
        return payment_address(self.world.address(payer, asset), sequence)

    async def payment(self, address: Pubkey) -> Payment:
        """A held payment as it stands."""
        info = await self.chain.account(address)
        return decode_payment(info.data if info else b"")

    async def fulfil(self, what: str, payee: Keypair, payment: Pubkey) -> None:
        """The merchant has delivered."""
        parties = await self.payment(payment)
        instruction = build.fulfil(
            wallet=payee.pubkey(), payment=payment, payee_account=parties.payee_account
        )
        await self.run("fulfil", what, instruction, payee)

    async def settle(self, what: str, signer: Keypair, payment: Pubkey) -> None:
        """Release a held payment."""
        parties = await self.payment(payment)
        instruction = build.settle(
            signer=signer.pubkey(),
            payment=payment,
            payer_account=parties.payer_account,
            payee_account=parties.payee_account,
        )
        await self.run("settle", what, instruction, signer)

    async def refund(self, what: str, payee: Keypair, payment: Pubkey, amount: int) -> None:
        """Return a part of a payment."""
        parties = await self.payment(payment)
        instruction = build.refund(
            wallet=payee.pubkey(),
            zone=self.world.zone,
            payment=payment,
            payer_account=parties.payer_account,
            payee_account=parties.payee_account,
            refunded_before=parties.refunded,
            amount=amount,
        )
        await self.run("refund", what, instruction, payee)

    async def collect(self, what: str, payee: Keypair, asset: WorldAsset) -> None:
        """Sweep what is due."""
        world = self.world
        instruction = build.collect(
            zone=world.zone,
            account=world.address(payee, asset),
            treasury_account=world.address(world.treasury, asset),
        )
        await self.run("collect", what, instruction)
