"""Public helpers for tests: zones that live, invariants, and the generator of a day."""

from alatau.testing import invariants
from alatau.testing.cluster import Rhythm
from alatau.testing.faults import FaultyChain
from alatau.testing.faults_plan import FaultPlan, Killed
from alatau.testing.fixtures import FreshZone, Wallets, ZonePolicy
from alatau.testing.forks import ForkedChain
from alatau.testing.invariants import Audit
from alatau.testing.living import World, WorldAsset
from alatau.testing.snapshot import Snapshot, take_snapshot
from alatau.testing.virtual_time import Deadlock, run_virtual
from alatau.testing.world import build_world

__all__ = [
    "Audit",
    "Deadlock",
    "FaultPlan",
    "FaultyChain",
    "ForkedChain",
    "FreshZone",
    "Killed",
    "Rhythm",
    "Snapshot",
    "Wallets",
    "World",
    "WorldAsset",
    "ZonePolicy",
    "build_world",
    "invariants",
    "run_virtual",
    "take_snapshot",
]
