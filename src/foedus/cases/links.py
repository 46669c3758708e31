"""What ties the states in a game together besides treaties: contact, trade, direct lines."""

from __future__ import annotations

import datetime as dt
import functools

import polars as pl

from foedus.sources.load import load

from .places import near

__all__ = ["lines", "opponents_near", "trade_shares"]


def opponents_near(inside: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Pairs of actors of opposed camps whose states touch by land or 24 miles of water.

    Parameters
    ----------
    inside
        ``case, ccode, actor, camp``.
    cases
        ``case, year``.

    Returns
    -------
    DataFrame
        ``case, actor, other``, the challenger's first; each once, in the order of `inside`.
    """
    who = inside.join(cases.select("case", "year"), on="case", maintain_order="left")
    side = {
        camp: who.filter(pl.col("camp") == camp).drop("camp") for camp in ("challenger", "target")
    }
    theirs = side["target"].select("case", other="ccode", opponent="actor")
    return (
        side["challenger"]
        .join(theirs, on="case", maintain_order="left_right")
        .join(near(), on=["ccode", "other", "year"], how="semi", maintain_order="left")
        .select("case", "actor", other="opponent")
        .unique(maintain_order=True)
    )


def trade_shares(inside: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Share of each principal's trade that is with the other, in the year before.

    Parameters
    ----------
    inside
        ``case, ccode, camp, principal``.
    cases
        ``case, year``.

    Returns
    -------
    DataFrame
        ``case, camp, share``: imports and exports with all states of the opposing principal over
        all imports and exports, 0 to 1. Only where both are known; flows of a bloc's members that
        are not known count as none.
    """
    heads = inside.filter(pl.col("principal")).join(cases.select("case", "year"), on="case")
    heads = heads.select("case", "camp", "ccode", year=pl.col("year") - 1)
    pairs = heads.join(heads.select("case", other="ccode", against="camp"), on="case").filter(
        pl.col("camp") != pl.col("against")
    )
    flows = load("trade/dyads").frame.select(
        "year", ccode="ccode1", other="ccode2", flow=pl.col("flow1") + pl.col("flow2")
    )
    with_them = (
        pairs.join(flows, on=["ccode", "other", "year"])
        .drop_nulls("flow")
        .group_by("case", "camp")
        .agg(pl.col("flow").sum())
    )
    totals = load("trade/national").frame.select(
        "ccode", "year", total=pl.col("imports") + pl.col("exports")
    )
    with_all = (
        heads.join(totals, on=["ccode", "year"])
        .drop_nulls("total")
        .group_by("case", "camp")
        .agg(pl.col("total").sum())
    )
    return (
        with_them.join(with_all, on=["case", "camp"])
        .filter(pl.col("total") > 0)
        .select("case", "camp", share=(pl.col("flow") / pl.col("total")).clip(0.0, 1.0))
        .sort("case", "camp")
    )


def lines(inside: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Direct lines in use on the first day between states of different actors.

    Parameters
    ----------
    inside
        ``case, ccode, actor``.
    cases
        ``case, start``.

    Returns
    -------
    DataFrame
        ``case, actor, other, id``: the line's name in our catalogue. Lines in a known silence on
        the day are left out.

    Notes
    -----
    The catalogue says that a line was there, not how well it served, and a channel of a scenario
    needs a quality. So a line is noted beside the case and makes no channel.
    """
    found = _catalogue()
    who = inside.select("case", "ccode", "actor")
    rows = (
        who.join(who.rename({"ccode": "other", "actor": "opposite"}), on="case")
        .filter(pl.col("actor") != pl.col("opposite"))
        .join(found, left_on=["ccode", "other"], right_on=["ccode1", "ccode2"])
        .join(cases.select("case", "start"), on="case")
        .filter(pl.col("start") >= pl.col("operational"))
        .sort("case", "ccode", "other", "id")
    )
    used = [_in_use(name, day) for name, day in rows.select("id", "start").iter_rows()]
    kept = rows.filter(pl.Series(used, dtype=pl.Boolean))
    return kept.select("case", "actor", "id", other="opposite")


def _catalogue() -> pl.DataFrame:
    # The catalogue is checked with Pydantic, and read when it is asked for.
    from foedus.sources.hotlines.table import frame

    return frame().select("id", "ccode1", "ccode2", "operational").drop_nulls()


@functools.cache
def _in_use(name: str, day: dt.date) -> bool:
    from foedus.sources.hotlines.catalogue import catalogue

    line = next(line for line in catalogue() if line.id == name)
    return line.in_place(day) and not line.silent(day)
