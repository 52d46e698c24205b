"""What instructions cost is what `docs/compute-units.json` says, or less."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.program import world_allowances as allowed
from tests.program import world_enforcement as orders
from tests.program import world_instruments as held
from tests.program import world_offerings as offered
from tests.program import world_payments as life
from tests.program import world_taxes as taxes
from tests.program import world_trades as traded
from tests.program.world_forks import forked_world

from alatau.errors import InputError
from alatau.program import PROGRAM_ID, decode_account, idl
from alatau.testing.compute_units import (
    ABOVE,
    ABOVE_TARGET,
    TARGETS,
    Figures,
    Size,
    Units,
    complaints,
    figures,
    from_json,
    main,
    to_json,
    to_table,
)

DOCS = Path(__file__).parents[2] / "docs"


def written() -> Figures:
    return from_json((DOCS / "compute-units.json").read_text(encoding="utf-8"))


async def test_measure_the_program_finds_nothing_that_grew() -> None:
    assert complaints(await figures(), written()) == []


async def test_measure_twice_finds_the_same() -> None:
    assert await figures() == await figures()


def test_read_the_table_finds_it_made_from_the_figures() -> None:
    assert (DOCS / "compute-units.md").read_text(encoding="utf-8") == to_table(written())


def test_read_the_figures_finds_every_instruction_and_account() -> None:
    names = {entry["name"] for entry in idl()["instructions"]}
    many = {"pay_many": (1, 9, 29), "settle_many": (1, 20)}
    counted = {f"{name}_{count}" for name, counts in many.items() for count in counts}
    measured = {name.removesuffix("_2022") for name in written().instructions}
    assert measured == names - {"pay", *many} | {"pay_final", "token_transfer"} | counted
    assert {*written().accounts} == {entry["name"] for entry in idl()["accounts"]}
    for units in written().instructions.values():
        assert 0 < units.best <= units.typical <= units.worst


@pytest.mark.parametrize("name", [name for name in ABOVE if "and_pay" not in name])
def test_read_the_figures_finds_little_above_the_token_programs_own(name: str) -> None:
    units = written().instructions
    assert units[name].typical - units[ABOVE[name]].typical <= ABOVE_TARGET


@pytest.mark.parametrize("name", TARGETS)
def test_read_the_figures_finds_the_target_met(name: str) -> None:
    assert written().instructions[name].typical <= TARGETS[name]


def test_compare_figures_that_grew_names_each() -> None:
    then = Figures({"settle": Units(100, 1_000, 2_000)}, {"Zone": Size(280, 7)})
    allowed = Figures({"settle": Units(103, 1_030, 2_060)}, then.accounts)
    assert complaints(allowed, then) == []
    assert complaints(Figures({"settle": Units(1, 1, 1)}, then.accounts), then) == []
    grown = replace(allowed, instructions={"settle": Units(104, 1_030, 2_061)})
    assert [line.split(":")[0] for line in complaints(grown, then)] == [
        "settle, best",
        "settle, worst",
    ]
    assert complaints(Figures({}, {}), then) != []
    assert complaints(then, Figures({}, {})) != []
    shrunk = replace(then, accounts={"Zone": Size(272, 7)})
    assert len(complaints(shrunk, then)) == 1


def test_read_figures_that_are_none_says_so() -> None:
    for text in ("", "[]", '{"instructions": {}}', '{"instructions": {"a": 1}, "accounts": {}}'):
        with pytest.raises(InputError, match="these are no figures"):
            from_json(text)


def test_write_figures_makes_files_that_compare_as_equal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = ["--docs", str(tmp_path)]
    assert main(docs) == 2
    assert "compute-units.json" in capsys.readouterr().err
    assert main([*docs, "--write"]) == 0
    assert main(docs) == 0
    figures_file = tmp_path / "compute-units.json"
    assert to_json(from_json(figures_file.read_text())) == figures_file.read_text()
    document = json.loads(figures_file.read_text())
    document["instructions"]["settle"]["typical"] //= 2
    figures_file.write_text(json.dumps(document))
    assert main(docs) == 1
    assert "settle, typical" in capsys.readouterr().err


async def test_read_the_figures_finds_the_sizes_and_rents_of_the_chain() -> None:
    async with forked_world() as (world, chain):
        await life.perform(world, await taxes.close_tax_period(world))
        await life.hold(world)
        await life.perform(world, await orders.seize(world))
        await life.perform(world, await allowed.grant_allowance(world))
        await allowed.cancel_mandate(world)
        now = await chain.time()
        await offered.have_subscribed(world, 20, opens_at=now, closes_at=now + 9)
        await life.perform(world, await held.issuing(world, world.ilya))
        standing = await traded.offering(world, world.ilya)
        await life.perform(world, standing.with_args(expires_at=world.ends_at))
        found = {
            type(decode_account(info.data)).__name__: Size(len(info.data), info.lamports)
            for _, info in await chain.program_accounts(PROGRAM_ID)
        }
    assert found == written().accounts
