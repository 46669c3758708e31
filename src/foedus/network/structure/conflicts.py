"""Wars and disputes between states by year, from several lists, counted in two ways.

A war counts once, in the year in which it began, however many fought in it; a pair of states counts
once for each war in which the two were on opposite sides, in the year in which they first were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from foedus.core.errors import UsageError, did_you_mean
from foedus.panel.disputes import pairs_of
from foedus.sources.cow_wars import opponents
from foedus.sources.load import Source, load

__all__ = ["LISTS", "Conflicts", "conflicts"]

Made: TypeAlias = tuple[pl.DataFrame, pl.DataFrame, tuple[Source, ...]]
_INTERSTATE = 2  # UCDP's type of conflict
_WAR = 5  # level of hostility of a dispute
_THOUSAND = 2  # UCDP's level of intensity: 1,000 deaths or more in the year


@dataclass(frozen=True)
class Conflicts:
    """Conflicts of one list by year.

    Parameters
    ----------
    name
        Name of the list, as in `LISTS`.
    about
        What it lists.
    frame
        ``year, begun, pairs_begun, pairs_at_war``: one row for every year covered. Conflicts that
        began in the year; pairs of states that were first opponents in one of them in it; pairs
        that were opponents in any on any day of it.
    first, last
        Years that the list covers.
    sources
        Tables it was made from.
    """

    name: str
    about: str
    frame: pl.DataFrame
    first: int
    last: int
    sources: tuple[Source, ...]


def _cow_wars() -> Made:
    source = load("wars/participants")
    wars = source.frame.group_by("warnum").agg(year=pl.col("styear").min())
    pair = ("warnum", "ccode1", "ccode2")
    fought = (
        opponents(source.frame)
        .filter(pl.col("ccode1") < pl.col("ccode2"))
        .with_columns(
            began=pl.col("start").min().over(pair).dt.year(),
            year=pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1),
        )
        .explode("year")
        .unique([*pair, "year"])
    )
    return wars, fought, (source,)


def _dyadic_wars() -> Made:
    source = load("dyadic-wars/dyad-years")
    fought = source.frame.filter(pl.col("statea") < pl.col("stateb")).with_columns(
        began=pl.col("year").min().over("warnum", "statea", "stateb")
    )
    wars = source.frame.group_by("warnum").agg(pl.col("year").min())
    named = fought.rename({"statea": "ccode1", "stateb": "ccode2"})
    return wars, named.unique(["warnum", "ccode1", "ccode2", "year"]), (source,)


def _disputes(whose: str, least: int) -> Callable[[], Made]:
    def made() -> Made:
        rows, used, _ = pairs_of(whose)
        disputes = load("mid/disputes" if whose == "cow" else "gml/disputes")
        wars = disputes.frame.filter(pl.col("hostlev") >= least).select(year="styear")
        kept = rows.filter(pl.col("ccode1") < pl.col("ccode2"))
        if least == _WAR:  # a pair is at war if both are; a dispute's level is that of any state
            kept = kept.filter(pl.min_horizontal("hostlev1", "hostlev2") >= least)
        # A pair that leaves a dispute and comes back has not met a new opponent.
        fought = kept.with_columns(began=pl.col("year").min().over("dispnum", "ccode1", "ccode2"))
        more = () if any(one.table.id == disputes.table.id for one in used) else (disputes,)
        return wars, fought, (*used, *more)

    return made


def _ucdp(least: int) -> Callable[[], Made]:
    def made() -> Made:
        source = load("ucdp/dyads")
        active = source.frame.filter(
            pl.col("type_of_conflict") == _INTERSTATE, pl.col("intensity_level") >= least
        )
        again = pl.col("year").diff().over("conflict_id", order_by="year") == 1
        conflicts = active.unique(["conflict_id", "year"]).with_columns(
            again=again.fill_null(value=False)
        )
        sides = (
            active.select("year", ccode1="ccode_a", ccode2="ccode_b")
            .explode("ccode1")
            .explode("ccode2")
            .drop_nulls()
        )
        fought = (
            sides.select(
                "year",
                ccode1=pl.min_horizontal("ccode1", "ccode2"),
                ccode2=pl.max_horizontal("ccode1", "ccode2"),
            )
            .unique()
            .with_columns(since=pl.col("year").diff().over("ccode1", "ccode2", order_by="year"))
            .with_columns(began=pl.when(pl.col("since").fill_null(0) != 1).then(pl.col("year")))
        )
        return conflicts.filter(~pl.col("again")).select("year"), fought, (source,)

    return made


LISTS: Mapping[str, tuple[str, Callable[[], Made]]] = {
    "wars": ("Inter-state wars, COW 4.0: opponents on one and the same day", _cow_wars),
    "dyadic-wars": ("Inter-state wars by who fought whom (Maoz and others)", _dyadic_wars),
    "mid-wars": ("COW disputes that reached war, both states at it", _disputes("cow", _WAR)),
    "gml-wars": (
        "Disputes of Gibler, Miller and Little that reached war, both states at it",
        _disputes("gml", _WAR),
    ),
    "mids": ("COW militarized disputes of any level", _disputes("cow", 1)),
    "ucdp": (
        "UCDP inter-state conflicts: 25 deaths in the year; after a year without, anew",
        _ucdp(1),
    ),
    "ucdp-wars": (
        "UCDP inter-state conflicts: 1,000 deaths in the year; likewise",
        _ucdp(_THOUSAND),
    ),
}
"""Name of each list; then what it lists, and what makes its rows."""


def conflicts(name: str) -> Conflicts:
    """Conflicts of one list by year.

    Parameters
    ----------
    name
        One of `LISTS`.

    Raises
    ------
    UsageError
        If there is no such list.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    if name not in LISTS:
        fix = did_you_mean(name, LISTS) or f"choose {', '.join(LISTS)}"
        raise UsageError("no such list of conflicts", value=name, fix=fix)
    about, make = LISTS[name]
    wars, fought, used = make()
    first, last = used[0].file.first, used[0].file.last
    years = pl.DataFrame({"year": pl.int_range(first, last + 1, dtype=pl.Int16, eager=True)})
    counts = {
        "begun": wars.group_by("year").len("begun"),
        "pairs_begun": fought.filter(pl.col("began") == pl.col("year"))
        .group_by("year")
        .len("pairs_begun"),
        "pairs_at_war": fought.unique(["ccode1", "ccode2", "year"])
        .group_by("year")
        .len("pairs_at_war"),
    }
    frame = years
    for column, count in counts.items():
        found = count.select(pl.col("year").cast(pl.Int16), pl.col(column).cast(pl.Int32))
        frame = frame.join(found, on="year", how="left", maintain_order="left")
    return Conflicts(name, about, frame.fill_null(0), first, last, used)
