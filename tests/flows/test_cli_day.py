"""``alatau day`` and ``alatau localnet`` as users run them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from alatau.cli.main import main
from alatau.localnet import find_validator
from alatau.testing.small_day import write_folder

EXAMPLE = Path(__file__).parents[2] / "examples" / "alatau-day"
PROVIDER = """
[[participants]]
id = "p-01"
name = "«Алатау Төлем»"
role = "provider"
tier = 3
tax_category = 0
country = "KZ"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small day on which everything agrees."""
    path = tmp_path / "күн"
    path.mkdir()
    write_folder(path)
    with (path / "zone.toml").open("a", encoding="utf-8") as zone:
        zone.write(PROVIDER)
    bank = path / "bank.csv"
    lines = bank.read_text(encoding="utf-8").splitlines()
    bank.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")  # without the bank's fee
    return path


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "alatau.cli", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def test_day_that_agrees_gives_0_and_again_the_same(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = run("day", folder, "--home", home, "--json")
    assert (first.returncode, first.stderr) == (0, "")
    report = json.loads(first.stdout)
    assert report["orders"] == {"total": 3, "settled": 2, "refunded": 0, "refused": 1}
    refusal = {"order": "A-2", "step": "pay", "reason": "AssetClassNotLicensed"}
    assert report["refusals"] == [refusal]
    assert report["breaks"] == []
    assert all(asset["solvent"] for asset in report["assets"].values())

    again = json.loads(run("day", folder, "--json", ALATAU_HOME=str(home)).stdout)
    rate = {"orders_per_second": report["orders_per_second"]}
    assert {**again, **rate} == report


def test_day_of_the_example_gives_3_and_finds_what_was_put_in(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = run("day", EXAMPLE, "--home", tmp_path / "home", "--json", "--report", page)
    assert (done.returncode, done.stderr) == (3, "")
    report = json.loads(done.stdout)
    expected = json.loads((EXAMPLE / "expected.json").read_text(encoding="utf-8"))
    assert report["orders"] == expected["orders"]
    assert len(report["breaks"]) == len(expected["breaks"]) > 0
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert all(name in html for item in report["breaks"] for name in item["items"])

    text = run("day", EXAMPLE, "--home", tmp_path / "home")
    assert text.returncode == 3
    assert f"{len(expected['breaks'])} breaks" in text.stdout
    assert "\x1b" not in text.stdout


def test_day_with_a_broken_row_gives_2_and_names_file_line_and_field(
    folder: Path, tmp_path: Path
) -> None:
    orders = folder / "orders.csv"
    orders.write_text(orders.read_text(encoding="utf-8").replace("150.00", "1.5e2"))
    done = run("day", folder, "--home", tmp_path / "home", "--json")
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert error["kind"] == "InputError"
    assert "orders.csv:2:amount" in error["message"]
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "home").exists()


def test_day_without_a_provider_gives_2(folder: Path, tmp_path: Path) -> None:
    zone = folder / "zone.toml"
    zone.write_text(zone.read_text(encoding="utf-8").replace(PROVIDER, ""), encoding="utf-8")
    done = run("day", folder, "--home", tmp_path / "home")
    assert done.returncode == 2
    assert "no participant with the role provider" in done.stderr


def test_day_with_a_report_nowhere_gives_2_before_anything_is_paid(
    folder: Path, tmp_path: Path
) -> None:
    done = run("day", folder, "--home", tmp_path / "home", "--report", tmp_path / "no" / "r.html")
    assert done.returncode == 2
    assert "--report" in done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "url", ["https://rpc.example.kz", "http://127.0.0.1:8899,https://rpc.example.kz"]
)
def test_day_with_a_seed_on_a_real_cluster_gives_2(folder: Path, tmp_path: Path, url: str) -> None:
    done = run("day", folder, "--home", tmp_path, "--url", url)
    assert done.returncode == 2
    assert f"not accepted on {url}" in done.stderr.replace("\n", " ")
    assert "--keys DIR" in done.stderr


def test_day_with_derived_key_files_is_the_same_zone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, home = tmp_path / "keys", tmp_path / "home"
    assert main(["keys", "derive", "--folder", str(folder), "--out", str(keys)]) == 0
    assert main(["day", str(folder), "--keys", str(keys), "--home", str(home)]) == 0
    assert "Everything agrees." in capsys.readouterr().out
    zone = ["--zone", "Сынақ аймағы", "--home", str(home), "--json"]
    resident, mint = str(keys / "r-002.json"), str(keys / "mint-KZTE.json")
    assert main(["account", "show", resident, "--asset", mint, *zone]) == 0
    assert json.loads(capsys.readouterr().out)["available"] == "1000.00"
    (keys / "r-001.json").unlink()
    assert main(["day", str(folder), "--keys", str(keys), "--home", str(home)]) == 2
    assert "r-001.json" in capsys.readouterr().err


def test_day_on_a_file_that_is_no_chain_gives_1(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "embedded.sqlite").write_text("Это не база данных, а письмо.\n" * 100)
    done = run("day", folder, "--home", home)
    assert done.returncode == 1
    assert "embedded.sqlite" in done.stderr
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr


def test_day_without_a_validator_there_gives_1(folder: Path, tmp_path: Path) -> None:
    done = run("day", folder, "--home", tmp_path, "--url", "http://127.0.0.1:9")
    assert done.returncode == 1
    assert "127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


def test_localnet_without_the_validator_gives_2(tmp_path: Path) -> None:
    done = run("localnet", "--json", SOLANA_TEST_VALIDATOR=str(tmp_path / "none"))
    assert done.returncode == 2
    assert "SOLANA_TEST_VALIDATOR" in json.loads(done.stdout)["error"]["message"]


def read_json(stream: IO[str]) -> dict[str, Any]:
    """The JSON object that a process still running has printed."""
    text = ""
    for line in stream:
        text += line
        if line == "}\n":
            break
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture
def localnet(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """``alatau localnet``, with the operator of the small day funded."""
    if find_validator() is None:
        if os.environ.get("ALATAU_REQUIRE_VALIDATOR") == "1":
            pytest.fail("solana-test-validator was not found", pytrace=False)
        pytest.skip("solana-test-validator was not found: set SOLANA_TEST_VALIDATOR to its path")
    key = tmp_path / "me.json"
    assert main(["keys", "new", str(key)]) == 0
    command = [sys.executable, "-m", "alatau.cli", "localnet", "--port", "0", "--json"]
    command += ["--fund", str(key), "--sol", "2.5", "--ticks-per-slot", "16"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, read_json(process.stdout)
        finally:
            process.terminate()
            process.wait(30)


@pytest.mark.validator
@pytest.mark.own_validator
def test_localnet_settles_the_day_like_the_embedded_chain_and_stops(
    localnet: tuple[subprocess.Popen[str], dict[str, Any]], folder: Path, tmp_path: Path
) -> None:
    process, ready = localnet
    url, pid = ready["url"], ready["pid"]
    os.kill(pid, 0)
    assert len(ready["funded"]) == 1

    reports = []
    for where, home in (("embedded", "one"), (url, "two")):
        done = run("day", folder, "--url", where, "--home", tmp_path / home, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        reports.append(json.loads(done.stdout))
    same = ("orders", "refusals", "breaks", "assets", "services", "hours")
    assert [reports[0][name] for name in same] == [reports[1][name] for name in same]
    assert [report["chain"] for report in reports] == ["embedded", url]

    shown = run("zone", "show", "--zone", "Сынақ аймағы", "--json", ALATAU_URL=url)
    assert all(asset["vault"]["solvent"] for asset in json.loads(shown.stdout)["assets"])
    told = json.loads(run("history", "--url", url, "--limit", "500", "--json").stdout)
    names = [event["name"] for row in told for event in row["events"]]
    assert names.count("Transferred") == 1
    assert names[-1] == "ZoneCreated"

    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
