"""Directed dyad-years for the question who begins a dispute with whom, and with which allies.

One row is a potential challenger (``ccode1``) and a potential target (``ccode2``) in a year. The
challenger initiates if a dispute between the two begins in the year with it on side A: the side
that acted first, which need not be the one that wanted change.

A row is left out where the two are in a dispute in the year and the challenger initiates none: an
old one goes on, or the other side began it, or one of the two joined it. The last two are no years
of peace, and no initiation by this challenger either.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus.core.errors import UsageError
from foedus.panel.conditions import KINDS, Kind
from foedus.panel.disputes import dispute_dyads
from foedus.panel.dyads import dyad_years
from foedus.panel.obligations import dyad_years as owed_in_years
from foedus.panel.obligations import spells
from foedus.panel.panel import Panel
from foedus.panel.states import state_years
from foedus.sources.load import load

from .pledges import Conditions, covered, pledge_years
from .similarity import levels, similarity

__all__ = ["CONTROLS", "PLEDGES", "TREND", "Sample", "initiations"]

PLEDGES = ("target_defense", "challenger_defense", "challenger_offense", "challenger_neutral")
CONTROLS = (
    "capability_share", "joint_democracy", "contiguous", "log_distance",
    "similarity", "peace_years", "peace_years_2", "peace_years_3",
)  # fmt: skip
TREND = "decades"
_LAST = {"cow": 2014, "gml": 2010}
_DEMOCRACY = 6  # on the scale of Polity, -10 to 10
_DATASETS = ("cow-states", "mid", "atop", "nmc", "polity", "contiguity")


@dataclass(frozen=True)
class Sample:
    """Rows for a regression, and what they are. Immutable.

    Parameters
    ----------
    frame
        ``ccode1, ccode2, year, initiated``, then `PLEDGES`, `CONTROLS` and `TREND` (decades since
        1816). Sorted by the first three. Nulls where a control is not known.
    about
        What was kept, in words.
    left_out
        Rows left out because the two were in a dispute and none began that counts.
    datasets
        Data sets that the columns come from.
    """

    frame: pl.DataFrame
    about: str
    left_out: int
    datasets: tuple[str, ...]


def initiations(
    first: int,
    last: int,
    *,
    relevant: bool = True,
    originators: bool = True,
    source: str = "cow",
    conditions: Conditions = "met",
    lag: int = 0,
) -> Sample:
    """Directed dyad-years with who initiated, who had which ally, and controls.

    Parameters
    ----------
    first, last
        Years, both included.
    relevant
        Whether only politically relevant pairs are kept: neighbours, or with a major power.
    originators
        Whether only disputes count in which both states took part from their first day. Otherwise
        a joiner of side A "initiates" against all who are on side B when it joins.
    source
        Disputes: ``"cow"`` (MID 5.0) or ``"gml"``.
    conditions
        How conditions of pledges that cannot be checked are taken.
    lag
        Years by which the pledges are older: with 1, what was owed in the year before, which no
        dispute of the year can have brought about.

    Raises
    ------
    UsageError
        If there is no such source, or the years are wrong or not covered.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    if source not in ("cow", "gml"):
        raise UsageError("no such set of disputes", value=source, fix="choose cow or gml")
    if last > _LAST[source]:
        raise UsageError(
            f"{source.upper()} disputes end in {_LAST[source]}", field="last", value=last
        )
    peace = "peace-years" if source == "cow" else "peace-years:of=gml-disputes"
    panel = dyad_years(first, last, directed=True, relevant=relevant).add(
        "capabilities", "regime", "contiguity", "distance", peace
    )
    frame = _with_disputes(panel, source, originators=originators)
    count = "cowmid_peace_years" if source == "cow" else "gmlmid_peace_years"
    frame = frame.with_columns(*_controls(count))
    bound = spells(load("atop/members").frame)
    system = state_years(first, last).frame
    alike = similarity(frame, system, levels(owed_in_years(bound)))
    later = pl.col("year") + lag
    owed = {kind: pledge_years(kind, bound, conditions).with_columns(later) for kind in KINDS}
    sides: list[tuple[str, Kind, str, str]] = [("target_defense", "defense", "ccode2", "ccode1")]
    sides += [(f"challenger_{kind}", kind, "ccode1", "ccode2") for kind in KINDS]
    frame = frame.with_columns(
        alike,
        *(
            covered(frame, kind, has, against, owed[kind]).alias(name)
            for name, kind, has, against in sides
        ),
    )
    idle = (pl.col("ongoing") == 1) & (pl.col("initiated") == 0)
    kept = frame.filter(~idle).select(
        "ccode1", "ccode2", "year", "initiated", *PLEDGES, *CONTROLS, TREND
    )
    about = (
        f"{'politically relevant ' if relevant else ''}directed dyad-years {first}-{last}; "
        f"{'originators' if originators else 'all participants'} of {source.upper()} disputes"
    )
    sets = tuple(name if name != "mid" or source == "cow" else "gml" for name in _DATASETS)
    return Sample(kept, about, frame.height - kept.height, (*sets, "distance"))


def _with_disputes(panel: Panel, source: str, *, originators: bool) -> pl.DataFrame:
    """Rows with ``initiated`` and ``ongoing``; every dispute counts, not one a year."""
    first, last = panel.index.span
    begun = dispute_dyads(first, last, directed=True, source=source).frame
    acts = (pl.col("onset") == 1) & (pl.col("sidea1") == 1)
    if originators:
        acts &= (pl.col("orig1") == 1) & (pl.col("orig2") == 1)
    key = ["ccode1", "ccode2", "year"]
    found = begun.group_by(key).agg(initiated=acts.any().cast(pl.Int8), ongoing=pl.lit(1, pl.Int8))
    return panel.frame.join(
        found.with_columns(pl.col(n).cast(panel.frame.schema[n]) for n in key),
        on=key,
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("initiated", "ongoing").fill_null(0))


def _controls(peace: str) -> list[pl.Expr]:
    both = pl.col("cinc1") + pl.col("cinc2")
    free = (pl.col("polity21") >= _DEMOCRACY) & (pl.col("polity22") >= _DEMOCRACY)
    # Decades, so that the cube does not dwarf the other columns.
    decades = pl.col(peace).cast(pl.Float64) / 10.0
    return [
        pl.when(both > 0).then(pl.col("cinc1") / both).alias("capability_share"),
        free.cast(pl.Int8).alias("joint_democracy"),
        ((pl.col("conttype") > 0) & (pl.col("conttype") <= 4)).cast(pl.Int8).alias("contiguous"),
        (pl.col("capdist").cast(pl.Float64) + 1.0).log().alias("log_distance"),
        decades.alias("peace_years"),
        (decades**2).alias("peace_years_2"),
        (decades**3).alias("peace_years_3"),
        ((pl.col("year").cast(pl.Float64) - 1816.0) / 10.0).alias(TREND),
    ]
