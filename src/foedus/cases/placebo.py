"""Pledges that should not matter, to be put in place of the real ones.

Each function takes and gives a table like that of `foedus.panel.obligations.spells`. Whoever uses
it asks as ever which spells are in force on a day.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl

from foedus.sources.atop import PLEDGES

__all__ = ["AHEAD", "REGIONS", "consultation_only", "future", "permuted", "region"]

AHEAD = 10
"""Years within which a future pledge begins."""
REGIONS = {"Americas": 2, "Europe": 200, "Africa": 400, "Middle East": 600, "Asia and Oceania": 700}
"""First number of each region in COW's list of states."""
_STATES = ("obligor", "beneficiary", "statthr1", "statthr2")
"""Columns of spells that name a state: who owes, whom, and against whom."""
_STREAM = 1_000_000
"""Keys of the permutations are the decade and this, away from those of other draws by decade."""
_DAY = dt.timedelta(days=1)
_FIRSTS = list(REGIONS.values())

Span = tuple[dt.date, dt.date]


def region(ccode: int) -> str:
    """Region of a state, by its COW number.

    Examples
    --------
    >>> [region(ccode) for ccode in (2, 255, 500, 651, 710, 900)]
    ['Americas', 'Europe', 'Africa', 'Middle East', 'Asia and Oceania', 'Asia and Oceania']
    """
    return list(REGIONS)[max(bisect.bisect_right(_FIRSTS, ccode) - 1, 0)]


def permuted(spells: pl.DataFrame, members: pl.DataFrame, seed: int = 0) -> pl.DataFrame:
    """Give each state's pledges to another of its region.

    Parameters
    ----------
    spells
        The real ones.
    members
        The state system: ``ccode, start, end``. Who is in it when it ends stays in it.
    seed
        Of the permutations; the same seed gives the same pledges on any machine.

    Returns
    -------
    DataFrame
        As `spells`, cut where a state changes places.

    Notes
    -----
    On any day the members of the system in a region stand in a circle, and each takes the place of
    the one before it: as obligor, as beneficiary and as a threat that a treaty names. So there are
    as many pledges of each kind as in fact, as directed and in treaties as large, and other states
    are bound. Nobody keeps its own place unless it is alone in its region. But a treaty of a whole
    region binds the same whoever stands where, and the more of a region is bound, the more pairs
    stay so: since 1945 more than half of those that owe each other defence.

    The order of the circle is drawn anew for each decade; within it a state changes places only
    when a member enters or leaves next to it. States outside the system keep their own places. The
    day of change belongs to both spells, as where a phase of a treaty follows another on record: so
    a pledge that goes on is in force on the eve and on the first day of every case.
    """
    if spells.is_empty():
        return spells
    first, last = spells["start"].min(), spells["end"].max()
    assert isinstance(first, dt.date)
    assert isinstance(last, dt.date)
    places = _places(members, first, last, seed)
    frame = spells.with_row_index("row").with_columns(last=pl.col("end"))
    for name in _STATES:
        # A state of which nothing is known stays where it is, for good.
        joined = frame.join(places.rename({"ccode": name}), on=name, how="left")
        frame = (
            joined.filter(
                pl.col("to").is_null()
                | ((pl.col("from") <= pl.col("end")) & (pl.col("to") >= pl.col("start")))
            )
            .with_columns(
                pl.coalesce("other", name).cast(spells.schema[name]).alias(name),
                start=pl.max_horizontal("start", "from"),
                end=pl.min_horizontal("end", "to"),
            )
            .drop("other", "from", "to")
        )
    goes_on = pl.col("end") < pl.col("last")
    return (
        frame.with_columns(
            end=pl.when(goes_on).then(pl.col("end") + _DAY).otherwise("end"),
            censored=pl.col("censored") & ~goes_on,
        )
        .sort("atopid", "phase", "obligor", "beneficiary", "start", "row")
        .select(spells.columns)
    )


