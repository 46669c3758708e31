"""National material capabilities, both versions."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.sources.cow_capabilities import NMC_6, NMC_7
from foedus.sources.cow_states import YEARS
from foedus.sources.reading.table import read, read_bytes

COMPONENTS = ["milex", "milper", "irst", "pec", "tpop", "upop"]
HEADER = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version"


def six(data: Path) -> pl.DataFrame:
    return read(NMC_6, data / "cow/NMC-60-abridged.csv").frame


def seven(data: Path) -> pl.DataFrame:
    return read(NMC_7, data / "derived/cow_nmc_7.0.csv.gz", "export").frame


def test_version_6_has_a_row_for_each_state_year(data: Path) -> None:
    reading = read(NMC_6, data / "cow/NMC-60-abridged.csv")
    assert reading.rows == reading.frame.height == 15_951
    key = ["ccode", "year"]
    system = read(YEARS, data / "cow/system2016.csv").frame.select(key).sort(key)
    assert_frame_equal(reading.frame.select(key).sort(key), system)


def test_version_6_writes_missing_as_minus_9_and_we_as_null(data: Path) -> None:
    nulls = six(data).null_count().row(0, named=True)
    assert {name: nulls[name] for name in COMPONENTS} == {
        "milex": 2217,
        "milper": 426,
        "irst": 26,
        "pec": 448,
        "tpop": 0,
        "upop": 68,
    }
    assert all(six(data)[name].min() >= 0 for name in COMPONENTS)


def test_cinc_is_always_there(data: Path) -> None:
    for frame in (six(data), seven(data)):
        assert frame["cinc"].null_count() == 0


def test_cinc_of_the_world_is_about_one(data: Path) -> None:
    """More than one where a state's unknown components are left out of its mean."""
    for frame in (six(data), seven(data)):
        worlds = frame.group_by("year").agg(pl.col("cinc").sum())["cinc"]
        assert worlds.is_between(0.99, 1.10).all()


def test_version_is_a_year(data: Path) -> None:
    assert six(data)["version"].unique().to_list() == [2021]


def test_unit_of_milex_changes_in_1914() -> None:
    for table in (NMC_6, NMC_7):
        assert table.column("milex").unit == (
            "thousands of current GBP to 1913, of current USD from 1914"
        )


def test_version_7_export_runs_to_2022_with_missing_blank(data: Path) -> None:
    reading = read(NMC_7, data / "derived/cow_nmc_7.0.csv.gz", "export")
    frame = reading.frame
    assert reading.rows == frame.height == 17_121
    assert (frame["year"].min(), frame["year"].max()) == (1816, 2022)
    assert frame.select("ccode", "year").is_unique().all()
    assert [frame[name].null_count() for name in COMPONENTS] == [2360, 456, 26, 448, 0, 68]
    assert frame["stateabb"].null_count() == frame["version"].null_count() == frame.height
    after = frame.filter(pl.col("year") > 2016).group_by("year").len()
    assert after["len"].to_list() == [195] * 6


def test_version_7_revised_energy_and_nothing_else_before_2017(data: Path) -> None:
    both = six(data).join(seven(data), on=["ccode", "year"], suffix="_7")
    assert both.height == 15_951
    changed = {
        name: both.filter(pl.col(name).ne_missing(pl.col(f"{name}_7"))).height
        for name in COMPONENTS
    }
    assert changed == {"milex": 0, "milper": 0, "irst": 0, "pec": 2585, "tpop": 0, "upop": 0}


def test_publishers_layout_of_version_7(tmp_path: Path) -> None:
    path = tmp_path / "NMC-70-abridged.csv"
    path.write_bytes(
        f"{HEADER}\r\n"
        "USA,2,1816,3823,17,80,254,8659,101,.039697491,2024\r\n"
        "KOS,347,2020,-9,-9,0,-9,1775.378,-9,.0001,2024\r\n".encode()
    )
    frame = read(NMC_7, path).frame
    assert frame.row(0)[3:10] == (3823, 17, 80, 254, 8659.0, 101.0, 0.039697491)
    assert frame.row(1)[3:10] == (None, None, 0, None, 1775.378, None, 0.0001)


UNKNOWN_OR = st.one_of(st.none(), st.integers(0, 2_000_000_000))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([2, 20, 200]),
            st.integers(1816, 2022),
            UNKNOWN_OR,
            UNKNOWN_OR,
            UNKNOWN_OR,
            UNKNOWN_OR,
            st.none() | st.floats(0, 2e6),
            st.none() | st.floats(0, 2e6),
            st.floats(0, 1),
        ),
        unique_by=lambda row: row[:2],
        max_size=12,
    )
)
def test_rows_written_are_rows_read(rows: list[tuple[float | None, ...]]) -> None:
    lines = [
        f"XXX,{','.join('-9' if cell is None else repr(cell) for cell in row)},2021" for row in rows
    ]
    frame = read_bytes(NMC_6, "\n".join((HEADER, *lines, "")).encode(), "x").frame
    assert frame.drop("stateabb", "version").rows() == rows
