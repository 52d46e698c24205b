"""A sender's life on a chain on which everything goes wrong: processes that die and begin again.

One life pays a few hundred orders from the same few accounts, in as many processes as it
takes, on one faulty network.  At its end the faults stop, what is open is taken up, and then
orders, journal, chain and balances must agree to the unit.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

from solders.keypair import Keypair
from solders.pubkey import Pubkey

from alatau.chain.base import Commitment
from alatau.context import make_reference, refused
from alatau.errors import ChainUnavailable, OutcomeUnknown, TransactionExpired
from alatau.pay import PaymentOrder
from alatau.program import (
    PROGRAM_ID,
    Paid,
    Service,
    account_address,
    program_path,
    read_events,
)
from alatau.sender import Journal, Outcome, Sender, State
from alatau.testing import FaultPlan, FaultyChain, ForkedChain, FreshZone, Killed, Wallets
from alatau.zone import Zone

PAYERS: Final = ("Айгүл Сәрсенова", "Ерлан Қасымов", "Дәулет Әбенов", "Ольга Ким")
MERCHANTS: Final = ("«Нан» наубайханасы", "Клиника «Шипа»")
DEPOSIT: Final = 90_000_00
PER_PROCESS: Final = 160
NEVER_PAID: Final = DEPOSIT + 1
FOLLOWS: Final = {
    State.PREPARED: {State.PREPARED, State.SIGNED},
    State.SIGNED: {State.SENT, State.PROCESSED, State.CONFIRMED, State.FINALIZED, State.FAILED,
                   State.EXPIRED},
    State.SENT: {State.SENT, State.PROCESSED, State.CONFIRMED, State.FINALIZED, State.FAILED,
                 State.EXPIRED, State.UNKNOWN},
    State.PROCESSED: {State.SENT, State.PROCESSED, State.CONFIRMED, State.FINALIZED,
                      State.FAILED, State.EXPIRED},
    State.CONFIRMED: {State.SENT, State.CONFIRMED, State.FINALIZED, State.FAILED},
    State.EXPIRED: {State.EXPIRED, State.SIGNED},
    State.UNKNOWN: {State.SENT, State.PROCESSED, State.CONFIRMED, State.FINALIZED, State.FAILED,
                    State.EXPIRED, State.UNKNOWN},
    State.FINALIZED: set(),
    State.FAILED: set(),
}  # fmt: skip
"""Which states may follow which; the same again where a sequence was chosen anew."""


@dataclass(slots=True)
class Life:
    """What happened: orders by key, and what was told of each at finality."""

    seed: int
    orders: dict[str, PaymentOrder] = field(default_factory=dict)
    told: dict[str, tuple[str, str]] = field(default_factory=dict)
    processes: int = 0
    deaths: int = 0
    steps: int = 0
    injected: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)
    trace: str = ""

    def tell(self, key: str, outcome: Outcome) -> None:
        """An outcome that is final never changes."""
        told = (outcome.signature, outcome.error)
        assert self.told.setdefault(key, told) == told, key


async def live(seed: int, steps: int, plan: FaultPlan, folder: Path) -> Life:
    """A life of at least so many steps; raises `AssertionError` where something does not agree."""
    random, life = Random(seed), Life(seed)
    async with (
        await ForkedChain.open({PROGRAM_ID: program_path()}, seed=seed) as chain,
        FreshZone.found(chain, name=f"Алатау {seed}") as zone,
    ):
        wallets = Wallets(zone)
        payers = [await wallets.resident(name, tenge=DEPOSIT) for name in PAYERS]
        merchants = [await wallets.merchant(name) for name in MERCHANTS]
        await chain.advance(64)  # what is final no fork undoes
        faulty = FaultyChain(chain, seed, plan)
        path = folder / f"journal-{seed}"
        try:
            while faulty.steps < steps:
                _order(life, random, zone, payers, [each.pubkey() for each in merchants])
                faulty = await _process(life, random, zone, faulty, path)
            await faulty.heal()
            await _finish(life, zone, faulty, path)
            await _agree(life, zone, chain, payers, merchants, path)
        except BaseException:
            life.trace = "\n".join(map(str, faulty.trace[-400:]))
            print(life.trace)  # noqa: T201 - what a failing test shows
            raise
        finally:
            life.steps, life.injected = faulty.steps, faulty.injected
    return life


def _order(
    life: Life, random: Random, zone: FreshZone, payers: list[Keypair], merchants: list[Pubkey]
) -> None:
    """Orders for the next process, some of which cannot be paid."""
    for _ in range(random.randrange(1, PER_PROCESS)):
        number = len(life.orders)
        amount = NEVER_PAID if random.randrange(25) == 0 else random.randrange(1, 2_00)
        life.orders[f"order-{number}"] = PaymentOrder(
            payee=random.choice(merchants),
            mint=zone.tenge.mint,
            amount=amount,
            service=Service.SHOPS,
            wallet=random.choice(payers),
            invoice=f"order {number}".encode(),
            key=f"order-{number}",
        )


def _open(zone: FreshZone, chain: FaultyChain, path: Path, life: Life) -> tuple[Zone, Journal]:
    journal = Journal.open(path, genesis=f"{life.seed}", zone=zone.name)
    # What a process wrote survives its death without; only a power cut asks for more.
    journal._connection.execute("PRAGMA synchronous = OFF")
    sender = Sender(chain, journal, refused, commitment=Commitment.FINALIZED, patience=60)
    salts = Random(f"{life.seed} {life.processes}").randbytes
    return Zone(chain, sender, name=zone.name, keypair=zone.operator, entropy=salts), journal


async def _process(
    life: Life, random: Random, zone: FreshZone, faulty: FaultyChain, path: Path
) -> FaultyChain:
    """One process, until it has paid what it is asked for, gives up, or dies."""
    life.processes += 1
    open_ = [key for key in life.orders if key not in life.told]
    again = random.sample(sorted(life.told), min(len(life.told), 3))
    process, journal = _open(zone, faulty, path, life)
    try:
        await asyncio.wait_for(
            _pay(life, process, [life.orders[key] for key in [*open_, *again]]),
            random.choice((60, 600, 6_000)),  # Ctrl-C
        )
    except (ChainUnavailable, TimeoutError):
        pass
    except Killed:
        life.deaths += 1
        await process.sender.close()
        _die(journal, path)
        return faulty.next_process()
    await process.sender.close()
    journal.close()
    return faulty.next_process()


def _die(journal: Journal, path: Path) -> None:
    """Leave the journal's files as they are now: what was not committed is not in them."""
    kept = {each: each.read_bytes() for each in path.parent.glob(f"{path.name}*")}
    if journal._flush is not None:
        journal._flush.cancel()
    journal._connection.close()
    journal._lock.release()
    for each, content in kept.items():
        each.write_bytes(content)


