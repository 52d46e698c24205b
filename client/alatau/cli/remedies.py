"""What to do about a refusal by the program, by the rule's name."""

from __future__ import annotations

from typing import Final

_ACCOUNT = "alatau account show tells the balances, alatau account deposit adds to them"
_LICENCE = "its regulator grants one: alatau licence grant; alatau licence show tells what it has"
_CAP = "alatau zone show tells the caps of each tier, alatau account show what was spent"
_SIGNER = "give the keypair file of the one who may"
_PAYMENT = "alatau payment tells how it stands"
_PARTICIPANT = "alatau participant show tells what it is registered as"

REMEDIES: Final = {
    "AccountAlreadyInUse": "it was made before: the show commands tell what is there",
    "ActivityNotLicensed": _LICENCE,
    "AlreadyExpired": "give a date that is still to come",
    "AssetClassNotLicensed": _LICENCE,
    "AssetNotConsented": "its regulators consent: alatau zone consent",
    "AuthoritiesNotDistinct": "give three different keypair files",
    "BadDeadline": "hold it for less: alatau zone show tells the longest, deliver within",
    "BadEnd": "give a day that is still to come",
    "BadFeeRange": "raise --fee-max or lower --fee-min",
    "BadCaps": "order them: --cap TIER:PAYMENT:DAY:MONTH",
    "DailyLimitExceeded": _CAP,
    "DeliveryNotDue": _PAYMENT,
    "DeliveryOverdue": "alatau expire returns it",
    "InsufficientFunds": _ACCOUNT,
    "LicenceExpired": _LICENCE,
    "LicenceMissing": _LICENCE,
    "LicenceSuspended": _LICENCE,
    "MonthlyLimitExceeded": _CAP,
    "NotAuthority": _SIGNER,
    "NotHeld": _PAYMENT,
    "NotOpen": _PAYMENT,
    "NotOperator": "give the operator's keypair file with --operator",
    "NotPayee": "give the merchant's keypair file with --keypair",
    "NotPayer": "give the payer's keypair file with --keypair, or wait for the window's end",
    "NotRefundable": _PAYMENT,
    "NotRegulator": "give the regulator's keypair file with --regulator",
    "PayeeNotMerchant": f"to a resident, pay with --transfer; {_PARTICIPANT}",
    "PayeeNotResident": f"to a merchant, pay with --service; {_PARTICIPANT}",
    "PayerIsPayee": "give another wallet with --to",
    "PayerNotResident": _PARTICIPANT,
    "PaymentLimitExceeded": _CAP,
    "RefundExceedsPayment": "refund less: alatau payment tells what is left of it",
    "RefundedChanged": "somebody refunded in the meantime: look with alatau payment, then again",
    "SequenceTooFar": "wait until earlier payments of this account have landed, then again",
    "SequenceTooOld": "alatau history tells whether it has landed; if not, use another key",
    "TreasuryIsMerchant": "register it as provider",
    "VaultCapExceeded": "alatau zone show tells the vault's cap",
    "VerificationExpired": _PARTICIPANT,
    "WindowOpen": "alatau payment tells when it settles",
    "ZeroAmount": "give an amount above zero",
    "ZoneEnded": "withdrawals, refunds and settlements still work",
    "ZonePaused": "wait until it is lifted: alatau zone show tells who holds what paused",
}
"""By name; what cannot come from a command is not among them."""
