"""Militarized events: how many acts, and the most hostile.

A quarter of all events are of one confrontation, the First World War: a count of events says how
closely a year was written down as much as how much happened in it.
"""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load
from foedus.sources.mie import DIRECTIONLESS

_KEY = ("ccode1", "ccode2", "year")
_ABOUT = {
    "mie_events": "Acts {} that begin in the year; {}. A quarter of all: the First World War",
    "mie_ongoing": "Acts {} on any day of the year, begun in it or before; {}",
    "mie_hostlev": "Highest hostility of these: 2 threat, 3 display, 4 use of force, 5 war; 0 none",
}
_SHARED = "clashes and battles count in both directions"


def _between(request: Request) -> tuple[Block, ...]:
    source = load("mie/events")
    first, last = source.file.first, source.file.last
    acts = acts_by_year(source.frame)
    if request.directed:
        variables = _variables("", "of the first state towards the second", _SHARED)
        return (Block(toward(acts), variables, (source,), first, last),)
    frame = either(acts)
    # Codes are in the order of the panel's rows, the lower one first.
    variables = (
        *_variables("", "of either towards the other", "clashes and battles count once"),
        *_variables("1", "of the first state towards the second", _SHARED),
        *_variables("2", "of the second state towards the first", _SHARED),
    )
    return (Block(frame, variables, (source,), first, last),)


def _variables(suffix: str, whose: str, note: str) -> tuple[Variable, ...]:
    return tuple(
        Variable(name + suffix, about.format(whose, note), absent=0)
        for name, about in _ABOUT.items()
    )


def acts_by_year(events: pl.DataFrame) -> pl.DataFrame:
    """One row for each act and each year in which it may have been under way.

    Parameters
    ----------
    events
        Rows of ``mie/events``.
    """
    years = pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int16).alias("year")
    return events.select("ccode1", "ccode2", "styear", "action", "hostlev", years).explode("year")


def toward(acts: pl.DataFrame) -> pl.DataFrame:
    """Directed dyad-years: acts of the first state, and those that have no direction.

    Parameters
    ----------
    acts
        As `acts_by_year` gives them.
    """
    shared = acts.filter(pl.col("action").is_in(DIRECTIONLESS))
    turned = shared.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(acts.columns)
    return _counted(pl.concat([acts, turned]))


def either(acts: pl.DataFrame) -> pl.DataFrame:
    """Both directions of every pair: acts of either, of the first, of the second.

    Parameters
    ----------
    acts
        As `acts_by_year` gives them.
    """
    key = list(_KEY)
    one = toward(acts)
    turn = {"ccode1": "ccode2", "ccode2": "ccode1"}
    two = one.rename(turn)
    low = pl.min_horizontal("ccode1", "ccode2").alias("ccode1")
    high = pl.max_horizontal("ccode1", "ccode2").alias("ccode2")
    total = _counted(acts.with_columns(low, high))
    both = pl.concat([total, total.rename(turn).select(total.columns)])
    found = both.join(one, on=key, how="left", suffix="1").join(two, on=key, how="left", suffix="2")
    return found.with_columns(pl.col(f"{name}{k}").fill_null(0) for name in _ABOUT for k in "12")


def _counted(acts: pl.DataFrame) -> pl.DataFrame:
    return acts.group_by(_KEY).agg(
        mie_events=(pl.col("styear") == pl.col("year")).sum().cast(pl.Int16),
        mie_ongoing=pl.len().cast(pl.Int16),
        mie_hostlev=pl.col("hostlev").max(),
    )


FEATURES = (
    Feature("events", "Militarized events of a pair: how many, how hostile", pair=_between),
)
