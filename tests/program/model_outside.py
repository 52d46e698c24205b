"""What units outside allow, in plain Python beside `model_instruments`."""

from __future__ import annotations

from tests.program.invariant_model import Model
from tests.program.model_instruments import Member, Register

from alatau.program import InstrumentState

OVER = {InstrumentState.REDEEMING, InstrumentState.DELISTED}


def withdraw(
    register: Register,
    model: Model,
    members: dict[str, Member],
    who: str,
    sequence: int,
    quantity: int,
) -> set[str]:
    """Why a holder cannot take units out; if it can, they are."""
    reasons = register.windows[who].sequence_reasons(sequence) | register._moving(model, quantity)
    reasons |= register._may_hold(model, members[who], who)
    if model.now < members[who].frozen_until:
        reasons.add("ParticipantFrozen")
    reasons |= register.frozen_reasons(model, who)
    if quantity > register.free(who):
        reasons.add("InsufficientUnits")
    if not reasons:
        register.windows[who].used.add(sequence)
        register.outside[who] += quantity
    return reasons


def bring(register: Register, who: str, sequence: int, quantity: int) -> set[str]:
    """Why a holder cannot bring units back; if it can, they are."""
    reasons = register.windows[who].sequence_reasons(sequence)
    if not quantity:
        reasons.add("ZeroAmount")
    if quantity > register.outside[who]:
        reasons.add("InsufficientUnitsOutside")
    if not reasons:
        register.windows[who].used.add(sequence)
        register.outside[who] -= quantity
    return reasons


def recall(register: Register, model: Model, who: str, *, lost: bool = False) -> set[str]:
    """Why nobody can recall a holder's units; if somebody can, they are.

    `lost`: all that it has can go to its new wallet.
    """
    over = lost or register.state in OVER or model.now >= model.ends_at
    reasons = set() if over or model.now < register.frozen[who] else {UNTIL_THEN}
    if not register.outside[who]:
        reasons.add("NothingOutside")
    if not reasons:
        register.outside[who] = 0
    return reasons


UNTIL_THEN = "UnitsStayOutside"
