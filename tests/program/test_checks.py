"""Every refusal of `docs/checks.md`, each made by one change to a valid instruction."""

from __future__ import annotations

import pytest
from tests.program import (
    cases_allowances,
    cases_authority,
    cases_batches,
    cases_conversion,
    cases_disputes,
    cases_distributions,
    cases_enforcement,
    cases_entering,
    cases_holdings,
    cases_instruments,
    cases_offerings,
    cases_outside,
    cases_pay,
    cases_redemption,
    cases_replacement,
    cases_returning,
    cases_taxes,
    cases_trades,
    cases_unit_orders,
    cases_zone,
)
from tests.program.cases import require_valid
from tests.program.world_attempts import attempt
from tests.program.world_checks import Check, read_checks, read_unreachable
from tests.program.world_forks import all_accounts, forked_world

from alatau.program import ERRORS, idl

CASES = [
    *cases_authority.ALL,
    *cases_taxes.ALL,
    *cases_conversion.ALL,
    *cases_zone.ALL,
    *cases_entering.ALL,
    *cases_pay.ALL,
    *cases_returning.ALL,
    *cases_batches.ALL,
    *cases_disputes.ALL,
    *cases_enforcement.ALL,
    *cases_allowances.ALL,
    *cases_instruments.ALL,
    *cases_holdings.ALL,
    *cases_trades.ALL,
    *cases_distributions.ALL,
    *cases_redemption.ALL,
    *cases_outside.ALL,
    *cases_replacement.ALL,
    *cases_offerings.ALL,
    *cases_unit_orders.ALL,
]
BY_NAME = {(case.instruction, case.check): case for case in CASES}
CHECKS = read_checks()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.instruction}-{check.check}")
async def test_change_a_valid_instruction_refuses_it_and_changes_nothing(check: Check) -> None:
    case = BY_NAME[check.instruction, check.check]
    async with forked_world() as (world, chain):
        tried = await case.valid(world)
        assert tried.name == check.instruction
        await require_valid(world, tried)
        changed = await case.change(world, tried)
        before = await all_accounts(chain)
        refused, record = await attempt(world, changed)
        assert refused == check.error, record.logs
        after = await all_accounts(chain)
        payer = world.payer.pubkey()
        assert after.pop(payer).lamports == before.pop(payer).lamports - record.fee
        assert after == before


def test_list_checks_has_exactly_one_row_for_every_case() -> None:
    assert len(BY_NAME) == len(CASES)
    rows = [(check.instruction, check.check) for check in CHECKS]
    assert len({*rows}) == len(rows)
    assert {*rows} == {*BY_NAME}


def test_list_checks_names_every_error_of_the_program() -> None:
    known = {error.name for error in ERRORS.values()}
    tested = {check.error for check in CHECKS}
    unreachable = read_unreachable()
    assert known - tested == {*unreachable}
    assert not {*unreachable} & tested


def test_list_checks_has_every_instruction_with_its_kind() -> None:
    kinds = {check.instruction: check.kind for check in CHECKS}
    assert {*kinds} == {entry["name"] for entry in idl()["instructions"]}
    for check in CHECKS:
        assert check.kind == kinds[check.instruction]
