"""Defense cooperation agreements: the real file, spells, dyad-years, made files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.dcad import LAST, TREATIES, dyad_years, spells
from foedus.sources.reading.table import Reading, read, read_bytes

HEADER = (
    "ccode1,cowName1,ccode2,cowName2,signDay,signMonth,signYear,EIFDay,EIFMonth,EIFYear,type,"
    "category1,category2,category3,span,renewType,renewYears,terminated,durationActual,"
    "endYearEstimate,asymmetry,categoryConf,UNTS,fullText,sourceType,source,factivaConf,"
    "factivaSign,factivaEIF,DCAid"
)


def treaties(data: Path) -> Reading:
    return read(TREATIES, data / "dcad/DCAD-v1.0-main.csv")


def made(
    number: int,
    signed: int,
    end: int,
    *,
    force: int | None = None,
    ended: int = 1,
    kind: str = "general",
) -> str:
    into = "" if force is None else str(force)
    return (
        f"2,USA,20,CAN,1,4,{signed},,,{into},{kind},DCA,,,5,-66,-66,{ended},,{end},1,high,,Y,treaty,x,"
        f",,,T{number}"
    )


def frame_of(*lines: str) -> pl.DataFrame:
    return read_bytes(TREATIES, "\n".join((HEADER, *lines, "")).encode(), "d.csv").frame


def test_1871_treaties_of_1980_to_2010(data: Path) -> None:
    reading = treaties(data)
    frame = reading.frame
    assert reading.rows == frame.height == 1_871
    assert dict(frame["type"].value_counts().rows()) == {"general": 1_322, "sector": 549}
    assert (frame["signYear"].min(), frame["signYear"].max()) == (1980, 2010)
    assert frame["EIFYear"].null_count() == 1_030


def test_span_codes_are_apart_from_years(data: Path) -> None:
    """-77 indefinite, -88 finite but not known."""
    frame = treaties(data).frame
    assert frame["span"].min() == 1
    kinds = dict(frame["span_kind"].value_counts().rows())
    assert kinds == {None: 1_075, "years": 526, "indefinite": 256, "finite": 14}


def test_how_far_the_end_is_known(data: Path) -> None:
    """-88 and -99 are uncertain; nothing is known to go on after 2010."""
    frame = treaties(data).frame
    kinds = dict(frame["end_kind"].value_counts().rows())
    assert kinds == {"uncertain": 1_005 + 94, "in force": 729, "ended": 43}
    assert frame.filter(pl.col("end_kind") == "in force")["endYearEstimate"].unique().to_list() == [
        LAST
    ]
    assert frame.filter(pl.col("durationActual").is_not_null())["end_kind"].unique().to_list() == [
        "ended"
    ]
    assert frame["endYearEstimate"].max() == LAST


def test_six_years_is_what_is_assumed_where_nothing_is_known(data: Path) -> None:
    """Why the estimate is to be used with care."""
    frame = treaties(data).frame.filter(
        pl.col("end_kind") == "uncertain",
        pl.col("span_kind").is_null(),
        pl.col("endYearEstimate") < LAST,
    )
    lasted = frame["endYearEstimate"] - frame["signYear"]
    assert (lasted == 6).sum() > 0.95 * frame.height


def test_treaties_of_a_state_with_itself(data: Path) -> None:
    """One is corrected from the letters beside the code; of two the other party is not known."""
    reading = treaties(data)
    assert reading.corrected == 1
    frame = reading.frame
    venezuela = frame.filter(pl.col("DCAid") == "DCADv1.0-0297")
    assert venezuela.select("ccode1", "ccode2").row(0) == (145, 101)
    alone = frame.filter(pl.col("ccode1") == pl.col("ccode2"))
    assert sorted(alone["ccode1"]) == [541, 750]
    assert spells(frame).filter(pl.col("DCAid").is_in(alone["DCAid"].to_list())).is_empty()


def test_spells_from_signature(data: Path) -> None:
    frame = treaties(data).frame
    made = spells(frame)
    assert made.height == 1_871 - 2
    assert (made["ccode1"] < made["ccode2"]).all()
    assert (made["first"] <= made["last"]).all()
    assert made["uncertain"].sum() == 1_099 - 2
    assert made["censored"].sum() == 729


def test_spells_from_entry_into_force_leave_out_what_is_not_known(data: Path) -> None:
    """1,030 of 1,871 have no year; 44 more entered into force after 2010."""
    made = spells(treaties(data).frame, "force")
    late = treaties(data).frame.filter(pl.col("EIFYear") > LAST).height
    assert late == 44
    assert made.height == 1_871 - 1_030 - late


def test_dyad_years_add_up_to_the_spells(data: Path) -> None:
    frame = treaties(data).frame
    made = spells(frame)
    table = dyad_years(frame)
    assert table.select("ccode1", "ccode2", "year").is_unique().all()
    assert table["treaties"].sum() == (made["last"] - made["first"] + 1).sum()
    assert (table["treaties"] == table["general"] + table["sector"]).all()
    assert (table["uncertain"] <= table["treaties"]).all()
    assert (table["year"].min(), table["year"].max()) == (1980, 2010)


def test_made_dyad_years() -> None:
    table = dyad_years(
        frame_of(
            made(1, 1990, 1992),
            made(2, 1991, 1992, ended=-88, kind="sector"),
        )
    )
    assert table.drop("ccode1", "ccode2").rows() == [
        (1990, 1, 1, 0, 0),
        (1991, 2, 1, 1, 0),  # a treaty signed in the year is sure to have been in force
        (1992, 2, 1, 1, 1),
    ]


def test_made_dyad_years_from_entry_into_force() -> None:
    frame = frame_of(made(1, 1990, 1993, force=1992), made(2, 1990, 1993))
    assert dyad_years(frame, "force").select("year", "treaties").rows() == [(1992, 1), (1993, 1)]


@given(
    st.lists(
        st.tuples(st.integers(1980, 2010), st.integers(0, 30), st.sampled_from([1, 0, -88, -99])),
        min_size=1,
        max_size=20,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[int, int, int]]) -> None:
    ends = [min(y + n, 2010) for y, n, _ in rows]
    lines = [
        made(i, y, e, ended=k) for i, ((y, _, k), e) in enumerate(zip(rows, ends, strict=True))
    ]
    frame = frame_of(*lines)
    back = frame.select("signYear", "endYearEstimate", "terminated").rows()
    assert back == [(y, e, k) for (y, _, k), e in zip(rows, ends, strict=True)]
    assert dyad_years(frame)["treaties"].sum() == sum(
        e - y + 1 for (y, _, _), e in zip(rows, ends, strict=True)
    )
