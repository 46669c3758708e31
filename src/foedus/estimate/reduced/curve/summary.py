"""What a curve says: how often which sign, how clearly, how far apart; and which choice moves it.

Shares over specifications are not probabilities: the models are made from the same disputes, and
which choices stand in the grid was decided by us. They say how much a reader's answer depends on
choices that could be defended, and nothing about what is true. A joint test of all specifications,
as Simonsohn, Simmons and Nelson (2020) propose, would need the outcome to be drawn anew hundreds of
times; it is not made.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from .choices import BLOCKS, CHOICES, NONE

__all__ = ["failures", "movers", "summaries"]

_OF: Final = ("stage", "pledge")
_NORMAL_95: Final = 1.959963984540054


def summaries(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a stage and pledge.

    Parameters
    ----------
    frame
        That of a curve.

    Returns
    -------
    DataFrame
        ``stage, pledge, made, failed``: how many specifications were fitted, and not. Of those
        fitted: ``negative, positive`` (shares), ``clear_negative, clear_positive`` (shares whose
        interval by the greater error leaves zero out), ``cluster_negative, cluster_positive`` (the
        same by the clustered error alone, as is usual in the field), ``median, q25, q75, lowest,
        highest`` (coefficient), ``better`` (share whose log loss is below that of the base rate in
        the sample by 1 per cent or more).
    """
    coef, half = pl.col("coef"), _NORMAL_95 * pl.col("se_cluster")
    fitted = pl.col("failed").is_null()
    shares = {
        "negative": coef < 0.0,
        "positive": coef > 0.0,
        "clear_negative": pl.col("high") < 0.0,
        "clear_positive": pl.col("low") > 0.0,
        "cluster_negative": coef + half < 0.0,
        "cluster_positive": coef - half > 0.0,
        "better": pl.col("loss") < 0.99 * pl.col("base_loss"),
    }
    quantiles = {"median": 0.5, "q25": 0.25, "q75": 0.75, "lowest": 0.0, "highest": 1.0}
    return frame.group_by(_OF, maintain_order=True).agg(
        fitted.sum().alias("made"),
        (~fitted).sum().alias("failed"),
        *(what.filter(fitted).mean().alias(name) for name, what in shares.items()),
        *(coef.quantile(q, "linear").alias(name) for name, q in quantiles.items()),
    )


def failures(frame: pl.DataFrame) -> pl.DataFrame:
    """Why specifications were not fitted: ``stage, failed, specifications``, the most first."""
    return (
        frame.filter(pl.col("failed").is_not_null())
        .group_by("stage", "failed")
        .agg(specifications=pl.len())
        .sort("stage", "specifications", "failed", descending=[True, True, False])
    )


def movers(frame: pl.DataFrame) -> pl.DataFrame:
    """How much each choice moves the coefficient of each pledge.

    Parameters
    ----------
    frame
        That of a curve.

    Returns
    -------
    DataFrame
        ``stage, pledge, choice, options, explained, shift, sets``; the greatest shift first within
        a pledge. ``choice`` is one of `CHOICES`, or ``"+name"`` for a block of controls that is in
        or out. ``explained`` is the share of the variance of the coefficient between its options,
        one way: where the grid does not cross it with all others, as with pairs, part of that is
        theirs. ``shift`` is free of this: specifications that differ in this choice alone are set
        beside each other, and it is the mean distance between the greatest and the smallest
        coefficient, over ``sets`` of them. Choices with one option are left out.
    """
    fitted = frame.filter(pl.col("failed").is_null())
    parts: list[pl.DataFrame] = []
    for keys, rows in fitted.group_by(_OF, maintain_order=True):
        stage, pledge = str(keys[0]), str(keys[1])
        found = [_mover(rows, choice, list(CHOICES)) for choice in CHOICES]
        found += [_block(rows, name) for name in _blocks(stage)]
        named = pl.concat(found).with_columns(stage=pl.lit(stage), pledge=pl.lit(pledge))
        parts.append(named.sort("shift", "choice", descending=[True, False], nulls_last=True))
    columns = [*_OF, "choice", "options", "explained", "shift", "sets"]
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(columns[:3], pl.String))
    return pl.concat(parts).filter(pl.col("options") > 1).select(columns)


def _blocks(stage: str) -> tuple[str, ...]:
    known: dict[str, tuple[str, ...]] = {name: tuple(BLOCKS[name]) for name in BLOCKS}
    return known[stage]


def _mover(rows: pl.DataFrame, choice: str, keys: list[str]) -> pl.DataFrame:
    others = [name for name in keys if name != choice]
    sets = (
        rows.group_by(others)
        .agg(n=pl.len(), span=pl.col("coef").max() - pl.col("coef").min())
        .filter(pl.col("n") > 1)
    )
    total = float(rows["coef"].to_numpy().var())
    means = rows.select(pl.col("coef").mean().over(choice))["coef"]
    between = float(means.to_numpy().var())
    return pl.DataFrame(
        {
            "choice": [choice],
            "options": [rows[choice].n_unique()],
            "explained": [between / total if total > 0.0 else None],
            # Sorted: a mean must not hang on the order in which groups come back.
            "shift": [sets["span"].sort().mean()],
            "sets": [sets.height],
        },
        schema_overrides={"explained": pl.Float64, "shift": pl.Float64, "sets": pl.Int64},
    )


def _block(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """A block of controls as a choice of its own: in or out, the others the same."""
    blocks = pl.col("controls").replace(NONE, "").str.split("+")
    split = rows.with_columns(
        blocks.list.contains(name).cast(pl.String).alias(f"+{name}"),
        controls=blocks.list.set_difference(pl.lit([name])).list.sort().list.join("+"),
    )
    return _mover(split, f"+{name}", [*CHOICES, f"+{name}"])
