"""``alatau keys``: make, show, derive and fund keypair files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alatau.cli.options import CHAIN, Settings, command
from alatau.errors import InputError

app = typer.Typer(name="keys")

Force = Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")]


@command(
    app,
    "new",
    uses=("json",),
    examples="alatau keys new me.json\nalatau keys new ~/.config/solana/id.json",
)
def new(
    settings: Settings,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The keypair file to make.")],
    force: Force = False,
) -> None:
    """Make a key.

    There is no seed phrase: the file is all there is of it.
    """
    from solders.keypair import Keypair

    from alatau.cli.keyfiles import write_keypairs
    from alatau.cli.output import emit

    key = Keypair()
    write_keypairs({file.expanduser(): key}, force=force)
    data = {"address": str(key.pubkey()), "file": str(file)}
    emit(settings, data, f"{key.pubkey()} is in {file}, which nobody else may read")


@command(app, "show", uses=("json",), examples="alatau keys show me.json")
def show(
    settings: Settings,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A keypair file.")],
) -> None:
    """The address of a keypair file."""
    from alatau.cli.connect import load_key
    from alatau.cli.output import emit

    address = str(load_key(file).pubkey())
    emit(settings, {"address": address, "file": str(file)}, address)


@command(
    app,
    "derive",
    uses=("json",),
    examples="alatau keys derive --folder examples/alatau-day --out keys",
)
def derive(
    settings: Settings,
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="The day, whose zone has a seed.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the keypair files go.")],
    force: Force = False,
) -> None:
    """Write the keypair files of a day's wallets.

    Those of its mints are mint-SYMBOL.json.  Whoever has the folder has these keys: they are
    for chains of one's own only.
    """
    from alatau.cli.keyfiles import write_keypairs
    from alatau.cli.output import emit
    from alatau.day import load_zone
    from alatau.day.keys import derive_keypairs
    from alatau.day.setup import wallet_names

    file = folder / "zone.toml" if folder.is_dir() else folder
    config = load_zone(file)
    if config.key_seed is None:
        raise InputError(
            "the zone has no key_seed to derive keys from", file=str(file), field="zone.key_seed"
        )
    keys = derive_keypairs(config.key_seed, wallet_names(config))
    write_keypairs({out / f"{name}.json": key for name, key in keys.items()}, force=force)
    rows = {name: str(key.pubkey()) for name, key in keys.items()}
    emit(settings, {"folder": str(out), "addresses": rows}, f"wrote {len(rows)} files to {out}")


@command(
    app,
    "fund",
    uses=CHAIN,
    examples="alatau keys fund me.json\nalatau keys fund WALLET --sol 2.5 --url localnet",
)
def fund(
    settings: Settings,
    wallets: Annotated[
        list[str], typer.Argument(metavar="WALLET…", help="Addresses or keypair files.")
    ],
    sol: Annotated[str, typer.Option(metavar="AMOUNT", help="How much each gets.")] = "10",
) -> None:
    """Give lamports, on chains that have a faucet.

    The network's fees and the rent of accounts are paid with them.
    """
    from alatau.chain.base import Faucet
    from alatau.cli.connect import chain_of, run
    from alatau.cli.output import emit
    from alatau.cli.parse import parse_address, parse_money

    addresses = [parse_address(text, "WALLET") for text in wallets]
    lamports = parse_money(sol, 9, "--sol")

    async def work() -> None:
        async with chain_of(settings, makes=True) as chain:
            if not isinstance(chain, Faucet):
                raise InputError(
                    f"{settings.url} gives no lamports away",
                    field="--url",
                    remedy="transfer some to it: only embedded and local chains give them",
                )
            for address in addresses:
                await chain.airdrop(address, lamports)

    run(work())
    rows = [{"address": str(address), "lamports": lamports} for address in addresses]
    emit(settings, rows, "\n".join(f"{address} got {sol} SOL" for address in addresses))
