"""Disputes for the question which become war, by who had which ally on the eve.

One row is a dispute. Its *challengers* are the originators on side A, which acted first, its
*targets* those on the other side. Controls are those of `foedus.estimate.scoring.disputes`: nothing
of them looks past the first day, but what the revisionists wanted is as COW codes it afterwards.

GML's coding takes the disputes that GML keeps under COW's number, and what GML says became war; who
was in them from the first day, and all else, is as in COW's list.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

import polars as pl

from foedus.cases.originators import start
from foedus.estimate.reduced.pledges import adversaries
from foedus.estimate.reduced.samples import PLEDGES
from foedus.estimate.reduced.similarity import levels, similarity
from foedus.estimate.scoring.disputes import escalation
from foedus.panel.conditions import Kind, unchecked
from foedus.panel.dyads import dyad_years
from foedus.panel.obligations import dyad_years as owed_in_years
from foedus.panel.obligations import spells
from foedus.panel.states import state_years
from foedus.sources.load import Source, load

from .choices import BLOCKS, LAST, Sampling

__all__ = ["WAR", "escalations", "pledged"]

WAR = "war"
_LEVEL = 5  # of hostility, in both sets
_SIDES: dict[str, tuple[str, Kind]] = {
    "target_defense": ("target", "defense"),
    "challenger_defense": ("challenger", "defense"),
    "challenger_offense": ("challenger", "offense"),
    "challenger_neutral": ("challenger", "neutral"),
}


@dataclass(frozen=True)
class _Base:
    """What all samples of disputes share.

    Parameters
    ----------
    frame
        One row a dispute: ``dispnum, year, start, block, ccode1, ccode2``, controls, ``relevant``.
        The two states are the challenger and the target with the lowest codes.
    pairs
        ``dispnum, year, start, challenger, target``: originators on opposite sides.
    owed
        What `foedus.panel.obligations.spells` returns.
    """

    frame: pl.DataFrame
    pairs: pl.DataFrame
    owed: pl.DataFrame


def escalations(sampling: Sampling) -> pl.DataFrame:
    """Disputes with whether they became war, the pledges on the eve, and controls.

    Parameters
    ----------
    sampling
        With stage ``"escalation"``. `relevant` keeps disputes in which a challenger and a target
        were a politically relevant pair; with `originators` a dispute became war if originators on
        both sides came to be at war in it, else if anybody in it did; `lag` moves the eve back by
        years.

    Returns
    -------
    DataFrame
        ``dispnum, ccode1, ccode2, year, block, war``, `PLEDGES`, and the controls. Sorted by the
        first. Disputes without originators on opposite sides are left out.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    base = _base(*(load(f"mid/{name}") for name in ("disputes", "participants")),
                 load("atop/members"))  # fmt: skip
    wars = _wars(sampling.source, originators=sampling.originators)
    frame = base.frame.filter(pl.col("year").is_between(sampling.first, sampling.until))
    if sampling.relevant:
        frame = frame.filter("relevant")
    frame = frame.join(wars, on="dispnum", maintain_order="left")
    for name, (side, kind) in _SIDES.items():
        owed = base.owed.filter(pl.col(kind) == 1)
        if sampling.conditions == "unmet":
            owed = owed.filter(~unchecked(kind))
        held = pledged(base.pairs, owed, kind, side, sampling.lag)
        frame = frame.with_columns(
            pl.col("dispnum").is_in(held.implode()).cast(pl.Int8).alias(name)
        )
    controls = dict.fromkeys(name for one in BLOCKS["escalation"].values() for name in one)
    return frame.select(
        "dispnum", "ccode1", "ccode2", "year", "block", WAR, *PLEDGES, *controls
    ).sort("dispnum")


def pledged(
    pairs: pl.DataFrame, owed: pl.DataFrame, kind: Kind, side: str, lag: int = 0
) -> pl.Series:
    """Disputes in which an outsider owed a side the pledge against the other side.

    Parameters
    ----------
    pairs
        ``dispnum, start, challenger, target``.
    owed
        Rows of `foedus.panel.obligations.spells` that pledge the kind.
    kind
        Kind of pledge.
    side
        ``"challenger"`` or ``"target"``: who is owed it.
    lag
        Years before the eve.

    Returns
    -------
    Series
        Numbers of disputes, sorted. An outsider is no originator of the dispute; a pledge that
        names its adversaries counts if one of them is on the other side.
    """
    other = "target" if side == "challenger" else "challenger"
    eve = pl.col("start") - dt.timedelta(days=1)
    held = owed.select(
        "obligor", "beneficiary", since="start", until="end", against=adversaries(kind)
    )
    inside = pl.concat(
        [pairs.select("dispnum", obligor=pl.col(one)) for one in ("challenger", "target")]
    ).unique()
    return (
        pairs.with_columns(eve=eve.dt.offset_by(f"-{lag}y"))
        .join(held, left_on=side, right_on="beneficiary")
        .filter(
            (pl.col("since") <= pl.col("eve")) & (pl.col("until") >= pl.col("eve")),
            pl.col("against").list.first().is_null()
            | pl.col("against").list.contains(pl.col(other)),
        )
        .join(inside, on=["dispnum", "obligor"], how="anti")["dispnum"]
        .unique()
        .sort()
    )


