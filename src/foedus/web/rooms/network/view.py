"""What the network's page shows in a state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from foedus.brief.network.drawn_in import chance, percent
from foedus.brief.network.timeline import two
from foedus.core import countries
from foedus.web.rooms.listing import Head, heads, ordered

from .exposed import Bar
from .held import Drawn, drawn, held
from .state import COLUMNS, State

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Row", "View", "view"]

_SHOWN = 15
"""States in the picture of exposure."""


@dataclass(frozen=True)
class Row:
    """A state in the table, every cell as text."""

    ccode: int
    name: str
    abb: str
    allies: str
    bloc: str
    vulnerable: str
    against: str
    ratio: str
    exposed: str
    war: str
    chosen: bool


@dataclass(frozen=True)
class View:
    """What the page shows.

    Attributes
    ----------
    title, sentences
        The message, and what stands below it.
    facts
        Measures of the year: name, value, what it is.
    drawn
        Map and matrix, or what they lack.
    bars, exposed
        The most exposed states; their message.
    rows, heads
        The table of states.
    lost
        That the state asked about was no member then; empty where it was.
    """

    state: State
    title: str
    sentences: tuple[str, ...]
    facts: tuple[tuple[str, str, str], ...]
    drawn: Drawn
    bars: tuple[Bar, ...]
    exposed: str
    rows: tuple[Row, ...]
    heads: tuple[Head, ...]
    lost: str


def view(state: State) -> View:
    """Return what the page shows in a state."""
    year, code = state.year, state.code
    measures, states = held().year(year)
    names = {c: countries.name(c, year) for c in states["ccode"].to_list()}
    frame = states.with_columns(name=pl.col("ccode").replace_strict(names, return_dtype=pl.String))
    shown = ordered(frame, COLUMNS, state.sort, "ccode")
    member = code is None or code in names
    bars = _bars(frame, names, code)
    return View(
        state=state,
        title=f"Alliances in {year}",
        sentences=_sentences(measures, frame, names, code if member else None),
        facts=_facts(measures),
        drawn=drawn(year, code),
        bars=bars,
        exposed=_exposed(bars, year),
        rows=tuple(_row(row, names, code) for row in shown.iter_rows(named=True)),
        heads=heads(COLUMNS, state.sort),
        lost=""
        if member or code is None
        else f"{countries.name(code)} was no member of the system of states in {year}.",
    )


def _bars(frame: pl.DataFrame, names: Mapping[int, str], code: int | None) -> tuple[Bar, ...]:
    known = frame.filter(pl.col("yearly") > 0.0).sort("yearly", "ccode", descending=[True, False])
    kept = known.head(_SHOWN)
    if code is not None and code not in kept["ccode"].to_list():
        kept = pl.concat([kept, known.filter(pl.col("ccode") == code)])
    return tuple(
        # The error of the chance is that of the entries, less the entries beyond the first.
        Bar(
            names[row["ccode"]],
            chance(row["yearly"]),
            (1.0 - chance(row["yearly"])) * row["yearly_error"],
            row["ccode"] == code,
        )
        for row in kept.iter_rows(named=True)
    )


def _exposed(bars: tuple[Bar, ...], year: int) -> str:
    if not bars or not bars[0].chance:
        return f"In {year} no state could be drawn into a war between others by its pledges"
    first = bars[0]
    return (
        f"Likeliest in {year} to be drawn into a war that starts elsewhere: {first.name}, "
        f"{percent(first.chance)} a year"
    )


def _sentences(
    one: Mapping[str, Any], frame: pl.DataFrame, names: Mapping[int, str], code: int | None
) -> tuple[str, ...]:
    gamma = held().manifest["gamma"]
    blocs = "bloc" if one["blocs"] == 1 else "blocs"
    tied = (
        f"{one['states'] - one['isolates']} of {one['states']} states had allies, "
        f"{two(one['alliances_per_state'])} on average; {two(100 * one['density'])} % of all pairs "
        f"were allied, in {one['blocs']} {blocs}."
    )
    open_to = (
        f"{one['vulnerable']} of the {one['known']} states whose strength is known could have been "
        f"defeated by another and its allies, if an attack needed {gamma:g} times the strength of "
        f"the defence; the network was {'' if one['stable'] else 'not '}war-stable."
    )
    out = [tied, open_to]
    if code is not None:
        row = frame.row(by_predicate=pl.col("ccode") == code, named=True)
        rank = int((frame["yearly"] > row["yearly"]).sum()) + 1
        out.append(
            f"{names[code]}: {row['allies']} {'ally' if row['allies'] == 1 else 'allies'}; "
            f"{percent(chance(row['yearly']))} a year to be drawn into a war that starts "
            f"elsewhere, number {rank} of {frame.height}; {_open(row, names)}."
        )
    return tuple(out)


def _open(row: Mapping[str, Any], names: Mapping[int, str]) -> str:
    if row["vulnerable"] is None:
        return "its strength is not known"
    if not row["vulnerable"]:
        return "nobody and its allies could have defeated it"
    return f"{names.get(row['attacker'], '?')} and its allies could have defeated it"


_FACTS = (
    ("states", "states", "members of the state system"),
    ("ties", "pairs allied", "by any pledge"),
    ("isolates", "without an ally", ""),
    ("blocs", "blocs", "of two states or more, in the best partition found"),
    ("exposing", "pacts that would expose", "pairs whose alliance would make a third vulnerable"),
    ("needless", "pacts not needed", "that one end could drop and not be vulnerable"),
)
_SHARES = (
    ("modularity", "modularity", "how far ties lie inside the blocs"),
    ("polarisation", "polarisation", "1: two blocs of equal strength"),
    ("largest_bloc", "strongest bloc", "its share of capabilities"),
    ("clustering", "clustering", "of a state's allies, share allied to each other"),
)


def _facts(one: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    counts = [(label, f"{one[key]:,}", about) for key, label, about in _FACTS]
    shares = [(label, _two(one[key]), about) for key, label, about in _SHARES]
    begun = [
        (label, _count(one[key]), about)
        for key, label, about in (
            ("wars_begun", "wars begun", "between states (COW)"),
            ("mids_begun", "disputes begun", "militarised (COW MID)"),
        )
    ]
    return (*counts, *shares, *begun)


def _two(value: float | None) -> str:
    return two(value)


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _row(row: Mapping[str, Any], names: Mapping[int, str], code: int | None) -> Row:
    known = row["vulnerable"]
    return Row(
        ccode=row["ccode"],
        name=row["name"],
        abb=countries.abb(row["ccode"]),
        allies=str(row["allies"]),
        bloc=str(row["bloc"]) if row["allies"] else "–",
        vulnerable="–" if known is None else ("yes" if known else "no"),
        against=names.get(row["attacker"], "–") if known else "–",
        ratio=two(row["ratio"]),
        exposed="–" if row["yearly"] is None else percent(chance(row["yearly"])),
        war="–" if row["given_war"] is None else percent(row["given_war"]),
        chosen=row["ccode"] == code,
    )
