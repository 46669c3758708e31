"""Log scores by group of rows: where a model gains or loses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from foedus.cases.case import Case, dispute_cases
from foedus.core.errors import UsageError, did_you_mean

from .harness import Report
from .scores import log_losses
from .tasks import Task

__all__ = ["GROUPS", "groups", "refuse"]

GROUPS = {
    "decade": "of the first day, or of the year",
    "parties": "one state a side on the first day, or more",
    "power": "a major power on a side on the first day, or none",
    "obligations": "whether anybody in the game owes anybody defence or offence",
    "in-game": "of candidates: whether the game has them in it",
}
_NO_GAME = "no game"
_MAJORS = ("major_one", "major_both")
_OF_DISPUTES: dict[str, Callable[[Case], str]] = {
    "parties": lambda case: (
        "one a side" if len(case.challenger) == len(case.target) == 1 else "more"
    ),
    "power": lambda case: (
        "major power"
        if any(actor.major for actor in case.scenario.actors.values() if actor.principal)
        else "minor states"
    ),
    "obligations": lambda case: (
        "with obligations"
        if any(treaty.casus_belli for treaty in case.scenario.treaties.values())
        else "without obligations"
    ),
}


def groups(
    made: Report,
    by: Sequence[str],
    cases: Callable[[], Sequence[Case]] = dispute_cases,
) -> pl.DataFrame:
    """Log score of every model, by group.

    Parameters
    ----------
    made
        A report.
    by
        Names of `GROUPS`. For onset there are only ``decade`` and ``power``; ``in-game`` is for
        joining.
    cases
        Gives the disputes as cases.

    Returns
    -------
    DataFrame
        ``by, group, rows, events``, then the mean log loss of each model under its name.

    Raises
    ------
    UsageError
        There is no such group, or not for this task.
    """
    refuse(made.task, by)
    return pl.concat(_scored(made, name, _labels(made, name, cases)) for name in by)


def refuse(task: Task, by: Sequence[str]) -> None:
    """Refuse groups that there are none of; before the work, which may take half an hour.

    Raises
    ------
    UsageError
        As for `groups`.
    """
    for name in by:
        if name not in GROUPS:
            fix = did_you_mean(name, GROUPS) or f"choose {', '.join(GROUPS)}"
            raise UsageError(f"rows are not grouped by {name!r}", field="--by", fix=fix)
        there = {
            "decade": True,
            "in-game": "ccode" in task.key,
            "power": "dispnum" in task.key or set(_MAJORS) <= set(task.features),
        }
        if not there.get(name, "dispnum" in task.key):
            raise UsageError(
                f"rows of task {task.name!r} are not grouped by {name!r}",
                field="--by",
                fix="choose another group: decade is there for every task",
            )


def _labels(made: Report, name: str, cases: Callable[[], Sequence[Case]]) -> pl.Series:
    frame = made.forecasts
    if name == "decade":
        return (frame["year"].cast(pl.Int64) // 10 * 10).cast(pl.String)
    if name == "in-game":
        inside = {(case.key, one.ccode) for case in cases() for one in case.candidates}
        keys = zip(frame["dispnum"].to_list(), frame["ccode"].to_list(), strict=True)
        return pl.Series(["in the game" if (str(d), c) in inside else "beyond it" for d, c in keys])
    if "dispnum" in frame.columns:
        of = _OF_DISPUTES[name]
        told = {case.key: of(case) for case in cases()}
        return pl.Series([told.get(str(key), _NO_GAME) for key in frame["dispnum"].to_list()])
    rows = made.rows.frame.select(*made.task.key, *_MAJORS)
    great = frame.join(rows, on=list(made.task.key), how="left", maintain_order="left")
    either = great.select(pl.sum_horizontal(_MAJORS) > 0).to_series().to_list()
    return pl.Series(["major power" if one else "minor states" for one in either])


def _scored(made: Report, name: str, label: pl.Series) -> pl.DataFrame:
    y = made.forecasts["y"].cast(pl.Int64).to_numpy()
    losses = {
        model: log_losses(y, made.forecasts[f"p_{model}"].to_numpy()) for model in made.scores
    }
    found: list[dict[str, str | int | float]] = []
    for group in sorted(set(label)):
        inside = (label == group).to_numpy()
        counts = {"rows": int(inside.sum()), "events": int(y[inside].sum())}
        means = {model: float(np.mean(loss[inside])) for model, loss in losses.items()}
        found.append({"by": name, "group": group} | counts | means)
    return pl.DataFrame(found)
