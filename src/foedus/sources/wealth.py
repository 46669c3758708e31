"""Wealth: product and population of states, estimated from many sources (Fariss and others)."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table

__all__ = ["TABLES", "YEARS"]

_PER_HEAD = "2011 international dollars a head"
_PRODUCT = "millions of 2017 international dollars"
_PEOPLE = "millions"


def _estimate(name: str, about: str, unit: str) -> tuple[Column, Column]:
    """Mean and standard deviation of a latent quantity."""
    return (
        Column(name, pl.Float64, f"{about}, mean of the estimate", unit, low=0),
        Column(f"sd_{name}", pl.Float64, f"{about}, its standard deviation", unit, low=0),
    )


YEARS = Table(
    id="gdppop/years",
    dataset="gdppop",
    title="Latent gross domestic product and population",
    unit="state-year",
    key=("ccode", "year"),
    columns=(
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        Column("year", pl.Int16, "year", required=True, low=1816),
        *_estimate("mrgdppc", "real gross domestic product a head", _PER_HEAD),
        *_estimate("pwtrgdp", "real gross domestic product", _PRODUCT),
        *_estimate("pwtpop", "population", _PEOPLE),
    ),
    layouts={"export": Layout()},
    year="year",
)

TABLES = (YEARS,)
