"""Votes in the United Nations General Assembly."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import Source, load
from foedus.sources.un_votes import distances

_POINT = "Ideal point in votes of the General Assembly, higher nearer to the United States"
_DISTANCE = "Distance between the ideal points of the two states"


def _state(_request: Request) -> tuple[Block, ...]:
    source = load("un-votes/ideal-points")
    frame = source.frame.select("ccode", "year", un_idealpoint="IdealPointAll")
    return (_block(source, frame.sort("ccode", "year"), Variable("un_idealpoint", _POINT)),)


def _pair(_request: Request) -> tuple[Block, ...]:
    source = load("un-votes/ideal-points")
    frame = distances(source.frame).rename({"distance": "un_distance"})
    return (_block(source, frame, Variable("un_distance", _DISTANCE)),)


def _block(source: Source, frame: pl.DataFrame, variable: Variable) -> Block:
    # Nothing stands in for a session without votes, as that of 1964, or a state that was no member.
    pairs = "ccode1" in frame.columns
    return Block(
        frame, (variable,), (source,), source.file.first, source.file.last, symmetric=pairs
    )


FEATURES = (
    Feature("un-voting", "Ideal points in the UN, and how far apart", state=_state, pair=_pair),
)
