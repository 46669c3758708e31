"""How far everybody is from where it happens, and whose forces can meet."""

from __future__ import annotations

import polars as pl

from foedus.sources.distance import capital_distance
from foedus.sources.load import load

from .originators import NEAR

__all__ = ["apart", "near", "outsiders_away", "principals_apart"]


def near() -> pl.DataFrame:
    """Pairs by year with a land border or at most 24 miles of water, both ways.

    Returns
    -------
    DataFrame
        ``ccode, other, year, near`` (true), each once.
    """
    rows = load("contiguity/dyad-years").frame.filter(pl.col("conttype") <= NEAR)
    return rows.select("year", ccode="state1no", other="state2no", near=pl.lit(value=True)).unique()


def apart(pairs: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Pairs of states, with whether they touch and how far their capitals are apart.

    Parameters
    ----------
    pairs
        ``case, ccode, other`` and more.
    cases
        ``case, year, start``.

    Returns
    -------
    DataFrame
        The rows in their order, with ``near`` and ``km``; null where a capital is not on record.
    """
    frame = (
        pairs.join(cases.select("case", "year", "start"), on="case", maintain_order="left")
        .join(near(), on=["ccode", "other", "year"], how="left", maintain_order="left")
        .with_columns(pl.col("near").fill_null(value=False))
    )
    km = capital_distance(
        load("distance/capitals").frame,
        frame["ccode"].to_numpy(),
        frame["other"].to_numpy(),
        frame["start"].to_numpy().astype("datetime64[D]"),
    )
    return frame.select(*pairs.columns, "near", km=pl.Series(km, dtype=pl.Float64).fill_nan(None))


def principals_apart(inside: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Distance of the challenger from the target.

    Parameters
    ----------
    inside
        ``case, ccode, camp, principal`` (true for originators).
    cases
        ``case, year, start``.

    Returns
    -------
    DataFrame
        ``case, near, km``: 0 where any two of them touch, else between the capitals nearest to each
        other; null where no capitals are known.
    """
    heads = inside.filter(pl.col("principal"))
    side = {
        camp: heads.filter(pl.col("camp") == camp).select("case", "ccode")
        for camp in ("challenger", "target")
    }
    pairs = side["challenger"].join(side["target"].rename({"ccode": "other"}), on="case")
    return (
        apart(pairs, cases)
        .group_by("case")
        .agg(pl.col("near").any(), pl.col("km").min())
        .with_columns(km=pl.when(pl.col("near")).then(0.0).otherwise("km"))
    )


def outsiders_away(inside: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Distance of candidates from the target.

    Returns
    -------
    DataFrame
        ``case, ccode, km``: 0 where the state touches an originator of either side, else from its
        capital to that of the target's strongest originator, which is the first of `inside`; null
        where one is not on record.
    """
    heads = inside.filter(pl.col("principal"))
    outside = inside.filter(~pl.col("principal")).select("case", "ccode")
    target = (
        heads.filter(pl.col("camp") == "target")
        .group_by("case", maintain_order=True)
        .agg(other=pl.col("ccode").first(), head=pl.lit(value=True))
    )
    pairs = outside.join(heads.select("case", other="ccode"), on="case").join(
        target, on=["case", "other"], how="left"
    )
    return (
        apart(pairs, cases)
        .group_by("case", "ccode")
        .agg(pl.col("near").any(), km=pl.col("km").filter(pl.col("head")).first())
        .select("case", "ccode", km=pl.when(pl.col("near")).then(0.0).otherwise("km"))
    )
