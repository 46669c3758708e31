"""COW's disputes: the real files, made ones in every layout, and broken ones.

The made files are of every table of disputes and events, GML's and MIE's as well.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from foedus.sources import cow_disputes, gml, mie
from foedus.sources.cow_disputes import (
    DISPUTES,
    INCIDENT_PARTICIPANTS,
    INCIDENTS,
    PARTICIPANTS,
)
from foedus.sources.reading.schema import Column, SourceError, Table
from foedus.sources.reading.table import read, read_bytes

FILES = {
    "mid/disputes": ("cow/MIDA 5.0.csv", "publisher", 2436),
    "mid/participants": ("cow/MIDB 5.0.csv", "publisher", 5883),
    "mid/incidents": ("cow/MIDI 5.0.csv", "publisher", 4483),
    "mid/incident-participants": ("cow/MIDIP 5.0.csv", "publisher", 9619),
    "mid/dyads": ("derived/cow_mid_dirdisps_5.0.csv.gz", "export", 11_390),
    "mid/dyad-years": ("derived/cow_mid_ddydisps_5.0.csv.gz", "export", 10_234),
}
BY_ID = {table.id: table for table in cow_disputes.TABLES}


def frame_of(data: Path, table: Table) -> pl.DataFrame:
    file, layout, _ = FILES[table.id]
    return read(table, data / file, layout).frame


# The real files


@pytest.mark.parametrize("name", FILES)
def test_every_file_reads_in_full_and_no_code_for_unknown_is_left(data: Path, name: str) -> None:
    table = BY_ID[name]
    file, layout, rows = FILES[name]
    reading = read(table, data / file, layout)
    assert reading.rows == reading.frame.height == rows
    assert reading.frame.select(table.key).is_unique().all()
    numbers = reading.frame.select(pl.selectors.numeric())
    assert (numbers.min().min_horizontal().item() or 0) >= 0


def test_disputes_run_from_1816_to_2014_and_link_to_participants(data: Path) -> None:
    disputes, participants = frame_of(data, DISPUTES), frame_of(data, PARTICIPANTS)
    assert (disputes["styear"].min(), disputes["endyear"].max()) == (1816, 2014)
    for one, other in ((disputes, participants), (participants, disputes)):
        assert one.join(other, on="dispnum", how="anti").is_empty()


def test_minus_nine_is_null_271_start_days_and_268_fatality_codes(data: Path) -> None:
    disputes = frame_of(data, DISPUTES)
    assert disputes["stday"].null_count() == 271
    assert disputes["fatality"].null_count() == 268


def test_fatality_is_a_band_from_0_to_6(data: Path) -> None:
    for table in (DISPUTES, PARTICIPANTS):
        bands = frame_of(data, table)["fatality"].drop_nulls()
        assert (bands.min(), bands.max()) == (0, 6)


def test_hostility_reaches_war_in_106_disputes(data: Path) -> None:
    levels = frame_of(data, DISPUTES)["hostlev"]
    assert (levels.min(), levels.max(), (levels == 5).sum()) == (2, 5, 106)


def test_a_level_is_that_of_the_highest_act_and_no_posture(data: Path) -> None:
    """Act and level agree in every spell; who did nothing is at level 1 whatever befell it."""
    spells = frame_of(data, PARTICIPANTS)
    first_of_level = [1, 7, 13, 20]  # a border violation, 12, is a display and no use of force
    level = pl.sum_horizontal((pl.col("hiact") >= act).cast(pl.Int8) for act in first_of_level) + 1
    assert spells.filter(level != pl.col("hostlev")).is_empty()
    assert spells.filter(pl.col("hostlev") == 1).height == 1446


def test_side_a_is_the_first_mover_and_not_the_revisionist(data: Path) -> None:
    spells = frame_of(data, PARTICIPANTS)
    assert spells.filter(pl.col("sidea") == 1, pl.col("revstate") == 0).height > 500
    assert spells.filter(pl.col("sidea") == 0, pl.col("revstate") == 1).height > 500


def test_states_come_back_29_further_spells_and_some_on_the_other_side(data: Path) -> None:
    spells = frame_of(data, PARTICIPANTS)
    assert spells.height - spells.select("dispnum", "ccode").unique().height == 29
    turned = (
        spells.group_by("dispnum", "ccode")
        .agg(pl.col("sidea").n_unique())
        .filter(pl.col("sidea") == 2)
    )
    assert sorted(turned.filter(pl.col("dispnum") == 258)["ccode"].to_list()) == (
        [220, 325, 355, 360, 365, 375]
    )


def test_start_and_end_are_the_first_and_last_day_possible(data: Path) -> None:
    for table in (DISPUTES, PARTICIPANTS, INCIDENTS, INCIDENT_PARTICIPANTS):
        frame = frame_of(data, table)
        assert frame["start"].null_count() == frame["end"].null_count() == 0
        assert (frame["start"] <= frame["end"]).all()
    second = frame_of(data, DISPUTES).row(0, named=True)
    assert (second["start"], second["end"]) == (dt.date(1902, 7, 1), dt.date(1903, 1, 24))


def test_incidents_are_of_disputes_of_1993_to_2014_and_of_two_of_1992(data: Path) -> None:
    incidents, disputes = frame_of(data, INCIDENTS), frame_of(data, DISPUTES)
    inside = disputes.join(incidents, on="dispnum", how="semi")
    outside = disputes.join(incidents, on="dispnum", how="anti")
    assert (inside.height, inside["styear"].min(), outside["endyear"].max()) == (667, 1992, 1992)
    assert inside.filter(pl.col("endyear") < 1993)["dispnum"].to_list() == [3555, 3556]
    assert incidents["styear"].min() == 1992


def test_one_incident_has_no_participants(data: Path) -> None:
    incidents, states = frame_of(data, INCIDENTS), frame_of(data, INCIDENT_PARTICIPANTS)
    alone = incidents.join(states, on="incidnum", how="anti")
    assert alone["incidnum"].to_list() == [4_269_010]
    assert states.join(incidents, on=["dispnum", "incidnum"], how="anti").is_empty()


def test_participants_that_leave_before_they_come_are_corrected(data: Path) -> None:
    reading = read(INCIDENT_PARTICIPANTS, data / "cow/MIDIP 5.0.csv")
    assert reading.corrected == 2
    mended = reading.frame.filter(pl.col("incidnum") == 4_193_001)
    assert mended["endday"].to_list() == [10, 10]


# Made files, in every layout

_LARGEST = {pl.Int8: 127, pl.Int16: 1000, pl.Int32: 100_000}
_WORDS = st.text(st.characters(codec="ascii", categories=("Lu", "Nd")), min_size=1, max_size=5)


def cell(column: Column) -> st.SearchStrategy[int | str]:
    """Values that the column allows, its code for "not known" among them."""
    if column.state:
        return st.sampled_from((2, 200, 255, 365))
    if column.dtype == pl.String:
        return _WORDS.filter(lambda word: word != "NA")
    if column.among is not None:
        known: st.SearchStrategy[Any] = st.sampled_from(column.among)
    else:
        most = 28 if column.name.endswith("day") else column.high or _LARGEST[column.dtype]
        known = st.integers(int(column.low or 0), int(most))
    return (
        known | st.sampled_from(column.missing) if column.missing and not column.required else known
    )


def in_order(row: dict[str, Any]) -> dict[str, Any]:
    """The row, with its end no earlier than its start, as in every file."""
    if "endyear" in row and "styear" in row:
        row["styear"], row["endyear"] = sorted((row["styear"], row["endyear"]))
    return row


def layouts() -> list[Any]:
    tables = (*cow_disputes.TABLES, *gml.TABLES, *mie.TABLES)
    return [
        pytest.param(table, name, id=f"{table.id}-{name}")
        for table in tables
        for name in table.layouts
    ]


@pytest.mark.parametrize(("table", "layout"), layouts())
@settings(max_examples=20, phases=(Phase.generate, Phase.shrink))
@given(made=st.data())
def test_made_rows_come_back_as_they_were_written(
    table: Table, layout: str, made: st.DataObject
) -> None:
    form = table.layouts[layout]
    there = [column for column in table.columns if column.name not in form.lacks]
    rows = made.draw(
        st.lists(
            st.fixed_dictionaries({column.name: cell(column) for column in there}).map(in_order),
            min_size=1,
            max_size=4,
            unique_by=lambda row: tuple(row[name] for name in table.key),
        )
    )
    header = [*(form.names.get(column.name, column.name) for column in there), *form.ignores]
    lines = [header, *([*(row[column.name] for column in there), *form.ignores] for row in rows)]
    text = "".join(",".join(str(value) for value in line) + "\n" for line in lines)
    frame = read_bytes(table, text.encode(), "made.csv", layout).frame
    expected = [
        {
            column.name: None
            if column.name in form.lacks or row[column.name] in column.missing
            else row[column.name]
            for column in table.columns
        }
        for row in rows
    ]
    assert frame.select(column.name for column in table.columns).to_dicts() == expected
    assert frame.columns == [column.name for column in (*table.columns, *table.made)]


# Broken files

HEADER = (
    "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,"
    "revtype2,fatality,fatalpre,hiact,hostlev,orig,version"
)
ROWS = (
    '9001,"AAA",2,-9,7,1902,24,1,1903,1,1,1,-9,0,0,7,3,1,5',
    '9001,"BBB",200,-9,7,1902,24,1,1903,0,1,1,-9,0,0,0,1,1,5',
)
GOOD = "\n".join((HEADER, *ROWS, ""))


def broken(text: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_bytes(PARTICIPANTS, text.encode(), "B.csv")
    assert "B.csv" in str(caught.value)
    return caught.value


def test_good_file_reads() -> None:
    frame = read_bytes(PARTICIPANTS, GOOD.encode(), "B.csv").frame
    assert frame["stday"].to_list() == [None, None]
    assert frame["start"].to_list() == [dt.date(1902, 7, 1)] * 2


def test_truncated_file_is_refused_with_its_line() -> None:
    assert broken(GOOD[:-20]).line == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace(",", ";"), "';'"),
        (GOOD.replace('"', "").replace("\n", "\r"), "bare CR"),
        ("\ufeff" + GOOD, "byte order mark"),
        (GOOD.replace(",1,5\n", ",1\n"), "cells"),
        (GOOD.replace("orig", "original"), "orig"),
        ("", "empty"),
    ],
)
def test_file_of_another_form_is_refused(text: str, said: str) -> None:
    assert said in str(broken(text))


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "said"),
    [
        ("7,1902,24,1,1903,0", "Jul,1902,24,1,1903,0", 3, "stmon", "'Jul'"),
        ('"BBB",200', '"BBB",201', 3, "ccode", "201"),
        ('"BBB",200', '"BBB",2', 3, "dispnum", "second row"),
        ("1903,0,1", "1903,2,1", 3, "sidea", "0, 1"),
        ("0,0,7,3", "0,0,7,6", 2, "hostlev", "6"),
        ("7,1902,24,1,1903,1", "13,1902,24,1,1903,1", 2, "stmon", "13"),
        ("1902,24,1,1903,1", "1802,24,1,1903,1", 2, "styear", "1802"),
        ("1902,24,1,1903,1", ",24,1,1903,1", 2, "styear", "empty"),
    ],
)
def test_wrong_value_is_refused_by_line_and_field(
    old: str, new: str, line: int, field: str, said: str
) -> None:
    error = broken(GOOD.replace(old, new))
    assert error.line == line
    assert str(error.field).startswith(field)
    assert said in str(error)
