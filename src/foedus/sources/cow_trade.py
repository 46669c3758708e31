"""Trade of the Correlates of War project, 4.0: what each state bought from and sold to whom.

Values are millions of current US dollars. A flow is what one state *imports* from another, as the
importer reports it.
"""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table, several

__all__ = ["TABLES"]

_UNIT = "millions of current US dollars"
_CODED = "; the publisher's code"

NATIONAL = Table(
    id="trade/national",
    dataset="trade",
    title="Imports and exports of each state",
    unit="state-year",
    key=("ccode", "year"),
    columns=(
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        Column("statename", pl.String, "name of the state"),
        Column("stateabb", pl.String, "COW abbreviation"),
        Column("year", pl.Int16, required=True, low=1816),
        Column("imports", pl.Float64, "all imports", _UNIT, missing=(-9.0,), low=0),
        Column("exports", pl.Float64, "all exports", _UNIT, missing=(-9.0,), low=0),
        Column(
            "alt_imports",
            pl.Float64,
            "imports counted another way: Belgium and Luxembourg apart, China with Hong Kong",
            _UNIT,
            missing=(-9.0,),
            low=0,
        ),
        Column(
            "alt_exports",
            pl.Float64,
            "exports counted another way: Belgium and Luxembourg apart, China with Hong Kong",
            _UNIT,
            missing=(-9.0,),
            low=0,
        ),
        Column("source1", pl.Float64, "where imports come from" + _CODED, missing=(-9.0,)),
        Column("source2", pl.Float64, "where exports come from" + _CODED, missing=(-9.0,)),
        Column("version", pl.Int8, "version of the data set"),
    ),
    layouts={"publisher": Layout()},
    year="year",
)


def _both_directions(frame: pl.DataFrame) -> pl.DataFrame:
    """Give each pair its row in either direction, as `ccode1` and as `ccode2`.

    The publisher lists a pair once, the export twice. Rows of the other direction are the same
    values with the sides swapped.
    """
    lower_first = (frame["ccode1"] < frame["ccode2"]).sum()
    if 2 * lower_first == frame.height:
        return frame
    swapped = frame.rename(
        {name: name[:-1] + ("2" if name.endswith("1") else "1") for name in _SIDED}
    ).select(frame.columns)
    key = list(DYADS.key)
    return pl.concat([frame, swapped.join(frame, on=key, how="anti")]).sort(key)


# Sums, marks of spikes and dips, and other countings for Belgium, Luxembourg and China: they follow
# from the flows or concern three states.
_LEFT_OUT = """
importer1 importer2 smoothtotrade spike1 spike2 dip1 dip2 trdspike tradedip bel_lux_alt_flow1
bel_lux_alt_flow2 china_alt_flow1 china_alt_flow2 source1 source2 version
"""
_SIDED = ("ccode1", "ccode2", "flow1", "flow2", "smoothflow1", "smoothflow2")

DYADS = Table(
    id="trade/dyads",
    dataset="trade",
    title="Trade between two states",
    unit="directed dyad-year",
    key=("ccode1", "ccode2", "year"),
    columns=(
        Column("ccode1", pl.Int16, "COW state code, first state", required=True, state="cow"),
        Column("ccode2", pl.Int16, "COW state code, second state", required=True, state="cow"),
        Column("year", pl.Int16, required=True, low=1816),
        Column(
            "flow1",
            pl.Float64,
            "imports of the first state from the second; the export rounds to whole millions, so 0 "
            "there is less than half a million",
            _UNIT,
            missing=(-9.0,),
            low=0,
        ),
        Column(
            "flow2",
            pl.Float64,
            "imports of the second state from the first; rounded like flow1",
            _UNIT,
            missing=(-9.0,),
            low=0,
        ),
        *several(
            "smoothflow1 smoothflow2",
            pl.Float64,
            about="the flow of that number with the publisher's estimates for single years",
            unit=_UNIT,
            missing=(-9.0,),
            low=0,
        ),
    ),
    layouts={
        "publisher": Layout(ignores=tuple(_LEFT_OUT.split())),
        "export": Layout(),
    },
    year="year",
    tidy=_both_directions,
)

TABLES = (NATIONAL, DYADS)
