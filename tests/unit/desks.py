"""A zone of one asset that tenge at a bank back: its ledger, the bank's statements, a desk."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest_asyncio
from tests.unit.ledgers import open_at

from alatau.ledger import Ledger, LedgerAccount, LedgerTransaction, Posting, Purpose, Status
from alatau.reconcile.matching.rules import Rules
from alatau.reconcile.model import Break, BreakType
from alatau.reconcile.sources.facts import BankAsset, Inputs
from alatau.reconcile.workflow.carried import Carried
from alatau.reconcile.workflow.casebook import CaseState
from alatau.reconcile.workflow.cases import fold
from alatau.reconcile.workflow.desk import Desk
from alatau.reconcile.workflow.policy import Policy, Sla
from alatau.reconcile.workflow.resolution_making import Who
from alatau.reconcile.workflow.runs import compute, read_for
from alatau.statements import (
    Account,
    Balance,
    Detail,
    Entry,
    Kind,
    Party,
    Reading,
    Statement,
    number_entries,
    parts_of,
    read_statements,
    write_camt,
)
from alatau.statements import Status as EntryStatus

KZTE = "KZTE"
IBAN = "KZ86125KZT5004100100"
DAY = date(2026, 11, 2)
START = int(datetime(2026, 11, 2, tzinfo=UTC).timestamp())
HOUR = 3600
NOON = START + 12 * HOUR
EVENING = START + 26 * HOUR
"""Of the day after, so that the day can be closed."""
AIGERIM, BOLAT, DANA = "Айгерім Сапарова", "Болат Ахметов", "Дана Ким"
POLICY = Policy(
    actors=(AIGERIM, BOLAT, DANA),
    thresholds={KZTE: 10_000},
    sla=(Sla(72), Sla(1, at_risk=100_000)),
    backs=(BankAsset("KZT", KZTE, 2),),
)
RULES = Rules()
FEE = "PMNT/MDOP/CHRG"
NOTHING = Inputs()


def who(actor: str = AIGERIM, reason: str = "сверено", at: int = NOON) -> Who:
    return Who(actor, reason, at)


def chain(name: str, amount: int, *, at: int = NOON, wallet: str = "Ару", final: bool = True
          ) -> LedgerTransaction:  # fmt: skip
    """A deposit (or withdrawal) as the indexer posts it, and what the network took."""

    def account(participant: str, asset: str, purpose: Purpose) -> LedgerAccount:
        return LedgerAccount(participant, asset, purpose)

    return LedgerTransaction(
        f"chain:{name}",
        (
            Posting(account("", KZTE, Purpose.VAULT), amount),
            Posting(account(wallet, KZTE, Purpose.AVAILABLE), -amount),
            Posting(account(wallet, "SOL", Purpose.NETWORK_FEES), 5000),
            Posting(account(wallet, "SOL", Purpose.OUTSIDE), -5000),
        ),
        time=at,
        slot=at,
        status=Status.FINAL if final else Status.PROVISIONAL,
        source="chain",
        description="Deposited",
        references={"signature": name},
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of a statement: what the payer wrote, and how much."""

    reference: str
    amount: int
    party: str = "Әлия Серікқызы"
    reversal: bool = False
    status: EntryStatus = EntryStatus.BOOKED
    code: str = "PMNT/RCDT/ESCT"
    booking: str = ""
    """The bank's reference, where two lines of a day would be one entry without it."""


