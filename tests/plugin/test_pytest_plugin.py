"""The plugin in a stranger's project, in a process of its own."""

from __future__ import annotations

import os
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import alatau
from alatau.localnet import VALIDATOR_VARIABLE, find_validator
from alatau.pytest_plugin import REQUIRE_VALIDATOR

pytest_plugins = ["pytester"]

PLUGIN = "alatau.pytest_plugin"

PAY = """
from alatau.program import Service

async def test_pay(zone, wallets):
    resident = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
    merchant = await wallets.merchant("«Нан» наубайханасы", tax_category=1)
    receipt = await zone.pay(
        wallet=resident, payee=merchant.pubkey(), mint=zone.tenge.mint,
        amount=1_250_00, service=Service.SHOPS,
    )
    assert (receipt.event.fee, receipt.event.tax) == (6_25, 37_50)
    account = await zone.account(merchant.pubkey(), zone.tenge.mint)
    assert account.available == 1_250_00 - 6_25 - 37_50

async def test_zones_are_new(zone, wallets):
    assert await zone.exists()
    assert (await zone.state()).operator == zone.keypair.pubkey() == zone.operator.pubkey()
    for asset in (zone.tenge, zone.dollar):
        assert (await zone.asset(asset.mint)) == asset
    stranger = await wallets()
    assert (await zone.chain.account(stranger.pubkey())).lamports > 0
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with the settings that the documentation asks for."""
    pytester.makepyprojecttoml(
        """
        [tool.pytest.ini_options]
        addopts = ["-p", "no:pytest_anchorpy", "--strict-markers", "-ra"]
        asyncio_mode = "auto"
        asyncio_default_fixture_loop_scope = "function"
        filterwarnings = ["error"]
        """
    )
    package = str(Path(alatau.__file__).parents[1])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([package, os.environ.get("PYTHONPATH", "")]))
    monkeypatch.delenv(REQUIRE_VALIDATOR, raising=False)
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    installed = PLUGIN in {each.value for each in entry_points(group="pytest11")}
    load = () if installed else ("-p", PLUGIN)
    return project.runpytest_subprocess(*load, *arguments)


def test_run_without_option_uses_an_embedded_chain(project: pytest.Pytester) -> None:
    project.makepyfile(PAY)
    result = run(project, "-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*test_pay?embedded? PASSED*"])


@pytest.mark.validator
@pytest.mark.own_validator
def test_run_on_all_chains_uses_both(project: pytest.Pytester) -> None:
    if find_validator() is None:
        pytest.skip("solana-test-validator was not found")
    project.makepyfile(PAY)
    result = run(project, "-v", "--chain=all")
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(["*test_pay?embedded? PASSED*", "*test_pay?validator? PASSED*"])


NOWHERE = """
import pathlib
import alatau.localnet

alatau.localnet._RECIPE_FOLDER = pathlib.Path("nowhere")
"""


@pytest.fixture
def bare(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """The project on a machine without a validator."""
    project.makeconftest(NOWHERE)
    project.makepyfile("async def test_it(zone): assert await zone.exists()")
    monkeypatch.setenv("PATH", str(project.mkdir("empty")))
    monkeypatch.delenv(VALIDATOR_VARIABLE, raising=False)
    return project


def test_run_without_validator_skips_and_says_why(bare: pytest.Pytester) -> None:
    result = run(bare, "--chain=all")
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*solana-test-validator was not found: set SOLANA_TEST*"])


def test_run_without_required_validator_fails(
    bare: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REQUIRE_VALIDATOR, "1")
    result = run(bare, "--chain=validator")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*solana-test-validator was not found*({REQUIRE_VALIDATOR}=1)*"])


def test_deselect_by_mark_leaves_the_embedded_chain(bare: pytest.Pytester) -> None:
    result = run(bare, "--chain=all", "-m", "not validator")
    result.assert_outcomes(passed=1, deselected=1)


def test_run_with_own_chain_fixture_keeps_it(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        @pytest.fixture(params=["bicycle", "anchor"])
        def chain(request):
            return request.param

        def test_it(chain):
            assert chain in {"bicycle", "anchor"}
        """
    )
    run(project, "--chain=all").assert_outcomes(passed=2)


def test_run_without_pytest_asyncio_says_what_to_install(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(
        sitecustomize="import sys; sys.modules['pytest_asyncio'] = None",
        test_it="def test_it(zone): pass",
    )
    project.makepyprojecttoml("")
    paths = [str(project.path), os.environ["PYTHONPATH"]]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    result = project.runpytest_subprocess("-p", PLUGIN)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*needs pytest-asyncio: pip install 'alatau?pytest?'*"])


def test_import_plugin_loads_no_chain(pytester: pytest.Pytester) -> None:
    package = str(Path(alatau.__file__).parents[1])
    code = (
        f"import sys; sys.path.insert(0, {package!r}); import pytest, pytest_asyncio;"
        "before = set(sys.modules); import alatau.pytest_plugin;"
        "print(*sorted(set(sys.modules) - before))"
    )
    result = pytester.run(sys.executable, "-c", code)
    assert result.outlines == ["alatau alatau.pytest_plugin"]
