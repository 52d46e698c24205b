"""Mints and issuing, for chains on which no other tool does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX
from alatau.chain.bank_rules import rent_exempt_minimum
from alatau.chain.base import Chain
from alatau.cli.parse import parse_money
from alatau.context import AssetInfo, new_key, refused
from alatau.errors import AccountMissing, ChainError, InputError
from alatau.program import TOKEN_2022_PROGRAM, TOKEN_PROGRAM, Caps, token_account_address
from alatau.sender import Intent, Journal, Sender
from alatau.tokens import MINT_BYTES, burn, create_mint, create_token_account, mint_to

_DECIMALS_AT = 44  # the byte of a mint that holds its decimals


@dataclass(frozen=True, slots=True)
class MintTerms:
    """What a mint says of itself."""

    token_program: Pubkey
    decimals: int


async def mint_terms(chain: Chain, mint: Pubkey) -> MintTerms:
    """The mint's token program and decimals.  Raises `AccountMissing`, `InputError`."""
    info = await chain.account(mint)
    if info is None:
        raise AccountMissing(
            f"there is no mint {mint} on {chain.url}",
            remedy="alatau zone create-mint or spl-token create-token makes one",
        )
    if info.owner not in {TOKEN_PROGRAM, TOKEN_2022_PROGRAM} or len(info.data) < MINT_BYTES:
        raise InputError(f"{mint} is no mint of a token program", field="MINT")
    return MintTerms(info.owner, info.data[_DECIMALS_AT])


async def create(
    chain: Chain, payer: Keypair, mint: Keypair, issuer: Pubkey, decimals: int, *, token_2022: bool
) -> str:
    """Create a mint; the transaction's signature."""
    if await chain.account(mint.pubkey()) is not None:
        raise ChainError(
            f"{mint.pubkey()} is on {chain.url} already", remedy="a new mint needs a new key"
        )
    program = TOKEN_2022_PROGRAM if token_2022 else TOKEN_PROGRAM
    lamports = rent_exempt_minimum(MINT_BYTES)
    made = create_mint(payer.pubkey(), mint.pubkey(), issuer, decimals, program, lamports)
    # Of no zone yet, and refused a second time by the chain itself: no journal to keep.
    with Journal.open(None, genesis=await chain.genesis_hash(), zone="") as journal:
        sender = Sender(chain, journal, refused)
        landed = await sender.submit(Intent(new_key(), tuple(made), payer, (mint,)))
    return str(landed.record.signature)


def caps_of(texts: Sequence[str], decimals: int, tiers: int) -> list[Caps]:
    """Caps by tier of texts like ``0:20000:50000:300000``; tiers not named have none."""
    return amended_caps([Caps(U64_MAX, U64_MAX, U64_MAX)] * tiers, texts, decimals)


def amended_caps(known_caps: Sequence[Caps], texts: Sequence[str], decimals: int) -> list[Caps]:
    """The same; tiers not named keep the ones that they have."""
    caps, tiers = dict(enumerate(known_caps)), len(known_caps)
    named: set[int] = set()
    for text in texts:
        tier, *amounts = text.split(":")
        known = {str(number): number for number in range(tiers)}
        if tier not in known or len(amounts) != 3 or known[tier] in named:
            raise InputError(
                f"{text!r} is no cap, or its tier has one already",
                field="--cap",
                remedy="write it like 0:20000:50000:none, once for each tier 0 to 3",
            )
        named.add(known[tier])
        caps[known[tier]] = Caps(*(parse_money(a, decimals, "--cap", none=True) for a in amounts))
    return list(caps.values())


def issue(
    asset: AssetInfo, wallet: Pubkey, provider: Pubkey, amount: int
) -> tuple[Instruction, ...]:
    """Make the wallet's token account if it is missing, and issue `amount` to it."""
    tokens = token_account_address(wallet, asset.mint, asset.token_program)
    return (
        create_token_account(wallet, wallet, asset.mint, asset.token_program),
        mint_to(provider, asset.mint, tokens, amount, asset.decimals, asset.token_program),
    )


def redeem(asset: AssetInfo, wallet: Pubkey, amount: int) -> Instruction:
    """Destroy `amount` of the wallet's tokens."""
    tokens = token_account_address(wallet, asset.mint, asset.token_program)
    return burn(wallet, asset.mint, tokens, amount, asset.decimals, asset.token_program)
