"""A logit on rows about pairs of states: fitted by pyfixest, errors by pair and by state."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from foedus.core.errors import FoedusError, UsageError, did_you_mean

from .sandwich import Floats, Labels, by_cluster, by_state, probabilities

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Change", "Logit", "fit"]

_NORMAL_95 = 1.959963984540054
_CODES = 10_000
_COLLINEAR = 1e-10
_SLOPE = 1e-3
_FARTHEST = 30.0
_STEP = 1e-2


@dataclass(frozen=True)
class Change:
    """By how much a covariate changes the probability: a ratio, with its interval.

    Parameters
    ----------
    low, value, high
        Mean probability with the covariate at one over that with it at zero, everything else as it
        was in each row; interval of 95 per cent by the delta method on its logarithm, with the
        greater of the errors by pair and by state.
    """

    low: float
    value: float
    high: float


@dataclass(frozen=True)
class Logit:
    """A fitted logit. Immutable.

    Parameters
    ----------
    outcome
        Column explained.
    names
        Coefficients: ``"Intercept"``, then the covariates; k of them.
    coef
        Shape (k,).
    by_pair, by_state
        Covariances, shape (k, k): clustered by pair of states, both directions together; and
        allowing rows that share a state to depend on each other. The latter is NaN where one state
        is in all rows: their scores, which are then summed, sum to zero whatever the truth.
    rows, events, pairs, states
        Rows used, how many of them are 1, and how many pairs and states they are about.
    missing
        Rows left out for want of a value.
    loss
        Mean log loss in the sample (natural logarithm; 0 is perfect).
    base_loss
        The same where every row gets the share of events.
    """

    outcome: str
    names: tuple[str, ...]
    coef: Floats
    by_pair: Floats
    by_state: Floats
    rows: int
    events: int
    pairs: int
    states: int
    missing: int
    loss: float
    base_loss: float

    def of(self, name: str) -> tuple[float, float, float]:
        """Coefficient, its error clustered by pair, and its error by state (NaN: not defined)."""
        at = self._place(name)
        return (
            float(self.coef[at]),
            _root(float(self.by_pair[at, at])),
            _root(float(self.by_state[at, at])),
        )

    def table(self) -> pl.DataFrame:
        """One row a coefficient: ``name, coef, se_pair, se_state, low, high``.

        The interval of 95 per cent is by the greater of the two errors.
        """
        rows = [(name, *self.of(name)) for name in self.names]
        frame = pl.DataFrame(rows, schema=["name", "coef", "se_pair", "se_state"], orient="row")
        wide = _NORMAL_95 * pl.max_horizontal("se_pair", pl.col("se_state").fill_nan(None))
        return frame.with_columns(low=pl.col("coef") - wide, high=pl.col("coef") + wide)

    def _place(self, name: str) -> int:
        if name not in self.names:
            hint = did_you_mean(name, self.names)
            raise UsageError("no such coefficient", value=name, fix=hint)
        return self.names.index(name)

    def change(self, frame: pl.DataFrame, name: str) -> Change:
        """How a covariate that is 0 or 1 changes the probability of the rows of a frame.

        Parameters
        ----------
        frame
            Rows with all covariates; those with a null are left out.
        name
            The covariate.
        """
        at = self._place(name)
        X = design(frame.drop_nulls(self.names[1:]), self.names[1:])
        logs: list[float] = []
        slopes: list[Floats] = []
        for value in (0.0, 1.0):
            X[:, at] = value
            p = probabilities(X, self.coef)
            logs.append(math.log(p.mean()))
            slopes.append((X * (p * (1.0 - p))[:, None]).mean(axis=0) / p.mean())
        middle, slope = logs[1] - logs[0], slopes[1] - slopes[0]
        widest = max(float(slope @ V @ slope) for V in (self.by_pair, self.by_state))
        error = _NORMAL_95 * _root(widest)
        return Change(math.exp(middle - error), math.exp(middle), math.exp(middle + error))

    def losses(self, frame: pl.DataFrame) -> tuple[float, float, int]:
        """Mean log loss on other rows, that of the share of events here, and how many rows.

        Parameters
        ----------
        frame
            Rows with the outcome and all covariates; those with a null are left out.
        """
        kept = frame.drop_nulls([self.outcome, *self.names[1:]])
        y = kept[self.outcome].cast(pl.Float64).to_numpy()
        p = probabilities(design(kept, self.names[1:]), self.coef)
        return _loss(y, p), _loss(y, np.full(y.size, self.events / self.rows)), y.size


def _loss(y: Floats, p: Floats) -> float:
    return -float(np.mean(np.where(y == 1.0, np.log(p), np.log1p(-p))))


def _root(variance: float) -> float:
    return math.sqrt(variance) if variance >= 0.0 else math.nan


def design(frame: pl.DataFrame, covariates: Sequence[str]) -> Floats:
    """Columns as a matrix of shape (n, k + 1), ones first."""
    one = pl.lit(1.0).alias("Intercept")
    return frame.select(one, *(pl.col(n).cast(pl.Float64) for n in covariates)).to_numpy(
        writable=True
    )


def fit(frame: pl.DataFrame, outcome: str, covariates: Sequence[str]) -> Logit:
    """Fit a logit on rows about pairs of states.

    Parameters
    ----------
    frame
        Columns ``ccode1`` and ``ccode2``, the outcome (0 or 1), and the covariates. Rows with
        a null in the outcome or a covariate are left out, and counted.
    outcome, covariates
        Names of columns.

    Raises
    ------
    UsageError
        If a column is not there or holds what is no number, a row names no two states, all rows
        are about one pair, the outcome is not 0 and 1, or the covariates do not vary independently
        of one another.
    FoedusError
        If pyfixest is not installed, or the fit does not converge (as where a covariate parts the
        outcomes perfectly).
    """
    for name in ("ccode1", "ccode2", outcome, *covariates):
        if name not in frame.columns:
            hint = did_you_mean(name, frame.columns)
            raise UsageError("no such column", value=name, fix=hint)
    kept = frame.drop_nulls([outcome, *covariates])
    y = kept[outcome].cast(pl.Float64).to_numpy()
    if set(np.unique(y)) != {0.0, 1.0}:
        raise UsageError("is not both 0 and 1, and nothing else", field=outcome)
    one, two = _states(kept)
    pair = np.minimum(one, two) * _CODES + np.maximum(one, two)
    if pair.min() == pair.max():
        raise UsageError("all rows are about one pair of states: errors are by pair")
    X = design(kept, covariates)
    _refuse_unknown(X, covariates)
    _refuse_collinear(X, covariates)
    _refuse_parted(X, y, covariates)
    coef = _estimates(X, y, covariates)
    shared = any(((one == code) | (two == code)).all() for code in (one[0], two[0]))
    p, share = probabilities(X, coef), float(y.mean())
    return Logit(
        outcome,
        ("Intercept", *covariates),
        coef,
        by_cluster(X, y, coef, pair),
        np.full((coef.size, coef.size), math.nan) if shared else by_state(X, y, coef, one, two),
        y.size,
        int(y.sum()),
        np.unique(pair).size,
        np.unique(np.concatenate([one, two])).size,
        frame.height - kept.height,
        _loss(y, p),
        _loss(y, np.full(y.size, share)),
    )


def _states(kept: pl.DataFrame) -> tuple[Labels, Labels]:
    """Codes of the two states of each row."""
    for name in ("ccode1", "ccode2"):
        if kept[name].null_count():
            raise UsageError("has empty cells", field=name)
    one, two = (kept[name].to_numpy().astype(np.int64) for name in ("ccode1", "ccode2"))
    if (one == two).any():
        raise UsageError("a row names one state twice", value=int(one[one == two][0]))
    return one, two


def _refuse_unknown(X: Floats, covariates: Sequence[str]) -> None:
    for name, column in zip(covariates, X.T[1:], strict=True):
        if not np.isfinite(column).all():
            raise UsageError(
                "holds NaN or infinity", field=name, fix="make them null: such rows are left out"
            )


def _refuse_collinear(X: Floats, covariates: Sequence[str]) -> None:
    spread = X.std(axis=0)
    for name, value in zip(covariates, spread[1:], strict=True):
        if value == 0.0:
            raise UsageError("has one value in all rows used", field=name)
    scaled = (X - X.mean(axis=0))[:, 1:] / spread[1:]
    # Eigenvalues of correlations: by the Gram matrix, since X may have millions of rows.
    if np.linalg.eigvalsh(scaled.T @ scaled / len(X))[0] < _COLLINEAR:
        raise UsageError("covariates are collinear", value=", ".join(covariates))


def _refuse_parted(X: Floats, y: Floats, covariates: Sequence[str]) -> None:
    """Refuse a flag that never, or always, goes with the outcome: it has no estimate."""
    for name, column in zip(covariates, X.T[1:], strict=True):
        on = column == 1.0
        if not (on | (column == 0.0)).all():
            continue
        for value, rows in ((1, on), (0, ~on)):
            if y[rows].min() == y[rows].max():
                raise FoedusError(
                    f"the logit cannot be fitted: the outcome is the same in all "
                    f"{int(rows.sum())} rows in which the covariate is {value}",
                    field=name,
                    fix="leave the covariate out, or take more rows",
                )


def _estimates(X: Floats, y: Floats, covariates: Sequence[str]) -> Floats:
    """Coefficients, by pyfixest."""
    try:
        # Two seconds to import: only where a model is fitted.
        import pandas as pd
        from pyfixest.errors import NonConvergenceError
        from pyfixest.estimation import feglm
    except ImportError as error:
        raise FoedusError(
            f"{error.name} is not installed", fix="pip install 'foedus[estimate]'"
        ) from None
    names = [f"x{at}" for at in range(1, len(covariates) + 1)]  # any column name is allowed outside
    rows: pd.DataFrame = pd.DataFrame(X[:, 1:], columns=names).assign(y=y)
    formula = f"y ~ {' + '.join(names)}"
    advice = "does a covariate part the outcomes?"
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            # pandas 3.1 warns of what pyfixest 0.60 does inside.
            warnings.filterwarnings("ignore", message="The inplace keyword")
            # pyrefly: ignore[bad-argument-type]  # pandas' overloads defeat the protocol asked for
            model = feglm(fml=formula, data=rows, family="logit", vcov="iid")
    except (NonConvergenceError, np.linalg.LinAlgError, ValueError) as error:
        raise FoedusError(f"the logit cannot be fitted: {error}", fix=advice) from None
    found = {str(name): float(value) for name, value in model.coef().items()}
    coef = np.array([found.get(name, math.nan) for name in ("Intercept", *names)])
    # At the maximum the scores sum to zero; and no sum of covariates is beyond all bounds.
    slope = np.abs(X.T @ (y - probabilities(X, coef))) / np.abs(X).max(axis=0)
    small = slope.max() < _SLOPE * max(1.0, y.sum()) ** 0.5
    if not (small and np.abs(X @ coef).max() < _FARTHEST and _settled(X, y, coef)):
        raise FoedusError("the logit did not converge", fix=advice)
    return coef


def _settled(X: Floats, y: Floats, coef: Floats) -> bool:
    """Whether one more of Newton's steps would leave the estimates where they are.

    Where a covariate parts the outcomes, scores are near zero far out too, but so is the
    information, and every further step is as long as the last.
    """
    p = probabilities(X, coef)
    information = X.T @ (X * (p * (1.0 - p))[:, None])
    try:
        step = np.linalg.solve(information, X.T @ (y - p))
    except np.linalg.LinAlgError:
        return False
    return bool((np.abs(step[1:]) * X[:, 1:].std(axis=0) < _STEP).all())
