"""Fewer wars, more and longer alliances since 1950: Jackson and Nei's comparison, and its limits.

Jackson and Nei (2015, PNAS 112:15277-15284) set 1820-1949 against 1950-2000. `comparison` makes
their three figures from these data, beside theirs; `robustness` makes them again with other years,
lists of wars, ways of counting and kinds of pledge.

What is measured, of a period:

- *wars*: what began in its years, per pair of states and year: all of it divided by all pair-years.
  The number of pairs rises with the square of the number of states, from 253 to 18,915, and most
  could not fight one another if they wished; so `robustness` divides by other things as well.
- *alliances*: allies of a state, mean over the period's years of each year's mean.
- *loss*: of the pairs of allies of each year, the share not allied five years later, all years
  together; both years lie in the period, and both states are members in both.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from foedus.core.errors import UsageError
from foedus.network.graph import networks
from foedus.sources.atop import PLEDGES
from foedus.sources.load import Source

from .conflicts import conflicts
from .history import pairs_by_year
from .periods import PER, Change, Spans, exposure, tie_changes, ties, wars, within

__all__ = ["PUBLISHED", "Comparison", "Published", "comparison", "holds", "robustness"]

FIRST, CUT, LAST = 1820, 1950, 2000
"""The published periods: from the first year to before the cut, and from the cut to the last."""

CUTS: Final = (1914, 1920, 1939, 1946, 1950, 1960, 1970)
WARS: Final = ("wars", "dyadic-wars", "mid-wars", "gml-wars", "ucdp", "ucdp-wars")
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "any": PLEDGES,
    "defence": ("defense",),
    "defence or offence": ("defense", "offense"),
    "not only non-aggression": ("defense", "offense", "neutral", "consul"),
    "not only consultation": ("defense", "offense", "neutral", "nonagg"),
}
COUNTS: Final[Mapping[str, str]] = {"begun": "wars", "pairs_begun": "pairs"}
_LEAST_YEARS = 20  # of a period that a list must cover for a verdict


@dataclass(frozen=True)
class Published:
    """One published figure.

    Parameters
    ----------
    early, late
        Of the two periods; None where only their ratio is known here.
    ratio
        Late over early.
    where
        Where it was found.
    """

    early: float | None
    late: float | None
    ratio: float
    where: str


_ABSTRACT = "the paper's abstract: roughly a tenth"
_QUOTED = "as quoted of the paper, rounded; not checked against its text"
PUBLISHED: Final[Mapping[str, Published]] = {
    "wars": Published(None, None, 0.1, _ABSTRACT),
    "alliances": Published(2.5, 10.5, 4.2, _QUOTED),
    "loss": Published(1 / 3, 0.05, 0.15, _QUOTED + "; late: under 5 %"),
}
"""What was published, of each of the three measures."""

_UNITS: Final = {
    "wars": "begun per pair of states and year",
    "alliances": "allies of a state",
    "loss": "share of pairs of allies lost over five years",
}


@dataclass(frozen=True)
class Comparison:
    """Two periods compared.

    Parameters
    ----------
    frame
        One row a measure (wars, alliances, loss): ``measure, unit, early_years, late_years``
        (those of the two periods that the data cover), ``early, late, ratio``, the same as
        published (``published_early`` and so on, null where not known here), ``where`` that was
        found, and ``direction`` and ``holds`` (see `holds`).
    periods
        First and last year of the early and of the late period.
    war_list, count, kinds
        What was counted.
    sources
        Tables it was made from.
    """

    frame: pl.DataFrame
    periods: tuple[tuple[int, int], tuple[int, int]]
    war_list: str
    count: str
    kinds: tuple[str, ...]
    sources: tuple[Source, ...] = field(repr=False)


def holds(measure: str, ratio: float | None) -> bool | None:
    """Whether a change is at least half as strong as published.

    Half as strong: published is that wars fall tenfold, alliances rise 4.2-fold and losses fall
    6.7-fold, so at least 5-fold, 2.1-fold and 3.3-fold. None where the ratio is not known.

    Examples
    --------
    >>> holds("wars", 0.15), holds("alliances", 1.5)
    (True, False)
    """
    if ratio is None:
        return None
    published = PUBLISHED[measure].ratio
    return ratio >= published / 2 if published > 1 else ratio <= published * 2


def comparison(
    *,
    first: int = FIRST,
    cut: int = CUT,
    last: int = LAST,
    war_list: str = "wars",
    count: str = "begun",
    kinds: Collection[str] = PLEDGES,
) -> Comparison:
    """Compare the years before a cut with those from it on.

    Parameters
    ----------
    first, cut, last
        First year, first year of the late period, last year.
    war_list
        One of `foedus.network.structure.conflicts.LISTS`.
    count
        ``"begun"``: a war counts once. ``"pairs_begun"``: once for each pair of opponents.
    kinds
        Pledges that make two states allies.

    Raises
    ------
    UsageError
        If the years are not in order or outside the record, or a name is unknown.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    _refuse_disorder(first, cut, last)
    if count not in COUNTS:
        raise UsageError("no such count", value=count, fix=f"choose {', '.join(COUNTS)}")
    fought = conflicts(war_list)
    every = list(networks(first, last, kinds=kinds))
    known, pairs = ties(every), pairs_by_year(first, last)
    spans = ((first, cut - 1), (cut, last))
    changes = {"wars": wars(fought, count, pairs, "pairs", spans), **tie_changes(known, spans)}
    covered = dict.fromkeys(changes, spans) | {"wars": within(fought, spans)}
    rows = [
        (
            *(name, _UNITS[name], *_spelled(covered[name]), *change),
            *(published.early, published.late, published.ratio, published.where),
            *(_direction(name, change[2]), holds(name, change[2])),
        )
        for name, change in changes.items()
        for published in [PUBLISHED[name]]
    ]
    schema = [
        "measure", "unit", "early_years", "late_years", "early", "late", "ratio",
        "published_early", "published_late", "published_ratio", "where", "direction", "holds",
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    used = (*every[0].sources, *fought.sources)
    return Comparison(frame, spans, war_list, count, every[0].kinds, used)


def robustness(
    *,
    first: int = FIRST,
    cuts: Collection[int] = CUTS,
    last: int = LAST,
    war_lists: Collection[str] = WARS,
    kinds: Mapping[str, Collection[str]] = KINDS,
) -> pl.DataFrame:
    """Make the comparison with other cut years, lists of wars, ways of counting and pledges.

    Parameters
    ----------
    first, last
        First and last year of all.
    cuts
        First years of the late period.
    war_lists
        Names of `foedus.network.structure.conflicts.LISTS`.
    kinds
        Sets of pledges that make two states allies, by name.

    Returns
    -------
    DataFrame
        One row a specification and measure: ``measure, cut, war_list, count, per, kinds`` (null
        where it does not matter), ``early_from, early_to, late_from, late_to`` (the years that the
        data cover), ``early, late, ratio``, ``direction`` (whether the change has the published
        sign) and ``holds`` (whether it is at least half as strong, see `holds`); both null where
        the data cover fewer than 20 years of a period.

    Raises
    ------
    UsageError
        If the years are not in order or outside the record, or a name is unknown.
    """
    for cut in cuts:
        _refuse_disorder(first, cut, last)
    exposed = exposure(first, last)
    lists = {name: conflicts(name) for name in war_lists}
    every = list(networks(first, last))
    known = {
        name: ties([one.with_kinds(*chosen) for one in every]) for name, chosen in kinds.items()
    }
    rows: list[dict[str, object]] = []
    what: dict[str, object]
    for cut in cuts:
        spans = ((first, cut - 1), (cut, last))
        for name, fought in lists.items():
            for count, per in itertools.product(COUNTS, PER):
                change = wars(fought, count, exposed, per, spans)
                what = {"measure": "wars", "cut": cut, "war_list": name, "count": COUNTS[count]}
                what |= {"per": PER[per], "kinds": None}
                rows.append(what | _row("wars", change, within(fought, spans)))
        for name, years in known.items():
            for measure, change in tie_changes(years, spans).items():
                what = {"measure": measure, "cut": cut, "war_list": None, "count": None}
                what |= {"per": None, "kinds": name}
                rows.append(what | _row(measure, change, spans))
    return pl.DataFrame(rows, infer_schema_length=None)


def _spelled(spans: Spans) -> list[str | None]:
    return [f"{begin}-{end}" if begin <= end else None for begin, end in spans]


def _refuse_disorder(first: int, cut: int, last: int) -> None:
    if not first < cut <= last:
        raise UsageError(
            f"the cut ({cut}) does not divide the years {first} to {last}",
            fix="choose a first year of the late period among them",
        )


def _row(measure: str, change: Change, spans: Spans) -> dict[str, object]:
    early, late, ratio = change
    enough = all(end - begin + 1 >= _LEAST_YEARS for begin, end in spans)
    known = ratio if enough else None
    return {
        "early_from": spans[0][0],
        "early_to": spans[0][1],
        "late_from": spans[1][0],
        "late_to": spans[1][1],
        "early": early,
        "late": late,
        "ratio": ratio,
        "direction": _direction(measure, known),
        "holds": holds(measure, known),
    }


def _direction(measure: str, ratio: float | None) -> bool | None:
    """Whether a change has the published sign."""
    return None if ratio is None else (ratio > 1) == (PUBLISHED[measure].ratio > 1)
