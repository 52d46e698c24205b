"""A run: everything compared, what is certain posted, what is not kept as breaks.

`compute` depends on the ledger up to an entry, on the decisions up to a number and on what is
given: the same of them, today or in years, give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from alatau.ledger import (
    Change,
    Decision,
    Head,
    Ledger,
    Reverse,
    StoredDecision,
    canonical_json,
)
from alatau.reconcile.fourway import Reconciliation, reconcile
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import Item, Match, Stage
from alatau.reconcile.sources.facts import Inputs
from alatau.reconcile.sources.taken_up import whole, with_journal
from alatau.reconcile.workflow.accepting import check_backs
from alatau.reconcile.workflow.bookings import SOURCE, PostedMatch, match_posting
from alatau.reconcile.workflow.carried import is_chains, lookback
from alatau.reconcile.workflow.casebook import BANK, Casebook
from alatau.reconcile.workflow.cases import fold
from alatau.reconcile.workflow.given import given_digest
from alatau.reconcile.workflow.policy import Policy, policy_digest
from alatau.reconcile.workflow.posted import (
    Posted,
    read_posted,
    retold_statements,
    statements_before,
    statements_since,
)
from alatau.reconcile.workflow.records import Kind, Resolution, break_plain, item_plain
from alatau.reconcile.workflow.resolution_making import Step, Who, decided
from alatau.reconcile.workflow.resolutions import undoing

VANISHED = "the run found that an item of it is no more, or has changed"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run comes to, before it is kept."""

    content: str
    """Canonical JSON: what the decision says."""
    found: Reconciliation
    stale: tuple[PostedMatch, ...]
    """Automatic matches that no longer hold."""
    gone: tuple[Resolution, ...]
    """Resolutions by people of which an item is no more."""
    new: tuple[Match, ...]
    """Matches that are not posted yet."""


def compute(
    book: Casebook, posted: Posted, given: Inputs, head: Head, *, rules: Rules, policy: Policy,
    now: int,
) -> Run:  # fmt: skip
    """Reconcile what was posted up to `head`, and decided up to the casebook's number, at `now`.

    `given` is what the ledger does not have: the journal, the chain's balances, the provider's
    books.  Raises `InputError` where inputs contradict each other.
    """
    check_backs(book, policy)
    digest = given_digest(given)
    given = with_journal(given, given.journal, book.carried.is_settled)
    standing = _standing(book, posted, rules, policy)
    kept = (*book.kept(standing), *(one.match for one in posted.matches))
    inputs = replace(_taken_up(book, posted, given, standing), banks=policy.backs)
    found = reconcile(replace(inputs, terms=policy.terms), rules, now=now, kept=kept)
    stale = set(found.stale)
    items = {item.id: item for item in found.items}
    broken = {id_ for one in found.breaks if one.between == BANK for id_ in one.items}
    content = {
        "now": now,
        "ledger": str(head),
        "decisions": book.number,
        "given": digest,
        "rules": digest_of_rules(rules),
        "policy": policy_digest(policy),
        "slot": given.slot,
        "journal": bool(given.journal or given.signers),
        "from": book.carried.day,
        "matches": _matches_plain(found.matches),
        "waiting": _waiting(found, set(kept), items),
        "sums": [{**asdict(one), "unexplained": one.unexplained} for one in found.sums],
        "accounts": [asdict(one) for one in found.accounts],
        "breaks": [break_plain(one) for one in found.breaks],
        "items": [item_plain(one) for one in _open_items(found, items)],
        "carried": [item_plain(one) for one in _unposted(found, set(kept), broken, items)],
        "beside": [one.id for one in posted.matches if not broken.isdisjoint(_ids(one.match))],
        "suggestions": [asdict(one) for one in found.suggestions],
        "unsearched": [asdict(one) for one in found.unsearched],
    }
    return Run(
        content=canonical_json(content),
        found=found,
        stale=tuple(one for one in posted.matches if one.match in stale),
        gone=tuple(one for one in standing if not _holds(one, items)),
        new=tuple(sorted(set(found.matches) - set(kept), key=_order)),
    )


async def read_for(ledger: Ledger, book: Casebook, upto: int, given: Inputs, *, rules: Rules,
                   policy: Policy) -> Posted:  # fmt: skip
    """What a run of `given` reads of the ledger, up to an entry."""
    signatures = (
        each
        for fact in given.journal
        if not book.carried.is_settled(fact)
        for each in fact.signatures
    )
    back = lookback(rules, policy.terms)
    return await read_posted(ledger, upto, book, signatures=signatures, lookback=back)


def _standing(
    book: Casebook, posted: Posted, rules: Rules, policy: Policy
) -> tuple[Resolution, ...]:
    """What people resolved and still counts: lately, or with an item that is open or no more."""
    since = book.carried.ends - lookback(rules, policy.terms)
    named = {id_ for case in book.cases.values() if case.active for id_ in case.one.items}
    named |= posted.gone
    return tuple(
        one
        for one in book.standing()
        if one.at >= since
        or book.decided_at[one.id] > book.carried.run
        or not named.isdisjoint(one.items)
    )


