"""A ledger's accounts as a statement names them."""

from __future__ import annotations

import hashlib
from typing import Final

from alatau.errors import InputError
from alatau.ledger import LedgerAccount, Purpose
from alatau.merchants.terms import Terms
from alatau.merchants.texts import NAME, cleaned
from alatau.statements import Account, Party

OWN: Final = (Purpose.AVAILABLE, Purpose.HELD, Purpose.RESERVE)
"""What is a participant's own: to spend, promised to it, kept back for its chargebacks."""
_PROXY: Final = 2048


def accounts_of(text: str) -> tuple[LedgerAccount, ...]:
    """The accounts of ``dana/KZTE`` (available, held and reserve), or of ``dana/KZTE/held``.

    Raises `InputError`.
    """
    participant, _, asset = text.partition("/")
    if "/" in asset:
        return (LedgerAccount.parse(text),)
    if not participant or not asset:
        raise InputError(
            f"{text!r} is no account", remedy="write PARTICIPANT/ASSET or PARTICIPANT/ASSET/PURPOSE"
        )
    return tuple(LedgerAccount(participant, asset, purpose) for purpose in OWN)


def account_number(account: LedgerAccount) -> str:
    """32 digits that stand for an account where its name, of a wallet and a mint, is too long."""
    return hashlib.sha256(str(account).encode()).hexdigest()[:32]


def stated_account(account: LedgerAccount, terms: Terms) -> Account:
    """The account whose statement it is."""
    return Account(
        other=account_number(account),
        currency=terms.currency,
        owner=_owner(account, terms),
        bank=terms.bank,
        proxy=cleaned(str(account), _PROXY),
    )


def party(account: LedgerAccount, terms: Terms, *, own: bool) -> Party:
    """Who is on a side of a payment; `own`: whose statement it is."""
    return Party(
        name=_owner(account, terms) if own else _name(account, terms),
        other=account_number(account),
        bank=terms.bank,
        proxy=cleaned(str(account), _PROXY),
    )


def _owner(account: LedgerAccount, terms: Terms) -> str:
    return cleaned(terms.owner, NAME) or _name(account, terms)


def _name(account: LedgerAccount, terms: Terms) -> str:
    """A participant's name, or the zone's: that of its account where that says nothing."""
    return cleaned(account.participant or terms.zone, NAME) or cleaned(str(account), NAME)
