"""Who holds a zone's seats, when it ends, and what its accounts become after that."""

from __future__ import annotations

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.models import Receipt
from alatau.program import PROGRAM_ID, accounts, events, instructions
from alatau.program.enums import Seat


async def propose_authority(
    zone: ZoneContext,
    *,
    seat: Seat,
    successor: Pubkey,
    incumbent: Keypair,
    key: str | None = None,
) -> Receipt[events.AuthorityProposed]:
    """Name who is to follow in a seat: its holder does; for the treasury, the operator.

    The successor takes it with `accept_authority`.
    """
    instruction = instructions.propose_authority(
        incumbent=incumbent.pubkey(), zone=zone.address, seat=seat, successor=successor
    )
    signers = (zone.keypair, incumbent)
    return await zone.submit(events.AuthorityProposed, instruction, key=key, signers=signers)


async def replace_authority(
    zone: ZoneContext,
    *,
    seat: Seat,
    successor: Pubkey,
    others: tuple[Keypair, Keypair],
    key: str | None = None,
) -> Receipt[events.AuthorityProposed]:
    """Name who is to follow in a seat whose key is lost or not to be trusted.

    `others` are the two other authorities, in the order of their seats.  A regulator may
    veto for seven days (`cancel_succession`); the operator may not.
    """
    instruction = instructions.replace_authority(
        first=others[0].pubkey(),
        second=others[1].pubkey(),
        zone=zone.address,
        seat=seat,
        successor=successor,
    )
    signers = (zone.keypair, *others)
    return await zone.submit(events.AuthorityProposed, instruction, key=key, signers=signers)


async def accept_authority(
    zone: ZoneContext, *, seat: Seat, successor: Keypair, key: str | None = None
) -> Receipt[events.AuthorityAccepted]:
    """Take a seat.  Every other pending succession of the zone ends with it."""
    instruction = instructions.accept_authority(
        successor=successor.pubkey(), zone=zone.address, seat=seat
    )
    signers = (zone.keypair, successor)
    return await zone.submit(events.AuthorityAccepted, instruction, key=key, signers=signers)


async def cancel_succession(
    zone: ZoneContext, *, seat: Seat, authority: Keypair, key: str | None = None
) -> Receipt[events.SuccessionCancelled]:
    """Take a proposal back, or veto it."""
    instruction = instructions.cancel_succession(
        authority=authority.pubkey(), zone=zone.address, seat=seat
    )
    signers = (zone.keypair, authority)
    return await zone.submit(events.SuccessionCancelled, instruction, key=key, signers=signers)


async def stop_withdrawals(
    zone: ZoneContext,
    *,
    until: int,
    regulators: tuple[Keypair, Keypair],
    key: str | None = None,
) -> Receipt[events.WithdrawalsStopped]:
    """Stop withdrawals until a time (unix seconds, at most 14 days ahead); 0 allows them."""
    first, second = (each.pubkey() for each in regulators)
    instruction = instructions.stop_withdrawals(
        first_regulator=first, second_regulator=second, zone=zone.address, until=until
    )
    signers = (zone.keypair, *regulators)
    return await zone.submit(events.WithdrawalsStopped, instruction, key=key, signers=signers)


async def wind_down(
    zone: ZoneContext,
    *,
    ends_at: int = 0,
    regulators: tuple[Keypair, Keypair],
    key: str | None = None,
) -> Receipt[events.EndChanged]:
    """Bring the zone's end forward (0: now).  From then on nothing enters, all can leave."""
    first, second = (each.pubkey() for each in regulators)
    instruction = instructions.wind_down(
        first_regulator=first, second_regulator=second, zone=zone.address, ends_at=ends_at
    )
    signers = (zone.keypair, *regulators)
    return await zone.submit(events.EndChanged, instruction, key=key, signers=signers)


async def extend_zone(
    zone: ZoneContext,
    *,
    ends_at: int,
    operator: Keypair,
    regulators: tuple[Keypair, Keypair],
    key: str | None = None,
) -> Receipt[events.EndChanged]:
    """Put the zone's end off, unless it has ended."""
    first, second = (each.pubkey() for each in regulators)
    instruction = instructions.extend_zone(
        operator=operator.pubkey(),
        first_regulator=first,
        second_regulator=second,
        zone=zone.address,
        ends_at=ends_at,
    )
    signers = (zone.keypair, operator, *regulators)
    return await zone.submit(events.EndChanged, instruction, key=key, signers=signers)


async def close_account(
    zone: ZoneContext, *, account: Pubkey, key: str | None = None
) -> Receipt[events.AccountClosed]:
    """Close an empty payment account after the zone's end; its rent goes to who paid it."""
    info = await zone.require(account, "payment account")
    instruction = instructions.close_account(
        zone=zone.address,
        account=account,
        rent_payer=accounts.decode_payment_account(info.data).rent_payer,
    )
    return await zone.submit(events.AccountClosed, instruction, key=key)


async def migrate(
    zone: ZoneContext,
    *,
    account: Pubkey,
    payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.Migrated]:
    """Bring an account of an earlier version to this one's layout; `payer` pays its growth.

    Of a payment account, zone and asset are migrated before it: see `outdated`.
    """
    payer = payer or zone.keypair
    info = await zone.require(account, "account")
    needs = accounts.zone_and_asset(info.data) or (Pubkey.default(), Pubkey.default())
    instruction = instructions.migrate(
        payer=payer.pubkey(), account=account, zone=needs[0], asset=needs[1]
    )
    return await zone.submit(events.Migrated, instruction, key=key, signers=(payer,))


async def outdated(zone: ZoneContext) -> list[Pubkey]:
    """The accounts of the program on this chain that an earlier version wrote.

    In the order in which they can be migrated: zones first, then assets, then the others.
    """
    found = await zone.chain.program_accounts(PROGRAM_ID)
    order = [accounts.DISCRIMINATORS[kind] for kind in ("Zone", "Asset")]
    old = [
        (order.index(info.data[:8]) if info.data[:8] in order else len(order), address)
        for address, info in found
        if len(info.data) > 8 and info.data[8] < accounts.VERSION
    ]
    return [address for _, address in sorted(old, key=lambda pair: pair[0])]
