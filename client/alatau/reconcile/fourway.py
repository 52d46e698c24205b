"""The four-way reconciliation: journal, chain, balances and bank, of plain values.

    found = reconcile(inputs, Rules(utc_offset=18_000), now=now)

Journal against chain by signature; chain against balances account by account; what crossed
the zone's border against the bank's statements, by matching.  The result depends on nothing but
what is in the inputs: not on their order, nor on how often or in how many files it was told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alatau.reconcile.breaks.causes import Causes
from alatau.reconcile.breaks.compare_balances import compare_balances
from alatau.reconcile.breaks.compare_journal import JournalComparison
from alatau.reconcile.breaks.compare_statements import BankSum, StatementComparison
from alatau.reconcile.breaks.drafts import Drafts
from alatau.reconcile.breaks.leftovers import Sides
from alatau.reconcile.breaks.sums import Sums, sums_of
from alatau.reconcile.matching.match import match
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.matching.sides import Unsearched
from alatau.reconcile.model import Break, Item, Match, Suggestion
from alatau.reconcile.sources.facts import Inputs
from alatau.reconcile.sources.from_chain import chain_items, once
from alatau.reconcile.sources.from_statements import Bank
from alatau.reconcile.sources.taken_up import TakenUp


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What four sources agree on, and where they do not.

    `items` are those of matches, breaks and suggestions, by id; `accounts` what each of the
    bank's accounts held; `unsearched` and `stale` are what matching says of its limits and of
    kept matches that no longer hold.
    """

    matches: tuple[Match, ...]
    suggestions: tuple[Suggestion, ...]
    breaks: tuple[Break, ...]
    sums: tuple[Sums, ...]
    items: tuple[Item, ...] = ()
    accounts: tuple[BankSum, ...] = ()
    unsearched: tuple[Unsearched, ...] = ()
    stale: tuple[Match, ...] = ()


def reconcile(
    inputs: Inputs, rules: Rules, *, now: int, kept: Iterable[Match] = ()
) -> Reconciliation:
    """Reconcile everything as of `now`, unix seconds; `kept` are matches that were decided.

    Sums and matches are of what is compared: without what was settled in a period before.

    Raises `InputError` where inputs contradict each other under one id.
    """
    drafts = Drafts()
    chain = once(inputs.chain)
    journal = JournalComparison(inputs, chain, now)
    journal.find(drafts)
    compare_balances(inputs, drafts)
    bank = Bank(inputs.banks, rules.utc_offset)
    statements = StatementComparison(
        inputs.statements, inputs.openings, bank, earlier=inputs.earlier
    )
    coverage = statements.find(drafts)
    kept = tuple(kept)
    before = TakenUp(inputs, kept)
    told = before.told(bank.told(inputs.statements))
    found = chain_items(chain, journal.keys, journal.expected)
    ours = before.ours(_at_the_bank(found, inputs), journal.expected)
    matching = match(ours, told.booked, rules, kept=kept)
    sides = Sides(ours, told.booked, matching, told.pending)
    causes = Causes(
        sides,
        told,
        coverage=coverage,
        expected=journal.expected.values(),
        unlanded={one.key: journal.explain(one) for one in journal.unlanded()},
        terms=inputs.terms,
        rules=rules,
        now=now,
    )
    causes.find(drafts)
    journal.never_landed(drafts, causes.told)
    breaks = drafts.breaks
    accounts = tuple(statements.sums())
    held = [(one.asset, one.opening, one.closing) for one in accounts]
    items = {item.id: item for item in (*drafts.items, *ours, *told.booked, *told.fees)}
    stale = {name for one in matching.stale for name in (*one.ours, *one.theirs)}
    settled = {one for one in items if before.is_settled(one) and one not in stale}
    mine = [one for one in ours if one.id not in settled]
    others = [one for one in (*told.booked, *told.fees) if one.id not in settled]
    matches = tuple(
        one for one in matching.matches if not settled.issuperset((*one.ours, *one.theirs))
    )
    return Reconciliation(
        matches=matches,
        suggestions=matching.suggestions,
        breaks=breaks,
        sums=sums_of(mine, others, matches, breaks, held),
        items=tuple(items[name] for name in sorted(items)),
        accounts=accounts,
        unsearched=matching.unsearched,
        stale=matching.stale,
    )


def _at_the_bank(items: Iterable[Item], inputs: Inputs) -> list[Item]:
    """Those of assets that money at the bank backs: other tokens cross no bank's books."""
    backed = {one.asset for one in inputs.banks}
    return [item for item in items if item.asset in backed]
