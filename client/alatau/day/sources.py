"""A day's files as sources of reconciliation, and its items by the names that they have there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from alatau.day.execute import REUSED_TRANSFER
from alatau.day.inputs import Day
from alatau.day.transfers import Transfer
from alatau.reconcile import BankAsset, Break, BreakType, Expected, Inputs, Source, Terms
from alatau.reconcile.breaks.drafts import in_order
from alatau.reconcile.sources.facts import ChainFact, JournalFact
from alatau.reconcile.sources.from_statements import account_name
from alatau.reconcile.sources.taken_up import whole
from alatau.sender import State
from alatau.statements import Entry

BANK = (Source.CHAIN, Source.STATEMENT)


class DaySources:
    """The transfers and the bank of a day.

    `mints` are the assets' by symbol, `refused` the reasons for which the chain refused
    transfers, by id.
    """

    def __init__(self, day: Day, mints: Mapping[str, str], refused: Mapping[str, str]) -> None:
        self._day, self._mints, self._refused = day, mints, refused

    @property
    def given(self) -> Inputs:
        """What the provider booked, and what the bank says: at the day's end everything is due."""
        return Inputs(
            expected=tuple(self._expected(one) for one in self._day.transfers),
            statements=self._day.bank,
            banks=tuple(
                BankAsset(asset.bank_currency, self._mints[asset.symbol], asset.decimals)
                for asset in self._day.config.assets
                if asset.bank_currency
            ),
            terms=Terms(bank=0),
        )

    def of_day(self, inputs: Inputs) -> Inputs:
        """The inputs as of the day's own time, with why transfers were refused.

        A chain's clock may be another than the files': a transfer is of the time at which it was
        booked.  Nor is its finality waited for.  The bank's file is of this day alone, so what
        other days moved is not held against it.
        """
        times = {one.key: one.time for one in self._day.transfers}
        keys = {name: fact.key for fact in inputs.journal for name in fact.signatures}
        return replace(
            inputs,
            journal=(*self._explained(inputs), *self._unsent(inputs)),
            chain=tuple(_of_time(fact, times.get(keys.get(fact.signature, ""))) for fact in
                        inputs.chain),
            before=frozenset(fact.id for fact in inputs.chain
                             if keys.get(fact.signature) not in times),
        )  # fmt: skip

    @property
    def ends(self) -> int:
        """The second after the last that any file tells of."""
        times = [order.time for order in self._day.orders]
        times += [transfer.time for transfer in self._day.transfers]
        booked = [entry.booked_at for one in self._day.bank for entry in one.entries]
        times += [int(moment.timestamp()) for moment in booked if moment is not None]
        return max(times, default=0) + 1

    def breaks(self, found: tuple[Break, ...], inputs: Inputs) -> tuple[Break, ...]:
        """Breaks by the files' names.  What is only late on the chain is none of the day's."""
        names = self._names(inputs)
        symbols = {mint: symbol for symbol, mint in self._mints.items()}
        return in_order(
            replace(
                one,
                asset=symbols.get(one.asset, one.asset),
                items=tuple(_named(id_, names, symbols) for id_ in one.items),
            )
            for one in found
            if one.type is not BreakType.TIMING or one.between == BANK
        )

    def _expected(self, one: Transfer) -> Expected:
        asset = self._mints[one.asset]
        return Expected(self._key(one), asset, one.signed, one.time, one.bank_reference)

    def _key(self, one: Transfer) -> str:
        """Its own, unless that stands for another transfer of an earlier day."""
        return f"{one.key}#reused" if self._refused.get(one.id) == REUSED_TRANSFER else one.key

    def _explained(self, inputs: Inputs) -> list[JournalFact]:
        refused = {self._key(one): self._refused.get(one.id, "") for one in self._day.transfers}
        return [
            fact if fact.error else replace(fact, error=refused.get(fact.key, ""))
            for fact in inputs.journal
        ]

    def _unsent(self, inputs: Inputs) -> list[JournalFact]:
        """What was refused before the journal had it."""
        known = {fact.key for fact in inputs.journal}
        return [
            JournalFact(self._key(one), State.PREPARED, one.time, error=self._refused[one.id])
            for one in self._day.transfers
            if one.id in self._refused and self._key(one) not in known
        ]

    def _names(self, inputs: Inputs) -> dict[str, str]:
        """What items are called in the files: transfers by their ids, lines as the bank does."""
        found: dict[str, str] = {}
        ids = {self._key(one): one.id for one in self._day.transfers}
        for fact in inputs.journal:
            if fact.key in ids:
                found[fact.id] = ids[fact.key]
                found |= {f"chain:{name}": ids[fact.key] for name in fact.signatures}
        found |= {f"journal:{key}": name for key, name in ids.items()}
        seen: set[str] = set()
        for statement in self._day.bank:
            for entry in statement.entries:
                name = _bank_name(entry)
                found[f"statement:{account_name(statement)}:{entry.id}"] = (
                    entry.id if name in seen else name
                )
                seen.add(name)
        return found


def _of_time(fact: ChainFact, time: int | None) -> ChainFact:
    return fact if time is None else replace(fact, time=time, final=True)


def _bank_name(entry: Entry) -> str:
    return entry.servicer_reference or entry.reference or entry.id


def _named(id_: str, names: Mapping[str, str], symbols: Mapping[str, str]) -> str:
    if id_ in names:
        return names[id_]
    of = whole(id_)
    if of in names:
        return names[of] + id_[len(of) :].replace("#", "/")
    kind, _, rest = id_.partition(":")
    return f"{kind}:{symbols[rest]}" if rest in symbols else id_
