"""A fit from beginning to end: sample, climb, uncertainty, files. It can be taken up again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from foedus.core.canonical import key as content_key
from foedus.core.errors import UsageError
from foedus.core.progress import Reporter, Silent
from foedus.core.writable import refuse_folder, writing
from foedus.crisis.version import SOLVER_VERSION

from .artefact import data_versions, report, theta_file, write
from .begins import Begins, challenges
from .climb import State, climb, read_state, write_state
from .crew import Crew
from .evaluate import TOL
from .objective import Point, evaluate
from .sample import Sample, sample
from .space import Space, space
from .types import Floats
from .uncertainty import Posterior, posterior

__all__ = ["Fit", "Plan", "fit", "fitted_at"]

STEPS = 25
"""Steps at most."""
_ELSEWHERE = "choose another folder with --out"
QUICK = 12
"""A quick fit takes every so many disputes."""


@dataclass(frozen=True)
class Plan:
    """What to fit; part of the key of a fit.

    Attributes
    ----------
    quick : bool
        Every twelfth dispute, no search for the very top: to see that it works. Never ships.
    before : int or None
        Only what was known before this year.
    fixed : tuple of (str, float)
        Parameters held at values: a school of thought is a set of these.
    quiet : int
        Dyad-years without a dispute.
    seed : int
        Of their draw.
    k : int
        Candidates in a game.
    """

    quick: bool = False
    before: int | None = None
    fixed: tuple[tuple[str, float], ...] = ()
    quiet: int = 2000
    seed: int = 0
    k: int = 2

    @property
    def stride(self) -> int:
        """Take every so many disputes."""
        return QUICK if self.quick else 1

    @property
    def key(self) -> str:
        """Hash of everything that the fit's numbers depend on."""
        return content_key(
            {
                "plan": self.__dict__,
                "space": [list(space().names), space().centre.tolist(), space().sd.tolist()],
                "data": data_versions(),
                "solver": SOLVER_VERSION,
                "tol": TOL,
            }
        )


@dataclass(frozen=True)
class Fit:
    """A finished fit.

    Attributes
    ----------
    sample : Sample
    space : Space
    point : Point
        The top.
    belief : Posterior
    state : State
        How it was reached.
    begins : Begins
        The onset model at the top.
    """

    sample: Sample
    space: Space
    point: Point
    belief: Posterior
    state: State
    begins: Begins


def fit(
    plan: Plan,
    directory: Path | None = None,
    *,
    workers: int = 1,
    resume: bool = False,
    start: Floats | None = None,
    limit: int = STEPS,
    reporter: Reporter | None = None,
) -> Fit:
    """Fit the game.

    Parameters
    ----------
    plan : Plan
    directory : Path, optional
        Where each step is kept, and the finished files go.
    workers : int
        Processes.
    resume : bool
        Take up the fit in `directory`.
    start : (P,), optional
        Where to begin; the centre of the prior by default.
    limit : int
        Steps at most, those of a fit that is taken up included; the report says whether the top
        was reached.
    reporter : Reporter, optional

    Raises
    ------
    UsageError
        `resume`, and the folder holds another fit or none; or it cannot be written.
    Cancelled
        The user stopped it; the steps that are done are kept.
    """
    reporter = reporter or Silent()
    if directory is not None:
        refuse_folder(directory, _ELSEWHERE)
    where = space(dict(plan.fixed))
    begin = where.centre if start is None else start
    state = State(plan.key, tuple(begin.tolist()), (), 0, 1e-2, (), np.inf)
    if resume:
        state = _taken_up(plan, directory)
    held = sample(
        before=plan.before, stride=plan.stride, quiet=plan.quiet, seed=plan.seed, k=plan.k
    )

    def keep(now: State) -> None:
        if directory is not None:
            with writing(directory, _ELSEWHERE):
                directory.mkdir(parents=True, exist_ok=True)
                write_state(directory / "state.json", now)

    alone = held.alone
    with Crew(held.items, workers) as crew:

        def at(point: Floats, label: str) -> Point:
            return evaluate(crew, alone, where, point, None, reporter, label)

        top, state = climb(
            at, where, state, keep, limit=min(limit, 6) if plan.quick else limit, reporter=reporter
        )
        begins = challenges(crew, held, where, top.at, reporter)
    belief = posterior(top, where, ())
    found = Fit(held, where, top, belief, state, begins)
    if directory is not None:
        with writing(directory, _ELSEWHERE):
            _write(found, plan, directory)
    return found


def _taken_up(plan: Plan, directory: Path | None) -> State:
    if directory is None:
        raise UsageError("nothing to resume", field="--resume", fix="name the folder with --out")
    state = read_state(directory / "state.json")
    if state.key != plan.key:
        raise UsageError(
            "holds another fit: its sample, priors, data or solver differ",
            file=directory,
            fix="resume with the options it was begun with, or choose another folder",
        )
    return state


def _write(found: Fit, plan: Plan, directory: Path) -> None:
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    name = "quick" if plan.quick else "fitted-2"
    what = "quick fit, not for use: " if plan.quick else "fitted to "
    status = f"{what}{len(found.sample.disputes):,} disputes, {today}"
    about: dict[str, Any] = {
        "id": name,
        "status": status,
        "quick": plan.quick,
        "plan": plan.__dict__ | {"fixed": dict(plan.fixed)},
        "steps": list(found.state.history),
        "decrement": found.state.decrement,
        "converged": found.state.done,
    }
    write(
        directory,
        "theta.json",
        theta_file(found.space, found.belief, name=name, status=status, date=today),
    )
    write(directory, "onset.json", found.begins.file())
    write(
        directory,
        "report.json",
        report(found.sample, found.space, found.point, found.belief, found.begins, about=about),
    )


def fitted_at(found: Fit) -> dict[str, float]:
    """Return the posterior's point values by name."""
    many = len(found.space.names)
    theta = found.space.theta(found.belief.mean[:many])
    return {name: theta[name] for name in found.space.names}