def camt(
    lines: Sequence[Line], *, opening: int = 1_000_000, day: date = DAY, number: int = 1
) -> bytes:
    """A camt.053 of one day."""
    account = Account(iban=IBAN, currency="KZT", owner="ТОО «Алатау»")
    entries = []
    for at, line in enumerate(lines):
        party = Party(name=line.party)
        detail = Detail(
            amount=line.amount, currency="KZT", end_to_end=line.reference,
            debtor=party if line.amount > 0 else Party(),
            creditor=party if line.amount < 0 else Party(),
        )  # fmt: skip
        booking = line.booking or f"B-{day}-{at}-{line.reference}"
        entries.append(
            Entry("", line.status, line.amount, "KZT", booked=day, value=day,
                  reversal=line.reversal, servicer_reference=booking,
                  code=line.code, details=(detail,))
        )  # fmt: skip
    booked = sum(one.amount for one in entries if one.status is EntryStatus.BOOKED)
    created = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
    statement = Statement(
        f"S-{number}", Kind.STATEMENT, account, message=f"M-{number}", created=created,
        sequence=number,
        balances=(Balance("OPBD", opening, "KZT", day),
                  Balance("CLBD", opening + booked, "KZT", day)),
        entries=tuple(number_entries(account, entries)),
    )  # fmt: skip
    out = io.BytesIO()
    write_camt(out, parts_of([statement]))
    return out.getvalue()


def reading(*files: bytes) -> Reading:
    """The files read, called by their numbers."""
    named = []
    for at, content in enumerate(files, 1):
        file = io.BytesIO(content)
        file.name = f"bank-{at}.xml"
        named.append(file)
    return read_statements(*named)


async def open_desk(path: Path | str, policy: Policy = POLICY, rules: Rules = RULES) -> Desk:
    ledger = await open_at(path, now=lambda: NOON)
    return await Desk.open(ledger, policy, rules)


async def breaks_found(desk: Desk, given: Inputs, at: int, *, whole: bool = False) -> list[Break]:
    """What a run would find that nobody has resolved; `whole`: by all that the ledger has."""
    book = fold(await desk.ledger.decisions())
    if whole:
        book.carried = Carried()
    head, rules, policy = await desk.ledger.head(), desk.rules, desk.policy
    posted = await read_for(desk.ledger, book, head.sequence, given, rules=rules, policy=policy)
    found = compute(book, posted, given, head, rules=rules, policy=policy, now=at).found
    assert all(one.unexplained == 0 for one in found.sums)
    resolved = {id_ for id_, case in book.cases.items() if case.state is CaseState.RESOLVED}
    return [one for one in found.breaks if one.id not in resolved]


@asynccontextmanager
async def new_desk(path: Path, policy: Policy = POLICY) -> AsyncIterator[Desk]:
    """A desk whose ledger must be sound in the end."""
    made = await open_desk(path, policy)
    yield made
    assert (await made.ledger.verify()).wrong == ()
    await made.ledger.close()


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A new desk, in a file."""
    async with new_desk(tmp_path / "ledger.sqlite") as made:
        yield made


async def compared(desk: Desk, *lines: Line, at: int = NOON) -> None:
    """A statement of these lines accepted, and a run."""
    await desk.accept(reading(camt(lines)), who())
    await desk.run(NOTHING, who(at=at))


def only(desk: Desk, kind: BreakType) -> str:
    """The id of the one break of a type that is open."""
    (found,) = (case.one.id for case in desk.book.active() if case.one.type is kind)
    return found


async def holds(desk: Desk) -> None:
    """Suspense is what is not resolved, and everybody who folds sees the same."""
    assert await suspense(desk.ledger) == desk.book.unresolved().get(KZTE, 0)
    assert fold(await desk.ledger.decisions()) == desk.book


async def suspense(ledger: Ledger) -> int:
    """What is in suspense, money of the bank's positive."""
    return -await ledger.balance(LedgerAccount("", KZTE, Purpose.SUSPENSE))


async def balance(ledger: Ledger, purpose: Purpose) -> int:
    return await ledger.balance(LedgerAccount("", KZTE, purpose))


def next_day(day: date, days: int = 1) -> date:
    return day + timedelta(days=days)


def without_sla(policy: Policy = POLICY) -> Policy:
    return replace(policy, sla=())


def ends_with(actor: str, names: Sequence[str]) -> bool:
    """Whether two of these people did it."""
    first, _, second = actor.partition(" and ")
    return first in names and second in names and first != second
