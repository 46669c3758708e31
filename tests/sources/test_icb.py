"""International Crisis Behavior: figures and traps on the real files, and files that are wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.sources import icb
from foedus.sources.icb_dates import dated, not_before
from foedus.sources.reading.schema import SourceError, Table
from foedus.sources.reading.table import read, read_bytes

_HEADER = (
    "crisno,year,crisname,statea,namea,actnuma,stateb,nameb,actnumb,trgyrdy,trgmody,trgdady,"
    "trmyrdy,trmmody,trmdady,ongoing,crdynum"
)
_ROWS = (
    "1,1930,MADE UP,200,UKG,7,365,RUS,9999,1930,5,66,1930,6,,0,1",
    "1,1931,MADE UP,200,UKG,7,365,RUS,9999,1930,5,66,1931,2,28,1,1",
)


def _text(*rows: str, header: str = _HEADER) -> bytes:
    return ("\n".join((header, *rows)) + "\n").encode()


@pytest.fixture(scope="module")
def crises(data: Path) -> pl.DataFrame:
    reading = read(icb.CRISES, data / "icb/icb1v15.csv")
    assert (reading.rows, reading.corrected) == (496, 2)
    return reading.frame


@pytest.fixture(scope="module")
def actors(data: Path) -> pl.DataFrame:
    reading = read(icb.ACTORS, data / "icb/icb2v15.csv")
    assert (reading.rows, reading.corrected) == (1100, 0)
    return reading.frame


@pytest.fixture(scope="module")
def dyads(data: Path) -> pl.DataFrame:
    reading = read(icb.DYADS, data / "icb/icbdy_v15.csv")
    assert (reading.rows, reading.corrected) == (1363, 0)
    return reading.frame


@pytest.mark.parametrize("table", icb.TABLES, ids=lambda table: table.id)
def test_declared_columns_are_the_frames(
    table: Table, crises: pl.DataFrame, actors: pl.DataFrame, dyads: pl.DataFrame
) -> None:
    frame = {"icb/crises": crises, "icb/actors": actors, "icb/dyads": dyads}[table.id]
    declared = {column.name: column.dtype for column in (*table.columns, *table.made)}
    assert dict(frame.schema) == declared


def test_coverage_1918_to_2019(crises: pl.DataFrame, actors: pl.DataFrame) -> None:
    for frame in (crises, actors):
        assert (frame["yrtrig"].min(), frame["yrtrig"].max()) == (1918, 2019)
    assert crises["crisno"].n_unique() == 496
    assert actors["crisno"].n_unique() == 496


def test_files_start_with_a_byte_order_mark_except_the_dyadic_one(data: Path) -> None:
    marked = {
        name: (data / "icb" / name).read_bytes().startswith(b"\xef\xbb\xbf")
        for name in ("icb1v15.csv", "icb2v15.csv", "icbdy_v15.csv")
    }
    assert list(marked.values()) == [True, True, False]


def test_cracno_is_the_key_since_crisis_and_state_repeat_21_times(actors: pl.DataFrame) -> None:
    assert actors["cracno"].is_unique().all()
    assert actors.height - actors.select("crisno", "cracid").n_unique() == 21


def test_day_codes_66_77_88_are_parts_of_the_month(crises: pl.DataFrame) -> None:
    parts = crises["datrig_part"].value_counts().drop_nulls().sort("datrig_part").rows()
    assert parts == [("early", 7), ("late", 2), ("middle", 7)]
    ends = crises["daterm_part"].value_counts().drop_nulls().sort("daterm_part").rows()
    assert ends == [("early", 5), ("late", 20), ("middle", 9)]
    either = pl.any_horizontal(pl.col("datrig_part", "daterm_part").is_not_null())
    assert crises.filter(either).height == 48
    for day in ("datrig", "daterm", "damedst", "damedend", "damedfin"):
        assert crises[day].max() <= 31
        assert crises.filter(pl.col(f"{day}_part").is_not_null())[day].null_count() > 0


def test_publishers_durations_read_the_codes_as_early_middle_and_late(crises: pl.DataFrame) -> None:
    """Counted back from an exact end, 66 is mostly the 1st, 77 the 15th, 88 the last day."""
    open_end = crises.filter(
        pl.col("daterm_part").is_not_null()
        & (pl.col("trigger_earliest") == pl.col("trigger_latest"))
    ).with_columns(
        day=(pl.col("trigger_earliest") + pl.duration(days=pl.col("brexit") - 1)).dt.day(),
        last=pl.col("end_latest").dt.day(),
    )
    assert (
        open_end.filter(pl.col("daterm_part") == "late")
        .select((pl.col("day") == pl.col("last")).all())
        .item()
    )
    middle = open_end.filter(pl.col("daterm_part") == "middle")["day"]
    assert (middle == 15).sum() == middle.len() - 2
    early = open_end.filter(pl.col("daterm_part") == "early")["day"]
    assert (early == 1).sum() == early.len() - 1


def test_dates_bound_what_is_known(crises: pl.DataFrame, actors: pl.DataFrame) -> None:
    smyrna = crises.row(by_predicate=pl.col("crisno") == 7, named=True)
    assert (smyrna["trigger_earliest"], smyrna["trigger_latest"]) == (
        dt.date(1919, 3, 1),
        dt.date(1919, 3, 31),
    )
    assert smyrna["end_earliest"] == smyrna["end_latest"] == dt.date(1919, 7, 29)
    for frame in (crises, actors):
        assert frame["trigger_earliest"].null_count() == 0
        assert frame["end_earliest"].null_count() == 1  # no year of termination
        assert (frame["trigger_earliest"] <= frame["trigger_latest"]).all()
        assert (frame["end_earliest"] >= frame["trigger_earliest"]).all()
        assert (frame["end_latest"] >= frame["end_earliest"]).all()


def test_31_june_is_corrected_in_the_file_of_corrections(crises: pl.DataFrame) -> None:
    rows = crises.filter(pl.col("crisno").is_in([232, 327]))
    assert rows["damedend"].to_list() == [None, None]
    assert rows["damedend_part"].to_list() == ["late", "late"]


def test_missing_codes_of_mediation_are_null(crises: pl.DataFrame) -> None:
    """One row has 99 for -99 as the year."""
    assert crises["yrmedend"].min() > 1900
    assert crises.filter(pl.col("crisno") == 325)["yrmedend"].to_list() == [None]
    for name in ("momedst", "damedst", "damedend"):
        assert crises[name].min() >= 1


def test_trigger_entities_without_a_state(crises: pl.DataFrame, actors: pl.DataFrame) -> None:
    assert crises.filter(pl.col("trigent") > 990)["trigent"].value_counts().sort(
        "trigent"
    ).rows() == [(995, 2), (996, 118), (997, 26)]
    assert actors["trigent"].is_in([995, 996, 997]).any()


def test_codes_follow_gleditsch_and_ward_not_cow(actors: pl.DataFrame, dyads: pl.DataFrame) -> None:
    """Vichy 219, Hejaz 671 and Nejd 672 have no COW code; unified Germany is 260, Yemen 678."""
    none = actors.filter(pl.col("ccode").is_null())["cracid"].sort().to_list()
    assert none == [219, 671, 672]
    other = actors.filter(pl.col("ccode") != pl.col("cracid"))
    assert other.select("cracid", "ccode").unique().sort("cracid").rows() == [
        (260, 255),
        (678, 679),
    ]
    assert other["yrtrig"].min() >= 1990
    assert (
        actors.filter((pl.col("cracid") == 345) & (pl.col("yrtrig") == 2017))["ccode"].item() == 345
    )
    assert dyads["ccode1"].null_count() == dyads["ccode2"].null_count() == 0
    assert dyads.filter(pl.col("ccode1") != pl.col("statea")).height == 6


def test_violence_and_gravity_are_within_their_scales(
    crises: pl.DataFrame, actors: pl.DataFrame
) -> None:
    assert sorted(crises["viol"].unique()) == [1, 2, 3, 4]
    assert sorted(crises["gravcr"].unique()) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert sorted(crises["crismg"].unique()) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert sorted(actors["allycap"].unique()) == [1, 2, 3, 4]
    for column in ("viol", "gravcr", "crismg", "trigent", "outesr", "chall"):
        assert len(icb.CRISES.column(column).about) > 40


def test_outesr_is_recurrence_not_escalation(crises: pl.DataFrame) -> None:
    assert sorted(crises["outesr"].unique()) == [1, 2, 3]
    assert "recurred" in icb.CRISES.column("outesr").about
    recent = crises.filter(pl.col("chall") == 9)
    assert (recent.height, recent["yrtrig"].min()) == (13, 2015)


def test_this_copy_has_2_for_irans_response_of_february_2018(actors: pl.DataFrame) -> None:
    """Another public copy has 1."""
    iran = (pl.col("cracid") == 630) & (pl.col("yrtrig") == 2018) & (pl.col("motrig") == 2)
    assert actors.filter(iran)["majres"].to_list() == [2]


def test_dyads_are_979_in_449_crises(dyads: pl.DataFrame) -> None:
    assert dyads["crdynum"].n_unique() == 979
    assert dyads["crisno"].n_unique() == 449
    assert dyads.select("crdynum", "year").is_unique().all()
    repeated = dyads.height - dyads.select("crisno", "statea", "stateb", "year").n_unique()
    assert repeated == 10
    assert (dyads["statea"] < dyads["stateb"]).all()


def test_actor_number_9999_is_no_crisis_actor(dyads: pl.DataFrame, actors: pl.DataFrame) -> None:
    assert (dyads["actnuma"].null_count(), dyads["actnumb"].null_count()) == (395, 207)
    rows = actors.select("cracno", "crisno", "cracid")
    for side in "ab":
        there = dyads.drop_nulls(f"actnum{side}").join(
            rows, left_on=f"actnum{side}", right_on="cracno", how="left", suffix="_actor"
        )
        assert (there["crisno"] == there["crisno_actor"]).all()
        assert (there[f"state{side}"] == there["cracid"]).all()


def test_a_small_file_in_the_publishers_layout(tmp_path: Path) -> None:
    file = tmp_path / "icbdy.csv"
    file.write_bytes(_text(*_ROWS).replace(b"\n", b"\r\n"))
    frame = read(icb.DYADS, file).frame
    assert frame["trgdady_part"].to_list() == ["early", "early"]
    assert frame["actnumb"].to_list() == [None, None]
    assert frame.select("end_earliest", "end_latest").row(0) == (
        dt.date(1930, 6, 1),
        dt.date(1930, 6, 30),
    )


def test_an_open_end_does_not_come_before_the_trigger() -> None:
    rows = pl.DataFrame({"y": [1953], "m": [4], "d": [2], "y2": [1953], "m2": [None], "d2": [None]})
    dates = {"trigger": ("y", "m", "d"), "end": ("y2", "m2", "d2")}
    bounded = not_before(dated(rows.cast(pl.Int16), dates), "end", "trigger")
    assert bounded["end_earliest"].item() == dt.date(1953, 4, 2)
    assert bounded["end_latest"].item() == dt.date(1953, 12, 31)


_PAIRS = st.lists(
    st.tuples(
        st.integers(1, 496),
        st.integers(1918, 2020),
        st.sampled_from([(2, 365), (200, 255), (219, 220), (671, 672)]),
        st.one_of(st.none(), st.integers(1, 1100)),
        st.integers(1, 12),
        st.one_of(st.integers(1, 28), st.sampled_from([66, 77, 88])),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=20,
)


@settings(deadline=None)  # time is no part of the property
@given(rows=_PAIRS)
def test_what_is_written_is_read(
    rows: list[tuple[int, int, tuple[int, int], int | None, int, int, int]],
) -> None:
    lines = [
        f"{crisis},{year},X,{a},AAA,{9999 if actor is None else actor},{b},BBB,9999,"
        f"{year},{month},{day},{year},{month},{day},{ongoing},{number}"
        for number, (crisis, year, (a, b), actor, month, day, ongoing) in enumerate(rows, 1)
    ]
    frame = read_bytes(icb.DYADS, _text(*lines), "made.csv").frame
    parts = {66: "early", 77: "middle", 88: "late"}
    assert frame.select(
        "crisno", "year", "statea", "stateb", "actnuma", "trgmody", "trgdady", "trgdady_part",
        "ongoing", "crdynum",
    ).rows() == [
        (c, y, *pair, actor, m, None if d > 31 else d, parts.get(d), ongoing, number)
        for number, (c, y, pair, actor, m, d, ongoing) in enumerate(rows, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "line", "field", "message"),
    [
        pytest.param(_text(*_ROWS)[:-12], 3, "", "cells where there are 17", id="truncated"),
        pytest.param(_text(*_ROWS).replace(b",", b";"), 1, "", "not parted by", id="delimiter"),
        pytest.param(_text(*_ROWS).replace(b"\n", b"\r"), 1, "", "bare CR", id="bare-cr"),
        pytest.param(b"\xef\xbb\xbf" + _text(*_ROWS), 1, "", "byte order mark", id="bom"),
        pytest.param(
            _text(_ROWS[0], _ROWS[1].replace("1931,2", "1931,x")), 3, "trmmody", "'x'", id="letter"
        ),
        pytest.param(
            _text(_ROWS[0].replace("365", "366").replace("200", "999")), 2, "statea", "999",
            id="state",
        ),
        pytest.param(_text(*_ROWS, _ROWS[1]), 4, "crdynum, year", "second row", id="duplicate"),
        pytest.param(_text(_ROWS[0].replace(",66,", ",55,")), 2, "trgdady", "55", id="day-code"),
    ],
)  # fmt: skip
def test_a_wrong_file_gives_one_clear_error(
    content: bytes, line: int, field: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read_bytes(icb.DYADS, content, "made.csv")
    error = caught.value
    assert (error.file, error.line) == ("made.csv", line)
    assert (error.field or "") == field
    assert error.fix
