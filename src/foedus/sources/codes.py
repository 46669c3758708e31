"""Codes of countries by year, by others: COW beside Gleditsch-Ward, and the countrycode panel.

foedus translates with its own table (`foedus.core.countries`). These are there to hold it against,
and for codes it does not have.
"""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table, several

__all__ = ["COUNTRYCODE", "GW_PANEL", "TABLES"]

GW_PANEL = Table(
    id="codes/gw-panel",
    dataset="codes",
    title="States by year in the lists of COW and of Gleditsch and Ward",
    unit="state-year",
    # A state in one list only has null for its code in the other, and some abbreviations name one
    # code in each list: only the two together name a row.
    key=("year", "gwcode", "ccode"),
    columns=(
        Column("stateabb", pl.String, "Abbreviation of the state's name", required=True),
        Column("year", pl.Int16, "Year", low=1816, high=2100, required=True),
        Column("gwcode", pl.Int16, "Gleditsch-Ward code; null where not in that list", low=2),
        Column("ccode", pl.Int16, "COW code; null where not in that list", state="cow"),
        Column("gw_name", pl.String, "Name in the list of Gleditsch and Ward"),
        Column("cw_name", pl.String, "Name in the COW list"),
    ),
    layouts={"export": Layout()},
    year="year",
)

COUNTRYCODE = Table(
    id="countrycode/panel",
    dataset="countrycode",
    title="Codes of countries by year",
    unit="country-year",
    key=("country.name.en", "year"),
    columns=(
        Column("country.name.en", pl.String, "English name", required=True),
        Column("year", pl.Int16, "Year", low=1700, high=2100, required=True),
        Column("cowc", pl.String, "COW abbreviation"),
        Column("cown", pl.Int16, "COW code", state="cow"),
        Column("gwc", pl.String, "Gleditsch-Ward abbreviation"),
        Column("gwn", pl.Int16, "Gleditsch-Ward code", low=2),
        # "NA" is Namibia here: missing is the empty cell, and nothing else.
        Column("iso2c", pl.String, "ISO 3166-1 alpha-2 code"),
        Column("iso3c", pl.String, "ISO 3166-1 alpha-3 code"),
        Column("iso3n", pl.Int16, "ISO 3166-1 numeric code", low=1),
        Column("fips", pl.String, "FIPS 10-4 code"),
        Column("genc3c", pl.String, "GENC three-letter code"),
        *several("p4n p5n", pl.Int16, about="Polity number, version IV and 5", low=1),
        Column("vdem", pl.Int16, "V-Dem country number", low=1),
        Column("un", pl.Int16, "UN M49 code", low=1),
        Column("wb", pl.String, "World Bank code"),
        Column("imf", pl.Int16, "IMF code", low=1),
        Column("continent", pl.String, "Continent"),
        Column("region", pl.String, "World Bank region"),
    ),
    layouts={"export": Layout()},
    year="year",
)

TABLES = (GW_PANEL, COUNTRYCODE)
