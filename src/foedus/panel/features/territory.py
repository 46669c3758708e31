"""Transfers of territory: of a state, and from one of two to the other."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import load

_KM2 = "square kilometres"
_HOW = "Independence is one, from the state that ruled before"


def _of_states(_request: Request) -> tuple[Block, ...]:
    source = load("territory/changes")
    variables = (
        Variable("terr_gained", f"Transfers of territory to the state. {_HOW}", absent=0),
        Variable("terr_lost", f"Transfers of territory from the state. {_HOW}", absent=0),
        Variable("terr_homeland_lost", "Of these, transfers of homeland", absent=0),
        Variable("terr_area_gained", "Area gained; null: of one transfer unknown", _KM2, absent=0),
        Variable("terr_area_lost", "Area lost; null: of one transfer unknown", _KM2, absent=0),
        Variable("terr_conflict", "Military conflict went with one of these (0/1)", absent=0),
    )
    frame = transfers_of_states(source.frame)
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


def _between(_request: Request) -> tuple[Block, ...]:
    source = load("territory/changes")
    variables: list[Variable] = []
    for k, way in (("1", "second state to the first"), ("2", "first state to the second")):
        area = f"Area that goes from the {way}; null: of one transfer unknown"
        variables += [
            Variable(f"terr_gained{k}", f"Transfers of territory from the {way}", absent=0),
            Variable(f"terr_area{k}", area, _KM2, absent=0),
        ]
    about = "Military conflict went with a transfer, either way (0/1)"
    variables.append(Variable("terr_conflict", about, absent=0))
    frame = transfers_of_pairs(source.frame)
    return (Block(frame, tuple(variables), (source,), source.file.first, source.file.last),)


def transfers_of_states(changes: pl.DataFrame) -> pl.DataFrame:
    """State-years with a transfer of territory.

    Parameters
    ----------
    changes
        Rows of ``territory/changes``. A transfer from a state to itself (the Emirates' union, 1971)
        is left out.

    Returns
    -------
    DataFrame
        ``ccode, year``, sorted so and unique; what the state gained and lost.
    """
    moved = changes.filter(pl.col("gainer").ne_missing(pl.col("loser")))
    what = ("year", "area", "conflict")
    both = pl.concat(
        [
            moved.select(*what, ccode="gainer", gain=True, homeland=0),
            moved.select(*what, ccode="loser", gain=False, homeland="losetype"),
        ],
        how="vertical_relaxed",
    ).drop_nulls("ccode")
    gain, area = pl.col("gain"), pl.col("area")
    return (
        both.group_by("ccode", "year")
        .agg(
            terr_gained=gain.sum().cast(pl.Int8),
            terr_lost=(~gain).sum().cast(pl.Int8),
            terr_homeland_lost=(~gain & (pl.col("homeland") == 1)).sum().cast(pl.Int8),
            terr_area_gained=_sum(area.filter(gain)),
            terr_area_lost=_sum(area.filter(~gain)),
            terr_conflict=pl.col("conflict").max(),
        )
        .sort("ccode", "year")
    )


def transfers_of_pairs(changes: pl.DataFrame) -> pl.DataFrame:
    """Directed dyad-years with a transfer between the two; each pair in both directions.

    Parameters
    ----------
    changes
        Rows of ``territory/changes``.
    """
    moved = changes.filter(pl.col("gainer") != pl.col("loser"))
    what = ("year", "area", "conflict")
    both = pl.concat(
        [
            moved.select(*what, ccode1="gainer", ccode2="loser", first=True),
            moved.select(*what, ccode1="loser", ccode2="gainer", first=False),
        ]
    )
    first, area = pl.col("first"), pl.col("area")
    return (
        both.group_by("ccode1", "ccode2", "year")
        .agg(
            terr_gained1=first.sum().cast(pl.Int8),
            terr_area1=_sum(area.filter(first)),
            terr_gained2=(~first).sum().cast(pl.Int8),
            terr_area2=_sum(area.filter(~first)),
            terr_conflict=pl.col("conflict").max(),
        )
        .sort("ccode1", "ccode2", "year")
    )


def _sum(area: pl.Expr) -> pl.Expr:
    """Sum, 0 of nothing; null where a part is not known: a sum of the rest would be too small."""
    return pl.when(area.is_not_null().all()).then(area.sum())


FEATURES = (Feature("territory", "Transfers of territory (COW)", state=_of_states, pair=_between),)
