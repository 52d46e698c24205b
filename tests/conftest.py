"""The project's tests use its own plugin, installed or not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import entry_points

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.postgres import Cluster, available, cluster, required

PLUGIN = "alatau.pytest_plugin"

# Installed, it is loaded by its entry point, and pytest refuses to load it twice.
if PLUGIN not in {each.value for each in entry_points(group="pytest11")}:
    pytest_plugins = [PLUGIN]

# A failure must be the program's, not that of a machine with other work to do.
_SLOW_MACHINE = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("local", deadline=None, suppress_health_check=_SLOW_MACHINE)
# A change is refused for what it does, not for what was drawn: others draw anew each time.
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=_SLOW_MACHINE
)
settings.register_profile(
    "nightly", max_examples=2_000, deadline=None, suppress_health_check=_SLOW_MACHINE
)
# Whether a bug is found counts, not by how small an example.
settings.register_profile(
    "mutants",
    deadline=None,
    suppress_health_check=_SLOW_MACHINE,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "local"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those with a validator of their own come before the session's, which none ends, is there."""
    items.sort(key=lambda item: item.get_closest_marker("own_validator") is None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server for the session; ALATAU_REQUIRE_POSTGRES fails where there is none."""
    if not available():
        why = "initdb was not found on PATH nor in /usr/lib/postgresql"
        if required():
            pytest.fail(why)
        pytest.skip(why)
    with cluster("fsync=off", "synchronous_commit=off", "full_page_writes=off") as running:
        yield running
