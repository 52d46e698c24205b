"""What a merchant gets: who paid, what was kept of it, in the words of ISO 20022."""

from __future__ import annotations

import asyncio
import io
from importlib import import_module
from pathlib import Path

import pytest
from lxml import etree
from tests.unit.ledgers import START, ZONE, account, open_at, sql
from tests.unit.statement_files import UETR, read, schema
from xsdata.formats.dataclass.parsers import XmlParser

from alatau.errors import InputError, LedgerDamaged, StatementInvalid
from alatau.ledger import (
    Finalize,
    Ledger,
    LedgerAccount,
    LedgerTransaction,
    Period,
    Posting,
    Reverse,
    Status,
)
from alatau.merchants import (
    Terms,
    Written,
    account_number,
    accounts_of,
    write_notifications,
    write_payments,
    write_statements,
)
from alatau.statements import Charge, Statement
from alatau.statements import Status as Told

TERMS = Terms("KZT", owner="ТОО «Айдын»", bank="KCJBKZKX", zone=ZONE, offset=300)
DAY = Period(START, START + 86_400)
SIGNATURE = (
    "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW"
)
REFERENCE = "9f" * 32


def transaction(id_: str, at: int, *lines: tuple[str, int], **more: object) -> LedgerTransaction:
    """What accounts get (credits positive), at so many seconds after the start."""
    postings = tuple(Posting(account(name), -amount) for name, amount in lines)
    return LedgerTransaction(id_, postings, START + at, **more)  # type: ignore[arg-type]  # by name


DEPOSIT = transaction("d", 0, ("/KZTE/vault", -500_000), ("Дана/KZTE/available", 500_000))
PAID = transaction(
    f"chain:{SIGNATURE}",
    10,
    ("Дана/KZTE/available", -100_000),
    ("Айдын/KZTE/available", 87_000),
    ("Айдын/KZTE/fee", 1_000),
    ("Айдын/KZTE/tax", 12_000),
    source="chain",
    slot=7,
    description="Paid",
    references={"signature": SIGNATURE, "reference": REFERENCE, "uetr": UETR},
)
HELD = transaction(
    "h", 20, ("Дана/KZTE/available", -50_000), ("Айдын/KZTE/held", 50_000), description="Paid"
)
SETTLED = transaction(
    "s",
    30,
    ("Айдын/KZTE/held", -50_000),
    ("Айдын/KZTE/available", 40_000),
    ("Айдын/KZTE/reserve", 5_000),
    ("Айдын/KZTE/fee", 500),
    ("Айдын/KZTE/tax", 4_500),
    description="Settled",
)
BATCH = transaction(
    "b",
    40,
    ("Айдын/KZTE/available", -30_000),
    ("Әлия/KZTE/available", 20_000),
    ("Ерлан/KZTE/available", 10_000),
    description="PaidMany",
)
PENDING = transaction(
    "p",
    50,
    ("Дана/KZTE/available", -700),
    ("Айдын/KZTE/available", 700),
    status=Status.PROVISIONAL,
)
GONE = transaction(
    "g",
    51,
    ("Дана/KZTE/available", -900),
    ("Айдын/KZTE/available", 900),
    status=Status.PROVISIONAL,
)
BACK = Reverse(
    "back", f"chain:{SIGNATURE}", time=START + 60, actor="Асель", reason="возврат по решению"
)
HISTORY = (DEPOSIT, PAID, HELD, SETTLED, BATCH, PENDING, GONE, Reverse("gone", "g"), BACK)


async def books(path: Path) -> Ledger:
    ledger = await open_at(path)
    for change in HISTORY:
        await ledger.post([change])
    return ledger


def written(
    path: Path,
    write: object = write_statements,
    accounts: tuple[LedgerAccount, ...] = accounts_of("Айдын/KZTE"),
    period: Period = DAY,
    terms: Terms = TERMS,
) -> tuple[bytes, Written]:
    made = path.exists()

    async def work() -> tuple[bytes, Written]:
        out = io.BytesIO()
        async with await (open_at(path) if made else books(path)) as ledger:
            done = await write(out, ledger, accounts, period, terms)  # type: ignore[operator]  # one of three
        return out.getvalue(), done

    return asyncio.run(work())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def statements(data: bytes) -> tuple[Statement, ...]:
    return read(data).accepted()


