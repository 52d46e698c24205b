"""Units outside: in the token account of the holder's own wallet, seen there and not moved."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.instruments import holding_of
from alatau.models import Receipt
from alatau.program import TOKEN_2022_PROGRAM, events, instructions
from alatau.tokens import create_token_account


async def withdraw_units(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    quantity: int,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.UnitsWithdrawn]:
    """Put units into the token account of their holder's own wallet, frozen.

    They stay the holding's, and every wallet shows them; nobody can move them there.  The token
    account is created where it is missing, its rent paid by the wallet.  Raises `ProgramRefused`:
    `TokenNoMemo` where the wallet has made its token account require a memo.
    """
    wallet = wallet or zone.keypair
    owner = wallet.pubkey()
    entry = await zone.prepare(key, holding_of(zone, mint, owner), "withdraw_units", quantity)
    instruction = instructions.withdraw_units(
        wallet=owner, zone=zone.address, mint=mint, sequence=entry.sequence, quantity=quantity
    )
    created = create_token_account(owner, owner, mint, TOKEN_2022_PROGRAM)
    return await zone.submit(
        events.UnitsWithdrawn, created, instruction,
        key=entry.key, signers=(wallet,), content=entry.content,
    )  # fmt: skip


async def return_units(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    quantity: int,
    wallet: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.UnitsReturned]:
    """Bring units back from the token account of their holder's own wallet.

    Nothing in the zone stops it.  Raises `ProgramRefused`: `TokenCpiGuarded` where the wallet has
    set the CPI guard of its token account, which it can take off again.
    """
    wallet = wallet or zone.keypair
    owner = wallet.pubkey()
    entry = await zone.prepare(key, holding_of(zone, mint, owner), "return_units", quantity)
    instruction = instructions.return_units(
        wallet=owner, zone=zone.address, mint=mint, sequence=entry.sequence, quantity=quantity
    )
    return await zone.submit(
        events.UnitsReturned, instruction, key=entry.key, signers=(wallet,), content=entry.content
    )


async def recall_units(
    zone: ZoneContext, *, mint: Pubkey, wallet: Pubkey
) -> Receipt[events.UnitsRecalled]:
    """Bring all units of a wallet back, without it, once they are to end or to go to another.

    Called, delisted, after the zone's end, while the holding is frozen, or from when its
    replacement is due on.  Anyone may.  Raises `ProgramRefused`: `UnitsStayOutside` before,
    `NothingOutside` where it has none outside.
    """
    instruction = instructions.recall_units(zone=zone.address, mint=mint, wallet=wallet)
    return await zone.submit(events.UnitsRecalled, instruction)
