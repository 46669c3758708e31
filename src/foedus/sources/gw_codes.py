"""COW codes beside the Gleditsch-Ward numbers that a publisher uses, by year."""

from __future__ import annotations

import functools
from collections.abc import Collection

import polars as pl

from foedus.core import countries
from foedus.core.countries_table import spans

__all__ = ["cow", "cow_lists", "known_gw"]


@functools.cache
def known_gw() -> frozenset[int]:
    """Every number that Gleditsch and Ward or the COW project give to a state of the COW system."""
    return frozenset({span.gw for span in spans()} | countries.known())


def cow(code: str, year: str) -> pl.Expr:
    """COW code: translated by year, or the number itself where only the COW project uses it then.

    Publishers who follow Gleditsch and Ward keep some COW codes: Serbia stays 345 after 2006.

    Parameters
    ----------
    code, year
        Columns of whole numbers.

    Examples
    --------
    >>> frame = pl.DataFrame({"gw": [260, 345, 751], "year": [2000, 2014, 1948]})
    >>> frame.select(cow("gw", "year")).to_series().to_list()
    [255, 345, None]
    """
    own = pl.when(pl.col(code).is_in(sorted(countries.known()))).then(pl.col(code))
    return pl.coalesce(countries.from_gw(pl.col(code), pl.col(year)), own).cast(pl.Int16)


def cow_lists(frame: pl.DataFrame, columns: Collection[str], year: str) -> list[pl.Series]:
    """Lists of COW codes from lists of numbers.

    Parameters
    ----------
    frame
        Holds `columns`, lists of whole numbers, and `year`.

    Returns
    -------
    list of polars.Series
        One for each of `columns`, under its name: null where that is null; states outside the COW
        system are left out.

    Examples
    --------
    >>> frame = pl.DataFrame({"gw": [[260, 2], None, [751]], "year": [2000, 2000, 1948]})
    >>> cow_lists(frame, ["gw"], "year")[0].to_list()
    [[255, 2], None, []]
    """
    made: list[pl.Series] = []
    for column in columns:
        rows = frame.select(column, year).with_row_index("row")
        lists = (
            rows.explode(column)
            .select("row", cow(column, year).alias("code"))
            .drop_nulls()
            .group_by("row", maintain_order=True)
            .agg(pl.col("code").unique(maintain_order=True))
        )
        joined = rows.join(lists, on="row", how="left", maintain_order="left")
        none = pl.lit([], dtype=pl.List(pl.Int16))
        there = pl.when(pl.col(column).is_not_null()).then(pl.coalesce("code", none))
        made.append(joined.select(there.alias(column)).to_series())
    return made