def test_statement_of_a_merchant_has_its_three_accounts(path: Path) -> None:
    data, done = written(path)
    available, held, reserve = statements(data)
    balances = [(one.opening, one.closing) for one in (available, held, reserve)]
    assert [(a.amount, b.amount) for a, b in balances if a and b] == [
        (0, 10_000),
        (0, 0),
        (0, 5_000),
    ]
    assert [one.amount for one in available.entries] == [87_000, 40_000, -30_000, 700, -87_000]
    assert [one.amount for one in held.entries] == [50_000, -50_000]
    assert [one.amount for one in reserve.entries] == [5_000]
    assert (done.entries, done.pending, done.known) == (8, 1, 9)
    assert [one.account.proxy for one in (available, held)] == [
        "Айдын/KZTE/available",
        "Айдын/KZTE/held",
    ]
    assert available.account.owner == "ТОО «Айдын»"
    assert available.totals.entries.number == 4


def test_payment_has_who_paid_what_was_kept_and_its_references(path: Path) -> None:
    one = statements(written(path)[0])[0].entries[0]
    assert one.charges == (
        Charge(-1_000, "KZT", "zone fee", included=True),
        Charge(-12_000, "KZT", "zone tax", included=True),
    )
    (detail,) = one.details
    assert detail.amount == 100_000
    assert (detail.debtor.name, detail.creditor.name) == ("Дана", "ТОО «Айдын»")
    assert detail.debtor.other == account_number(account("Дана/KZTE/available"))
    assert detail.debtor.proxy == "Дана/KZTE/available"
    assert (detail.uetr, detail.end_to_end) == (UETR, REFERENCE[:32])
    assert detail.remittance == (f"reference {REFERENCE}", f"uetr {UETR}")
    assert one.servicer_reference == SIGNATURE[:35]
    assert detail.information == f"chain:{SIGNATURE}"
    assert (one.code, one.proprietary) == ("PMNT/RCDT/BOOK", "Paid")
    # 13:00:10 by the zone's clock, five hours ahead of UTC.
    assert one.booked_at is not None
    assert one.booked_at.isoformat() == "2027-01-15T13:00:10+05:00"


def test_settlement_comes_from_the_owners_held_account(path: Path) -> None:
    available, held, reserve = statements(written(path)[0])
    into, out = available.entries[1], held.entries[1]
    assert [one.amount for one in into.details] == [45_000]
    assert into.details[0].debtor.proxy == "Айдын/KZTE/held"
    assert sum(one.amount for one in into.charges) == -5_000
    assert {one.creditor.proxy: one.amount for one in out.details} == {
        "Айдын/KZTE/available": -45_000,
        "Айдын/KZTE/reserve": -5_000,
    }
    assert into.servicer_reference == out.servicer_reference == "s"
    assert reserve.entries[0].charges == ()


def test_batch_has_a_payment_for_each_payee(path: Path) -> None:
    one = statements(written(path)[0])[0].entries[2]
    assert [(each.creditor.name, each.amount) for each in one.details] == [
        ("Ерлан", -10_000),
        ("Әлия", -20_000),
    ]
    assert one.code == "PMNT/ICDT/BOOK"


def test_pending_is_told_and_not_counted_and_what_vanished_is_not_told(path: Path) -> None:
    entries = statements(written(path)[0])[0].entries
    assert [one.status for one in entries] == [*[Told.BOOKED] * 3, Told.PENDING, Told.BOOKED]
    assert entries[3].booked is None
    assert entries[3].value is not None


def test_reversal_gives_charges_back_and_says_why(path: Path) -> None:
    one = statements(written(path)[0])[0].entries[4]
    assert one.reversal
    assert one.information == f"возврат по решению; reverses chain:{SIGNATURE}"
    assert [each.amount for each in one.charges] == [1_000, 12_000]
    assert one.details[0].creditor.name == "Дана"


def test_deposit_comes_from_the_zone(path: Path) -> None:
    (one,) = statements(written(path, accounts=accounts_of("Дана/KZTE/available"))[0])
    first = one.entries[0]
    assert (first.details[0].debtor.name, first.code) == (ZONE, "PMNT/RCDT/OTHR")
    (vault,) = statements(written(path, accounts=accounts_of("/KZTE/vault"))[0])
    assert vault.closing is not None
    assert vault.closing.amount == 500_000
    assert vault.entries[0].details[0].debtor.name == "Дана"


def test_notification_has_what_others_paid(path: Path) -> None:
    data, done = written(path, write_notifications)
    available, held, reserve = statements(data)
    assert [one.amount for one in available.entries] == [87_000, 700]
    assert [one.amount for one in held.entries] == [50_000]
    assert (reserve.entries, reserve.balances) == ((), ())
    assert (done.entries, done.pending) == (3, 1)
    module = import_module("pyiso20022.camt.camt_054_001_08")
    found = XmlParser().from_bytes(data, module.Document).bk_to_cstmr_dbt_cdt_ntfctn.ntfctn
    assert [len(one.ntry) for one in found] == [2, 1, 0]


