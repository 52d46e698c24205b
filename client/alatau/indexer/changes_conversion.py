"""What the events of conversions and of payments from wallets say; see `changes`."""

from __future__ import annotations

from alatau.indexer.change import Change
from alatau.program import Converted, PaidFromWallet, vault_address


def converted(e: Converted) -> tuple[Change, ...]:
    """Both of the provider's accounts change, in two assets."""
    payee = {
        "available": e.payee_available,
        "fee_due": e.payee_fee_due,
        "tax_due": e.payee_tax_due,
    }
    given = {"available": e.provider_out_available}
    return (
        Change(
            e.payer_account, e.payer_revision, e, {"available": e.payer_available}, -e.amount_in
        ),
        Change(
            e.provider_in_account,
            e.provider_in_revision,
            e,
            {"available": e.provider_in_available},
            e.amount_in,
        ),
        Change(e.provider_out_account, e.provider_out_revision, e, given, -e.amount_out),
        Change(e.payee_account, e.payee_revision, e, payee, e.amount_out),
    )


def paid_from_wallet(e: PaidFromWallet) -> tuple[Change, ...]:
    """The money enters on the payee's account."""
    payee = {
        "available": e.payee_available,
        "fee_due": e.payee_fee_due,
        "tax_due": e.payee_tax_due,
    }
    vault = {"liabilities": e.liabilities}
    return (
        Change(e.payer, e.payer_revision, e),
        Change(e.payee_account, e.payee_revision, e, payee, e.amount),
        Change(vault_address(e.asset), e.vault_revision, e, vault, e.amount),
    )
