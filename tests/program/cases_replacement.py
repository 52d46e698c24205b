"""Refusals of the replacement of a lost wallet."""

from __future__ import annotations

from functools import partial

from tests.program import world_instruments as held
from tests.program import world_replacement as replaced
from tests.program.cases import Cases, account, after, args, both, forged, signer
from tests.program.cases_allowances import of_other_zone
from tests.program.cases_changes import find_participant, unverified
from tests.program.cases_holdings import of_other_instrument
from tests.program.cases_zone import again
from tests.program.world_attempts import Attempt, forge
from tests.program.world_instruments import UNITS
from tests.program.world_replacement import DUE

from alatau.program import Role
from alatau.testing.world import DAY, NO_CAP, World


def add_accounts(cases: Cases) -> None:
    """What belongs together."""
    for whose, name in (("old", "holding"), ("new", "successor_holding")):
        cases.add(f"the {whose} holding is of another instrument", of_other_instrument(name))
    for name in ("holder", "successor"):
        cases.add(
            f"the {name} is another than the holding's",
            account(name, partial(find_participant, who="aigul")),
        )


def add_rules(cases: Cases) -> None:
    """What is asked when it is proposed, and again when it is done."""
    cases.add("it has nothing", forged("holding", units=0))
    cases.add(
        "it has less than a base unit to claim", forged("holding", units=0, entitled=(NO_CAP, 0))
    )
    cases.add(
        "what it is entitled to was counted later", forged("holding", units=0, counted_at=(1, 0))
    )
    frozen = ((0, bytes(16), 0, bytes(6)), (DUE + DAY, bytes(16), 1, bytes(6)))
    cases.add("the old holder is frozen", forged("holder", freezes=frozen))
    cases.add("the successor is no investor", forged("successor", roles=Role.RESIDENT))
    cases.add("the successor's class is not among the instrument's", forged("successor", tier=2))
    cases.add("the successor's class is unknown", forged("successor", tier=8))
    cases.add("the successor's country is not among them", forged("successor", country=b"RU"))


def of_party(world: World, tried: Attempt, name: str, who: str) -> Attempt:
    """Another's participant and holding in the place of the old or the new holder's."""
    place = "holding" if name == "holder" else "successor_holding"
    changed = tried.with_account(name, find_participant(world, who))
    return changed.with_account(place, held.holding_of(world, getattr(world, who)))


async def of_issuer(world: World, tried: Attempt) -> Attempt:
    return of_party(world, tried, "holder", "bereke")


async def to_issuer(world: World, tried: Attempt) -> Attempt:
    return of_party(world, tried, "successor", "bereke")


async def to_aigul(world: World, tried: Attempt) -> Attempt:
    return of_party(world, tried, "successor", "aigul")


async def to_itself(world: World, tried: Attempt) -> Attempt:
    return of_party(world, tried, "successor", "ilya")


async def by_one(world: World, tried: Attempt) -> Attempt:
    """The issuer is the operator too."""
    await forge(world, world.zone, operator=world.bereke.pubkey())
    return tried.signed_by("operator", world.bereke)


# -- propose_replacement -----------------------------------------------------------------

propose = Cases("propose_replacement", replaced.propose_replacement)
propose.add("another than the issuer signs", signer("issuer", lambda w: w.shipa))
propose.add("another than the operator signs", signer("operator", lambda w: w.shipa))
propose.add("the instrument is another zone's", of_other_zone("instrument"))
add_accounts(propose)
propose.add("one wallet is issuer and operator", by_one)
propose.add("the holding is the issuer's", of_issuer)
propose.add("the new holding is the issuer's", to_issuer)
for name in ("holder", "successor"):

    async def operators(world: World, tried: Attempt, name: str = name) -> Attempt:
        await forge(world, tried.address(name), wallet=world.operator.pubkey())
        return tried

    async def verified_before(world: World, tried: Attempt, name: str = name) -> Attempt:
        """By who was the operator once."""
        await forge(world, tried.address(name), verified_by=world.treasury.pubkey())
        return tried

    propose.add(f"the {name} is the operator", operators)
    propose.add(f"another has verified the {name}", verified_before)
propose.add("the new holding is the old one", to_itself)
propose.add("it is proposed already", after(again))
propose.add(
    "it was proposed and vetoed",
    after(again, lambda world, _: replaced.vetoing(world, world.bereke)),
)
propose.add("the holding has changed since", args(revision=1))
propose.add("the successor's verification has expired", unverified("successor"))
add_rules(propose)


# -- veto_replacement --------------------------------------------------------------------

veto = Cases("veto_replacement", replaced.veto_replacement)
veto.add("the successor signs", signer("wallet", lambda w: w.shipa))
veto.add("a regulator signs", signer("wallet", lambda w: w.regulators[1]))
veto.add("the instrument is another zone's", of_other_zone("instrument"))
veto.add("the holding is of another instrument", of_other_instrument("holding"))
veto.add("it is vetoed already", after(again))


# -- replace_holder ----------------------------------------------------------------------

replace = Cases("replace_holder", replaced.replace_holder)
add_accounts(replace)
replace.add("it is done already", after(again))
replace.add("it was vetoed", after(lambda world, _: replaced.vetoing(world, world.ilya)))
replace.add(
    "the old wallet has signed since",
    after(lambda world, _: held.giving(world, world.ilya, world.aigul, 1)),
)
replace.add("the new holding is another than the one proposed", to_aigul)
replace.add("the notice ends in a second", forged("holding", replace_at=DUE + 1))
replace.add("an offer stands", forged("holding", open_offers=1))
replace.add("a unit is outside", forged("holding", outside=1))
replace.add("a unit is set aside", forged("holding", offered=1))
replace.add("the successor's verification has expired", forged("successor", verified_until=DUE))
add_rules(replace)
replace.add(
    "the successor would have more than one may", forged("instrument", max_per_holder=UNITS - 1)
)
replace.add(
    "what both are entitled to overflows",
    both(forged("holding", entitled=(1, 0)), forged("successor_holding", entitled=(NO_CAP,) * 2)),
)
replace.add("the number of holders is wrong", forged("instrument", holders=0))

recall = Cases("recall_units", replaced.recall_units_of_replaced)
recall.add("its replacement is due in a second", forged("holding", replace_at=DUE + 1))

ALL = [*propose.all, *veto.all, *replace.all, *recall.all]
