"""Statements of banks: camt.052, 053, 054, pacs.008, MT940 and CSV into one model."""

from alatau.statements.checks import check_parts
from alatau.statements.continuity import check_continuity, distinct
from alatau.statements.csv_mapping import Mapping, load_mapping
from alatau.statements.currencies import DECIMALS, decimals_of
from alatau.statements.ibans import iban_fault
from alatau.statements.identity import number_entries
from alatau.statements.merge import booked_sum, merge_entries
from alatau.statements.model import (
    Account,
    Balance,
    Charge,
    Closed,
    Count,
    Detail,
    Entry,
    Kind,
    Opened,
    Part,
    Party,
    Statement,
    Status,
    Totals,
)
from alatau.statements.problems import Problem, Problems, Severity
from alatau.statements.read import Reading, read_parts, read_statements
from alatau.statements.source import Source, open_source
from alatau.statements.streams import Checked, check_files
from alatau.statements.write_camt import CamtWriter, parts_of, write_camt
from alatau.statements.write_pacs import TransferWriter, write_transfers

__all__ = [
    "DECIMALS",
    "Account",
    "Balance",
    "CamtWriter",
    "Charge",
    "Checked",
    "Closed",
    "Count",
    "Detail",
    "Entry",
    "Kind",
    "Mapping",
    "Opened",
    "Part",
    "Party",
    "Problem",
    "Problems",
    "Reading",
    "Severity",
    "Source",
    "Statement",
    "Status",
    "Totals",
    "TransferWriter",
    "booked_sum",
    "check_continuity",
    "check_files",
    "check_parts",
    "decimals_of",
    "distinct",
    "iban_fault",
    "load_mapping",
    "merge_entries",
    "number_entries",
    "open_source",
    "parts_of",
    "read_parts",
    "read_statements",
    "write_camt",
    "write_transfers",
]
