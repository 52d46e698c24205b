"""Units that a holder takes out, brings back, and that are recalled of what is delisted."""

from __future__ import annotations

from typing import Any

from solders.keypair import Keypair
from tests.parity.recording import RecordedZone, refuse
from tests.parity.tokenized import SYMBOLS

from alatau.context import new_key
from alatau.program import (
    TOKEN_2022_PROGRAM,
    UnitsRecalled,
    UnitsReturned,
    UnitsWithdrawn,
    instructions,
)
from alatau.sender import Intent
from alatau.tokens import create_token_account


def _named(zone: RecordedZone, holder: Keypair) -> dict[str, Any]:
    mint = zone.key(SYMBOLS[0]).pubkey()
    return {"zone": zone.address, "mint": mint, "wallet": holder.pubkey()}


async def there_and_back(zone: RecordedZone, holder: Keypair) -> None:
    """The holder takes 8 units out, once there is a token account, and 3 of them back."""
    named = _named(zone, holder)
    sequence = (await zone.holding(mint=named["mint"], wallet=holder.pubkey())).sequence + 1
    gone = instructions.withdraw_units(**named, sequence=sequence, quantity=8)
    back = instructions.return_units(**named, sequence=sequence + 1, quantity=3)
    too_many = instructions.return_units(**named, sequence=sequence + 2, quantity=6)
    recalled = instructions.recall_units(**named)
    await refuse(zone.submit(UnitsWithdrawn, gone, signers=(holder,)))
    payer = zone.operator
    token = create_token_account(payer.pubkey(), holder.pubkey(), named["mint"], TOKEN_2022_PROGRAM)
    await zone.sender.submit(Intent(new_key(), (token,), payer))
    await zone.submit(UnitsWithdrawn, gone, signers=(holder,))
    await zone.submit(UnitsReturned, back, signers=(holder,))
    await refuse(
        zone.submit(UnitsReturned, too_many, signers=(holder,)),
        zone.submit(UnitsWithdrawn, gone, signers=(holder,)),
        zone.submit(UnitsRecalled, recalled),
    )


async def recall(zone: RecordedZone, holder: Keypair) -> None:
    """Anyone brings the rest back."""
    recalled = instructions.recall_units(**_named(zone, holder))
    await zone.submit(UnitsRecalled, recalled)
    await refuse(zone.submit(UnitsRecalled, recalled))
