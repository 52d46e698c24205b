"""What the peers need of the token programs."""

from __future__ import annotations

import struct
from typing import Final

from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from tests.bench.stage import DECIMALS, Stage

from alatau.program import ASSOCIATED_TOKEN_PROGRAM, TOKEN_PROGRAM

_TRANSFER_CHECKED: Final = 12


def transfer(stage: Stage, owner: Keypair, to: Pubkey, amount: int) -> Instruction:
    """Move tokens between two owners' token accounts; `owner` signs."""
    return Instruction(
        TOKEN_PROGRAM,
        struct.pack("<BQB", _TRANSFER_CHECKED, amount, DECIMALS),
        [
            AccountMeta(stage.tokens(owner.pubkey()), False, True),
            AccountMeta(stage.mint, False, False),
            AccountMeta(stage.tokens(to), False, True),
            AccountMeta(owner.pubkey(), True, False),
        ],
    )


def tokens_bump(owner: Pubkey, mint: Pubkey) -> int:
    """The bump of the owner's token account, which a program that checks it derives anew."""
    seeds = [bytes(owner), bytes(TOKEN_PROGRAM), bytes(mint)]
    return Pubkey.find_program_address(seeds, ASSOCIATED_TOKEN_PROGRAM)[1]
