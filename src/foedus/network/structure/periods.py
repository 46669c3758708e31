"""What is measured of a period: wars by what could fight, allies of a state, ties lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import polars as pl

from foedus.network.graph import Network
from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years

from .conflicts import Conflicts
from .history import LATER, pairs_by_year, surviving

__all__ = ["PER", "Change", "Spans", "exposure", "tie_changes", "ties", "wars", "within"]

Spans: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""First and last year of the early and of the late period."""

Change: TypeAlias = tuple[float | None, float | None, float | None]
"""Early, late, and late over early; None where there is nothing to divide by."""

PER: Final[Mapping[str, str]] = {
    "pairs": "pair",
    "relevant": "relevant pair",
    "states": "state",
    "years": "year",
}
"""What wars are divided by: column of the exposure by year, and its name in tables.

A relevant pair is one of neighbours or with a major power; see `foedus.panel.relevance`.
"""


def within(fought: Conflicts, spans: Spans) -> Spans:
    """Return the periods as far as a list covers them; one that it does not cover has no years."""
    (a, b), (c, d) = spans
    low, high = fought.first, fought.last
    return (max(a, low), min(b, high)), (max(c, low), min(d, high))


def exposure(first: int, last: int) -> pl.DataFrame:
    """What wars are divided by, by year: ``year`` and the columns of `PER`."""
    near = dyad_years(first, last, relevant=True, carry_forward=True).frame
    states = state_years(first, last, carry_forward=True).frame
    return (
        pairs_by_year(first, last)
        .join(near.group_by("year").agg(relevant=pl.len()), on="year", maintain_order="left")
        .join(states.group_by("year").agg(states=pl.len()), on="year", maintain_order="left")
        .with_columns(years=pl.lit(1))
    )


def wars(fought: Conflicts, count: str, exposed: pl.DataFrame, per: str, spans: Spans) -> Change:
    """Wars by what could have fought them: all of a period over all of it.

    Parameters
    ----------
    fought
        The list; years that it does not cover count for nothing, above or below the line.
    count
        Column of ``fought.frame``.
    exposed
        ``year`` and the column `per`.
    per
        What they are divided by.
    spans
        The periods.
    """
    years = fought.frame.join(exposed, on="year")
    rates: list[float | None] = []
    for begin, end in spans:
        inside = years.filter(pl.col("year").is_between(begin, end))
        at_risk = int(inside[per].sum())
        rates.append(int(inside[count].sum()) / at_risk if at_risk else None)
    return _change(*rates)


def ties(every: Sequence[Network]) -> pl.DataFrame:
    """Allies of a state, ``per_state``, and what became of ties five years later, by year."""
    rows = [(one.year, float(one.allied.sum() / one.states.size)) for one in every]
    degree = pl.DataFrame(rows, schema={"year": pl.Int16, "per_state": pl.Float64}, orient="row")
    return degree.join(surviving(every), on="year", how="left", maintain_order="left")


def tie_changes(years: pl.DataFrame, spans: Spans) -> dict[str, Change]:
    """Change of ``alliances`` and of ``loss``.

    Parameters
    ----------
    years
        What `ties` returns.
    spans
        The periods.
    """
    degree: list[float | None] = []
    loss: list[float | None] = []
    for begin, end in spans:
        inside = years.filter(pl.col("year").is_between(begin, end))
        degree.append(float(inside["per_state"].to_numpy().mean()))
        known = inside.filter(pl.col("year") <= end - LATER)  # the later year is of the period too
        kept, ended = int(known["kept"].sum()), int(known["ended"].sum())
        loss.append(ended / (kept + ended) if kept + ended else None)
    return {"alliances": _change(*degree), "loss": _change(*loss)}


def _change(early: float | None, late: float | None) -> Change:
    ratio = late / early if early and late is not None else None
    return early, late, ratio
