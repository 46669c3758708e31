"""Alliances as obligations, from ATOP."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.panel.grid import pairs, singles
from foedus.panel.obligations import dyad_years, spells
from foedus.panel.system import EARLIEST, members
from foedus.sources.atop import PLEDGES
from foedus.sources.load import Source, load

_WORDS = {
    "defense": "help if attacked",
    "offense": "help beyond defence",
    "neutral": "neutrality",
    "nonagg": "not to attack",
    "consul": "consultation",
}
_PAIR = ["ccode1", "ccode2", "year"]
_NAMES = [f"atop_{name}" for name in PLEDGES]


def _pair(request: Request) -> tuple[Block, ...]:
    source = load("atop/members")
    owed = dyad_years(spells(source.frame))
    if request.directed:
        about = {n: f"The first state owes the second {_WORDS[n]} (0/1)" for n in PLEDGES}
        variables = [Variable(f"atop_{n}", about[n], absent=0) for n in PLEDGES]
        variables.append(Variable("atop_treaties", "Alliances that bind the two", absent=0))
        return (_block(owed, variables, source),)
    return (_block(*_both_ways(owed), source),)


def _both_ways(owed: pl.DataFrame) -> tuple[pl.DataFrame, list[Variable]]:
    """What each side owes the other, and whether either does; each pair from either side."""
    back = owed.select(
        pl.col("ccode2").alias("ccode1"),
        pl.col("ccode1").alias("ccode2"),
        "year",
        *(pl.col(n).alias(f"{n}2") for n in _NAMES),
    )
    frame = owed.join(back, on=_PAIR, how="left", maintain_order="left").with_columns(
        *(pl.col(n).alias(f"{n}1") for n in _NAMES),
        *(pl.max_horizontal(n, f"{n}2").alias(n) for n in _NAMES),
    )
    variables: list[Variable] = []
    for name in PLEDGES:
        word = _WORDS[name]
        variables += [
            Variable(f"atop_{name}", f"Either owes the other {word} (0/1)", absent=0),
            Variable(f"atop_{name}1", f"The first state owes the second {word} (0/1)", absent=0),
            Variable(f"atop_{name}2", f"The second state owes the first {word} (0/1)", absent=0),
        ]
    variables.append(Variable("atop_treaties", "Alliances that bind the two", absent=0))
    return frame, variables


def _state(_request: Request) -> tuple[Block, ...]:
    """How many partners a state owes each pledge.

    Partners are those of the panel of pairs: members of the state system on a day on which the
    state was one. Of who was no member in a year nothing is known.
    """
    source = load("atop/members")
    first, last = max(source.file.first, EARLIEST), source.file.last
    who = members(first, last, "cow", carry_forward=True)
    owed = dyad_years(spells(source.frame)).filter(pl.col("year") >= first)
    met = pl.DataFrame(dict(zip(_PAIR, pairs(who.grid, directed=True), strict=True)))
    there = pl.DataFrame(dict(zip(("ccode", "year"), singles(who.grid), strict=True)))
    counts = (
        owed.join(met, on=_PAIR, how="semi")
        .group_by(ccode="ccode1", year="year")
        .agg(
            *(pl.col(n).cast(pl.Int16).sum().cast(pl.Int16).alias(f"{n}_partners") for n in _NAMES),
            atop_partners=pl.len().cast(pl.Int16),
        )
    )
    outside = (
        owed.select(ccode="ccode1", year="year").unique().join(there, on=there.columns, how="anti")
    )
    frame = pl.concat([counts, outside], how="diagonal").sort("ccode", "year")
    variables = [
        Variable(f"atop_{n}_partners", f"Members of the state system owed {_WORDS[n]}", absent=0)
        for n in PLEDGES
    ]
    variables.append(
        Variable("atop_partners", "Members of the state system bound by any alliance", absent=0)
    )
    return (Block(frame, tuple(variables), (source, who.source), first, last),)


def _block(frame: pl.DataFrame, variables: list[Variable], source: Source) -> Block:
    return Block(frame, tuple(variables), (source,), source.file.first, source.file.last)


FEATURES = (
    Feature(
        "alliances",
        "What each owes the other, by kind of pledge; of one state: to how many (ATOP)",
        state=_state,
        pair=_pair,
    ),
)
