"""Task *joining*: whether a candidate chosen beforehand came into the dispute."""

from __future__ import annotations

import polars as pl

from foedus.sources.load import load

from .originators import NEAR, Start, before, majors_between, owed_before, start

__all__ = ["DATASETS", "FEATURES", "FEW", "HAZARDS", "joining"]

DATASETS = ("mid", "wars", "nmc", "polity", "contiguity", "cow-states", "atop")
FEATURES = (
    "ally", "neighbour", "major", "ally_first", "ally_other", "ally_both", "neighbour_major",
    "ally_neighbour", "originators", "major_in_it", "power", "democracy", "strongest", "territory",
)  # fmt: skip
FEW = FEATURES
HAZARDS = ("one", "ally", "neighbour", "major")
_PAIR = ["dispnum", "ccode"]


def joining() -> tuple[pl.DataFrame, str]:
    """Rows of the task: candidates of every dispute.

    Returns
    -------
    DataFrame, str
        ``dispnum, ccode, year, known, block, y``, then `FEATURES` and ``one``; and how many of
        those who joined were candidates. Nobody is a candidate for having joined.

    Notes
    -----
    Candidates are members of the state system on the first day who are not in the dispute then,
    and owe an originator defence the day before, or touch one (a land border or up to 24 miles of
    water in the year), or are major powers.
    """
    one = start()
    rows = _candidates(one)
    joined = load("mid/participants").frame.filter(pl.col("orig") == 0).select(_PAIR).unique()
    joined = joined.join(one.states, on=_PAIR, how="anti").with_columns(y=pl.lit(1, pl.Int8))
    frame = rows.join(joined, on=_PAIR, how="left", maintain_order="left").with_columns(
        pl.col("y").fill_null(0)
    )
    covered = int(frame["y"].sum())
    share = covered / joined.height
    note = f"{covered} of {joined.height} states that joined were candidates ({share:.1%})"
    return _featured(one, frame), note


def _candidates(one: Start) -> pl.DataFrame:
    """Outsiders by the three reasons, as columns of zeros and ones."""
    owed = owed_before(one.disputes).join(
        one.states, left_on=["dispnum", "beneficiary"], right_on=_PAIR
    )
    sides = owed.group_by("dispnum", ccode="obligor").agg(
        ally_first=(pl.col("sidea") == 1).any(), ally_other=(pl.col("sidea") == 0).any()
    )
    touched = load("contiguity/dyad-years").frame.filter(pl.col("conttype") <= NEAR)
    neighbours = (
        one.states.join(one.disputes.select("dispnum", "year"), on="dispnum")
        .join(
            touched.select("year", ccode="state1no", other="state2no").unique(),
            on=["ccode", "year"],
        )
        .select("dispnum", ccode="other", neighbour=pl.lit(value=True))
        .unique()
    )
    majors = majors_between(one.disputes).with_columns(major=pl.lit(value=True))
    spans = load("cow-states/spells").frame.select("ccode", since="start", until="end")
    members = (
        one.disputes.select("dispnum", "start")
        .join(spans, how="cross")
        .filter((pl.col("since") <= pl.col("start")) & (pl.col("until") >= pl.col("start")))
    )
    rows = sides.join(neighbours, on=_PAIR, how="full", coalesce=True)
    return (
        rows.join(majors, on=_PAIR, how="full", coalesce=True)
        .join(one.states, on=_PAIR, how="anti")
        .join(members, on=_PAIR, how="semi")
        .with_columns(pl.col("ally_first", "ally_other", "neighbour", "major").fill_null(False))
        .sort(_PAIR)
    )


def _featured(one: Start, frame: pl.DataFrame) -> pl.DataFrame:
    cinc, polity = before("nmc/7", "cinc"), before("polity/years", "polity2")
    majors = majors_between(one.disputes).with_columns(great=pl.lit(1))
    inside = (
        one.states.join(one.disputes.select("dispnum", "year"), on="dispnum")
        .join(cinc, on=["ccode", "year"], how="left")
        .join(majors, on=_PAIR, how="left")
        .group_by("dispnum")
        .agg(
            originators=pl.col("ccode").n_unique().clip(upper_bound=10),
            major_in_it=pl.col("great").max().fill_null(0),
            strongest=pl.col("cinc").max().log(),
        )
    )
    land = load("mid/participants").frame.filter(pl.col("orig") == 1)
    about = land.group_by("dispnum").agg(
        territory=((pl.col("revtype1") == 1) | (pl.col("revtype2") == 1)).fill_null(False).any()
    )
    first, other = pl.col("ally_first"), pl.col("ally_other")
    ally = first | other
    measures = ("power", "democracy", "strongest")
    return (
        frame.join(one.disputes, on="dispnum", maintain_order="left")
        .join(cinc, on=["ccode", "year"], how="left", maintain_order="left")
        .join(polity, on=["ccode", "year"], how="left", maintain_order="left")
        .join(inside, on="dispnum", how="left", maintain_order="left")
        .join(about, on="dispnum", how="left", maintain_order="left")
        .with_columns(
            one=pl.lit(1.0),
            ally=ally,
            ally_both=first & other,
            neighbour_major=pl.col("neighbour") & pl.col("major"),
            ally_neighbour=ally & pl.col("neighbour"),
            # A state of no measured capability is the weakest there is, not unknown.
            power=pl.col("cinc").clip(1e-6).log(),
            democracy=pl.col("polity2"),
        )
        .with_columns(
            pl.col([name for name in FEATURES if name not in measures]).cast(pl.Float64),
            pl.col(measures).cast(pl.Float64),
        )
        .select(*_PAIR, "year", "known", "block", "y", *FEATURES, "one")
    )
