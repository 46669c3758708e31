from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.sources.cow_trade import DYADS, NATIONAL
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import Reading, read, read_bytes

EXPORT = "ccode1,ccode2,year,flow1,flow2,smoothflow1,smoothflow2"
PUBLISHER = (
    "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,smoothtotrade,"
    "spike1,spike2,dip1,dip2,trdspike,tradedip,bel_lux_alt_flow1,bel_lux_alt_flow2,china_alt_flow1,"
    "china_alt_flow2,source1,source2,version"
)
FLOWS = ("flow1", "flow2", "smoothflow1", "smoothflow2")


@pytest.fixture(scope="module")
def dyads(data: Path) -> Reading:
    return read(DYADS, data / "derived/cow_trade_ddy_4.0.csv.gz", "export")


def published(rows: list[tuple[int, int, int, list[float | None]]]) -> bytes:
    """Made-up rows as the publisher writes them: a pair once, -9 for what is not known."""
    lines = [PUBLISHER]
    for one, two, year, flows in rows:
        shown = ["-9" if flow is None else repr(flow) for flow in flows]
        lines.append(
            f"{one},{two},{year},Here,There,{','.join(shown)},-9" + ",0" * 6 + ",,,,,1,2,4"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def exported(rows: list[tuple[int, int, int, list[float | None]]]) -> bytes:
    """The same rows as the export writes them: a pair in both directions, nothing for -9."""
    both = [
        *rows,
        *((two, one, year, [f[1], f[0], f[3], f[2]]) for one, two, year, f in rows),
    ]
    lines = [EXPORT]
    for one, two, year, flows in sorted(both, key=lambda row: row[:3]):
        shown = ["" if flow is None else repr(flow) for flow in flows]
        lines.append(f"{one},{two},{year},{','.join(shown)}")
    return ("\n".join(lines) + "\n").encode()


def test_national_file_has_its_published_figures(data: Path) -> None:
    reading = read(NATIONAL, data / "cow/National_COW_4.0.csv")
    frame = reading.frame
    assert reading.rows == 14_410
    dropped = 30  # blank rows of West Germany, see below
    assert frame.height == 14_410 - dropped
    assert frame["imports"].null_count() == 1_548 - dropped
    assert (frame["year"].min(), frame["year"].max()) == (1870, 2014)
    assert frame["version"].unique().to_list() == [4]
    us = frame.row(by_predicate=(pl.col("ccode") == 2) & (pl.col("year") == 1870), named=True)
    assert (us["imports"], us["exports"]) == (450.0, 418.0)


def test_another_count_is_given_for_belgium_luxembourg_and_china_only(data: Path) -> None:
    frame = read(NATIONAL, data / "cow/National_COW_4.0.csv").frame
    other = frame.drop_nulls("alt_imports").group_by("ccode").len().sort("ccode")
    assert other.rows() == [(211, 37), (212, 37), (710, 16)]


def test_dyads_have_their_published_figures(dyads: Reading) -> None:
    frame = dyads.frame
    assert dyads.rows == frame.height == 1_347_308
    assert (frame["year"].min(), frame["year"].max()) == (1870, 2014)
    for name in FLOWS:
        assert frame[name].null_count() == 50_833
        assert frame[name].dtype == pl.Float64
        assert frame[name].min() == 0  # no -9 is left


def test_dyads_are_in_both_directions_with_the_sides_swapped(dyads: Reading) -> None:
    frame = dyads.frame
    there = frame.filter(pl.col("ccode1") < pl.col("ccode2"))
    back = frame.filter(pl.col("ccode1") > pl.col("ccode2"))
    turned = back.select(
        pl.col("ccode2").alias("ccode1"),
        pl.col("ccode1").alias("ccode2"),
        "year",
        pl.col("flow2").alias("flow1"),
        pl.col("flow1").alias("flow2"),
        pl.col("smoothflow2").alias("smoothflow1"),
        pl.col("smoothflow1").alias("smoothflow2"),
    ).sort("ccode1", "ccode2", "year")
    assert_frame_equal(there, turned)


def test_flow1_is_what_the_first_state_imports(dyads: Reading, data: Path) -> None:
    """Trap: flow1 = imports of the first from the second. The sums over partners show it."""
    national = read(NATIONAL, data / "cow/National_COW_4.0.csv").frame
    sums = (
        dyads.frame.filter((pl.col("ccode1") == 2) & (pl.col("year") == 2014))
        .group_by(ccode="ccode1", year="year")
        .agg(pl.col("flow1").sum(), pl.col("flow2").sum())
        .join(national, on=["ccode", "year"])
        .row(0, named=True)
    )
    # In 2014 the United States bought far more than they sold.
    assert sums["imports"] > 1.4 * sums["exports"]
    assert sums["flow1"] == pytest.approx(sums["imports"], rel=0.05)
    assert sums["flow2"] < sums["flow1"]


def test_west_germany_stands_under_255(dyads: Reading, data: Path) -> None:
    """Trap: trade of 1960 to 1989 is listed for 255, which was no state then; 260 is blank.

    The file is corrected; the dyadic export has nothing to correct.
    """
    reading = read(NATIONAL, data / "cow/National_COW_4.0.csv")
    assert (reading.rows, reading.corrected) == (14_410, 60)
    then = reading.frame.filter(pl.col("year").is_between(1960, 1989))
    assert then.filter(ccode=255).height == 0
    assert then.filter(ccode=260).height == 30
    assert then.filter(ccode=260)["imports"].null_count() == 0
    between = dyads.frame.filter(pl.col("year").is_between(1960, 1989))
    partners = between.filter(pl.col("ccode1").is_in([255, 260])).select("ccode1", "ccode2")
    assert sorted(partners.unique().rows()) == [(260, 211), (260, 212)]  # and no other


def test_national_file_has_years_before_membership(data: Path) -> None:
    """Trap: colonies trade too. Qatar sells from 1960; it became a state in 1971."""
    frame = read(NATIONAL, data / "cow/National_COW_4.0.csv").frame
    assert frame.filter(ccode=694).drop_nulls("exports")["year"].min() == 1960


def test_export_is_rounded_to_whole_millions(dyads: Reading) -> None:
    """Trap: a flow of 0 in the export may be one of less than half a million."""
    assert dyads.frame.select(pl.col(FLOWS).mod(1).sum()).row(0) == (0.0,) * 4


codes = st.sampled_from([2, 20, 200, 220, 255, 300, 365, 710, 740])
flow = st.none() | st.floats(0, 500_000).map(lambda value: round(value, 4) + 0.0)
pairs = st.tuples(codes, codes, st.integers(1870, 2014)).filter(lambda k: k[0] < k[1])
tables = st.lists(
    st.tuples(pairs, st.lists(flow, min_size=4, max_size=4)), max_size=12, unique_by=lambda r: r[0]
).map(lambda rows: [(*key, flows) for key, flows in rows])


@given(tables)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_layouts_come_out_the_same(
    rows: list[tuple[int, int, int, list[float | None]]],
) -> None:
    """One pair a row with -9, or both directions with nothing: the same table either way."""
    once = read_bytes(DYADS, published(rows), "Dyadic_COW_4.0.csv", "publisher")
    twice = read_bytes(DYADS, exported(rows), "trade.csv", "export")
    assert (once.rows, twice.rows) == (len(rows), 2 * len(rows))
    assert_frame_equal(once.frame, twice.frame)
    listed = {(one, two, year): flows for one, two, year, flows in rows}
    for one, two, year, *flows in once.frame.rows():
        a, b, c, d = listed[(min(one, two), max(one, two), year)]
        assert flows == ([a, b, c, d] if one < two else [b, a, d, c])


def test_pair_listed_higher_code_first_is_turned_too() -> None:
    rows = [(365, 2, 1914, [1.0, 2.0, 3.0, 4.0]), (2, 200, 1914, [5.0, 6.0, 7.0, 8.0]),
            (2, 220, 1914, [0.5, 0.25, 0.0, 1.0])]  # fmt: skip
    frame = read_bytes(DYADS, published(rows), "made.csv").frame
    assert frame.height == 6
    assert frame.filter(ccode1=2, ccode2=365).row(0)[3:] == (2.0, 1.0, 4.0, 3.0)


GOOD = exported([(2, 20, 1920, [612, 735, 612, 735]), (2, 200, 1920, [1, 2, 3, None])])


def spoiled(kind: str) -> bytes:
    lines = GOOD.split(b"\n")
    match kind:
        case "truncated":
            return GOOD[: GOOD.rindex(b",")]
        case "truncated gzip":
            return gzip.compress(GOOD)[:-12]
        case "wrong delimiter":
            return GOOD.replace(b",", b";")
        case "bare CR":
            return GOOD.replace(b"\n", b"\r")
        case "BOM":
            return b"\xef\xbb\xbf" + GOOD
        case "letter":
            return GOOD.replace(b"612,735,612", b"612,735,6l2", 1)
        case "unknown state":
            return GOOD.replace(b"2,20,1920", b"2,21,1920", 1)
        case "duplicate":
            return b"\n".join([*lines[:2], lines[1], *lines[2:]])
        case "below zero":
            return GOOD.replace(b"612,735,612", b"-8,735,612", 1)
        case "no column":
            return GOOD.replace(b"smoothflow2", b"smothflow2", 1)
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "line", "field", "words"),
    [
        ("truncated", 5, None, "broken off"),
        ("truncated gzip", None, None, "broken off"),
        ("wrong delimiter", 1, None, "seems to use ';'"),
        ("bare CR", 1, None, "bare CR"),
        ("BOM", 1, None, "byte order mark"),
        ("letter", 2, "smoothflow1", "'6l2' is not a number"),
        ("unknown state", 2, "ccode2", "no state has the code 21"),
        ("duplicate", 3, "ccode1, ccode2, year", "a second row"),
        ("below zero", 2, "flow1", "at least 0"),
        ("no column", 1, "smoothflow2", "smothflow2"),
    ],
)
def test_bad_file_gives_one_clear_error(
    tmp_path: Path, kind: str, line: int | None, field: str | None, words: str
) -> None:
    file = tmp_path / "trade.csv"
    file.write_bytes(spoiled(kind))
    with pytest.raises(SourceError) as caught:
        read(DYADS, file, "export")
    assert caught.value.file is not None
    assert caught.value.file.endswith("trade.csv")
    assert (caught.value.line, caught.value.field) == (line, field)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
