"""What is raised where an intent did not come to its end, with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from alatau.chain.runtime_errors import error_name
from alatau.errors import (
    AlatauError,
    FeePayerShort,
    OutcomeUnknown,
    TransactionExpired,
    TransactionFailed,
)
from alatau.sender.flight import Flight
from alatau.sender.intent import Outcome
from alatau.sender.journal_values import Entry

RUN_AGAIN: Final = "run it again with the same key"
_FEE_ERRORS: Final = frozenset(
    {"AccountNotFound", "InsufficientFundsForFee", "InvalidAccountForFee"}
)


def told_again(outcome: Outcome, entry: Entry) -> Outcome:
    """The outcome of a call that found this `entry`: recorded, where it had failed so before."""
    if entry.error and (entry.error, entry.slot) == (outcome.error, outcome.slot):
        return replace(outcome, recorded=True)
    return outcome


def recorded(error: TransactionFailed) -> TransactionFailed:
    """The error, made to say that it is an earlier attempt's: the cause may be gone by now."""
    error.recorded = True
    error.message += (
        "; this is the recorded outcome of an earlier attempt under this key, nothing was tried now"
    )
    error.remedy = (
        "what failed stays so under its key: mend the cause, then try again with another key"
    )
    return error


def hopeless(flight: Flight, why: str, most: int) -> AlatauError | None:
    """Why signing again cannot help a flight that is proven dead; None: it can.

    `most` is how often it is signed at all.
    """
    name = reason_name(why)
    if flight.intent is None or flight.refused:
        return expired(flight, why, RUN_AGAIN)
    if name in _FEE_ERRORS:
        return short(flight, why)
    if flight.intent.transaction is not None:
        return expired(flight, why, "have it signed again")
    if name not in {"", "BlockhashNotFound"} or flight.tries >= most:
        return expired(flight, why, f"{RUN_AGAIN} when the cause is mended")
    return None


def reason_name(why: str) -> str:
    """The runtime's name of an error; nothing where `why` is words."""
    return error_name(why) if why.startswith(("{", '"')) else ""


def expired(flight: Flight, why: str, remedy: str) -> TransactionExpired:
    """It is proven not to have landed; `why` are words or the runtime's error."""
    times = f"{flight.tries} transactions of it" if flight.tries > 1 else "its transaction"
    return TransactionExpired(
        f"{flight.key}: {times} did not land and never will: {why}", remedy=remedy
    )


def short(flight: Flight, why: str) -> FeePayerShort:
    """Who pays the network cannot."""
    return FeePayerShort(
        f"{flight.key}: the fee payer {flight.payer} cannot pay the network: {why}",
        remedy="send it lamports and run it again with the same key; nothing is paid twice",
    )


def unknown(flight: Flight, why: str, cause: AlatauError | None = None) -> OutcomeUnknown:
    """Nothing that answers can tell what became of it."""
    error = OutcomeUnknown(
        f"{flight.key}: what became of {flight.attempt.signature} is not known: {why}",
        remedy="run it again with the same key, or: alatau journal resume; nothing is paid twice",
    )
    error.__cause__ = cause
    return error
