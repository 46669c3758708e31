"""Inter-state wars: participants, who opposed whom, and the publisher's dyadic table."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.cow_wars import DYADIC, DYADS, PARTICIPANTS, dyad_years, opponents
from foedus.sources.reading.corrections import corrections
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import read, read_bytes

PAIR_YEAR = ["warnum", "ccode1", "ccode2", "year"]
HEADER = (
    "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1"
    ",EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,WhereFought"
    ",Initiator,Outcome,TransTo,BatDeath,Version"
)
NONE = ",".join(["-8"] * 6)


def participants(data: Path) -> pl.DataFrame:
    return read(PARTICIPANTS, data / "cow/Inter-StateWarData_v4.0.csv").frame


def published_dyads(data: Path) -> pl.DataFrame:
    return read(DYADS, data / "derived/cow_war_inter_ddy_4.0.csv.gz", "export").frame


def dyadic(data: Path) -> pl.DataFrame:
    return read(DYADIC, data / "cow/directed_dyadic_war.csv").frame


def rows_at(frame: pl.DataFrame, **values: object) -> pl.DataFrame:
    return frame.filter(*(pl.col(name) == value for name, value in values.items()))


# Participants


def test_337_rows_of_95_wars_from_1823_to_2003(data: Path) -> None:
    reading = read(PARTICIPANTS, data / "cow/Inter-StateWarData_v4.0.csv")
    frame = reading.frame
    assert reading.rows == 337
    assert frame["warnum"].n_unique() == 95
    assert (frame["styear"].min(), frame["endyear"].max()) == (1823, 2003)
    assert frame.select(PARTICIPANTS.key).is_unique().all()


def test_lines_end_in_bare_cr(data: Path) -> None:
    content = (data / "cow/Inter-StateWarData_v4.0.csv").read_bytes()
    assert b"\n" not in content
    with pytest.raises(SourceError, match="lines end in LF"):
        read_bytes(PARTICIPANTS, content.replace(b"\r", b"\n"), "wars.csv")


def test_a_second_spell_of_participation_is_a_row_of_its_own(data: Path) -> None:
    frame = participants(data)
    assert frame.height == 337 + 19
    assert frame["spell"].value_counts(sort=True).rows() == [(1, 337), (2, 19)]
    france = rows_at(frame, warnum=139, ccode=220, side=1)
    assert france.select("spell", "start", "end").rows() == [
        (1, dt.date(1939, 9, 3), dt.date(1940, 6, 22)),
        (2, dt.date(1944, 10, 23), dt.date(1945, 8, 14)),
    ]
    assert (frame["start"] <= frame["end"]).all()


def test_second_spells_start_after_the_first_has_ended(data: Path) -> None:
    frame = participants(data)
    key = ["warnum", "ccode", "side"]
    both = rows_at(frame, spell=1).join(rows_at(frame, spell=2), on=key, suffix="_2")
    assert both.height == 19
    assert (both["end"] < both["start_2"]).all()


def test_minus_8_and_minus_9_are_null(data: Path) -> None:
    reading = read(PARTICIPANTS, data / "cow/Inter-StateWarData_v4.0.csv")
    first = rows_at(reading.frame, spell=1)
    assert first["transto"].null_count() == 309
    assert first["transfrom"].null_count() == 268
    assert "404, 410" in first["transfrom"].to_list()
    assert first["batdeath"].null_count() == 1
    numbers = reading.frame.select(pl.selectors.integer())
    assert all(column.drop_nulls().min() >= 0 for column in numbers)


def test_initiator_is_1_or_2_and_outcome_1_to_8(data: Path) -> None:
    first = rows_at(participants(data), spell=1)
    assert sorted(first["initiator"].value_counts().rows()) == [(1, 109), (2, 228)]
    assert sorted(first["outcome"].value_counts().rows()) == [
        (1, 155),
        (2, 119),
        (3, 4),
        (4, 28),
        (6, 30),
        (8, 1),
    ]


def test_five_states_changed_sides_and_have_a_row_for_each(data: Path) -> None:
    first = rows_at(participants(data), spell=1)
    both = first.group_by("warnum", "ccode").len().filter(pl.col("len") > 1)
    assert sorted(both.rows()) == [
        (108, 255, 2),
        (139, 220, 2),
        (139, 325, 2),
        (139, 355, 2),
        (139, 360, 2),
    ]
    assert first.select("warnum", "ccode", "side").is_unique().all()


# Who opposed whom


def test_dyad_years_from_spells_hold_every_published_one(data: Path) -> None:
    reading = read(DYADS, data / "derived/cow_war_inter_ddy_4.0.csv.gz", "export")
    assert reading.rows == reading.frame.height == 1932
    ours = dyad_years(participants(data))
    assert reading.frame.join(ours, on=PAIR_YEAR, how="anti").is_empty()


def test_published_dyads_repeat_a_dyad_year_where_fighting_stopped_and_resumed(data: Path) -> None:
    frame = published_dyads(data)
    twice = frame.filter(frame.select(PAIR_YEAR).is_duplicated())
    assert twice.height == 32
    assert sorted(twice["warnum"].unique()) == [46, 148, 184]
    assert frame.select(PAIR_YEAR).unique().height == 1932 - 16 == 1916


def test_published_dyads_lack_16_where_one_side_resumed_and_the_other_had_never_stopped(
    data: Path,
) -> None:
    """They join first spells with first spells and second with second, and so lose the mixed ones.

    So France does not fight Germany in 1944 and 1945 there, nor Bulgaria and Serbia Turkey in 1913.
    """
    spells = participants(data)
    ours = dyad_years(spells)
    published = published_dyads(data)
    more = ours.join(published, on=PAIR_YEAR, how="anti")
    assert ours.height == 1916 + 16
    pairs = {(w, min(a, b), max(a, b), y) for w, a, b, y in more.rows()}
    assert more.height == 2 * len(pairs) == 16
    assert pairs == {
        *((100, other, 640, 1913) for other in (345, 355)),
        *((139, 220, other, year) for other in (255, 310, 740) for year in (1944, 1945)),
    }
    alike = opponents(spells).filter(pl.col("spell1") == pl.col("spell2"))
    kept = (
        alike.select(
            "warnum",
            "ccode1",
            "ccode2",
            pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1).alias("year"),
            pl.col("spell1").alias("spell"),
        )
        .explode("year")
        .unique()
    )
    assert kept.height == published.height  # the published rule, followed, gives its count


def test_published_dyads_resume_outcomes_and_deaths(data: Path) -> None:
    frame = published_dyads(data)
    assert frame.filter(pl.col("outcome1").is_null())["resume"].unique().to_list() == [1]
    assert frame["outcome1"].null_count() == frame["outcome2"].null_count() == 22
    assert frame["batdeath1"].null_count() == frame["batdeath2"].null_count()
    assert frame["batdeath1"].min() == 0  # -9 is gone


def test_opponents_come_in_both_directions_and_never_with_themselves(data: Path) -> None:
    frame = opponents(participants(data))
    assert (frame["ccode1"] != frame["ccode2"]).all()
    assert (frame["start"] <= frame["end"]).all()
    pairs = frame.select("warnum", "ccode1", "ccode2", "side1", "side2", "start", "end")
    turned = pairs.select(
        "warnum",
        pl.col("ccode2").alias("ccode1"),
        pl.col("ccode1").alias("ccode2"),
        pl.col("side2").alias("side1"),
        pl.col("side1").alias("side2"),
        "start",
        "end",
    )
    assert set(turned.rows()) == set(pairs.rows())


def test_side_switchers_oppose_each_side_in_its_time(data: Path) -> None:
    """Italy fought Germany only after it had changed sides."""
    frame = rows_at(opponents(participants(data)), warnum=139, ccode1=325, ccode2=255)
    assert frame.select("side1", "start").rows() == [(1, dt.date(1943, 10, 18))]


# The dyadic table


def test_dyadic_wars(data: Path) -> None:
    reading = read(DYADIC, data / "cow/directed_dyadic_war.csv")
    frame = reading.frame
    assert reading.rows == frame.height == 1364
    assert frame["warnum"].n_unique() == 91
    assert frame.select(DYADIC.key).is_unique().all()
    pairs = frame.select("disno", "statea", "stateb", "year")
    assert {(d, b, a, y) for d, a, b, y in pairs.rows()} == set(pairs.rows())  # both directions
    assert frame["changes_2"].null_count() == 1364


def test_three_rows_of_war_106_say_19118_and_are_corrected(data: Path) -> None:
    text = (data / "cow/directed_dyadic_war.csv").read_text()
    assert text.count(",19118,") == 3
    frame = rows_at(dyadic(data), warnum=106, statea=325, stateb=355)
    assert frame["warendyr"].to_list() == [1918] * 3
    assert frame["end"].unique().to_list() == [dt.date(1918, 9, 29)]


def test_day_and_month_exchanged_in_war_106_are_corrected(data: Path) -> None:
    for one, two in ((2, 300), (300, 2)):
        rows = rows_at(dyadic(data), warnum=106, statea=one, stateb=two)
        assert rows.select("start", "end").rows() == [(dt.date(1918, 10, 24), dt.date(1918, 11, 3))]
    austria = rows_at(participants(data), warnum=106, ccode=300)
    assert austria["end"].to_list() == [dt.date(1918, 11, 3)]


def test_end_of_war_184_is_corrected(data: Path) -> None:
    frame = rows_at(dyadic(data), warnum=184)
    assert frame["end"].unique().to_list() == [dt.date(1974, 8, 16)]
    assert rows_at(participants(data), warnum=184)["end"].max() == dt.date(1974, 8, 16)


def test_corrections_touch_seven_rows_and_give_their_reasons(data: Path) -> None:
    ours = [one for one in corrections() if one.table == DYADIC.id]
    assert len(ours) == 3
    assert read(DYADIC, data / "cow/directed_dyadic_war.csv").corrected == 7


def test_dyadic_wars_start_before_they_end_and_hold_their_year(data: Path) -> None:
    frame = dyadic(data)
    assert (frame["start"] <= frame["end"]).all()
    held = frame["year"].is_between(frame["warstrtyr"], frame["warendyr"])
    assert held.all()


def test_the_two_directions_of_a_dyad_do_not_always_agree(data: Path) -> None:
    """The publisher codes them apart: take one, and do not fill one from the other."""
    key, turned = ["disno", "statea", "stateb", "year"], ["disno", "stateb", "statea", "year"]
    frame = dyadic(data)
    both = frame.join(frame, left_on=key, right_on=turned, suffix="_b")
    assert both.height == 1364
    mirrors = {
        "outcome": pl.col("outcomea") + pl.col("outcomea_b") != 4,
        "deaths": pl.col("batdtha") != pl.col("batdthb_b"),
        "role": pl.col("warolea") != pl.col("waroleb_b"),
        "days": (pl.col("start") != pl.col("start_b")) | (pl.col("end") != pl.col("end_b")),
    }
    unlike = both.select(**{name: wrong.sum() for name, wrong in mirrors.items()}).row(
        0, named=True
    )
    assert unlike == {"outcome": 30, "deaths": 14, "role": 32, "days": 28}


# Made files


def line(spell1: str, spell2: str = NONE, deaths: str = "100", code: int = 2) -> str:
    return f'7,Some War,1,{code},Some State,1,{spell1},{spell2},"404, 410",1,1,1,-8,{deaths},4'


def wars(*lines: str) -> bytes:
    return "\r".join((HEADER, *lines, "")).encode()


def test_unknown_day_is_the_widest_span() -> None:
    frame = read_bytes(PARTICIPANTS, wars(line("2,-9,1848,2,-9,1849")), "w").frame
    assert frame.select("start", "end").row(0) == (dt.date(1848, 2, 1), dt.date(1849, 2, 28))


def test_unknown_deaths_are_null() -> None:
    frame = read_bytes(PARTICIPANTS, wars(line("2,1,1848,2,1,1849", deaths="-9")), "w").frame
    assert frame["batdeath"].to_list() == [None]


def test_a_participant_twice_on_one_side_is_refused() -> None:
    row = line("2,1,1848,2,1,1849")
    with pytest.raises(SourceError, match=r"w:3: .*a second row for warnum 7, ccode 2, side 1"):
        read_bytes(PARTICIPANTS, wars(row, row), "w")


def test_letter_in_a_number_column_names_the_publishers_line() -> None:
    with pytest.raises(SourceError, match=r"w:3: StartYear1: '18x8'"):
        read_bytes(
            PARTICIPANTS, wars(line("2,1,1848,2,1,1849"), line("2,1,18x8,2,1,1849", code=20)), "w"
        )


DAYS = st.dates(dt.date(1816, 1, 1), dt.date(2007, 12, 31))


def parts(a: dt.date, b: dt.date) -> str:
    return f"{a.month},{a.day},{a.year},{b.month},{b.day},{b.year}"


@given(
    st.dictionaries(
        st.sampled_from([2, 20, 200, 255]),
        st.tuples(DAYS, DAYS, st.none() | st.tuples(DAYS, DAYS)),
        max_size=4,
    )
)
def test_spells_written_are_spells_read(
    made: dict[int, tuple[dt.date, dt.date, tuple[dt.date, dt.date] | None]],
) -> None:
    lines = [
        line(parts(a, b), NONE if more is None else parts(*more), code=code)
        for code, (a, b, more) in made.items()
    ]
    frame = read_bytes(PARTICIPANTS, wars(*lines), "w").frame
    wanted = [(code, 1, a, b) for code, (a, b, _) in made.items()] + [
        (code, 2, *more) for code, (_, _, more) in made.items() if more is not None
    ]
    assert frame.select("ccode", "spell", "start", "end").rows() == sorted(wanted)


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from([1, 2]), DAYS, st.integers(0, 2000)),
        max_size=8,
    )
)
def test_dyad_years_against_a_count_day_by_day_of_the_year(
    made: list[tuple[int, int, dt.date, int]],
) -> None:
    rows = [
        (1, code, side, n, start, start + dt.timedelta(days=days))
        for n, (code, side, start, days) in enumerate(made)
    ]
    frame = pl.DataFrame(
        rows,
        schema={
            "warnum": pl.Int16,
            "ccode": pl.Int16,
            "side": pl.Int8,
            "spell": pl.Int8,
            "start": pl.Date,
            "end": pl.Date,
        },
        orient="row",
    )
    wanted = {
        (1, a[1], b[1], year)
        for a in rows
        for b in rows
        if a[1] != b[1] and a[2] != b[2]
        for year in range(max(a[4], b[4]).year, min(a[5], b[5]).year + 1)
        if max(a[4], b[4]) <= min(a[5], b[5])
    }
    assert dyad_years(frame).rows() == sorted(wanted)
