"""What a participant gets from the ledger: statements, notifications, transfers (ISO 20022)."""

from alatau.merchants.accounts import account_number, accounts_of
from alatau.merchants.terms import Terms
from alatau.merchants.write import Written, write_notifications, write_payments, write_statements

__all__ = [
    "Terms",
    "Written",
    "account_number",
    "accounts_of",
    "write_notifications",
    "write_payments",
    "write_statements",
]
