"""The result: one row a specification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from .choices import CHOICES, Grid
from .journal import Journal

__all__ = ["SCHEMA", "Curve", "assembled"]

_NUMBERS: Final = {
    "coef": pl.Float64, "se_cluster": pl.Float64, "se_state": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "rows": pl.Int64, "events": pl.Int64, "missing": pl.Int64,
    "clusters": pl.Int64, "states": pl.Int64, "loss": pl.Float64, "base_loss": pl.Float64,
    "failed": pl.String,
}  # fmt: skip
SCHEMA: Final[dict[str, Any]] = {
    "model": pl.Int32, "stage": pl.String, "pledge": pl.String,
    **dict.fromkeys(CHOICES, pl.String), **_NUMBERS,
}  # fmt: skip
"""Columns of a curve."""


@dataclass(frozen=True)
class Curve:
    """A specification curve. Immutable.

    Parameters
    ----------
    frame
        One row a specification, in the order of the grid: ``model`` (number of the model, several
        pledges may be looked at in one), ``stage``, ``pledge``, the choices; ``coef``,
        ``se_cluster`` (by pair of states; of escalation by dispute, a general war being one),
        ``se_state`` (allowing rows that share a state to depend on each other; null where not
        defined), ``low, high`` (95 per cent, by the greater of the two errors), ``rows, events,
        missing, clusters, states, loss, base_loss``, and ``failed``: why it was not fitted, null
        where it was.
    key
        Hash of the grid, the files and the versions it depends on.
    complete
        Whether every specification of the grid is in it.
    files
        Registered files used, by their paths.
    """

    frame: pl.DataFrame
    key: str
    complete: bool
    files: tuple[str, ...]

    @property
    def models(self) -> int:
        """How many models were tried."""
        return self.frame["model"].n_unique()

    def of(self, stage: str, pledge: str) -> pl.DataFrame:
        """Rows about a pledge that were fitted, by their coefficient."""
        rows = self.frame.filter(
            pl.col("stage") == stage, pl.col("pledge") == pledge, pl.col("failed").is_null()
        )
        return rows.sort("coef", maintain_order=True)


def assembled(grid: Grid, journal: Journal, key: str, files: tuple[str, ...]) -> Curve:
    """Put the finished specifications of a grid together, in its order."""
    rows: list[dict[str, Any]] = []
    number, total = -1, 0
    for unit in grid.units:
        chosen = {"stage": unit.sampling.stage, **unit.sampling.choices()}
        before: object = None
        for name, model, pledge in unit.specifications():
            number += model is not before
            before, total = model, total + 1
            if name in journal:
                beside = {"beside": model.beside, "controls": model.controls, "pledge": pledge}
                rows.append({"model": number, **chosen, **beside, **journal[name]})
    frame = pl.DataFrame(rows, schema=SCHEMA)
    return Curve(frame, key, frame.height == total, files)
