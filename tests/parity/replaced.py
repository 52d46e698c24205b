"""A holder that is said to have lost its wallet, and has not: no week passes here."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse
from tests.parity.tokenized import SYMBOLS

from alatau.program import (
    HolderReplaced,
    ReplacementProposed,
    ReplacementVetoed,
    UnitsTransferred,
    instructions,
)


async def replacement(
    zone: RecordedZone, issuer: Keypair, holder: Keypair, successor: Keypair
) -> None:
    """Proposed, vetoed, proposed again, and ended by what the holder signs."""
    operator = zone.operator
    named: dict[str, Any] = {"zone": zone.address, "mint": zone.key(SYMBOLS[0]).pubkey()}
    owners = {**named, "holder": holder.pubkey(), "successor": successor.pubkey()}
    found = await zone.holding(mint=named["mint"], wallet=holder.pubkey())
    terms: dict[str, Any] = {**owners, "issuer": issuer.pubkey(), "operator": operator.pubkey()}
    first = instructions.propose_replacement(**terms, revision=found.revision)
    second = instructions.propose_replacement(**terms, revision=found.revision + 2)
    stolen = instructions.propose_replacement(
        **terms | {"operator": successor.pubkey()}, revision=found.revision
    )
    both = (issuer, operator)
    await refuse(
        zone.submit(ReplacementProposed, stolen, signers=(issuer, successor)),
        zone.submit(ReplacementProposed, second, signers=both),
    )
    await zone.submit(ReplacementProposed, first, signers=both)
    early = instructions.replace_holder(**owners)
    by_successor = instructions.veto_replacement(
        **named, holder=holder.pubkey(), wallet=successor.pubkey()
    )
    await refuse(
        zone.submit(HolderReplaced, early),
        zone.submit(ReplacementVetoed, by_successor, signers=(successor,)),
    )
    vetoed = instructions.veto_replacement(**named, holder=holder.pubkey(), wallet=holder.pubkey())
    await zone.submit(ReplacementVetoed, vetoed, signers=(holder,))
    await refuse(zone.submit(ReplacementProposed, first, signers=both))
    await zone.submit(ReplacementProposed, second, signers=both)
    given = instructions.transfer_units(
        wallet=holder.pubkey(),
        recipient=issuer.pubkey(),
        **named,
        sequence=found.sequence + 1,
        quantity=1,
        reference=bytes(range(32)),
    )
    await zone.submit(UnitsTransferred, given, signers=(holder,))
    await refuse(zone.submit(ReplacementVetoed, vetoed, signers=(holder,)))