def _taken_up(
    book: Casebook, posted: Posted, given: Inputs, standing: Iterable[Resolution]
) -> Inputs:
    """What is compared: of the open period, what is open of before, and what was settled lately."""
    now = {fact.id for fact in posted.chain} | posted.bookings
    open_items = book.open_items()
    carried = {
        id_: item for id_, item in open_items.items() if not is_chains(id_) or whole(id_) in now
    }
    settled: dict[str, Item] = {}
    if book.carried.run:
        matched = [item for one in posted.matches for item in one.items]
        taken = [book.taken_items[id_] for one in standing for id_ in one.items
                 if id_ in book.taken_items]  # fmt: skip
        settled = {
            item.id: item
            for item in (*matched, *taken)
            if item.id not in open_items and not {item.id, whole(item.id)} & (now | posted.gone)
        }
    return replace(
        given,
        chain=posted.chain,
        statements=(*statements_since(book, posted.entries), *retold_statements(posted)),
        earlier=statements_before(book),
        carried=tuple(carried.values()),
        fees=book.fees(),
        settled=tuple(settled.values()),
        before=posted.before,
    )


def steps(
    book: Casebook, run: Run, who: Who, takes: Mapping[str, int]
) -> tuple[list[Decision], list[Change]]:
    """What a run decides and posts, in one commit; the casebook goes along.

    `takes` says how often its new matches were posted before.
    """
    decisions: list[Decision] = []
    changes: list[Change] = []
    for gone in run.gone:
        step = _undo(book, gone, who)
        _go_on(book, step.decision)
        decisions.append(step.decision)
        changes += step.changes
    open_from = book.closed_until
    for stale in run.stale:
        changes.append(
            Reverse(
                id=f"unmatch:{stale.id}", reverses=stale.id, time=max(who.at, open_from),
                source=SOURCE, description=f"undo of {stale.id}", actor=who.actor,
                reason=VANISHED,
            )
        )  # fmt: skip
    items = {item.id: item for item in run.found.items}
    for match in run.new:
        theirs = [items[id_] for id_ in match.theirs]
        if not theirs or any(items[id_].pending for id_ in (*match.ours, *match.theirs)):
            continue  # what is not final yet is compared again, and posted once it is
        time = max(open_from, *(item.time for item in theirs))
        made = match_posting(match, items, time=time, takes=takes)
        if made is not None:
            changes.append(made)
    number = book.number + 1
    found = run.found.breaks
    decision = Decision(
        f"run:{number}", Kind.RUN, who.at, tuple(one.id for one in found), who.actor,
        who.reason, run.content,
    )  # fmt: skip
    _go_on(book, decision)
    return [*decisions, decision], changes


def _go_on(book: Casebook, decision: Decision) -> None:
    """As it will be once the decision is kept: what cannot be read again is found before."""
    fold([StoredDecision(book.number + 1, 0, 0, b"", decision)], book)


def digest_of_rules(rules: Rules) -> str:
    """SHA-256 of rules, in hexadecimal."""
    values = asdict(rules)
    values["bands"] = [{**each, "take": str(each["take"])} for each in values["bands"]]
    return sha256(canonical_json(values).encode()).hexdigest()


def _undo(book: Casebook, gone: Resolution, who: Who) -> Step:
    who = Who(who.actor, VANISHED, who.at)
    return decided(book, undoing(book, gone.id, who, None, forced=True), who)


def _holds(one: Resolution, items: Mapping[str, Item]) -> bool:
    """Whether all items of a resolution are there, and add up to what was resolved."""
    for share in one.shares:
        for ids, wanted in ((share.ours, share.ours_sum), (share.theirs, share.theirs_sum)):
            if any(id_ not in items for id_ in ids):
                return False
            if sum(items[id_].amount for id_ in ids) != wanted:
                return False
    return True


def _open_items(found: Reconciliation, items: Mapping[str, Item]) -> list[Item]:
    """Items of breaks that no match has, in the order of ids."""
    matched = {id_ for one in found.matches for id_ in (*one.ours, *one.theirs)}
    wanted = {id_ for one in found.breaks for id_ in one.items} - matched
    return [items[id_] for id_ in sorted(wanted) if id_ in items]


def _unposted(
    found: Reconciliation, kept: set[Match], broken: set[str], items: Mapping[str, Item]
) -> list[Item]:
    """Items of matches that post nothing, and are not done with: a side is not final, or a break
    is about a movement and its reversal.
    """
    ids: set[str] = set()
    for one in found.matches:
        waits = any(items[id_].pending for id_ in _ids(one))
        if one not in kept and (
            waits or (one.stage is Stage.REVERSAL and not broken.isdisjoint(_ids(one)))
        ):
            ids.update(_ids(one))
    return [items[id_] for id_ in sorted(ids)]


def _ids(one: Match) -> tuple[str, ...]:
    return (*one.ours, *one.theirs)


def _waiting(found: Reconciliation, kept: set[Match], items: Mapping[str, Item]) -> dict[str, int]:
    """The bank's money in matches that are not posted as a side is not final, by asset."""
    sums: Counter[str] = Counter()
    for one in found.matches:
        if one not in kept and any(items[id_].pending for id_ in (*one.ours, *one.theirs)):
            sums[one.asset] += sum(items[id_].amount for id_ in one.theirs)
    return {asset: amount for asset, amount in sorted(sums.items()) if amount}


def _matches_plain(matches: Sequence[Match]) -> dict[str, Any]:
    """How many by stage, and a digest of all: of a million, the ledger has the postings."""
    counts = Counter(str(one.stage) for one in matches)
    digest = sha256()
    for one in sorted(matches, key=_order):
        digest.update(repr((str(one.stage), *_order(one))).encode())
    return {
        "count": len(matches),
        "by_stage": dict(sorted(counts.items())),
        "digest": digest.hexdigest(),
    }


def _order(one: Match) -> tuple[object, ...]:
    return one.asset, one.ours, one.theirs, one.difference, one.explanation
