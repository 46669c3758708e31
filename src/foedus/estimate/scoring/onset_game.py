"""Onset by the game: what a crisis would be worth to either of two states, through the onset model.

A pair and year has two directions; a dispute begins if it begins in either.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor

import numpy as np
import polars as pl

from foedus.cases.at_risk import CONTROLS
from foedus.cases.camps import rival_spells
from foedus.cases.case import Case, dyad_year_cases
from foedus.core.progress import Reporter
from foedus.estimate.reduced.curve.journal import Journal
from foedus.estimate.structural.onset import OnsetModel
from foedus.estimate.structural.origins import Origin, Slope
from foedus.estimate.structural.sample import MEASURES, measures
from foedus.estimate.structural.schools import School

from .scores import Floats
from .solved import VALUE, Chances, solved

__all__ = ["controls", "onset_chances"]

_AT_ONCE = 2000
"""Pairs whose cases are held at a time; all of them would take gigabytes."""
_KEY = ("ccode1", "ccode2", "year")


def controls(rows: pl.DataFrame) -> pl.DataFrame:
    """Controls of the onset model for rows of the task *onset*, in their order.

    Notes
    -----
    The rows have all but one already, defined alike: a test compares them with those that the
    model was fitted on. They are the same for both directions of a pair.
    """
    rivals = (
        rows.select(_KEY)
        .with_row_index("row")
        .join(rival_spells(), left_on=["ccode1", "ccode2"], right_on=["ccode", "other"])
        .filter(pl.col("year").is_between(pl.col("styear"), pl.col("endyear")))
        .select("row", rival=pl.lit(1.0))
        .unique()
    )
    return (
        rows.with_row_index("row")
        .join(rivals, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("rival").fill_null(0.0))
        .select(pl.col(CONTROLS).cast(pl.Float64))
    )


def onset_chances(
    rows: pl.DataFrame,
    one: School,
    origin: Origin,
    draws: int,
    seed: int,
    k: int,
    kept: Journal,
    *,
    slope: Slope = "play",
    executor: Executor | None = None,
    reporter: Reporter | None = None,
) -> Floats:
    """Chance that a dispute begins between two states in the year.

    Parameters
    ----------
    rows
        Of the task *onset*: key and features.
    one, origin
        School, and its fit.
    draws, seed
        Draws over which the chance is averaged; with none, at the point values.
    k
        Candidates in a game.
    kept
        What `foedus.estimate.scoring.solved.journal` returns.
    slope
        Of the onset model in the value of the crisis.

    Returns
    -------
    ndarray
        Shape (rows,); NaN where a direction could not be solved.

    Raises
    ------
    foedus.estimate.structural.origins.NotFittedError
        The origin has no onset model.
    """
    model = origin.onset(slope)
    told = controls(rows)
    found = np.empty(rows.height)
    for first in range(0, rows.height, _AT_ONCE):
        part = rows.slice(first, _AT_ONCE).select(_KEY)
        back = part.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(_KEY)
        both = [one.case(c) for c in dyad_year_cases(pl.concat([part, back]), k)]
        chances = solved(both, origin, draws, seed, kept, executor=executor, reporter=reporter)
        given = told.slice(first, _AT_ONCE).to_dicts()
        each = np.stack(
            [_begins(*of, model, draws) for of in zip(both, given * 2, chances, strict=True)]
        )
        found[first : first + part.height] = _either(each[: part.height], each[part.height :])
    return found


def _begins(
    case: Case, given: Mapping[str, float], chance: Chances, model: OnsetModel, draws: int
) -> Floats:
    """Chance that the first challenges the second, at the point values and at draws."""
    known = {**given, **dict(zip(MEASURES, measures(case), strict=True))}
    # A case that is not solved at the point values has no draws either.
    told = [chance.point, *(chance.draws or (None,) * draws)]
    return np.array(
        [np.nan if one is None else model.chance(one[VALUE], known) for one in told], np.float64
    )


def _either(there: Floats, here: Floats) -> Floats:
    """Chance that it begins in either direction, averaged over draws, shape (rows,).

    Examples
    --------
    A column for the point values, then one a draw:

    >>> _either(np.array([[0.1, 0.2, np.nan]]), np.array([[0.0, 0.5, 0.5]])).round(3).tolist()
    [0.6]
    """
    both = 1.0 - (1.0 - there) * (1.0 - here)
    point, drawn = both[:, 0], both[:, 1:]
    good = np.isfinite(drawn)
    many = good.sum(axis=1)
    total = np.where(good, drawn, 0.0).sum(axis=1)
    chances: Floats = np.where(many > 0, total / np.maximum(many, 1), point)
    return chances
