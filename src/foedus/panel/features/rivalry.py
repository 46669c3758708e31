"""Rivalries, from four lists: each ends in its own year, and nothing is known after it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import Source, load
from foedus.sources.rivalries import KINDS

_KEY = ("ccode1", "ccode2", "year")
_WORDS = {
    "positional": "over rank",
    "spatial": "over territory",
    "ideological": "over beliefs",
    "interventionary": "over a hand in each other's affairs",
    "principal": "each the other's main rival",
    "aprin": "one the other's main rival, not so back",
}


def _years(spells: pl.DataFrame, flags: dict[str, pl.Expr]) -> pl.DataFrame:
    """One row a pair and year with every flag that holds in any spell of it.

    A spell that is going on when the record ends stops there: it is not extended.
    """
    return (
        spells.select(
            "ccode1",
            "ccode2",
            pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int16).alias("year"),
            *(flag.cast(pl.Int8).alias(name) for name, flag in flags.items()),
        )
        .explode("year")
        .group_by(_KEY)
        .agg(pl.col(*flags).max())
        .sort(_KEY)
    )


def _strategic(source: Source, prefix: str, kinds: tuple[str, ...], by: str) -> Block:
    flags = {f"{prefix}_rivalry": pl.lit(1)} | {f"{prefix}_{k}": pl.col(k) for k in kinds}
    variables = [Variable(f"{prefix}_rivalry", f"Strategic rivalry ({by}) (0/1)", absent=0)]
    variables += [
        Variable(f"{prefix}_{k}", f"Strategic rivalry {_WORDS[k]} ({by}) (0/1)", absent=0)
        for k in kinds
    ]
    return _block(_years(source.frame, flags), variables, source)


def _tss() -> Block:
    kinds = (*KINDS, "principal", "aprin")
    return _strategic(load("tss/spells"), "tss", kinds, "Thompson, Sakuwa and Suhas")


def _td() -> Block:
    return _strategic(load("td/spells"), "td", KINDS, "Thompson and Dreyer")


def _kdg() -> Block:
    source = load("kdg/spells")
    kind = pl.col("rivtypold")
    flags = {
        "kdg_rivalry": pl.col("rivtyp2") == "RIVALRY",
        "kdg_enduring": kind == "ENDURING",
        "kdg_proto": kind == "PROTO",
        "kdg_isolated": kind == "ISOLATED",
    }
    variables = [
        Variable("kdg_rivalry", "Rivalry (Klein, Goertz and Diehl) (0/1)", absent=0),
        Variable("kdg_enduring", "Rivalry called enduring in earlier versions (0/1)", absent=0),
        Variable("kdg_proto", "Rivalry called proto in earlier versions (0/1)", absent=0),
        Variable("kdg_isolated", "Isolated conflict, no rivalry (0/1)", absent=0),
    ]
    spells = source.frame.rename({"rivala": "ccode1", "rivalb": "ccode2"})
    return _block(_years(spells, flags), variables, source)


def _peace() -> Block:
    source = load("peace-data/dyad-years")
    frame = (
        source.frame.filter(pl.col("ccode1").is_not_null() & pl.col("ccode2").is_not_null())
        .select(*_KEY, peace_scale="peace")
        .sort(_KEY)
    )
    # A pair that is not in the file is not said to be at peace: it is not said anything of.
    return _block(frame, [Variable("peace_scale", source.table.column("peace").about)], source)


def _block(frame: pl.DataFrame, variables: list[Variable], source: Source) -> Block:
    file = source.file
    return Block(frame, tuple(variables), (source,), file.first, file.last, symmetric=True)


_SOURCES: dict[str, Callable[[], Block]] = {
    "tss": _tss,
    "td": _td,
    "kdg": _kdg,
    "peace-data": _peace,
}


def _pair(request: Request) -> tuple[Block, ...]:
    return (_SOURCES[request.options["source"]](),)


FEATURES = (
    Feature(
        "rivalry",
        "Rivalries (four lists), or the scale of the Peace Data",
        pair=_pair,
        options={"source": tuple(_SOURCES)},
    ),
)
