"""Direct contiguity: spells, directed dyad-years, counts of each state."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.sources.cow_contiguity import DYAD_YEARS, LAST_MONTH, SPELLS, STATE_YEARS
from foedus.sources.cow_states import YEARS
from foedus.sources.reading.table import read, read_bytes

PAIR_YEAR = ["state1no", "state2no", "year"]
HEADER = "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version"


def spells(data: Path) -> pl.DataFrame:
    return read(SPELLS, data / "cow/contdir.csv").frame


def dyad_years(data: Path) -> pl.DataFrame:
    return read(DYAD_YEARS, data / "cow/contdird.csv").frame


def test_spells(data: Path) -> None:
    reading = read(SPELLS, data / "cow/contdir.csv")
    frame = reading.frame
    assert reading.rows == frame.height == 847
    assert (frame["statelno"] < frame["statehno"]).all()
    assert (frame["dyad"] == frame["statelno"].cast(pl.Int32) * 1000 + frame["statehno"]).all()
    assert frame.select(SPELLS.key).is_unique().all()
    assert frame["conttype"].unique().sort().to_list() == [1, 2, 3, 4, 5]
    assert frame["version"].unique().to_list() == [3.2]


def test_begin_and_end_are_months_written_yyyymm(data: Path) -> None:
    frame = spells(data)
    assert (frame["begin"].min(), frame["end"].max()) == (181601, LAST_MONTH)
    assert (frame["first_day"] <= frame["last_day"]).all()
    first = frame.filter((pl.col("statelno") == 2) & (pl.col("statehno") == 20)).row(0, named=True)
    assert first["first_day"] == dt.date(1920, 1, 1)
    assert first["last_day"] == dt.date(2016, 12, 31)
    assert first["censored"]
    assert frame["censored"].sum() == 556


def test_dyad_years_are_directed_and_symmetric(data: Path) -> None:
    reading = read(DYAD_YEARS, data / "cow/contdird.csv")
    frame = reading.frame.select(*PAIR_YEAR, "conttype")
    assert reading.rows == frame.height == 82_498
    turned = frame.rename({"state1no": "state2no", "state2no": "state1no"}).select(frame.columns)
    order = frame.columns
    assert_frame_equal(turned.sort(order), frame.sort(order))


def test_58_directed_dyad_years_are_there_twice_because_the_type_changed(data: Path) -> None:
    frame = dyad_years(data)
    twice = frame.filter(frame.select(PAIR_YEAR).is_duplicated())
    assert twice.height == 2 * 58
    assert twice.select(PAIR_YEAR).unique().height == 58
    assert twice.group_by(PAIR_YEAR).agg(pl.col("conttype").n_unique())["conttype"].min() == 2


def test_closest_in_a_year_is_not_the_first_in_the_file(data: Path) -> None:
    by_pair = dyad_years(data).group_by(PAIR_YEAR, maintain_order=True)
    kept = by_pair.agg(first=pl.col("conttype").first(), closest=pl.col("conttype").min())
    assert kept.height == 82_498 - 58
    assert kept.filter(pl.col("first") > pl.col("closest")).height > 0


def test_dyad_years_are_the_spells_unrolled(data: Path) -> None:
    years = pl.int_ranges("styear", pl.col("endyear") + 1).alias("year")
    one = spells(data).select(
        pl.col("statelno").alias("state1no"),
        pl.col("statehno").alias("state2no"),
        years,
        "conttype",
    )
    two = one.rename({"state1no": "state2no", "state2no": "state1no"}).select(one.columns)
    ours = pl.concat([one, two]).explode("year").with_columns(pl.col("year").cast(pl.Int16))
    theirs = dyad_years(data).select(ours.columns)
    assert_frame_equal(ours.sort(ours.columns), theirs.sort(ours.columns))


def test_state_years_cover_the_system(data: Path) -> None:
    reading = read(STATE_YEARS, data / "cow/contdirs.csv")
    frame = reading.frame
    assert reading.rows == frame.height == 15_951
    assert (frame["total"] == frame["land"] + frame["sea"]).all()
    system = read(YEARS, data / "cow/system2016.csv").frame.select("ccode", "year")
    ours = frame.select(pl.col("stateno").alias("ccode"), "year")
    assert_frame_equal(ours.sort("ccode", "year"), system.sort("ccode", "year"))


def test_state_years_count_a_neighbour_twice_where_its_type_changed(data: Path) -> None:
    counts = (
        dyad_years(data)
        .group_by("state1no", "year")
        .agg(rows=pl.len(), neighbours=pl.col("state2no").n_unique())
    )
    frame = read(STATE_YEARS, data / "cow/contdirs.csv").frame.join(
        counts, left_on=["stateno", "year"], right_on=["state1no", "year"], how="left"
    )
    rows, neighbours = pl.col("rows").fill_null(0), pl.col("neighbours").fill_null(0)
    assert frame.filter(pl.col("total") != rows).is_empty()
    assert frame.filter(pl.col("total") != neighbours).height == 50


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


MONTHS = st.dates(dt.date(1816, 1, 1), dt.date(2016, 12, 31)).map(lambda d: d.year * 100 + d.month)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([2, 20]),
            st.sampled_from([200, 220]),
            st.integers(1, 5),
            MONTHS,
            MONTHS,
            st.text(st.characters(codec="ascii", exclude_characters="\r\n\0"), max_size=12),
        ),
        unique_by=lambda row: (row[0], row[1], row[3]),
        max_size=12,
    )
)
def test_rows_written_are_rows_read_notes_with_commas_and_quotes_too(
    rows: list[tuple[int, int, int, int, int, str]],
) -> None:
    lines = [
        f'{low}{high},{low},"AAA",{high},"BBB",{kind},{begin},{end},{quoted(note)},3.2'
        for low, high, kind, begin, end, note in rows
    ]
    frame = read_bytes(SPELLS, "\n".join((HEADER, *lines, "")).encode(), "x").frame
    back = frame.select("statelno", "statehno", "conttype", "begin", "end", "notes").rows()
    assert [(*row[:5], row[5] or "") for row in back] == rows
