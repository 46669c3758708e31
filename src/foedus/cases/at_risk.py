"""Pairs and years in which a dispute could begin: those in which one did, and the others."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core.errors import UsageError
from foedus.panel.disputes import pairs_of
from foedus.panel.dyads import dyad_years
from foedus.panel.spells import years_since
from foedus.sources.load import load

from .camps import rival_spells
from .originators import NEAR, start
from .stage import Record, record, staged

__all__ = ["CONTROLS", "at_risk", "onset_rows", "sampled_dyad_years"]

CONTROLS = ("land", "near", "major_one", "major_both", "rival", "peace", "peace2", "peace3")
"""Known on the eve, the same for both directions of a pair: a land border; at most 24 miles of
water; one or both major powers; strategic rivals; decades since the last dispute of the two, with
square and cube."""
FIRST, LAST = 1816, 2014
_KEY = ["ccode1", "ccode2", "year"]
_CODES = 10_000
_CAMPS = ("challenger", "target")


def at_risk() -> tuple[pl.DataFrame, str]:
    """Politically relevant pairs by year, not yet in a dispute.

    Returns
    -------
    DataFrame, str
        ``ccode1, ccode2, year``, the lower code first; what the panel adds of disputes, contiguity,
        major powers and years of peace; ``y``, 1 where a dispute began in the year in which the two
        were on opposite sides from its first day. And how many onsets lay between pairs that are
        not relevant.

    Notes
    -----
    Joining is no onset. Years in which a dispute of an earlier year went on, and none began, are
    not at risk.
    """
    began = start().pairs.select(_KEY).unique().with_columns(y=pl.lit(1, pl.Int8))
    panel = dyad_years(FIRST, LAST, relevant=True).add(
        "disputes", "contiguity", "majors", "peace-years"
    )
    rows = panel.frame.join(began, on=_KEY, how="left", maintain_order="left").with_columns(
        pl.col("y").fill_null(0)
    )
    covered = int(rows["y"].sum())
    share = covered / began.height
    note = f"{covered} of {began.height} onsets lay between relevant pairs ({100 * share:.1f} %)"
    going_on = (pl.col("cowmidongoing") == 1) & (pl.col("cowmidonset") == 0) & (pl.col("y") == 0)
    return rows.filter(~going_on), note


def sampled_dyad_years(n: int, seed: int) -> pl.DataFrame:
    """Draw directed dyad-years at risk in which no dispute began.

    Parameters
    ----------
    n
        How many.
    seed
        Of the draw; the same seed gives the same rows on any machine.

    Returns
    -------
    DataFrame
        ``ccode1, ccode2, year``, sorted; ``weight``, the inverse of the chance of being drawn; then
        `CONTROLS`.

    Notes
    -----
    Either direction of a row of `at_risk` is a row to draw from. Strata are decades, each with the
    same number of draws, as far as it has rows: early decades have few pairs, and a model that is
    fitted to them needs some. Drawn without replacement by a Philox generator keyed by seed and
    decade.

    Raises
    ------
    UsageError
        If `n` is below 1, or above the number of rows there are.
    """
    frame = _quiet(record())
    if not 1 <= n <= frame.height:
        raise UsageError("how many dyad-years to draw", value=n, fix=f"give 1 to {frame.height}")
    decade = (frame["year"] // 10 * 10).to_numpy()
    decades, sizes = np.unique(decade, return_counts=True)
    drawn: list[npt.NDArray[np.int64]] = []
    weights: list[npt.NDArray[np.float64]] = []
    for which, size, many in zip(decades, sizes, _shares(n, sizes), strict=True):
        if not many:
            continue
        rows = np.flatnonzero(decade == which)
        generator = np.random.Generator(np.random.Philox(key=[seed, int(which)]))
        drawn.append(rows[generator.permutation(size)[:many]])
        weights.append(np.full(many, size / many))
    order = np.concatenate(drawn)
    picked = frame[order].with_columns(weight=pl.Series(np.concatenate(weights)))
    return _controlled(picked.select(*_KEY, "weight").sort(_KEY))


def _shares(n: int, sizes: npt.NDArray[np.int64]) -> list[int]:
    """As even as the strata allow; what is left over goes to the largest.

    >>> _shares(10, np.array([2, 8, 9]))
    [2, 4, 4]
    """
    many = [0] * len(sizes)
    order = sorted(range(len(sizes)), key=lambda i: int(sizes[i]))
    for left, i in zip(range(len(order), 0, -1), order, strict=True):
        many[i] = min(int(sizes[i]), (n - sum(many)) // left)
    return many


def onset_rows() -> pl.DataFrame:
    """Give the onset of each dispute that makes a game, as a directed pair.

    Returns
    -------
    DataFrame
        ``ccode1``, the challenger's strongest originator; ``ccode2``, the target's; ``year,
        dispnum``, by dispute; ``at_risk``, whether the pair and year is a row of `at_risk`
        (relevant to each other, or not yet in a dispute), so that a sample of rows stands for
        others like it; then `CONTROLS`.
    """
    return _controlled(_onsets(record()))


@functools.lru_cache(maxsize=2)
def _onsets(sources: Record) -> pl.DataFrame:
    stage = staged(sources)
    heads = stage.states.group_by("case", "camp", maintain_order=True).agg(pl.col("ccode").first())
    side = {camp: heads.filter(pl.col("camp") == camp).drop("camp") for camp in _CAMPS}
    rows = (
        side["challenger"]
        .join(side["target"].rename({"ccode": "other"}), on="case")
        .join(stage.cases.select("case", "year"), on="case")
        .sort("case")
        .select(ccode1="ccode", ccode2="other", year="year", dispnum="case")
    )
    known = _risk(sources).select(*_KEY, at_risk=pl.lit(value=True))
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    marked = rows.with_columns(low=low, high=high).join(
        known,
        left_on=["low", "high", "year"],
        right_on=_KEY,
        how="left",
        maintain_order="left",
    )
    return marked.select(*rows.columns, pl.col("at_risk").fill_null(value=False))


@functools.lru_cache(maxsize=2)
def _risk(_sources: Record) -> pl.DataFrame:
    """Rows at risk, made once for the tables they were made from."""
    return at_risk()[0].select(*_KEY, "y")


@functools.lru_cache(maxsize=2)
def _quiet(sources: Record) -> pl.DataFrame:
    """Both directions of the rows in which no dispute began, sorted."""
    there = _risk(sources).filter(pl.col("y") == 0).select(_KEY)
    back = there.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(_KEY)
    return pl.concat([there, back]).sort(_KEY)


def _controlled(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `CONTROLS`, in their order."""
    touched = load("contiguity/dyad-years").frame.select(
        "year", "conttype", ccode1="state1no", ccode2="state2no"
    )
    border = touched.group_by(_KEY).agg(pl.col("conttype").min())
    numbered = rows.select(_KEY).with_row_index("row")
    rivals = (
        numbered.join(rival_spells(), left_on=["ccode1", "ccode2"], right_on=["ccode", "other"])
        .filter(pl.col("year").is_between(pl.col("styear"), pl.col("endyear")))
        .select("row", rival=pl.lit(1.0))
        .unique()
    )
    spans = load("cow-states/majors").frame.select("ccode", "styear", "endyear")
    years = spans.select(
        "ccode", year=pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int16)
    )
    great = years.explode("year").unique().with_columns(great=pl.lit(1.0))
    frame = numbered.join(border, on=_KEY, how="left", maintain_order="left")
    for k in "12":
        frame = frame.join(
            great.rename({"ccode": f"ccode{k}", "great": f"great{k}"}),
            on=[f"ccode{k}", "year"],
            how="left",
            maintain_order="left",
        )
    frame = frame.join(rivals, on="row", how="left", maintain_order="left")
    majors = pl.col("great1").fill_null(0.0) + pl.col("great2").fill_null(0.0)
    peace = pl.Series(_peace(rows) / 10.0)
    made = frame.select(
        land=(pl.col("conttype") == 1).fill_null(value=False).cast(pl.Float64),
        near=pl.col("conttype").is_between(2, NEAR).fill_null(value=False).cast(pl.Float64),
        major_one=(majors == 1).cast(pl.Float64),
        major_both=(majors == 2).cast(pl.Float64),
        rival=pl.col("rival").fill_null(0.0),
        peace=peace,
        peace2=peace**2,
        peace3=peace**3,
    )
    return rows.hstack(made)


def _peace(rows: pl.DataFrame) -> npt.NDArray[np.float64]:
    """Years since the last dispute of the two, as the panel's `peace-years` counts them."""
    dyads = pairs_of("cow")[0].filter(pl.col("ccode1") < pl.col("ccode2"))
    states = load("cow-states/spells").frame.group_by("ccode").agg(pl.col("styear").min())
    entry = np.full(_CODES, FIRST, dtype=np.int64)
    entry[states["ccode"].to_numpy()] = np.maximum(states["styear"].to_numpy(), FIRST)
    one, other = (rows[name].to_numpy().astype(np.int64) for name in _KEY[:2])
    codes = np.minimum(one, other) * _CODES + np.maximum(one, other)
    return years_since(
        codes,
        rows["year"].to_numpy().astype(np.int64),
        dyads["ccode1"].to_numpy().astype(np.int64) * _CODES + dyads["ccode2"].to_numpy(),
        dyads["year"].to_numpy().astype(np.int64),
        np.maximum(entry[one], entry[other]),
    ).astype(np.float64)
