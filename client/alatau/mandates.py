"""Recurring payments: a merchant's plan, a payer's mandate, and the pull of each period."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.context import ZoneContext
from alatau.errors import InputError, OutcomeUnknown, TransactionExpired, TransactionFailed
from alatau.listing import accounts_of
from alatau.models import Receipt
from alatau.program import accounts, addresses, events, instructions
from alatau.program.enums import Service

PullError = TransactionFailed | TransactionExpired | OutcomeUnknown

_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class PullResult:
    """What became of one mandate that was due: its receipt, or why it was not paid.

    The `done`-th result of `total`.  `wallet` is the payer's, `amount` in base units.
    """

    mandate: Pubkey
    wallet: Pubkey
    index: int
    amount: int
    receipt: Receipt[events.Pulled] | None
    error: PullError | None
    done: int
    total: int


async def create_plan(
    zone: ZoneContext,
    *,
    mint: Pubkey,
    number: int,
    amount: int,
    period: int,
    service: Service | int,
    terms: bytes,
    wallet: Keypair | None = None,
    rent_payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.PlanCreated]:
    """A merchant offers to be paid `amount` base units every `period` seconds.

    `number` tells its plans apart; `terms` is the SHA-256 of the contract's text.  Nothing of
    a plan can be changed: for other terms make another and close this one.
    """
    wallet = wallet or zone.keypair
    rent_payer = rent_payer or wallet
    instruction = instructions.create_plan(
        wallet=wallet.pubkey(),
        zone=zone.address,
        mint=mint,
        number=number,
        amount=amount,
        period=period,
        service=int(service),
        terms=terms,
        rent_payer=rent_payer.pubkey(),
    )
    return await zone.submit(events.PlanCreated, instruction, key=key, signers=(wallet, rent_payer))


async def close_plan(
    zone: ZoneContext, *, plan: Pubkey, wallet: Keypair | None = None, key: str | None = None
) -> Receipt[events.PlanClosed]:
    """The merchant ends a plan: no mandates and no pulls from then on."""
    wallet = wallet or zone.keypair
    instruction = instructions.close_plan(wallet=wallet.pubkey(), plan=plan)
    return await zone.submit(events.PlanClosed, instruction, key=key, signers=(wallet,))


async def delete_plan(
    zone: ZoneContext, *, plan: Pubkey, key: str | None = None
) -> Receipt[events.PlanDeleted]:
    """Return a plan's rent to who paid it, once the zone has ended; anyone may."""
    found = accounts.decode_plan((await zone.require(plan, "plan")).data)
    instruction = instructions.delete_plan(
        zone=zone.address, plan=plan, rent_payer=found.rent_payer
    )
    return await zone.submit(events.PlanDeleted, instruction, key=key)


async def grant_mandate(
    zone: ZoneContext,
    *,
    plan: Pubkey,
    amount: int,
    period: int,
    ends_at: int,
    starts_at: int = 0,
    wallet: Keypair | None = None,
    rent_payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.MandateGranted]:
    """Consent to be charged by a plan until `ends_at` (unix seconds), or until cancelled.

    `amount` (base units) and `period` (seconds) are what the payer agrees to: with others than
    the plan's the program refuses (`PlanDiffers`).  The first period begins, and can be pulled,
    at `starts_at`, or now where that has passed.  Who comes back within a period that was paid
    gives its end as `starts_at`: a new mandate knows nothing of an earlier one.
    """
    wallet = wallet or zone.keypair
    rent_payer = rent_payer or wallet
    mint = await _mint(zone, (await _plan(zone, plan)).asset)
    account = addresses.account_address(zone.address, wallet.pubkey(), mint)
    entry = await zone.prepare(key, account, "grant_mandate", plan, amount, period)
    instruction = instructions.grant_mandate(
        wallet=wallet.pubkey(),
        zone=zone.address,
        mint=mint,
        plan=plan,
        sequence=entry.sequence,
        amount=amount,
        period=period,
        starts_at=starts_at,
        ends_at=ends_at,
        rent_payer=rent_payer.pubkey(),
    )
    return await zone.submit(
        events.MandateGranted,
        instruction,
        key=entry.key,
        signers=(wallet, rent_payer),
        content=entry.content,
    )


