"""Public helpers for tests: zones that live, invariants, and the generator of a day."""

from alatau.testing import invariants
from alatau.testing.fixtures import FreshZone, Wallets, ZonePolicy
from alatau.testing.invariants import Audit
from alatau.testing.living import World, WorldAsset
from alatau.testing.snapshot import Snapshot, take_snapshot
from alatau.testing.world import build_world

__all__ = [
    "Audit",
    "FreshZone",
    "Snapshot",
    "Wallets",
    "World",
    "WorldAsset",
    "ZonePolicy",
    "build_world",
    "invariants",
    "take_snapshot",
]
