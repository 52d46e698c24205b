"""Making the zone of a day exist: what is there already is left as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import TransferParams
from solders.system_program import transfer as move_lamports

from alatau.chain.base import Faucet
from alatau.context import new_key
from alatau.day.config import AssetConfig, ParticipantConfig, ZoneConfig
from alatau.day.inputs import Day
from alatau.day.orders import Mode
from alatau.errors import InputError, TransactionFailed
from alatau.program import accounts, addresses
from alatau.program.enums import Role
from alatau.sender import Intent
from alatau.tokens import MINT_BYTES, create_mint
from alatau.zone import Zone

TOKEN_PROGRAMS = {
    "token": addresses.TOKEN_PROGRAM,
    "token-2022": addresses.TOKEN_2022_PROGRAM,
}

LAMPORTS_PER_BYTE = 6_960
ACCOUNT_OVERHEAD = 128
PAYMENT_RENT = 4_000_000  # a little over the rent of a held payment
RUNNING_COSTS = 10_000_000  # network fees of a day, and a token account
OPERATOR_FUNDS = 100_000_000_000
TRANSFERS_AT_ONCE = 16  # so many fit into one transaction

TREASURY_TIER = 3

Step = Callable[[], Awaitable[object]]


def rent(size: int) -> int:
    """Lamports that exempt an account of `size` bytes from rent."""
    return (ACCOUNT_OVERHEAD + size) * LAMPORTS_PER_BYTE


def mint_wallet(symbol: str) -> str:
    """The name of the key of an asset's mint."""
    return f"mint-{symbol}"


def wallet_names(config: ZoneConfig) -> tuple[str, ...]:
    """Every key that a day needs: wallets and mints."""
    return (*config.wallets, *(mint_wallet(asset.symbol) for asset in config.assets))


async def set_up(day: Day, zone: Zone, keys: Mapping[str, Keypair], provider: str) -> None:
    """Create what is missing: funds, mints, the zone, assets, participants, accounts."""
    config = day.config
    await _fund(day, zone, keys)
    await _gather([_mint_step(zone, keys, asset, provider) for asset in config.assets])

    async def create_zone() -> None:
        await zone.create(
            operator=keys[config.operator],
            regulators=(keys[config.regulators[0].key], keys[config.regulators[1].key]),
            treasury=keys[config.treasury].pubkey(),
            utc_offset=config.utc_offset % 86_400,
            ends_at=config.ends_at,
            settle_window=config.settle_window_hours * 3600,
            deliver_within=config.deliver_within_hours * 3600,
        )

    await _ensure(zone, zone.address, create_zone)
    await _gather([_asset_step(config, zone, keys, asset) for asset in config.assets])
    await _participants(config, zone, keys)
    await _accounts(config, zone, keys)


async def _fund(day: Day, zone: Zone, keys: Mapping[str, Keypair]) -> None:
    """Lamports for rent and fees, from the operator, whom a faucet fills where there is one."""
    operator = keys[day.config.operator]
    held: dict[str, int] = {}
    for order in day.orders:
        if order.mode is Mode.HELD:
            held[order.payer] = held.get(order.payer, 0) + 1
    needs = {
        keys[name].pubkey(): RUNNING_COSTS + held.get(name, 0) * PAYMENT_RENT
        for name in day.config.wallets
        if name != day.config.operator
    }
    infos = await zone.chain.accounts([operator.pubkey(), *needs])
    lamports = [0 if info is None else info.lamports for info in infos]
    # What is short by less than half is running down in use: no need to fill it up each time.
    missing = [
        (wallet, need)
        for (wallet, need), has in zip(needs.items(), lamports[1:], strict=True)
        if has < need // 2
    ]
    short = lamports[0] < sum(need for _, need in missing) + OPERATOR_FUNDS // 10
    if short and isinstance(zone.chain, Faucet):
        await zone.chain.airdrop(operator.pubkey(), OPERATOR_FUNDS)
    steps = [
        _transfer_step(zone, operator, missing[start : start + TRANSFERS_AT_ONCE])
        for start in range(0, len(missing), TRANSFERS_AT_ONCE)
    ]
    await _gather(steps)


def _transfer_step(zone: Zone, operator: Keypair, needs: Sequence[tuple[Pubkey, int]]) -> Step:
    instructions = tuple(
        move_lamports(
            TransferParams(from_pubkey=operator.pubkey(), to_pubkey=wallet, lamports=lamports)
        )
        for wallet, lamports in needs
    )
    return lambda: zone.sender.submit(Intent(new_key(), instructions, operator))


def _mint_step(zone: Zone, keys: Mapping[str, Keypair], asset: AssetConfig, provider: str) -> Step:
    mint, operator = keys[mint_wallet(asset.symbol)], zone.keypair
    instructions = create_mint(
        payer=operator.pubkey(),
        mint=mint.pubkey(),
        authority=keys[provider].pubkey(),
        decimals=asset.decimals,
        token_program=TOKEN_PROGRAMS[asset.token_program],
        lamports=rent(MINT_BYTES),
    )

    async def create() -> None:
        await zone.sender.submit(Intent(new_key(), tuple(instructions), operator, (mint,)))

    return lambda: _ensure(zone, mint.pubkey(), create)


