"""Alatau: a settlement system for a regulated crypto city on Solana.

``from alatau import Zone`` is where a developer begins.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alatau.models import Receipt
    from alatau.zone import Zone

__all__ = ["Receipt", "Zone", "__version__"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Loaded when asked for: `alatau --help` and the test plugin need none of it.
    if name == "Zone":
        from alatau.zone import Zone  # noqa: PLC0415

        return Zone
    if name == "Receipt":
        from alatau.models import Receipt  # noqa: PLC0415

        return Receipt
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
