"""What both regulators order about units: a freeze and its end, a seizure, a forced transfer."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse
from tests.parity.tokenized import SYMBOLS

from alatau.program import (
    HoldingFreezeLifted,
    HoldingFreezeSet,
    HoldingOpened,
    UnitsForcedTransferred,
    UnitsSeized,
    UnitsTransferred,
    case_id,
    instructions,
)
from alatau.testing.fixtures import DAY

CASE, OTHER_CASE, BASIS = case_id("ҮЛЕС-17"), case_id("ҮЛЕС-18"), 7


async def units(zone: RecordedZone, holder: Keypair, other: Keypair) -> None:
    """Of what a holder has, some units go to the treasury, and some to another and back."""
    bank, authority = zone.regulators
    both = (bank, authority)
    named: dict[str, Any] = {"zone": zone.address, "mint": zone.key(SYMBOLS[0]).pubkey()}
    signed = {"first_regulator": bank.pubkey(), "second_regulator": authority.pubkey()}
    wallet: dict[str, Any] = {"wallet": holder.pubkey()}

    freeze: dict[str, Any] = {**named, **wallet, **signed, "case": CASE, "basis": BASIS}
    freeze["until"] = await zone.chain.time() + DAY
    lift = instructions.unfreeze_holding(**named, **wallet, regulator=authority.pubkey())
    stolen = instructions.unfreeze_holding(**named, **wallet, regulator=holder.pubkey())
    own = await zone.holding(mint=named["mint"], wallet=holder.pubkey())
    used: dict[str, Any] = {"sequence": own.sequence + 1, "quantity": 1, "reference": bytes(32)}
    given = instructions.transfer_units(**named, **wallet, recipient=other.pubkey(), **used)
    await refuse(
        zone.submit(
            HoldingFreezeSet,
            instructions.freeze_holding(**(freeze | {"until": 1})),
            signers=both,
        ),
        zone.submit(HoldingFreezeLifted, lift, signers=(authority,)),
    )
    await zone.submit(HoldingFreezeSet, instructions.freeze_holding(**freeze), signers=both)
    await refuse(
        zone.submit(UnitsTransferred, given, signers=(holder,)),
        zone.submit(HoldingFreezeLifted, stolen, signers=(holder,)),
    )

    treasury = zone.treasury.pubkey()
    opened = instructions.open_holding(**named, rent_payer=zone.keypair.pubkey(), wallet=treasury)
    await zone.submit(HoldingOpened, opened)
    ordered: dict[str, Any] = {**named, **wallet, **signed, "payer": zone.keypair.pubkey()}
    ordered |= {"case": CASE, "basis": BASIS, "quantity": 2}
    seized = instructions.seize_units(**ordered, treasury=treasury)
    much = instructions.seize_units(**(ordered | {"quantity": 10**9}), treasury=treasury)
    await refuse(zone.submit(UnitsSeized, much, signers=both))
    await zone.submit(UnitsSeized, seized, signers=both)
    moving = {**ordered, "recipient": other.pubkey()}
    again = instructions.forced_transfer_units(**moving)
    await refuse(zone.submit(UnitsForcedTransferred, again, signers=both))
    moved = instructions.forced_transfer_units(**(moving | {"case": OTHER_CASE}))
    await zone.submit(UnitsForcedTransferred, moved, signers=both)
    await zone.submit(HoldingFreezeLifted, lift, signers=(authority,))
    # All of it back, so that what comes after this finds who has what as it was.
    back = {**ordered, "recipient": holder.pubkey(), "case": OTHER_CASE}
    for wallet_of in (treasury, other.pubkey()):
        returned = instructions.forced_transfer_units(**(back | {"wallet": wallet_of}))
        await zone.submit(UnitsForcedTransferred, returned, signers=both)
