"""The ledger's effects as arrays: disputes down, draws of theta across."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.ledger.columns import OUTCOMES

from .labels import Flags, Floats

__all__ = ["Matrix", "matrix"]


@dataclass(frozen=True, eq=False)
class Matrix:
    """Effects of the solved disputes among some rows.

    Attributes
    ----------
    rows
        Their rows, in the order of the arrays.
    with_, without
        By outcome, (rows, draws); NaN where a draw did not converge.
    begun
        (rows, draws): chance that the dispute would have begun without the obligations; None where
        no row has a model of onset. NaN in a row without one.
    """

    rows: pl.DataFrame
    with_: dict[str, Floats]
    without: dict[str, Floats]
    begun: Floats | None

    @property
    def pledged(self) -> Flags:
        """Whether there is an obligation, (rows,)."""
        return self.rows["pledged"].to_numpy().astype(bool)

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.with_[OUTCOMES[0]].shape[1]

    def difference(self, outcome: str, stage: str = "escalation") -> Floats:
        """Return with less without, (rows, draws); with onset NaN where there is no model."""
        one, other = self.with_[outcome], self.without[outcome]
        if stage == "escalation":
            return one - other
        if self.begun is None:
            return np.full_like(one, np.nan)
        return one - self.begun * other

    def at_mean(self, outcome: str) -> tuple[Floats, Floats]:
        """Return the chances with and without at the point values of theta, (rows,)."""
        names = (outcome, f"{outcome}_without")
        one, other = (self.rows[name].cast(pl.Float64).to_numpy() for name in names)
        return one, other


def matrix(rows: pl.DataFrame, effects: pl.DataFrame) -> Matrix:
    """Return the effects of the solved disputes among `rows`.

    Parameters
    ----------
    rows
        Rows of the ledger, or some of them.
    effects
        The table ``effects``, whole.
    """
    solved = rows.filter(pl.col("status") == "solved").sort("dispnum")
    kept = effects.filter(pl.col("dispnum").is_in(solved["dispnum"].implode()))
    kept = kept.sort("dispnum", "draw")
    number = solved.height
    both: dict[str, tuple[Floats, Floats]] = {}
    for outcome in OUTCOMES:
        part = kept.filter(pl.col("outcome") == outcome)
        both[outcome] = _array(part, "with", number), _array(part, "without", number)
    return Matrix(
        rows=solved,
        with_={name: one for name, (one, _) in both.items()},
        without={name: other for name, (_, other) in both.items()},
        begun=_begun(kept, solved, both[OUTCOMES[0]][0].shape[1]),
    )


def _array(part: pl.DataFrame, column: str, rows: int) -> Floats:
    values = part[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return values.reshape(rows, -1) if rows else np.empty((0, 0))


def _begun(kept: pl.DataFrame, solved: pl.DataFrame, draws: int) -> Floats | None:
    part = kept.filter(pl.col("outcome") == "onset")
    if part.is_empty():
        return None
    at = {number: k for k, number in enumerate(solved["dispnum"])}
    result = np.full((solved.height, draws), np.nan)
    for number, draw, one, other in part.select("dispnum", "draw", "with", "without").iter_rows():
        if one is not None and other is not None:
            result[at[number], draw] = min(1.0, other / one) if one > 0.0 else 1.0
    return result
