"""The day job: set the zone up, execute the day, reconcile it, report it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from solders.keypair import Keypair

from alatau.bulk import Progress
from alatau.chain import cluster_url, open_chain
from alatau.chain.base import Chain
from alatau.day.books import keep_books
from alatau.day.check import check_day
from alatau.day.execute import Executor, Outcomes
from alatau.day.inputs import Day
from alatau.day.keys import derive_keypairs, load_keypairs
from alatau.day.report import DayReport, count_orders, group_orders
from alatau.day.setup import mint_wallet, provider_of, set_up, wallet_names
from alatau.errors import AlatauError, InputError
from alatau.program import PROGRAM_ID, addresses, decode_payment_account, program_path
from alatau.reconcile import in_order
from alatau.zone import EMBEDDED_FILE, Zone

LOCAL_HOSTS = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")
HOUR = 3600


def no_progress(_done: int, _total: int) -> None:
    """Shows nothing."""


def keys_of(day: Day, url: str, folder: Path | None) -> Mapping[str, Keypair]:
    """The day's keys: of `folder`, or derived from the seed on a chain of one's own.

    Raises `InputError` where a seed would protect real money, and `KeyFileError`.
    """
    names = wallet_names(day.config)
    if folder is not None:
        return load_keypairs(folder, names)
    if day.config.key_seed is None:
        raise InputError(
            "the zone has no key_seed, and no folder of keys is given",
            file=str(day.folder / "zone.toml"),
            field="zone.key_seed",
            remedy="give --keys DIR with a Solana keypair file for each wallet",
        )
    if url != "embedded" and not all(
        f"{node}/".startswith(LOCAL_HOSTS) for node in cluster_url(url).split(",")
    ):
        raise InputError(
            f"keys derived from a seed in a file are not accepted on {url}",
            file=str(day.folder / "zone.toml"),
            field="zone.key_seed",
            remedy="give --keys DIR with a Solana keypair file for each wallet",
        )
    return derive_keypairs(day.config.key_seed, names)


@asynccontextmanager
async def open_day_chain(day: Day, url: str, home: Path) -> AsyncIterator[Chain]:
    """The chain of a day; a new embedded one starts an hour before the day's first item."""
    times = [order.time for order in day.orders]
    times += [transfer.time for transfer in day.transfers]
    chain = await open_chain(
        url,
        program_id=PROGRAM_ID,
        program_bytes_path=program_path(),
        state=home / EMBEDDED_FILE,
        start_time=min(times, default=0) - HOUR,
    )
    try:
        yield chain
    finally:
        await chain.close()


async def run_day(
    day: Day,
    chain: Chain,
    keys: Mapping[str, Keypair],
    *,
    home: Path | None,
    progress: Progress = no_progress,
) -> DayReport:
    """Settle and reconcile a day on an open chain.

    Run again, it goes on where it stopped, pays nothing twice, and reports the same.
    Raises the first error that is not a refusal by the zone's rules.
    """
    provider = provider_of(day.config)
    operator = keys[day.config.operator]
    try:
        async with Zone.over(chain, name=day.config.name, keypair=operator, home=home) as zone:
            await set_up(day, zone, keys, provider)
            started = time.perf_counter()
            outcomes = await Executor(day, zone, keys, provider, progress).run()
            seconds = time.perf_counter() - started
            checked = await check_day(day, zone, keys, outcomes)
            await _collect(day, zone, keys)
            in_books = await keep_books(day, zone, keys, outcomes.refused_transfers, home)
    except BaseExceptionGroup as group:
        raise _first(group) from group
    unpaid = {refusal.line for refusal in outcomes.refusals if refusal.step == "pay"}
    services, hours = group_orders(day.orders, unpaid, day.config)
    return DayReport(
        zone=day.config.name,
        chain=chain.url,
        orders=count_orders(day.orders, outcomes.refusals),
        refusals=tuple(outcomes.refusals),
        breaks=in_order([*checked.breaks, *in_books]),
        assets=checked.assets,
        services=services,
        hours=hours,
        orders_per_second=len(day.orders) / seconds if seconds else 0.0,
        compute_units=outcomes.compute_units,
        transactions=outcomes.transactions,
        network_fees=outcomes.network_fees,
    )


async def _collect(day: Day, zone: Zone, keys: Mapping[str, Keypair]) -> None:
    """Sweep what is due on the merchants' accounts into the treasury's."""
    treasury = keys[day.config.treasury].pubkey()
    wallets = [keys[member.id].pubkey() for member in day.config.participants]
    for asset in day.config.assets:
        mint = keys[mint_wallet(asset.symbol)].pubkey()
        target = addresses.account_address(zone.address, treasury, mint)
        sources = [addresses.account_address(zone.address, wallet, mint) for wallet in wallets]
        for source, info in zip(sources, await zone.chain.accounts(sources), strict=True):
            if info is None:
                continue
            account = decode_payment_account(info.data)
            if account.fee_due or account.tax_due:
                await zone.collect(account=source, treasury_account=target)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first error of ours in a group, else the first at all."""
    flat: list[BaseException] = []
    pending: list[BaseException] = [group]
    while pending:
        one = pending.pop(0)
        if isinstance(one, BaseExceptionGroup):
            pending.extend(one.exceptions)
        else:
            flat.append(one)
    return next((one for one in flat if isinstance(one, AlatauError)), flat[0])


__all__ = ["DayReport", "Outcomes", "keys_of", "no_progress", "open_day_chain", "run_day"]