def _asset_step(
    config: ZoneConfig, zone: Zone, keys: Mapping[str, Keypair], asset: AssetConfig
) -> Step:
    mint = keys[mint_wallet(asset.symbol)].pubkey()

    address = addresses.asset_address(zone.address, mint)

    async def list_asset() -> None:
        await zone.list_asset(
            operator=keys[config.operator],
            mint=mint,
            token_program=TOKEN_PROGRAMS[asset.token_program],
            asset_class=asset.asset_class,
            fee_bps=asset.fee_bps,
            fee_min=asset.fee_min,
            fee_max=asset.fee_max,
            tax_bps=asset.tax_bps,
            caps=[
                accounts.Caps(caps.per_payment, caps.per_day, caps.per_month) for caps in asset.caps
            ],
            vault_cap=asset.vault_cap,
        )

    async def step() -> None:
        await _ensure(zone, address, list_asset)
        state = accounts.decode_asset((await zone.require(address, "asset")).data)
        for index, regulator in enumerate(config.regulators):
            if not state.consents >> index & 1:
                await zone.consent_asset(regulator=keys[regulator.key], mint=mint)

    return step


async def _participants(config: ZoneConfig, zone: Zone, keys: Mapping[str, Keypair]) -> None:
    treasury = ParticipantConfig(
        config.treasury, config.treasury, Role.PROVIDER, TREASURY_TIER, 0, "KZ", None, ()
    )
    members = (treasury, *config.participants)
    places = [
        addresses.participant_address(zone.address, keys[member.id].pubkey()) for member in members
    ]
    found = await zone.chain.accounts(places)
    steps = []
    for member, info in zip(members, found, strict=True):
        known = None if info is None else accounts.decode_participant(info.data)
        steps.append(_participant_step(config, zone, keys, member, known))
    await _gather(steps)


def _participant_step(
    config: ZoneConfig,
    zone: Zone,
    keys: Mapping[str, Keypair],
    member: ParticipantConfig,
    known: accounts.Participant | None,
) -> Step:
    wallet = keys[member.id].pubkey()

    async def register() -> None:
        await zone.register_participant(
            operator=keys[config.operator],
            wallet=wallet,
            roles=member.role,
            tier=member.tier,
            tax_category=member.tax_category,
            country=member.country,
            verified_until=config.verified_until(member),
        )

    async def step() -> None:
        if known is None:
            await _ensure(zone, addresses.participant_address(zone.address, wallet), register)
        for licence in member.licences:
            slot = None if known is None else known.licences[licence.regulator]
            expires_at = config.end_of(licence.expires)
            wanted = (licence.activity_bits, licence.class_bits, expires_at)
            if slot is None or (slot.activities, slot.asset_classes, slot.expires_at) != wanted:
                await zone.grant_licence(
                    regulator=keys[config.regulators[licence.regulator].key],
                    wallet=wallet,
                    activities=licence.activity_bits,
                    asset_classes=licence.class_bits,
                    expires_at=expires_at,
                    credential=licence.credential_hash,
                )

    return step


async def _accounts(config: ZoneConfig, zone: Zone, keys: Mapping[str, Keypair]) -> None:
    owners = (config.treasury, *(member.id for member in config.participants))
    wanted = [
        (keys[mint_wallet(asset.symbol)].pubkey(), keys[owner].pubkey())
        for asset in config.assets
        for owner in owners
    ]
    found = await zone.chain.accounts(
        [addresses.account_address(zone.address, wallet, mint) for mint, wallet in wanted]
    )
    await _gather(
        _account_step(zone, mint, wallet)
        for (mint, wallet), info in zip(wanted, found, strict=True)
        if info is None
    )


def _account_step(zone: Zone, mint: Pubkey, wallet: Pubkey) -> Step:
    address = addresses.account_address(zone.address, wallet, mint)
    return lambda: _ensure(zone, address, lambda: zone.open_account(mint=mint, wallet=wallet))


async def _ensure(zone: Zone, address: Pubkey, create: Step) -> None:
    """Create an account that is missing.

    Tried anew each time, so no idempotency key: an address cannot be created twice, and
    what an interrupted run sent may land now, before or after we look.
    """
    if await zone.chain.account(address) is not None:
        return
    try:
        await create()
    except TransactionFailed:
        if await zone.chain.account(address) is None:
            raise


async def _gather(steps: Iterable[Step], at_once: int = 64) -> None:
    """Run steps side by side, `at_once` at most; the first error ends all."""
    gate = asyncio.Semaphore(at_once)

    async def run(step: Step) -> None:
        async with gate:
            await step()

    async with asyncio.TaskGroup() as group:
        for step in steps:
            group.create_task(run(step))


def provider_of(config: ZoneConfig) -> str:
    """The participant that issues the zone's assets.  Raises `InputError`."""
    for member in config.participants:
        if member.role & Role.PROVIDER:
            return member.id
    raise InputError(
        f"the zone {config.name!r} has no participant with the role provider",
        file="zone.toml",
        remedy="add one: deposits and withdrawals are booked by it",
    )
