"""Where states are on a map: their capitals by date, and the projection in pixels."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt
import polars as pl

from foedus.network.graph import Network

__all__ = ["Frame", "Spot", "capitals"]

Kind = Literal["equalEarth", "azimuthalEqualArea"]
Raw = Callable[[float, float, tuple[float, float]], tuple[float, float]]


@dataclass(frozen=True)
class Spot:
    """The capital of a state.

    Parameters
    ----------
    ccode
        COW code.
    city
        Its name.
    lat, lng
        Degrees, north and east positive.
    """

    ccode: int
    city: str
    lat: float
    lng: float


@dataclass(frozen=True)
class Frame:
    """A map's projection as Vega has it, computed here too, so that labels can be placed.

    Parameters
    ----------
    kind
        ``equalEarth`` or ``azimuthalEqualArea``.
    centre
        Longitude and latitude in the middle.
    scale, width, height
        Pixels a radian at the centre; pixels.
    lift
        Pixels by which the map is moved up.
    """

    kind: Kind
    centre: tuple[float, float]
    scale: float
    width: float
    height: float
    lift: float = 0.0

    def applied(self, layers: Sequence[alt.Chart]) -> alt.LayerChart | alt.FacetChart:
        """Layers with this projection, in this frame."""
        chart = alt.layer(*layers).project(
            type=self.kind,
            rotate=[-self.centre[0], -self.centre[1], 0.0],
            scale=self.scale,
            translate=[self.width / 2, self.height / 2 - self.lift],
        )
        return chart.properties(width=self.width, height=self.height)

    def pixel(self, lat: float, lng: float) -> tuple[float, float] | None:
        """Place of a point; None where it is out of the frame."""
        x, y = _RAW[self.kind](lat, lng, self.centre)
        right = self.width / 2 + self.scale * x
        down = self.height / 2 - self.lift - self.scale * y
        inside = 0 <= right <= self.width and 0 <= down <= self.height
        return (right, down) if inside else None


def _equal_earth(lat: float, lng: float, centre: tuple[float, float]) -> tuple[float, float]:
    """Savric, Patterson and Jenny (2019), as in d3-geo."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    turned = math.radians((lng - centre[0] + 180) % 360 - 180)
    flat = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    second = flat * flat
    sixth = second**3
    slope = a1 + 3 * a2 * second + sixth * (7 * a3 + 9 * a4 * second)
    across = turned * math.cos(flat) / (math.sqrt(3) / 2 * slope)
    return across, flat * (a1 + a2 * second + sixth * (a3 + a4 * second))


def _azimuthal(lat: float, lng: float, centre: tuple[float, float]) -> tuple[float, float]:
    """Lambert's, about the centre (Snyder 1987, equations 24-2 to 24-4)."""
    phi, middle = math.radians(lat), math.radians(centre[1])
    turned = math.radians(lng - centre[0])
    near = math.sin(middle) * math.sin(phi) + math.cos(middle) * math.cos(phi) * math.cos(turned)
    stretch = math.sqrt(2 / max(1 + near, 1e-9))
    up = math.cos(middle) * math.sin(phi) - math.sin(middle) * math.cos(phi) * math.cos(turned)
    return stretch * math.cos(phi) * math.sin(turned), stretch * up


_RAW: dict[Kind, Raw] = {"equalEarth": _equal_earth, "azimuthalEqualArea": _azimuthal}


def capitals(network: Network, frame: pl.DataFrame) -> dict[int, Spot]:
    """Capital of each state of a network.

    Parameters
    ----------
    frame
        Table ``distance/capitals``.

    Returns
    -------
    dict
        By COW code, in the order of the states. On the network's day; for a year, the last capital
        of that year.
    """
    first = network.day or dt.date(network.year, 1, 1)
    last = network.day or dt.date(network.year, 12, 31)
    held = (
        frame.filter(pl.col("stdate") <= last, pl.col("enddate") >= first)
        .drop_nulls(["lat", "lng"])
        .sort("ccode", "stdate")
        .unique("ccode", keep="last", maintain_order=True)
    )
    there = {
        row["ccode"]: Spot(row["ccode"], row["capital"] or "", row["lat"], row["lng"])
        for row in held.iter_rows(named=True)
    }
    return {code: there[code] for code in network.states.tolist() if code in there}
