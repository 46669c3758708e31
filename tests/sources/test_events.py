"""ICEWS, GDELT, CAMEO and PLOVER: figures and traps on the real files, and files that are wrong."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.sources import cameo, events
from foedus.sources.reading.schema import SourceError, Table
from foedus.sources.reading.table import read, read_bytes

_FILES = {
    "icews/events": ("events/icews/events.2018.sample.tab", "publisher", 3705),
    "gdelt/events": ("events/gdelt/events2samps.csv", "sample", 6090),
    "cameo/goldstein": ("events/cameo/CAMEO.goldsteinscale.txt", "publisher", 311),
    "cameo/labels": ("events/cameo/CAMEO.eventcodes.txt", "publisher", 311),
    "cameo/icews": ("events/cameo/cameo-codes.csv", "publisher", 312),
    "plover/records": ("events/plover/PLOVER_GSR_CAMEO.txt", "publisher", 323),
    "plover/from-cameo": ("events/plover/CAMEO2PLOVER-2021.txt", "publisher", 276),
}


@pytest.fixture(scope="module")
def frames(data: Path) -> dict[str, pl.DataFrame]:
    made = {}
    for table in events.TABLES:
        path, layout, rows = _FILES[table.id]
        reading = read(table, data / path, layout)
        assert reading.rows == rows, table.id
        made[table.id] = reading.frame
    return made


@pytest.mark.parametrize("table", events.TABLES, ids=lambda table: table.id)
def test_declared_columns_are_the_frames(table: Table, frames: dict[str, pl.DataFrame]) -> None:
    declared = {column.name: column.dtype for column in (*table.columns, *table.made)}
    assert dict(frames[table.id].schema) == declared


def test_icews_has_names_not_codes_and_events_in_both_directions(
    frames: dict[str, pl.DataFrame],
) -> None:
    icews = frames["icews/events"]
    assert sorted(icews["event_date"].unique()) == [dt.date(2018, 6, 1), dt.date(2018, 6, 2)]
    assert {"Vietnam", "Bangladesh"} <= set(icews["source_country"])
    what = ["event_date", "source_name", "target_name", "cameo_code", "story_id", "sentence_number"]
    turned = icews.select(what).rename({"source_name": "target_name", "target_name": "source_name"})
    assert icews.join(turned.select(what), on=what, how="semi").height == 1002


def test_icews_na_is_a_missing_place(frames: dict[str, pl.DataFrame]) -> None:
    icews = frames["icews/events"]
    assert icews["country"].null_count() == icews["latitude"].null_count() == 2
    assert icews["city"].null_count() == 1111
    assert not (icews["city"] == "NA").any()


def test_cameo_codes_are_text_with_leading_zeros(frames: dict[str, pl.DataFrame]) -> None:
    known = set(frames["cameo/icews"]["code"])
    assert set(frames["icews/events"]["cameo_code"]) <= known
    assert set(frames["gdelt/events"]["EventCode"]) <= set(frames["cameo/labels"]["code"])
    for codes in (frames["icews/events"]["cameo_code"], frames["gdelt/events"]["EventCode"]):
        assert codes.str.starts_with("0").any()
    assert {"01", "010"} <= known


def test_gdelt_sample_is_three_quarters_of_an_hour(frames: dict[str, pl.DataFrame]) -> None:
    gdelt = frames["gdelt/events"]
    assert sorted(gdelt["added"].unique()) == [
        dt.datetime(2017, month, 1, 23, 45)  # noqa: DTZ001 - as the file has it: UTC
        for month in (5, 6, 7)
    ]


def test_gdelt_day_of_event_can_precede_the_report_by_ten_years(
    frames: dict[str, pl.DataFrame],
) -> None:
    gdelt = frames["gdelt/events"]
    assert gdelt["date"].null_count() == 0
    assert sorted(gdelt["Year"].unique()) == [2007, 2016, 2017]
    assert (gdelt["date"].dt.year() == gdelt["Year"]).all()


def test_gdelt_actors_are_cameo_and_places_fips(frames: dict[str, pl.DataFrame]) -> None:
    gdelt = frames["gdelt/events"]
    assert (gdelt["Actor1CountryCode"].drop_nulls().str.len_chars() == 3).all()
    assert (gdelt["ActionGeo_CountryCode"].drop_nulls().str.len_chars() == 2).all()
    assert not gdelt["CAMEOCodeDescription"].str.starts_with(" ").any()


def test_goldstein_tables_disagree_on_four_codes_and_one_is_extra(
    frames: dict[str, pl.DataFrame],
) -> None:
    ours, theirs = frames["cameo/goldstein"], frames["cameo/icews"]
    assert set(theirs["code"]) - set(ours["code"]) == {"1213"}
    both = ours.join(theirs, on="code", suffix="_icews")
    differ = both.filter(pl.col("goldstein") != pl.col("goldstein_icews"))
    assert sorted(differ["code"]) == ["016", "022", "164", "165"]
    assert set(ours["code"]) == set(frames["cameo/labels"]["code"])


def test_the_icews_codes_are_not_utf8_and_are_mended(
    data: Path, frames: dict[str, pl.DataFrame]
) -> None:
    content = (data / _FILES["cameo/icews"][0]).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode()
    example = " ".join(frames["cameo/icews"]["example"].drop_nulls())
    assert "Moscow’s" in example
    assert example.count("\ufffd") == 1


def test_plover_records_without_the_documentation(frames: dict[str, pl.DataFrame]) -> None:
    records = frames["plover/records"]
    assert records.height == 322
    assert "DOCUMENT" not in set(records["event"])
    assert (records["date"] == dt.date(2000, 1, 1)).all()
    assert records["id"].n_unique() == 321
    assert records["source_code"].null_count() == 1


def test_plover_conversion_lists_two_codes_twice(frames: dict[str, pl.DataFrame]) -> None:
    conversion = frames["plover/from-cameo"]
    twice = conversion.filter(conversion["code"].is_duplicated())["code"].unique().sort().to_list()
    assert twice == ["08", "175"]
    assert conversion.filter(pl.col("code") == "045").row(0)[1:4] == ("CONSULT", None, "diplomatic")
    assert set(conversion["event"]) <= {*conversion.filter(pl.col("about").is_null())["event"]}


def test_gdelt_in_the_publishers_layout(tmp_path: Path) -> None:
    names = [
        column.name for column in events.GDELT.columns if column.name != "CAMEOCodeDescription"
    ]
    cells = dict.fromkeys(names, "")
    cells |= dict.fromkeys((n for n in names if n.endswith("Geo_Type")), "0")
    cells |= {"GLOBALEVENTID": "1", "SQLDATE": "20070704", "EventCode": "040"}
    cells |= {"DATEADDED": "20170701234500", "Actor1Code": "USA", "ActionGeo_Lat": "-12.5"}
    file = tmp_path / "20170701234500.export.CSV"
    file.write_text("\t".join(cells.values()) + "\n")
    assert len(names) == 61
    row = read(events.GDELT, file).frame.row(0, named=True)
    assert (row["EventCode"], row["ActionGeo_Lat"], row["Actor1Code"]) == ("040", -12.5, "USA")
    assert row["date"] == dt.date(2007, 7, 4)
    assert row["CAMEOCodeDescription"] is None


_CODES = st.lists(
    st.tuples(
        st.text("0123456789", min_size=2, max_size=4),
        st.integers(-100, 100),
    ),
    min_size=1,
    unique_by=lambda row: row[0],
)


@settings(deadline=None)  # time is no part of the property
@given(rows=_CODES)
def test_what_is_written_is_read(rows: list[tuple[str, int]]) -> None:
    lines = ["CAMEOEVENTCODE\tGOLDSTEINSCALE", *(f"{code}\t{value / 10}" for code, value in rows)]
    frame = read_bytes(cameo.GOLDSTEIN, ("\n".join(lines) + "\n").encode(), "made.txt").frame
    assert frame.rows() == [(code, value / 10) for code, value in rows]


@pytest.mark.parametrize(
    ("table", "content", "line", "message"),
    [
        (cameo.GOLDSTEIN, b"CAMEOEVENTCODE\tGOLDSTEINSCALE\n01\tx\n", 2, "'x' is not a number"),
        (cameo.GOLDSTEIN, b"CAMEOEVENTCODE\tGOLDSTEINSCALE\n01\t0\n01\t0\n", 3, "second row"),
        (cameo.GOLDSTEIN, b"CAMEOEVENTCODE,GOLDSTEINSCALE\n01,0\n", 1, "not parted by"),
        (cameo.GOLDSTEIN, b"CAMEOEVENTCODE\tGOLDSTEINSCALE\n01\t99\n", 2, "out of range"),
        (cameo.FROM_CAMEO, b"# table\n03: AGREE\n030: agree\n~~~~~\n", 3, "'030: agree'"),
        (cameo.FROM_CAMEO, b"03: AGREE\n", None, "broken off"),
        (cameo.RECORDS, b'[{"id": "A"', 1, "broken off"),
        (cameo.RECORDS, b'{"id": "A"}', None, "no list of records"),
        (cameo.ICEWS_CODES, b'"","code"\n"1","\x81"\n', None, "encoding"),
    ],
)
def test_a_wrong_file_gives_one_clear_error(
    table: Table, content: bytes, line: int | None, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read_bytes(table, content, "made.txt")
    assert (caught.value.file, caught.value.line) == ("made.txt", line)


def test_plover_actors_are_lists_and_a_misplaced_target_is_nobody() -> None:
    made = [
        {"id": "DOC", "event": "DOCUMENT"},
        {
            "id": "A",
            "event": "AGREE",
            "date": "2000-01-01",
            "source": [{"actorText": "Here", "code": "AAA", "sector": "GOV"}, {"code": "BBB"}],
            "target": "diplomatic",
            "eventLoc": {"name": "There"},
        },
    ]
    reading = read_bytes(cameo.RECORDS, json.dumps(made).encode(), "made.txt")
    assert reading.rows == 2
    row = reading.frame.row(0, named=True)
    assert row["source_code"] == ["AAA", "BBB"]
    assert row["source_sector"] == ["GOV", None]
    assert row["target_code"] is None
    assert row["place"] == "There"
