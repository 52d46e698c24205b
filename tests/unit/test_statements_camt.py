"""camt.052, camt.053, camt.054 and pacs.008, in every version, into the model."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree
from tests.unit.statement_files import (
    ACCOUNT,
    CAMT_053,
    PAYER,
    UETR,
    balance,
    camt,
    entry,
    pacs,
    payment,
    read,
    said,
    schema,
    statement,
)

from alatau.errors import StatementInvalid
from alatau.statements import Charge, Kind, Status, booked_sum, merge_entries


@pytest.mark.parametrize("version", CAMT_053)
def test_read_camt_of_every_version_gives_the_same_entry(version: int) -> None:
    reading = read(camt(statement(entry(version)), version=version))
    assert reading.problems == ()
    (one,) = reading.accepted()
    assert (one.id, one.message, one.sequence, one.kind) == ("S-1", "M-1", 1, Kind.STATEMENT)
    assert (one.account.iban, one.account.currency) == (ACCOUNT, "KZT")
    assert one.account.owner == "ТОО «Айдын»"
    assert one.opening is not None
    assert one.closing is not None
    assert (one.opening.amount, one.closing.amount) == (100000, 250050)
    (found,) = one.entries
    assert (found.status, found.amount, found.currency) == (Status.BOOKED, 150050, "KZT")
    assert (found.booked, found.value) == (date(2026, 11, 2), date(2026, 11, 2))
    assert (found.servicer_reference, found.code) == ("B-0001", "PMNT/RCDT/ESCT")
    assert found.information == "Зачисление"
    (detail,) = found.details
    assert (detail.amount, detail.end_to_end) == (150050, "INV-4711")
    assert detail.uetr == (UETR if version >= 8 else "")
    assert (detail.debtor.name, detail.debtor.iban) == ("Әлия Серікқызы", PAYER)
    assert detail.debtor.bank == "KCJBKZKX"
    assert detail.remittance == ("Оплата по счёту 4711",)
    assert detail.references == ("RF18539007547034",)


@pytest.mark.parametrize("version", CAMT_053)
@pytest.mark.parametrize("kind", ["camt.052", "camt.053", "camt.054"])
def test_examples_are_valid_by_the_schema(kind: str, version: int) -> None:
    opening, closing = (None, None) if kind == "camt.054" else ("1000.00", "2500.50")
    one = statement(entry(version), kind=kind, opening=opening, closing=closing)
    data = camt(one, version=version, kind=kind)
    path = schema(f"{kind}.001.{version:02}")
    etree.XMLSchema(etree.parse(path)).assertValid(etree.fromstring(data))


@pytest.mark.parametrize("version", CAMT_053)
def test_read_notification_of_every_version_has_the_statements_entry(version: int) -> None:
    data = camt(
        statement(entry(version), kind="camt.054", opening=None, closing=None),
        version=version,
        kind="camt.054",
    )
    (told,) = read(data).accepted()
    (booked,) = read(camt(statement(entry(version)), version=version)).accepted()
    assert told.kind is Kind.NOTIFICATION
    assert [one.id for one in told.entries] == [one.id for one in booked.entries]


@pytest.mark.parametrize("version", range(2, 14))
def test_read_pacs_of_every_version_gives_an_expected_transfer(version: int) -> None:
    reading = read(pacs(version))
    assert reading.problems == ()
    (message,) = reading.accepted()
    assert message.kind is Kind.TRANSFERS
    (one,) = message.entries
    assert (one.status, one.amount, one.value) == (Status.EXPECTED, 150050, date(2026, 11, 2))
    (detail,) = one.details
    assert (detail.end_to_end, detail.transaction, detail.instruction) == ("INV-4711", "T-1", "I-1")
    assert (detail.debtor.iban, detail.creditor.iban) == (PAYER, ACCOUNT)
    assert (detail.debtor.bank, detail.creditor.bank) == ("KCJBKZKX", "HSBKKZKX")


def test_read_pacs_with_another_total_is_refused() -> None:
    data = pacs(8).replace(b"<NbOfTxs>1<", b"<NbOfTxs>2<")
    assert said(read(data)) == [
        "-:2:FIToFICstmrCdtTrf[1]/totals: says 2 entries, and there are 1 (minor units)"
    ]


@pytest.mark.parametrize(
    ("kind", "version"), [("camt.053", 1), ("camt.053", 13), ("camt.053", 99), ("camt.060", 3)]
)
def test_read_unknown_message_is_refused(kind: str, version: int) -> None:
    data = camt(statement(entry())).replace(b"camt.053.001.08", f"{kind}.001.{version:02}".encode())
    (error,) = read(data).errors
    assert error.field == "Document"
    assert error.line == 2


def test_read_message_in_an_envelope_is_read() -> None:
    data = camt(statement(entry())).split(b"\n", 1)[1]
    wrapped = b"<Envelope xmlns='urn:bank'><AppHdr><Id>1</Id></AppHdr>" + data + b"</Envelope>"
    assert len(read(wrapped).accepted()) == 1
    prefixed = data.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    assert len(read(prefixed).accepted()[0].entries) == 1


def test_read_reversal_nets_with_what_it_reverses_once() -> None:
    credit, back = entry(), entry(sign="DBIT", reference="B-0002", reversal=True)
    data = camt(statement(credit, back, closing="1000.00"))
    twice = [*read(data).accepted()[0].entries, *read(data).accepted()[0].entries]
    assert booked_sum(twice) == 0
    merged = merge_entries(twice)
    assert [one.reversal for one in sorted(merged, key=lambda one: -one.amount)] == [False, True]
    assert booked_sum(merged) == 0


def test_merge_pending_then_booked_is_one_booked_entry_in_any_order() -> None:
    pending = entry(status="PDNG", day="2026-11-01")
    report = camt(statement(pending, kind="camt.052", opening=None, closing=None), kind="camt.052")
    early, late = read(report).accepted()[0], read(camt(statement(entry()))).accepted()[0]
    assert [one.status for one in early.entries] == [Status.PENDING]
    for entries in ([*early.entries, *late.entries], [*late.entries, *early.entries]):
        (one,) = merge_entries(entries)
        assert (one.status, one.amount) == (Status.BOOKED, 150050)


def test_read_pending_entries_are_not_in_the_balance() -> None:
    data = camt(statement(entry(), entry(status="PDNG", reference="B-2"), entry(status="INFO")))
    (one,) = read(data).accepted()
    assert [each.status for each in one.entries] == [
        Status.BOOKED,
        Status.PENDING,
        Status.INFORMATION,
    ]


def test_read_equal_entries_without_references_stay_two() -> None:
    same = entry(reference="", details="")
    data = camt(statement(same, same, closing="4001.00"))
    first, again = read(data).accepted()[0].entries, read(data).accepted()[0].entries
    assert len({one.id for one in first}) == 2
    assert first == again
    assert booked_sum(merge_entries([*first, *again])) == 300100


def test_read_batch_adds_up_or_is_refused() -> None:
    parts = payment(amount="1000.00") + payment(amount="500.50", end_to_end="INV-2")
    batch = "<Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy='KZT'>1500.50</TtlAmt></Btch>"
    (one,) = read(camt(statement(entry(details=batch + parts)))).accepted()
    assert [each.amount for each in one.entries[0].details] == [100000, 50050]
    short = read(camt(statement(entry(details=parts.replace("500.50", "500.00")))))
    assert said(short) == [
        "-:4:Stmt[1]/Ntry[1]/details: is 150050, and its payments add up to 150000 (minor units)"
    ]
    counted = read(camt(statement(entry(details=batch.replace(">2<", ">3<") + parts))))
    assert said(counted) == ["-:4:Stmt[1]/Ntry[1]/Btch/NbOfTxs: says 3, and there are 2 payments"]


@pytest.mark.parametrize("version", [2, 3, 8])
def test_read_charges_explain_the_difference_to_the_payment(version: int) -> None:
    record = "<Amt Ccy='KZT'>100.50</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
    if version > 2:
        record = f"<Rcrd>{record}<ChrgInclInd>true</ChrgInclInd></Rcrd>"
    one = entry(
        version,
        "1400.00",
        charges=f"<Chrgs>{record}</Chrgs>",
        details=payment(version, "1500.50"),
    )
    reading = read(camt(statement(one, closing="2400.00"), version=version))
    assert reading.problems == ()
    (found,) = reading.statements[0].entries
    assert found.charges == (Charge(-10050, "KZT", included=version > 2),)


@pytest.mark.parametrize("version", [2, 8])
def test_read_totals_that_differ_are_refused(version: int) -> None:
    net = "<TtlNetNtryAmt>1500.5</TtlNetNtryAmt><CdtDbtInd>CRDT</CdtDbtInd>"
    if version > 3:
        net = "<TtlNetNtry><Amt>1500.5</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry>"
    totals = (
        f"<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries><Sum>1500.500</Sum>{net}</TtlNtries>"
        "<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>1500.50</Sum></TtlCdtNtries></TxsSummry>"
    )
    right = read(camt(statement(entry(version), totals=totals), version=version))
    assert right.problems == ()
    for old, new in (
        (">1<", ">2<"),
        ("<Sum>1500.50</Sum>", "<Sum>1500.51</Sum>"),
        ("0.5<", "1.5<"),
    ):
        wrong = read(
            camt(statement(entry(version), totals=totals.replace(old, new)), version=version)
        )
        assert [one.field for one in wrong.errors] == ["totals"], new


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<Amt Ccy='KZT'>1500.50</Amt>", "<Amt Ccy='KZT'>1500.505</Amt>", "3 decimals where 2"),
        ("<Amt Ccy='KZT'>1500.50</Amt>", "<Amt Ccy='KZT'>1.5e3</Amt>", "scientific"),
        ("<Amt Ccy='KZT'>1500.50</Amt>", "<Amt Ccy='KZT'>-1500.50</Amt>", "is negative"),
        ("<Amt Ccy='KZT'>1500.50</Amt>", "<Amt Ccy='KZT'>NaN</Amt>", "no"),
        ("<Amt Ccy='KZT'>1500.50</Amt>", "<Amt Ccy='KZT'></Amt>", "Amt: is empty"),
        ("<Amt Ccy='KZT'>1500.50</Amt>", "<Amt>1500.50</Amt>", "has no currency"),
        ("<Amt Ccy='KZT'>1500.50</Amt>", "<Amt Ccy='QQQ'>1500.50</Amt>", "is no currency"),
        ("<Amt Ccy='KZT'>1500.50</Amt>", "", "Amt: is missing"),
        ("<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<CdtDbtInd>X</CdtDbtInd><Sts>", "neither CRDT nor"),
        ("<Cd>BOOK</Cd>", "<Cd>BOOKED</Cd>", "is none of BOOK"),
        ("<BookgDt><Dt>2026-11-02", "<BookgDt><Dt>2026-02-30", "is no day"),
        ("<BookgDt><Dt>2026-11-02", "<BookgDt><Dt>02.11.2026", "is no day"),
    ],
)
def test_read_malformed_entry_is_told_and_left_out(old: str, new: str, message: str) -> None:
    wrong = entry().replace(old, new, 1)
    reading = read(camt(statement(entry(reference="B-0"), wrong)))
    (error,) = said(reading)
    assert error.startswith("-:5:Stmt[1]/Ntry[2]/")
    assert message in error
    with pytest.raises(StatementInvalid):
        reading.accepted()
    (one,) = reading.accepted(partial=True)
    assert [each.servicer_reference for each in one.entries] == ["B-0"]
    assert not one.complete


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<Id>S-1</Id>", "", "Id"),
        (f"<IBAN>{ACCOUNT}</IBAN>", "", "Acct/Id"),
        (f"<IBAN>{ACCOUNT}</IBAN>", "<IBAN>KZ86125KZT5004100101</IBAN>", "account.iban"),
        ("<ElctrncSeqNb>1<", "<ElctrncSeqNb>one<", "ElctrncSeqNb"),
        ("<Cd>OPBD</Cd>", "", "Tp"),
        ("<Amt Ccy='KZT'>1000.00", "<Amt Ccy='USD'>1000.00", "Amt"),
        ("<Amt Ccy='KZT'>1000.00", "<Amt Ccy='KZT'>1000.01", "balances"),
        ("<Ccy>KZT</Ccy>", "<Ccy>USD</Ccy>", "Amt"),
    ],
)
def test_read_malformed_statement_names_the_field(old: str, new: str, field: str) -> None:
    data = camt(statement(entry())).decode().replace(old, new, 1)
    assert [one.field for one in read(data).errors] == [field]


def test_read_odd_identifiers_of_others_are_warnings() -> None:
    odd = payment(iban="KZ84722C000012345679").replace(UETR, "none")
    reading = read(camt(statement(entry(details=odd))))
    assert [one.field for one in reading.problems] == [
        "details[1].debtor.iban",
        "details[1].uetr",
    ]
    assert len(reading.accepted()) == 1


def test_read_entry_in_another_currency_than_its_account_is_refused() -> None:
    other = entry(details="").replace("KZT", "USD")
    assert "currency" in [one.field for one in read(camt(statement(other))).errors]


@pytest.mark.parametrize(
    ("currency", "text", "units"),
    [
        ("JPY", "1500", 1500),
        ("KWD", "1.234", 1234),
        ("USD", "12.5", 1250),
        ("CLF", "1.2345", 12345),
    ],
)
def test_read_amount_has_the_decimals_of_its_currency(currency: str, text: str, units: int) -> None:
    one = entry(details="").replace("1500.50", text)
    data = camt(statement(one, opening="0", closing=text)).decode()
    reading = read(data.replace("'KZT'", f"'{currency}'").replace(">KZT<", f">{currency}<"))
    assert [each.amount for each in reading.accepted()[0].entries] == [units]


def test_read_cut_off_file_keeps_what_came_before() -> None:
    data = camt(statement(*(entry(reference=f"B-{n}") for n in range(20))))
    reading = read(data[: data.index(b"B-15")])
    assert "is cut off" in said(reading)[0]
    (one,) = reading.accepted(partial=True)
    assert [each.servicer_reference for each in one.entries] == [f"B-{n}" for n in range(15)]
    assert not one.complete


def test_read_iban_as_people_write_it_is_the_same_account() -> None:
    data = camt(statement(entry(), account="kz86 125K ZT50 0410 0100"))
    assert read(data).accepted()[0].account.iban == ACCOUNT


def test_read_statement_within_a_statement_is_refused() -> None:
    (error, *_) = read(camt(statement(statement(entry())))).errors
    assert (error.field, error.message) == ("Stmt", "stands within another one")


def test_read_enormous_values_are_not_repeated_in_messages() -> None:
    for wrong in (entry(amount="1" * 10_000), entry(day="x" * 10_000)):
        (error, *_) = said(read(camt(statement(wrong))))
        assert len(error) < 600


def test_read_balance_behind_an_entry_is_refused() -> None:
    data = camt(statement(entry() + balance("CLAV", "5.00")))
    assert [one.field for one in read(data).errors] == ["Bal"]
