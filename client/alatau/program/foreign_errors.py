"""Names and sentences for errors that are not the program's own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ANCHOR: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        2000: ("ConstraintMut", "An account that changes was not passed as writable"),
        2001: ("ConstraintHasOne", "An account does not name the one that it must"),
        2003: ("ConstraintRaw", "An account's constraint was violated"),
        2005: ("ConstraintRentExempt", "An account lacks the lamports for its rent"),
        2007: ("ConstraintExecutable", "An account that must be a program is none"),
        2011: ("ConstraintClose", "An account cannot be closed into itself"),
        2012: ("ConstraintAddress", "An account is not the one with the fixed address"),
        2013: ("ConstraintZero", "An account that must be empty is not"),
        2019: ("ConstraintSpace", "An account has another size than it must"),
        2020: ("ConstraintAccountIsNone", "An optional account that is needed was left out"),
        4103: ("InvalidPodValue", "An account's data is not of its type"),
    }
)

TOKEN: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        0: ("TokenNotRentExempt", "A token account lacks the lamports for its rent"),
        1: ("TokenInsufficientFunds", "The token account holds less than this takes"),
        2: ("TokenInvalidMint", "The mint is none"),
        3: ("TokenMintMismatch", "The token account is of another mint"),
        4: ("TokenOwnerMismatch", "The token account belongs to another owner"),
        13: ("TokenInvalidState", "The token account is not in the state that this needs"),
        14: ("TokenOverflow", "The token account would overflow"),
        17: ("TokenAccountFrozen", "The token account is frozen"),
        18: ("TokenMintDecimalsMismatch", "The mint has other decimals"),
        36: ("TokenNoMemo", "The token account takes nothing without a memo"),
        42: ("TokenCpiGuarded", "The owner's CPI guard is set on the token account"),
    }
)

SYSTEM: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        0: ("AccountAlreadyInUse", "The account to be made is there already"),
        1: ("ResultWithNegativeLamports", "The payer of rent has too few lamports"),
    }
)

RUNTIME: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AccountAlreadyInitialized": "The account to be made is there already",
        "AccountBorrowFailed": "One account was passed twice where it may be only once",
        "AccountDataTooSmall": "An account is smaller than its type, or is not there",
        "AccountNotRentExempt": "An account lacks the lamports for its rent",
        "ArithmeticOverflow": "A number would overflow",
        "ComputationalBudgetExceeded": "The transaction ran out of compute units",
        "IllegalOwner": "An account belongs to another program than it must",
        "IncorrectProgramId": "A program that was passed is not the right one",
        "InsufficientFunds": "An account has too few lamports",
        "InvalidAccountData": "An account is of another kind than it must be",
        "InvalidAccountOwner": "An account belongs to another program than it must",
        "InvalidArgument": "An argument is invalid",
        "InvalidInstructionData": "The instruction's data is not what the program reads",
        "InvalidSeeds": "An account is not at the address that its seeds give",
        "MaxSeedLengthExceeded": "A seed is too long",
        "MissingAccount": "An account that is needed was not passed",
        "MissingRequiredSignature": "A signature that is needed is missing",
        "NotEnoughAccountKeys": "Fewer accounts were passed than are needed",
        "PrivilegeEscalation": "A called program was to sign or write what the caller may not",
        "ProgramFailedToComplete": "The program crashed or ran out of compute units",
        "ReadonlyDataModified": "An account that changes was not passed as writable",
        "ReadonlyLamportChange": "An account that changes was not passed as writable",
        "UninitializedAccount": "An account that is needed is not there",
    }
)
