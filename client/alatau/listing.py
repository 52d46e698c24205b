"""All accounts of a kind, as far as a chain is asked for no more than those that are wanted."""

from __future__ import annotations

from typing import TypeVar

from solders.pubkey import Pubkey

from alatau.chain.base import Chain
from alatau.context import ZoneContext
from alatau.program import DISCRIMINATORS, PROGRAM_ID
from alatau.program.accounts import decode_account
from alatau.program.codec import type_layout

AccountT = TypeVar("AccountT")


async def matching(
    chain: Chain, kind: type[AccountT], /, **fields: Pubkey | bytes
) -> list[tuple[Pubkey, AccountT]]:
    """The accounts of a kind that have all of these `fields`, at most three, by address.

    The node filters, so that an instrument's holdings are read without those of all others.  A
    field that is no address is given as the bytes that the account has.
    """
    prefix, layout = DISCRIMINATORS[kind.__name__], type_layout(kind.__name__)
    parts = [(len(prefix) + layout.offset(name), bytes(value)) for name, value in fields.items()]
    found = await chain.program_accounts(PROGRAM_ID, prefix, parts)
    decoded = ((address, decode_account(info.data)) for address, info in found)
    return [(address, each) for address, each in decoded if isinstance(each, kind)]


async def accounts_of(
    zone: ZoneContext, kind: type[AccountT], /, **fields: Pubkey | bytes
) -> list[tuple[Pubkey, AccountT]]:
    """As `matching`, on the chain of a zone."""
    return await matching(zone.chain, kind, **fields)
