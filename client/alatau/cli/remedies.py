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
    "AccountNotEmpty": "its owner withdraws, alatau collect sweeps: alatau account show",
    "ActivityNotLicensed": _LICENCE,
    "AlreadyExpired": "give a date that is still to come",
    "AlreadyMigrated": "nothing is to be done",
    "AssetClassNotLicensed": _LICENCE,
    "AssetNotConsented": "its regulators consent: alatau zone consent",
    "AuthoritiesNotDistinct": "give three different keypair files",
    "BadCaps": "order them: --cap TIER:PAYMENT:DAY:MONTH",
    "BatchEmpty": "name somebody to pay, or a payment to settle",
    "BadDeadline": "hold it for less: alatau zone show tells the longest, deliver within",
    "BadEnd": "give a day that is still to come",
    "BadFeeRange": "raise --fee-max or lower --fee-min",
    "BadSeat": "name another seat: alatau authority show",
    "BadStop": "give at most 14d, or none to allow them again",
    "BadSuccessor": "name another wallet",
    "DailyLimitExceeded": _CAP,
    "DeliveryNotDue": _PAYMENT,
    "DeliveryOverdue": "alatau expire returns it",
    "InsufficientFunds": _ACCOUNT,
    "LaneEmpty": _ACCOUNT,
    "LaneNeedsMerchant": _PARTICIPANT,
    "LaneNeedsOperator": "give the operator's keypair file with --keypair",
    "LaneReceivesOnly": "alatau account consolidate moves what it has to lane 0",
    "LaneUnavailable": "leave --lane away",
    "LicenceExpired": _LICENCE,
    "LicenceMissing": _LICENCE,
    "LicenceSuspended": _LICENCE,
    "MonthlyLimitExceeded": _CAP,
    "NoSuccession": "alatau authority show tells who is to follow in which seat",
    "NotAuthority": _SIGNER,
    "NotBothRegulators": "give --regulator FILE twice: the central bank first",
    "NotHeld": _PAYMENT,
    "NotMainLane": "open lane 0 first: alatau account open",
    "NotIncumbent": "give the keypair file of who holds the seat with --authority",
    "NotOpen": _PAYMENT,
    "NotOperator": "give the operator's keypair file with --operator",
    "NotOtherAuthorities": "give --other FILE twice, in the order of the seats",
    "NotPayee": "give the merchant's keypair file with --keypair",
    "NotPayer": "give the payer's keypair file with --keypair, or wait for the window's end",
    "NotRefundable": _PAYMENT,
    "NotRegulator": "give the regulator's keypair file with --regulator",
    "NotSuccessor": "alatau authority show tells who is to follow",
    "PayeeNotMerchant": f"to a resident, pay with --transfer; {_PARTICIPANT}",
    "PayeeNotResident": f"to a merchant, pay with --service; {_PARTICIPANT}",
    "PayerIsPayee": "give another wallet with --to",
    "PayerNotResident": _PARTICIPANT,
    "PayerNotResidentOrMerchant": _PARTICIPANT,
    "PaymentLimitExceeded": _CAP,
    "PaymentsNotClosed": "close its held payments first: alatau payment close",
    "RefundExceedsPayment": "refund less: alatau payment tells what is left of it",
    "RefundedChanged": "somebody refunded in the meantime: look with alatau payment, then again",
    "ReplacementPending": "the regulators decide: alatau authority show",
    "SequenceTooFar": "wait until earlier payments of this account have landed, then again",
    "SequenceTooOld": "alatau history tells whether it has landed; if not, use another key",
    "SuccessionNotReady": "alatau authority show tells from when",
    "TaxPeriodsNotClosed": "close its tax periods first: alatau tax close",
    "TreasuryIsMerchant": "register it as provider",
    "VaultCapExceeded": "alatau zone show tells the vault's cap",
    "VerificationExpired": _PARTICIPANT,
    "WindowOpen": "alatau payment tells when it settles",
    "WithdrawalsStopped": "wait: alatau zone show tells until when",
    "ZeroAmount": "give an amount above zero",
    "ZoneEnded": "withdrawals, refunds and settlements still work",
    "ZoneNotEnded": "wait for the zone's end: alatau zone show",
    "ZonePaused": "wait until it is lifted: alatau zone show tells who holds what paused",
}
"""By name; what cannot come from a command is not among them."""
