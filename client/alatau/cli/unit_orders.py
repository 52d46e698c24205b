"""``alatau freeze|unfreeze holding``, ``alatau enforce``: what regulators order about units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from alatau.cli.enforce import Regulators, both
from alatau.cli.freeze import Basis, Case, Until, moment_of
from alatau.cli.options import WRITES, Key, Regulator, Settings, Wallet, Yes, command
from alatau.cli.token_units import Quantity

if TYPE_CHECKING:
    from solders.pubkey import Pubkey

    from alatau.zone import Zone

freeze = typer.Typer()
unfreeze = typer.Typer()
enforce = typer.Typer()

Of = Annotated[
    str, typer.Option("--instrument", metavar="MINT", help="The mint of the instrument.")
]


@command(
    freeze,
    "holding",
    uses=WRITES,
    examples="alatau freeze holding WALLET --instrument MINT --case KI-2026/117 --basis 74 \\\n"
    "    --until 2027-03-31 --regulator bank.json --regulator afsa.json --yes",
)
def freeze_holding(
    settings: Settings,
    wallet: Wallet,
    *,
    instrument: Of,
    case: Case,
    basis: Basis,
    until: Until,
    regulator: Regulators,
    yes: Yes = False,
) -> None:
    """Stop units from leaving a holding, until a date.

    Both regulators sign; a freeze that is there is replaced.  What comes in still does, and money
    can be claimed.  Offers of the holding stay, cannot be taken, and anyone can cancel them.
    """
    from alatau.cli.connect import confirmed, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address
    from alatau.program import case_id

    payer, signers = own_key(settings), both(regulator)
    address, mint = parse_address(wallet, "WALLET"), parse_address(instrument, "--instrument")
    case_id(case)
    confirmed(yes=yes, what=f"{address} could not give, sell or tender these units")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await _decimals(zone, mint, address)
            receipt = await zone.freeze_holding(
                regulators=signers,
                wallet=address,
                mint=mint,
                case=case,
                basis=basis,
                until=await moment_of(zone, until),
            )
            emit_receipt(settings, receipt, f"froze the holding of {address} until {until}")

    run(work())


@command(
    unfreeze,
    "holding",
    uses=WRITES,
    examples="alatau unfreeze holding WALLET --instrument MINT --regulator afsa.json",
)
def unfreeze_holding(
    settings: Settings, wallet: Wallet, *, instrument: Of, regulator: Regulator = None
) -> None:
    """End the freeze of a holding before its date, as either regulator."""
    from alatau.cli.advice import advised
    from alatau.cli.connect import authority, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address

    payer, signer = authority(settings, regulator)
    address, mint = parse_address(wallet, "WALLET"), parse_address(instrument, "--instrument")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            await _decimals(zone, mint, address)
            with advised(NotFrozen="nothing is to be done: alatau token holders --json tells it"):
                receipt = await zone.unfreeze_holding(regulator=signer, wallet=address, mint=mint)
            emit_receipt(settings, receipt, f"unfroze the holding of {address}")

    run(work())


@command(
    enforce,
    "seize-units",
    uses=WRITES,
    examples="alatau enforce seize-units WALLET --instrument MINT --quantity 40 \\\n"
    "    --case KI-2026/117 --basis 74 --regulator bank.json --regulator afsa.json --yes",
)
def seize_units(
    settings: Settings,
    wallet: Wallet,
    *,
    instrument: Of,
    quantity: Quantity,
    case: Case,
    basis: Basis,
    regulator: Regulators,
    key: Key = None,
    yes: Yes = False,
) -> None:
    """Take units of a holding to the treasury's.

    Both regulators sign; --keypair pays for the record, and for the treasury's holding where it
    has none.  Once for a case on a holding.  What is in offers or outside is brought back where
    the holding is frozen: alatau freeze holding.
    """
    from alatau.cli.connect import confirmed, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money
    from alatau.program import case_id

    payer, signers = own_key(settings), both(regulator)
    address, mint = parse_address(wallet, "WALLET"), parse_address(instrument, "--instrument")
    case_id(case)
    confirmed(yes=yes, what=f"{quantity} units of {address} would go to the treasury")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            decimals = await _decimals(zone, mint, address)
            receipt = await zone.seize_units(
                regulators=signers,
                wallet=address,
                mint=mint,
                case=case,
                basis=basis,
                quantity=parse_money(quantity, decimals, "--quantity"),
                key=key,
            )
            event = receipt.event
            told = (
                f"seized {money(event.quantity, decimals)} units of {address}, "
                f"{money(event.units, decimals)} left"
            )
            emit_receipt(settings, receipt, told, decimals=decimals, record=event.enforcement)

    run(work())


@command(
    enforce,
    "transfer-units",
    uses=WRITES,
    examples="alatau enforce transfer-units WALLET --to WALLET --instrument MINT --quantity 40 \\\n"
    "    --case KI-2026/118 --basis 12 --regulator bank.json --regulator afsa.json --yes",
)
def transfer_units(
    settings: Settings,
    wallet: Wallet,
    *,
    to: Annotated[str, typer.Option(metavar="WALLET", help="Whose holding receives them.")],
    instrument: Of,
    quantity: Quantity,
    case: Case,
    basis: Basis,
    regulator: Regulators,
    key: Key = None,
    yes: Yes = False,
) -> None:
    """Move units of a holding to another participant's, who need not be eligible.

    For a court's order.  Else as alatau enforce seize-units.
    """
    from alatau.cli.connect import confirmed, own_key, run, zone_of
    from alatau.cli.output import emit_receipt
    from alatau.cli.parse import parse_address, parse_money
    from alatau.cli.view import money
    from alatau.program import case_id

    payer, signers = own_key(settings), both(regulator)
    address, mint = parse_address(wallet, "WALLET"), parse_address(instrument, "--instrument")
    recipient = parse_address(to, "--to")
    case_id(case)
    confirmed(yes=yes, what=f"{quantity} units of {address} would go to {recipient}")

    async def work() -> None:
        async with zone_of(settings, payer) as zone:
            decimals = await _decimals(zone, mint, address, recipient)
            receipt = await zone.forced_transfer_units(
                regulators=signers,
                wallet=address,
                recipient=recipient,
                mint=mint,
                case=case,
                basis=basis,
                quantity=parse_money(quantity, decimals, "--quantity"),
                key=key,
            )
            event = receipt.event
            told = (
                f"moved {money(event.quantity, decimals)} units of {address} to {recipient}, "
                f"{money(event.units, decimals)} left"
            )
            emit_receipt(settings, receipt, told, decimals=decimals, record=event.enforcement)

    run(work())


async def _decimals(zone: Zone, mint: Pubkey, *wallets: Pubkey) -> int:
    """Of an instrument's units, of which all these wallets have holdings."""
    from alatau.cli.connect import found
    from alatau.cli.token_view import instrument_of

    decimals = (await instrument_of(zone, mint)).decimals
    for wallet in wallets:
        await found(
            zone.holding(mint=mint, wallet=wallet),
            f"{wallet} has no holding of {mint}",
            "alatau token open opens one",
        )
    return decimals
