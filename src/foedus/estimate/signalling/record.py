"""The record as signalling games: who challenged whom in a year, and what came of it.

One row is a potential challenger A and a potential target B in a year, politically relevant, the
pledges as of the year before; years in which the two are in a dispute that A did not begin are left
out, those of B's challenge among them. Outcomes are read from the disputes that A began with B,
both in it from its first day, by each side's highest action (``hostlev``: 1 none, 2 threat, 3
display, 4 use of force, 5 war):

=====================  ==========================================================
not challenged ``sq``  A began no dispute with B
conceded ``cd``        B did nothing military (``hostlev`` 1)
stood firm ``sf``      B did, and A used force or fought (4, 5)
backed down ``bd``     B did, and A stayed below force (2, 3)
=====================  ==========================================================

That an answer left out is a concession, and that A's restraint is backing down, is the usual
reading of the record (Schultz 2001 reads reciprocation so) and a judgement: many seizures of boats
go unanswered without anybody conceding. ``stood="war"`` moves the last line up: A stood firm only
where it fought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from foedus.core.errors import UsageError
from foedus.estimate.reduced.samples import initiations
from foedus.panel.disputes import dispute_dyads

from .game import OUTCOMES

__all__ = ["COVARIATES", "STOOD", "Record", "Stood", "outcomes", "patterns", "record"]

Stood: TypeAlias = Literal["force", "war"]
STOOD: dict[Stood, int] = {"force": 4, "war": 5}
"""Least action by which a challenger that met resistance stood firm."""
COVARIATES = (
    "capability_share", "log_distance", "contiguous", "log_peace", "joint_democracy",
    "target_defense", "challenger_defense", "challenger_offense", "challenger_neutral",
)  # fmt: skip
"""What payoffs may hang on: A's share of the two states' capabilities, in tenths; logarithm of the
kilometres between capitals, whole; whether they touch; logarithm of one and the years since their
last dispute, those in steps; and who has an ally, as in `foedus.estimate.reduced.samples`."""
_KEY = ("ccode1", "ccode2", "year")


@dataclass(frozen=True)
class Record:
    """Games by pattern of covariates, and the pairs of states behind them.

    Attributes
    ----------
    games : DataFrame
        One row a pattern: `COVARIATES`, then how often each of the four outcomes was seen.
    pairs : sparse array (pairs, 4 * games)
        How often an (undirected) pair of states had an outcome under a pattern; outcomes of a
        pattern lie side by side. For errors that allow for what a pair's years have in common.
    rows : int
        Directed dyad-years.
    left_out : int
        Those without a value of a covariate.
    about : str
        What the rows are.
    """

    games: pl.DataFrame
    pairs: csr_array
    rows: int
    left_out: int
    about: str


def record(first: int = 1816, last: int = 2014, *, stood: Stood = "force") -> Record:
    """Read the record of a span of years.

    Parameters
    ----------
    first, last
        Years, both included.
    stood
        ``"force"`` or ``"war"``: what counts as standing firm.

    Raises
    ------
    UsageError
        If the years are not covered, or `stood` is neither.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    if stood not in STOOD:
        raise UsageError("neither 'force' nor 'war'", field="stood", value=stood)
    sample = initiations(first, last, lag=1)
    key = [pl.col(name).cast(pl.Int16) for name in _KEY]
    seen = outcomes(dispute_dyads(first, last, directed=True).frame, stood)
    rows = (
        sample.frame.with_columns(key)
        .join(seen.with_columns(key), on=_KEY, how="left", maintain_order="left")
        .with_columns(pl.col("outcome").fill_null(0), *_stepped())
    )
    whole = rows.drop_nulls(list(COVARIATES))
    games, pairs = patterns(whole)
    return Record(games, pairs, whole.height, rows.height - whole.height, sample.about)


def outcomes(disputes: pl.DataFrame, stood: Stood = "force") -> pl.DataFrame:
    """Place in `OUTCOMES` of what came of each challenge, the gravest of a year.

    Parameters
    ----------
    disputes
        Directed dispute-dyad-years: keys, ``onset``, ``sidea1``, ``orig1``, ``orig2``,
        ``hostlev1`` and ``hostlev2``.
    stood
        What counts as standing firm.

    Returns
    -------
    DataFrame
        ``ccode1, ccode2, year, outcome`` (Int8), one row a challenge-year, sorted.

    Examples
    --------
    >>> one = {"ccode1": 2, "ccode2": 200, "year": 1900, "onset": 1, "sidea1": 1, "orig1": 1,
    ...        "orig2": 1, "hostlev1": 3, "hostlev2": 1}
    >>> outcomes(pl.DataFrame([one, one | {"hostlev2": 2}]))["outcome"].to_list()
    [3]
    """
    began = disputes.filter(
        pl.all_horizontal(pl.col("onset", "sidea1", "orig1", "orig2").cast(pl.Int8) == 1)
    )
    cd, sf, bd = (OUTCOMES.index(name) for name in ("cd", "sf", "bd"))
    came = (
        pl.when(pl.col("hostlev2") <= 1)
        .then(cd)
        .when(pl.col("hostlev1") >= STOOD[stood])
        .then(sf)
        .otherwise(bd)
    )
    # Of several in a year the gravest: conceded, backed down, stood firm.
    gravity = came.replace_strict({cd: 0, bd: 1, sf: 2}, return_dtype=pl.Int8)
    return (
        began.group_by(_KEY)
        .agg(gravity.max().alias("outcome"))
        .with_columns(pl.col("outcome").replace_strict({0: cd, 1: bd, 2: sf}, return_dtype=pl.Int8))
        .sort(_KEY)
    )


def patterns(rows: pl.DataFrame) -> tuple[pl.DataFrame, csr_array]:
    """Gather rows with the same covariates into one game that is seen several times.

    Parameters
    ----------
    rows
        ``ccode1``, ``ccode2``, ``outcome`` and `COVARIATES`.

    Returns
    -------
    games, pairs
        As in `Record`.
    """
    games = (
        rows.group_by(COVARIATES)
        .agg(
            (pl.col("outcome") == k).sum().cast(pl.Float64).alias(name)
            for k, name in enumerate(OUTCOMES)
        )
        .sort(COVARIATES)
    )
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    placed = rows.select(
        *COVARIATES, pl.struct(low.alias("low"), high.alias("high")).rank("dense").alias("pair"),
        pl.col("outcome").cast(pl.Int64),
    ).join(games.select(*COVARIATES).with_row_index("game"), on=COVARIATES, how="left")  # fmt: skip
    pair = placed["pair"].to_numpy().astype(np.int64) - 1
    column = placed["game"].to_numpy().astype(np.int64) * len(OUTCOMES)
    column += placed["outcome"].to_numpy()
    shape = (int(pair.max(initial=-1)) + 1, games.height * len(OUTCOMES))
    return games, csr_array((np.ones(len(pair)), (pair, column)), shape=shape)


def _stepped() -> list[pl.Expr]:
    """Covariates in steps, so that many dyad-years share a game."""
    years = pl.col("peace_years") * 10.0
    steps = (
        pl.when(years <= 5).then(years.round())
        .when(years <= 20).then((years / 5.0).round() * 5.0)
        .otherwise(pl.min_horizontal((years / 10.0).round() * 10.0, pl.lit(60.0)))
    )  # fmt: skip
    return [
        (pl.col("capability_share") * 10.0).round() / 10.0,
        pl.col("log_distance").round(),
        (steps + 1.0).log().alias("log_peace"),
    ]
