"""The people of the bench, chosen so that luck favours nobody.

Where a program derives an address anew at each purchase, its owner's key is one with which
no bump is missed: what a peer costs here is the least that it can.
"""

from __future__ import annotations

from solders.pubkey import Pubkey
from tests.bench.peer_commerce import merchant_misses, operator_misses
from tests.bench.stage import Crowd, key, lucky, missed
from tests.bench.tokens import tokens_bump
from tests.bench.work import BUYERS, MERCHANTS


def gather() -> Crowd:
    """The same people every time."""
    mint = key("mint")
    address = mint.pubkey()
    operator = lucky("operator", lambda found: operator_misses(found, address))

    def shop(owner: Pubkey) -> int:
        return merchant_misses(owner, operator.pubkey(), address)

    def holder(owner: Pubkey) -> int:
        return missed(tokens_bump(owner, address))

    return Crowd(
        operator=operator,
        issuer=key("issuer"),
        mint=mint,
        buyers=tuple(lucky(f"buyer {number}", holder) for number in range(BUYERS)),
        merchants=tuple(lucky(f"merchant {number}", shop) for number in range(MERCHANTS)),
    )
