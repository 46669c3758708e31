"""How far two states are apart."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.panel.block import Block, Index, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.distance import capital_distance
from foedus.sources.load import load

_CODES = 10_000  # more than any code or year, so that a pair and a year make one number


def _between(request: Request) -> tuple[Block, ...]:
    minimum, capitals = load("distance/minimum"), load("distance/capitals")
    nearest = Variable("mindist", "Distance of nearest points on 1 January; 0 for neighbours", "km")
    apart = Variable("capdist", "Great-circle distance of the capitals of 1 January", "km")
    return (
        Block(
            minimum.frame,
            (nearest,),
            (minimum,),
            minimum.file.first,
            minimum.file.last,
            symmetric=True,
        ),
        Block(
            _between_capitals(request.index, capitals.frame),
            (apart,),
            (capitals,),
            capitals.file.first,
            capitals.file.last,
            symmetric=True,
        ),
    )


def _between_capitals(index: Index, capitals: pl.DataFrame) -> pl.DataFrame:
    """Distances for the pairs and years of a panel, each once and lower code first."""
    one, two = (side.astype(np.int64) for side in index.sides)
    years = index.years.astype(np.int64)
    known = (one >= 0) & (two >= 0) & (years >= 0)
    low, high = np.minimum(one, two)[known], np.maximum(one, two)[known]
    number = pl.Series((low * _CODES + high) * _CODES + years[known]).unique().sort().to_numpy()
    pair, year = np.divmod(number, _CODES)
    low, high = np.divmod(pair, _CODES)
    day = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    km = pl.Series(capital_distance(capitals, low, high, day)).fill_nan(None)
    codes = {"ccode1": low, "ccode2": high, "year": year}
    return pl.DataFrame(
        {name: values.astype(np.int16) for name, values in codes.items()}
    ).with_columns(capdist=km)


FEATURES = (Feature("distance", "Distance of nearest points and of capitals", pair=_between),)
