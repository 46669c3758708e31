"""Our table of country identifiers (`countries.csv`): what may be written for whom, and when."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

__all__ = [
    "SYSTEMS",
    "Span",
    "System",
    "When",
    "clash",
    "find",
    "fold",
    "holding",
    "resolve",
    "spans",
]

System: TypeAlias = Literal["cow", "abb", "iso3", "gw", "name"]
"""How a country is written: COW number, COW abbreviation, ISO 3166, Gleditsch-Ward number, name."""

When: TypeAlias = dt.date | int | None
"""A day, a year, or no date at all."""

SYSTEMS: tuple[System, ...] = ("cow", "abb", "iso3", "gw", "name")


@dataclass(frozen=True, slots=True)
class Span:
    """A country under one set of identifiers, from one day to another.

    Parameters
    ----------
    ccode
        Number of the Correlates of War project.
    abb
        Its abbreviation: three capitals, one per `ccode`.
    name
        English short name.
    iso3
        ISO 3166-1 alpha-3 code, of today or withdrawn (``SUN``); None where there is none.
    gw
        Number in the list of Gleditsch and Ward.
    first, last
        Days from and to which this holds, both included; the least and the greatest day of the
        calendar where open. Not a spell of system membership: those come from data.
    aliases
        Other names, and spellings found in data sets.
    """

    ccode: int
    abb: str
    name: str
    iso3: str | None
    gw: int
    first: dt.date
    last: dt.date
    aliases: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether it still holds."""
        return self.last == dt.date.max

    def meets(self, year: int) -> bool:
        """Whether it holds on any day of a year; of any number, as open bounds have none."""
        begun = self.first == dt.date.min or self.first.year <= year
        return begun and (self.open or year <= self.last.year)


@cache
def spans() -> tuple[Span, ...]:
    """Every row of the table, by code and time."""
    from importlib.resources import files  # costs start-up time, and most calls need no countries

    text = files("foedus.core").joinpath("countries.csv").read_text(encoding="utf-8")
    return tuple(
        Span(
            int(row["ccode"]),
            row["abb"],
            row["name"],
            row["iso3"] or None,
            int(row["gw"]),
            _day(row["first"], "01-01", dt.date.min),
            _day(row["last"], "12-31", dt.date.max),
            tuple(alias for alias in row["aliases"].split(";") if alias),
        )
        for row in csv.DictReader(text.splitlines())
    )


def _day(cell: str, end: str, unbounded: dt.date) -> dt.date:
    """Day from ``YYYY-MM-DD``, from ``YYYY`` (its first or last day), or from nothing."""
    if not cell:
        return unbounded
    return dt.date.fromisoformat(cell if len(cell) > 4 else f"{cell}-{end}")


def fold(text: str) -> str:
    """Reduce a name to what spellings have in common: no accents, no case, no punctuation.

    Examples
    --------
    >>> fold("Côte d’Ivoire") == fold("Cote D'ivoire")
    True
    >>> fold("St. Kitts & Nevis"), fold("Saint Kitts and Nevis"), fold("Bahamas, The")
    ('saint kitts and nevis', 'saint kitts and nevis', 'bahamas')
    """
    bare = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = "".join(bare).casefold().replace("&", " and ")
    for dropped in "'’‘`.":
        plain = plain.replace(dropped, "")
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return " ".join("saint" if word == "st" else word for word in words if word != "the")


@cache
def _index(system: System) -> dict[str, tuple[Span, ...]]:
    index: dict[str, list[Span]] = {}
    for span in spans():
        for written in _written(span, system):
            index.setdefault(_key(written, system), []).append(span)
    # An alias may fold to the name itself: once is enough.
    return {key: tuple(dict.fromkeys(found)) for key, found in index.items()}


def _key(written: str, system: System) -> str:
    # Folding would make 20 of -20, and of 2.0.
    return written.strip() if system in ("cow", "gw") else fold(written)


def _written(span: Span, system: System) -> Iterable[str]:
    if system == "cow":
        return (str(span.ccode),)
    if system == "abb":
        return (span.abb,)
    if system == "iso3":
        return (span.iso3,) if span.iso3 else ()
    if system == "gw":
        return (str(span.gw),)
    return (span.name, *span.aliases)


def find(written: str, systems: Iterable[System]) -> tuple[Span, ...]:
    """Rows that bear what is written in one of the systems, at any time."""
    found = (s for system in systems for s in _index(system).get(_key(written, system), ()))
    return tuple(dict.fromkeys(found))


def holding(found: Iterable[Span], on: When) -> tuple[Span, ...]:
    """Those that hold on a day, in a year, or, where `on` is None, today.

    A year stands for any of its days; where the answer changes within it, the later one holds.
    Without a date, what holds today comes before what has ended.
    """
    found = tuple(found)
    if on is None:
        return tuple(span for span in found if span.open) or found
    if isinstance(on, dt.date):
        return tuple(span for span in found if span.first <= on <= span.last)
    within = tuple(span for span in found if span.meets(on))
    # Last day within the year, up to which each holds.
    until = [span.last if span.last.year == on else dt.date.max for span in within]
    return tuple(span for span, day in zip(within, until, strict=True) if day == max(until))


def resolve(found: Iterable[Span], system: System, on: When) -> set[int]:
    """COW codes that the rows found stand for at a time; none, one, or several if ambiguous."""
    found = tuple(found)
    held = holding(found, on)
    if not held and system not in ("cow", "gw"):
        # Known by a name of another time, it is the same state still: Russia in 1960.
        codes = {span.ccode for span in found}
        held = holding((span for span in spans() if span.ccode in codes), on)
    return {span.ccode for span in held}


def clash(written: str) -> tuple[Span, Span] | None:
    """Find the two states that three letters mean at once: as COW abbreviation, as ISO 3166 code.

    Examples
    --------
    >>> [span.name for span in clash("AUS") or ()]
    ['Austria', 'Australia']
    >>> clash("KOR") is None  # Korea to 1910, South Korea from 1948: the date tells
    True
    """
    ours, theirs = find(written, ("abb",)), find(written, ("iso3",))
    if {span.ccode for span in ours} & {span.ccode for span in theirs}:
        return None
    both = ((a, b) for a in ours for b in theirs if a.first <= b.last and b.first <= a.last)
    return next(both, None)
