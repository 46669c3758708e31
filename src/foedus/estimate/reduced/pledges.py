"""Who has an ally for a dispute with whom: pledges by kind that hold against a given adversary.

A state is covered against an adversary if a third state owes it the pledge. Conditions that a table
cannot check (`foedus.panel.conditions`) are taken as met, or the pledge is left out, and what
follows is worth as much as both agree.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import polars as pl

from foedus.core.errors import UsageError
from foedus.panel.conditions import KINDS, Kind, named, narrow, unchecked
from foedus.panel.obligations import spells
from foedus.sources.load import load

__all__ = [
    "CONDITIONS",
    "Conditions",
    "adversaries",
    "covered",
    "pledge_years",
]

Conditions: TypeAlias = Literal["met", "unmet"]
CONDITIONS: tuple[Conditions, ...] = ("met", "unmet")


def pledge_years(
    kind: Kind, owed: pl.DataFrame | None = None, conditions: Conditions = "met"
) -> pl.DataFrame:
    """One row a pledge and year in which it was owed on any day.

    Parameters
    ----------
    kind
        Kind of pledge.
    owed
        What `foedus.panel.obligations.spells` returns; default: made from ATOP's members.
    conditions
        How conditions that cannot be checked are taken; ``"unmet"`` leaves the pledge out.

    Returns
    -------
    DataFrame
        ``obligor, beneficiary, year, against``, sorted and unique; ``against`` is the adversary
        that the pledge names, null where it holds against anyone.

    Raises
    ------
    UsageError
        If there is no such kind, or conditions are neither.
    foedus.sources.getting.fetch.DataMissing
        If ATOP's member file is needed and not there.
    """
    if kind not in KINDS:
        raise UsageError("no such pledge here", value=kind, fix=f"choose {', '.join(KINDS)}")
    if conditions not in CONDITIONS:
        raise UsageError("neither 'met' nor 'unmet'", field="conditions", value=conditions)
    frame = spells(load("atop/members").frame) if owed is None else owed
    years = pl.int_ranges(
        pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16
    ).alias("year")
    held = frame.filter(pl.col(kind) == 1)
    if conditions == "unmet":
        held = held.filter(~unchecked(kind))
    return (
        held.select("obligor", "beneficiary", years, against=adversaries(kind))
        .explode("against")
        .explode("year")
        .unique()
        .sort("obligor", "beneficiary", "year", "against", nulls_last=False)
    )


def adversaries(kind: Kind) -> pl.Expr:
    """States that a pledge names as those it holds against; a list with one null for anyone."""
    return pl.when(narrow(kind)).then(named()).otherwise(pl.lit([None], pl.List(pl.Int16)))


def covered(
    rows: pl.DataFrame, kind: Kind, beneficiary: str, adversary: str, pledges: pl.DataFrame
) -> pl.Series:
    """Whether a third state owes the beneficiary a pledge that holds against the adversary.

    Parameters
    ----------
    rows
        Dyad-years: two columns of codes, and ``year``.
    kind
        Kind of pledge, for the name of the result.
    beneficiary, adversary
        Names of the two columns.
    pledges
        What `pledge_years` returns for the kind.

    Returns
    -------
    Series
        Int8, 0 or 1, in the order of the rows.

    Examples
    --------
    >>> owed = pl.DataFrame({"obligor": [3], "beneficiary": [2], "year": [1900], "against": [None]},
    ...                     schema_overrides={"against": pl.Int16})
    >>> pairs = pl.DataFrame({"ccode1": [1, 3, 1], "ccode2": [2, 2, 3], "year": [1900] * 3})
    >>> covered(pairs, "defense", "ccode2", "ccode1", owed).to_list()
    [1, 0, 0]
    """
    open_ = pledges.filter(pl.col("against").is_null())
    many = open_.group_by("beneficiary", "year").agg(owing=pl.col("obligor").n_unique())
    own = open_.select("obligor", "beneficiary", "year", own=pl.lit(1, pl.UInt32)).unique()
    narrow = (
        pledges.filter(pl.col("against").is_not_null(), pl.col("against") != pl.col("obligor"))
        .select("beneficiary", "against", "year", named=pl.lit(value=True))
        .unique()
    )
    keys = rows.select(
        beneficiary=pl.col(beneficiary).cast(pl.Int16),
        adversary=pl.col(adversary).cast(pl.Int16),
        year=pl.col("year").cast(pl.Int16),
    )
    found = (
        keys.join(_as_codes(many), on=["beneficiary", "year"], how="left", maintain_order="left")
        .join(
            _as_codes(own),
            left_on=["adversary", "beneficiary", "year"],
            right_on=["obligor", "beneficiary", "year"],
            how="left",
            maintain_order="left",
        )
        .join(
            _as_codes(narrow),
            left_on=["beneficiary", "adversary", "year"],
            right_on=["beneficiary", "against", "year"],
            how="left",
            maintain_order="left",
        )
    )
    # The adversary's own pledge does not count: one who attacks does not help, nor stand aside.
    others = pl.col("owing").fill_null(0) > pl.col("own").fill_null(0)
    flag = (others | pl.col("named").fill_null(value=False)).cast(pl.Int8)
    return found.select(flag.alias(kind)).to_series()


def _as_codes(frame: pl.DataFrame) -> pl.DataFrame:
    names = ("obligor", "beneficiary", "against", "year")
    return frame.with_columns(pl.col(n).cast(pl.Int16) for n in names if n in frame.columns)
