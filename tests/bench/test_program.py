"""The program's bench measures what was done, and nothing that was refused."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.bench import ours
from tests.bench.crowd import gather
from tests.bench.program import PEERS_FOLDER, PEERS_VARIABLE, lines, main, measure
from tests.bench.runs import AGAINST, OURS, PEERS, Drive, System, present, run
from tests.bench.sandbox_zone import BenchZone
from tests.bench.stage import LAMPORTS, START, Outcome, Stage, Tally
from tests.bench.work import BUYERS, MERCHANTS, SEED, Purchase, expected, purchases

from alatau.chain.embedded import EmbeddedChain
from alatau.program import PROGRAM_ID, TOKEN_PROGRAM, Service, program_path
from alatau.program import instructions as build
from alatau.testing.living import reference_of

FEW = 40
TREASURY_WITHDRAWAL = 5_000
"""Lamports of the only fee that neither the crowd nor the operator pays."""
PEERS_HERE = Path(os.environ.get(PEERS_VARIABLE) or PEERS_FOLDER)


@asynccontextmanager
async def a_stage() -> AsyncIterator[Stage]:
    programs = {PROGRAM_ID: program_path()}
    async with await EmbeddedChain.open(None, programs=programs, start_time=START) as chain:
        yield await Stage.build(chain, gather())


def test_make_the_work_gives_the_same_with_five_percent_refunded() -> None:
    work = purchases()
    assert work == purchases(1_000, SEED)
    assert work != purchases(1_000, SEED + 1)
    assert sum(each.refunded for each in work) == 50
    assert {each.buyer for each in work} == {*range(BUYERS)}
    assert {each.merchant for each in work} == {*range(MERCHANTS)}


def test_expect_sums_loses_nothing() -> None:
    work = purchases(FEW)
    for taxed in (True, False):
        for kept in (True, False):
            sums = expected(work, taxed=taxed, fee=True, fee_kept=kept)
            assert sums.spent == sums.merchants + sums.operator
            assert sums.operator > 0


async def test_run_held_payments_counts_every_step() -> None:
    found = await run(OURS[1], purchases(FEW))
    steps = {name: tally.transactions for name, tally in found.work.items()}
    refunded = FEW * 5 // 100
    assert steps == {
        "pay_held": FEW,
        "refund": refunded,
        "fulfil": FEW - refunded,
        "settle": FEW - refunded,
        "close_payment": FEW,
    }
    assert found.rent.returned == found.rent.locked > 0


async def test_run_batches_settles_the_same_in_fewer_transactions() -> None:
    work = purchases(FEW)
    each, batched = [await run(system, work) for system in OURS[1:3]]
    assert batched.work["settle_many"].transactions <= MERCHANTS
    assert "settle" not in batched.work
    for name in ("pay_held", "refund", "fulfil"):
        assert batched.work[name] == each.work[name]
    assert batched.work["settle_many"].compute_units < each.work["settle"].compute_units


@pytest.mark.parametrize("system", OURS, ids=lambda system: system.name)
async def test_run_twice_costs_the_same(system: System) -> None:
    work = purchases(FEW)
    assert await run(system, work) == await run(system, work)


@pytest.mark.parametrize("drive", [ours.final, ours.held])
async def test_count_fees_and_rent_equals_what_the_wallets_lost(drive: Drive) -> None:
    async with a_stage() as stage:
        await drive(stage, purchases(FEW))
        counted = sum(
            tally.fee_lamports
            for name, tally in {**stage.work, **stage.doors}.items()
            if name != "collect"  # the operator's
        )
        wallets = [wallet.pubkey() for wallet in (*stage.crowd.buyers, *stage.crowd.merchants)]
        infos = await stage.chain.accounts(wallets)
        lost = LAMPORTS * len(wallets) - sum(info.lamports for info in infos if info)
        rent = await stage.rent()
        assert counted + rent.locked - rent.returned == lost + TREASURY_WITHDRAWAL


async def test_run_a_refused_transaction_is_an_error_and_uncounted() -> None:
    async with a_stage() as stage:
        zone = await BenchZone.found(stage)
        buyer, merchant = stage.crowd.buyers[0], stage.crowd.merchants[0]
        penniless = build.pay(
            wallet=buyer.pubkey(),
            payee=merchant.pubkey(),
            zone=zone.address,
            mint=zone.mint,
            sequence=1,
            amount=1_00,
            reference=reference_of("nothing deposited"),
            service=Service.SHOPS,
        )
        with pytest.raises(RuntimeError, match="failed"):
            await stage.step("pay", penniless, signers=(buyer,))
        assert stage.work == {}


async def test_run_work_left_undone_is_an_error() -> None:
    async def lazily(stage: Stage, work: Sequence[Purchase]) -> Outcome:
        done = await ours.held(stage, work[:-1])
        return replace(done, wanted=expected(work, taxed=True, fee=True, fee_kept=False))

    with pytest.raises(RuntimeError, match="the chain ends with"):
        await run(System("lazy", PROGRAM_ID, lazily), purchases(FEW))


async def test_run_with_a_token_program_of_a_file_uses_it(tmp_path: Path) -> None:
    work = purchases(FEW)
    async with a_stage() as stage:
        builtin = await stage.chain.account(TOKEN_PROGRAM)
    assert builtin is not None
    same, broken = tmp_path / "same.so", tmp_path / "broken.so"
    same.write_bytes(builtin.data)
    assert await run(OURS[0], work, token=same) == await run(OURS[0], work)
    broken.write_bytes(program_path().read_bytes())
    with pytest.raises(RuntimeError, match="failed"):
        await run(OURS[0], work, token=broken)


async def test_compare_runs_names_the_peer_of_each_figure() -> None:
    mine = await run(OURS[0], purchases(FEW))
    rival = replace(
        mine,
        system=AGAINST["final"][0],
        work={"make": Tally(FEW, 10**6, 10**5, FEW, 5_000 * FEW)},
    )
    found = {line.metric: line for line in lines([mine], [rival])}
    assert found["final.pay.compute_units"].peer == "commerce auto-settle make"
    assert found["final.pay.compute_units"].peer_value == 10**6 // FEW
    assert found["final.compute_units"].peer == "commerce auto-settle"
    assert found["final.deposit.compute_units"].peer is None


def test_print_without_peers_gives_our_lines_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--purchases", str(FEW), "--peers", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    objects = [json.loads(line) for line in out.splitlines()]
    assert {frozenset(each) for each in objects} == {
        frozenset({"bench", "metric", "value", "unit"})
    }
    assert {each["bench"] for each in objects} == {"program"}
    metrics = [each["metric"] for each in objects]
    assert len(metrics) == len({*metrics})
    for system in OURS:
        for each in ("compute_units", "wire_bytes", "rent_locked", "rent_returned"):
            assert f"{system.name}.{each}" in metrics
    assert str(tmp_path) in err


@pytest.mark.skipif(
    len(present(PEERS_HERE)) < len(PEERS),
    reason=f"needs commerce.so and escrow.so in {PEERS_VARIABLE}",
)
async def test_measure_with_peers_compares_every_figure_of_a_purchase() -> None:
    found = await measure(FEW, SEED, PEERS_HERE)
    for name, peers in AGAINST.items():
        for peer in peers:
            figures = {line.metric: line for line in found if line.peer == peer}
            assert figures[f"{name}.compute_units"].ratio
            assert figures[f"{name}.rent_locked"].peer_value
