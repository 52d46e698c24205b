"""Closing a day: what the books, the breaks and the decisions were, locked by a hash.

A closing is canonical JSON.  It names all that it was made of by digests and the closing before
it by its hash, so that `closing_content` of the same inputs gives the same bytes, offline, and a
change of any of them shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from hashlib import sha256
from typing import Any, Final

from alatau.errors import ClosingDiffers, DayClosed, InputError
from alatau.ledger import Head, Ledger, Point, Purpose, Trial, canonical_json
from alatau.reconcile.workflow.casebook import Case, Casebook
from alatau.reconcile.workflow.policy import Policy
from alatau.reconcile.workflow.records import Resolution, break_plain, resolution_plain

FORMAT: Final = "alatau-closing-1"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def ends_of(day: date, utc_offset: int) -> int:
    """The first second after a day that begins `utc_offset` seconds before Greenwich's."""
    zone = timezone(timedelta(seconds=utc_offset))
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return (midnight - _EPOCH) // timedelta(seconds=1)


def check_day(book: Casebook, day: date, utc_offset: int, now: int) -> None:
    """Raises `DayClosed` where a day is not the next to be closed, and `InputError` before its end.

    The first closing may be of any day.
    """
    if ends_of(day, utc_offset) > now:
        raise InputError(f"{day} is not over", field="DAY", remedy="close it after midnight")
    if not book.closings:
        return
    newest = book.closings[-1]
    if newest["utc_offset"] != utc_offset:
        raise DayClosed(
            f"{newest['day']} was closed by another offset from UTC: {newest['utc_offset']} s",
            remedy="a zone's days are those of one clock: give the rules of before",
        )
    following = date.fromisoformat(newest["day"]) + timedelta(days=1)
    if day < following:
        raise DayClosed(f"{day} is closed", remedy="what changes now is of the open day")
    if day > following:
        raise DayClosed(f"{following} is not closed yet", remedy=f"close {following} first")


def find_closing(book: Casebook, day: date) -> Mapping[str, Any] | None:
    """The closing of a day; None: it is open."""
    return next((one for one in book.closings if one["day"] == day.isoformat()), None)


async def closing_content(
    ledger: Ledger, book: Casebook, policy: Policy, *, day: date, utc_offset: int, head: Head,
    decisions: Head,
) -> str:  # fmt: skip
    """The closing of a day by the newest run of the casebook.

    `head` and `decisions` are the heads of the ledger that it is pinned to: the casebook is of
    all decisions up to the latter.
    """
    ends = ends_of(day, utc_offset)
    previous = book.closings[-1] if book.closings else None
    at_end = await ledger.trial(Point(sequence=head.sequence, time=ends - 1))
    known = await ledger.balances(Point(sequence=head.sequence), purpose=Purpose.SUSPENSE)
    run = book.run
    content = {
        "format": FORMAT,
        "zone": ledger.zone,
        "genesis": ledger.genesis,
        "day": day.isoformat(),
        "utc_offset": utc_offset,
        "ends": ends,
        "previous": "" if previous is None else hash_of(canonical_json(previous)),
        "inputs": {
            "ledger": str(head),
            "decisions": str(decisions),
            "statements": sorted(book.statements),
            "run": book.run_id,
            **{name: run.get(name) for name in ("given", "rules", "policy", "slot", "now")},
        },
        "books": {
            "trial": _trial_plain(at_end),
            "late": await _late(ledger, head, previous),
            "suspense": {account.asset: -amount for account, amount in known.items()},
            "unresolved": book.unresolved(),
            "waiting": run.get("waiting", {}),
        },
        "matches": run.get("matches"),
        "sums": run.get("sums"),
        "accounts": run.get("accounts"),
        "breaks": [_case_plain(case, policy, ends) for case in book.active()],
        "resolved": [_resolved_plain(one) for one in _since(book, previous)],
    }
    return canonical_json(content)


def check_suspense(content: Mapping[str, Any]) -> None:
    """Raises `DayClosed` where suspense is not what the breaks of the newest run explain."""
    books = content["books"]
    for asset in sorted({*books["suspense"], *books["unresolved"], *books["waiting"]}):
        held, known, waiting = (
            books[name].get(asset, 0) for name in ("suspense", "unresolved", "waiting")
        )
        if held != known + waiting:
            raise DayClosed(
                f"in suspense are {held} base units of {asset}, and breaks explain "
                f"{known + waiting}: something was accepted or undone since the newest run",
                remedy="alatau reconcile run, then close",
            )


def hash_of(content: str) -> str:
    """SHA-256 of a closing, in hexadecimal."""
    return sha256(content.encode()).hexdigest()


def compare(day: str, kept: str, made: str) -> None:
    """Raises `ClosingDiffers` with the first place where two closings are not the same bytes."""
    if kept == made:
        return
    at = next(
        (n for n, (a, b) in enumerate(zip(kept, made, strict=False)) if a != b),
        min(len(kept), len(made)),
    )
    begin = max(0, at - 40)
    raise ClosingDiffers(
        day, f"from byte {len(kept[:at].encode())} on: kept …{kept[begin : at + 40]}…, "
        f"made …{made[begin : at + 40]}…"
    )  # fmt: skip


def _trial_plain(trial: Trial) -> list[dict[str, Any]]:
    return [
        {
            "asset": line.asset,
            "purpose": str(line.purpose),
            "accounts": line.accounts,
            "debit": line.debit,
            "credit": line.credit,
        }
        for line in trial.lines
    ]


async def _late(
    ledger: Ledger, head: Head, previous: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """What arrived for the day before after it was closed: balances at its end, now and then.

    Nothing of reconciliation does; the chain's transactions may.
    """
    if previous is None:
        return []
    now = await ledger.trial(Point(sequence=head.sequence, time=previous["ends"] - 1))
    before = {(one["asset"], one["purpose"]): one for one in previous["books"]["trial"]}
    after = {(one["asset"], one["purpose"]): one for one in _trial_plain(now)}
    found = []
    for name in sorted(before.keys() | after.keys()):
        was, is_ = (side.get(name, {"debit": 0, "credit": 0}) for side in (before, after))
        change = (is_["debit"] - is_["credit"]) - (was["debit"] - was["credit"])
        if change:
            found.append({"asset": name[0], "purpose": name[1], "change": change})
    return found


def _case_plain(case: Case, policy: Policy, now: int) -> dict[str, Any]:
    return {
        **break_plain(case.one),
        "state": str(case.state),
        "assigned": case.assigned,
        "found": case.found,
        "age": case.one.age(now),
        "due": case.due(policy),
        "overdue": case.overdue(policy, now),
    }


def _since(book: Casebook, previous: Mapping[str, Any] | None) -> Iterable[Resolution]:
    """Resolutions since the closing before, in their order."""
    if previous is None:
        return book.resolutions.values()
    known = Head.parse(previous["inputs"]["decisions"]).sequence
    return (one for id_, one in book.resolutions.items() if book.decided_at[id_] > known)


def _resolved_plain(one: Resolution) -> dict[str, Any]:
    named = {"id": one.id, "actor": one.actor, "approver": one.approver, "reason": one.reason}
    return {**named, "at": one.at, **resolution_plain(one)}
