"""The ledger's transactions of the chain as facts, and what crossed the border as items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from alatau.errors import InputError
from alatau.ledger import LedgerTransaction, Posting, Purpose, Stored
from alatau.reconcile.model import Item, Source
from alatau.reconcile.sources.facts import LAMPORTS, ChainFact, Expected, Moved

_CHAIN = "chain"


def chain_facts(transactions: Iterable[Stored]) -> Iterator[ChainFact]:
    """A fact for each transaction that the indexer posted and nothing has taken back.

    What other sources posted is left out.
    """
    for stored in transactions:
        one = stored.transaction
        if one.source == _CHAIN and not one.reverses and not stored.reversed_by:
            yield _fact(one, final=not stored.pending)


def _fact(one: LedgerTransaction, *, final: bool) -> ChainFact:
    signature = one.references.get("signature") or one.id.removeprefix(f"{_CHAIN}:")
    payer, fee = "", 0
    for posting in one.postings:
        account = posting.account
        if account.asset == LAMPORTS and account.purpose is Purpose.NETWORK_FEES:
            payer, fee = account.participant, posting.amount
    return ChainFact(
        signature=signature,
        time=one.time,
        slot=one.slot,
        moved=tuple(sorted(_moved(one.postings))),
        fee_payer=payer,
        fee=fee,
        # The indexer describes what succeeded by its events, what failed by the error's JSON.
        error=one.description if one.description[:1] in {"{", '"'} else "",
        final=final,
    )


def _moved(postings: Iterable[Posting]) -> Iterator[Moved]:
    """What the vault of each asset got, by participant where that is as plain as it mostly is."""
    postings = tuple(postings)
    for vault in postings:
        if vault.account.purpose is not Purpose.VAULT:
            continue
        asset, amount = vault.account.asset, vault.amount
        others = [one for one in postings if one.account.asset == asset and one is not vault]
        own = [one for one in others if one.account.purpose is Purpose.AVAILABLE]
        plain = len(own) == len(others) and all(one.amount * amount < 0 for one in own)
        if plain:
            yield from (Moved(asset, one.account.participant, -one.amount) for one in own)
        else:
            # A deposit that was paid on in the same transaction: whose, does not matter here.
            names = sorted({one.account.participant for one in own if one.amount * amount < 0})
            yield Moved(asset, names[0] if len(names) == 1 else "", amount)


def once(facts: Iterable[ChainFact]) -> dict[str, ChainFact]:
    """Facts by signature, in order.  Raises `InputError` where two say different things."""
    found: dict[str, ChainFact] = {}
    for fact in facts:
        known = found.setdefault(fact.signature, fact)
        if known == fact:
            continue
        if replace(known, final=True) != replace(fact, final=True):
            raise InputError(
                f"{fact.id} is told in two ways",
                field="chain",
                remedy="verify the ledger: alatau ledger verify",
            )
        found[fact.signature] = replace(fact, final=True)
    return dict(sorted(found.items()))


def chain_items(
    facts: Mapping[str, ChainFact], keys: Mapping[str, str], expected: Mapping[str, Expected]
) -> list[Item]:
    """What went over the border, as one item for each participant and asset of a transaction.

    `keys` are the journal's, by signature; `expected` the provider's books, by key.  The item
    of a transaction is called as its transaction; the second of it and so on have a number.
    """
    items: list[Item] = []
    for signature, fact in facts.items():
        key = keys.get(signature, "")
        booked = expected.get(key)
        for number, moved in enumerate(fact.moved, 1):
            items.append(
                Item(
                    id=fact.id if number == 1 else f"{fact.id}#{number}",
                    source=Source.CHAIN,
                    asset=moved.asset,
                    amount=moved.amount,
                    time=fact.time,
                    references=_references(signature, key, booked),
                    party=(booked.party if booked else "") or moved.participant,
                    text=key,
                    pending=not fact.final,
                )
            )
    return items


def _references(signature: str, key: str, booked: Expected | None) -> tuple[str, ...]:
    names = [signature, key, key.rpartition(":")[2], booked.bank_reference if booked else ""]
    return tuple(dict.fromkeys(name for name in names if name))
