"""Profiles: the best objective with one parameter held, over a range of values.

Curvature at the top says how well a parameter is told if the top is round. A profile says whether
it is: a flat one, or one that falls on one side only, is a parameter the record cannot pin down
even though its standard error may look small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from foedus.core.canonical import key as content_key
from foedus.core.errors import Cancelled, FoedusError, UsageError, WorkerDied, did_you_mean
from foedus.core.progress import Reporter, Silent

from .crew import Crew
from .fit import Plan
from .refit import kept, refit, write
from .sample import Sample, sample
from .space import Space, space
from .types import Floats

__all__ = ["NAMES", "OFFSETS", "TOP", "Bend", "Profiles", "profile"]

NAMES = ("lambda", "c_w", "X", "mu_war", "iota")
"""What is profiled unless others are named: what war and honour hang on."""
TOP = 0.02
"""Newton decrement at which a refit stops: a hundredth of a unit is left to gain, about. What a
profile tells are differences of tenths."""
LIMIT = 40
"""Steps of a refit at most."""
OFFSETS = (-2.0, -1.0, -0.5, 0.5, 1.0, 2.0)
"""Where a parameter is held: off its best value, in spreads of its prior."""


@dataclass(frozen=True)
class Bend:
    """The best that can be had with one parameter held.

    Attributes
    ----------
    offset : float
        Off the best value, in spreads of the prior.
    value : float
        Held, in the parameter's own unit.
    log_likelihood, objective : float
        At the best values of the others, without and with the whole prior.
    converged : bool
    failed : str
        Why there are no numbers (they are NaN then); empty where there are.
    """

    offset: float
    value: float
    log_likelihood: float
    objective: float
    converged: bool
    failed: str = ""


@dataclass(frozen=True)
class Profiles:
    """Profiles on a sample of every so many disputes.

    Attributes
    ----------
    best : dict
        Parameter -> value at the top of this sample.
    log_likelihood, objective : float
        There.
    bends : dict
        Parameter -> its bends, by offset.
    stride, disputes : int
    """

    best: dict[str, float]
    log_likelihood: float
    objective: float
    bends: dict[str, tuple[Bend, ...]]
    stride: int
    disputes: int

    def document(self) -> dict[str, Any]:
        """Return what goes into the report: differences from the top."""
        return {
            "stride": self.stride,
            "disputes": self.disputes,
            "log_likelihood": self.log_likelihood,
            "objective": self.objective,
            "best": self.best,
            "parameters": {
                name: [self._row(b) for b in bends] for name, bends in self.bends.items()
            },
        }

    def _row(self, bend: Bend) -> dict[str, Any]:
        made = not bend.failed
        return {
            "offset": bend.offset,
            "value": bend.value,
            "log_likelihood": bend.log_likelihood - self.log_likelihood if made else None,
            "objective": bend.objective - self.objective if made else None,
            "converged": bend.converged,
            "failed": bend.failed,
        }


def profile(
    plan: Plan,
    start: Mapping[str, float],
    names: Sequence[str] = NAMES,
    directory: Path | None = None,
    *,
    offsets: Sequence[float] = OFFSETS,
    stride: int = 24,
    workers: int = 1,
    reporter: Reporter | None = None,
) -> Profiles:
    """Fit with each of some parameters held at values around its best.

    Parameters
    ----------
    plan : Plan
        Which cases; its stride is not used.
    start : mapping
        Values of all parameters to begin at, in their own units.
    names : sequence of str
        Parameters to hold, one at a time.
    directory : Path, optional
        Where each refit is kept, and taken from on the next call.
    offsets : sequence of float
        Where to hold them, off the best value, in spreads of the prior.
    stride : int
        Take every so many disputes.
    workers : int
        Processes.
    reporter : Reporter, optional

    Raises
    ------
    UsageError
        No such parameter is estimated.
    Cancelled
        The user stopped it; what is finished is kept.
    """
    reporter = reporter or Silent()
    where = space(dict(plan.fixed))
    for name in names:
        if name not in where.names:
            raise UsageError(
                "is not estimated", field="profile", value=name,
                fix=did_you_mean(name, where.names) or f"one of {', '.join(where.names)}",
            )  # fmt: skip
    held = sample(before=plan.before, stride=stride, quiet=plan.quiet, seed=plan.seed, k=plan.k)
    begin = where.point(start)
    key = content_key(["profile", plan.key, stride, begin, TOP, LIMIT])
    with Crew(held.alone.items, workers) as crew:
        work = _Work(crew, held, where, directory, key, reporter)
        reporter.start("profiles", 1 + len(names) * len(offsets))
        top = work.piece("top", where, begin)
        if top["failed"]:
            raise FoedusError(top["failed"], fix="take more disputes: a smaller stride")
        best = np.array(top["at"])
        bends = {name: _bends(work, name, best, offsets) for name in names}
        reporter.done()
    return Profiles(
        best={name: where.theta(best)[name] for name in where.names},
        log_likelihood=top["log_likelihood"],
        objective=top["objective"],
        bends=bends,
        stride=stride,
        disputes=len(held.disputes),
    )


@dataclass(frozen=True)
class _Work:
    """What every refit of a profile shares."""

    crew: Crew
    held: Sample
    where: Space
    directory: Path | None
    key: str
    reporter: Reporter

    def piece(self, label: str, where: Space, start: Floats) -> dict[str, Any]:
        """Make a refit, or take it from the folder."""
        key = content_key([self.key, label])
        name = f"profile-{label}.json"
        found = kept(self.directory / name, key) if self.directory else None
        if found is None:
            found = {"key": key} | self._made(where, start)
            if self.directory is not None:
                write(self.directory, name, found)
        self.reporter.advance()
        return found

    def _made(self, where: Space, start: Floats) -> dict[str, Any]:
        try:
            point, state = refit(
                self.crew, self.held, where, start, limit=LIMIT, enough=TOP, reporter=self.reporter
            )
        except (Cancelled, WorkerDied):
            raise
        except (FoedusError, np.linalg.LinAlgError) as error:
            return {"failed": str(error)}
        return {
            "failed": "",
            "at": point.at.tolist(),
            "log_likelihood": point.log_likelihood,
            "objective": point.objective,
            "converged": state.decrement <= TOP,
        }


def _bends(work: _Work, name: str, best: Floats, offsets: Sequence[float]) -> tuple[Bend, ...]:
    """Hold one parameter, from the top outwards: each refit starts where the one before ended."""
    place = work.where.names.index(name)
    spread = float(work.where.sd[place])
    others = np.delete(best, place)
    found: dict[float, Bend] = {}
    for side in (1.0, -1.0):
        near = others
        for offset in sorted((o for o in offsets if o * side > 0.0), key=abs):
            at = best.copy()
            at[place] += offset * spread
            value = work.where.theta(at)[name]
            piece = work.piece(f"{name}{offset:+g}", work.where.without({name: value}), near)
            if piece["failed"]:
                found[offset] = Bend(offset, value, np.nan, np.nan, False, piece["failed"])
                continue
            near = np.array(piece["at"])
            z = (at[place] - work.where.centre[place]) / spread
            likelihood, objective = piece["log_likelihood"], piece["objective"] - 0.5 * z * z
            found[offset] = Bend(offset, value, likelihood, objective, piece["converged"])
    return tuple(found[offset] for offset in sorted(found))
