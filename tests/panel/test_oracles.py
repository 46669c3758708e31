"""Panels against published tables of the same thing, value for value; read by Polars alone.

The tables in ``derived/`` come from peacesciencer 1.2 and isard; names of columns are theirs.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.panel.disputes import dispute_dyads
from foedus.panel.dyads import dyad_years
from foedus.panel.panel import Panel
from foedus.panel.states import state_years

KEY = ["ccode1", "ccode2", "year"]
CANADA = {(20, 365, 1918), (20, 365, 1919), (365, 20, 1918), (365, 20, 1919)}
"""Canada fought Soviet Russia before it was a state of the system."""


def raw(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema_length=None)
    return frame.with_columns(
        pl.col(n).cast(pl.Int16) for n in (*KEY, "ccode") if n in frame.columns
    )


@pytest.fixture(scope="module")
def pairs(data: Path) -> pl.DataFrame:
    return (
        dyad_years(1816, 2016, directed=True).add("disputes", "gml-disputes", "capabilities").frame
    )


@pytest.fixture(scope="module")
def states(data: Path) -> Panel:
    return state_years(1816, 2025, carry_forward=True).add("capabilities", "majors", "regime")


def differences(
    ours: pl.DataFrame,
    theirs: pl.DataFrame,
    columns: dict[str, str],
    key: list[str],
    *,
    unknown: int | None = None,
) -> dict[str, set[tuple]]:
    """Keys of the rows, by our column, in which the published value is another."""
    kept = theirs.select(*key, *(pl.col(name).alias(f"theirs {name}") for name in columns.values()))
    both = ours.select(*key, *columns).join(kept, on=key)
    found: dict[str, set[tuple]] = {}
    for mine, name in columns.items():
        value = pl.col(f"theirs {name}")
        value = value if unknown is None else pl.when(value != unknown).then(value)
        same = pl.col(mine).eq_missing(value)
        if both.schema[mine].is_float():
            same |= (pl.col(mine) - value).abs() <= 1e-12 * value.abs()
        rows = both.filter(~same.fill_null(value=False)).select(key).rows()
        if rows:
            found[mine] = set(rows)
    return found


def test_one_dispute_for_each_dyad_year(data: Path, pairs: pl.DataFrame) -> None:
    """All 10,234 dyad-years but Canada's four; all 20 columns; one onset apart."""
    theirs = raw(data / "derived/cow_mid_ddydisps_5.0.csv.gz")
    assert theirs.height == 10_234
    assert set(theirs.join(pairs, on=KEY, how="anti").select(KEY).rows()) == CANADA
    assert pairs["cowmidongoing"].sum() == 10_230
    missing = theirs.join(pairs.filter(pl.col("cowmidongoing") == 1), on=KEY, how="anti")
    assert missing.height == 4
    columns = {
        f"cowmid_{n}": n for n in theirs.columns if n not in KEY and not n.startswith("cowmid")
    }
    assert len(columns) == 19
    columns |= {"cowmidongoing": "cowmidongoing", "cowmidonset": "cowmidonset"}
    assert differences(pairs, theirs, columns, KEY, unknown=-9) == {
        # Finland left dispute 4678 in June 2013 and came back in May 2014: a return begins anew
        "cowmidonset": {(365, 375, 2014), (375, 365, 2014)}
    }


@pytest.mark.parametrize(
    ("source", "file", "ongoing", "onset", "apart"),
    [
        (
            "cow", "cow_mid_dirdisps_5.0", "dispongoing", "disponset",
            {(4678, 365, 375, 2014), (4678, 375, 365, 2014)},
        ),
        ("gml", "gml_dirdisp_2.2.1", "midongoing", "midonset", set()),
    ],
)  # fmt: skip
def test_every_dispute_of_every_dyad_year(
    data: Path, source: str, file: str, ongoing: str, onset: str, apart: set[tuple[int, ...]]
) -> None:
    theirs = raw(data / f"derived/{file}.csv.gz").with_columns(pl.col("dispnum").cast(pl.Int16))
    ours = dispute_dyads(directed=True, source=source).frame
    key = ["dispnum", *KEY]
    assert ours.height == theirs.height
    assert ours.select(key).equals(theirs.select(key).sort(key))
    corrected = {"stmon", "endmon"}  # months 13 and 19, see corrections.toml
    columns = {n: n for n in theirs.columns if n in ours.columns and n not in {*key, *corrected}}
    assert len(columns) >= 12
    found = differences(
        ours, theirs, columns | {"ongoing": ongoing, "onset": onset}, key, unknown=-9
    )
    assert found == ({"onset": apart} if apart else {})


def test_gmls_disputes_are_all_in_the_panel(data: Path, pairs: pl.DataFrame) -> None:
    theirs = raw(data / "derived/gml_dirdisp_2.2.1.csv.gz")
    by_year = theirs.group_by(KEY).agg(n=pl.len(), onsets=pl.col("midonset").sum())
    found = differences(pairs, by_year, {"gmlmid_disputes": "n", "gmlmid_onsets": "onsets"}, KEY)
    assert found == {}
    assert pairs["gmlmidongoing"].sum() == by_year.height == 9_284
    assert pairs.filter(pl.col("year") <= 2010)["gmlmidongoing"].null_count() == 0


def test_capabilities(data: Path, states: Panel, pairs: pl.DataFrame) -> None:
    theirs = raw(data / "derived/cow_nmc_7.0.csv.gz").with_columns(pl.col("year").cast(pl.Int16))
    names = [n for n in theirs.columns if n not in ("ccode", "year")]
    assert differences(states.frame, theirs, {n: n for n in names}, ["ccode", "year"]) == {}
    known = states.frame.filter(pl.col("cinc").is_not_null())
    assert known.height == theirs.height == 17_121
    for side in ("1", "2"):
        own = theirs.rename({"ccode": f"ccode{side}"})
        columns = {f"{n}{side}": n for n in ("milex", "cinc")}
        assert differences(pairs, own, columns, [f"ccode{side}", "year"]) == {}


