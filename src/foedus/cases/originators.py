"""Disputes on the eve of their first day: who faced whom, how strong, pledged to whom.

Nothing here may look past the first day: states are those in the dispute from the beginning, powers
and regimes are those of the year before, treaties are those in force the day before.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

import polars as pl

from foedus.panel.obligations import spells
from foedus.sources.load import Source, load

__all__ = [
    "NEAR",
    "Start",
    "before",
    "majors_between",
    "owed_before",
    "owed_spells",
    "start",
    "started",
]

NEAR = 3
"""Contiguity that makes a neighbour: a land border, or at most 24 miles of water."""
GENERAL_WARS = {106: "First World War", 139: "Second World War"}
"""Wars of COW's list that are one block however many disputes they hold."""


@dataclass(frozen=True)
class Start:
    """Disputes on their first day.

    Parameters
    ----------
    disputes
        ``dispnum, year, start, end, known, block``: `known` is the year in which the outcome was
        known, `block` the cluster: the dispute, or minus the war's number for a general war.
    states
        ``dispnum, ccode, sidea``: originators, in the dispute from its first day.
    pairs
        ``dispnum, year, ccode1, ccode2``: originators on opposite sides, the lower code first.
    """

    disputes: pl.DataFrame
    states: pl.DataFrame
    pairs: pl.DataFrame


def start() -> Start:
    """Disputes of COW's list, with their originators.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If the disputes, their participants or the wars are not there.
    """
    return started(load("mid/disputes"), load("mid/participants"), load("wars/participants"))


@functools.lru_cache(maxsize=2)
def started(disputes: Source, participants: Source, wars: Source) -> Start:
    """Make `Start` of the tables ``mid/disputes``, ``mid/participants``, ``wars/participants``."""
    parts = participants.frame
    frame = disputes.frame.select("dispnum", "start", "end", year="styear", known="endyear").sort(
        "dispnum"
    )
    frame = frame.join(
        _general(frame, parts, wars.frame), on="dispnum", how="left", maintain_order="left"
    ).with_columns(pl.col("block").fill_null(pl.col("dispnum").cast(pl.Int32)))
    states = (
        parts.filter(pl.col("orig") == 1)
        .select("dispnum", "ccode", "sidea")
        .unique()
        .sort("dispnum", "ccode", "sidea")
    )
    return Start(frame, states, _opposed(states, frame))


def _opposed(states: pl.DataFrame, disputes: pl.DataFrame) -> pl.DataFrame:
    side = {k: states.filter(pl.col("sidea") == k).drop("sidea") for k in (0, 1)}
    both = side[1].join(side[0], on="dispnum").filter(pl.col("ccode") != pl.col("ccode_right"))
    return (
        both.select(
            "dispnum",
            ccode1=pl.min_horizontal("ccode", "ccode_right"),
            ccode2=pl.max_horizontal("ccode", "ccode_right"),
        )
        .unique()
        .join(disputes.select("dispnum", "year"), on="dispnum")
        .select("dispnum", "year", "ccode1", "ccode2")
        .sort("dispnum", "ccode1", "ccode2")
    )


def _general(disputes: pl.DataFrame, parts: pl.DataFrame, wars: pl.DataFrame) -> pl.DataFrame:
    """Disputes of a general war: a belligerent was in them while it was at war."""
    found: list[pl.DataFrame] = []
    spans = parts.select("dispnum", "ccode", first="start", last="end")
    for number in GENERAL_WARS:
        fought = wars.filter(pl.col("warnum") == number).select("ccode", "start", "end")
        hit = spans.join(fought, on="ccode").filter(
            (pl.col("first") <= pl.col("end")) & (pl.col("last") >= pl.col("start"))
        )
        found.append(hit.select("dispnum", block=pl.lit(-number, pl.Int32)).unique())
    # A dispute that touched both wars belongs to the earlier.
    first = pl.concat(found).group_by("dispnum").agg(pl.col("block").max())
    return first.join(disputes.select("dispnum"), on="dispnum", how="semi")


def before(table: str, column: str) -> pl.DataFrame:
    """A measure of states as of the year before; of the same year where a state is new.

    Parameters
    ----------
    table
        Name of a table with ``ccode, year``, such as ``"nmc/7"``.
    column
        The measure.

    Returns
    -------
    DataFrame
        ``ccode, year`` and the column; missing values left out.
    """
    frame = load(table).frame.select("ccode", "year", column).drop_nulls()
    later = frame.with_columns((pl.col("year") + 1).cast(frame.schema["year"]))
    keys = ["ccode", "year"]
    new = frame.join(later, on=keys, how="anti")
    return pl.concat([later, new]).unique(keys, keep="first", maintain_order=True).sort(keys)


def owed_before(
    disputes: pl.DataFrame,
    pledge: str = "defense",
    *,
    states: pl.DataFrame | None = None,
    key: str = "dispnum",
) -> pl.DataFrame:
    """Who owed whom a pledge the day before each dispute, or other case, began.

    Parameters
    ----------
    disputes
        With the key and ``start``.
    pledge
        ATOP's name of the pledge.
    states
        Key and ``ccode`` of who is in it; where None, originators of COW's disputes.
    key
        Column that numbers the disputes or cases.

    Returns
    -------
    DataFrame
        Key, ``obligor, beneficiary``, each once; of the partners of those states only.
    """
    owed = owed_spells().filter(pl.col(pledge) == 1)
    owed = owed.select("obligor", "beneficiary", since="start", until="end")
    eve = pl.col("start") - dt.timedelta(days=1)
    inside = start().states if states is None else states
    held = inside.join(disputes.select(key, "start"), on=key)
    return (
        held.join(owed, left_on="ccode", right_on="beneficiary")
        .filter((pl.col("since") <= eve) & (pl.col("until") >= eve))
        .select(key, "obligor", beneficiary="ccode")
        .unique()
        .sort(key, "obligor", "beneficiary")
    )


def owed_spells() -> pl.DataFrame:
    """Return `foedus.panel.obligations.spells` of ATOP's members, made once."""
    return _owed_spells(load("atop/members"))


@functools.lru_cache(maxsize=2)
def _owed_spells(members: Source) -> pl.DataFrame:
    return spells(members.frame)


def majors_between(
    frame: pl.DataFrame, first: str = "start", last: str = "start", *, key: str = "dispnum"
) -> pl.DataFrame:
    """Major powers between two days.

    Parameters
    ----------
    frame
        With the key and the two columns of days.
    first, last
        Names of those columns; a state counts if it was a major power on any day between them.
    key
        Column that numbers the disputes or cases.

    Returns
    -------
    DataFrame
        Key and ``ccode``, each once.
    """
    spans = load("cow-states/majors").frame.select("ccode", since="start", until="end")
    days = frame.select(key, first_=pl.col(first), last_=pl.col(last))
    return (
        days.join(spans, how="cross")
        .filter((pl.col("since") <= pl.col("last_")) & (pl.col("until") >= pl.col("first_")))
        .select(key, "ccode")
        .unique()
        .sort(key, "ccode")
    )
