"""Taxes, limits and terms: what the operator, and with it the regulators, may change.

Amounts are base units, rates basis points, times unix seconds.
"""

from __future__ import annotations

from collections.abc import Sequence

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.amounts import U64_MAX
from alatau.context import ZoneContext
from alatau.listing import accounts_of
from alatau.models import Receipt
from alatau.program import accounts, addresses, events, instructions
from alatau.program.enums import Role


async def close_tax_period(
    zone: ZoneContext,
    *,
    account: Pubkey,
    treasury_account: Pubkey,
    period: int,
    payer: Keypair | None = None,
    key: str | None = None,
) -> Receipt[events.TaxPeriodClosed]:
    """Sweep what is due on an account and close a tax period of it into a record.

    `period` is the `key` of one of the account's `tax_periods`, whose month must be over by
    the zone's clock.  Anyone may: `payer` pays the record's rent.  Raises `ProgramRefused`
    (`NotYet` before the month's end).
    """
    payer = payer or zone.keypair
    instruction = instructions.close_tax_period(
        payer=payer.pubkey(),
        zone=zone.address,
        account=account,
        treasury_account=treasury_account,
        period=period,
    )
    return await zone.submit(events.TaxPeriodClosed, instruction, key=key, signers=(payer,))


async def tax_records(
    zone: ZoneContext,
    *,
    wallet: Pubkey | None = None,
    mint: Pubkey | None = None,
    month: int | None = None,
) -> list[tuple[Pubkey, accounts.TaxRecord]]:
    """The zone's closed tax periods and their addresses: by month, merchant, asset and rate.

    Only those of a merchant's `wallet`, of an asset's `mint`, of a `month` (the program's
    number: see `months.month_number`) where these are given.
    """
    asked = {} if wallet is None else {"wallet": wallet}
    if mint is not None:
        asked["asset"] = addresses.asset_address(zone.address, mint)
    found = await accounts_of(zone, accounts.TaxRecord, **asked)
    # A record names no zone: its asset does.
    own = await _assets(zone)
    records = [
        (address, record)
        for address, record in found
        if record.asset in own and month in {None, record.month}
    ]
    return sorted(records, key=lambda each: _order(each[1]))


def _order(record: accounts.TaxRecord) -> tuple[int, bytes, bytes, int]:
    return record.month, bytes(record.wallet), bytes(record.asset), record.rate_bps


async def _assets(zone: ZoneContext) -> set[Pubkey]:
    return {address for address, _ in await accounts_of(zone, accounts.Asset, zone=zone.address)}


async def set_limits(
    zone: ZoneContext,
    *,
    operator: Keypair,
    account: Pubkey,
    receive_per_day: int | None = None,
    receive_per_month: int = U64_MAX,
    key: str | None = None,
) -> Receipt[events.LimitsSet]:
    """Set what a merchant's account may be paid in a day (unless given, as much as in a
    month) and in a month; 2**64 - 1: no cap.

    What it received so far counts.  Each lane of a payee has limits of its own.
    """
    instruction = instructions.set_limits(
        operator=operator.pubkey(),
        zone=zone.address,
        account=account,
        receive_per_day=receive_per_month if receive_per_day is None else receive_per_day,
        receive_per_month=receive_per_month,
    )
    return await zone.submit(
        events.LimitsSet, instruction, key=key, signers=(zone.keypair, operator)
    )


async def amend_asset(
    zone: ZoneContext,
    *,
    operator: Keypair,
    regulators: tuple[Keypair, Keypair],
    mint: Pubkey,
    fee_bps: int | None = None,
    fee_min: int | None = None,
    fee_max: int | None = None,
    tax_bps: Sequence[int] | None = None,
    caps: Sequence[accounts.Caps] | None = None,
    vault_cap: int | None = None,
    key: str | None = None,
) -> Receipt[events.AssetAmended]:
    """Change an asset's terms for later payments, signed by operator and both regulators.

    What is not given stays as it is.  Raises `AccountMissing` where there is no such asset.
    """
    address = addresses.asset_address(zone.address, mint)
    asset = accounts.decode_asset((await zone.require(address, "asset")).data)
    vault_info = await zone.require(addresses.vault_address(address), "vault")
    vault = accounts.decode_vault(vault_info.data)
    instruction = instructions.amend_asset(
        operator=operator.pubkey(),
        first_regulator=regulators[0].pubkey(),
        second_regulator=regulators[1].pubkey(),
        zone=zone.address,
        mint=mint,
        fee_bps=asset.fee_bps if fee_bps is None else fee_bps,
        fee_min=asset.fee_min if fee_min is None else fee_min,
        fee_max=asset.fee_max if fee_max is None else fee_max,
        tax_bps=asset.tax_bps if tax_bps is None else tax_bps,
        caps=asset.caps if caps is None else caps,
        vault_cap=vault.cap if vault_cap is None else vault_cap,
    )
    signers = (zone.keypair, operator, *regulators)
    return await zone.submit(events.AssetAmended, instruction, key=key, signers=signers)


async def amend_participant(
    zone: ZoneContext,
    *,
    operator: Keypair,
    wallet: Pubkey,
    roles: Role | None = None,
    tier: int | None = None,
    tax_category: int | None = None,
    verified_until: int | None = None,
    key: str | None = None,
) -> Receipt[events.ParticipantAmended]:
    """Verify a participant anew, or change what it is.  What is not given stays as it is.

    A `verified_until` that is not to come ends the verification: nothing enters for the
    participant any more, and all that it has can leave.  Raises `AccountMissing` for a
    wallet that is not registered.
    """
    address = addresses.participant_address(zone.address, wallet)
    info = await zone.require(address, "participant")
    known = accounts.decode_participant(info.data)
    instruction = instructions.amend_participant(
        operator=operator.pubkey(),
        zone=zone.address,
        wallet=wallet,
        roles=known.roles if roles is None else roles,
        tier=known.tier if tier is None else tier,
        tax_category=known.tax_category if tax_category is None else tax_category,
        verified_until=known.verified_until if verified_until is None else verified_until,
    )
    return await zone.submit(
        events.ParticipantAmended, instruction, key=key, signers=(zone.keypair, operator)
    )
