"""Freezes: a regulator stops what leaves an account or a participant, for a case."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.models import Receipt
from alatau.program import case_id, events, instructions


async def freeze_account(
    zone: ZoneContext,
    *,
    regulator: Keypair,
    wallet: Pubkey,
    mint: Pubkey,
    case: str,
    basis: int,
    until: int,
    lane: int = 0,
    key: str | None = None,
) -> Receipt[events.AccountFreezeSet]:
    """Stop what leaves a payment account, before `until` (unix seconds, 366 days at most).

    In the slot of the regulator, which must answer for the asset's class; what its slot
    held before is replaced.  `case` is a UUID or up to 16 bytes of text, `basis` the number
    of the legal basis.  Credits go on, and frozen money counts in every sum.  Raises
    `ProgramRefused`: NotRegulator, NotRegulatorOfClass, BadCase, BadBasis, BadFreeze.
    """
    instruction = instructions.freeze_account(
        regulator=regulator.pubkey(),
        zone=zone.address,
        wallet=wallet,
        mint=mint,
        case=case_id(case),
        basis=basis,
        until=until,
        lane=lane,
    )
    return await zone.submit(
        events.AccountFreezeSet, instruction, key=key, signers=(zone.keypair, regulator)
    )


async def unfreeze_account(
    zone: ZoneContext,
    *,
    regulator: Keypair,
    wallet: Pubkey,
    mint: Pubkey,
    lane: int = 0,
    key: str | None = None,
) -> Receipt[events.AccountFreezeLifted]:
    """End this regulator's freeze of an account; the other's stays.

    Raises `ProgramRefused`: NotRegulator, NotFrozen (also where it has ended by itself).
    """
    instruction = instructions.unfreeze_account(
        regulator=regulator.pubkey(), zone=zone.address, wallet=wallet, mint=mint, lane=lane
    )
    return await zone.submit(
        events.AccountFreezeLifted, instruction, key=key, signers=(zone.keypair, regulator)
    )


async def freeze_participant(
    zone: ZoneContext,
    *,
    regulator: Keypair,
    wallet: Pubkey,
    case: str,
    basis: int,
    until: int,
    key: str | None = None,
) -> Receipt[events.ParticipantFreezeSet]:
    """Stop what leaves all of a participant's accounts, before `until` (unix seconds).

    Of the asset classes that the regulator answers for; else as `freeze_account`.  Raises
    `ProgramRefused`: NotRegulator, BadCase, BadBasis, BadFreeze.
    """
    instruction = instructions.freeze_participant(
        regulator=regulator.pubkey(),
        zone=zone.address,
        wallet=wallet,
        case=case_id(case),
        basis=basis,
        until=until,
    )
    return await zone.submit(
        events.ParticipantFreezeSet, instruction, key=key, signers=(zone.keypair, regulator)
    )


async def unfreeze_participant(
    zone: ZoneContext, *, regulator: Keypair, wallet: Pubkey, key: str | None = None
) -> Receipt[events.ParticipantFreezeLifted]:
    """End this regulator's freeze of a participant; raises as `unfreeze_account`."""
    instruction = instructions.unfreeze_participant(
        regulator=regulator.pubkey(), zone=zone.address, wallet=wallet
    )
    return await zone.submit(
        events.ParticipantFreezeLifted, instruction, key=key, signers=(zone.keypair, regulator)
    )
