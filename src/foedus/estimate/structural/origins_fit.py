"""Fit the game, and schools of it, to what was known before each of a number of years.

A fit begins near others that there are, else at the pooled estimate, which has seen the whole
record. That is allowed because a climb goes to its own top, the same from wherever it begins: a
test says so, and the steps it took are told. One fit is kept as soon as it is done, and each step
of the one in hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from foedus.core.canonical import key as content_key
from foedus.core.errors import Cancelled, FoedusError, UsageError, WorkerDied
from foedus.core.progress import Reporter, Silent
from foedus.core.writable import writing
from foedus.estimate.scoring.splits import SPLITS

from .artefact import write
from .begins import Begins, challenges
from .climb import State, climb, read_state, write_state
from .crew import Crew
from .fit import Plan
from .objective import Point, evaluate
from .origins import FILE, Origin, Origins, content, load_origins, shipped
from .origins_start import begun
from .sample import Sample, sample
from .schools import GAME, NUMBERS, School, school
from .space import Space, space
from .types import Floats
from .uncertainty import Posterior, posterior

__all__ = [
    "RIVAL_YEARS", "Climbed", "climbed", "default_years", "fit_origin", "fit_origins",
    "publish", "question",
]  # fmt: skip

RIVAL_YEARS = (1900, 1946, 1993)
"""For schools: the two forward splits, and an early year so that what they are stacked by can be
learnt before the first of them."""


@dataclass(frozen=True)
class Climbed:
    """A top, and what is believed there; as `foedus.estimate.structural.fit.Fit`.

    Attributes
    ----------
    sample : Sample
    space : Space
    point : Point
    belief : Posterior
    state : State
    begins : Begins or None
        The onset model; None where the outcomes were too few.
    """

    sample: Sample
    space: Space
    point: Point
    belief: Posterior
    state: State
    begins: Begins | None


def default_years(name: str = GAME) -> tuple[int, ...]:
    """First years of all folds of the splits, those of the forward splits first; fewer for a rival.

    >>> default_years()[:4]
    (1946, 1993, 1870, 1880)
    """
    if name != GAME:
        return RIVAL_YEARS
    splits = sorted(SPLITS.values(), key=lambda one: len(one.folds))
    return tuple(dict.fromkeys(fold.first for one in splits for fold in one.folds))


def question(one: School, before: int) -> str:
    """Hash of everything that an origin's numbers depend on."""
    plan = Plan(before=before, fixed=one.fixed).key
    return content_key({"plan": plan, "school": one.name, "edits": NUMBERS})


def climbed(
    held: Sample,
    where: Space,
    state: State,
    keep: Callable[[State], None],
    *,
    workers: int = 1,
    reporter: Reporter | None = None,
) -> Climbed:
    """Go from a state to the top of a sample's likelihood and prior.

    Raises
    ------
    FoedusError
        It does not climb any further although the slope is not zero.
    Cancelled
        The user stopped it; steps that are done were kept.
    """
    alone = held.alone
    with Crew(held.items, workers) as crew:

        def at(point: Floats, label: str) -> Point:
            return evaluate(crew, alone, where, point, None, reporter, label)

        top, state = climb(at, where, state, keep, reporter=reporter)
        begins = _begins(crew, held, where, top.at, reporter)
    return Climbed(held, where, top, posterior(top, where, ()), state, begins)


def _begins(
    crew: Crew, held: Sample, where: Space, at: Floats, reporter: Reporter | None
) -> Begins | None:
    """Fit the onset model; None where the outcomes are too few for its controls."""
    try:
        return challenges(crew, held, where, at, reporter)
    except (Cancelled, WorkerDied):
        raise
    except (FoedusError, np.linalg.LinAlgError) as error:
        if reporter is not None:
            reporter.note(f"  no onset model: {error}")
        return None


def fit_origin(
    one: School,
    before: int,
    folder: Path,
    *,
    near: Iterable[Origin] = (),
    workers: int = 1,
    reporter: Reporter | None = None,
) -> Origin:
    """Fit a school to what was known before a year, going on from where an earlier try was stopped.

    Parameters
    ----------
    folder
        Where each step is kept.
    near
        Fits to begin at, of which nothing else is kept; see `begun`.
    """
    with writing(folder, "choose another folder with --out"):
        folder.mkdir(parents=True, exist_ok=True)
    where = space(dict(one.fixed))
    key = question(one, before)
    path = folder / f"{one.name}-{before}.state.json"
    state = State(key, tuple(begun(where, near, one, before).tolist()), (), 0, 1e-2, (), np.inf)
    if path.is_file():
        state = read_state(path)
        _refuse_another(state.key, key, path)
    plan = Plan(before=before, fixed=one.fixed)
    held = sample(before=before, quiet=plan.quiet, seed=plan.seed, k=plan.k)
    held = replace(
        held,
        disputes=tuple(one.case(case) for case in held.disputes),
        challenges=tuple(one.case(case) for case in held.challenges),
    )
    found = climbed(
        held,
        where,
        state,
        lambda now: write_state(path, now),
        workers=workers,
        reporter=reporter,
    )
    return as_origin(found, one, before, key)


