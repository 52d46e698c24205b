"""The sandbox program's own refusals, with the figures that they depended on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alatau.errors.chain import TransactionFailed


class ProgramRefused(TransactionFailed):
    """The sandbox program refused: ``code`` (6000 and up) and ``name`` are the IDL's."""

    def __init__(
        self,
        message: str,
        *,
        code: int,
        name: str,
        signature: str = "",
        error: str = "",
        logs: Sequence[str] = (),
        remedy: str = "",
    ) -> None:
        super().__init__(message, signature=signature, error=error, logs=logs, remedy=remedy)
        self.code = code
        self.name = name


class RefusedWithFigures(ProgramRefused):
    """A refusal of which the figures could be read.

    They are read after it, best effort, so they are as the chain was then; where they
    cannot be read the plain `ProgramRefused` is raised.  `figures` has them by name:
    amounts in base units, times in unix seconds.  Of what is `recorded` they are those of now,
    which its message does not tell.
    """

    def __init__(self, refused: ProgramRefused, detail: str) -> None:
        super().__init__(
            refused.message if refused.recorded else f"{refused.message}: {detail}",
            code=refused.code,
            name=refused.name,
            signature=refused.signature,
            error=refused.error,
            logs=refused.logs,
            remedy=refused.remedy,
        )
        self.recorded = refused.recorded

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {}


class LimitExceeded(RefusedWithFigures):
    """`amount` on top of `spent` is over `limit`; the sum starts anew at `resets_at`.

    `resets_at` is None where nothing resets: the cap of one payment, and of a vault.
    """

    def __init__(
        self,
        refused: ProgramRefused,
        detail: str,
        *,
        limit: int,
        amount: int,
        spent: int,
        resets_at: int | None,
    ) -> None:
        super().__init__(refused, detail)
        self.limit, self.amount, self.spent, self.resets_at = limit, amount, spent, resets_at

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {
            "limit": self.limit,
            "amount": self.amount,
            "spent": self.spent,
            "resets_at": self.resets_at,
        }


class InsufficientFunds(RefusedWithFigures):
    """The account has `available`, which is less than `amount`."""

    def __init__(
        self, refused: ProgramRefused, detail: str, *, available: int, amount: int
    ) -> None:
        super().__init__(refused, detail)
        self.available, self.amount = available, amount

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"available": self.available, "amount": self.amount}


class Frozen(RefusedWithFigures):
    """Frozen by a regulator (0 or 1) of a `case` (hex) before `until`."""

    def __init__(
        self, refused: ProgramRefused, detail: str, *, until: int, case: str, regulator: int
    ) -> None:
        super().__init__(refused, detail)
        self.until, self.case, self.regulator = until, case, regulator

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"until": self.until, "case": self.case, "regulator": self.regulator}


class SequenceRefused(RefusedWithFigures):
    """The sequence was used, is too old or too far ahead; `highest` is the account's."""

    def __init__(
        self, refused: ProgramRefused, detail: str, *, sequence: int, highest: int
    ) -> None:
        super().__init__(refused, detail)
        self.sequence, self.highest = sequence, highest

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"sequence": self.sequence, "highest": self.highest}


class TooFew(RefusedWithFigures):
    """`quantity` units are fewer than `least`, and not all of those `left`."""

    def __init__(
        self, refused: ProgramRefused, detail: str, *, quantity: int, least: int, left: int
    ) -> None:
        super().__init__(refused, detail)
        self.quantity, self.least, self.left = quantity, least, left

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"quantity": self.quantity, "least": self.least, "left": self.left}


class TooFewFree(RefusedWithFigures):
    """`quantity` units were to leave a holding of `units`: some are `offered` or `outside`."""

    def __init__(
        self,
        refused: ProgramRefused,
        detail: str,
        *,
        quantity: int,
        units: int,
        offered: int,
        outside: int,
    ) -> None:
        super().__init__(refused, detail)
        self.quantity, self.units = quantity, units
        self.offered, self.outside = offered, outside

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {
            "quantity": self.quantity,
            "units": self.units,
            "offered": self.offered,
            "outside": self.outside,
        }


class HoldingMissing(RefusedWithFigures):
    """The `wallet` has no holding of the instrument: one is opened first."""

    def __init__(self, refused: ProgramRefused, detail: str, *, wallet: str) -> None:
        super().__init__(refused, detail)
        self.wallet = wallet
        self.remedy = f"open one first: alatau token open --wallet {wallet}"

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"wallet": self.wallet}


class NotYet(RefusedWithFigures):
    """It will be possible from `opens_at` on."""

    def __init__(self, refused: ProgramRefused, detail: str, *, opens_at: int) -> None:
        super().__init__(refused, detail)
        self.opens_at = opens_at

    @property
    def figures(self) -> Mapping[str, int | str | None]:
        """The figures by name."""
        return {"opens_at": self.opens_at}
