"""Ledgers made up for the brief on alliances: real disputes and pledges, chances as one likes."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from foedus.brief.alliances.material import Material
from foedus.brief.alliances.record import bound
from foedus.ledger.columns import LEVELS, OUTCOMES, label_column
from foedus.ledger.ledger import Ledger, read_ledger
from foedus.ledger.summary.labels import labels
from foedus.ledger.verdicts import verdicts

DRAWS = 10
WITHOUT = 0.2
"""Chance of any war without pacts, in every made-up dispute; of great-power war a half of it."""
PLACEBOS = ("permuted", "future")


def some_rows(shipped: Ledger, each: int = 40) -> pl.DataFrame:
    """A few disputes of every kind, those of the historians among them."""
    rows = shipped.rows
    apart = list(bound(rows))
    coded = [one.dispnum for one in verdicts()]
    solved = rows.filter(pl.col("status") == "solved")
    parts = [
        solved.filter(pl.col("dispnum").is_in(apart)).head(each),
        solved.filter(pl.col("pledged") & ~pl.col("dispnum").is_in(apart)).head(each),
        solved.filter(~pl.col("pledged")).head(each // 2),
        solved.filter(pl.col("dispnum").is_in(coded)),
        solved.filter("world_war").head(6),
    ]
    return pl.concat(parts).unique("dispnum").sort("dispnum")


@functools.cache
def material(
    bound_: float, third: float, *, placebo: float = 0.0, great: float = 0.5, each: int = 40
) -> Material:
    """A ledger in which pacts between opponents, and of third parties, do as told.

    Parameters
    ----------
    bound_, third
        What they add to the chance of any war where the opponents are bound, and where third
        parties alone are.
    placebo
        Share of disputes with pacts that placebos move by as much.
    great
        What they add to the chance of great-power war, as a share of that.
    each
        Disputes of each kind.
    """
    shipped = read_ledger()
    rows = some_rows(shipped, each)
    apart = bound(rows)
    effect = np.array(
        [
            (bound_ if number in apart else third) if pledged else 0.0
            for number, pledged in rows.select("dispnum", "pledged").iter_rows()
        ]
    )
    chances = {"any_war": (WITHOUT, effect), "great_power_war": (WITHOUT / 2, great * effect)}
    moved = _moved(rows, chances)
    tables = dict(shipped.tables)
    numbers = rows["dispnum"].to_list()
    tables["rows"] = moved
    tables["effects"] = _effects(numbers, chances)
    tables["quiet"] = None
    tables["prior"] = None
    tables["treaties"] = _kept(shipped, "treaties", moved)
    tables["variants"] = _kept(shipped, "variants", moved)
    tables["placebos"] = _placebos(moved, placebo)
    tables["accounting"] = _accounting(moved)
    sheets = {name: name for name in PLACEBOS}
    parts = shipped.manifest["parts"] | {
        "placebos": shipped.manifest["parts"]["placebos"] | {"sheets": sheets}
    }
    held = Ledger({**shipped.manifest, "parts": parts}, tables, shipped.folder)
    return Material(held, held.summary().data)


def _moved(rows: pl.DataFrame, chances: Mapping[str, tuple[float, Any]]) -> pl.DataFrame:
    pledged = rows["pledged"].to_numpy().astype(bool)
    columns: dict[str, Any] = {}
    for name, (without, effect) in chances.items():
        columns |= {
            name: without + effect,
            f"{name}_without": np.full(effect.shape, without),
            f"{name}_difference": effect,
            f"{name}_low": effect,
            f"{name}_high": effect,
        }
        for level in LEVELS:
            found = labels(np.repeat(effect[:, None], DRAWS, axis=1), pledged, level)
            columns[label_column("escalation", name, level)] = found
    types = {name: rows.schema[name] for name in columns}
    return rows.with_columns(
        pl.Series(name, values).cast(types[name]) for name, values in columns.items()
    )


def _effects(numbers: list[int], chances: Mapping[str, tuple[float, Any]]) -> pl.DataFrame:
    rows = [
        {
            "dispnum": number,
            "draw": draw,
            "outcome": name,
            "with": without + float(effect[i]),
            "without": without,
        }
        for i, number in enumerate(numbers)
        for draw in range(DRAWS)
        for name, (without, effect) in chances.items()
    ]
    schema = {"dispnum": pl.Int32, "draw": pl.Int16, "outcome": pl.String,
              "with": pl.Float32, "without": pl.Float32}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _pair() -> list[str]:
    return [column for name in OUTCOMES for column in (name, f"{name}_without")]


def _kept(shipped: Ledger, table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The shipped table with every chance that of the made-up row: one sheet like another."""
    found = shipped.tables[table]
    assert found is not None
    return (
        found.drop(_pair())
        .join(rows.select("dispnum", *_pair()), on="dispnum", how="inner")
        .select(found.columns)
    )


def _placebos(rows: pl.DataFrame, share: float) -> pl.DataFrame:
    pledged = rows.filter("pledged")["dispnum"].to_list()
    kept = set(pledged[: round(share * len(pledged))])
    frames = [
        rows.select(
            pl.lit(name).alias("placebo"),
            "dispnum",
            "n_obligations",
            *(
                pl.when(
                    pl.col("dispnum").is_in(kept) if name == PLACEBOS[0] else pl.lit(value=False)
                )
                .then(pl.col(f"{outcome}_without") + 0.05)
                .otherwise(pl.col(f"{outcome}_without"))
                .alias(outcome)
                for outcome in OUTCOMES
            ),
            *(f"{outcome}_without" for outcome in OUTCOMES),
        )
        for name in PLACEBOS
    ]
    order = ["placebo", "dispnum", "n_obligations", *_pair()]
    return pl.concat(frames).select(order)


def _accounting(rows: pl.DataFrame) -> pl.DataFrame:
    """All of an effect is deterrence where it lowers, entrapment where it raises."""
    out = []
    for number, effect in (
        rows.filter("pledged").select("dispnum", "any_war_difference").iter_rows()
    ):
        for group in ("entrapment", "emboldenment", "deterrence", "others", "mechanics"):
            carries = "deterrence" if effect < 0 else "entrapment"
            share = effect if group == carries else 0.0
            out.append(
                {"dispnum": number, "treaty": "atop-1", "outcome": "any_war", "group": group,
                 "share": share, "first": share, "last": share, "separable": True}
            )  # fmt: skip
    return pl.DataFrame(out)


def partial(one: Material) -> Material:
    """The same, as a ledger that holds part of the record."""
    told = one.told | {"ledger": one.told["ledger"] | {"partial": True}}
    return replace(one, told=told)
