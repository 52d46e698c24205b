"""The hand-built token instructions are those of solana-py, byte by byte."""

from __future__ import annotations

import pytest
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from spl.token import instructions as spl

from alatau.program import TOKEN_2022_PROGRAM, TOKEN_PROGRAM
from alatau.tokens import MINT_BYTES, burn, create_mint, create_token_account, mint_to, token_amount

PAYER, OWNER, MINT, ACCOUNT = (Keypair.from_seed(bytes([n] * 32)).pubkey() for n in range(1, 5))
AMOUNT = 2**64 - 1

programs = pytest.mark.parametrize("program", [TOKEN_PROGRAM, TOKEN_2022_PROGRAM], ids=str)


@programs
def test_mint_to_is_mint_to_checked(program: Pubkey) -> None:
    theirs = spl.mint_to_checked(
        spl.MintToCheckedParams(
            program_id=program,
            mint=MINT,
            dest=ACCOUNT,
            mint_authority=OWNER,
            amount=AMOUNT,
            decimals=2,
        )
    )
    assert mint_to(OWNER, MINT, ACCOUNT, AMOUNT, 2, program) == theirs


@programs
def test_burn_is_burn_checked(program: Pubkey) -> None:
    theirs = spl.burn_checked(
        spl.BurnCheckedParams(
            program_id=program,
            mint=MINT,
            account=ACCOUNT,
            owner=OWNER,
            amount=AMOUNT,
            decimals=6,
        )
    )
    assert burn(OWNER, MINT, ACCOUNT, AMOUNT, 6, program) == theirs


@programs
def test_create_token_account_names_the_accounts_of_the_idempotent_instruction(
    program: Pubkey,
) -> None:
    theirs = spl.create_idempotent_associated_token_account(PAYER, OWNER, MINT, program)
    mine = create_token_account(PAYER, OWNER, MINT, program)
    assert (mine.program_id, mine.data) == (theirs.program_id, theirs.data)
    assert mine.accounts == theirs.accounts


@programs
def test_create_mint_allocates_and_initializes_without_a_freeze_authority(program: Pubkey) -> None:
    allocate, initialize = create_mint(PAYER, MINT, OWNER, 2, program, 1_461_600)
    assert allocate.data[4:20] == (1_461_600).to_bytes(8, "little") + MINT_BYTES.to_bytes(
        8, "little"
    )
    assert allocate.data[20:] == bytes(program)
    # InitializeMint, which solana-py builds, takes the rent sysvar too; its data has another tag.
    theirs = spl.initialize_mint(
        spl.InitializeMintParams(
            program_id=program, mint=MINT, decimals=2, mint_authority=OWNER, freeze_authority=None
        )
    )
    assert initialize.data[0] == 20
    assert initialize.data[1:35] == theirs.data[1:35]
    assert initialize.accounts == theirs.accounts[:1]


def test_token_amount_reads_the_balance() -> None:
    assert token_amount(bytes(64) + AMOUNT.to_bytes(8, "little") + bytes(93)) == AMOUNT
