"""Polity5: the real file, its codes against COW's, made files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core import countries
from foedus.sources.democracy import YEARS as DEMOCRACY
from foedus.sources.polity import ENDED, READINGS, SPECIAL, YEARS
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import Reading, read, read_bytes

HEADER = (
    "p5,cyear,ccode,scode,country,year,flag,fragment,democ,autoc,polity,polity2,durable,xrreg,"
    "xrcomp,xropen,xconst,parreg,parcomp,exrec,exconst,polcomp,prior,emonth,eday,eyear,eprec,"
    "interim,bmonth,bday,byear,bprec,post,change,d5,sf,regtrans"
)


def polity(data: Path) -> Reading:
    return read(YEARS, data / "polity/p5v2018.csv")


def rows_of(frame: pl.DataFrame, theirs: int, year: int) -> list[int | None]:
    return frame.filter(pl.col("polity_ccode") == theirs, pl.col("year") == year)["ccode"].to_list()


def test_17574_rows_to_2018_and_the_united_states_to_2020(data: Path) -> None:
    reading = polity(data)
    assert reading.rows == reading.frame.height == 17_574
    late = reading.frame.filter(pl.col("year") > 2018)
    assert late.select("ccode", "year").rows() == [(2, 2019), (2, 2020)]
    assert reading.frame["year"].min() == 1776


def test_special_codes_are_apart_from_scores(data: Path) -> None:
    frame = polity(data).frame
    counts = dict(frame["polity_code"].value_counts().rows())
    assert {code: counts[code] for code in SPECIAL} == {-66: 260, -77: 237, -88: 312}
    assert frame["polity"].null_count() == 809
    assert (frame["polity"].is_null() == frame["polity_code"].is_not_null()).all()
    assert frame["polity"].min() == -10
    for name in ("democ", "autoc", "xrreg", "xconst", "parcomp"):
        assert frame[name].null_count() == 809
        assert frame[name].min() >= 0


def test_polity2_has_267_blanks_and_smooths_the_codes(data: Path) -> None:
    frame = polity(data).frame
    assert frame["polity2"].null_count() == 267
    blank = frame.group_by("polity_code").agg(pl.col("polity2").null_count())
    assert dict(blank.rows()) == {None: 0, -66: 260, -77: 0, -88: 7}


@pytest.mark.parametrize(("theirs", "first", "last", "ours"), READINGS)
def test_polity_code_that_is_not_cows(
    data: Path, theirs: int, first: int, last: int, ours: int | None
) -> None:
    """342, 348, 364, 525, 529, 769, 818, 324, and 305, 341, 347, 626, which are others' in COW."""
    frame = polity(data).frame.filter(
        pl.col("polity_ccode") == theirs, pl.col("year").is_between(first, last)
    )
    assert frame["year"].min() == first
    assert frame["year"].max() == last
    ended = {year for code, year in ENDED if code == theirs}
    kept = frame.filter(~pl.col("year").is_in(sorted(ended)))
    assert kept["ccode"].unique().to_list() == [ours]


def test_codes_that_sources_md_names_are_translated(data: Path) -> None:
    frame = polity(data).frame
    for theirs, year, ours in (
        (342, 1900, 345),
        (348, 2010, 341),
        (364, 1962, 365),
        (525, 2012, 626),
        (529, 2000, 530),
        (769, 1965, 770),
        (818, 1990, 816),
        (324, 1850, 325),
    ):
        assert rows_of(frame, theirs, year) == [ours]


def test_codes_that_another_state_bears_in_cow_are_translated(data: Path) -> None:
    """Polity's 341 is Kosovo and 347 Serbia; in COW 341 is Montenegro and 347 Kosovo."""
    frame = polity(data).frame
    assert rows_of(frame, 341, 2010) == [347]
    assert rows_of(frame, 347, 2000) == [345]
    assert rows_of(frame, 626, 2015) == [625]
    assert rows_of(frame, 305, 1914) == [300]
    assert rows_of(frame, 305, 1930) == [305]


