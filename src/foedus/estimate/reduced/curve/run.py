"""Make a curve: units over any executor, journalled, resumable, with progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from typing import Final

from foedus.core.canonical import key as content_key
from foedus.core.errors import FoedusError
from foedus.core.paths import cache_dir
from foedus.core.progress import Reporter, Silent
from foedus.core.provenance import versions
from foedus.sources.getting import fetch

from .choices import Grid, Unit
from .curve import Curve, assembled
from .journal import Journal
from .unit import Piece, work

__all__ = ["NUMBERS", "READ", "TABLES", "run"]

NUMBERS: Final = 1
"""Raised whenever a number of a curve changes: older journals are then not resumed."""

TABLES: Final = (
    "cow-states/spells", "cow-states/majors", "mid/disputes", "mid/participants",
    "wars/participants", "gml/disputes", "gml/dyads", "atop/members", "nmc/7", "polity/years",
    "contiguity/dyad-years", "distance/capitals",
)  # fmt: skip
"""What the numbers are made from."""

READ: Final = ("democracy/years", "distance/minimum")
"""Tables that come with a feature's others and are read, though no column of theirs is used."""

_POLL = 0.2
"""Seconds between looks at whether the user wants to stop."""


def run(
    grid: Grid,
    executor: Executor | None = None,
    reporter: Reporter | None = None,
    *,
    resume: bool = False,
    folder: Path | None = None,
) -> Curve:
    """Fit every specification of a grid.

    Parameters
    ----------
    grid
        What `foedus.estimate.reduced.curve.choices.grid` returns, or some of its units.
    executor
        Where units are worked on; this thread by default. The numbers do not depend on it.
    reporter
        Progress, and whether to stop: no unit is begun then, those in hand are finished.
    resume
        Take over what an interrupted run of the same grid on the same files left.
    folder
        Where journals are kept; in the cache by default.

    Returns
    -------
    Curve
        Not `complete` where it was stopped: it then has what is finished.

    Raises
    ------
    FoedusError
        If the extra `estimate` is not installed, or the journal cannot be written.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    reporter = reporter or Silent()
    files = {name: fetch.locate(name)[0] for name in (*TABLES, *READ)}
    key = content_key(
        {
            "numbers": NUMBERS,
            "grid": [name for unit in grid.units for name, _, _ in unit.specifications()],
            "files": {name: [files[name].path, files[name].sha256] for name in TABLES},
            "versions": versions(),
        }
    )
    journal = Journal((folder or cache_dir() / "curves") / f"{key}.jsonl", fresh=not resume)
    missing = [unit for unit in grid.units if not journal.holds(_names(unit))]
    reporter.start("specifications", len(grid))
    reporter.advance(len(grid) - sum(map(len, missing)))
    made = _alone(missing, reporter) if executor is None else _spread(missing, executor, reporter)
    for unit, found in made:
        journal.add(found)
        reporter.advance(len(unit))
    reporter.done()
    paths = tuple(dict.fromkeys(files[name].path for name in TABLES))
    return assembled(grid, journal, key, paths)


def _names(unit: Unit) -> Iterator[str]:
    return (name for name, _, _ in unit.specifications())


def _alone(units: Sequence[Unit], reporter: Reporter) -> Iterator[tuple[Unit, dict[str, Piece]]]:
    for unit in units:
        if reporter.cancelled():
            return
        yield unit, work(unit)


def _spread(
    units: Sequence[Unit], executor: Executor, reporter: Reporter
) -> Iterator[tuple[Unit, dict[str, Piece]]]:
    futures: dict[Future[dict[str, Piece]], Unit] = {executor.submit(work, u): u for u in units}
    waiting = set(futures)
    try:
        while waiting:
            done, waiting = wait(waiting, timeout=_POLL, return_when=FIRST_COMPLETED)
            for future in done:
                yield futures[future], future.result()
            if reporter.cancelled():
                # Those that cannot be called off are being worked on: they are waited for.
                waiting -= {future for future in waiting if future.cancel()}
    except BrokenExecutor:
        raise FoedusError(
            "a worker died; what was finished is kept",
            fix="take fewer workers, each may need 2 GB, and resume",
        ) from None
    finally:
        for future in waiting:
            future.cancel()
