"""From the options of a call to keys, an open chain and an open zone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain import open_chain
from alatau.chain.base import Chain
from alatau.cli.options import HOME_VARIABLE, ZONE_VARIABLE, Settings
from alatau.context import AssetInfo
from alatau.errors import AccountMissing, ChainError, InputError, KeyFileError
from alatau.keypairs import read_keypair
from alatau.program import PROGRAM_ID, program_path
from alatau.sender import Fees
from alatau.zone import EMBEDDED_FILE, Zone, is_own

if TYPE_CHECKING:
    from alatau.program import PaymentAccount

T = TypeVar("T")

MOST_FEES = 4 * 5_000  # of the most signatures that a command needs


def default_keypair() -> Path:
    """Where Solana's tools keep a user's key."""
    return Path("~/.config/solana/id.json").expanduser()


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end."""
    return asyncio.run(work)


# -- keys ------------------------------------------------------------------------------


def load_key(path: Path) -> Keypair:
    """The key of a keypair file.  Raises `KeyFileError`."""
    path = path.expanduser()
    if not path.exists():
        raise KeyFileError(
            "there is no such keypair file",
            file=str(path),
            remedy=f"make it with: alatau keys new {path}; or name another one",
        )
    return read_keypair(path)


def own_key(settings: Settings) -> Keypair:
    """The key of --keypair, or of the file that Solana's tools use.  Raises `KeyFileError`."""
    if settings.keypair is not None:
        return load_key(settings.keypair)
    path = default_keypair()
    if not path.exists():
        raise KeyFileError(
            "there is no such keypair file",
            file=str(path),
            remedy=f"give --keypair FILE, or make it with: alatau keys new {path}",
        )
    return read_keypair(path)


def authority(settings: Settings, given: Path | None) -> tuple[Keypair, Keypair]:
    """Who pays and who decides.

    --keypair pays for the authority that is `given`; without either option, the one that
    there is does both.
    """
    if given is None:
        key = own_key(settings)
        return key, key
    signer = load_key(given)
    return (signer if settings.keypair is None else own_key(settings)), signer


# -- chain and zone --------------------------------------------------------------------


@asynccontextmanager
async def chain_of(settings: Settings, *, makes: bool = False) -> AsyncIterator[Chain]:
    """The chain of --url.  A new embedded one is made only for what writes to it."""
    state = settings.home / EMBEDDED_FILE
    if settings.url == "embedded" and not makes and not state.exists():
        raise InputError(
            f"there is no embedded chain in {settings.home}",
            field="--home",
            remedy=f"alatau day and alatau zone create make one; or set {HOME_VARIABLE}, or --url",
        )
    chain = await open_chain(
        settings.url, program_id=PROGRAM_ID, program_bytes_path=program_path(), state=state
    )
    try:
        yield chain
    finally:
        await chain.close()


@asynccontextmanager
async def zone_of(
    settings: Settings, key: Keypair | None = None, *, creates: bool = False
) -> AsyncIterator[Zone]:
    """The zone of --zone, to act in with `key`; without one only to read.

    Raises `AccountMissing` if it is not on the chain, unless the command `creates` it.
    """
    if settings.zone is None:
        raise InputError(
            "no zone is named",
            field="--zone",
            remedy=f"give --zone NAME or set {ZONE_VARIABLE}; alatau zone list shows them",
        )
    async with chain_of(settings, makes=creates) as chain:
        sponsor = None if settings.fee_payer is None else load_key(settings.fee_payer)
        if key is not None:
            await check_funds(chain, (sponsor or key).pubkey())
        # What only reads needs no journal, and does not wait for who has it open.
        home = None if key is None else settings.home
        reader = key or Keypair()
        async with Zone.over(
            chain,
            name=settings.zone,
            keypair=reader,
            home=home,
            sponsor=sponsor,
            fees=None if is_own(chain.url) else Fees(),
            preflight=settings.preflight,
        ) as zone:
            if not creates and not await zone.exists():
                raise AccountMissing(
                    f"there is no zone {settings.zone!r} on {chain.url}",
                    remedy="alatau zone list shows those there are, alatau zone create makes one",
                )
            yield zone


async def check_funds(chain: Chain, payer: Pubkey) -> None:
    """Raises `ChainError` where the payer cannot even pay the network's fee.

    A cluster drops such a transaction without a word, so it is said before one is sent.
    """
    info = await chain.account(payer)
    if info is None or info.lamports < MOST_FEES:
        raise ChainError(
            f"{payer} has no lamports on {chain.url} to pay the network with",
            remedy=f"alatau keys fund {payer} gives some where there is a faucet",
        )


async def asset_of(zone: Zone, mint: Pubkey) -> AssetInfo:
    """The zone's asset of a mint.  Raises `AccountMissing` that names both."""
    return await found(
        zone.asset(mint),
        f"the zone {zone.name!r} lists no asset of the mint {mint}",
        "alatau zone show lists its assets",
    )


async def account_of(
    zone: Zone,
    wallet: Pubkey,
    mint: Pubkey,
    lane: int = 0,
    *,
    remedy: str = "alatau account list shows those there are",
) -> PaymentAccount:
    """An account of a participant.  Raises `AccountMissing` that names wallet, lane and mint."""
    what = f"lane {lane}" if lane else "account"
    return await found(
        zone.account(wallet, mint, lane),
        f"{wallet} has no {what} for the mint {mint} in the zone {zone.name!r}",
        remedy,
    )


async def found(look: Awaitable[T], missing: str, remedy: str) -> T:
    """What a look finds.  Raises `AccountMissing` in words that the user knows."""
    try:
        return await look
    except AccountMissing as error:
        raise AccountMissing(missing, remedy=remedy) from error


def confirmed(*, yes: bool, what: str) -> None:
    """Refuse what is hard to take back unless --yes is given.  Raises `InputError`."""
    if not yes:
        raise InputError(what, remedy="add --yes to do it")
