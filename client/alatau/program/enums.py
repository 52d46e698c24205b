"""The program's small numbers, by name."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class AssetClass(IntEnum):
    """What an asset is, which decides the regulators that it needs."""

    NATIONAL = 0
    CRYPTO = 1
    INSTRUMENT = 2

    @property
    def label(self) -> str:
        """Its name in files and reports."""
        return self.name.lower()

    @property
    def regulators(self) -> tuple[Regulator, ...]:
        """Who answers for it: consents, licenses, freezes."""
        if self is AssetClass.CRYPTO:
            return Regulator.CENTRAL_BANK, Regulator.FINANCIAL_AUTHORITY
        if self is AssetClass.NATIONAL:
            return (Regulator.CENTRAL_BANK,)
        return (Regulator.FINANCIAL_AUTHORITY,)


class Regulator(IntEnum):
    """The two regulators of a zone: their slots in it and in a participant's licences."""

    CENTRAL_BANK = 0
    FINANCIAL_AUTHORITY = 1


class Role(IntFlag):
    """What a participant may be, several at once."""

    RESIDENT = 1
    MERCHANT = 2
    PROVIDER = 4
    ISSUER = 8
    INVESTOR = 16


class Service(IntEnum):
    """What a payment is for: the bit of a licence's activities.

    The program takes any number below 32; these are the ones that have a name.
    """

    TRANSPORT = 0
    CLINIC = 1
    DOCUMENTS = 2
    UTILITIES = 3
    SHOPS = 4
    HOUSING = 5
    EXCHANGE = 31
    """What an exchange provider is licensed for."""

    @property
    def label(self) -> str:
        """Its name in files and reports."""
        return self.name.lower()


class LicenceStatus(IntEnum):
    """The state of a licence slot.  Whether it has expired is its date's matter."""

    NONE = 0
    ACTIVE = 1
    SUSPENDED = 2


class Scope(IntFlag):
    """What the operator or a regulator can pause."""

    NONE = 0
    PAYMENTS = 1
    DEPOSITS = 2
    TRANSFERS = 4
    OPENING = 8
    CONVERSIONS = 16
    ALL = 31


class PaymentState(IntEnum):
    """Where a held payment stands.  Expired ones are refunded."""

    OPEN = 1
    FULFILLED = 2
    SETTLED = 3
    REFUNDED = 4
    DISPUTED = 5
    CHARGEBACK = 6


class EnforcementKind(IntEnum):
    """What both regulators ordered: money or units, to the treasury, or to another's."""

    SEIZURE = 1
    TRANSFER = 2
    SEIZURE_OF_UNITS = 3
    TRANSFER_OF_UNITS = 4

    @property
    def is_of_units(self) -> bool:
        return self in (EnforcementKind.SEIZURE_OF_UNITS, EnforcementKind.TRANSFER_OF_UNITS)


class PaymentFlag(IntFlag):
    """What has happened to a payment beside its state."""

    NONE = 0
    DISPUTED = 1
    ANSWERED = 2
    COUNTED = 4


class DisputeReason(IntEnum):
    """Why a payer disputes a payment."""

    NOT_AS_DESCRIBED = 1
    NOT_RECEIVED = 2
    DUPLICATE = 3
    WRONG_AMOUNT = 4
    UNAUTHORISED = 5
    OTHER = 6

    @property
    def label(self) -> str:
        """Its name in files and reports."""
        return self.name.lower()


class DisputeOutcome(IntEnum):
    """How a dispute ended.

    Resolved by the operator or the arbiter; dropped by the payer; unanswered in time, so the
    payer's; answered but unresolved in time, so the payee's.
    """

    RESOLVED = 1
    DROPPED = 2
    UNANSWERED = 3
    UNRESOLVED = 4

    @property
    def label(self) -> str:
        """Its name in files and reports."""
        return self.name.lower()


class PlanState(IntEnum):
    """Whether a plan takes mandates and pulls."""

    OPEN = 1
    CLOSED = 2


class InstrumentKind(IntEnum):
    """What an instrument is."""

    EQUITY = 0
    BOND = 1
    FUND_UNIT = 2
    REAL_ESTATE_SHARE = 3
    TICKET = 4

    @property
    def label(self) -> str:
        """Its name in files and reports."""
        return self.name.lower()


class InstrumentState(IntEnum):
    """Where an instrument stands with the authority.  Delisted is for good.

    Redeeming: called by its issuer, it is neither issued nor moves any more.
    """

    PROPOSED = 1
    ADMITTED = 2
    SUSPENDED = 3
    DELISTED = 4
    REDEEMING = 5


class OfferingState(IntEnum):
    """Where an offering stands.  Failed ones return all money."""

    OPEN = 1
    SUCCEEDED = 2
    FAILED = 3


class Allotment(IntEnum):
    """Who gets the units where more are subscribed than offered."""

    FIRST_COME = 0
    PRO_RATA = 1

    @property
    def label(self) -> str:
        """Its name in files and reports."""
        return self.name.lower()


class SubscriptionState(IntEnum):
    """Where a subscription stands; one allotted or withdrawn is no more."""

    SUBSCRIBED = 1
    CONFIRMED = 2


class MintFlag(IntFlag):
    """What others can do to the tokens of a listed mint: its issuer is trusted with it."""

    NONE = 0
    PERMANENT_DELEGATE = 1
    PAUSABLE = 2
    FREEZE_AUTHORITY = 4
    TRANSFER_FEE = 8
    DEFAULT_FROZEN = 16
    SCALED_DISPLAY = 32


class Seat(IntEnum):
    """The seats of a zone's authorities."""

    OPERATOR = 0
    FIRST_REGULATOR = 1
    SECOND_REGULATOR = 2
    TREASURY = 3
