"""Refusals with their figures: which limit, how much, until when.

The program names a rule.  What it compared is in the accounts that the instruction names:
they are read after the refusal, so that it costs nothing where all goes well.  What can
be told of which error is one table, `EXPLAINED`.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from solders.instruction import Instruction

from alatau.amounts import U64_MAX, format_amount
from alatau.chain.base import Chain
from alatau.errors import (
    AlatauError,
    Frozen,
    InsufficientFunds,
    LimitExceeded,
    NotYet,
    ProgramRefused,
    RefusedWithFigures,
    SequenceRefused,
)
from alatau.program import PROGRAM_ID, Asset, Participant, Payment, PaymentAccount, Vault
from alatau.program.accounts import Account, decode_account
from alatau.program.coding import instruction_layout
from alatau.program.idl import idl
from alatau.program.months import month_begins, month_of

_DAY: Final = 86_400
_INDEX: Final = re.compile(r"InstructionError\D*(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Facts:
    """A refused instruction: its arguments and accounts by the IDL's names, and the time."""

    name: str
    args: Mapping[str, Any]
    accounts: Mapping[str, Account]
    now: int

    def one(self, kind: type[Any], *names: str) -> Any:
        """The first of these accounts.  Raises `LookupError` where none is of this kind."""
        for name in names:
            if isinstance(found := self.accounts.get(name), kind):
                return found
        raise LookupError(names)

    @property
    def spender(self) -> PaymentAccount:
        """The account whose money was to move."""
        first = _SPENDER_OF.get(self.name, _SPENDERS[0])
        account: PaymentAccount = self.one(PaymentAccount, first, *_SPENDERS)
        return account

    @property
    def decimals(self) -> int:
        """Of the asset; 0, for base units, where the instruction does not name it."""
        asset = self.accounts.get("asset")
        return asset.decimals if isinstance(asset, Asset) else 0

    def money(self, amount: int) -> str:
        """An amount as text."""
        return format_amount(amount, self.decimals)


Explain = Callable[[ProgramRefused, Facts], RefusedWithFigures]
_SPENDERS: Final = ("payer_account", "account")
_SPENDER_OF: Final = {"refund": "payee_account"}


async def with_figures(
    chain: Chain, plain: ProgramRefused, instructions: Sequence[Instruction]
) -> ProgramRefused:
    """The refusal with its figures, or itself where they cannot be told.  Never raises."""
    explain = EXPLAINED.get(plain.name)
    if explain is None:
        return plain
    try:
        return explain(plain, await _facts(chain, plain, instructions))
    except (AlatauError, LookupError, ValueError, OverflowError, struct.error):
        return plain  # the refusal itself is what must be told


async def _facts(chain: Chain, plain: ProgramRefused, instructions: Sequence[Instruction]) -> Facts:
    instruction = _failed(plain.error, instructions)
    data = bytes(instruction.data)
    entry = next(each for each in idl()["instructions"] if bytes(each["discriminator"]) == data[:8])
    layout = instruction_layout(entry["name"])
    args = dict(zip(layout.names, layout.read(data, 8), strict=True))
    names = [account["name"] for account in entry["accounts"]]
    found = await chain.accounts([meta.pubkey for meta in instruction.accounts[: len(names)]])
    read = {
        name: decode_account(info.data)
        for name, info in zip(names, found, strict=True)
        if info is not None and info.owner == PROGRAM_ID
    }
    return Facts(entry["name"], args, read, await chain.time())


def _failed(error: str, instructions: Sequence[Instruction]) -> Instruction:
    """The instruction that an error is of.  Raises `LookupError`."""
    own = [each for each in instructions if each.program_id == PROGRAM_ID]
    if len(own) == 1:
        return own[0]
    if (named := _INDEX.search(error)) is None:
        raise LookupError(error)
    return instructions[int(named[1])]


def _limit(
    refused: ProgramRefused,
    facts: Facts,
    *,
    limit: int,
    spent: int = 0,
    resets_at: int | None = None,
) -> LimitExceeded:
    amount = facts.args["amount"]
    _explains(still=spent + amount > limit)
    before = f" on top of {facts.money(spent)}" if spent else ""
    ends = f", which starts anew at {_moment(resets_at)}" if resets_at is not None else ""
    detail = f"{facts.money(amount)}{before} where {_cap(facts, limit)} is the limit{ends}"
    return LimitExceeded(
        refused, detail, limit=limit, amount=amount, spent=spent, resets_at=resets_at
    )


