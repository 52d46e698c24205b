"""Has it landed?  Asked when the finalized chain has passed the last block that could take it.

The proof of a payment's not having landed is its sequence's bit in the payer's account, read
as it stands in a finalized block after that one.  Nodes forget signatures, so what they do
not know of counts only where their history reaches back to the signing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from alatau.chain.base import AccountInfo, Chain, Commitment, Status, Tip
from alatau.errors import AccountInvalid
from alatau.program import PROGRAM_ID, accounts
from alatau.sender.flight import Flight
from alatau.sender.journal_values import Evidence


class Verdict(StrEnum):
    """What can be said."""

    LANDED = "landed"  # it was seen: `status`
    USED = "used"  # its sequence is used up, so it landed; by what signature is forgotten
    TAKEN = "taken"  # its sequence is used up by something else: it has not landed, and cannot
    DEAD = "dead"  # it has not landed, and never will
    WAIT = "wait"  # the node is behind: nothing can be said yet
    UNKNOWN = "unknown"  # the node has forgotten what would prove it


@dataclass(frozen=True, slots=True)
class Proof:
    """A verdict, what it rests on, and the status of what was seen."""

    verdict: Verdict
    evidence: Evidence
    status: Status | None = None


async def prove(chain: Chain, flights: Sequence[Flight], tip: Tip) -> list[Proof]:
    """What became of each; all are past their last valid height at the finalized `tip`."""
    seen = await chain.look([flight.signature for flight in flights], history=True)
    first = await chain.first_slot()
    used = await _used(chain, flights, tip)
    proofs = []
    for flight, status, (bit, why) in zip(flights, seen.statuses, used, strict=True):
        # A node that lags, or that has forgotten, does not know what it does not say.
        searched = flight.attempt.slot > 0 and first <= flight.attempt.slot
        history = f"history from slot {first} on does not know it" if searched else "no history"
        evidence = Evidence(tip.slot, tip.height, f"{why}; {history}")
        lags = seen.slot < tip.slot
        proofs.append(
            Proof(_verdict(status, used=bit, searched=searched, lags=lags), evidence, status)
        )
    return proofs


def _verdict(status: Status | None, *, used: bool | None, searched: bool, lags: bool) -> Verdict:
    if status is not None:
        return Verdict.LANDED
    if lags and used is not False:
        return Verdict.WAIT
    if used:
        return Verdict.TAKEN if searched else Verdict.USED
    if used is False or searched:
        return Verdict.DEAD
    return Verdict.UNKNOWN


async def _used(chain: Chain, flights: Sequence[Flight], tip: Tip) -> list[tuple[bool | None, str]]:
    """Whether each one's sequence is used up, as of the finalized tip; None: it cannot be told."""
    addresses = list(dict.fromkeys(f.account for f in flights if f.account is not None))
    found = await chain.accounts(addresses, Commitment.FINALIZED, min_slot=tip.slot)
    infos = dict(zip(addresses, found, strict=True))
    return [
        (None, "it has no sequence")
        if flight.account is None
        else _bit(infos[flight.account], flight.sequence)
        for flight in flights
    ]


def _bit(info: AccountInfo | None, sequence: int) -> tuple[bool | None, str]:
    if info is None or info.owner != PROGRAM_ID:
        return None, "the account of its sequence is gone"
    try:
        account = accounts.decode_account(info.data)
    except AccountInvalid:
        return None, "the account of its sequence cannot be read"
    match account:
        case accounts.PaymentAccount() | accounts.Allowance() | accounts.Holding():
            used, highest = account.is_used(sequence), account.sequence
        case accounts.Participant():
            used, highest = account.is_used(sequence), account.wallet_sequence
        case _:
            return None, "the account has no sequences"
    word = {True: "used", False: "not used", None: "too old to be told"}[used]
    return used, f"sequence {sequence} is {word}, {highest} is the highest"
