"""One run of the work on one system: what it cost, checked against what it should have done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from solders.pubkey import Pubkey
from tests.bench import ours, peer_commerce, peer_escrow
from tests.bench.crowd import gather
from tests.bench.stage import START, Outcome, Rent, Stage, Tally
from tests.bench.work import Purchase

from alatau.chain.embedded import EmbeddedChain
from alatau.program import PROGRAM_ID, TOKEN_PROGRAM, program_path

Drive: TypeAlias = Callable[[Stage, Sequence[Purchase]], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class System:
    """A program and a way to use it; `file` is its ELF in the folder of the peers, if a peer."""

    name: str
    program: Pubkey
    drive: Drive
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What the work cost on a system.

    `doors` is tokens going in and out, where that is apart; `standing` the lamports of what
    is there before the first purchase: configuration, participants, vaults.
    """

    system: str
    purchases: int
    work: Mapping[str, Tally]
    doors: Mapping[str, Tally]
    rent: Rent
    standing: int


OURS: Final = (
    System("final", PROGRAM_ID, ours.final),
    System("held", PROGRAM_ID, ours.held),
    System("batched", PROGRAM_ID, ours.batched),
)
PEERS: Final = (
    System(
        "commerce auto-settle", peer_commerce.PROGRAM, peer_commerce.auto_settled, "commerce.so"
    ),
    System("commerce", peer_commerce.PROGRAM, peer_commerce.escrowed, "commerce.so"),
    System("escrow", peer_escrow.PROGRAM, peer_escrow.escrowed, "escrow.so"),
)
AGAINST: Final[Mapping[str, Sequence[str]]] = {
    "final": ("commerce auto-settle",),
    "held": ("commerce", "escrow"),
    "batched": ("commerce", "escrow"),
}
"""Which peer does the same as which of ours."""


async def run(
    system: System,
    work: Sequence[Purchase],
    *,
    peers: Path | None = None,
    token: Path | None = None,
) -> Run:
    """Do the work on a new chain, with another token program than its own if one is given.

    Raises `RuntimeError` if a transaction fails, or if tokens did not end where they should.
    """
    elf = program_path() if system.file is None else _elf(system, peers)
    programs = {system.program: elf} | ({TOKEN_PROGRAM: token} if token else {})
    async with await EmbeddedChain.open(None, programs=programs, start_time=START) as chain:
        stage = await Stage.build(chain, gather())
        outcome = await system.drive(stage, work)
        if outcome.found != outcome.wanted:
            raise RuntimeError(
                f"{system.name}: the chain ends with {outcome.found}, not {outcome.wanted}"
            )
        rent = await stage.rent()
        owned = [info.lamports for _, info in await chain.program_accounts(system.program)]
        vaults = await chain.accounts(outcome.vaults)
        standing = sum(owned) + sum(info.lamports for info in vaults if info is not None)
        return Run(
            system=system.name,
            purchases=len(work),
            work=stage.work,
            doors=stage.doors,
            rent=rent,
            standing=standing - rent.locked + rent.returned,
        )


def present(peers: Path) -> list[System]:
    """The peers whose programs lie in this folder."""
    return [system for system in PEERS if _elf(system, peers).is_file()]


def _elf(system: System, peers: Path | None) -> Path:
    return (peers or Path()) / (system.file or "")