def _places(members: pl.DataFrame, first: dt.date, last: dt.date, seed: int) -> pl.DataFrame:
    """Whose place is taken by whom.

    Returns
    -------
    DataFrame
        ``ccode``, whose place; ``other``, who takes it; ``from, to``, days: for each member all
        days from the first to the last, without gaps. Where it is not in the system, itself.
    """
    codes: list[int] = members["ccode"].unique().sort().to_list()
    ends = members["end"].max()
    spans: dict[str, list[tuple[int, dt.date, dt.date]]] = {}
    for ccode, since, until in members.select("ccode", "start", "end").iter_rows():
        end = max(until, last) if until == ends else until
        spans.setdefault(region(ccode), []).append((ccode, since, end))
    decades = range(first.year // 10 * 10, last.year + 1, 10)
    keys = {decade: _keys(codes, seed, decade) for decade in decades}
    rows: list[tuple[int, int, dt.date, dt.date]] = []
    for group in spans.values():
        changes = {dt.date(decade, 1, 1) for decade in decades}
        changes |= {since for _, since, _ in group} | {until + _DAY for _, _, until in group}
        days = [first, *sorted(day for day in changes if first < day <= last)]
        taken: dict[int, tuple[int, dt.date]] = {}  # by whose place: by whom, since when
        for day in days:
            there = {ccode for ccode, since, until in group if since <= day <= until}
            circle = sorted(there, key=keys[day.year // 10 * 10].__getitem__)
            by = dict(zip(circle, [*circle[1:], *circle[:1]], strict=True))
            for ccode in {ccode for ccode, _, _ in group}:
                other = by.get(ccode, ccode)
                before = taken.get(ccode)
                if before is None or before[0] != other:
                    if before is not None:
                        rows.append((ccode, *before, day - _DAY))
                    taken[ccode] = (other, day)
        rows += [(ccode, *before, last) for ccode, before in taken.items()]
    code, day = members.schema["ccode"], pl.Date
    schema = {"ccode": code, "other": code, "from": day, "to": day}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("ccode", "from")


def _keys(codes: Sequence[int], seed: int, decade: int) -> dict[int, float]:
    """What states are ordered by in a decade, whoever of them is in the system."""
    generator = np.random.Generator(np.random.Philox(key=[seed, _STREAM + decade]))
    return dict(zip(codes, generator.random(len(codes)).tolist(), strict=True))


def future(spells: pl.DataFrame, years: int = AHEAD) -> pl.DataFrame:
    """Put each pledge into the years before it began.

    Parameters
    ----------
    spells
        The real ones.
    years
        How many.

    Returns
    -------
    DataFrame
        As `spells`: in force on a day are the pledges that begin within the years after it, except
        where the state already owes the other a pledge of that kind on that day, under whatever
        treaty. A spell whose kinds are free on different days becomes several, with each kind in
        one of them at a time.

    Notes
    -----
    A pledge that a new phase of a treaty carries on without a break does not begin with it.
    """
    pair = ["obligor", "beneficiary"]
    numbered = spells.with_row_index("row")
    one_each = (
        numbered.unpivot(
            PLEDGES, index=["row", "atopid", *pair, "start", "end"], variable_name="kind"
        )
        .filter(pl.col("value") == 1)
        .with_columns(
            since=pl.col("start").dt.offset_by(f"-{years}y"), until=pl.col("start") - _DAY
        )
    )
    held: dict[tuple[int, int, str], list[tuple[dt.date, dt.date, int]]] = {}
    for one, two, kind, start, end, treaty in one_each.select(
        *pair, "kind", "start", "end", "atopid"
    ).iter_rows():
        held.setdefault((one, two, kind), []).append((start, end, treaty))
    found: list[tuple[int, str, dt.date, dt.date]] = []
    for row, treaty, one, two, kind, start, since, until in one_each.select(
        "row", "atopid", *pair, "kind", "start", "since", "until"
    ).iter_rows():
        owed = held[one, two, kind]
        if not any(t == treaty and a < start <= b + _DAY for a, b, t in owed):
            free = _without((since, until), [(a, b) for a, b, _ in owed])
            found += [(row, kind, a, b) for a, b in free]
    schema = {"row": pl.UInt32, "kind": pl.String, "start": pl.Date, "end": pl.Date}
    kinds = (
        pl.DataFrame(found, schema=schema, orient="row")
        .group_by("row", "start", "end")
        .agg((pl.col("kind") == name).any().cast(pl.Int8).alias(name) for name in PLEDGES)
    )
    return (
        numbered.drop("start", "end", *PLEDGES)
        .join(kinds, on="row")
        .with_columns(censored=pl.lit(value=False))
        .sort("atopid", "phase", *pair, "start", "end")
        .select(spells.columns)
    )


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    """Days of a span that are in none of the others, as spans.

    >>> may = [dt.date(1900, 5, day) for day in range(1, 32)]
    >>> left = _without((may[0], may[9]), [(may[2], may[3]), (may[7], may[20])])
    >>> [(a.day, b.day) for a, b in left]
    [(1, 2), (5, 7)]
    """
    left: list[Span] = []
    start, end = span
    for first, last in sorted(taken):
        if first > end:
            break
        if first > start:
            left.append((start, first - _DAY))
        start = max(start, last + _DAY)
    if start <= end:
        left.append((start, end))
    return left


def consultation_only(spells: pl.DataFrame) -> pl.DataFrame:
    """Keep the pledges of treaties that promise to consult, or not to attack, and nothing more.

    Parameters
    ----------
    spells
        The real ones.

    Returns
    -------
    DataFrame
        Those rows of `spells`. A treaty is judged as it is in each phase, by what anybody owes
        anybody in it: where one member owes defence, offence or neutrality, none of its pledges
        stay.
    """
    more = pl.any_horizontal(pl.col(name) == 1 for name in ("defense", "offense", "neutral"))
    some = pl.any_horizontal(pl.col(name) == 1 for name in ("consul", "nonagg"))
    return spells.filter(~more.any().over("atopid", "phase") & some)
