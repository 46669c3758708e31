"""Who might come in: candidates chosen on the eve, and what is known of them then.

Serves disputes on record and crises that might have been alike: all that is asked for are cases
with a first day, and who faces whom in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus.sources.load import load

from .originators import NEAR, Start, before, majors_between, owed_before

__all__ = ["FEATURES", "Eve", "candidates", "eve_of", "featured", "members"]

FEATURES = (
    "ally", "neighbour", "major", "ally_first", "ally_other", "ally_both", "neighbour_major",
    "ally_neighbour", "originators", "major_in_it", "power", "democracy", "strongest", "territory",
)  # fmt: skip
_PAIR = ["case", "ccode"]


@dataclass(frozen=True)
class Eve:
    """Cases on the eve of their first day.

    Parameters
    ----------
    cases
        ``case, year, start, territory``: a number, its year and first day, and whether territory is
        wanted (a crisis that might have been: not known, so false).
    states
        ``case, ccode, sidea``: who faces whom; 1 for the side that moves first.
    """

    cases: pl.DataFrame
    states: pl.DataFrame


def eve_of(one: Start, participants: pl.DataFrame) -> Eve:
    """Disputes on record as cases.

    Parameters
    ----------
    one
        What `foedus.cases.originators.start` returns.
    participants
        Table ``mid/participants``; only those in a dispute from its first day are looked at.
    """
    about = (
        participants.filter(pl.col("orig") == 1)
        .group_by("dispnum")
        .agg(
            territory=((pl.col("revtype1") == 1) | (pl.col("revtype2") == 1))
            .fill_null(value=False)
            .any()
        )
    )
    cases = one.disputes.select("dispnum", "year", "start").join(
        about, on="dispnum", how="left", maintain_order="left"
    )
    return Eve(cases.rename({"dispnum": "case"}), one.states.rename({"dispnum": "case"}))


def candidates(eve: Eve) -> pl.DataFrame:
    """Outsiders by the three reasons.

    Returns
    -------
    DataFrame
        ``case, ccode``, sorted; then whether the state owes defence to one of side A
        (`ally_first`), of side B (`ally_other`), touches an originator (`neighbour`), is a major
        power (`major`).

    Notes
    -----
    Candidates are members of the state system on the first day who are not in the case then, and
    owe an originator defence the day before, or touch one (a land border or up to 24 miles of
    water in the year), or are major powers. Nobody is a candidate for having joined.
    """
    owed = owed_before(eve.cases, states=eve.states, key="case").join(
        eve.states, left_on=["case", "beneficiary"], right_on=_PAIR
    )
    sides = owed.group_by("case", ccode="obligor").agg(
        ally_first=(pl.col("sidea") == 1).any(), ally_other=(pl.col("sidea") == 0).any()
    )
    touched = load("contiguity/dyad-years").frame.filter(pl.col("conttype") <= NEAR)
    neighbours = (
        eve.states.join(eve.cases.select("case", "year"), on="case")
        .join(
            touched.select("year", ccode="state1no", other="state2no").unique(),
            on=["ccode", "year"],
        )
        .select("case", ccode="other", neighbour=pl.lit(value=True))
        .unique()
    )
    majors = majors_between(eve.cases, key="case").with_columns(major=pl.lit(value=True))
    rows = sides.join(neighbours, on=_PAIR, how="full", coalesce=True)
    return (
        rows.join(majors, on=_PAIR, how="full", coalesce=True)
        .join(eve.states, on=_PAIR, how="anti")
        .join(members(eve.cases), on=_PAIR, how="semi")
        .with_columns(
            pl.col("ally_first", "ally_other", "neighbour", "major").fill_null(value=False)
        )
        .sort(_PAIR)
    )


def members(cases: pl.DataFrame) -> pl.DataFrame:
    """Members of the state system on the first day: ``case, ccode``."""
    spans = load("cow-states/spells").frame.select("ccode", since="start", until="end")
    # By day first: many crises that might have been begin on the same one.
    days = cases.select("start").unique()
    there = days.join(spans, how="cross").filter(
        (pl.col("since") <= pl.col("start")) & (pl.col("until") >= pl.col("start"))
    )
    return cases.select("case", "start").join(there, on="start").select("case", "ccode")


def featured(eve: Eve, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of candidates with `FEATURES`.

    Parameters
    ----------
    eve
        The cases.
    rows
        What `candidates` returns, or some of its rows; other columns stay.

    Returns
    -------
    DataFrame
        The rows in their order, with ``year``, `FEATURES` as numbers and ``one``. Power and
        regime are those of the year before; what is not known is null.
    """
    cinc, polity = before("nmc/7", "cinc"), before("polity/years", "polity2")
    majors = majors_between(eve.cases, key="case").with_columns(great=pl.lit(1))
    inside = (
        eve.states.join(eve.cases.select("case", "year"), on="case")
        .join(cinc, on=["ccode", "year"], how="left")
        .join(majors, on=_PAIR, how="left")
        .group_by("case")
        .agg(
            originators=pl.col("ccode").n_unique().clip(upper_bound=10),
            major_in_it=pl.col("great").max().fill_null(0),
            strongest=pl.col("cinc").max().log(),
        )
    )
    first, other = pl.col("ally_first"), pl.col("ally_other")
    ally = first | other
    return (
        rows.join(
            eve.cases.select("case", "year", "territory"), on="case", how="left",
            maintain_order="left",
        )
        .join(cinc, on=["ccode", "year"], how="left", maintain_order="left")
        .join(polity, on=["ccode", "year"], how="left", maintain_order="left")
        .join(inside, on="case", how="left", maintain_order="left")
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
        .with_columns(pl.col(FEATURES).cast(pl.Float64))
        .drop("cinc", "polity2")
    )  # fmt: skip
