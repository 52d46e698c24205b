"""The journal against the chain: what was meant, and what came of it, by signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from alatau.reconcile.breaks.drafts import Drafts
from alatau.reconcile.breaks.words import units
from alatau.reconcile.model import BreakType, Item, Source
from alatau.reconcile.sources.facts import LAMPORTS, ChainFact, Expected, Inputs, JournalFact
from alatau.reconcile.sources.journal_items import (
    DEAD,
    amount_of,
    asset_of,
    booked_item,
    by_key,
    chain_item,
    is_settled,
)
from alatau.sender import State

BETWEEN: Final = (Source.JOURNAL, Source.CHAIN)
_SEEN: Final = frozenset({State.PROCESSED, State.CONFIRMED, State.FINALIZED})


class JournalComparison:
    """One comparison of the journal and the provider's books with the chain at `now`."""

    def __init__(self, inputs: Inputs, chain: Mapping[str, ChainFact], now: int) -> None:
        self._inputs, self._chain, self._now = inputs, chain, now
        self.journal = by_key(inputs.journal)
        self.expected = by_key(inputs.expected)
        self._gaps = sorted(set(inputs.gaps), key=lambda one: (one.slot, one.account, one.reason))
        self._said: set[str] = set()
        self.keys = {
            signature: fact.key for fact in self.journal.values() for signature in fact.signatures
        }
        """The key of each signature that the journal has."""

    def find(self, drafts: Drafts) -> None:
        """What the journal and the chain do not agree on."""
        for fact in self.journal.values():
            self._intent(fact, drafts)
        if self._inputs.signers:
            for one in self._chain.values():
                if one.signature not in self.keys and one.fee_payer in self._inputs.signers:
                    self._foreign(one, drafts)
        for booked in self.expected.values():
            self._booked(booked, drafts)

    def unlanded(self) -> Iterator[Expected]:
        """What the provider booked, and the chain never did or has not done yet."""
        for booked in self.expected.values():
            if not self._successes(self.journal.get(booked.key)):
                yield booked

    def explain(self, booked: Expected) -> str:
        """Why something that was booked is not on the chain."""
        fact = self.journal.get(booked.key)
        if fact is None:
            return "nothing was sent for it: the journal does not have its key"
        if fact.error:
            return f"the chain refused it: {fact.error}"
        return f"it was sent, and the journal has it as {fact.state}"

    def never_landed(self, drafts: Drafts, told: Iterable[Expected]) -> None:
        """A break for what was booked and came to nothing, but for what the bank has `told`."""
        keys = {one.key for one in told}
        for booked in self.unlanded():
            fact = self.journal.get(booked.key)
            if booked.key in keys | self._said or (fact is not None and not is_settled(fact)):
                continue  # the bank's line says it; or a break of the journal's has said it
            drafts.add(
                BreakType.MISSING_THERE,
                BETWEEN,
                [booked_item(booked)],
                [],
                amount=-booked.amount,
                cause=f"it is in the provider's books, and {self.explain(booked)}",
            )

    def _successes(self, fact: JournalFact | None) -> list[ChainFact]:
        found = (self._chain.get(each) for each in (fact.signatures if fact else ()))
        return sorted(
            (one for one in found if one is not None and not one.error),
            key=lambda one: (one.slot, one.signature),
        )

    def _intent(self, fact: JournalFact, drafts: Drafts) -> None:
        successes = self._successes(fact)
        if len(successes) == 1 and fact.state in _SEEN and not fact.error:
            return  # as nearly all are
        ours = [self._item(fact)]
        if len(successes) > 1:
            second = successes[1:]
            drafts.add(
                BreakType.DUPLICATE,
                BETWEEN,
                ours,
                [chain_item(one) for one in successes],
                asset=asset_of(second[0]),
                amount=sum(map(amount_of, second)),
                at_risk=sum(abs(amount_of(one)) for one in second),
                cause=f"{len(successes)} attempts of one key took effect: it was done "
                f"{len(successes)} times",
            )
            return
        if successes:
            self._landed(fact, ours, successes[0], drafts)
            return
        failed = [each for each in fact.signatures if each in self._chain]
        if failed:
            self._failed(fact, ours, self._chain[failed[-1]], drafts)
        elif fact.of_program or not is_settled(fact):
            self._absent(fact, ours, drafts)

    def _landed(self, fact: JournalFact, ours: list[Item], one: ChainFact, drafts: Drafts) -> None:
        if fact.error or fact.state in DEAD:
            said = "it failed" if fact.error else f"it is {fact.state}"
            drafts.add(
                BreakType.MISSING_HERE,
                BETWEEN,
                ours,
                [chain_item(one)],
                asset=asset_of(one),
                amount=amount_of(one),
                cause=f"the journal says that {said}, and the chain has done it in slot "
                f"{one.slot}: run again it would be done twice",
            )
        elif fact.state not in _SEEN and self._is_late(fact):
            self._behind(fact, ours, one, drafts)

    def _failed(self, fact: JournalFact, ours: list[Item], one: ChainFact, drafts: Drafts) -> None:
        if fact.error or fact.state in DEAD:
            return
        if fact.state in _SEEN:
            self._said.add(fact.key)
            drafts.add(
                BreakType.MISSING_THERE,
                BETWEEN,
                ours,
                [chain_item(one)],
                asset=ours[0].asset,
                amount=-ours[0].amount,
                cause="the journal says that it took effect, and on the chain it failed in slot "
                f"{one.slot}: {one.error}",
            )
        elif self._is_late(fact):
            self._behind(fact, ours, one, drafts)

    def _behind(self, fact: JournalFact, ours: list[Item], one: ChainFact, drafts: Drafts) -> None:
        drafts.add(
            BreakType.TIMING,
            BETWEEN,
            ours,
            [chain_item(one)],
            asset=ours[0].asset,
            amount=0,
            cause=f"the journal has it as {fact.state} and has not learnt what the chain says in "
            f"slot {one.slot}: follow it with alatau journal resume",
        )

    def _absent(self, fact: JournalFact, ours: list[Item], drafts: Drafts) -> None:
        if fact.state in DEAD:
            return
        kind, cause = self._why_absent(fact)
        if kind is not BreakType.FEE:
            self._said.add(fact.key)
        amount = 0 if kind is BreakType.TIMING else -ours[0].amount
        asset, risk = ours[0].asset, abs(ours[0].amount)
        if kind is BreakType.FEE:
            asset, amount, risk = LAMPORTS, -fact.least_fee, fact.least_fee
        drafts.add(kind, BETWEEN, ours, [], asset=asset, amount=amount, at_risk=risk, cause=cause)

    def _why_absent(self, fact: JournalFact) -> tuple[BreakType, str]:
        if fact.state in _SEEN | {State.FAILED} and fact.slot > self._inputs.slot:
            return BreakType.TIMING, (
                f"it landed in slot {fact.slot}, and the chain was read up to {self._inputs.slot}"
            )
        gap = next((one for one in self._gaps if fact.slot and fact.slot < one.slot), None)
        if gap is not None:
            return BreakType.UNPROVEN, (
                f"it landed in slot {fact.slot}, and what is before slot {gap.slot} is not whole: "
                f"{gap.reason}"
            )
        if fact.state is State.FAILED:
            return BreakType.FEE, (
                "it failed on the chain, and the books do not have what the network took for it: "
                f"{fact.least_fee} lamports at least"
            )
        if fact.state is State.FINALIZED:
            return BreakType.MISSING_THERE, (
                f"the journal says that it is final in slot {fact.slot}, and the books of the "
                "chain do not have it: a node has left it out"
            )
        if fact.state is not State.UNKNOWN and not self._is_late(fact):
            return BreakType.TIMING, f"it is {fact.state}, and under way"
        return BreakType.UNPROVEN, (
            f"it is {fact.state}: neither that it landed nor that it never can is proven"
        )

    def _foreign(self, one: ChainFact, drafts: Drafts) -> None:
        asset = asset_of(one)
        amount = amount_of(one) if asset != LAMPORTS else -one.fee
        drafts.add(
            BreakType.MISSING_HERE,
            BETWEEN,
            [],
            [chain_item(one)],
            asset=asset,
            amount=amount,
            cause=f"{one.fee_payer} pays for it, and the journal does not know it: something else "
            "signs with that key, or the journal is not whole",
        )

    def _booked(self, booked: Expected, drafts: Drafts) -> None:
        """The amount that was booked against the one that moved."""
        successes = self._successes(self.journal.get(booked.key))
        if len(successes) != 1:
            return
        (one,) = successes
        moved = {each.asset: 0 for each in one.moved}
        for each in one.moved:
            moved[each.asset] += each.amount
        if moved.get(booked.asset) == booked.amount:
            return
        ours, theirs = [booked_item(booked)], [chain_item(one)]
        if booked.asset not in moved:
            there = ", ".join(moved) or "nothing"
            drafts.add(
                BreakType.CURRENCY,
                BETWEEN,
                ours,
                theirs,
                asset=booked.asset,
                amount=-booked.amount,
                cause=f"{booked.asset} was booked, and the chain has moved {there}",
            )
        else:
            drafts.add(
                BreakType.AMOUNT,
                BETWEEN,
                ours,
                theirs,
                asset=booked.asset,
                amount=moved[booked.asset] - booked.amount,
                cause=f"{units(booked.amount)} were booked, and the chain has moved "
                f"{units(moved[booked.asset])}, under one key",
            )

    def _is_late(self, fact: JournalFact) -> bool:
        return self._now - fact.at > self._inputs.terms.chain

    def _item(self, fact: JournalFact) -> Item:
        booked = self.expected.get(fact.key)
        return Item(
            id=fact.id,
            source=Source.JOURNAL,
            asset=booked.asset if booked else LAMPORTS,
            amount=booked.amount if booked else 0,
            time=fact.at,
            references=(fact.key, *fact.signatures),
            party=booked.party if booked else "",
            text=fact.error,
            pending=not is_settled(fact),
        )
