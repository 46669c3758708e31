"""Rivals that any model has to beat on the same rows. Each learns from the earlier rows only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core.errors import UsageError, did_you_mean

from . import risks
from .scores import Floats, Ints, log_losses
from .tasks import Task

__all__ = ["BASELINES", "Model", "baseline", "logit_on"]

Model: TypeAlias = Callable[[pl.DataFrame, pl.DataFrame], npt.ArrayLike]
"""Takes rows to learn from, with ``y``, and rows to foretell, without; returns probabilities."""

BASELINES = {
    "base": "the frequency so far",
    "risks": "competing risks, constant hazards",
    "logit": "logit on a few of the task's features",
    "penalised": "logit on all of them, its quadratic penalty chosen within what is learnt",
    "boosting": "boosted trees on all of them (scikit-learn)",
}
_FREE = 1e6
"""Inverse penalty of the plain logit: next to none, so that its estimate always exists."""
_PENALTIES = (1e-3, 1e-2, 1e-1, 1.0)
_INNER = 5


def baseline(name: str, task: Task) -> Model:
    """Return a baseline as a model.

    Parameters
    ----------
    name
        One of `BASELINES`.
    task
        Says which columns it uses.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if name not in BASELINES:
        fix = did_you_mean(name, BASELINES) or f"choose {', '.join(BASELINES)}"
        raise UsageError(f"no baseline is called {name!r}", fix=fix)
    if name == "base":
        return _base
    fits = {"risks": _risks, "logit": _logit, "penalised": _penalised, "boosting": _boosting}[name]

    def model(train: pl.DataFrame, test: pl.DataFrame) -> Floats:
        # With one outcome only there is nothing to tell apart.
        return fits(task, train, test) if train["y"].n_unique() == 2 else _base(train, test)

    return model


def _base(train: pl.DataFrame, test: pl.DataFrame) -> Floats:
    """Half an event and half a non-event more than counted: never quite 0 or 1 (Jeffreys)."""
    share = (float(train["y"].sum()) + 0.5) / (train.height + 1.0)
    return np.full(test.height, share)


def _risks(task: Task, train: pl.DataFrame, test: pl.DataFrame) -> Floats:
    columns = list(task.hazards)
    hazards = risks.fit(_matrix(train, columns), _outcome(train), ends=task.ends)
    return risks.chance(_matrix(test, columns) @ hazards, ends=task.ends)


def _logit(task: Task, train: pl.DataFrame, test: pl.DataFrame) -> Floats:
    return logit_on(train, test, task.few)


def logit_on(
    train: pl.DataFrame, test: pl.DataFrame, columns: Sequence[str], strength: float = _FREE
) -> Floats:
    """Logit on columns; unknown values at their median, with a mark that they were unknown.

    Parameters
    ----------
    train, test
        Rows to learn from, and to foretell.
    columns
        Numeric columns.
    strength
        Inverse of the quadratic penalty on standardised columns.

    Returns
    -------
    ndarray
        Probabilities, shape (rows of `test`,).
    """
    design = _design(_matrix(train, columns))
    return _fitted(
        design(_matrix(train, columns)),
        _outcome(train),
        design(_matrix(test, columns)),
        strength,
    )


def _penalised(task: Task, train: pl.DataFrame, test: pl.DataFrame) -> Floats:
    columns = list(task.features)
    x, y = _matrix(train, columns), _outcome(train)
    folds = _inner(train[task.clusters[0]].to_numpy())
    # Only folds in which both outcomes are left to learn from.
    used = [k for k in range(_INNER) if np.unique(y[folds != k]).size == 2 and (folds == k).any()]
    totals = [_inner_loss(x, y, folds, used, strength) for strength in _PENALTIES]
    return logit_on(train, test, columns, _PENALTIES[int(np.argmin(totals))])


def _inner(labels: npt.NDArray[np.generic]) -> Ints:
    """Fold of each row: blocks stay whole, and go in turn by a fixed shuffle."""
    _, block = np.unique(labels, return_inverse=True)
    order = np.random.Generator(np.random.Philox(7)).permutation(int(block.max()) + 1)
    return (order[block] % _INNER).astype(np.int64)


def _inner_loss(x: Floats, y: Ints, folds: Ints, used: list[int], strength: float) -> float:
    total = 0.0
    for k in used:
        inside, outside = folds != k, folds == k
        design = _design(x[inside])
        p = _fitted(design(x[inside]), y[inside], design(x[outside]), strength)
        total += float(log_losses(y[outside], p).sum())
    return total


def _boosting(task: Task, train: pl.DataFrame, test: pl.DataFrame) -> Floats:
    # scikit-learn takes a second to import.
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    columns = list(task.features)
    trees = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=100,
        max_leaf_nodes=8,
        min_samples_leaf=20,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
    )
    # One thread: the same sums on any machine, and no waiting for cores that others use.
    with threadpool_limits(limits=1):
        trees.fit(_matrix(train, columns), _outcome(train))
        chances = trees.predict_proba(_matrix(test, columns))
    p: Floats = np.asarray(chances, dtype=np.float64)[:, 1]
    return p


def _fitted(x: Floats, y: Ints, new: Floats, strength: float) -> Floats:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, solver="newton-cholesky", max_iter=200, tol=1e-8)
    model.fit(x, y)
    p: Floats = np.asarray(model.predict_proba(new), dtype=np.float64)[:, 1]
    return p


@dataclass(frozen=True)
class _Design:
    """What turns a matrix with gaps into standardised columns, learnt from earlier rows."""

    middle: Floats
    marked: npt.NDArray[np.bool_]
    mean: Floats
    spread: Floats

    def __call__(self, x: Floats) -> Floats:
        full = np.hstack([np.where(np.isnan(x), self.middle, x), np.isnan(x)[:, self.marked]])
        scaled: Floats = (full - self.mean) / self.spread
        return scaled


def _design(x: Floats) -> _Design:
    gaps = np.isnan(x)
    # A column of nothing but gaps stands at zero.
    middle = np.array(
        [np.median(c[~g]) if (~g).any() else 0.0 for c, g in zip(x.T, gaps.T, strict=True)]
    )
    full = np.hstack([np.where(gaps, middle, x), gaps[:, gaps.any(axis=0)]])
    spread = full.std(axis=0)
    marked = np.asarray(gaps.any(axis=0), dtype=np.bool_)
    return _Design(middle, marked, full.mean(axis=0), np.where(spread > 0, spread, 1.0))


def _matrix(frame: pl.DataFrame, columns: Sequence[str]) -> Floats:
    """Columns as numbers, shape (n, k); NaN where nothing is known."""
    numbers = frame.select(pl.col(list(columns)).cast(pl.Float64)).fill_null(float("nan"))
    matrix: Floats = numbers.to_numpy()
    return matrix


def _outcome(frame: pl.DataFrame) -> Ints:
    return frame["y"].cast(pl.Int64).to_numpy()
