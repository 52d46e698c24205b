"""What tests of commands share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flows.zone_by_commands import make_zone, settle_in


@pytest.fixture(scope="session")
def living_zone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a zone in which payments can be made, and its asset's mint."""
    folder = tmp_path_factory.mktemp("zone")
    with pytest.MonkeyPatch.context() as patch:
        settle_in(folder, patch)
        return folder, make_zone()
