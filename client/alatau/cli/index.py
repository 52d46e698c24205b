"""``alatau index``: what the chain did goes into the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.ledger_options import Where
from alatau.cli.options import READS, Settings, command

if TYPE_CHECKING:
    from alatau.indexer import BalanceProof, Indexed, Indexer, RentProof
    from alatau.ledger import Ledger
    from alatau.zone import Zone

app = typer.Typer()


@command(
    app,
    "index",
    uses=READS,
    examples="alatau index --zone Alatau\n"
    "alatau index --zone Alatau --url localnet --follow\n"
    "alatau index --zone Alatau --ledger postgresql://alatau@localhost/ledger --json",
)
def index(
    settings: Settings,
    *,
    ledger: Where = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on as blocks come, until interrupted.")
    ] = False,
) -> None:
    """Bring the ledger up to the chain, and compare the two.

    What is final is posted for good, what is confirmed provisionally: it is taken back should
    its block vanish.  Interrupted, it goes on where it was.  Exit code 1 where an account of the
    chain is not what its history adds up to, or holds less rent than was paid for it.
    """
    from alatau.cli.connect import run, zone_of
    from alatau.cli.payroll import progress
    from alatau.indexer import Indexer, settled_proof

    async def work() -> bool:
        async with zone_of(settings) as zone, await _opened(settings, zone, ledger) as books:
            indexer = await Indexer.open(zone.chain, books, zone.address)
            while True:
                with progress("indexing", shown=not settings.json) as tell:
                    found = await indexer.catch_up(tell)
                if not follow:
                    proof = await settled_proof(zone.chain, indexer)
                    await _show(settings, books, indexer, found, proof)
                    return proof.proven
                await _show(settings, books, indexer, found, None)
                await zone.chain.news(max(zone.chain.block_seconds, 1.0))

    if not run(work()):
        raise typer.Exit(1)


async def _opened(settings: Settings, zone: Zone, given: str | None) -> Ledger:
    """The ledger that is meant: made where there is none yet."""
    from alatau.file_names import file_name
    from alatau.ledger import Ledger

    genesis = await zone.chain.genesis_hash()
    where = given or settings.home / file_name("ledger", genesis, zone.name)
    return await Ledger.open(where, zone=zone.name, genesis=genesis)


async def _show(
    settings: Settings,
    books: Ledger,
    indexer: Indexer,
    found: Indexed,
    proof: BalanceProof | None,
) -> None:
    from alatau.cli.output import emit

    new = found.transactions or found.reversed
    if proof is None and not new and not found.provisional:
        return  # nothing to tell while following
    data: dict[str, Any] = {
        "ledger": books.name,
        "slot": indexer.slot,
        "transactions": found.transactions,
        "provisional": found.provisional,
        "reversed": found.reversed,
        "head": str(await books.head()),
    }
    counted = f"{found.transactions:,} transactions new, {found.provisional:,} provisional"
    lines = [
        f"{books.name}: all up to slot {indexer.slot} is in it",
        f"{counted}, {found.reversed:,} taken back",
    ]
    if proof is not None:
        data["accounts"] = proof.accounts
        data["differences"] = [
            {
                "account": str(one.account),
                "changes_known": one.known,
                "changes_on_chain": one.found,
                "balances": [
                    {"balance": name, "ledger": here, "chain": there}
                    for name, here, there in one.balances
                ],
            }
            for one in proof.differences
        ]
        data["rent"] = {
            "accounts": proof.rent.accounts,
            "lamports_known": proof.rent.known,
            "lamports_on_chain": proof.rent.found,
            "unknown_to_slot": proof.rent.unknown,
            "differences": [
                {
                    "account": str(one.account),
                    "lamports_known": one.known,
                    "lamports_on_chain": one.found,
                    "missing": one.missing,
                }
                for one in proof.rent.differences
            ],
        }
        lines += [*_proof_lines(proof), *_rent_lines(proof.rent)]
    emit(settings, data, "\n".join(lines))


def _proof_lines(proof: BalanceProof) -> list[str]:
    from alatau.cli.output import some

    if not proof.differences:
        return [f"{proof.accounts:,} accounts are what their history adds up to"]
    lines = []
    for one in proof.differences:
        sums = ", ".join(f"{name} {here} here, {there} there" for name, here, there in one.balances)
        changes = f"{one.known} changes here, {one.found} there"
        lines.append(f"{one.account}: {changes}; {sums or 'no balance differs'}")
    head = f"{len(lines):,} of {proof.accounts:,} accounts differ from the chain:"
    return [head, *(f"  {line}" for line in some(lines))]


def _rent_lines(rent: RentProof) -> list[str]:
    from alatau.cli.output import some

    lines = [f"{rent.known:,} lamports of rent are in {rent.accounts:,} accounts"]
    if rent.unknown:
        lines.append(f"  and what was paid up to slot {rent.unknown} may be missing in that")
    for heading, missing in (
        ("hold less than was paid for them:", True),
        ("hold other lamports than that:", False),
    ):
        found = [
            f"{one.account}: {one.known:,} here, {one.found:,} there"
            for one in rent.differences
            if one.missing is missing
        ]
        if found:
            head = f"{len(found):,} of them {heading}"
            lines += [head, *(f"  {line}" for line in some(found))]
    return lines
