"""Lanes: further accounts of a busy merchant, which only receive, and its account 0."""

from __future__ import annotations

from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.models import Receipt
from alatau.program import addresses, events, instructions


async def consolidate(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    lane: int,
    wallet: Pubkey | None = None,
    key: str | None = None,
) -> Receipt[events.Consolidated]:
    """Move all that a wallet's lane has available to its lane 0; anyone may.

    Raises `ProgramRefused`: `LaneEmpty` where nothing is available, `AccountFrozen` and
    `ParticipantFrozen` where a regulator has frozen it.
    """
    owner = zone.keypair.pubkey() if wallet is None else wallet
    instruction = instructions.consolidate(zone=zone.address, wallet=owner, mint=mint, lane=lane)
    return await zone.submit(events.Consolidated, instruction, key=key)


async def fund_lane(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    lane: int,
    amount: int,
    wallet: Keypair | None = None,
    after: tuple[Instruction, ...] = (),
    key: str | None = None,
) -> Receipt[events.LaneFunded]:
    """Move `amount` base units of the wallet from its lane 0 to another lane.

    What a lane refunds has to be on it.  As anyone may consolidate a lane, the refund
    belongs into the same transaction: give it as `after`.
    """
    wallet = wallet or zone.keypair
    owner = wallet.pubkey()
    account = addresses.account_address(zone.address, owner, mint)
    entry = await zone.prepare(key, account, "fund_lane", lane, amount)
    instruction = instructions.fund_lane(
        wallet=owner,
        zone=zone.address,
        mint=mint,
        lane=lane,
        sequence=entry.sequence,
        amount=amount,
    )
    return await zone.submit(
        events.LaneFunded,
        instruction,
        *after,
        key=entry.key,
        signers=(wallet,),
        content=entry.content,
    )
