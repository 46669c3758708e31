"""How democratic states are: V-Dem, the Unified Democracy Scores, and both beside Polity."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table, several

__all__ = ["TABLES", "UDS", "VDEM", "YEARS"]

_YEAR = Column("year", pl.Int16, "year", required=True)
_POLYARCHY = Column(
    "v2x_polyarchy",
    pl.Float64,
    "V-Dem's index of electoral democracy, 0 least to 1 most",
    low=0,
    high=1,
)

YEARS = Table(
    id="democracy/years",
    dataset="democracy",
    title="Three measures of democracy, by Correlates of War states",
    unit="state-year",
    key=("ccode", "year"),
    columns=(
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        _YEAR,
        Column("euds", pl.Float64, "extended Unified Democracy Score: latent, mean near 0"),
        Column(
            "aeuds",
            pl.Float64,
            "the same, adjusted so that 0 parts democracies from the rest",
        ),
        # This column was put together by Polity's codes as if they were COW's: it is null for the
        # Soviet Union, and Montenegro has the scores of Kosovo. polity/years has them right.
        Column(
            "polity2",
            pl.Int8,
            "Polity5 score, -10 to 10, by Polity's own codes: for COW states see polity/years",
            low=-10,
            high=10,
        ),
        _POLYARCHY,
    ),
    layouts={"export": Layout()},
    year="year",
)

VDEM = Table(
    id="vdem/years",
    dataset="vdem",
    title="Electoral democracy, from the country-year file of V-Dem",
    unit="country-year",
    key=("country_id", "year"),
    columns=(
        Column("country_id", pl.Int16, "V-Dem's number of the country", required=True),
        Column("country_text_id", pl.String, "its three letters", required=True),
        _YEAR,
        # Not checked as a state: V-Dem also has countries that were never in COW's system.
        Column("ccode", pl.Int16, "COW code that V-Dem gives the country; null: it gives none"),
        _POLYARCHY,
    ),
    # Thousands of columns, of which these are read.
    layouts={"publisher": Layout(names={"ccode": "COWcode"}, ignores_rest=True)},
    year="year",
)

UDS = Table(
    id="uds/years",
    dataset="uds",
    title="Unified Democracy Scores",
    unit="country-year",
    key=("ccode", "year"),
    columns=(
        Column("country", pl.String, "name of the country"),
        _YEAR,
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        *several("mean sd median", pl.Float64, about="of the posterior of the score"),
        Column("pct025", pl.Float64, "2.5th percentile of the posterior"),
        Column("pct975", pl.Float64, "97.5th percentile of the posterior"),
    ),
    layouts={"publisher": Layout(names={"ccode": "cowcode"})},
    year="year",
)

TABLES = (YEARS, VDEM, UDS)