def test_payments_are_transfers_before_charges(path: Path) -> None:
    data, done = written(path, write_payments)
    (one,) = statements(data)
    assert [(each.amount, each.details[0].debtor.name) for each in one.entries] == [
        (100_000, "Дана"),
        (50_000, "Дана"),
    ]
    assert (one.totals.entries.number, one.totals.entries.amount) == (2, 150_000)
    assert done.pending == 0
    module = import_module("pyiso20022.pacs.pacs_008_001_08")
    parsed = XmlParser().from_bytes(data, module.Document).fito_ficstmr_cdt_trf
    first = parsed.cdt_trf_tx_inf[0]
    assert parsed.grp_hdr.nb_of_txs == "2"
    assert (first.pmt_id.uetr, first.pmt_id.end_to_end_id) == (UETR, REFERENCE[:32])
    assert first.dbtr_acct.prxy.id == "Дана/KZTE/available"


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (write_statements, "camt.053.001.08"),
        (write_notifications, "camt.054.001.08"),
        (write_payments, "pacs.008.001.08"),
    ],
)
def test_files_are_valid_by_the_schema(path: Path, write: object, name: str) -> None:
    data, _ = written(path, write)
    etree.XMLSchema(etree.parse(schema(name))).assertValid(etree.fromstring(data))


def test_payments_of_a_period_without_any_are_refused(path: Path) -> None:
    with pytest.raises(StatementInvalid, match="needs a transfer"):
        written(path, write_payments, period=Period(START + 100, START + 200))


def test_statement_as_known_is_the_same_whatever_comes_later(path: Path) -> None:
    first, done = written(path)
    asyncio.run(_go_on(path))
    again, _ = written(path, period=Period(DAY.since, DAY.until, done.known))
    assert again == first
    later, _ = written(path)
    assert [one.amount for one in statements(later)[0].entries] == [
        *[87_000, 40_000, -30_000, 700, 1_300, -87_000],
    ]
    assert statements(later)[0].entries[3].status is Told.BOOKED


async def _go_on(path: Path) -> None:
    lines = (("Дана/KZTE/available", -1_300), ("Айдын/KZTE/available", 1_300))
    async with await open_at(path) as ledger:
        await ledger.post([Finalize("p"), transaction("late", 55, *lines)])


def test_sums_that_do_not_agree_are_damage(path: Path) -> None:
    written(path)
    spoilt = "UPDATE postings SET low = low + 7 WHERE sequence = 4 AND account = "
    asyncio.run(
        sql(path, f"{spoilt}(SELECT id FROM accounts WHERE participant = 'Айдын' "
                  "AND purpose = 'available')")
    )  # fmt: skip
    with pytest.raises(LedgerDamaged, match="Айдын/KZTE/available has 10000"):
        written(path)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"currency": "tenge"}, "currency"),
        ({"currency": "XKZ"}, "decimals"),
        ({"currency": "XUC", "decimals": 6}, "decimals"),
        ({"currency": "KZT", "bank": "bank"}, "bank"),
        ({"currency": "KZT", "offset": 1440}, "offset"),
    ],
)
def test_terms_that_cannot_be_are_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(InputError) as caught:
        Terms(**values)  # type: ignore[arg-type]  # the case's own fields
    assert caught.value.field == field


def test_amounts_of_other_decimals_are_told_exactly_or_not_at_all(path: Path) -> None:
    more, _ = written(path, terms=Terms("KZT", decimals=0))
    assert statements(more)[0].entries[0].amount == 8_700_000
    less, _ = written(path, terms=Terms("KZT", decimals=4))
    assert statements(less)[0].entries[0].amount == 870
    with pytest.raises(StatementInvalid, match="more decimals than KZT") as caught:
        written(path, terms=Terms("KZT", decimals=7))
    assert caught.value.field == f"Ntry chain:{SIGNATURE}/Amt"
    own, _ = written(path, terms=Terms("XKZ", decimals=4))
    read_back = read(own)
    assert "XKZ" in str(read_back.errors[0].to_error())


@pytest.mark.parametrize(
    ("period", "field"),
    [
        (Period(START, START), "until"),
        (Period(START, START + 1, 99), "known"),
        (Period(START), ""),
        (Period(until=START), ""),
    ],
)
def test_period_that_is_none_is_refused(path: Path, period: Period, field: str) -> None:
    with pytest.raises(InputError) as caught:
        written(path, period=period)
    assert caught.value.field == field


@pytest.mark.parametrize("text", ["dana", "/KZTE", "dana/", "dana/KZTE/fun"])
def test_account_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no account"):
        accounts_of(text)
