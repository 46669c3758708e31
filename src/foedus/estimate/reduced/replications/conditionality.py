"""Do conditions of help matter? Benson 2011: deterrent and compellent alliances, 1816-2000.

The study parts alliances by what help hangs on: deterrent ones promise it to a target of attack,
compellent ones also to a partner that begins; either may be conditional or not, and some leave
the ally a choice (probabilistic). It codes this from the texts of treaties. Ours is made from
ATOP's columns, which know less:

================================= ==========================================================
column                            a third state owes
================================= ==========================================================
target_conditional                the target defence, and no offence under the same treaty
target_unconditional              the target defence and offence under the same treaty
challenger_compellent             the challenger offence, on no condition
challenger_conditional_compellent the challenger offence, on a condition (ATOP's ``offcon``)
================================= ==========================================================

ATOP's defence is help to a partner that is attacked, so with no offence beside it help hangs on the
adversary's attack. Nothing in ATOP tells whether the ally has a choice: what the study calls
probabilistic is in the first column here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from foedus.estimate.reduced.pledges import Conditions, covered, pledge_years
from foedus.estimate.reduced.samples import CONTROLS, TREND, Sample, initiations
from foedus.panel.conditions import Kind
from foedus.panel.disputes import dispute_dyads
from foedus.panel.obligations import spells
from foedus.sources.load import load

from .beside import table
from .initiation import FORCE_LEVEL, Design, Made, beside, fitted, sizes

__all__ = ["FORCE", "INITIATION", "TYPES", "forced", "make", "report", "typed", "ways"]

TYPES: Final = (
    "target_conditional",
    "target_unconditional",
    "challenger_compellent",
    "challenger_conditional_compellent",
)
_PEACE: Final = "log_peace_years"
INITIATION = Design(
    1816,
    2000,
    TYPES,
    {
        "target_conditional": "benson-condeter",
        "target_unconditional": "benson-uncondeter",
        "challenger_compellent": "benson-uncondcompel",
        "challenger_conditional_compellent": "benson-condcompel",
    },
    1946,
)
FORCE = replace(
    INITIATION,
    published={
        "target_unconditional": "benson-force-uncondeter",
        "challenger_compellent": "benson-force-uncondcompel",
    },
)


def typed(rows: pl.DataFrame, owed: pl.DataFrame, conditions: Conditions, lag: int) -> pl.DataFrame:
    """Directed dyad-years with `TYPES`, 0 or 1.

    Parameters
    ----------
    rows
        ``ccode1`` (challenger), ``ccode2`` (target), ``year``.
    owed
        What `foedus.panel.obligations.spells` returns.
    conditions, lag
        As for `foedus.estimate.reduced.samples.initiations`.
    """
    offence, hangs = pl.col("offense") == 1, (pl.col("offcon") == 1).fill_null(value=False)
    kept: tuple[tuple[Kind, pl.Expr], ...] = (
        ("defense", ~offence), ("defense", offence), ("offense", ~hangs), ("offense", hangs),
    )  # fmt: skip
    columns: list[pl.Series] = []
    for name, (kind, which) in zip(TYPES, kept, strict=True):
        has, against = ("ccode2", "ccode1") if kind == "defense" else ("ccode1", "ccode2")
        pledges = pledge_years(kind, owed.filter(which), conditions)
        pledges = pledges.with_columns(pl.col("year") + lag)
        columns.append(covered(rows, kind, has, against, pledges).alias(name))
    return rows.with_columns(columns)


def forced(rows: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Rows with ``initiated`` only where either state went on to use force in the dispute (COW)."""
    acts = (pl.col("onset") == 1) & (pl.col("sidea1") == 1)
    acts &= (pl.col("orig1") == 1) & (pl.col("orig2") == 1)
    key = ["ccode1", "ccode2", "year"]
    used = (
        dispute_dyads(first, last, directed=True)
        .frame.filter(acts, pl.max_horizontal("hostlev1", "hostlev2") >= FORCE_LEVEL)
        .select(pl.col(name).cast(rows.schema[name]) for name in key)
        .unique()
        .with_columns(force=pl.lit(1, pl.Int8))
    )
    found = rows.join(used, on=key, how="left", maintain_order="left")
    return found.with_columns(initiated=pl.col("force").fill_null(0)).drop("force")


def make(
    how: str = "main",
    *,
    relevant: bool = True,
    originators: bool = True,
    source: str = "cow",
    conditions: Conditions = "met",
    lag: int = 0,
    trend: bool = False,
    force: bool = False,
) -> Made:
    """Make it one way.

    Parameters
    ----------
    how
        The way, in words.
    relevant, originators, source, conditions, lag
        As for `foedus.estimate.reduced.samples.initiations`.
    trend
        Whether a trend in time is a further control.
    force
        Whether only disputes count in which force was used; the years of peace then enter by
        their logarithm, since the cube runs away where events are few.

    Raises
    ------
    UsageError
        If an argument is wrong.
    FoedusError
        If pyfixest is not installed, or a fit does not converge.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    design = FORCE if force else INITIATION
    sample = initiations(
        design.first, design.last,
        relevant=relevant, originators=originators, source=source, conditions=conditions, lag=lag,
    )  # fmt: skip
    rows = typed(sample.frame, spells(load("atop/members").frame), conditions, lag)
    controls = [*CONTROLS, *([TREND] if trend else [])]
    if force:
        years = pl.col("peace_years") * 10.0  # they are in decades
        rows = forced(rows, design.first, design.last).with_columns(years.log1p().alias(_PEACE))
        controls = [name for name in controls if not name.startswith("peace_years")] + [_PEACE]
    typed_sample = Sample(rows, sample.about, sample.left_out, sample.datasets)
    return fitted(design, how, typed_sample, controls)


def ways() -> list[Made]:
    """Make it in the main way and around it: one thing changed at a time."""
    return [
        make(),
        make("unchecked conditions unmet", conditions="unmet"),
        make("pledges of the year before", lag=1),
        make("with a trend in time", trend=True),
        make("all participants", originators=False),
        make("GML disputes", source="gml"),
        make("all pairs", relevant=False),
    ]


def report() -> str:
    """Both designs beside what is published; text in Markdown."""
    violent = [
        make("force used", force=True),
        make("force used, unchecked conditions unmet", force=True, conditions="unmet"),
    ]
    parts: list[tuple[Design, Sequence[Made]]] = [(INITIATION, ways()), (FORCE, violent)]
    return "\n\n".join(f"{table(beside(d, made))}\n\n{sizes(d, made)}" for d, made in parts)