async def _pay(life: Life, zone: Zone, orders: list[PaymentOrder]) -> None:
    async for done in zone.pay_all(orders, in_flight=200):
        key = done.row.key or ""
        if done.value is not None:
            life.tell(key, done.value)
            continue
        entry = zone.sender.journal.entry(key)
        if entry is not None and entry.is_over:
            life.tell(key, Outcome(key, entry.signature, entry.slot, entry.error))
        else:
            assert isinstance(done.error, OutcomeUnknown | TransactionExpired), repr(done.error)


async def _finish(life: Life, zone: FreshZone, faulty: FaultyChain, path: Path) -> None:
    """The last process: nothing goes wrong any more, and everything comes to its end."""
    process, journal = _open(zone, faulty, path, life)
    _ = [ended async for ended in process.sender.resume()]
    await _pay(life, process, list(life.orders.values()))
    assert set(life.told) == set(life.orders)
    assert not [each async for each in process.sender.resume()]
    assert process.sender.under_way == 0
    await process.sender.close()
    journal.close()


async def _agree(
    life: Life,
    zone: FreshZone,
    chain: ForkedChain,
    payers: list[Keypair],
    merchants: list[Keypair],
    path: Path,
) -> None:
    """Orders, journal, chain and balances say the same."""
    with Journal.open(path, genesis=f"{life.seed}", zone=zone.name) as journal:
        entries = {entry.key: entry for entry in journal.entries(limit=1_000_000)}
        assert set(entries) == set(life.orders)
        paid: dict[bytes, tuple[int, str]] = {}
        for key, order in life.orders.items():
            entry, (signature, error) = entries[key], life.told[key]
            assert (entry.signature, entry.error) == (signature, error)
            assert entry.state is (State.FAILED if error else State.FINALIZED)
            assert bool(error) == (order.amount == NEVER_PAID), (key, error)
            assert signature in {attempt.signature for attempt in journal.attempts(key)}
            states = [each.state for each in journal.transitions(key)]
            life.states.update(states)
            assert states[0] is State.PREPARED
            for one, two in pairwise(states):
                assert two in FOLLOWS[one], (key, states)
            if not error:
                paid[make_reference(entry.salt, order.invoice)] = (order.amount, signature)
    await chain.advance(64)
    landed: list[tuple[bytes, int, str]] = []
    for wallet in payers:
        address = account_address(zone.address, wallet.pubkey(), zone.tenge.mint)
        infos = await chain.history(address, limit=1_000_000)
        good = [info.signature for info in infos if info.error is None]
        for record in await chain.transactions(good):
            assert record is not None
            landed += [
                (event.reference, event.amount, str(record.signature))
                for event in read_events(record.logs).events
                if isinstance(event, Paid)
            ]
    assert sorted(landed) == sorted((ref, *rest) for ref, rest in paid.items())
    for wallet in payers:
        mine = [o for k, o in life.orders.items() if o.wallet == wallet and not life.told[k][1]]
        account = await zone.account(wallet.pubkey(), zone.tenge.mint)
        total = sum(order.amount for order in mine)
        assert (account.paid, account.available) == (total, DEPOSIT - total)
    for merchant in merchants:
        to = [o for k, o in life.orders.items() if o.payee == merchant.pubkey()]
        account = await zone.account(merchant.pubkey(), zone.tenge.mint)
        assert account.received == sum(o.amount for o in to if not life.told[o.key or ""][1])
