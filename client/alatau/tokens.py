"""Instructions of the token programs that the zone's tools need.

Built here rather than with solana-py's `spl.token`, whose import costs more than a
second; the layouts are those of the SPL Token and Associated Token Account programs,
and a test holds them equal to spl.token's.
"""

from __future__ import annotations

import struct

from solders.instruction import AccountMeta, Instruction
from solders.pubkey import Pubkey
from solders.system_program import CreateAccountParams, create_account

from alatau.program.addresses import (
    ASSOCIATED_TOKEN_PROGRAM,
    SYSTEM_PROGRAM,
    token_account_address,
)

MINT_BYTES = 82
_TRANSFER_CHECKED = 12
_MINT_TO_CHECKED = 14
_BURN_CHECKED = 15
_INITIALIZE_MINT2 = 20
_CREATE_IDEMPOTENT = 1
_STATE, _FROZEN = 108, 2
_EXTENSIONS = 166
_CPI_GUARD = 11


def create_token_account(
    payer: Pubkey, owner: Pubkey, mint: Pubkey, token_program: Pubkey
) -> Instruction:
    """Create the owner's associated token account, unless it is there."""
    address = token_account_address(owner, mint, token_program)
    return Instruction(
        ASSOCIATED_TOKEN_PROGRAM,
        bytes([_CREATE_IDEMPOTENT]),
        [
            AccountMeta(payer, True, True),
            AccountMeta(address, False, True),
            AccountMeta(owner, False, False),
            AccountMeta(mint, False, False),
            AccountMeta(SYSTEM_PROGRAM, False, False),
            AccountMeta(token_program, False, False),
        ],
    )


def create_mint(  # noqa: PLR0917 - the accounts and arguments, in the token program's order
    payer: Pubkey,
    mint: Pubkey,
    authority: Pubkey,
    decimals: int,
    token_program: Pubkey,
    lamports: int,
) -> list[Instruction]:
    """Create a mint without freeze authority at the address of a key that signs too.

    `lamports` is the rent of `MINT_BYTES`.
    """
    data = struct.pack("<BB32sB", _INITIALIZE_MINT2, decimals, bytes(authority), 0)
    return [
        create_account(
            CreateAccountParams(
                from_pubkey=payer,
                to_pubkey=mint,
                lamports=lamports,
                space=MINT_BYTES,
                owner=token_program,
            )
        ),
        Instruction(token_program, data, [AccountMeta(mint, False, True)]),
    ]


def mint_to(  # noqa: PLR0917 - the accounts and arguments, in the token program's order
    authority: Pubkey,
    mint: Pubkey,
    account: Pubkey,
    amount: int,
    decimals: int,
    token_program: Pubkey,
) -> Instruction:
    """Issue `amount` base units to a token account."""
    return Instruction(
        token_program,
        struct.pack("<BQB", _MINT_TO_CHECKED, amount, decimals),
        [
            AccountMeta(mint, False, True),
            AccountMeta(account, False, True),
            AccountMeta(authority, True, False),
        ],
    )


def transfer_checked(  # noqa: PLR0917 - the accounts and arguments, in the program's order
    owner: Pubkey,
    source: Pubkey,
    mint: Pubkey,
    destination: Pubkey,
    amount: int,
    decimals: int,
    token_program: Pubkey,
) -> Instruction:
    """Move `amount` base units between token accounts."""
    return Instruction(
        token_program,
        struct.pack("<BQB", _TRANSFER_CHECKED, amount, decimals),
        [
            AccountMeta(source, False, True),
            AccountMeta(mint, False, False),
            AccountMeta(destination, False, True),
            AccountMeta(owner, True, False),
        ],
    )


def burn(  # noqa: PLR0917 - the accounts and arguments, in the token program's order
    owner: Pubkey,
    mint: Pubkey,
    account: Pubkey,
    amount: int,
    decimals: int,
    token_program: Pubkey,
) -> Instruction:
    """Destroy `amount` base units of the owner's token account."""
    return Instruction(
        token_program,
        struct.pack("<BQB", _BURN_CHECKED, amount, decimals),
        [
            AccountMeta(account, False, True),
            AccountMeta(mint, False, True),
            AccountMeta(owner, True, False),
        ],
    )


def token_amount(data: bytes) -> int:
    """The balance in a token account's data, base units."""
    return int.from_bytes(data[64:72], "little")


def is_frozen(data: bytes) -> bool:
    """Whether the token account with this data cannot move."""
    return data[_STATE : _STATE + 1] == bytes([_FROZEN])


def is_cpi_guarded(data: bytes) -> bool:
    """Whether its owner keeps programs from moving what is on it in the owner's name."""
    at = _EXTENSIONS
    while at + 4 < len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == _CPI_GUARD:
            return bool(data[at + 4])
        at += 4 + length
    return False


def mint_supply(data: bytes) -> int:
    """The tokens that there are, from a mint's data, base units."""
    return int.from_bytes(data[36:44], "little")
