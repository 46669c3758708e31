"""Options of a study: frozen, passed explicitly, part of its key."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.core.errors import UsageError
from foedus.core.paths import threads as available_threads
from foedus.crisis.version import SOLVER_VERSION

__all__ = ["DRAWS", "SOLVER_VERSION", "TREATY_DRAWS", "WORK", "Options"]

WORK = 600_000
"""Positions times draws that fit a first screen, and all treaties' own draws after it."""
LARGEST = 2**63 - 1
"""Largest seed that the streams of random numbers take."""
DRAWS = (16, 64)
TREATY_DRAWS = (4, 16)
"""Fewest and most draws taken by default."""


@dataclass(frozen=True)
class Options:
    """How much work to do, and from which seed.

    Attributes
    ----------
    draws : int or None
        Draws of theta for the intervals; None for as many as fit a first screen, 16 to 64, by the
        number of positions (never by the clock, so that a study can be repeated).
    seed : int
        Of the draws, the paths and the search.
    search : int
        Random starts in the search for other equilibria.
    paths : int
        Simulated crises for the ladder.
    types : bool
        Whether to solve with private resolve too.
    threads : int or None
        Threads to use; no number depends on it, so it is not part of the key.
    """

    draws: int | None = None
    seed: int = 0
    search: int = 20
    paths: int = 2000
    types: bool = False
    threads: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no number of draws, no seed, no number of threads.

        Raises
        ------
        UsageError
            If one is.
        """
        least = {"draws": 0, "seed": 0, "search": 0, "paths": 1, "threads": 1}
        for name, low in least.items():
            value = getattr(self, name)
            if value is None and name in ("draws", "threads"):
                continue
            if not (isinstance(value, int) and low <= value <= LARGEST):
                raise UsageError(
                    "must be a whole number",
                    field=name,
                    value=value,
                    fix=f"write a number from {low} to {LARGEST}",
                )

    def draws_for(self, positions: int) -> int:
        """Return the number of draws for a game of this size."""
        if self.draws is not None:
            return self.draws
        low, high = DRAWS
        return max(low, min(high, WORK // positions))

    def treaty_draws_for(self, positions: int, instruments: int) -> int:
        """Return the draws behind the interval of one treaty's or channel's own effect."""
        low, high = TREATY_DRAWS
        fit = max(low, min(high, WORK // (positions * max(instruments, 1))))
        return min(self.draws_for(positions), fit)

    def identity(self, positions: int) -> dict[str, int]:
        """Return what the numbers depend on."""
        return {
            "draws": self.draws_for(positions),
            "seed": self.seed,
            "search": self.search,
            "paths": self.paths,
        } | ({"types": 1} if self.types else {})

    @property
    def workers(self) -> int:
        """Threads in use."""
        return self.threads if self.threads is not None else available_threads()
