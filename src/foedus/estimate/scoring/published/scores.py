"""Published scores, as they are held, and how a report becomes one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from foedus.core.errors import UsageError
from foedus.estimate.scoring.calibration import calibration
from foedus.estimate.scoring.harness import Report
from foedus.estimate.scoring.scores import log_losses

__all__ = ["FORECASTS", "Published", "report_data", "worst"]

FORECASTS = ("task", "split", "dispnum", "ccode", "ccode1", "ccode2", "year", "y", "loss")
"""Columns of the forecasts before one of probabilities for each model, ``p_MODEL``.

A row is a dispute, a candidate in one (``ccode``) or a pair in a year (``ccode1``, ``ccode2``, and
no dispute). ``loss`` is the judged model's negative log likelihood of the row, in nats.
"""
_WHOLE = 5_000
"""Rows up to which all forecasts of a report are kept."""
_KEPT = 200
"""Rows kept of a larger report: those that its model got most wrong."""


@dataclass(frozen=True, eq=False)
class Published:
    """Scores out of sample. Immutable.

    Attributes
    ----------
    content
        ``date``, ``theta`` (in use when they were made), ``data`` (versions), ``versions``, and
        ``reports``: see `report_data`.
    forecasts
        `FORECASTS`, then a column a model: of each report all rows, or those that its model got
        most wrong; the worst first.
    """

    content: Mapping[str, Any]
    forecasts: pl.DataFrame = field(repr=False)

    def report(self, task: str, split: str) -> Mapping[str, Any]:
        """One report.

        Raises
        ------
        UsageError
            There is none of that task and split.
        """
        reports: Sequence[Mapping[str, Any]] = self.content["reports"]
        for one in reports:
            if (one["task"], one["split"]) == (task, split):
                return one
        told = ", ".join(f"{one['task']} {one['split']}" for one in reports)
        raise UsageError(f"no scores of {task} {split} are published", fix=f"there are: {told}")


def report_data(
    made: Report, notes: Mapping[str, Sequence[str]], groups: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return a report as data, without its rows.

    Parameters
    ----------
    made
        A report; its first model is the one that is judged.
    notes
        What models have to say of themselves, by name.
    groups
        Log scores by group of rows, see `foedus.estimate.scoring.groups`.

    Returns
    -------
    dict
        ``task, about, unit, split, split_about, rows`` (their fingerprint), ``note, model,
        scores`` and ``calibration`` by model, ``contrasts``, ``groups``, ``notes``.
    """
    y = made.forecasts["y"].cast(pl.Int64).to_numpy()
    return {
        "task": made.task.name,
        "about": made.task.about,
        "unit": made.task.unit,
        "split": made.split.name,
        "split_about": made.split.about,
        "rows": made.rows.fingerprint(made.task.key),
        "note": made.rows.note,
        "model": next(iter(made.scores)),
        "scores": {name: dataclasses.asdict(one) for name, one in made.scores.items()},
        "contrasts": [
            dataclasses.asdict(one) | {"verdict": one.log_score.verdict} for one in made.contrasts
        ],
        "calibration": {
            name: calibration(y, made.forecasts[f"p_{name}"].to_numpy()).to_dicts()
            for name in made.scores
        },
        "groups": [dict(one) for one in groups],
        "notes": {name: list(told) for name, told in notes.items()},
    }


def worst(made: Report) -> pl.DataFrame:
    """Return a report's forecasts, those that its model got most wrong first.

    Returns
    -------
    DataFrame
        `FORECASTS` and the models' probabilities; of a report of more than 5,000 rows the worst
        200. Of two equal losses the lower number comes first.
    """
    frame = made.forecasts
    model = next(iter(made.scores))
    y = frame["y"].cast(pl.Int64).to_numpy()
    loss = log_losses(y, frame[f"p_{model}"].to_numpy())
    told = {
        "task": pl.lit(made.task.name),
        "split": pl.lit(made.split.name),
        "dispnum": _column(frame, "dispnum"),
        "ccode": _column(frame, "ccode"),
        "ccode1": _column(frame, "ccode1"),
        "ccode2": _column(frame, "ccode2"),
        "year": pl.col("year").cast(pl.Int16),
        "y": pl.col("y").cast(pl.Int8),
        "loss": pl.col("loss").cast(pl.Float32),
    }
    chances = [pl.col(f"p_{name}").cast(pl.Float32) for name in made.scores]
    falling = [True, *[False] * len(made.task.key)]
    ordered = (
        frame.with_columns(loss=pl.Series(loss).round(9))
        .sort("loss", *made.task.key, descending=falling)
        .select(*(what.alias(name) for name, what in told.items()), *chances)
    )
    return ordered if ordered.height <= _WHOLE else ordered.head(_KEPT)


def _column(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int32) if name in frame.columns else pl.lit(None, pl.Int32)
