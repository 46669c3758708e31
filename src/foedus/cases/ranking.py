"""Candidates ranked on the eve: by what was learnt from disputes that were over before the decade.

From 1850 the score of a candidate is its chance of joining under a penalised logit on the features
of `foedus.cases.candidates`. A case of a decade is scored by the model of disputes whose outcome
was known before it began; so nothing that happened later can move it. Before 1850 there is too
little to learn from, and a fixed rule ranks: ally, then a major power next door, then a neighbour,
then a major power; the stronger first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from .candidates import FEATURES

__all__ = ["FIRST_LEARNT", "PENALTY", "Ranker", "by_rule", "learnt", "scored"]

FIRST_LEARNT = 1850
"""First decade that is scored by a model."""
PENALTY = 0.01
"""Inverse of the quadratic penalty on standardised columns.

`foedus.estimate.scoring` chooses among .001, .01, .1 and 1 within what is learnt, which takes ten
times as long; before 1970 its choice was .01 or .001 in every decade, most often .01.
"""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ranker:
    """A logit with what turns features into its columns.

    Parameters
    ----------
    middle, marked
        What stands for an unknown value of each feature, and which features have a mark for it.
    mean, spread
        Of the columns learnt from.
    weights, constant
        Of the logit on standardised columns.
    """

    middle: Floats
    marked: npt.NDArray[np.bool_]
    mean: Floats
    spread: Floats
    weights: Floats
    constant: float

    def chances(self, rows: pl.DataFrame) -> Floats:
        """Chance of joining of each row, shape (rows,); rows have `FEATURES`."""
        x = (_columns(_matrix(rows), self.middle, self.marked) - self.mean) / self.spread
        line = np.full(rows.height, self.constant)
        # Column by column: a matrix product gives a row other last digits in other company.
        for column, weight in zip(x.T, self.weights, strict=True):
            line += weight * column
        chances: Floats = 1.0 / (1.0 + np.exp(-line))
        return chances


def learnt(past: pl.DataFrame, decade: int) -> Ranker | None:
    """Learn from disputes over before a decade.

    Parameters
    ----------
    past
        Candidates of disputes: `FEATURES`, ``known`` (year of the outcome), ``y`` (0 or 1).
    decade
        Its first year.

    Returns
    -------
    Ranker or None
        None before `FIRST_LEARNT`, and where nobody, or everybody, joined.
    """
    # scikit-learn takes a second to import.
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    past = past.filter(pl.col("known") < decade)
    if decade < FIRST_LEARNT or past["y"].n_unique() < 2:
        return None
    x = _matrix(past)
    gaps = np.isnan(x)
    middle = np.array(
        [np.median(c[~g]) if (~g).any() else 0.0 for c, g in zip(x.T, gaps.T, strict=True)]
    )
    marked = np.asarray(gaps.any(axis=0), dtype=np.bool_)
    full = _columns(x, middle, marked)
    spread = full.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    mean = full.mean(axis=0)
    model = LogisticRegression(C=PENALTY, solver="newton-cholesky", max_iter=200, tol=1e-8)
    with threadpool_limits(limits=1):  # the same digits for any number of threads
        model.fit((full - mean) / spread, past["y"].cast(pl.Int64).to_numpy())
    weights = np.asarray(model.coef_, dtype=np.float64)[0]
    return Ranker(middle, marked, mean, spread, weights, float(np.asarray(model.intercept_)[0]))


def scored(rows: pl.DataFrame, past: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``score``, each from the model of its decade.

    Parameters
    ----------
    rows
        Candidates: ``year`` and `FEATURES`.
    past
        What `learnt` takes.
    """
    parts: list[pl.DataFrame] = []
    numbered = rows.with_row_index("row").with_columns(decade=pl.col("year") // 10 * 10)
    for (decade,), part in numbered.group_by("decade", maintain_order=True):
        model = learnt(past, int(str(decade)))
        score = by_rule(part) if model is None else model.chances(part)
        parts.append(part.select("row", score=pl.Series(score, dtype=pl.Float64)))
    if not parts:
        return rows.with_columns(score=pl.lit(None, pl.Float64))
    every = pl.concat(parts).sort("row")
    return rows.with_columns(every["score"])


def by_rule(rows: pl.DataFrame) -> Floats:
    """Score by the fixed rule: 3 ally, 2 major power next door, 1 neighbour, 0 major power.

    Capability decides between equals: its share of the world's is added, which is below 1.

    Parameters
    ----------
    rows
        With ``ally, neighbour, major`` as numbers and ``power``, the log of capability.

    Examples
    --------
    >>> rows = {"ally": [0, 1, 0, 0], "neighbour": [1, 0, 1, 0], "major": [1, 0, 0, 1]}
    >>> frame = pl.DataFrame(rows | {"power": np.log([0.1, 0.01, 0.02, 0.2])})
    >>> by_rule(frame).round(3).tolist()
    [2.1, 3.01, 1.02, 0.2]
    """
    near, great = pl.col("neighbour") > 0, pl.col("major") > 0
    place = (
        pl.when(pl.col("ally") > 0)
        .then(3.0)
        .when(near & great)
        .then(2.0)
        .when(near)
        .then(1.0)
        .otherwise(0.0)
    )
    strength = pl.col("power").exp().clip(0.0, 0.999).fill_null(0.0)
    score: Floats = rows.select(place + strength).to_series().to_numpy()
    return score


def _matrix(rows: pl.DataFrame) -> Floats:
    """Features as numbers, shape (n, features); NaN where nothing is known."""
    numbers = rows.select(pl.col(list(FEATURES)).cast(pl.Float64)).fill_null(float("nan"))
    matrix: Floats = numbers.to_numpy()
    return matrix


def _columns(x: Floats, middle: Floats, marked: npt.NDArray[np.bool_]) -> Floats:
    """Gaps at the middle, then a mark for each feature in which gaps were seen."""
    gaps = np.isnan(x)
    columns: Floats = np.hstack([np.where(gaps, middle, x), gaps[:, marked]])
    return columns
