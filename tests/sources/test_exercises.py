"""Joint exercises: the real files, who took part, made files."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import FoedusError
from foedus.sources.exercises import JME, MME, PARTICIPANTS, participants, unknown_names
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import read, read_bytes


@pytest.fixture(scope="module")
def mme(data: Path) -> pl.DataFrame:
    return read(MME, data / "exercises/mme_v7.csv").frame


@pytest.fixture(scope="module")
def jme(data: Path) -> pl.DataFrame:
    return read(JME, data / "exercises/jme_v3.xls").frame


# Multinational Military Exercises


def test_mme_has_3707_exercises_of_1980_to_2010(data: Path, mme: pl.DataFrame) -> None:
    assert read(MME, data / "exercises/mme_v7.csv").rows == mme.height == 3_707
    assert (mme["start_year"].min(), mme["start_year"].max()) == (1980, 2010)


def test_mme_numbers_used_twice_are_told_apart(mme: pl.DataFrame) -> None:
    """mme3457, mme3458 and mme3460 each stand for two exercises."""
    again = mme.filter(pl.col("MMEID").is_duplicated())
    assert sorted(again["MMEID"].unique()) == ["mme3457", "mme3458", "mme3460"]
    assert mme["exercise"].is_unique().all()
    names = mme.filter(pl.col("MMEID") == "mme3458").select("exercise", "Ex_Name").rows()
    assert names == [("mme3458", "Ulan Eagle 2000"), ("mme3458-2", "Kindred Sword")]


def test_mme_unknown_days_leave_the_month(mme: pl.DataFrame) -> None:
    """'xx' in the day of 814 beginnings and 1,089 ends."""
    assert mme["start_day"].null_count() == 814
    assert mme["end_day"].null_count() == 1_089
    open_days = mme.filter(pl.col("start_day").is_null())
    assert (open_days["start_earliest"].dt.day() == 1).all()
    assert (open_days["start_latest"] == open_days["start_earliest"].dt.month_end()).all()
    known = mme.filter(pl.col("start_day").is_not_null())
    assert (known["start_earliest"] == known["start_latest"]).all()


def test_mme_minus_nine_is_missing_text(mme: pl.DataFrame) -> None:
    assert mme["Ex_Name"].null_count() == 1_033
    assert mme["Location"].null_count() == 71
    assert "-9" not in set(mme.unpivot(pl.col("^State.*$"))["value"].unique())


def test_mme_participants_have_codes_but_for_six_names(mme: pl.DataFrame) -> None:
    people = participants(mme)
    assert people.select("exercise", "name").is_unique().all()
    assert people.height == 13_661
    assert dict(unknown_names(people).rows()) == {
        "Hong Kong SAR China": 2,
        "NATO": 2,
        "Baltic States": 1,
        "Bermuda": 1,
        "Netherlands Antilles": 1,
        "New Caledonia": 1,
    }
    assert people["first"].null_count() == 0


def test_mme_germany_is_west_germany_until_1990(mme: pl.DataFrame) -> None:
    germany = participants(mme).filter(pl.col("ccode").is_in([255, 260, 265]))
    west = germany.filter(pl.col("ccode") == 260)
    assert west["first"].max() <= 1990
    assert germany.filter(pl.col("ccode") == 255)["first"].min() >= 1990
    assert west.height > 100


def test_mme_ends_before_beginnings_keep_both_years(mme: pl.DataFrame) -> None:
    """Five end before they begin; their years are none the less in order."""
    slips = mme.filter(pl.col("end_latest") < pl.col("start_earliest"))
    assert slips.height == 6
    people = participants(mme)
    assert (people["first"] <= people["last"]).all()


def test_mme_long_export(data: Path, mme: pl.DataFrame) -> None:
    """13,818 rows; 341 without Gleditsch-Ward code, most of them small states."""
    reading = read(PARTICIPANTS, data / "derived/mme_long_v7.csv.gz", "export")
    frame = reading.frame
    assert reading.rows == frame.height == 13_818
    assert frame["gwcode"].null_count() == 341
    assert frame["country"].null_count() == 208
    assert frame["ccode"].null_count() == 208 + 8
    names = frame.filter(pl.col("gwcode").is_null(), pl.col("ccode").is_not_null())["country"]
    assert {"Grenada", "Dominica", "Yemen", "Tonga"} <= set(names)
    # Where both have a code it is one and the same state.
    ours = set(participants(mme).select("exercise", "ccode").rows())
    theirs = frame.filter(~pl.col("MMEID").is_in(["mme3457", "mme3458", "mme3460"]))
    listed = set(theirs.drop_nulls("ccode").select("MMEID", "ccode").rows())
    assert len(listed - ours) < 40


# Joint Military Exercises


def test_jme_has_1790_exercises(data: Path, jme: pl.DataFrame) -> None:
    assert jme.height == 1_790
    assert (jme["start_year"].min(), jme["start_year"].max()) == (1974, 2010)
    assert jme["exercise"].is_unique().all()


def test_jme_days_are_read_from_text_where_they_have_no_parts(jme: pl.DataFrame) -> None:
    """310 exercises added from Australian reports."""
    added = jme.filter(pl.col("australian_list").is_not_null())
    assert added.height == 310
    assert added["start_year"].null_count() == 4
    unread = added.filter(pl.col("start_year").is_null())["start_date"].to_list()
    assert unread.count(None) == 3
    assert jme["start_year"].null_count() == 4


def test_jme_days_that_are_none_are_open(jme: pl.DataFrame) -> None:
    """'xx', 'XX', -9, and ends on day 126 and day 171 of a month."""
    odd = jme.filter(pl.col("end_date").is_in(["02/126/1993", "03/171/1996"]))
    assert odd.select("end_earliest", "end_latest").rows() == [
        (dt.date(1993, 2, 1), dt.date(1993, 2, 28)),
        (dt.date(1996, 3, 1), dt.date(1996, 3, 31)),
    ]
    late = jme.filter(pl.col("start_date") == "03/XX/1980").row(0, named=True)
    assert (late["start_earliest"], late["start_latest"]) == (
        dt.date(1980, 3, 1),
        dt.date(1980, 3, 31),
    )


def test_jme_participants_are_iso_codes_with_slips(jme: pl.DataFrame) -> None:
    """'PHl', 'SVK ', 'Mar' are read; AUS is Australia, as in ISO, not Austria, as in COW."""
    people = participants(jme)
    assert dict(unknown_names(people).rows()) == {"NATO": 2, "8 NATO MEMBERS": 1, "BMU": 1}
    australia = people.filter(pl.col("name") == "AUS")["ccode"].unique().to_list()
    assert australia == [900]
    assert people.filter(pl.col("name") == "ROM")["ccode"].to_list() == [360]
    germany = people.filter(pl.col("name") == "DEU")
    assert germany.filter(pl.col("first") < 1990)["ccode"].unique().to_list() == [260]


def test_jme_that_is_no_workbook() -> None:
    with pytest.raises(SourceError, match="no workbook"):
        read_bytes(JME, b"Coder,Timestamp\n1,2\n", "jme_v3.xls")


def test_jme_without_the_reader_of_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    with pytest.raises(FoedusError, match="fastexcel"):
        read_bytes(JME, b"\xd0\xcf\x11\xe0", "jme_v3.xls")


# Made files

_BEFORE = [c.name for c in MME.columns]


def made(*exercises: dict[str, str]) -> pl.DataFrame:
    names = MME.layouts["publisher"].names
    flags = ("CPX", "Air", "Land", "Sea", "Amphibious", "Cyber", "Warfighting", "Peacekeeping")
    lines = [",".join(names.get(name, name) for name in _BEFORE)]
    for number, known in enumerate(exercises):
        row = {"MMEID": f"mme{number}", "Humanitarian": "0", **dict.fromkeys(flags, "0"), **known}
        lines.append(",".join(row.get(name, "") for name in _BEFORE))
    return read_bytes(MME, "\n".join((*lines, "")).encode(), "mme.csv").frame


def parts(end: str, day: dt.date, known: bool) -> dict[str, str]:
    shown = str(day.day) if known else "xx"
    return {f"{end}_year": str(day.year), f"{end}_month": str(day.month), f"{end}_day": shown}


@given(
    st.lists(
        st.tuples(st.dates(dt.date(1980, 1, 1), dt.date(2010, 12, 31)), st.booleans()),
        min_size=1,
        max_size=8,
    )
)
def test_days_written_are_days_read(days: list[tuple[dt.date, bool]]) -> None:
    frame = made(*({**parts("start", d, k), **parts("end", d, k)} for d, k in days))
    for (day, known), row in zip(days, frame.iter_rows(named=True), strict=True):
        assert row["start_earliest"] <= day <= row["start_latest"]
        assert (row["start_earliest"] == row["start_latest"] == day) or not known


def test_participants_of_made_exercises() -> None:
    when = parts("start", dt.date(1989, 12, 20), known=True) | parts(
        "end", dt.date(1990, 1, 5), known=True
    )
    frame = made(
        {**when, "StateA": "Germany", "StateB": "NATO", "StateC": "Germany", "StateD": "-9"}
    )
    people = participants(frame)
    assert people.select("name", "ccode", "first", "last").rows() == [
        ("Germany", None, 1989, 1990),
        ("NATO", None, 1989, 1990),
    ]
