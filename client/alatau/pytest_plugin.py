"""A pytest plugin: the fixtures that Alatau's own tests use, for everyone's tests.

It is loaded by itself where the package is installed.  A whole test::

    async def test_pay_the_bakery(zone, wallets):
        aigul = await wallets.resident("Айгүл Сәрсенова", tenge=50_000_00)
        nan = await wallets.merchant("«Нан» наубайханасы")
        receipt = await zone.pay(
            wallet=aigul, payee=nan.pubkey(), mint=zone.tenge.mint,
            amount=1_250_00, service=Service.SHOPS,
        )
        assert receipt.event.fee == 6_25

``pip install 'alatau[pytest]'`` brings what it needs.  The fixtures are pytest-asyncio's:
set ``asyncio_mode = "auto"``, or mark the tests ``@pytest.mark.asyncio``.

===================  ==================================================================
``chain``            an open `Chain` that runs the program; once per kind in ``--chain``
``zone``             a `FreshZone` on it: two consented assets, a funded operator
``wallets``          a `Wallets`: makes funded residents and merchants
``localnet``         the validator that the whole session shares, a running `Localnet`
``embedded_chain``   an embedded chain in memory (its clock can be moved)
``validator_chain``  a connection to ``localnet``
===================  ==================================================================

``--chain=embedded`` (the default) needs nothing else; ``--chain=validator`` runs on
solana-test-validator, ``--chain=all`` on both.  Tests that need the validator have the mark
``validator`` and come last.  They are skipped when it is not found in `SOLANA_TEST_VALIDATOR`,
on PATH or in /opt/sbpf/bin; with `ALATAU_REQUIRE_VALIDATOR` = 1 they fail instead.

anchorpy, which Alatau decodes with, registers a pytest plugin of its own, and pytest does
not start when that one cannot be imported.  ``alatau[pytest]`` installs what it lacks
(py and pytest-xprocess); without them, tell pytest ``-p no:pytest_anchorpy``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from alatau.chain import Chain
    from alatau.chain.embedded import EmbeddedChain
    from alatau.chain.machines import Machines
    from alatau.chain.rpc import RpcChain
    from alatau.localnet import Localnet
    from alatau.testing.fixtures import FreshZone, Wallets

REQUIRE_VALIDATOR = "ALATAU_REQUIRE_VALIDATOR"
KINDS = ("embedded", "validator")
FAST_TICKS_PER_SLOT = 16
"""Slots of about 100 ms: what expires or becomes final does so four times sooner."""

_MARK = "validator: needs solana-test-validator (SOLANA_TEST_VALIDATOR, PATH or /opt/sbpf/bin)"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--chain``."""
    parser.getgroup("alatau").addoption(
        "--chain",
        choices=(*KINDS, "all"),
        default="embedded",
        help="what the fixture `chain` gives: an embedded chain, a local validator, or both",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark."""
    config.addinivalue_line("markers", _MARK)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what uses `chain` once per kind of chain."""
    # A fixture of its own, so that a project may have another fixture named `chain`.
    if "_alatau_chain_kind" not in metafunc.fixturenames:
        return
    wanted = metafunc.config.getoption("--chain")
    marks = {"validator": (pytest.mark.validator,)}
    kinds = [
        pytest.param(kind, marks=marks.get(kind, ())) for kind in KINDS if wanted in {kind, "all"}
    ]
    metafunc.parametrize("_alatau_chain_kind", kinds, indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what needs the validator last: it runs, and takes a core, for no longer than needed."""
    items.sort(key=lambda item: item.get_closest_marker("validator") is not None)


def _async_fixture(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """An async fixture; without pytest-asyncio, one that says what to install."""
    if find_spec("pytest_asyncio") is not None:
        import pytest_asyncio

        return pytest_asyncio.fixture(**options)

    def missing(function: Callable[..., Any]) -> Any:
        def fail() -> None:
            pytest.fail(
                f"the fixture {function.__name__} needs pytest-asyncio: "
                "pip install 'alatau[pytest]'",
                pytrace=False,
            )

        return pytest.fixture(name=function.__name__)(fail)

    return missing


@_async_fixture(scope="session", loop_scope="session")
async def localnet() -> AsyncIterator[Localnet]:
    """A validator that runs the program, for the whole session."""
    from alatau.localnet import Localnet, find_validator
    from alatau.program import PROGRAM_ID, program_path

    if find_validator() is None:
        reason = "solana-test-validator was not found: set SOLANA_TEST_VALIDATOR to its path"
        if os.environ.get(REQUIRE_VALIDATOR) == "1":
            pytest.fail(f"{reason} ({REQUIRE_VALIDATOR}=1)", pytrace=False)
        pytest.skip(reason)
    async with Localnet.start(
        PROGRAM_ID, program_path(), port=0, ticks_per_slot=FAST_TICKS_PER_SLOT
    ) as net:
        yield net


@pytest.fixture(scope="session")
def _alatau_machines() -> Machines:
    from alatau.chain.machines import Machines

    return Machines()


@_async_fixture(loop_scope="function")
async def embedded_chain(_alatau_machines: Machines) -> AsyncIterator[EmbeddedChain]:
    """An embedded chain in memory that runs the program."""
    from alatau.chain.embedded import EmbeddedChain
    from alatau.program import PROGRAM_ID, program_path

    opened = EmbeddedChain.open(
        None, programs={PROGRAM_ID: program_path()}, machines=_alatau_machines
    )
    async with await opened as chain:
        yield chain


@_async_fixture(loop_scope="function")
async def validator_chain(localnet: Localnet) -> AsyncIterator[RpcChain]:
    """A connection of this test's own to the session's validator."""
    from alatau.chain.rpc import RpcChain
    from alatau.program import PROGRAM_ID

    opened = RpcChain.open(localnet.url, program=PROGRAM_ID, block_seconds=localnet.slot_seconds)
    async with await opened as chain:
        yield chain


@pytest.fixture
def _alatau_chain_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def chain(request: pytest.FixtureRequest, _alatau_chain_kind: str) -> Chain:
    """An open chain that runs the program: see ``--chain``."""
    opened: Chain = request.getfixturevalue(f"{_alatau_chain_kind}_chain")
    return opened


@_async_fixture(loop_scope="function")
async def zone(chain: Chain) -> AsyncIterator[FreshZone]:
    """A zone founded a moment ago, under a name that no other has."""
    from alatau.testing.fixtures import FreshZone

    async with FreshZone.found(chain) as fresh:
        yield fresh


@pytest.fixture
def wallets(zone: FreshZone) -> Wallets:
    """Makes funded wallets for `zone`, registered or not."""
    from alatau.testing.fixtures import Wallets

    return Wallets(zone)
