"""What instructions cost and accounts weigh: measured, written down, compared.

``python -m alatau.testing.compute_units`` compares a fresh measurement with
``docs/compute-units.json`` of the folder it is run in; with ``--write`` it writes that
file and the table ``docs/compute-units.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median_low
from typing import Final, cast

from alatau.chain.embedded import EmbeddedChain
from alatau.errors import InputError
from alatau.program import PROGRAM_ID, idl, program_path
from alatau.program.codec import type_layout
from alatau.testing.meter import START, Meter, Situation
from alatau.testing.metered_allowances import consent, give_rent_back
from alatau.testing.metered_authority import change_authorities
from alatau.testing.metered_batches import MOST_PAYEES, NINE, TWENTY, move_many
from alatau.testing.metered_conversion import convert_and_pay_from_wallets
from alatau.testing.metered_disputes import dispute_payments
from alatau.testing.metered_distributions import distribute_and_claim
from alatau.testing.metered_enforcement import enforce
from alatau.testing.metered_instruments import close_holdings, issue_and_trade
from alatau.testing.metered_money import move_money
from alatau.testing.metered_offerings import offer_and_allot
from alatau.testing.metered_outside import show_units
from alatau.testing.metered_redemption import tender_and_redeem
from alatau.testing.metered_replacement import replace_wallets
from alatau.testing.metered_taxes import close_months
from alatau.testing.metered_trades import trade_units
from alatau.testing.metered_unit_orders import order_units
from alatau.testing.metered_zone import administer
from alatau.testing.peer_units import beside_peers
from alatau.testing.world import build_world

ALLOWED_GROWTH: Final = 0.03
"""The share by which a figure may grow before it counts as worse."""

TARGETS: Final[Mapping[str, int]] = {
    "draw": 3_000,
    "pull": 3_000,
    "pay_final": 2_000,
    "pay_held": 6_500,
    "settle": 1_500,
    "refund": 2_000,
    "convert": 3_500,
    "transfer_units": 2_300,
    "trade": 4_500,
    "take_offer": 5_000,
    "distribute": 4_000,
    "claim": 2_500,
    "subscribe": 3_500,
    f"pay_many_{NINE}": 700 * NINE,
    f"settle_many_{TWENTY}": 500 * TWENTY,
}
"""Compute units that the typical case may take at most."""

ABOVE: Final[Mapping[str, str]] = {
    "deposit": "token_transfer",
    "withdraw": "token_transfer",
    "deposit_2022": "token_transfer_2022",
    "withdraw_2022": "token_transfer_2022",
    "deposit_and_pay": "token_transfer",
    "deposit_and_pay_2022": "token_transfer_2022",
}
"""Instructions that move tokens, and the transfer that the token program itself makes."""

ABOVE_TARGET: Final = 3_500
"""Compute units that a deposit or a withdrawal may take above that transfer."""

_EACH: Final[Mapping[str, int]] = {
    "pay_many_1": 1,
    f"pay_many_{NINE}": NINE,
    f"pay_many_{MOST_PAYEES}": MOST_PAYEES,
    "settle_many_1": 1,
    f"settle_many_{TWENTY}": TWENTY,
}
"""Payments of one transaction, where it has many."""

_JSON, _TABLE = "compute-units.json", "compute-units.md"
_BYTES_OF_RENT, _LAMPORTS_PER_BYTE = 128, 6_960
_DISCRIMINATOR_BYTES = 8


@dataclass(frozen=True, slots=True)
class Units:
    """Compute units of an instruction over the situations it was measured in."""

    best: int
    typical: int
    worst: int


@dataclass(frozen=True, slots=True)
class Size:
    """An account's bytes and the lamports that keep it for ever."""

    bytes: int
    rent_lamports: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is written down."""

    instructions: Mapping[str, Units]
    accounts: Mapping[str, Size]


async def figures() -> Figures:
    """Measure on a new embedded chain.  The same program gives the same figures."""
    return summarise(await situations())


async def situations() -> list[Situation]:
    """Every situation of the scenario, measured, in several worlds: time passes in some."""
    found = []
    for steps in (
        (
            administer,
            move_money,
            convert_and_pay_from_wallets,
            move_many,
            dispute_payments,
            enforce,
            change_authorities,
        ),
        (move_money, close_months),
        (consent, _end, give_rent_back),
        (issue_and_trade, trade_units, order_units, _end, close_holdings),
        (issue_and_trade, distribute_and_claim, _end, close_holdings),
        (tender_and_redeem,),
        (issue_and_trade, replace_wallets),
        (issue_and_trade, show_units),
        (issue_and_trade, offer_and_allot, _end, close_holdings),
    ):
        programs = {PROGRAM_ID: program_path()}
        async with await EmbeddedChain.open(None, programs=programs, start_time=START) as chain:
            meter = Meter(chain, await build_world(chain))
            # A clock that was set ahead stands still: no second passes between two steps.
            await chain.set_time(START + 3_600)
            for step in steps:
                await step(meter)
            found += meter.measured
    return found


async def _end(meter: Meter) -> None:
    await meter.chain.set_time(meter.world.ends_at)


def summarise(measured: Sequence[Situation]) -> Figures:
    """Best, median and worst of each instruction, and the accounts' sizes."""
    names = sorted({situation.instruction for situation in measured})
    instructions = {}
    for name in names:
        units = sorted(each.units for each in measured if each.instruction == name)
        instructions[name] = Units(units[0], median_low(units), units[-1])
    accounts = {}
    for entry in idl()["accounts"]:
        size = _DISCRIMINATOR_BYTES + type_layout(entry["name"]).size
        accounts[entry["name"]] = Size(size, (_BYTES_OF_RENT + size) * _LAMPORTS_PER_BYTE)
    return Figures(instructions, accounts)


