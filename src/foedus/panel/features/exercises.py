"""Joint military exercises."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.exercises import participants
from foedus.sources.load import Source, load

_WHOSE = {"mme": "D'Orazio and Galambos", "jme": "D'Orazio"}


def _people(request: Request) -> tuple[Source, pl.DataFrame]:
    """Who took part in what in which year; an exercise over New Year counts in both."""
    source = load(f"{request.options['source']}/exercises")
    people = (
        participants(source.frame)
        .drop_nulls(["ccode", "first", "last"])
        .select(
            "exercise",
            "ccode",
            pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int16).alias("year"),
        )
        .explode("year")
        .unique(maintain_order=True)
    )
    return source, people


def _state(request: Request) -> tuple[Block, ...]:
    source, people = _people(request)
    name = f"{request.options['source']}_joined"
    frame = (
        people.group_by("ccode", "year")
        .agg(pl.len().cast(pl.Int16).alias(name))
        .sort("ccode", "year")
    )
    return (_block(request, source, frame, name, "Joint exercises the state took part in"),)


def _pair(request: Request) -> tuple[Block, ...]:
    source, people = _people(request)
    name = f"{request.options['source']}_exercises"
    frame = (
        people.rename({"ccode": "ccode1"})
        .join(people.rename({"ccode": "ccode2"}), on=["exercise", "year"], maintain_order="left")
        .filter(pl.col("ccode1") < pl.col("ccode2"))
        .group_by("ccode1", "ccode2", "year")
        .agg(pl.len().cast(pl.Int16).alias(name))
        .sort("ccode1", "ccode2", "year")
    )
    about = "Joint exercises in which both states took part"
    return (_block(request, source, frame, name, about),)


def _block(request: Request, source: Source, frame: pl.DataFrame, name: str, about: str) -> Block:
    variable = Variable(name, f"{about} ({_WHOSE[request.options['source']]})", absent=0)
    pairs = "ccode1" in frame.columns
    file = source.file
    return Block(frame, (variable,), (source,), file.first, file.last, symmetric=pairs)


FEATURES = (
    Feature(
        "exercises",
        "Joint military exercises: how many, and how many together",
        state=_state,
        pair=_pair,
        options={"source": ("mme", "jme")},
    ),
)
