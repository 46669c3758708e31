"""Crises that never began: a sample of dyad-years, each standing for others, solved the same way.

Where deterrence worked there is no dispute, so disputes alone cannot say what alliances prevented.
A sampled pair and year without a dispute is solved as if the first state had challenged the second
on 1 January; the model of onset says how likely that was, with and without the obligations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from foedus.cases.at_risk import sampled_dyad_years
from foedus.cases.case import Case, dyad_year_cases

from .onset import Begins, of_rows
from .options import Options
from .order import VALUE
from .parts import Part, Tables, question
from .tables import ends, frame, pair
from .task import Piece, Task, chosen

__all__ = ["DRAWS", "quiet", "sampled"]

DRAWS = 4
"""Draws of theta beside the mean."""


def sampled(number: int, options: Options) -> tuple[pl.DataFrame, tuple[Case, ...]]:
    """Draw dyad-years without a dispute, and make cases of them.

    Returns
    -------
    DataFrame, tuple of Case
        ``ccode1, ccode2, year, weight`` and controls; the cases in the same order.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If a data set is not there.
    """
    rows = sampled_dyad_years(number, options.seed)
    return rows, dyad_year_cases(rows, options.k, options.treaties)


def quiet(
    rows: pl.DataFrame,
    cases: Sequence[Case],
    options: Options,
    data: Mapping[str, Any],
    theta: str = "",
    onset: Begins | None = None,
) -> Part:
    """Solve sampled dyad-years with and without their obligations.

    Parameters
    ----------
    rows, cases
        What `sampled` returns.
    options
        At most `DRAWS` of its draws are taken.
    data
        Versions of the data.
    theta
        Name of a set of parameters.
    onset
        The model; its controls are replaced by those of `rows`.
    """
    few = replace(options, draws=min(options.draws, DRAWS), search=0, limit=None)
    begins = None
    if onset is not None:
        begins = onset.among(of_rows((c.key for c in cases), rows)).measured(cases)

    def tasks() -> Iterator[tuple[str, Task]]:
        for case in cases:
            yield case.key, Task(case, theta, draws=few.draws, seed=few.seed, tol=few.tol)

    def tables(pieces: Mapping[str, Piece]) -> Tables:
        told: list[dict[str, Any]] = []
        for case, weight in zip(cases, rows["weight"], strict=True):
            told += _rows(case, float(weight), pieces[case.key], few.draws, begins)
        return {"quiet": frame("quiet", told)}

    return Part(
        name="quiet",
        label="dyad-years without a dispute",
        question=question("quiet", chosen(theta), few, data, cases),
        total=len(cases),
        tasks=tasks,
        tables=tables,
        about={
            "sampled": len(cases),
            "stands_for": float(np.sum(rows["weight"].to_numpy())),
            "onset": None if onset is None else onset.told(),
        },
    )


def _rows(
    case: Case, weight: float, piece: Piece, draws: int, begins: Begins | None
) -> list[dict[str, Any]]:
    """Return the mean (draw null) and each draw of one dyad-year."""
    base: dict[str, Any] = {
        "key": case.key,
        "ccode1": case.challenger[0],
        "ccode2": case.target[0],
        "year": case.year,
        "weight": weight,
        "pledged": piece["pledged"],
    }
    if "failed" in piece:
        return [base | {"draw": draw} for draw in (None, *range(draws))]
    told = [base | {"draw": None} | _chances(case.key, ends(piece), begins)]
    for index, both in enumerate(piece["draws"]):
        row = base | {"draw": index}
        if both is not None:
            with_, without = both
            row |= _chances(case.key, (with_, without if without is not None else with_), begins)
        told.append(row)
    return told


def _chances(
    key: str, both: tuple[list[float], list[float]], begins: Begins | None
) -> dict[str, Any]:
    row = pair({"with": both[0], "without": both[1]})
    if begins is not None:
        row["onset"], row["onset_without"] = (begins.chance(key, one[VALUE]) for one in both)
    return row