def test_every_code_is_cows_and_a_state_has_one_row_a_year(data: Path) -> None:
    frame = polity(data).frame
    named = frame.filter(pl.col("ccode").is_not_null())
    assert named.select("ccode", "year").is_unique().all()
    assert set(named["ccode"]) <= countries.known()
    nameless = set(frame.filter(pl.col("ccode").is_null()).select("polity_ccode", "year").rows())
    no_state = {
        (code, year)
        for code, first, last, ours in READINGS
        if ours is None
        for year in range(first, last + 1)
    }
    assert nameless <= set(ENDED) | no_state
    assert set(ENDED) <= nameless


def test_rows_that_give_way_are_exactly_those_that_meet_another(data: Path) -> None:
    frame = polity(data).frame
    for theirs, year in ENDED:
        cow = next((o for t, a, b, o in READINGS if t == theirs and a <= year <= b), theirs)
        other = frame.filter(pl.col("ccode") == cow, pl.col("year") == year)
        assert other.height == 1
        assert other["polity_ccode"][0] != theirs
        # The row that stays is the polity that began in the year, and so was there at its end.
        assert other["byear"].to_list() == [year]


def test_names_agree_with_codes(data: Path) -> None:
    """Another way to the same code: the name and the year."""
    frame = polity(data).frame
    named = countries.codes_of(frame["country"], frame["year"])
    both = frame.with_columns(named=named).filter(
        pl.col("named").is_not_null(), pl.col("ccode").is_not_null()
    )
    assert both.height > 16_900
    off = both.filter(pl.col("named") != pl.col("ccode")).select("country", "year").rows()
    assert off == [("Austria", 1918)]  # of that year COW has Austria-Hungary


def test_regimes_that_a_join_by_code_loses_or_swaps(data: Path) -> None:
    """The export of three measures was made by Polity's codes as if they were COW's."""
    ours = polity(data).frame.filter(pl.col("ccode").is_not_null())
    export = read(DEMOCRACY, data / "derived/cw_democracy.csv.gz", "export").frame
    both = export.select("ccode", "year", theirs="polity2").join(
        ours.select("ccode", "year", "polity2"), on=["ccode", "year"], how="left"
    )
    differ = both.filter(pl.col("theirs").ne_missing(pl.col("polity2")))
    lost = differ.filter(pl.col("theirs").is_null()).group_by("ccode").len()
    assert dict(lost.rows()) == {
        300: 103,
        325: 45,
        341: 2,
        345: 68,
        347: 11,
        365: 69,
        530: 25,
        625: 7,
        770: 25,
        816: 42,
    }
    # Montenegro with Kosovo's scores, South Sudan with Sudan's, and three years of transition.
    swapped = differ.filter(pl.col("theirs").is_not_null()).group_by("ccode").len()
    assert dict(swapped.rows()) == {341: 11, 626: 8, 365: 1, 530: 1, 625: 1}


def test_two_dates_with_a_digit_wrong_are_corrected(data: Path) -> None:
    reading = polity(data)
    assert reading.corrected == 2
    frame = reading.frame
    assert frame["eyear"].max() <= 2020
    ireland = frame.filter(pl.col("ccode") == 205, pl.col("year") == 1927)
    assert ireland["byear"].to_list() == [1927]


SCORES = st.sampled_from([*SPECIAL, *range(-10, 11)])


@given(
    st.lists(
        st.tuples(st.sampled_from([2, 200, 220]), st.integers(1816, 2018), SCORES),
        unique_by=lambda row: row[:2],
        min_size=1,
        max_size=15,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[int, int, int]]) -> None:
    lines = [f"1,1,{c},XXX,X,{y},0,,,,{p},{',' * 25}" for c, y, p in rows]
    frame = read_bytes(YEARS, "\n".join((HEADER, *lines, "")).encode(), "p.csv").frame
    back = frame.select("ccode", "year", pl.coalesce("polity", "polity_code")).rows()
    assert back == rows


def test_a_code_used_for_two_rows_of_one_state_is_refused() -> None:
    """A later version may use codes otherwise than the table of readings says."""
    lines = [f"1,1,{c},XXX,X,1950,0,,,,5,{',' * 25}" for c in (364, 365)]
    with pytest.raises(SourceError, match="two rows are about COW state 365 in 1950"):
        read_bytes(YEARS, "\n".join((HEADER, *lines, "")).encode(), "p.csv")
