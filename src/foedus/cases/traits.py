"""What is known of a state on the eve: strength, regime, standing; as of the year before."""

from __future__ import annotations

import polars as pl

from .originators import before, majors_between

__all__ = ["LEAST", "ordered", "traits"]

LEAST = 0.001
"""Least capability, per cent of the world's: a state whose measured share is nil is not nothing."""


def ordered(states: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Originators, each case's strongest first; the lower code where two are alike.

    Parameters
    ----------
    states
        ``case, ccode`` and more.
    cases
        ``case, year``.
    """
    return (
        states.join(cases.select("case", "year"), on="case")
        .join(before("nmc/7", "cinc"), on=["ccode", "year"], how="left")
        .sort(
            "case",
            pl.col("cinc").fill_null(0.0),
            "ccode",
            descending=[False, True, False],
        )
        .select(states.columns)
    )


def traits(inside: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Measures of the states in a game.

    Parameters
    ----------
    inside
        ``case, ccode`` and more, each pair once.
    cases
        ``case, year, start``.

    Returns
    -------
    DataFrame
        The rows in their order, with ``year``; ``capability``, CINC in per cent, at least `LEAST`;
        ``floored``, whether it was less or not known; ``polyarchy``, V-Dem's index, where that is
        missing Polity's from 0 to 1, else null; ``polity_used``; ``major``, on the first day;
        ``nuclear``, whether it possessed nuclear weapons in the year before.
    """
    frame = inside.join(cases.select("case", "year"), on="case", how="left", maintain_order="left")
    measures = (
        ("nmc/7", "cinc"),
        ("democracy/years", "v2x_polyarchy"),
        ("polity/years", "polity2"),
        ("nuclear/years", "nuclear_weapons_possession"),
    )
    for table, column in measures:
        frame = frame.join(
            before(table, column), on=["ccode", "year"], how="left", maintain_order="left"
        )
    majors = majors_between(cases, key="case").with_columns(major=pl.lit(value=True))
    percent = 100.0 * pl.col("cinc").fill_null(0.0)
    index, score = pl.col("v2x_polyarchy"), pl.col("polity2")
    return (
        frame.join(majors, on=["case", "ccode"], how="left", maintain_order="left")
        .with_columns(
            capability=percent.clip(LEAST),
            floored=percent < LEAST,
            polyarchy=index.fill_null((score.cast(pl.Float64) + 10.0) / 20.0),
            polity_used=index.is_null() & score.is_not_null(),
            major=pl.col("major").fill_null(value=False),
            nuclear=(pl.col("nuclear_weapons_possession") == 1).fill_null(value=False),
        )
        .drop(column for _, column in measures)
    )
