"""Written camt.053: valid, read by another parser, and read back equal."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.unit.statement_files import ACCOUNT, CAMT_053, PAYER, UETR, camt, entry, read, schema
from tests.unit.statement_files import statement as example
from xsdata.formats.dataclass.parsers import XmlParser

from alatau.errors import StatementInvalid
from alatau.statements import (
    Account,
    Balance,
    Charge,
    Count,
    Detail,
    Entry,
    Kind,
    Party,
    Statement,
    Status,
    Totals,
    decimals_of,
    number_entries,
    parts_of,
    write_camt,
)

FEWER = settings(
    max_examples=max(25, (settings.default or settings()).max_examples // 4)
)  # large examples
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def text(most: int, least: int = 0) -> st.SearchStrategy[str]:
    letters = st.characters(
        exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff"
    )
    return st.text(letters, max_size=most).map(str.strip).filter(lambda one: len(one) >= least)


codes = st.sampled_from(["", "PMNT/RCDT/ESCT", "PMNT/ICDT/XBCT", "ACMT/MDOP/CHRG"])
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
times = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants them naive
ibans = st.sampled_from(["", ACCOUNT, PAYER, "DE89370400440532013000"])
amounts = st.integers(-(10**15), 10**15)


@st.composite
def parties(draw: st.DrawFn) -> Party:
    iban = draw(ibans)
    other = "" if iban else draw(text(34))
    return Party(draw(text(140)), iban, other, draw(st.sampled_from(["", "KCJBKZKX"])))


@st.composite
def details(draw: st.DrawFn, currency: str) -> Detail:
    amount = draw(st.none() | amounts)
    return Detail(
        amount=amount,
        currency="" if amount is None else currency,
        end_to_end=draw(text(35)),
        uetr=draw(st.sampled_from(["", UETR])),
        instruction=draw(text(35)),
        transaction=draw(text(35)),
        mandate=draw(text(35)),
        servicer_reference=draw(text(35)),
        remittance=tuple(draw(st.lists(text(140, 1), max_size=2))),
        references=tuple(draw(st.lists(text(35, 1), max_size=2))),
        debtor=draw(parties()),
        creditor=draw(parties()),
        return_reason=draw(st.sampled_from(["", "AC04", "AC04/closed"])),
        charges=tuple(draw(st.lists(charges(currency), max_size=1))),
        code=draw(codes),
        information=draw(text(500)),
    )


def charges(currency: str) -> st.SearchStrategy[Charge]:
    return st.builds(
        Charge, amounts, st.just(currency), st.sampled_from(["", "DEBT", "fee of the bank"]),
        st.booleans(),
    )  # fmt: skip


@st.composite
def entries(draw: st.DrawFn, currency: str) -> Entry:
    moment = draw(st.none() | times)
    found = tuple(draw(st.lists(details(currency), max_size=3)))
    charged = tuple(draw(st.lists(charges(currency), max_size=2)))
    amount = draw(amounts)
    told = [one.amount for one in found if one.amount is not None]
    if found and len(told) == len(found):
        amount = sum(told)
    return Entry(
        id="",
        status=draw(st.sampled_from(Status)),
        amount=amount,
        currency=currency,
        booked=moment.date() if moment else draw(st.none() | days),
        booked_at=moment,
        value=draw(st.none() | days),
        reversal=draw(st.booleans()),
        reference=draw(text(35)),
        servicer_reference=draw(text(35)),
        code=draw(codes),
        proprietary=draw(text(35)),
        charges=charged,
        details=found,
        information=draw(text(500)),
    )


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    currency = draw(st.sampled_from(["KZT", "JPY", "KWD", "USD"]))
    account = Account(
        iban=ACCOUNT, currency=currency, owner=draw(text(140)),
        bank=draw(st.sampled_from(["", "KCJBKZKX"])),
    )  # fmt: skip
    found = draw(st.lists(entries(currency), max_size=4))
    page = draw(st.none() | st.integers(1, 9))
    opening, day = draw(amounts), draw(days)
    net = sum(one.amount for one in found if one.status is Status.BOOKED)
    totals = Totals()
    if draw(st.booleans()):
        sums = [abs(one.amount) for one in found]
        totals = Totals(entries=Count(len(sums), sum(sums)), net=sum(one.amount for one in found))
    period = draw(st.none() | times)
    return Statement(
        id=draw(text(35, 1)),
        kind=Kind.STATEMENT,
        account=account,
        message="M-1",
        created=NOON,
        sequence=draw(st.none() | st.integers(0, 10**9)),
        legal_sequence=draw(st.none() | st.integers(0, 10**9)),
        page=page,
        last_page=True if page is None else draw(st.booleans()),
        begins=period,
        ends=period,
        copy=draw(st.sampled_from(["", "DUPL"])),
        balances=(
            Balance("OPBD", opening, currency, day, draw(st.booleans())),
            Balance("CLBD", opening + net, currency, day),
            Balance("CLAV", draw(amounts), currency, day),
        ),
        totals=totals,
        entries=tuple(number_entries(account, found)),
    )


def written(*found: Statement) -> bytes:
    out = io.BytesIO()
    write_camt(out, parts_of(found))
    return out.getvalue()


def merchant() -> Statement:
    detail = Detail(
        amount=150050,
        currency="KZT",
        end_to_end="INV-4711",
        uetr=UETR,
        remittance=("Оплата <по> счёту & 4711",),
        references=("RF18539007547034",),
        debtor=Party("Әлия Серікқызы", PAYER, bank="KCJBKZKX"),
    )
    account = Account(ACCOUNT, currency="KZT", owner="ТОО «Айдын»")
    one = Entry(
        id="",
        status=Status.BOOKED,
        amount=150050,
        currency="KZT",
        booked=date(2026, 11, 2),
        booked_at=NOON,
        value=date(2026, 11, 2),
        servicer_reference="B-0001",
        code="PMNT/RCDT/ESCT",
        details=(detail,),
    )
    fee = replace(
        one,
        amount=-75025 // 100,
        servicer_reference="B-0002",
        details=(),
        code="ACMT/MDOP/CHRG",
        proprietary="fee",
        reversal=True,
        charges=(Charge(-1, "KZT", "zone's fee"),),
    )
    return Statement(
        id="2026-11-02",
        kind=Kind.STATEMENT,
        account=account,
        message="M-1",
        created=NOON,
        sequence=306,
        begins=NOON,
        ends=NOON,
        balances=(
            Balance("OPBD", 0, "KZT", date(2026, 11, 2)),
            Balance("CLBD", 150050 - 751, "KZT", date(2026, 11, 2)),
        ),
        totals=Totals(Count(2, 150801), Count(1, 150050), Count(1, 751), 150050 - 751),
        entries=tuple(number_entries(account, [one, fee])),
    )


@FEWER
@given(statements())
def test_write_then_read_is_equal(one: Statement) -> None:
    reading = read(written(one))
    assert [str(error.to_error()) for error in reading.errors] == []
    assert reading.statements == (one,)


@FEWER
@given(statements())
def test_write_then_parse_by_pyiso20022_has_the_same_entries(one: Statement) -> None:
    module = import_module("pyiso20022.camt.camt_053_001_08")
    (found,) = XmlParser().from_bytes(written(one), module.Document).bk_to_cstmr_stmt.stmt
    places = decimals_of(one.account.currency)
    assert found.id == one.id
    signs = {"CRDT": 1, "DBIT": -1}
    assert [
        signs[each.cdt_dbt_ind.value] * int(each.amt.value * Decimal(10**places))
        for each in found.ntry
    ] == [each.amount for each in one.entries]
    assert [bool(each.rvsl_ind) for each in found.ntry] == [each.reversal for each in one.entries]
    told = [
        [detail.refs.end_to_end_id or "" if detail.refs else "" for detail in group.tx_dtls]
        for each in found.ntry
        for group in each.ntry_dtls
    ]
    assert told == [
        [detail.end_to_end for detail in each.details] for each in one.entries if each.details
    ]


@FEWER
@given(statements())
def test_write_is_valid_by_the_schema(one: Statement) -> None:
    path = schema("camt.053.001.08")
    etree.XMLSchema(etree.parse(path)).assertValid(etree.fromstring(written(one)))


def test_write_twice_gives_the_same_bytes() -> None:
    one = merchant()
    assert written(one) == written(one)
    assert read(written(one)).accepted() == (one,)


@pytest.mark.parametrize("version", CAMT_053)
def test_read_agrees_with_pyiso20022_in_every_version(version: int) -> None:
    data = camt(example(entry(version)), version=version)
    module = import_module(f"pyiso20022.camt.camt_053_001_{version:02}")
    theirs = XmlParser().from_bytes(data, module.Document).bk_to_cstmr_stmt.stmt[0]
    (ours,) = read(data).accepted()
    assert theirs.id == ours.id
    assert [each.amt.value for each in theirs.ntry] == [Decimal("1500.50")]
    assert [each.amount for each in ours.entries] == [150050]
    details = theirs.ntry[0].ntry_dtls[0].tx_dtls[0]
    assert details.refs.end_to_end_id == ours.entries[0].details[0].end_to_end
    debtor = details.rltd_pties.dbtr
    name = debtor.nm if version < 7 else debtor.pty.nm
    assert name == ours.entries[0].details[0].debtor.name


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "x" * 36}, "Id"),
        ({"id": ""}, "Id"),
        ({"id": " x"}, "Id"),
        ({"id": "a\nb"}, "Id"),
        ({"balances": ()}, "Bal"),
        ({"created": None}, "GrpHdr/CreDtTm"),
        ({"ends": None}, "FrToDt"),
        ({"last_page": False}, "PgNb"),
        ({"account": Account(currency="KZT")}, "Acct/Id"),
        ({"sequence": 10**18}, "ElctrncSeqNb"),
        ({"balances": (Balance("OPBD", 10**18, "KZT", date(2026, 1, 1)),)}, "Amt"),
    ],
)
def test_write_what_the_schema_does_not_allow_is_refused(
    change: dict[str, object], field: str
) -> None:
    with pytest.raises(StatementInvalid) as caught:
        written(replace(merchant(), **change))  # type: ignore[arg-type]  # the case's own fields
    assert caught.value.field == field


def test_write_an_entry_that_does_not_fit_names_it() -> None:
    one = merchant()
    long = replace(one.entries[0], reference="7", code="PMNT")
    with pytest.raises(StatementInvalid) as caught:
        written(replace(one, entries=(long,)))
    assert caught.value.field == "Ntry 7/BkTxCd"


def test_write_nothing_is_refused() -> None:
    with pytest.raises(StatementInvalid, match="needs a statement"):
        written()
