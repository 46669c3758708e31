"""How far two states are apart: between their capitals, and between their nearest points.

Minimum distances come from the borders of CShapes 2.0 and end in 2019. Distances between capitals
are computed here, for any day, from spells of capitals with their coordinates.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from .reading.schema import Column, Layout, Table

__all__ = ["EARTH_RADIUS", "TABLES", "capital_distance", "great_circle"]

EARTH_RADIUS = 6371.0088
"""Mean radius of the Earth in km, (2a + b)/3 of GRS80 (Moritz 2000, J. Geodesy 74:128-162)."""

_EPOCH = np.datetime64("1500-01-01", "D")  # before every spell: days since then are positive
_SPAN = 1 << 22  # more days than any calendar here has, so that state and day make one number


def _each_pair_once(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out a state's distance to itself, and the second direction where it is there."""
    lower = frame.filter(pl.col("ccode1") < pl.col("ccode2"))
    higher = frame.filter(pl.col("ccode1") > pl.col("ccode2"))
    if higher.is_empty():
        return lower
    key = list(MINIMUM.key)
    turned = higher.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(frame.columns)
    return pl.concat([lower, turned.join(lower, on=key, how="anti")]).sort(key)


MINIMUM = Table(
    id="distance/minimum",
    dataset="distance",
    title="Distance between the nearest points of two states",
    unit="non-directed dyad-year",
    key=("ccode1", "ccode2", "year"),
    columns=(
        Column("ccode1", pl.Int16, "COW state code, the lower", required=True, state="cow"),
        Column("ccode2", pl.Int16, "COW state code, the higher", required=True, state="cow"),
        Column("year", pl.Int16, required=True, low=1886, high=2019),
        Column(
            "mindist",
            pl.Float64,
            "between the borders of 1 January; 0 for neighbours. From 1886 to 2019",
            "km",
            required=True,
            low=0,
            high=20040,  # half the way round the Earth
        ),
    ),
    # The publisher offers no file but a function, `distlist(date, useGW = FALSE)`: one row for
    # every ordered pair, a state with itself included. The file holds its rows for 1 January of
    # each year, with a column `year`.
    layouts={"publisher": Layout(), "export": Layout()},
    year="year",
    tidy=_each_pair_once,
)

CAPITALS = Table(
    id="distance/capitals",
    dataset="distance",
    title="Capitals of states",
    unit="capital spell",
    key=("ccode", "stdate"),
    columns=(
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        Column("statenme", pl.String, "name of the state"),
        Column("capital", pl.String, "name of the city"),
        Column("stdate", pl.Date, "first day", required=True),
        Column("enddate", pl.Date, "last day, included", required=True),
        Column("lat", pl.Float64, "latitude, north positive", "degrees", low=-90, high=90),
        Column("lng", pl.Float64, "longitude, east positive", "degrees", low=-180, high=180),
    ),
    layouts={
        # The attributes of CShapes 2.0 (`cshp(useGW = FALSE)`): a row per change of borders, so
        # that a capital goes through several. Shapes are left out.
        "publisher": Layout(
            names={
                "ccode": "cowcode",
                "statenme": "country_name",
                "capital": "capname",
                "stdate": "start",
                "enddate": "end",
                "lat": "caplat",
                "lng": "caplong",
            },
            ignores=("gwcode", "status", "owner", "area", "b_def", "fid", "geometry"),
        ),
        "export": Layout(),
    },
)


def great_circle(
    lat1: npt.ArrayLike,
    lng1: npt.ArrayLike,
    lat2: npt.ArrayLike,
    lng2: npt.ArrayLike,
    *,
    radius: float = EARTH_RADIUS,
) -> npt.NDArray[np.float64]:
    """Length of the shortest way over the surface of a sphere, by the haversine formula.

    Parameters
    ----------
    lat1, lng1, lat2, lng2
        Degrees, north and east positive; shapes that broadcast. NaN gives NaN.
    radius
        Of the sphere, in km. The R package geosphere takes 6378.137, the equator's, which makes
        every distance 0.11 % longer.

    Returns
    -------
    ndarray
        km, of the shape the arguments broadcast to.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.

    Examples
    --------
    Berlin to Paris:

    >>> round(float(great_circle(52.5170, 13.3889, 48.8566, 2.3522)))
    876
    """
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    up = np.sin((phi2 - phi1) / 2.0)
    along = np.sin((np.radians(lng2) - np.radians(lng1)) / 2.0)
    half = up * up + np.cos(phi1) * np.cos(phi2) * along * along
    # Rounding may lift antipodes above one.
    return np.asarray(2.0 * radius * np.arcsin(np.sqrt(np.minimum(half, 1.0))), dtype=np.float64)


def capital_distance(
    capitals: pl.DataFrame,
    ccode1: npt.ArrayLike,
    ccode2: npt.ArrayLike,
    day: npt.ArrayLike,
    *,
    radius: float = EARTH_RADIUS,
) -> npt.NDArray[np.float64]:
    """Distance between the capitals that two states had on a day.

    Parameters
    ----------
    capitals
        The table ``distance/capitals``; spells of a state must not overlap.
    ccode1, ccode2
        COW state codes, shape (n,).
    day
        Days as datetime64, shape (n,) or one for all.
    radius
        Of the Earth, in km.

    Returns
    -------
    ndarray
        km, shape (n,); NaN where a state has no capital on record for that day.

    Examples
    --------
    >>> import datetime as dt
    >>> spells = pl.DataFrame({
    ...     "ccode": [2, 365, 365],
    ...     "stdate": [dt.date(1816, 1, 1), dt.date(1816, 1, 1), dt.date(1918, 3, 12)],
    ...     "enddate": [dt.date(2024, 12, 31), dt.date(1918, 3, 11), dt.date(2024, 12, 31)],
    ...     "lat": [38.895, 59.94, 55.75], "lng": [-77.037, 30.31, 37.62]})
    >>> days = np.array(["1914-01-01", "1950-01-01"], dtype="datetime64[D]")
    >>> capital_distance(spells, [2, 2], [365, 365], days).round().tolist()
    [7195.0, 7823.0]
    """
    ordered = capitals.drop_nulls(["lat", "lng"]).sort("ccode", "stdate")
    if ordered.is_empty():
        return np.full(np.broadcast(ccode1, ccode2, day).shape, np.nan)
    state = ordered["ccode"].to_numpy().astype(np.int64)
    first = state * _SPAN + _days(ordered["stdate"].to_numpy())
    last = state * _SPAN + _days(ordered["enddate"].to_numpy())
    place = np.vstack([ordered["lat"].to_numpy(), ordered["lng"].to_numpy()])
    on = _days(np.asarray(day, dtype="datetime64[D]"))

    def where(ccode: npt.ArrayLike) -> npt.NDArray[np.float64]:
        wanted = np.asarray(ccode, dtype=np.int64) * _SPAN + on
        spell = np.searchsorted(first, wanted, side="right") - 1
        # A spell of another state ends below `wanted` whatever the day.
        found = (spell >= 0) & (last[spell] >= wanted)
        return np.where(found, place[:, spell], np.nan)

    lat1, lng1 = where(ccode1)
    lat2, lng2 = where(ccode2)
    return great_circle(lat1, lng1, lat2, lng2, radius=radius)


def _days(dates: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
    return (dates.astype("datetime64[D]") - _EPOCH).astype(np.int64)


TABLES = (MINIMUM, CAPITALS)
