"""Militarized interstate disputes of a pair or a state in a year."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.dispute_dyads import RULES, one_per_year
from foedus.panel.disputes import pairs_of
from foedus.panel.feature import Build, Feature, Request
from foedus.sources.load import load

_CHOOSABLE = tuple(name for name in RULES if name != "all")
_LEFT_OUT = {"ccode1", "ccode2", "year", "ongoing", "onset", "first_day", "last_day", "ongo2010"}
_COUNTS = {
    "disputes": "Disputes that go on in the dyad-year",
    "onsets": "Disputes that begin in the dyad-year",
    "highest": "Highest hostility of either state in any dispute of the dyad-year; 0 none",
}


def _pair(source: str, prefix: str) -> Build:
    def build(request: Request) -> tuple[Block, ...]:
        dyads, used, about = pairs_of(source)
        disputes = load(f"{'mid' if source == 'cow' else 'gml'}/disputes")
        chosen = one_per_year(dyads, disputes.frame, request.options["rule"])
        about |= {c.name: (c.about, c.unit) for c in disputes.table.columns if c.name not in about}
        detail = [n for n in chosen.columns if n not in _LEFT_OUT and n not in _COUNTS]
        frame = chosen.select(
            "ccode1",
            "ccode2",
            "year",
            pl.col("ongoing").alias(f"{prefix}ongoing"),
            pl.col("onset").alias(f"{prefix}onset"),
            *(pl.col(name).alias(f"{prefix}_{name}") for name in (*_COUNTS, *detail)),
        )
        variables = (
            Variable(f"{prefix}ongoing", "A dispute goes on in the year (0/1)", absent=0),
            Variable(
                f"{prefix}onset",
                "The dispute chosen for the year begins in it (0/1)",
                absent=0,
            ),
            *(Variable(f"{prefix}_{name}", text, absent=0) for name, text in _COUNTS.items()),
            *(_described(name, prefix, about) for name in detail),
        )
        everything = (*used, *(() if disputes in used else (disputes,)))
        return (Block(frame, variables, everything, used[0].file.first, used[0].file.last),)

    return build


def _described(name: str, prefix: str, about: dict[str, tuple[str, str]]) -> Variable:
    text, unit = about.get(name) or about.get(name[:-1]) or ("", "")
    return Variable(f"{prefix}_{name}", f"Of the dispute chosen: {text}", unit)


def _state(source: str, prefix: str) -> Build:
    def build(_request: Request) -> tuple[Block, ...]:
        table = load(f"{'mid' if source == 'cow' else 'gml'}/participants")
        years = pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int16).alias("year")
        columns = ["dispnum", "ccode", "styear", "orig"]
        frame = (
            table.frame.select(*columns, years)
            .explode("year")
            .with_columns(new=pl.col("styear") == pl.col("year"))
            .group_by("ccode", "year")
            .agg(
                pl.col("dispnum").n_unique().cast(pl.Int16).alias(f"{prefix}_disputes"),
                pl.col("dispnum")
                .filter(pl.col("new"))
                .n_unique()
                .cast(pl.Int16)
                .alias(f"{prefix}_onsets"),
                pl.col("dispnum")
                .filter(pl.col("new") & (pl.col("orig") == 0))
                .n_unique()
                .cast(pl.Int16)
                .alias(f"{prefix}_joined"),
            )
            .sort("ccode", "year")
        )
        variables = (
            Variable(f"{prefix}_disputes", "Disputes the state is in, in the year", absent=0),
            Variable(
                f"{prefix}_onsets",
                "Disputes it enters in the year; coming back to one counts again",
                absent=0,
            ),
            Variable(f"{prefix}_joined", "Of these, disputes it joins after their start", absent=0),
        )
        return (Block(frame, variables, (table,), table.file.first, table.file.last),)

    return build


def _feature(name: str, whose: str, source: str, prefix: str) -> Feature:
    return Feature(
        name,
        f"Militarized interstate disputes ({whose}); rule: which of several in a dyad-year",
        state=_state(source, prefix),
        pair=_pair(source, prefix),
        options={"rule": _CHOOSABLE},
    )


FEATURES = (
    _feature("disputes", "COW MID 5.0", "cow", "cowmid"),
    _feature("gml-disputes", "Gibler, Miller and Little 2.2.1", "gml", "gmlmid"),
)
