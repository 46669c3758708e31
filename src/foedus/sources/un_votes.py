"""Votes in the United Nations General Assembly: an ideal point for each state and session."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table

__all__ = ["IDEAL_POINTS", "TABLES", "distances"]

_FIRST = 1945
_QUANTILES = (0, 5, 10, 50, 90, 95, 100)
_PARTNERS = {
    "USAgree": "the United States",
    "RUSSAgree": "Russia or the Soviet Union",
    "BrazilAgree": "Brazil",
    "ChinaAgree": "China",
    "IndiaAgree": "India",
    "IsraelAgree": "Israel",
}


def _with_year(frame: pl.DataFrame) -> pl.DataFrame:
    """Year in which the session opened."""
    return frame.with_columns(year=pl.col("session") + _FIRST)


IDEAL_POINTS = Table(
    id="un-votes/ideal-points",
    dataset="un-votes",
    title="Ideal points from all votes in the General Assembly",
    unit="state-session",
    key=("ccode", "session"),
    columns=(
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        Column("session", pl.Int16, "session of the General Assembly", required=True, low=1),
        Column("NVotesAll", pl.Int16, "votes cast", low=1),
        Column("IdealPointAll", pl.Float64, "ideal point, higher nearer to the United States"),
        # The publisher writes the first with a letter O.
        *(
            Column(f"Q{q or 'O'}%All", pl.Float64, f"{q}th percentile of the posterior")
            for q in _QUANTILES
        ),
        Column("iso3c", pl.String, "ISO 3166 code"),
        Column("Countryname", pl.String, "name of the state"),
        *(
            Column(name, pl.Float64, f"share of votes cast as {who}", low=0, high=1)
            for name, who in _PARTNERS.items()
        ),
    ),
    # The first column has no name and holds row numbers.
    layouts={"publisher": Layout(ignores=("",), na=("NA",))},
    year="year",
    tidy=_with_year,
    made=(Column("year", pl.Int16, "session + 1945: the year in which the session opened"),),
)


def distances(points: pl.DataFrame) -> pl.DataFrame:
    """How far the ideal points of two states lie apart, pair by pair.

    Parameters
    ----------
    points
        Rows of ``un-votes/ideal-points``.

    Returns
    -------
    DataFrame
        ``ccode1`` below ``ccode2``, ``year``, ``distance`` at least 0; each pair once a year.

    Examples
    --------
    >>> points = pl.DataFrame({"ccode": [2, 365], "year": [1950, 1950],
    ...                        "IdealPointAll": [2.0, -2.5]})
    >>> distances(points).rows()
    [(2, 365, 1950, 4.5)]
    """
    one = points.select(ccode1="ccode", year="year", one="IdealPointAll")
    two = points.select(ccode2="ccode", year="year", two="IdealPointAll")
    return (
        one.join(two, on="year", maintain_order="left_right")
        .filter(pl.col("ccode1") < pl.col("ccode2"))
        .select("ccode1", "ccode2", "year", distance=(pl.col("one") - pl.col("two")).abs())
    )


TABLES = (IDEAL_POINTS,)
