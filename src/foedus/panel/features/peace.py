"""Years of peace: since the last dispute or war of the pair or the state, by the calendar."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.panel.block import Block, Index, Variable
from foedus.panel.disputes import pairs_of
from foedus.panel.feature import Feature, Request
from foedus.panel.spells import years_since
from foedus.sources.load import Source, load

_SETS = {"disputes": ("cow", "cowmid"), "gml-disputes": ("gml", "gmlmid")}
_CODES = 10_000


def _pair(request: Request) -> tuple[Block, ...]:
    dyads, used, _ = pairs_of(_SETS[request.options["of"]][0])
    one, two = request.index.sides
    events = dyads.filter(pl.col("ccode1") < pl.col("ccode2"))
    who = np.minimum(one, two).astype(np.int64) * _CODES + np.maximum(one, two)
    event_who = events["ccode1"].cast(pl.Int64) * _CODES + events["ccode2"].cast(pl.Int64)
    return (_counted(request, who, event_who.to_numpy(), events["year"].to_numpy(), used),)


def _state(request: Request) -> tuple[Block, ...]:
    dyads, used, _ = pairs_of(_SETS[request.options["of"]][0])
    events = dyads.select("ccode1", "year").unique()
    who = request.index.sides[0].astype(np.int64)
    event_who = events["ccode1"].cast(pl.Int64).to_numpy()
    return (_counted(request, who, event_who, events["year"].to_numpy(), used),)


def _counted(
    request: Request,
    who: np.ndarray,
    event_who: np.ndarray,
    event_years: np.ndarray,
    used: tuple[Source, ...],
) -> Block:
    states = load("cow-states/spells")
    first, last = used[0].file.first, used[0].file.last
    origin = _first_years(request.index, states, first)
    count = years_since(who, request.index.years, event_who, event_years, origin)
    known = (request.index.years >= first) & (request.index.years <= last) & (origin >= 0)
    name = f"{_SETS[request.options['of']][1]}_peace_years"
    # Nothing is known of the years after the record: a count that ran on would invent peace.
    column = pl.Series(name, count).set(pl.Series(~known), None)
    since = "both were states" if len(request.index.sides) == 2 else "it was a state"
    about = (
        f"Calendar years since the last dispute before this year; none on record: since {since}, "
        f"or {first}"
    )
    variables = (Variable(name, about, "years"),)
    return Block(pl.DataFrame(column), variables, (*used, states), first, last, aligned=True)


def _first_years(index: Index, states: Source, first: int) -> np.ndarray:
    """Year in which the last of the sides became a state, at least `first`; -1 for no state."""
    entry = np.full(_CODES, -1, dtype=np.int16)
    spells = states.frame.group_by("ccode").agg(pl.col("styear").min())
    entry[spells["ccode"].to_numpy()] = np.maximum(spells["styear"].to_numpy(), first)
    began = np.max([entry[side] for side in index.sides], axis=0)
    return np.where(np.all([side >= 0 for side in index.sides], axis=0), began, -1)


FEATURES = (
    Feature(
        "peace-years",
        "Calendar years since the last dispute",
        state=_state,
        pair=_pair,
        options={"of": tuple(_SETS)},
    ),
)
