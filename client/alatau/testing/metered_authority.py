"""What a zone's authorities do, metered: seats, the end, closing, migration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from solders.keypair import Keypair

from alatau.program import PROGRAM_ID, Seat
from alatau.program import instructions as build
from alatau.testing.meter import Meter
from alatau.testing.world import DAY, World, world_key

if TYPE_CHECKING:
    from alatau.chain.embedded import EmbeddedChain

_VERSION_1_BYTES = 368


async def change_authorities(meter: Meter) -> None:
    """Every instruction of a zone's authorities, in a world of its own: it ends here."""
    await _seats(meter)
    await _migrate(meter)
    world = meter.world
    first, second = world.regulators
    both = {"first_regulator": first.pubkey(), "second_regulator": second.pubkey()}
    now = await world.chain.time()
    for what, until in (("stopped", now + DAY), ("allowed again", 0)):
        stop = build.stop_withdrawals(**both, zone=world.zone, until=until)
        await meter.run("stop_withdrawals", what, stop, first, second)
    longer = build.extend_zone(
        **both, operator=world.operator.pubkey(), zone=world.zone, ends_at=world.ends_at + DAY
    )
    await meter.run("extend_zone", "by a day", longer, world.operator, first, second)
    end = build.wind_down(**both, zone=world.zone, ends_at=0)
    await meter.run("wind_down", "now", end, first, second)
    newcomer = _newcomer(world)
    for asset in world.assets:
        account = world.address(newcomer, asset)
        close = build.close_account(zone=world.zone, account=account, rent_payer=newcomer.pubkey())
        await meter.run("close_account", asset.symbol, close)


def _newcomer(world: World) -> Keypair:
    """One that `administer` registered, through whose accounts nothing ever went."""
    return world_key(world.seed, "participant 0")


async def _migrate(meter: Meter) -> None:
    """Accounts cut to what version 1 wrote of them: a version only appends."""
    world = meter.world
    chain = cast("EmbeddedChain", world.chain)
    newcomer = _newcomer(world)
    for asset in world.assets:
        address = world.address(newcomer, asset)
        (info,) = [each for at, each in await chain.program_accounts(PROGRAM_ID) if at == address]
        old = info.data[:8] + b"\1" + info.data[9:_VERSION_1_BYTES]
        rent = (128 + len(old)) * 6_960
        await chain.set_account(address, replace(info, data=old, lamports=rent))
        migrate = build.migrate(
            payer=world.payer.pubkey(), account=address, zone=world.zone, asset=asset.address
        )
        await meter.run("migrate", f"a payment account in {asset.symbol}", migrate)


async def _seats(meter: Meter) -> None:
    world = meter.world
    successor = world_key(world.seed, "Сәуле Ахметова")
    first, second = world.regulators
    propose = build.propose_authority(
        incumbent=first.pubkey(),
        zone=world.zone,
        seat=Seat.FIRST_REGULATOR,
        successor=successor.pubkey(),
    )
    replace = build.replace_authority(
        first=first.pubkey(),
        second=second.pubkey(),
        zone=world.zone,
        seat=Seat.OPERATOR,
        successor=successor.pubkey(),
    )
    await meter.run("propose_authority", "a regulator", propose, first)
    cancel = build.cancel_succession(
        authority=first.pubkey(), zone=world.zone, seat=Seat.FIRST_REGULATOR
    )
    await meter.run("cancel_succession", "taken back", cancel, first)
    await meter.run("replace_authority", "the operator", replace, first, second)
    accept = build.accept_authority(
        successor=successor.pubkey(), zone=world.zone, seat=Seat.OPERATOR
    )
    await meter.run("accept_authority", "the operator", accept, successor)
    back = build.replace_authority(
        first=first.pubkey(),
        second=second.pubkey(),
        zone=world.zone,
        seat=Seat.OPERATOR,
        successor=world.operator.pubkey(),
    )
    await meter.run("replace_authority", "and back", back, first, second)
    again = build.accept_authority(
        successor=world.operator.pubkey(), zone=world.zone, seat=Seat.OPERATOR
    )
    await meter.run("accept_authority", "and back", again, world.operator)