def _wars(source: str, *, originators: bool) -> pl.DataFrame:
    """``dispnum, war`` of every dispute of a set."""
    everybody = load("mid/disputes" if source == "cow" else "gml/disputes").frame
    wars = everybody.select("dispnum", war=(pl.col("hostlev") == _LEVEL).fill_null(value=False))
    if originators:
        fought = _cow_fought() if source == "cow" else _gml_fought()
        wars = wars.with_columns(war=pl.col("dispnum").is_in(fought.implode()))
    return wars.with_columns(pl.col(WAR).cast(pl.Int8))


def _cow_fought() -> pl.Series:
    """Disputes in which originators on both sides came to be at war."""
    at_war = load("mid/participants").frame.filter(
        (pl.col("orig") == 1) & (pl.col("hostlev") == _LEVEL)
    )
    sides = at_war.group_by("dispnum").agg(pl.col("sidea").n_unique())
    return sides.filter(pl.col("sidea") == 2)["dispnum"].sort()


def _gml_fought() -> pl.Series:
    dyads = load("gml/dyads").frame
    both = [pl.col(f"{name}{k}") == value for name, value in (("orig", 1), ("hostlev", _LEVEL))
            for k in (1, 2)]  # fmt: skip
    return dyads.filter(*both)["dispnum"].unique().sort()


@functools.lru_cache(maxsize=2)
def _base(_disputes: Source, _participants: Source, members: Source) -> _Base:
    """Made once a process; sources hash by identity."""
    one = start()
    side = {k: one.states.filter(pl.col("sidea") == k).drop("sidea") for k in (0, 1)}
    pairs = (
        side[1]
        .rename({"ccode": "challenger"})
        .join(side[0].rename({"ccode": "target"}), on="dispnum")
        .filter(pl.col("challenger") != pl.col("target"))
        .join(one.disputes.select("dispnum", "year", "start"), on="dispnum")
        .sort("dispnum", "challenger", "target")
    )
    owed = spells(members.frame)
    features, _ = escalation()
    frame = (
        features.join(_first(pairs), on="dispnum", maintain_order="left")
        .join(_alike(pairs, owed), on="dispnum", how="left", maintain_order="left")
        .with_columns(
            relevant=pl.col("dispnum").is_in(_relevant(pairs).implode()),
            decades=(pl.col("year").cast(pl.Float64) - 1816.0) / 10.0,
        )
    )
    return _Base(frame, pairs, owed)


def _first(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.group_by("dispnum").agg(
        ccode1=pl.col("challenger").first(), ccode2=pl.col("target").first()
    )


def _relevant(pairs: pl.DataFrame) -> pl.Series:
    panel = dyad_years(1816, LAST["cow"], directed=True, relevant=True).frame
    keys = pairs.select(
        "dispnum", *(pl.col(old).cast(panel.schema[new]).alias(new) for old, new in _KEYS)
    )
    found = keys.join(panel, on=[new for _, new in _KEYS], how="semi")
    return found["dispnum"].unique().sort()


_KEYS = (("challenger", "ccode1"), ("target", "ccode2"), ("year", "year"))


def _alike(pairs: pl.DataFrame, owed: pl.DataFrame) -> pl.DataFrame:
    """Mean likeness of alliances over pairs: of the year before, of the year where one is new."""
    system = state_years(1816, LAST["cow"]).frame
    bound = levels(owed_in_years(owed))
    rows = pairs.select("dispnum", "year", ccode1="challenger", ccode2="target")
    earlier = similarity(rows.with_columns(pl.col("year") - 1), system, bound)
    known = rows.with_columns(similarity=earlier.fill_null(similarity(rows, system, bound)))
    return known.group_by("dispnum", maintain_order=True).agg(pl.col("similarity").mean())
