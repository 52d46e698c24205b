"""What both regulators order together: money moves without its owner, once for a case."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.listing import accounts_of
from alatau.models import Receipt
from alatau.program import accounts, case_id, events, instructions


async def seize(
    zone: ZoneContext,
    *,
    regulators: tuple[Keypair, Keypair],
    wallet: Pubkey,
    mint: Pubkey,
    case: str,
    basis: int,
    amount: int,
    lane: int = 0,
    key: str | None = None,
) -> Receipt[events.Seized]:
    """Take `amount` base units of what a wallet has available to the zone's treasury.

    Frozen or not, paused or ended: nothing but the balance limits it.  `case` is a UUID or
    up to 16 bytes of text and can be executed once on an account; `basis` is the number of
    the legal basis.  The zone's key pays the rent of the record.  Raises `ProgramRefused`:
    NotBothRegulators, CaseExecuted, InsufficientFunds, BadCase, BadBasis, ZeroAmount.
    """
    state = accounts.decode_zone((await zone.require(zone.address, "zone")).data)
    first, second = regulators
    instruction = instructions.seize(
        payer=zone.keypair.pubkey(),
        first_regulator=first.pubkey(),
        second_regulator=second.pubkey(),
        zone=zone.address,
        wallet=wallet,
        mint=mint,
        treasury=state.treasury,
        case=case_id(case),
        basis=basis,
        amount=amount,
        lane=lane,
    )
    signers = (zone.keypair, *regulators)
    return await zone.submit(events.Seized, instruction, key=key, signers=signers)


async def forced_transfer(
    zone: ZoneContext,
    *,
    regulators: tuple[Keypair, Keypair],
    wallet: Pubkey,
    recipient: Pubkey,
    mint: Pubkey,
    case: str,
    basis: int,
    amount: int,
    lane: int = 0,
    key: str | None = None,
) -> Receipt[events.ForcedTransferred]:
    """Move `amount` base units of what a wallet has available to another wallet's account.

    For a court's order or a lost wallet; else as `seize`.
    """
    first, second = regulators
    instruction = instructions.forced_transfer(
        payer=zone.keypair.pubkey(),
        first_regulator=first.pubkey(),
        second_regulator=second.pubkey(),
        zone=zone.address,
        wallet=wallet,
        recipient=recipient,
        mint=mint,
        case=case_id(case),
        basis=basis,
        amount=amount,
        lane=lane,
    )
    signers = (zone.keypair, *regulators)
    return await zone.submit(events.ForcedTransferred, instruction, key=key, signers=signers)


async def enforcements(zone: ZoneContext) -> list[tuple[Pubkey, accounts.Enforcement]]:
    """Every record of the zone with its address, the oldest first, to the second.

    Records tell no more: orders of one second are in the order of their addresses.
    """
    found = await accounts_of(zone, accounts.Enforcement, zone=zone.address)
    return sorted(found, key=lambda each: (each[1].executed_at, str(each[0])))
