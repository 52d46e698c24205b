"""What ever went through is counted modulo 2^64: no turnover stops what comes after it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from solders.pubkey import Pubkey
from tests.program.test_refusals import RETURNING
from tests.program.world_attempts import Attempt, attempt, fields_of, forge
from tests.program.world_forks import forked_world
from tests.program.world_mutations import VALID
from tests.program.world_valid import Valid

from alatau.testing.world import NO_CAP, World

EVER = ("deposited", "withdrawn", "paid", "received", "refunded", "tax_collected", "tax_repaid")
TALLIES = {
    "Vault": EVER[:2],
    "PaymentAccount": EVER,
    "Allowance": ("drawn",),
    "Mandate": ("pulled",),
}
PERIOD = ("key", "turnover", "tax", "returned_turnover", "returned_tax")


async def repaying(world: World) -> Attempt:
    """A tax that the treasury pays back, after the zone's end."""
    tried = await RETURNING["collect"](world)
    await forge(world, tried.address("account"), tax_due=0, tax_credit=7)
    await forge(world, tried.address("treasury_account"), available=7)
    await forge(world, world.zone, ends_at=await world.chain.time())
    return tried


MADE: dict[str, Valid] = {**VALID, **{f"{what}, returning": RETURNING[what] for what in RETURNING}}
MADE["collect, repaying"] = repaying
del MADE["migrate"]  # of accounts with fewer fields

Place = tuple[Pubkey, str, int, str]
"""An account, its kind, the key of one of its tax periods or 0, and the sum's name."""


async def tallies(world: World, tried: Attempt) -> dict[Place, int]:
    """All sums that only grow, of the accounts of an instruction."""
    found: dict[Place, int] = {}
    for address in {meta.pubkey for meta in tried.instruction().accounts}:
        kind, values = await fields_of(world, address)
        for name in TALLIES.get(kind, ()):
            found[address, kind, 0, name] = values[name]
        for period in values.get("tax_periods", ()):
            for name, each in zip(PERIOD[1:], period[1:], strict=True):
                found[address, kind, period[0], name] = each
    return found


async def fill(world: World, places: list[Place]) -> None:
    """The most that each of these sums can count."""
    for address, group in groupby(sorted(places, key=lambda each: bytes(each[0])), lambda p: p[0]):
        _, values = await fields_of(world, address)
        changed: dict[str, Any] = {}
        for _, _, key, name in group:
            if not key:
                changed[name] = NO_CAP
                continue
            periods = changed.get("tax_periods", values["tax_periods"])
            changed["tax_periods"] = [
                tuple(
                    NO_CAP if period[0] == key and field == name else value
                    for field, value in zip(PERIOD, period, strict=True)
                )
                for period in periods
            ]
        await forge(world, address, **changed)


async def grown_by(make: Valid) -> dict[Place, int]:
    """What an instruction adds to which of these sums."""
    async with forked_world() as (world, _):
        tried = await make(world)
        before = await tallies(world, tried)
        assert (await attempt(world, tried))[0] is None
        after = await tallies(world, tried)
    return {place: after.get(place, was) - was for place, was in before.items()}


async def test_count_beyond_64_bits_goes_on_from_zero() -> None:
    counted = set()
    for what, make in MADE.items():
        grown = {place: more for place, more in (await grown_by(make)).items() if more}
        async with forked_world() as (world, _):
            tried = await make(world)
            await fill(world, [*grown])
            refused, _record = await attempt(world, tried)
            assert refused is None, f"{what}: {refused}"
            after = await tallies(world, tried)
        for place, more in grown.items():
            assert after[place] == (NO_CAP + more) % 2**64 == more - 1, (what, place)
            counted.add((place[1], place[3]))
    wanted = {(kind, name) for kind, names in TALLIES.items() for name in names}
    assert counted == wanted | {("PaymentAccount", name) for name in PERIOD[1:]}