def as_origin(found: Climbed, one: School, before: int, key: str) -> Origin:
    """Keep of a fit what forecasts need."""
    belief, point, begins = found.belief, found.point, found.begins
    factor = np.linalg.cholesky(belief.covariance / np.outer(belief.sd, belief.sd))
    return Origin(
        school=one.name,
        before=before,
        key=key,
        names=found.space.names,
        fixed=one.fixed,
        top=tuple(point.at.tolist()),
        mean=tuple(belief.mean.tolist()),
        sd=tuple(belief.sd.tolist()),
        factor=tuple(tuple(row[: i + 1]) for i, row in enumerate(factor.tolist())),
        controls=found.sample.rows.names,
        free=() if begins is None else tuple(begins.free.tolist()),
        none=() if begins is None else tuple(begins.none.tolist()),
        play=() if begins is None else tuple(begins.play.tolist()),
        error=0.0 if begins is None else float(begins.error[1]),
        objective=point.objective,
        log_likelihood=point.log_likelihood,
        disputes=len(found.sample.disputes),
        onset_rows=found.sample.rows.size,
        clusters=len(point.clusters),
        failed=len(point.failed),
        steps=found.state.step,
        decrement=found.state.decrement,
        converged=found.state.done,
        date=dt.datetime.now(tz=dt.UTC).date().isoformat(),
    )


def fit_origins(
    questions: Sequence[tuple[str, int]],
    folder: Path,
    *,
    workers: int = 1,
    resume: bool = False,
    reporter: Reporter | None = None,
) -> Origins:
    """Fit schools before years, one after the other; each is kept as soon as it is done.

    Parameters
    ----------
    questions
        School and year of each.
    folder
        Where they are kept: one file each, and `FILE` with all of them.
    resume
        Go on with what is in the folder.

    Raises
    ------
    UsageError
        The folder holds fits and `resume` was not asked for, or fits of other questions.
    FoedusError
        Some could not be fitted; the others are kept.
    Cancelled
        The user stopped it; finished ones are kept, and the steps of the one in hand.
    """
    reporter = reporter or Silent()
    wanted = [(school(name), before) for name, before in questions]
    taken = any((folder / f"{s.name}-{y}{end}.json").exists() for s, y in wanted for end in _ENDS)
    if taken and not resume:
        raise UsageError(
            "these origins were begun here",
            file=folder,
            fix="go on with --resume, or choose another folder with --out",
        )
    reporter.start("origins", len(wanted))
    made = load_origins(folder / FILE) if (folder / FILE).is_file() else Origins({})
    there = tuple(load_origins()) if shipped().is_file() else ()
    lost: list[str] = []
    for one, before in wanted:
        try:
            found = _kept_or_fitted(one, before, folder, (*there, *made), workers, reporter)
        except (Cancelled, UsageError, WorkerDied):
            raise
        except FoedusError as error:
            lost.append(f"{one.name} before {before}: {error}")
            reporter.note(f"  not fitted: {error}")
            continue
        made = made.with_([found])
        write(folder, FILE, content(made))
        reporter.advance()
    reporter.done()
    if lost:
        raise FoedusError(
            f"{len(lost)} of {len(wanted)} origins were not fitted ({lost[0]})",
            file=folder,
            fix="the others are kept; --resume tries these again",
        )
    return Origins({(s.name, y): made.fits[s.name, y] for s, y in wanted})


def _kept_or_fitted(
    one: School,
    before: int,
    folder: Path,
    made: Iterable[Origin],
    workers: int,
    reporter: Reporter,
) -> Origin:
    done = folder / f"{one.name}-{before}.json"
    if done.is_file():
        (found,) = load_origins(done)
        _refuse_another(found.key, question(one, before), done)
        return found
    reporter.note(f"{one.name}, before {before}")
    found = fit_origin(one, before, folder, near=made, workers=workers, reporter=reporter)
    write(folder, done.name, content(Origins({}).with_([found])))
    return found


_ENDS = ("", ".state")


def _refuse_another(found: str, key: str, path: Path) -> None:
    if found != key:
        raise UsageError(
            "holds another fit: priors, data, solver or school differ",
            file=path,
            fix="choose another folder with --out, or delete the file",
        )


def publish(found: Iterable[Origin], path: Path | None = None) -> Path:
    """Put fits into the file that ships with the package, beside those that are there.

    Parameters
    ----------
    path
        The file; the package's by default.
    """
    file = shipped() if path is None else path
    there = load_origins(file) if file.is_file() else Origins({})
    write(file.parent, file.name, content(there.with_(found)))
    return file
