"""Run models over a split of a task, score them, and set them against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from html import escape

import numpy as np
import polars as pl

from foedus.core.errors import FoedusError, UsageError

from .baselines import Model
from .blocks import DRAWS, Interval, difference
from .scores import Floats, Ints, Scores, brier_losses, log_losses, scores
from .splits import Split
from .tasks import HIDDEN, Rows, Task

__all__ = ["Contrast", "ModelError", "Report", "forecast", "report"]


_GAINS = ("against", "log_score", "low", "high", "verdict", "brier", "brier_low", "brier_high")


class ModelError(FoedusError):
    """A model raised, or returned what are no probabilities."""


@dataclass(frozen=True)
class Contrast:
    """The first model against a rival; positive numbers speak for the model.

    Parameters
    ----------
    against
        Name of the rival.
    log_score, brier
        Rival's loss less the model's, mean over all rows, with its blocked interval.
    """

    against: str
    log_score: Interval
    brier: Interval


@dataclass(frozen=True)
class Report:
    """What came of it.

    Parameters
    ----------
    task, split
        What was foretold, and when.
    rows
        The task's rows.
    forecasts
        Key, ``year, fold, y``, clusters, then one column of probabilities a model, by its name.
    scores
        Of each model, over all folds' rows together; the model asked about first.
    contrasts
        The first model against each of the others.
    folds
        ``fold, learnt, learnt_events, rows, events``, then each model's log score.
    """

    task: Task
    split: Split
    rows: Rows
    forecasts: pl.DataFrame = field(repr=False)
    scores: dict[str, Scores]
    contrasts: tuple[Contrast, ...]
    folds: pl.DataFrame = field(repr=False)

    @property
    def table(self) -> pl.DataFrame:
        """One row a model: ``model``, then the fields of `Scores`."""
        return pl.DataFrame([{"model": name} | asdict(one) for name, one in self.scores.items()])

    @property
    def gains(self) -> pl.DataFrame:
        """What the first model gains on each rival: ``against``, log score, Brier, intervals.

        ``verdict`` is that of the log score: better or worse where the interval leaves zero out.
        """
        rows = [
            (
                one.against,
                *(one.log_score.mean, one.log_score.low, one.log_score.high, one.log_score.verdict),
                *(one.brier.mean, one.brier.low, one.brier.high),
            )
            for one in self.contrasts
        ]
        texts = {"against", "verdict"}
        schema = {name: pl.String if name in texts else pl.Float64 for name in _GAINS}
        return pl.DataFrame(rows, schema, orient="row")

    def by(self, *kinds: str) -> pl.DataFrame:
        """Log scores by group, of one kind or more: decade, parties, power, obligations, in-game.

        Raises
        ------
        UsageError
            No kind is named, or the task has no such groups.
        """
        from .groups import groups

        if not kinds:
            raise UsageError("no kind of group is named", fix="write decade, for instance")

        return groups(self, kinds)

    def __repr__(self) -> str:
        """Say what was foretold, how well, and who did better."""
        return f"{self._about}\n{self.table}\n{self.gains}"

    def _repr_html_(self) -> str:
        return f"<p>{escape(self._about)}</p>{self.table._repr_html_()}{self.gains._repr_html_()}"

    @property
    def _about(self) -> str:
        return f"{self.task.name}, {self.split.name}: {self.forecasts.height:,} rows"


def forecast(model: Model, train: pl.DataFrame, test: pl.DataFrame, name: str = "model") -> Floats:
    """Ask a model, and check its answer.

    Parameters
    ----------
    model
        The function.
    train, test
        Rows to learn from, and to foretell; of the latter it does not see `HIDDEN` columns.
    name
        For errors.

    Returns
    -------
    ndarray
        Probabilities, shape (rows of `test`,).

    Raises
    ------
    ModelError
        If it raised, or its answer is not one probability a row.
    """
    shown = test.drop(column for column in HIDDEN if column in test.columns)
    try:
        # Whatever a stranger's function raises is the user's to see, as one line.
        # It gets a frame of its own: what it drops or adds in place, no rival loses or sees.
        p = np.asarray(model(train.clone(), shown), dtype=np.float64)
    except FoedusError:
        raise  # it says what to do itself
    except Exception as error:
        raise ModelError(f"raised {type(error).__name__}: {error}", field=name) from error
    if p.shape != (test.height,):
        raise ModelError(
            f"returned shape {p.shape} for {test.height} rows",
            field=name,
            fix="return one probability a row of the second frame, in its order",
        )
    wrong = ~(np.isfinite(p) & (p >= 0.0) & (p <= 1.0))
    if wrong.any():
        raise ModelError(
            f"{int(wrong.sum())} of {p.size} answers are no probabilities",
            field=name,
            value=float(p[wrong][0]),
            fix="return numbers from 0 to 1, none missing",
        )
    return p


def report(
    task: Task,
    split: Split,
    models: Mapping[str, Model],
    *,
    rows: Rows | None = None,
    draws: int = DRAWS,
) -> Report:
    """Score models on the same rows.

    Parameters
    ----------
    task, split
        What to foretell, and when.
    models
        By name; the first is set against each of the others.
    rows
        The task's rows, where they are there already.
    draws
        Of the blocked bootstrap.

    Raises
    ------
    UsageError
        If no model is named, or no fold has rows.
    ModelError
        If a model fails.
    foedus.sources.getting.fetch.DataMissing
        If a data set is not there.
    """
    if not models:
        raise UsageError("no model is named")
    held = task.rows() if rows is None else rows
    parts: list[pl.DataFrame] = []
    folds: list[dict[str, str | int | float]] = []
    for fold, train, test in split.parts(held.frame):
        given = {name: forecast(model, train, test, name) for name, model in models.items()}
        keep = list(dict.fromkeys((*task.key, "year", *task.clusters)))
        part = test.select(*keep, "y", pl.lit(fold.name).alias("fold"))
        parts.append(part.with_columns(**{_column(name): p for name, p in given.items()}))
        y = _outcomes(test)
        folds.append(
            {
                "fold": fold.name,
                "learnt": train.height,
                "learnt_events": int(_outcomes(train).sum()),
                "rows": y.size,
                "events": int(y.sum()),
            }
            | {name: float(log_losses(y, p).mean()) for name, p in given.items()}
        )
    if not parts:
        raise UsageError(f"split {split.name!r} has no rows of task {task.name!r}")
    frame = pl.concat(parts)
    y = _outcomes(frame)
    answers = {name: frame[_column(name)].to_numpy() for name in models}
    first, *others = answers
    return Report(
        task,
        split,
        held,
        frame,
        {name: scores(y, p) for name, p in answers.items()},
        tuple(_contrast(frame, task, answers[first], other, answers, draws) for other in others),
        pl.DataFrame(folds),
    )


def _column(name: str) -> str:
    return f"p_{name}"


def _outcomes(frame: pl.DataFrame) -> Ints:
    return frame["y"].cast(pl.Int64).to_numpy()


def _contrast(
    frame: pl.DataFrame,
    task: Task,
    mine: Floats,
    other: str,
    answers: Mapping[str, Floats],
    draws: int,
) -> Contrast:
    y, theirs = _outcomes(frame), answers[other]
    clusters = {name: frame[name].cast(pl.Int64).to_numpy() for name in task.clusters}
    log, square = (
        difference(loss(y, theirs) - loss(y, mine), clusters, draws)
        for loss in (log_losses, brier_losses)
    )
    return Contrast(other, log, square)
