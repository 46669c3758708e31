"""The tasks: what is to be foretold, for which rows, from what was known beforehand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from foedus.core.errors import UsageError, did_you_mean

from . import disputes, joining, onset

__all__ = ["HIDDEN", "TASKS", "Rows", "Task", "task"]

HIDDEN = ("y", "known", "block")
"""Columns a model does not see of the rows it is scored on: they tell what happened."""


@dataclass(frozen=True)
class Rows:
    """The rows of a task.

    Parameters
    ----------
    frame
        Key, ``year``, ``known`` (the year in which the outcome was known), ``y`` (0 or 1), the
        features and the clusters.
    note
        What the rows cover and leave out.
    """

    frame: pl.DataFrame = field(repr=False)
    note: str

    def fingerprint(self, key: tuple[str, ...]) -> str:
        """Twelve hex digits that change with any row or outcome, and with nothing else."""
        text = self.frame.select(*key, "y").sort(key).write_csv()
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Task:
    """One thing to foretell.

    Parameters
    ----------
    name, about, unit
        Its name, what happens or does not, and what one row is.
    key
        Columns that name a row.
    features
        Columns known beforehand, for the baselines; a model may use any column it is given.
    few
        Those of them that the plain logit uses: it has no penalty to protect it.
    hazards
        Columns with a constant hazard each, for competing risks.
    clusters
        Columns whose groups hang together; intervals are blocked by each, the widest is reported.
    ends
        Whether a chance runs until something else ends it (a dispute), or for a year.
    datasets
        What the rows were made from.
    build
        Makes frame and note.
    """

    name: str
    about: str
    unit: str
    key: tuple[str, ...]
    features: tuple[str, ...]
    few: tuple[str, ...]
    hazards: tuple[str, ...]
    clusters: tuple[str, ...]
    ends: bool
    datasets: tuple[str, ...]
    build: Callable[[], tuple[pl.DataFrame, str]] = field(repr=False)

    def rows(self) -> Rows:
        """Make the rows.

        Raises
        ------
        foedus.sources.getting.fetch.DataMissing
            If a data set is not there; nothing is downloaded.
        """
        frame, note = self.build()
        return Rows(frame, note)


TASKS = {
    one.name: one
    for one in (
        Task(
            "onset",
            "a dispute begins between two states that may reach each other",
            "politically relevant dyad-year",
            ("ccode1", "ccode2", "year"),
            onset.FEATURES,
            onset.FEW,
            onset.HAZARDS,
            ("year", "dyad"),
            False,
            onset.DATASETS,
            onset.onset,
        ),
        Task(
            "escalation",
            "a dispute becomes war",
            "dispute",
            ("dispnum",),
            disputes.FEATURES,
            disputes.FEW,
            disputes.HAZARDS,
            ("block",),
            True,
            disputes.DATASETS,
            disputes.escalation,
        ),
        Task(
            "joining",
            "a candidate chosen beforehand joins a dispute",
            "candidate in a dispute",
            ("dispnum", "ccode"),
            joining.FEATURES,
            joining.FEW,
            joining.HAZARDS,
            ("block",),
            True,
            joining.DATASETS,
            joining.joining,
        ),
        Task(
            "great-power-war",
            "major powers come to fight each other in a dispute",
            "dispute",
            ("dispnum",),
            # A dozen events bear no more.
            ("major_one", "major_both", "power", "backed_major"),
            ("major_one", "major_both", "power", "backed_major"),
            ("one", "major_one", "major_both"),
            ("block",),
            True,
            disputes.DATASETS,
            disputes.great_power_war,
        ),
    )
}


def task(name: str) -> Task:
    """Return the task of that name.

    Raises
    ------
    UsageError
        If there is none.
    """
    if name not in TASKS:
        fix = did_you_mean(name, TASKS) or f"choose {', '.join(TASKS)}"
        raise UsageError(f"no task is called {name!r}", fix=fix)
    return TASKS[name]
