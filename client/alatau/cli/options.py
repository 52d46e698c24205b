"""What commands have in common: options, and the decorator that adds them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec

import typer

from alatau.errors import InputError

P = ParamSpec("P")
Command = Callable[Concatenate["Settings", P], None]

DEFAULT_HOME = Path(".alatau")
URL_VARIABLE = "ALATAU_URL"
HOME_VARIABLE = "ALATAU_HOME"
ZONE_VARIABLE = "ALATAU_ZONE"


def _require_named(key: str | None) -> str | None:
    """A key that is given and empty, a shell's unset variable, would name nothing: pay twice."""
    if key is not None and not key.strip():
        raise InputError(
            "the key is empty",
            field="--key",
            remedy="give a name that is this intent's alone, or leave --key out",
        )
    return key


Mint = Annotated[str, typer.Option("--asset", metavar="MINT", help="Mint of the asset.")]
Amount = Annotated[
    str, typer.Option(metavar="AMOUNT", help="Decimal amount in the asset's decimals: 12.50.")
]
PaymentAddress = Annotated[
    str, typer.Argument(metavar="PAYMENT", help="Address of the held payment.")
]
AnyLane = Annotated[
    int,
    typer.Option("--lane", metavar="NUMBER", min=0, max=255, help="Which lane of a merchant."),
]
Wallet = Annotated[
    str, typer.Argument(metavar="WALLET", help="Address, or a keypair file whose address is meant.")
]
OwnWallet = Annotated[
    str | None, typer.Option(metavar="WALLET", help="Whose.  [default: --keypair's]")
]
Key = Annotated[
    str | None,
    typer.Option(
        metavar="KEY",
        callback=_require_named,
        help="Names this very intent: run again with it, nothing happens twice.",
    ),
]
Operator = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The operator's keypair file.  [default: --keypair]"),
]
Regulator = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The regulator's keypair file.  [default: --keypair]"),
]
Yes = Annotated[bool, typer.Option("--yes", help="Yes, do it: nothing is asked.")]


@dataclass(frozen=True, slots=True)
class Settings:
    """The common options of one call.  `keypair` None: Solana's default file, if one is needed."""

    url: str = "embedded"
    home: Path = DEFAULT_HOME
    keypair: Path | None = None
    zone: str | None = None
    json: bool = False
    fee_payer: Path | None = None
    preflight: bool = False


_COMMON: dict[str, tuple[Any, object]] = {
    "url": (
        Annotated[
            str,
            typer.Option(
                metavar="URL",
                envvar=URL_VARIABLE,
                help="embedded, localnet, devnet, testnet, mainnet, or http://…",
            ),
        ],
        "embedded",
    ),
    "home": (
        Annotated[
            Path,
            typer.Option(
                metavar="DIR",
                envvar=HOME_VARIABLE,
                help="Where the embedded chain and the journals live.",
            ),
        ],
        DEFAULT_HOME,
    ),
    "zone": (
        Annotated[
            str | None, typer.Option(metavar="NAME", envvar=ZONE_VARIABLE, help="The zone's name.")
        ],
        None,
    ),
    "keypair": (
        Annotated[
            Path | None,
            typer.Option(
                metavar="FILE",
                help="Signs and pays the network.  [default: ~/.config/solana/id.json]",
            ),
        ],
        None,
    ),
    "fee_payer": (
        Annotated[
            Path | None,
            typer.Option(
                metavar="FILE",
                help="A sponsor's keypair file: pays the network, and nothing else.  "
                "[default: who signs]",
            ),
        ],
        None,
    ),
    "preflight": (
        Annotated[
            bool,
            typer.Option("--preflight", help="Try it first: what fails then costs no fee."),
        ],
        False,
    ),
    "json": (Annotated[bool, typer.Option("--json", help="Print JSON, errors too.")], False),
}

CHAIN = ("url", "home", "json")
READS = ("url", "home", "zone", "json")
WRITES = ("url", "home", "zone", "keypair", "fee_payer", "preflight", "json")


def command(
    app: typer.Typer, name: str, *, uses: tuple[str, ...], examples: str
) -> Callable[[Command[P]], Command[P]]:
    """Make a function, whose first parameter is the `Settings`, a command of `app`.

    It gets the common options that it `uses`; `examples` stand below its help.  A parameter
    `csv` says whether comma-separated values are printed: not with --json.
    """

    def register(function: Command[P]) -> Command[P]:
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        common = [
            inspect.Parameter(
                option,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=_COMMON[option][0],
                default=_COMMON[option][1],
            )
            for option in uses
        ]

        @functools.wraps(function)
        def run(**values: Any) -> None:
            settings = Settings(**{option: values.pop(option) for option in uses})
            if settings.json and values.get("csv"):
                raise InputError(
                    "--json and --csv exclude each other", field="--csv", remedy="give one of both"
                )
            function(settings, **values)  # type: ignore[call-arg]  # typer passes them by name

        parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own] + common
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
        lines = "\n".join(f"  {line}" for line in examples.strip().splitlines())
        app.command(name, epilog=f"\b\nExamples:\n{lines}")(run)
        return function

    return register
