"""The bench of sending makes the payments that it says, and prints its lines."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from solders.keypair import Keypair
from tests.bench import send
from tests.bench.send_market import Place
from tests.bench.send_ours import pay_all
from tests.bench.send_work import Market, Result, Stopwatch, payments

from alatau.chain.embedded import EmbeddedChain
from alatau.localnet import Localnet

MARKET = Market("Алатау bench", str(Keypair().pubkey()), payers=10, merchants=3)


def test_plan_payments_gives_each_payer_its_next_sequences() -> None:
    first, second = payments(MARKET, 20, 0), payments(MARKET, 20, 1)
    assert [each.sequence for each in first if each.payer == 7] == [1, 2]
    assert [each.sequence for each in second if each.payer == 7] == [3, 4]
    assert payments(MARKET, 20, 1) == second
    assert [each.amount for each in first] != [each.amount for each in second]
    with pytest.raises(ValueError, match="not the same number"):
        payments(MARKET, 19, 0)


def test_order_rounds_turns_every_other_one() -> None:
    first, second, third = send.order(3)
    assert first == third == second[::-1]
    assert set(first) == {"sender", "solana_py", "raw"}


def test_time_a_payment_confirmed_twice_is_an_error() -> None:
    stopwatch = Stopwatch()
    with stopwatch.running():
        stopwatch.sent(1)
        stopwatch.landed(1)
        with pytest.raises(RuntimeError, match="payment 1 was confirmed twice"):
            stopwatch.landed(1)
    result = stopwatch.result()
    assert 0 <= result.took[0] <= result.seconds
    assert result.peak_bytes > 10_000_000


def test_compare_contestants_takes_medians_and_prints_both_peers() -> None:
    slow = Result(4.0, 0.5, 50_000_000, (1.0, 2.0, 3.0, 4.0))
    fast = replace(slow, seconds=1.0, cpu_seconds=0.1)
    found = send.lines({"sender": [fast, slow, fast], "solana_py": [slow], "raw": [fast]})
    landed = [line for line in found if line.metric == "landed"]
    assert [line.peer for line in landed] == ["solana-py", "raw JSON-RPC"]
    assert [line.ratio for line in landed] == [4.0, 1.0]
    assert all(
        set(json.loads(line.to_json())) >= {"bench", "peer_value", "ratio"} for line in found
    )


async def test_check_a_payment_that_has_not_landed_fails(embedded_chain: EmbeddedChain) -> None:
    async with Place.open(embedded_chain, payers=5, merchants=2, each=2) as place:
        work = payments(place.market, 10, 0)
        stopwatch = Stopwatch()
        with stopwatch.running():
            await pay_all(place.zone, place.people, work[:9], stopwatch)
        await place.check(work[:9])
        with pytest.raises(RuntimeError, match=r"payments \[9\]"):
            await place.check(work)
        with pytest.raises(RuntimeError, match="has paid"):
            await place.check(work[:8])


def test_measure_without_a_validator_prints_every_figure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert send.main(["--alone", "--embedded", "100"]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["metric"] for line in printed} == {
        "building.one_core",
        "building.pool_of_2",
        "embedded.landed",
        "embedded.cpu",
    }
    assert all(line["bench"] == "send" and line["value"] > 0 for line in printed)
    assert {line.get("peer") for line in printed} == {None, "one process", "chain alone"}


def test_parse_arguments_of_a_quick_run_divides_the_payments_evenly() -> None:
    assert send.parsed([]).payers == 500
    assert send.parsed(["--payments", "400"]).payers == 400
    assert send.parsed(["--payments", "1200"]).payers == 400
    assert send.parsed(["--payments", "40", "--payers", "20"]).payers == 20


@pytest.mark.parametrize(
    "arguments", [["--payments", "40", "--payers", "30"], ["--rounds", "0"], ["--payments", "0"]]
)
def test_parse_arguments_that_cannot_be_measured_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        send.parsed(arguments)
    assert "multiple of --payers" in capsys.readouterr().err


@pytest.mark.validator
async def test_contest_on_a_validator_lands_all_payments_of_everyone(localnet: Localnet) -> None:
    found = await send.contest(localnet.url, count=40, rounds=1, payers=10)
    assert {name: [len(one.took) for one in runs] for name, runs in found.items()} == {
        "sender": [40],
        "solana_py": [40],
        "raw": [40],
    }
