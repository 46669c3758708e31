"""US troops and bases abroad (Allen, Flynn and Machain; Kane; Vine)."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table, several

__all__ = ["READINGS", "SITES", "TABLES", "YEARS"]

_LAST_STATE = 990
_NO_STATE = (
    6,  # Puerto Rico: no COW code, though below 990
    327,  # the Vatican: COW's 327 is the Papal States, which ended in 1870
)
READINGS = (
    # code in the file, first year, last year, COW code
    (255, 1950, 1990, 260),  # West Germany: counts are of the summer, until 1990 before unification
    (816, 1954, 1975, 817),  # "Vietnam": the troops were in the South
)
"""Codes of the file that mean another COW state in the year."""

_SERVICES = (
    "army_ad navy_ad air_force_ad marine_corps_ad coast_guard_ad space_force_ad "
    "army_national_guard air_national_guard army_reserve navy_reserve marine_corps_reserve "
    "air_force_reserve coast_guard_reserve total_selected_reserve army_civilian navy_civilian "
    "marine_corps_civilian air_force_civilian dod_civilian total_civilian"
)
_COUNTS = ("troops_ad", *_SERVICES.split())


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each place and year, with its COW code.

    29 times a place has two rows in a year, under two spellings of its name; one of them holds
    nothing but zeros. Counts below zero, all of 1959, are no counts.
    """
    place, year = pl.col("place"), pl.col("year")
    no_state = (place > _LAST_STATE) | place.is_in(_NO_STATE)
    code = place
    for theirs, first, last, ours in READINGS:
        read = (place == theirs) & year.is_between(first, last)
        code = pl.when(read).then(pl.lit(ours, dtype=pl.Int16)).otherwise(code)
    return (
        frame.with_columns(pl.when(pl.col(name) >= 0).then(name).alias(name) for name in _COUNTS)
        .sort("place", "year", "troops_ad", descending=[False, False, True], maintain_order=True)
        .unique(["place", "year"], keep="first", maintain_order=True)
        .with_columns(ccode=pl.when(~no_state).then(code))
    )


YEARS = Table(
    id="us-troops/years",
    dataset="us-troops",
    title="US military personnel by place",
    unit="place-year",
    key=("place", "countryname", "year"),
    columns=(
        Column("countryname", pl.String, "name of the place", required=True),
        Column("year", pl.Int16, "year", required=True, low=1950, high=2024),
        Column(
            "place", pl.Int16, "code in the file: COW's, or above 990 for no state", required=True
        ),
        Column("iso3c", pl.String, "ISO 3166 code"),
        Column("region", pl.String, "part of the world"),
        Column(
            "troops_ad",
            pl.Int32,
            "active duty, all services; 1952 repeats 1951; the United States is a place too",
            "persons",
        ),
        *several(_SERVICES, pl.Int32, about="as its name says", unit="persons"),
    ),
    layouts={"publisher": Layout(names={"place": "ccode"}, na=("NA",))},
    year="year",
    tidy=_tidy,
    made=(Column("ccode", pl.Int16, "COW state code; null where the place is no state"),),
)

SITES = Table(
    id="us-bases/sites",
    dataset="us-bases",
    title="US bases abroad, without dates",
    unit="base site",
    key=("ccode", "basename"),
    columns=(
        Column("countryname", pl.String, "country or territory", required=True),
        Column(
            "ccode", pl.Int16, "COW code of the state it belongs to", required=True, state="cow"
        ),
        Column("iso3c", pl.String, "ISO 3166 code"),
        Column("basename", pl.String, "name of the site"),
        Column("lat", pl.Float64, "latitude", "degrees north", low=-90, high=90),
        Column("lon", pl.Float64, "longitude", "degrees east", low=-180, high=180),
        *several("base", pl.Int8, about="1 where it is a base", among=(0, 1)),
        *several("lilypad", pl.Int8, about="1 where it is a small one", among=(0, 1)),
        *several("fundedsite", pl.Int8, about="1 where the US pays for the host's", among=(0, 1)),
    ),
    layouts={"publisher": Layout(encoding="cp1252", na=("NA",))},
    repeats="one site is listed twice: Naval Support Activity Naples",
)

TABLES = (YEARS, SITES)