def test_capabilities_of_the_older_version(data: Path) -> None:
    theirs = raw(data / "cow/NMC-60-abridged.csv").with_columns(pl.col("year").cast(pl.Int16))
    ours = state_years().add("capabilities", version="6").frame
    names = {n: n for n in ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")}
    assert differences(ours, theirs, names, ["ccode", "year"], unknown=-9) == {}
    assert ours["cinc"].null_count() == 0


def test_major_powers(data: Path, states: Panel) -> None:
    """Trap: Germany's second time ends in 1945, France's first in June 1940."""
    listed = pl.read_csv(data / "cow/majors2016.csv", encoding="utf8-lossy")
    years = {
        (r["ccode"], y)
        for r in listed.iter_rows(named=True)
        for y in range(r["styear"], r["endyear"] + 1)
    }
    frame = states.frame
    assert set(frame.filter(pl.col("cowmaj") == 1).select("ccode", "year").rows()) == years
    assert frame.filter(pl.col("year") > 2016)["cowmaj"].count() == 0
    assert {(255, 1945), (220, 1940), (220, 1945)} <= years
    assert (220, 1942) not in years


def test_democracy(data: Path, states: Panel) -> None:
    """V-Dem and the Unified Democracy Scores as isard has them."""
    theirs = raw(data / "derived/cw_democracy.csv.gz").with_columns(pl.col("year").cast(pl.Int16))
    names = {n: n for n in ("v2x_polyarchy", "euds") if n in states.frame.columns}
    assert "v2x_polyarchy" in names
    assert differences(states.frame, theirs, names, ["ccode", "year"]) == {}


def test_polity_is_that_of_the_publisher(data: Path, states: Panel) -> None:
    """Trap: Polity's codes are not COW's for some; where the code is the same the score is."""
    published = raw(data / "polity/p5v2018.csv").with_columns(
        pl.col("year").cast(pl.Int16, strict=False)
    )
    odd = [
        341,
        342,
        626,
        345,
        347,
        348,
        364,
        365,
        525,
        529,
        530,
        625,
        769,
        770,
        816,
        817,
        818,
        324,
        325,
        255,
        260,
        678,
        679,
    ]
    theirs = (
        published.filter(~pl.col("ccode").is_in(odd))
        .drop_nulls("polity2")
        .unique(["ccode", "year"])
    )
    ours = states.frame.drop_nulls("polity2")
    found = differences(ours, theirs, {"polity2": "polity2"}, ["ccode", "year"])
    assert found == {}
    assert ours.height == 14_832  # of 17,706 state-years; Polity has large states only


def test_wars_by_pair(data: Path) -> None:
    """Every published pair; and those of a second time in a war, which the table passes over.

    France fought again from 1944 on, Serbia against the Ottoman Empire again in 1913.
    """
    theirs = raw(data / "derived/cow_war_inter_ddy_4.0.csv.gz").select(KEY).unique()
    assert theirs.height == 1_876
    panel = dyad_years(1816, 2007, directed=True).add("wars")
    fighting = panel.frame.filter(pl.col("cowwarongoing") == 1).select(KEY)
    assert theirs.join(fighting, on=KEY, how="anti").height == 0
    extra = set(fighting.join(theirs, on=KEY, how="anti").rows())
    again = {(220, other, year) for other in (255, 310, 740) for year in (1944, 1945)}
    again |= {(345, 640, 1913)}
    assert extra == again | {(two, one, year) for one, two, year in again}


def test_organisations_in_common(data: Path) -> None:
    read = pl.read_csv(data / "derived/cow_igo_ndy_3.csv.gz")
    theirs = read.cast(dict.fromkeys(KEY, pl.Int16))
    name = next(n for n in theirs.columns if n not in KEY and "igo" in n)
    panel = dyad_years(1816, 2014).add("igos")
    assert "dyadigos" in panel.frame.columns
    assert differences(panel.frame, theirs, {"dyadigos": name}, KEY) == {}


def test_trade_of_the_pair(data: Path) -> None:
    path = data / "derived/cow_trade_ddy_4.0.csv.gz"
    flows = dict.fromkeys(["flow1", "flow2", "smoothflow1", "smoothflow2"], pl.Float64)
    read = pl.scan_csv(path, schema_overrides=flows).cast(dict.fromkeys(KEY, pl.Int16))
    theirs = read.filter(pl.col("year").is_in([1938, 2014])).collect()
    names = {n: n for n in ("flow1", "flow2", "smoothflow1", "smoothflow2") if n in theirs.columns}
    assert len(names) >= 2
    for year in (1938, 2014):
        panel = dyad_years(year, year, directed=True).add("trade").frame
        assert differences(panel, theirs, names, KEY) == {}
        assert panel["flow1"].count() > 0


def test_minimum_distance(data: Path) -> None:
    theirs = pl.read_csv(data / "derived/cow_mindist.csv.gz").filter(
        pl.col("year").is_in([1900, 1960, 2010])
    )
    theirs = theirs.with_columns(pl.col(n).cast(pl.Int16) for n in KEY)
    name = next(n for n in theirs.columns if "mindist" in n)
    for year in (1900, 1960, 2010):
        panel = dyad_years(year, year).add("distance").frame
        both = panel.join(theirs, on=KEY, how="left", suffix="_theirs")
        column = f"{name}_theirs" if f"{name}_theirs" in both.columns else name
        assert both.filter(~pl.col("mindist").eq_missing(pl.col(column))).height == 0
        assert panel["mindist"].count() > 0
