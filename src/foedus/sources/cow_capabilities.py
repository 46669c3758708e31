"""Correlates of War: national material capabilities of states, year by year."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table

__all__ = ["NMC_6", "NMC_7", "TABLES"]

_UNKNOWN = (-9,)
_UNKNOWN_FLOAT = (-9.0,)

_COLUMNS = (
    Column("stateabb", pl.String, "COW abbreviation of the state's name"),
    Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
    Column("year", pl.Int16, "year", required=True, low=1816),
    Column(
        "milex",
        pl.Int32,
        "military expenditure; the unit changes in 1914, and no rate of exchange joins the parts",
        unit="thousands of current GBP to 1913, of current USD from 1914",
        missing=_UNKNOWN,
        low=0,
    ),
    Column("milper", pl.Int32, "military personnel", "thousands", missing=_UNKNOWN, low=0),
    Column(
        "irst", pl.Int32, "iron and steel production", "thousands of tons", missing=_UNKNOWN, low=0
    ),
    Column(
        "pec",
        pl.Int32,
        "primary energy consumption",
        "thousands of coal-ton equivalents",
        missing=_UNKNOWN,
        low=0,
    ),
    Column("tpop", pl.Float64, "total population", "thousands", missing=_UNKNOWN_FLOAT, low=0),
    Column(
        "upop",
        pl.Float64,
        "population in cities of more than 100,000",
        "thousands",
        missing=_UNKNOWN_FLOAT,
        low=0,
    ),
    Column(
        "cinc",
        pl.Float64,
        "composite index of national capability: the mean of the state's shares of the world's"
        " six components in that year, over those that are known",
        unit="share of the world",
        low=0,
        high=1,
    ),
    Column("version", pl.Int16, "version of the data set, a year"),
)


def _nmc(number: int, layouts: dict[str, Layout]) -> Table:
    return Table(
        id=f"nmc/{number}",
        dataset="nmc",
        title=f"National material capabilities, version {number}.0",
        unit="state-year",
        key=("ccode", "year"),
        columns=_COLUMNS,
        layouts=layouts,
        year="year",
    )


NMC_7 = _nmc(7, {"publisher": Layout(), "export": Layout(lacks=("stateabb", "version"))})
NMC_6 = _nmc(6, {"publisher": Layout()})

TABLES = (NMC_7, NMC_6)
