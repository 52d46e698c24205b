"""How often a command's process looks for objects that only refer to each other."""

from __future__ import annotations

import gc
from typing import Final

OBJECTS: Final = 20_000
"""So many more than there were have it look.  Python's own 700 are a few payments' postings."""


def collect_seldom() -> None:
    """Look for garbage less often, in the whole process: for one that is ours alone.

    Payments in bulk make objects by the hundred thousand, and hardly any that refer to each
    other; looking for these took a seventh of the time of `alatau index`.
    """
    gc.set_threshold(OBJECTS)