def to_json(found: Figures) -> str:
    """The figures as the file holds them."""
    document = {
        "instructions": {name: asdict(units) for name, units in found.instructions.items()},
        "accounts": {name: asdict(size) for name, size in found.accounts.items()},
    }
    return json.dumps(document, indent=2) + "\n"


def from_json(text: str) -> Figures:
    """What `to_json` wrote.  Raises `InputError` for anything else."""
    try:
        document = json.loads(text)
        return Figures(
            {name: Units(**units) for name, units in document["instructions"].items()},
            {name: Size(**size) for name, size in document["accounts"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"these are no figures: {error}",
            file=_JSON,
            remedy="write them with python -m alatau.testing.compute_units --write",
        ) from error


def complaints(now: Figures, then: Figures) -> list[str]:
    """What grew by more than `ALLOWED_GROWTH`, changed its size, came or went."""
    found = [
        f"{name}: measured, but not in {_JSON}"
        for name in sorted({*now.instructions} - {*then.instructions})
    ]
    for name, before in then.instructions.items():
        after = now.instructions.get(name)
        if after is None:
            found.append(f"{name}: in {_JSON}, but not measured")
            continue
        for case, limit in asdict(before).items():
            units = cast("int", getattr(after, case))
            if units > limit * (1 + ALLOWED_GROWTH):
                found.append(f"{name}, {case}: {units:,} units where {limit:,} are written")
    for name in sorted({*now.accounts} | {*then.accounts}):
        if now.accounts.get(name) != then.accounts.get(name):
            was, is_ = then.accounts.get(name), now.accounts.get(name)
            found.append(f"account {name}: {is_} where {was} is written")
    return found


def to_table(found: Figures) -> str:
    """The figures as a page."""
    lines = [
        "# Compute units",
        "",
        "Generated by `python -m alatau.testing.compute_units --write`; do not edit.  Each",
        "figure is of a transaction with this instruction alone and no compute-budget",
        "instruction, over the situations of `alatau.testing.metered_*`: the cheapest, the",
        "median, the dearest.  A test fails when one grows by more than 3 %.",
        "",
        "| instruction | best | typical | worst | target |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, units in found.instructions.items():
        target = f"{TARGETS[name]:,}" if name in TARGETS else ""
        lines.append(
            f"| `{name}` | {units.best:,} | {units.typical:,} | {units.worst:,} | {target} |"
        )
    lines += [
        "",
        "Targets are of the typical case.  `pay_final` is the instruction `pay`; a held payment",
        "creates an account.  What derives an address (`create_zone`, `list_asset`,",
        "`register_participant`, `open_account`, `pay_held`, `seize`, `forced_transfer`) costs",
        "more for each bump that misses.",
        "",
        "## A payment of many",
        "",
        "`pay_many` and `settle_many` with so many payments in one transaction, 29 with an address",
        "lookup table: the figures above divided by them.",
        "",
        "| instruction | payments | typical of each |",
        "|---|---:|---:|",
        *(_each(name, count, found.instructions[name]) for name, count in _EACH.items()),
        "",
        *beside_peers({name: units.typical for name, units in found.instructions.items()}),
        *_above(found),
        "",
        "## Accounts",
        "",
        "| account | bytes | rent, lamports |",
        "|---|---:|---:|",
    ]
    for name, size in found.accounts.items():
        lines.append(f"| `{name}` | {size.bytes:,} | {size.rent_lamports:,} |")
    return "\n".join(lines) + "\n"


def _above(found: Figures) -> list[str]:
    """What entering and leaving costs beside the token program's own transfer."""
    lines = [
        "",
        "## Above the token program's own",
        "",
        "A bare `TransferChecked` of the same token program, and what is added to it; `_2022`",
        f"is Token-2022.  A deposit or a withdrawal may add {ABOVE_TARGET:,}.",
        "",
        "| instruction | typical | bare transfer | above |",
        "|---|---:|---:|---:|",
    ]
    for name, bare in ABOVE.items():
        typical, own = found.instructions[name].typical, found.instructions[bare].typical
        lines.append(f"| `{name}` | {typical:,} | {own:,} | {typical - own:,} |")
    return lines


def _each(name: str, count: int, units: Units) -> str:
    return f"| `{name.rpartition('_')[0]}` | {count} | {units.typical // count:,} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, or write; 0 if all is as written, 1 if something grew, 2 on bad input."""
    parser = argparse.ArgumentParser(prog="python -m alatau.testing.compute_units")
    parser.add_argument("--write", action="store_true", help="write the figures and the table")
    parser.add_argument("--verbose", action="store_true", help="list every situation")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder of the files")
    options = parser.parse_args(arguments)
    measured = asyncio.run(situations())
    if options.verbose:
        for each in measured:
            sys.stdout.write(f"{each.units:>7,}  {each.instruction}: {each.what}\n")
    now = summarise(measured)
    written = options.docs / _JSON
    if options.write:
        written.write_text(to_json(now), encoding="utf-8")
        (options.docs / _TABLE).write_text(to_table(now), encoding="utf-8")
        return 0
    try:
        found = complaints(now, from_json(written.read_text(encoding="utf-8")))
    except OSError as error:
        sys.stderr.write(f"{written}: {error.strerror} (--write makes it)\n")
        return 2
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for line in found:
        sys.stderr.write(line + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
