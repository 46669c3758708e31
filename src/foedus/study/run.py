"""Run a study: the only way command line, explorer and ledger solve."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from foedus.core.bundle import Bundle, read
from foedus.core.bundle import key as content_key
from foedus.core.errors import UsageError
from foedus.core.progress import Reporter, Silent
from foedus.core.provenance import versions
from foedus.crisis.account import ACCOUNTING
from foedus.crisis.intervene import Intervention
from foedus.crisis.kernel import is_compiled
from foedus.crisis.scenario import Scenario, dump
from foedus.crisis.theta import Theta

from .cautions import cautions
from .journal import Journal, Piece
from .options import SOLVER_VERSION, Options
from .plan import Stage, first_stages, later_stages
from .question import BASE, EDITED, Question
from .tables import tables

POLL = 0.2
"""Seconds between looks at whether the user wants to stop."""


def run(
    scenario: Scenario,
    edits: Sequence[Intervention] = (),
    options: Options | None = None,
    theta: Theta | None = None,
    executor: Executor | None = None,
    reporter: Reporter | None = None,
    directory: Path | None = None,
    *,
    resume: bool = False,
    first: Callable[[Bundle], None] | None = None,
) -> Bundle:
    """Solve a crisis, with the edits asked for beside it, and everything a reader is told.

    Parameters
    ----------
    scenario : Scenario
    edits : sequence of Intervention
        Composed into one edited case.
    options : Options, optional
    theta : Theta, optional
        The set in use by default, the fitted one.
    executor : Executor, optional
        Where pieces are found; threads of this process by default.
    reporter : Reporter, optional
        Progress, and whether to stop.
    directory : Path, optional
        With `resume`, where the interrupted bundle lies.
    resume : bool
        Take over the pieces of an interrupted bundle in `directory`.
    first : callable, optional
        Called with what there is once the cases and their draws are done.

    Returns
    -------
    Bundle
        `manifest['complete']` is false where the work was interrupted; the finished pieces are in
        its table `pieces`.

    Raises
    ------
    UsageError
        An edit names something unknown or leads to a scenario that cannot be played; or `resume`,
        and there is nothing to complete, or it answers another question.
    NotConverged
        A case could not be solved at the point values of theta.
    BundleError
        `resume`, and what lies there is no bundle, or damaged.
    """
    began = perf_counter()
    options = options or Options()
    reporter = reporter or Silent()
    question = Question(scenario, edits, options, theta)
    if not is_compiled():
        reporter.note(
            "compiling the solver; this happens once on a machine and takes about a minute"
        )
    key = study_key(question)
    journal = Journal(key)
    if resume:
        journal.adopt(_left_over(directory, key))
    threads = options.workers
    pool = nullcontext(executor) if executor else ThreadPoolExecutor(threads)
    soon, later = first_stages(question, threads), later_stages(question, threads)
    order = [name for stage in (*soon, *later) for name in stage.jobs]
    with pool as workers:
        complete = _work(soon, journal, workers, reporter)
        if complete and first is not None:
            first(_bundle(question, key, journal.ordered(order), began, complete=False))
        complete = complete and _work(later, journal, workers, reporter)
    return _bundle(question, key, journal.ordered(order), began, complete=complete)


def study_key(question: Question, positions: int | None = None) -> str:
    """Return the hash of everything the numbers depend on.

    `positions`, where they are known, save compiling the game.
    """
    size = question.game.size if positions is None else positions
    return content_key(
        {
            "scenario": dump(question.scenario),
            "edited": dump(question.edited) if question.edited is not None else None,
            "edits": [edit.spec for edit in question.edits],
            "theta": question.theta.id,
            "values": question.theta.values(),
            "priors": {
                name: [entry.prior, entry.sd, entry.low, entry.high]
                for name, entry in question.theta.parameters.items()
            },
            "together": question.theta.together,
            "options": question.options.identity(size),
            "solver": SOLVER_VERSION,
            "accounting": ACCOUNTING,
        }
    )


def _work(stages: Sequence[Stage], journal: Journal, workers: Executor, reporter: Reporter) -> bool:
    """Find every piece that is not in the journal; return False where the user stopped it."""
    for stage in stages:
        missing = {name: job for name, job in stage.jobs.items() if name not in journal}
        if not missing:
            continue
        reporter.start(stage.label, len(missing))
        if stage.alone:
            for name, job in missing.items():
                if reporter.cancelled():
                    return False
                journal.add(name, job())
                reporter.advance()
        elif not _side_by_side(missing, journal, workers, reporter):
            return False
        reporter.done()
        if reporter.cancelled():
            return False
    return True


def _side_by_side(
    missing: dict[str, Callable[[], Piece]], journal: Journal, workers: Executor, reporter: Reporter
) -> bool:
    futures: dict[Future[Piece], str] = {workers.submit(j): name for name, j in missing.items()}
    waiting = set(futures)
    try:
        while waiting:
            done, waiting = wait(waiting, timeout=POLL, return_when=FIRST_COMPLETED)
            for future in done:
                journal.add(futures[future], future.result())
                reporter.advance()
            if reporter.cancelled():
                return False
    finally:
        for future in waiting:
            future.cancel()
    return True


def _left_over(directory: Path | None, key: str) -> dict[str, Piece]:
    """Return the pieces of an interrupted bundle."""
    if directory is None or not directory.exists():
        raise UsageError(
            "there is no interrupted study to complete",
            file=directory,
            fix="run it without --resume, or name the folder of the interrupted one",
        )
    bundle = read(directory)
    if bundle.manifest.get("key") != key:
        raise UsageError(
            "holds the answer to another question",
            file=directory,
            field="key",
            value=bundle.manifest.get("key"),
            fix="resume with the same scenario, edits, draws and seed, or choose another folder",
        )
    if "pieces" not in bundle.tables:
        return {}
    return {row["name"]: json.loads(row["piece"]) for row in bundle.tables["pieces"].to_dicts()}


def _bundle(
    question: Question, key: str, pieces: dict[str, Piece], began: float, *, complete: bool
) -> Bundle:
    """Put together what is finished."""
    seconds = perf_counter() - began
    made = tables(pieces, question.scenario, question.instruments, question.edited)
    if not complete:
        made["pieces"] = pl.DataFrame(
            [{"name": name, "piece": json.dumps(piece)} for name, piece in pieces.items()],
            schema={"name": pl.String, "piece": pl.String},
        )
    scenario = question.edited if question.edited is not None else question.scenario
    return Bundle(
        _manifest(question, key, pieces, seconds, complete=complete), dump(scenario), made
    )


def _manifest(
    question: Question, key: str, pieces: dict[str, Piece], seconds: float, *, complete: bool
) -> dict[str, Any]:
    size = question.game.size
    points = [pieces[f"point/{c}"] for c in (BASE, EDITED) if f"point/{c}" in pieces]
    search: Piece = pieces.get("search", {})
    others: list[dict[str, float]] = search.get("others", [])
    return {
        "key": key,
        "solver": SOLVER_VERSION,
        "foedus": versions()["foedus"],
        "versions": versions(),
        "name": question.scenario.name,
        "title": question.scenario.title,
        "date": question.scenario.date.isoformat(),
        "hypothetical": question.scenario.hypothetical,
        "edits": [edit.label for edit in question.edits],
        "specs": [edit.spec for edit in question.edits],
        "theta": {
            "id": question.theta.id,
            "status": question.theta.status,
            "values": question.game.primitives.theta.values(),
        },
        "seed": question.options.seed,
        "draws": question.options.draws_for(size),
        "treaty_draws": question.options.treaty_draws_for(size, len(question.instruments)),
        "paths": question.options.paths,
        "positions": size,
        "residual": max((p["residual"] for p in points), default=None),
        "method": [p["method"] for p in points],
        "converged": all(p["residual"] <= question.solve_options.tol for p in points),
        "equilibria": {
            "searched": search.get("searched", 0),
            "found": 1 + len(others),
            "others": others,
        },
        **_private(pieces),
        "base_rate": pieces.get("base_rate", {}),
        "warnings": cautions(question, pieces),
        "seconds": round(seconds, 2),
        "complete": complete,
    }


def _private(pieces: dict[str, Piece]) -> dict[str, Any]:
    """How private resolve was solved, by case; nothing where it was not asked for."""
    told = {
        name.removeprefix("private/"): {
            key: piece[key] for key in ("profiles", "residual", "shift", "rounds", "searched")
        }
        | {"found": 1 + len(piece["others"]), "others": piece["others"]}
        for name, piece in pieces.items()
        if name.startswith("private/") and "failed" not in piece
    }
    return {"private": told} if told else {}