def _per_payment(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    asset, payer = facts.one(Asset, "asset"), facts.one(Participant, "payer", "participant")
    return _limit(refused, facts, limit=asset.caps[payer.tier].per_payment)


def _per_day(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    asset, payer = facts.one(Asset, "asset"), facts.one(Participant, "payer", "participant")
    account = facts.spender
    return _daily(refused, facts, account, asset.caps[payer.tier].per_day, account.spent_day)


def _per_month(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    asset, payer = facts.one(Asset, "asset"), facts.one(Participant, "payer", "participant")
    account = facts.spender
    return _monthly(refused, facts, account, asset.caps[payer.tier].per_month, account.spent_month)


def _received_per_day(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    account = facts.one(PaymentAccount, "payee_account")
    return _daily(refused, facts, account, account.receive_per_day, account.received_day)


def _received_per_month(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    account = facts.one(PaymentAccount, "payee_account")
    return _monthly(refused, facts, account, account.receive_per_month, account.received_month)


def _daily(
    refused: ProgramRefused, facts: Facts, account: PaymentAccount, limit: int, spent: int
) -> LimitExceeded:
    day = (facts.now + account.utc_offset) // _DAY
    so_far = spent if day <= account.day else 0
    # The program's day never goes back: where its clock did, the day is the later one.
    resets_at = (max(day, account.day) + 1) * _DAY - account.utc_offset
    return _limit(refused, facts, limit=limit, spent=so_far, resets_at=resets_at)


def _monthly(
    refused: ProgramRefused, facts: Facts, account: PaymentAccount, limit: int, spent: int
) -> LimitExceeded:
    month = max(month_of(facts.now, account.utc_offset), account.month)
    resets_at = month_begins(month + 1, account.utc_offset)
    so_far = spent if month == account.month else 0
    return _limit(refused, facts, limit=limit, spent=so_far, resets_at=resets_at)


def _vault_cap(refused: ProgramRefused, facts: Facts) -> LimitExceeded:
    vault = facts.one(Vault, "vault")
    return _limit(refused, facts, limit=vault.cap, spent=vault.liabilities)


def _funds(refused: ProgramRefused, facts: Facts) -> InsufficientFunds:
    available, amount = facts.spender.available, facts.args["amount"]
    _explains(still=amount > available)
    detail = f"{facts.money(available)} where {facts.money(amount)} is to move"
    return InsufficientFunds(refused, detail, available=available, amount=amount)


def _account_frozen(refused: ProgramRefused, facts: Facts) -> Frozen:
    return _frozen(refused, facts, facts.spender)


def _participant_frozen(refused: ProgramRefused, facts: Facts) -> Frozen:
    wallet = facts.spender.wallet
    people = [each for each in facts.accounts.values() if isinstance(each, Participant)]
    return _frozen(refused, facts, next(filter(lambda each: each.wallet == wallet, people), None))


def _frozen(
    refused: ProgramRefused, facts: Facts, who: PaymentAccount | Participant | None
) -> Frozen:
    slots = enumerate(who.freezes if who else ())
    active = [(freeze, slot) for slot, freeze in slots if freeze.is_active(facts.now)]
    if not active:
        raise LookupError("freeze")
    freeze, regulator = max(active, key=lambda each: each[0].until)
    detail = f"until {_moment(freeze.until)}, case {freeze.case.hex()}"
    return Frozen(refused, detail, until=freeze.until, case=freeze.case.hex(), regulator=regulator)


def _sequence(refused: ProgramRefused, facts: Facts) -> SequenceRefused:
    sequence, highest = facts.args["sequence"], facts.spender.sequence
    detail = f"{sequence} where {highest} is the highest used"
    return SequenceRefused(refused, detail, sequence=sequence, highest=highest)


def _opens_at(field: str) -> Explain:
    def explain(refused: ProgramRefused, facts: Facts) -> NotYet:
        opens_at = getattr(facts.one(Payment, "payment"), field)
        _explains(still=facts.now < opens_at)
        return NotYet(refused, f"from {_moment(opens_at)} on", opens_at=opens_at)

    return explain


def _tax_period(refused: ProgramRefused, facts: Facts) -> NotYet:
    account = facts.one(PaymentAccount, "account")
    opens_at = month_begins((facts.args["period"] >> 16) + 1, account.utc_offset)
    _explains(still=facts.now < opens_at)
    return NotYet(refused, f"from {_moment(opens_at)} on", opens_at=opens_at)


def _explains(*, still: bool) -> None:
    """Raises `LookupError` where the figures have changed since, so that they tell nothing."""
    if not still:
        raise LookupError("changed")


def _cap(facts: Facts, limit: int) -> str:
    return "what 64 bits hold" if limit == U64_MAX else facts.money(limit)


def _moment(unix_seconds: int) -> str:
    moment = datetime.fromtimestamp(unix_seconds, UTC).replace(tzinfo=None)
    return f"{moment.isoformat()}Z"


EXPLAINED: Final[Mapping[str, Explain]] = {
    "AccountFrozen": _account_frozen,
    "DailyLimitExceeded": _per_day,
    "DeliveryNotDue": _opens_at("deliver_by"),
    "InsufficientFunds": _funds,
    "MonthlyLimitExceeded": _per_month,
    "ParticipantFrozen": _participant_frozen,
    "PayeeDailyLimitExceeded": _received_per_day,
    "PayeeMonthlyLimitExceeded": _received_per_month,
    "PaymentLimitExceeded": _per_payment,
    "SequenceTooFar": _sequence,
    "SequenceTooOld": _sequence,
    "SequenceUsed": _sequence,
    "TaxPeriodOpen": _tax_period,
    "VaultCapExceeded": _vault_cap,
    "WindowOpen": _opens_at("settles_at"),
}
"""By the program's name of the error, what can be told of it."""
