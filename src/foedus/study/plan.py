"""The order of work of a study: stages of named pieces, each found on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from foedus.core.errors import NotConverged
from foedus.crisis.intervene import Hotline

from .base_rate import base_rate
from .journal import Piece
from .private import ranges, refuse_untyped
from .question import Question
from .readings import lenses

Job = Callable[[], Piece]


@dataclass(frozen=True)
class Stage:
    """Pieces that can be found side by side.

    Attributes
    ----------
    label : str
        What progress calls it.
    jobs : dict
        Name of a piece -> how to find it.
    alone : bool
        Whether each job uses all threads itself.
    """

    label: str
    jobs: dict[str, Job]
    alone: bool = False


def first_stages(question: Question, threads: int) -> list[Stage]:
    """Return what the first screen needs: the cases at the point values, then draws of theta."""
    draws = question.options.draws_for(question.game.size)
    cases = question.cases
    return [
        Stage(
            "solving",
            {f"point/{c}": _job(question.point, c, threads) for c in cases},
            alone=True,
        ),
        Stage(
            "base rate and paths",
            {"base_rate": _job(base_rate, question.theta, question.options.seed)}
            | {f"paths/{c}": _job(question.paths, c) for c in cases}
            | {f"nature/{c}": _job(question.nature, c) for c in cases},
        ),
        Stage(
            "draws of theta",
            {f"draw/{c}/{k}": _job(question.draw, c, k) for k in range(draws) for c in cases},
        ),
    ]


def later_stages(question: Question, threads: int) -> list[Stage]:
    """Return the rest: each instrument's effect and accounting, robustness, other equilibria."""
    names = question.instruments
    draws = question.options.treaty_draws_for(question.game.size, len(question.instruments))
    cases = [f"without:{name}" for name in names]
    bound = [n for n, t in question.scenario.treaties.items() if t.casus_belli]
    tips = {
        f"tips/{e.label}": _job(question.tips, e) for e in question.edits if isinstance(e, Hotline)
    }
    stages = [
        Stage("each treaty taken out", {f"point/{c}": _job(question.point, c) for c in cases}),
        Stage("how each works", {f"account/{n}": _job(question.account, n) for n in names}),
        Stage("conditional or not", {f"contrast/{n}": _job(question.contrast, n) for n in bound}),
        Stage(
            "draws for each treaty",
            {f"draw/{c}/{k}": _job(question.draw, c, k) for c in cases for k in range(draws)},
        ),
        Stage(
            "robustness",
            {
                f"lens/{label}": _job(question.lens, set_)
                for label, set_ in lenses(question.scenario).items()
            }
            | tips,
        ),
        *_private(question, threads),
        Stage("other equilibria", {"search": _job(question.search, threads=threads)}, alone=True),
    ]
    return [replace(stage, jobs=_may_fail(stage.jobs)) for stage in stages]


def _private(question: Question, threads: int) -> list[Stage]:
    """Return what needs types: nothing unless they were asked for."""
    if not question.options.types:
        return []
    cases = [c for c in question.cases if question.case(c).resolve]
    if not cases:
        refuse_untyped(question.scenario)
    jobs = {f"private/{c}": _job(question.private, c, threads) for c in cases}
    jobs |= {
        f"signals/{c}": _job(question.signals, c, threads)
        for c in cases
        if question.case(c).signals
    }
    jobs |= {
        f"swings/{c}": _job(question.swings, c, threads) for c in cases if ranges(question.case(c))
    }
    return [Stage("private resolve", jobs, alone=True)]


def _job(function: Callable[..., Piece], *arguments: object, **named: object) -> Job:
    return lambda: function(*arguments, **named)


def _may_fail(jobs: dict[str, Job]) -> dict[str, Job]:
    """Let pieces that do not converge be left out of the answer, and counted, not end the study."""

    def guarded(job: Job) -> Piece:
        try:
            return job()
        except NotConverged as error:
            return {"failed": str(error)}

    return {name: partial(guarded, job) for name, job in jobs.items()}
