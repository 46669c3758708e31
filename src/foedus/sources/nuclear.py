"""Nuclear weapons: who considered, pursued and had them (Bleek; Nuclear Threat Initiative).

The publisher has names of today's countries, back to 1938; `ccode` is added here.
"""

from __future__ import annotations

import polars as pl

from foedus.core import countries

from .reading.schema import Column, Layout, Table

__all__ = ["READINGS", "TABLES", "YEARS", "without_code"]

READINGS = (
    # name, first year, last year, COW code
    ("Czechia", 1938, 1992, 315),  # Czechoslovakia is not listed; its successors have zeros
    ("Germany", 1949, 1989, 260),  # the East is listed as the German Democratic Republic
    ("Vietnam", 1954, 1974, 816),  # the South is listed as the Republic of Vietnam
    ("Yemen", 1967, 1989, 678),  # the South is listed as South Yemen
)
"""Which state a name stands for, where the name and the year do not settle it."""


def _with_codes(frame: pl.DataFrame) -> pl.DataFrame:
    name, year = pl.col("country"), pl.col("year")
    frame = frame.with_columns(ccode=countries.codes_of(frame["country"], frame["year"]))
    code = pl.col("ccode")
    for who, first, last, ccode in READINGS:
        read = (name == who) & year.is_between(first, last)
        code = pl.when(read).then(pl.lit(ccode, dtype=pl.Int16)).otherwise(code)
    return frame.with_columns(ccode=code)


def _flag(name: str, about: str) -> Column:
    return Column(name, pl.Int8, f"1 where the state {about} in the year, else 0", among=(0, 1))


YEARS = Table(
    id="nuclear/years",
    dataset="nuclear",
    title="Nuclear weapons: consideration, pursuit, possession",
    unit="country-year",
    key=("country", "year"),
    columns=(
        Column("country", pl.String, "name of the country", required=True),
        Column("year", pl.Int16, "year", required=True, low=1938, high=2022),
        Column(
            "nuclear_weapons_status",
            pl.Int8,
            "0 none, 1 considered, 2 pursued, 3 possessed nuclear weapons: the highest that holds",
            among=(0, 1, 2, 3),
            required=True,
        ),
        _flag("nuclear_weapons_consideration", "considered nuclear weapons, and no more"),
        _flag("nuclear_weapons_pursuit", "pursued nuclear weapons, and did not have them"),
        _flag("nuclear_weapons_possession", "possessed nuclear weapons"),
    ),
    layouts={"publisher": Layout(names={"country": "Entity", "year": "Year"})},
    year="year",
    tidy=_with_codes,
    made=(Column("ccode", pl.Int16, "COW state code; null where there was no such state"),),
)


def without_code(years: pl.DataFrame) -> pl.DataFrame:
    """Names and years that no COW state stands for.

    Parameters
    ----------
    years
        Rows of ``nuclear/years``.

    Examples
    --------
    >>> rows = {"country": ["Tibet", "China"], "year": [1950, 1950], "ccode": [None, 710]}
    >>> without_code(pl.DataFrame(rows)).rows()
    [('Tibet', 1950, 1950)]
    """
    return (
        years.filter(pl.col("ccode").is_null())
        .group_by("country")
        .agg(first=pl.col("year").min(), last=pl.col("year").max())
        .sort("country")
    )


TABLES = (YEARS,)
