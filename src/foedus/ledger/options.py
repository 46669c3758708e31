"""What a ledger is asked to be: frozen, passed explicitly, part of its question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from foedus.cases.case import TreatySet
from foedus.core.errors import UsageError

__all__ = ["SETS", "Options", "spread_evenly"]

SETS: tuple[TreatySet, ...] = ("any", "defence", "binding")
"""Which pledges count: any, only to fight, only without conditions that tables cannot check."""
T = TypeVar("T")


@dataclass(frozen=True)
class Options:
    """How to build a ledger.

    Attributes
    ----------
    k
        Third parties in a game at most.
    treaties
        One of `SETS`.
    draws, seed
        Draws of theta for the intervals; common to all disputes.
    search
        Random starts in the search for other equilibria, at the mean.
    limit
        Only so many disputes, spread evenly over the record; None for all.
    tol
        Residual to be reached.
    """

    k: int = 2
    treaties: TreatySet = "any"
    draws: int = 16
    seed: int = 0
    search: int = 3
    limit: int | None = None
    tol: float = 1e-7

    def __post_init__(self) -> None:
        """Refuse what cannot be built."""
        if self.treaties not in SETS:
            raise UsageError(
                "no such set of treaties", value=self.treaties, fix=f"write {', '.join(SETS)}"
            )
        lowest = {"k": 0, "draws": 0, "seed": 0, "search": 0, "limit": 1}
        for name, low in lowest.items():
            value: int | None = getattr(self, name)
            if value is not None and value < low:
                raise UsageError(f"must be at least {low}", field=name, value=value)

    def identity(self) -> dict[str, Any]:
        """Return what the numbers depend on."""
        return asdict(self)


def spread_evenly(items: Sequence[T], count: int | None) -> list[T]:
    """Return `count` of the items, spread evenly over their order; all where None or too many.

    Examples
    --------
    >>> spread_evenly(range(10), 4)
    [0, 2, 5, 7]
    """
    if count is None or count >= len(items):
        return list(items)
    return [items[k * len(items) // count] for k in range(count)]
