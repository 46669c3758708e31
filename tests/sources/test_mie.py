"""Militarized interstate events: the real file and its traps. Made files: see test_cow_disputes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from foedus.sources import cow_disputes, gml
from foedus.sources.mie import DIRECTIONLESS, EVENTS, FIRST_WORLD_WAR
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import read, read_bytes


@pytest.fixture(scope="module")
def events(data: Path) -> pl.DataFrame:
    reading = read(EVENTS, data / "gml/mie-1.0.csv")
    assert reading.rows == reading.frame.height == 28_011
    return reading.frame


def test_28011_events_in_1881_confrontations(events: pl.DataFrame) -> None:
    assert events["micnum"].n_unique() == 1881
    assert events.select(EVENTS.key).is_unique().all()


def test_the_codebook_says_years_start_in_1946_and_the_file_in_1816(events: pl.DataFrame) -> None:
    assert (events["styear"].min(), events["endyear"].max()) == (1816, 2014)
    assert events.filter(pl.col("styear") < 1946).height == 12_801


def test_micnum_is_the_disputes_number_where_there_is_one(events: pl.DataFrame, data: Path) -> None:
    cow = read(cow_disputes.DISPUTES, data / "cow/MIDA 5.0.csv").frame
    theirs = read(gml.DISPUTES, data / "derived/gml_mid_disps_2.2.1.csv.gz", "export").frame
    numbers = events.select(dispnum="micnum").unique()
    new = numbers.filter(pl.col("dispnum") >= 9000)
    assert new.height == 89
    assert new.join(cow, on="dispnum", how="semi").is_empty()
    old = numbers.filter(pl.col("dispnum") < 9000)
    only_gml = old.join(cow, on="dispnum", how="anti")
    assert only_gml.height == 7  # not COW's: a join on COW's numbers alone loses them
    assert only_gml.join(theirs, on="dispnum", how="anti").is_empty()


def test_eventnum_counts_the_events_of_a_confrontation_from_one(events: pl.DataFrame) -> None:
    counted = events.group_by("micnum").agg(
        pl.len(), pl.col("eventnum").min().alias("low"), most=pl.col("eventnum").max()
    )
    assert counted.filter((pl.col("len") != pl.col("most")) | (pl.col("low") != 1)).is_empty()


def test_eventnum_follows_the_dates_but_in_five_places(events: pl.DataFrame) -> None:
    month = pl.col("styear").cast(pl.Int32) * 12 + pl.col("stmon")
    steps = events.sort("micnum", "eventnum").with_columns(
        back=month < month.shift().over("micnum")
    )
    assert steps["back"].sum() == 5


def test_day_minus_nine_is_null_1987_times_at_the_start(events: pl.DataFrame) -> None:
    assert events["stday"].null_count() == 1987
    assert events["endday"].null_count() == 2164
    assert (events["start"] <= events["end"]).all()


def test_action_is_not_ordinal_without_18_and_with_22_for_a_battle(events: pl.DataFrame) -> None:
    assert 18 not in events["action"]
    battles = events.filter(pl.col("action") == 22)
    assert battles.height == 4471
    assert battles["hostlev"].unique().to_list() == [5]
    wmd, seizure = (events.filter(pl.col("action") == code)["hostlev"] for code in (19, 15))
    assert wmd.max() == seizure.max() == 4  # a higher code, no higher level


def test_clash_and_battle_have_no_direction_and_the_lower_code_first(events: pl.DataFrame) -> None:
    both_ways = events.filter(~pl.col("directed"))
    assert sorted(both_ways["action"].unique().to_list()) == list(DIRECTIONLESS) == [17, 22]
    assert both_ways.height == 6478
    assert both_ways.filter(pl.col("ccode1") > pl.col("ccode2")).is_empty()
    assert events.filter("directed", pl.col("ccode1") > pl.col("ccode2")).height > 5000


def test_sidea1_says_who_acted_first(events: pl.DataFrame) -> None:
    opening = events.filter(pl.col("eventnum") == 1, "directed")
    assert opening["sidea1"].mean() > 0.99
    assert events["sidea1"].mean() < 0.7


def test_first_world_war_is_257_with_6497_rows(events: pl.DataFrame) -> None:
    war = events.filter(pl.col("micnum") == FIRST_WORLD_WAR)
    assert war.height == 6497
    assert war.height == events.group_by("micnum").len()["len"].max()


def test_first_world_war_has_ten_dated_rows_of_23_to_31_july_1914(events: pl.DataFrame) -> None:
    days = events.filter(
        pl.col("micnum") == FIRST_WORLD_WAR,
        pl.col("stday").is_not_null(),
        pl.col("start").is_between(dt.date(1914, 7, 23), dt.date(1914, 7, 31)),
    ).sort("eventnum")
    assert days.height == 10
    first = days.row(0, named=True)
    assert (first["ccode1"], first["ccode2"], first["start"]) == (300, 345, dt.date(1914, 7, 23))
    assert days["hostlev"].to_list() == [2, 3, 3, 4, 3, 3, 2, 3, 2, 3]


def test_deaths_are_ranges_without_unknowns(events: pl.DataFrame) -> None:
    for side in (1, 2):
        least, most = events[f"fatalmin{side}"], events[f"fatalmax{side}"]
        assert least.null_count() == most.null_count() == 0
        assert (least <= most).all()


def test_a_declaration_of_war_would_be_refused() -> None:
    row = {column.name: 1 for column in EVENTS.columns}
    row |= {"ccode1": 2, "ccode2": 200, "styear": 1902, "endyear": 1902, "hostlev": 4, "action": 18}
    text = ",".join(row) + "\n" + ",".join(str(value) for value in row.values()) + "\n"
    with pytest.raises(SourceError, match="18") as caught:
        read_bytes(EVENTS, text.encode(), "mie.csv")
    assert (caught.value.line, caught.value.field) == (2, "action")
