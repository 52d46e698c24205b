"""What people may not decide."""

from __future__ import annotations

from alatau.errors.base import AlatauError


class WorkflowError(AlatauError):
    """A decision on reconciliation that cannot be taken.  Nothing was kept or posted."""


class CaseMissing(WorkflowError):
    """There is no such break, item, match, resolution or proposal."""


class ActorRefused(WorkflowError):
    """Nobody is named, or someone whom the policy does not allow it."""


class OwnApproval(WorkflowError):
    """Who proposed a resolution tried to approve it: that takes another person."""


class AlreadyDecided(WorkflowError):
    """The proposal was approved or rejected before."""


class AlreadyResolved(WorkflowError):
    """The break or item was resolved before, has a proposal open, or was undone already."""


class ProposalStale(WorkflowError):
    """What a proposal is about has changed since it was made."""


class DayClosed(WorkflowError):
    """The day is closed: a closing is not changed, nor made before the one of the day before."""


class ClosingDiffers(WorkflowError):
    """A closing recomputed from its inputs is not what was kept.  ``where`` says in what."""

    def __init__(self, day: str, where: str) -> None:
        super().__init__(
            f"the closing of {day}, recomputed, differs: {where}",
            remedy="use the ledger, journal and rules that it was made of; "
            "alatau ledger verify tells whether the ledger is as it was written",
        )
        self.day, self.where = day, where
