"""One piece of work of the ledger, small enough to be sent to another process or machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from foedus.cases.case import Case
from foedus.crisis.equilibrium import SolveOptions
from foedus.crisis.theta import Theta, load_theta

__all__ = ["Piece", "Task", "chosen", "thetas"]

Piece: TypeAlias = dict[str, Any]
"""What a task comes to: plain JSON-like data, as a line of a journal keeps it."""


@dataclass(frozen=True)
class Task:
    """A case to be solved with and without its obligations.

    Attributes
    ----------
    case
        The dispute or dyad-year.
    theta
        Name of a set of parameters that is shipped, empty for the one in use; a set itself cannot
        be sent around.
    values
        Parameters replaced in it, by name.
    draws, seed
        Draws of theta beside its point values; common to all cases.
    search
        Random starts in the search for other equilibria; 0 for none.
    instruments
        Whether each treaty, and each camp's, is taken out on its own too, and the treaty that does
        most accounted for.
    tol
        Residual to be reached.
    """

    case: Case
    theta: str = ""
    values: tuple[tuple[str, float], ...] = ()
    draws: int = 0
    seed: int = 0
    search: int = 0
    instruments: bool = False
    tol: float = 1e-7

    @property
    def solving(self) -> SolveOptions:
        """How to solve."""
        return SolveOptions(tol=self.tol)


def chosen(name: str) -> Theta:
    """Return a set of parameters by name, or the one in use.

    Raises
    ------
    ThetaError
        No set of that name is shipped.
    """
    return load_theta(name) if name else load_theta()


def thetas(task: Task) -> tuple[Theta, tuple[Theta, ...]]:
    """Return the point values of a task's theta, and its draws."""
    return _thetas(task.theta, task.values, task.draws, task.seed)


@lru_cache(maxsize=4)
def _thetas(
    name: str, values: tuple[tuple[str, float], ...], draws: int, seed: int
) -> tuple[Theta, tuple[Theta, ...]]:
    """Read once a process: every case of a ledger has the same."""
    mean = chosen(name).with_values(dict(values))
    return mean, tuple(mean.draw(seed, index) for index in range(draws))
