"""The scenario of compute units, its third part: many payments at once, and lanes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.instruction import Instruction
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

from alatau.chain.base import AccountInfo, AccountWriter
from alatau.errors import AlatauError
from alatau.program import Role, account_address
from alatau.program import instructions as build
from alatau.program.lookup_tables import LOOKUP_TABLE_PROGRAM
from alatau.testing.living import DAY, SETTLE_WINDOW, World, WorldAsset, reference_of, world_key
from alatau.testing.meter import Meter, Situation

NINE: Final = 9
"""Payees that `pay_many` has a target for."""
TWENTY: Final = 20
"""Payments that `settle_many` has a target for."""
MOST_PAYEES: Final = 29
"""Payees that the 64 accounts of a transaction have room for."""

_TIMES = 3


async def move_many(meter: Meter) -> None:
    """Payrolls, settlements of many, and lanes."""
    await _pay_many(meter)
    await _settle_many(meter)
    await _lanes(meter)


async def employees(world: World, count: int) -> list[Keypair]:
    """Residents with accounts for both assets, new ones."""
    people = [world_key(world.seed, f"жұмысшы № {number}") for number in range(count)]
    for who in people:
        await settle_in(world, who, Role.RESIDENT)
    return people


async def settle_in(world: World, who: Keypair, roles: Role) -> None:
    """Register someone in tier 1 and open accounts for both assets."""
    registered = build.register_participant(
        payer=world.payer.pubkey(),
        operator=world.operator.pubkey(),
        zone=world.zone,
        wallet=who.pubkey(),
        roles=roles,
        tier=1,
        tax_category=0,
        country="KZ",
        verified_until=world.ends_at + DAY,
    )
    opened = [
        build.open_account(
            payer=world.payer.pubkey(), zone=world.zone, mint=asset.mint, wallet=who.pubkey()
        )
        for asset in world.assets
    ]
    await world.run(registered, *opened, signers=(world.operator,))


def paying_many(
    world: World, payer: Keypair, payees: Sequence[Keypair], asset: WorldAsset, sequence: int
) -> Instruction:
    """A payroll: 1.00 to the first, a little more to each of the others."""
    return build.pay_many(
        wallet=payer.pubkey(),
        zone=world.zone,
        mint=asset.mint,
        sequence=sequence,
        reference=reference_of(f"жалақы {sequence}"),
        rows=[(payee.pubkey(), 100 + number) for number, payee in enumerate(payees)],
    )


async def write_table(chain: AccountWriter, instruction: Instruction) -> AddressLookupTableAccount:
    """A lookup table of all that an instruction names, written by hand."""
    table = Pubkey.from_bytes(reference_of(f"кесте {instruction.data!r}"))
    addresses = list(dict.fromkeys(meta.pubkey for meta in instruction.accounts))
    # kind 1, never deactivated, extended at slot 0, no authority
    head = (1).to_bytes(4, "little") + b"\xff" * 8 + bytes(8 + 1 + 1 + 32 + 2)
    data = head + b"".join(map(bytes, addresses))
    await chain.set_account(table, AccountInfo(10**9, LOOKUP_TABLE_PROGRAM, data))
    return AddressLookupTableAccount(table, addresses)


async def _pay_many(meter: Meter) -> None:
    world = meter.world
    people = await employees(world, MOST_PAYEES)
    payer = world.ilya
    for asset in world.assets:
        for count in (1, NINE):
            for time in range(_TIMES):
                made = paying_many(
                    world, payer, people[:count], asset, meter.sequence(payer, asset)
                )
                await meter.run(
                    f"pay_many_{count}", f"{count} payees, {asset.symbol} {time}", made, payer
                )
    for days, what in ((1, "the first of a day"), (31, "the first of a month")):
        await meter.chain.set_time(await meter.chain.time() + days * DAY)
        for count in (1, NINE):
            made = paying_many(
                world, payer, people[:count], world.tenge, meter.sequence(payer, world.tenge)
            )
            await meter.run(f"pay_many_{count}", what, made, payer)
    for asset in world.assets:
        for time in range(_TIMES):
            made = paying_many(world, payer, people, asset, meter.sequence(payer, asset))
            what = f"{len(people)} payees with a lookup table, {asset.symbol} {time}"
            await _run_with_table(meter, what, made, payer)


async def _run_with_table(
    meter: Meter, what: str, instruction: Instruction, signer: Keypair
) -> None:
    """As `Meter.run`, for what is too long to name its accounts one by one."""
    await meter.chain.advance(1)
    table = await write_table(meter.chain, instruction)
    recent = await meter.chain.blockhash()
    message = MessageV0.try_compile(signer.pubkey(), [instruction], [table], recent.hash)
    signature = await meter.chain.send(VersionedTransaction(message, [signer]))
    await meter.chain.confirm(signature, recent.last_valid_block_height)
    (record,) = await meter.chain.transactions([signature])
    if record is None or record.error is not None:
        raise AlatauError(f"{what}: {record}")
    units = record.compute_units
    meter.measured.append(Situation(f"pay_many_{MOST_PAYEES}", what, units))


async def _settle_many(meter: Meter) -> None:
    world = meter.world
    bereke, payer = world.bereke, world.ilya
    for asset in world.assets:
        for count in (1, TWENTY):
            for refunded in (0, 0, 12_345):
                payments, known = [], len(meter.measured)
                for number in range(count):
                    what = f"{asset.symbol} {count} {refunded} {number}"
                    payment = await meter.pay(what, payer, bereke, asset, 50_000, held=True)
                    await meter.fulfil(what, bereke, payment)
                    if refunded:
                        await meter.refund(what, bereke, payment, refunded)
                    payments.append(payment)
                # What leads up to it is no measurement: so many would be others' medians.
                del meter.measured[known:]
                await meter.chain.set_time(await meter.chain.time() + SETTLE_WINDOW)
                made = build.settle_many(
                    payee_account=world.address(bereke, asset), payments=payments
                )
                what = f"{count} payments, {asset.symbol}, {refunded} refunded of each"
                await meter.run(f"settle_many_{count}", what, made)


async def _lanes(meter: Meter) -> None:
    world = meter.world
    bereke, asset, operator = world.bereke, world.tenge, world.operator
    mint = asset.mint
    await meter.chain.airdrop(operator.pubkey(), 10**9)  # for the rent
    lane = 255
    opened = build.open_account(
        payer=operator.pubkey(),
        zone=world.zone,
        mint=mint,
        wallet=bereke.pubkey(),
        lane=lane,
    )
    await meter.run("open_account", f"lane {lane}", opened, operator)
    account = account_address(world.zone, bereke.pubkey(), mint, lane)
    for time in range(_TIMES):
        funded = build.fund_lane(
            wallet=bereke.pubkey(),
            zone=world.zone,
            mint=mint,
            lane=lane,
            sequence=meter.sequence(bereke, asset),
            amount=100,
        )
        await meter.run("fund_lane", f"{account} {time}", funded, bereke)
        moved = build.consolidate(zone=world.zone, wallet=bereke.pubkey(), mint=mint, lane=lane)
        await meter.run("consolidate", f"{account} {time}", moved)