async def cancel_mandate(
    zone: ZoneContext, *, mandate: Pubkey, wallet: Keypair | None = None, key: str | None = None
) -> Receipt[events.MandateCancelled]:
    """End a mandate at once; its rent goes back.  Nothing of the zone can stop that."""
    wallet = wallet or zone.keypair
    found = accounts.decode_mandate((await zone.require(mandate, "mandate")).data)
    instruction = instructions.cancel_mandate(
        wallet=wallet.pubkey(), mandate=mandate, rent_payer=found.rent_payer
    )
    return await zone.submit(events.MandateCancelled, instruction, key=key, signers=(wallet,))


async def pull(
    zone: ZoneContext, *, mandate: Pubkey, index: int | None = None, key: str | None = None
) -> Receipt[events.Pulled]:
    """Collect a period's payment of a mandate; anyone may.

    The current period unless `index` is given; only the current one can be pulled, once, and
    a missed one never.  All rules of a payment hold.  Raises `ProgramRefused` with the rule's
    name, and `InputError` where nothing is due.
    """
    found = accounts.decode_mandate((await zone.require(mandate, "mandate")).data)
    if index is None:
        index = found.due(await zone.chain.time())
        if index is None:
            raise InputError(f"nothing is due of the mandate {mandate}", field="mandate")
    return await _pull(zone, await _plan(zone, found.plan), found, index, key)


async def pull_due(
    zone: ZoneContext, plan: Pubkey, *, at_once: int = _AT_ONCE
) -> AsyncIterator[PullResult]:
    """Pull every mandate of a plan that is due, and tell what became of each as it is known.

    `at_once` pulls are under way at a time.  A refusal (no funds, a cap, a freeze) is a result
    like others; run again within the period, only what was not paid is tried.
    """
    found = await _plan(zone, plan)
    now = await zone.chain.time()
    due = [
        (address, each, index)
        for address, each in await mandates_of(zone, plan)
        if (index := each.due(now)) is not None
    ]
    free = asyncio.Semaphore(at_once)

    async def one(address: Pubkey, each: accounts.Mandate, index: int) -> PullResult:
        result, error = None, None
        async with free:
            try:
                result = await _pull(zone, found, each, index, None)
            except (TransactionFailed, TransactionExpired, OutcomeUnknown) as refused:
                error = refused
        return PullResult(address, each.wallet, index, each.amount, result, error, 0, len(due))

    tasks = [asyncio.create_task(one(*each)) for each in due]
    try:
        for done, task in enumerate(asyncio.as_completed(tasks), 1):
            result = await task
            yield PullResult(
                result.mandate,
                result.wallet,
                result.index,
                result.amount,
                result.receipt,
                result.error,
                done,
                result.total,
            )
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def plan(zone: ZoneContext, address: Pubkey) -> accounts.Plan:
    """A plan as it stands.  Raises `AccountMissing`, `InputError` for another zone's."""
    return await _plan(zone, address)


async def mandate(zone: ZoneContext, address: Pubkey) -> accounts.Mandate:
    """A mandate as it stands.  Raises `AccountMissing`."""
    return accounts.decode_mandate((await zone.require(address, "mandate")).data)


async def mandates_of(zone: ZoneContext, plan: Pubkey) -> list[tuple[Pubkey, accounts.Mandate]]:
    """The mandates of a plan, by address."""
    return await accounts_of(zone, accounts.Mandate, plan=plan)


async def _plan(zone: ZoneContext, address: Pubkey) -> accounts.Plan:
    found = accounts.decode_plan((await zone.require(address, "plan")).data)
    if found.zone != zone.address:
        raise InputError(f"{address} is a plan of another zone", field="plan")
    return found


async def _pull(
    zone: ZoneContext, plan: accounts.Plan, mandate: accounts.Mandate, index: int, key: str | None
) -> Receipt[events.Pulled]:
    # Without a key of its own: a period is paid once whatever is sent, and one that was
    # refused for want of funds may be tried again.
    instruction = instructions.pull(
        payer=mandate.wallet,
        payee=plan.wallet,
        zone=zone.address,
        mint=await _mint(zone, plan.asset),
        plan=mandate.plan,
        index=index,
    )
    return await zone.submit(events.Pulled, instruction, key=key)


async def _mint(zone: ZoneContext, asset: Pubkey) -> Pubkey:
    return accounts.decode_asset((await zone.require(asset, "asset")).data).mint
