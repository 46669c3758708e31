"""How likely a war is to begin between two states: counted, by contiguity and major powers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core.errors import UsageError
from foedus.network.graph import Network
from foedus.panel.dyads import dyad_years
from foedus.sources.cow_wars import opponents
from foedus.sources.load import load

__all__ = ["CLASSES", "Onset", "jeffreys", "onset", "original_dyads"]

Floats: TypeAlias = npt.NDArray[np.float64]
CLASSES = ("land", "water", "none")
_FIRST, _LAST, _KNOWN = 1816, 2007, 2016  # years of wars; last of contiguity and of major powers
_CELL = ("contiguity", "majors")


@dataclass(frozen=True)
class Onset:
    """Yearly rates of war between two states, by what kind of pair they are. Immutable.

    Parameters
    ----------
    first, last
        Years counted.
    table
        One row a class of pairs: ``contiguity, majors, pair_years, wars, rate, low, high``. A
        pair's rate is wars over pair-years; ``low`` and ``high`` its 95 % interval (Jeffreys).
    major_began
        Share of wars between a major and a minor power that the major began.
    mixed
        Number of those wars.
    """

    first: int
    last: int
    table: pl.DataFrame = field(repr=False)
    major_began: float
    mixed: float

    def matrix(self, network: Network) -> Floats:
        """Rate a year at which the row's state goes to war with the column's first; (n, n).

        Parameters
        ----------
        network
            States and year. Contiguity and major powers of years after 2016 are those of 2016.
        """
        year = min(network.year, _KNOWN)
        frame = _classed(year, year).join(
            self.table.select(*_CELL, "rate"), on=_CELL, how="left", maintain_order="left"
        )
        share = pl.when(pl.col("cowmaj1") == pl.col("cowmaj2")).then(0.5)
        share = share.when(pl.col("cowmaj1") == 1).then(self.major_began)
        frame = frame.with_columns(began1=share.otherwise(1 - self.major_began))
        place = {int(code): k for k, code in enumerate(network.states)}
        frame = frame.filter(
            pl.col("ccode1").is_in(list(place)) & pl.col("ccode2").is_in(list(place))
        )
        one = np.searchsorted(network.states, frame["ccode1"].to_numpy())
        two = np.searchsorted(network.states, frame["ccode2"].to_numpy())
        # A state that was no member yet in the last year known touches nobody and is minor.
        rest = self.table.row(
            by_predicate=(pl.col("contiguity") == "none") & (pl.col("majors") == 0)
        )
        rates = np.full((network.states.size,) * 2, rest[4] / 2)
        rates[one, two] = (frame["rate"] * frame["began1"]).to_numpy()
        rates[two, one] = (frame["rate"] * (1 - frame["began1"])).to_numpy()
        np.fill_diagonal(rates, 0.0)
        return rates


def onset(until: int | None = None, *, shared: bool = True) -> Onset:
    """Count how often wars began between two states, 1816 to 2007.

    Parameters
    ----------
    until
        Count years up to this one only; by default all. For a forecast of a year: the year before.
    shared
        Whether a war that began between several pairs on its first day counts once, in equal
        parts; otherwise once for each pair.

    Raises
    ------
    UsageError
        If `until` is before 1816.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.

    Notes
    -----
    Pair-years in which the two were at war since an earlier year are not at risk and not counted.
    """
    last = _LAST if until is None else min(until, _LAST)
    if last < _FIRST:
        raise UsageError(f"wars are known from {_FIRST}", field="until", value=until)
    began = original_dyads()
    weight = 1.0 / pl.len().over("warnum") if shared else pl.lit(1.0)
    began = began.with_columns(wars=weight).filter(pl.col("year") <= last)
    pairs = _classed(_FIRST, last).join(
        began.group_by("ccode1", "ccode2", "year").agg(
            pl.col("wars").sum(), first_began=(pl.col("wars") * pl.col("began1")).sum()
        ),
        on=["ccode1", "ccode2", "year"],
        how="left",
        maintain_order="left",
    )
    later = (pl.col("cowwarongoing") == 1) & (pl.col("cowwaronset") == 0) & pl.col("wars").is_null()
    at_risk = pairs.filter(~later).with_columns(pl.col("wars").fill_null(0.0))
    counted = at_risk.group_by(_CELL).agg(
        pair_years=pl.len().cast(pl.Int64), wars=pl.col("wars").sum()
    )
    mixed = at_risk.filter((pl.col("majors") == 1) & (pl.col("wars") > 0))
    by_major = (
        pl.when(pl.col("cowmaj1") == 1)
        .then(pl.col("first_began"))
        .otherwise(pl.col("wars") - pl.col("first_began"))
    )
    total = float(mixed["wars"].sum())
    major = float(mixed.select(by_major.sum()).item()) / total if total else 0.5
    return Onset(_FIRST, last, _rated(counted), major, total)


def original_dyads() -> pl.DataFrame:
    """Pairs of states on opposite sides from a war's first day.

    Returns
    -------
    DataFrame
        ``warnum, ccode1, ccode2, year, began1``, the lower code first; ``began1`` whether the first
        began it (1), the second (0), or COW says so of both or neither (0.5).
    """
    rows = load("wars/participants").frame
    there = rows.filter(pl.col("start") == pl.col("start").min().over("warnum"))
    initiators = there.group_by("warnum", "ccode").agg(i=(pl.col("initiator") == 1).any())
    pairs = opponents(there).filter(pl.col("ccode1") < pl.col("ccode2"))
    pairs = pairs.unique(["warnum", "ccode1", "ccode2"], maintain_order=True)
    for k in "12":
        named = initiators.rename({"ccode": f"ccode{k}", "i": f"i{k}"})
        pairs = pairs.join(named, on=["warnum", f"ccode{k}"], how="left", maintain_order="left")
    began = 0.5 + (pl.col("i1").cast(pl.Float64) - pl.col("i2").cast(pl.Float64)) / 2
    year = pl.col("start").dt.year().cast(pl.Int16)
    return pairs.select("warnum", "ccode1", "ccode2", year=year, began1=began)


def _classed(first: int, last: int) -> pl.DataFrame:
    """Pair-years with their class."""
    panel = dyad_years(first, last).add("wars", "contiguity", "majors")
    land, water, none = (pl.lit(name) for name in CLASSES)
    kind = pl.when(pl.col("conttype") == 1).then(land).when(pl.col("conttype") > 1).then(water)
    columns = ("ccode1", "ccode2", "year", "cowmaj1", "cowmaj2", "cowwarongoing", "cowwaronset")
    majors = (pl.col("cowmaj1") + pl.col("cowmaj2")).cast(pl.Int64)
    return panel.frame.select(
        *columns, contiguity=kind.otherwise(none), majors=majors
    ).with_columns(pl.col("year").cast(pl.Int16))


def _rated(counted: pl.DataFrame) -> pl.DataFrame:
    cells = pl.DataFrame(
        [(name, majors) for name in CLASSES for majors in (0, 1, 2)],
        schema=list(_CELL),
        orient="row",
    )
    table = cells.join(counted, on=_CELL, how="left", maintain_order="left").with_columns(
        pl.col("pair_years").fill_null(0), pl.col("wars").fill_null(0.0)
    )
    ends = [jeffreys(wars, years) for wars, years in table.select("wars", "pair_years").rows()]
    rate = pl.when(pl.col("pair_years") > 0).then(pl.col("wars") / pl.col("pair_years"))
    return table.with_columns(
        rate=rate.otherwise(0.0),
        low=pl.Series([low for low, _ in ends], dtype=pl.Float64),
        high=pl.Series([high for _, high in ends], dtype=pl.Float64),
    )


def jeffreys(count: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Jeffreys interval of a rate: quantiles of Beta(count + 1/2, trials - count + 1/2).

    Parameters
    ----------
    count, trials
        Events and chances for one; the count may be a fraction.
    level
        Coverage.

    Returns
    -------
    tuple of float
        Lower and upper end; the lower is 0 where nothing was counted, the upper 1 where everything
        was (Brown, Cai and DasGupta 2001, Statistical Science 16(2): 101-133).

    Examples
    --------
    >>> low, high = jeffreys(5, 100)
    >>> round(low, 4), round(high, 4)
    (0.0193, 0.1061)
    """
    one, two, tail = count + 0.5, trials - count + 0.5, (1.0 - level) / 2
    low = 0.0 if count <= 0 else _quantile(tail, one, two)
    high = 1.0 if count >= trials else _quantile(1.0 - tail, one, two)
    return low, high


def _quantile(p: float, a: float, b: float) -> float:
    """Quantile of a beta distribution, by bisection."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:  # until no number lies between
        if _below(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _below(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function (continued fraction; Numerical Recipes, section 6.4)."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _below(1.0 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front += a * math.log(x) + b * math.log1p(-x)
    tiny = 1e-300
    c, d = 1.0, 1.0 / max(1.0 - (a + b) * x / (a + 1), tiny)
    total = d
    for m in range(1, 500):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / ((1.0 + step * d) or tiny)
            c = (1.0 + step / c) or tiny
            total *= d * c
        if abs(d * c - 1.0) < 1e-15:
            break
    return math.exp(front) * total / a
