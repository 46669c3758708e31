"""Uppsala Conflict Data Program: two versions through one schema, lists of codes, COW codes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.sources import ucdp
from foedus.sources.reading.schema import SourceError, Table
from foedus.sources.reading.table import read, read_bytes

_NAMES = [
    "conflict_id",
    "location",
    "side_a",
    "side_a_id",
    "side_a_2nd",
    "side_b",
    "side_b_id",
    "side_b_2nd",
    "incompatibility",
    "territory_name",
    "year",
    "intensity_level",
    "cumulative_intensity",
    "type_of_conflict",
    "start_date",
    "start_prec",
    "start_date2",
    "start_prec2",
    "ep_end",
    "ep_end_date",
    "ep_end_prec",
    "gwno_a",
    "gwno_a_2nd",
    "gwno_b",
    "gwno_b_2nd",
    "gwno_loc",
    "region",
    "version",
]
_BASE = {
    "conflict_id": "200",
    "location": "Here, There",
    "side_a": "Government of Here",
    "side_a_id": "1",
    "side_b": "Them",
    "side_b_id": "7,  8",
    "incompatibility": "1",
    "year": "2000",
    "intensity_level": "1",
    "cumulative_intensity": "0",
    "type_of_conflict": "4",
    "start_date": "1999-05-06",
    "start_prec": "1",
    "start_date2": "2000-01-01",
    "start_prec2": "1",
    "ep_end": "0",
    "gwno_a": "260",
    "gwno_loc": "260",
    "region": "1, 3",
    "version": "24.1",
}


def _line(**cells: str) -> str:
    return ",".join(f'"{({**_BASE, **cells}).get(name, "")}"' for name in _NAMES)


def _csv(*lines: str) -> bytes:
    return ("\n".join((",".join(f'"{name}"' for name in _NAMES), *lines)) + "\n").encode()


@pytest.fixture(scope="module")
def conflicts(data: Path) -> pl.DataFrame:
    reading = read(ucdp.CONFLICTS, data / "ucdp/UcdpPrioConflict_v24_1.csv")
    assert reading.rows == 2686
    return reading.frame


@pytest.fixture(scope="module")
def newer(data: Path) -> pl.DataFrame:
    reading = read(ucdp.CONFLICTS_25, data / "derived/ucdp_acd_25.1.csv.gz", "export")
    assert reading.rows == 5652
    return reading.frame


@pytest.fixture(scope="module")
def dyads(data: Path) -> pl.DataFrame:
    reading = read(ucdp.DYADS, data / "ucdp/Dyadic_v24_1.csv")
    assert reading.rows == 3357
    return reading.frame


@pytest.mark.parametrize("table", ucdp.TABLES, ids=lambda table: table.id)
def test_declared_columns_are_the_frames(
    table: Table, conflicts: pl.DataFrame, newer: pl.DataFrame, dyads: pl.DataFrame
) -> None:
    by_id = {"ucdp/conflicts": conflicts, "ucdp/conflicts-25": newer, "ucdp/dyads": dyads}
    frame = by_id[table.id]
    declared = {column.name: column.dtype for column in (*table.columns, *table.made)}
    assert dict(frame.schema) == declared
    assert frame.select(table.key).is_unique().all()


def test_coverage(conflicts: pl.DataFrame, newer: pl.DataFrame, dyads: pl.DataFrame) -> None:
    for frame, last in ((conflicts, 2023), (newer, 2024), (dyads, 2023)):
        assert (frame["year"].min(), frame["year"].max()) == (1946, last)
    assert newer.height == 2752


def test_types_of_conflict_143_interstate_years(
    conflicts: pl.DataFrame, newer: pl.DataFrame
) -> None:
    counts = conflicts["type_of_conflict"].value_counts().sort("type_of_conflict").rows()
    assert counts == [(1, 117), (2, 143), (3, 1962), (4, 464)]
    counts = newer["type_of_conflict"].value_counts().sort("type_of_conflict").rows()
    assert counts == [(1, 117), (2, 147), (3, 2004), (4, 484)]


def test_lists_of_codes_are_lists(conflicts: pl.DataFrame) -> None:
    """Cells are parted by a comma and one space, some by two."""
    suez = conflicts.filter(pl.col("gwno_b").list.len() > 2)
    assert suez["gwno_b"].to_list() == [[220, 666, 200]]
    assert conflicts["gwno_a_2nd"].list.len().max() > 40
    assert conflicts["gwno_a"].null_count() == 0
    assert conflicts["gwno_b"].null_count() == 2543


def test_codes_are_gleditsch_and_ward_with_cow_beside_them(
    conflicts: pl.DataFrame, newer: pl.DataFrame, dyads: pl.DataFrame
) -> None:
    """Germany 260 is 255 in COW from 1990, Yemen 678 is 679; Hyderabad 751 is no COW state."""
    for frame in (conflicts, newer, dyads):
        yemen = frame.filter(pl.col("gwno_a").list.contains(678) & (pl.col("year") > 1990))
        assert yemen.height > 0
        assert yemen["ccode_a"].list.contains(679).all()
        outside = frame.filter(pl.col("ccode_a").list.len() < pl.col("gwno_a").list.len())
        assert outside["gwno_a"].to_list() == [[751]] * 3
        for side in ("a_2nd", "b", "b_2nd"):
            given, cow = frame[f"gwno_{side}"].list.len(), frame[f"ccode_{side}"].list.len()
            assert given.eq_missing(cow).all()


def test_start_dates(conflicts: pl.DataFrame) -> None:
    """start_date is the first death, start_date2 the day of 25 deaths: the later of the two."""
    assert (conflicts["start_date"] <= conflicts["start_date2"]).all()
    assert conflicts["start_date"].min() == dt.date(1939, 3, 31)
    assert conflicts["ep_end_prec"].null_count() == conflicts.height


def test_both_versions_agree_through_one_schema(
    conflicts: pl.DataFrame, newer: pl.DataFrame
) -> None:
    assert conflicts.schema == newer.schema
    both = conflicts.join(newer, on=["conflict_id", "year"], suffix="_new")
    assert both.height == conflicts.height
    for name in ("gwno_a", "gwno_a_2nd", "gwno_b", "incompatibility"):
        old = both[name]
        if isinstance(old.dtype, pl.List):
            old = old.list.unique().list.sort()
        assert old.eq_missing(both[f"{name}_new"]).all()
    changed = both.filter(pl.col("type_of_conflict") != pl.col("type_of_conflict_new"))
    assert changed.select("conflict_id", "year").rows() == [(234, 2023)]


def test_a_small_file_in_the_publishers_layout(tmp_path: Path) -> None:
    file = tmp_path / "UcdpPrioConflict_v25_1.csv"
    file.write_bytes(_csv(_line(gwno_b="345", year="2014", gwno_a="678, 260")))
    for table in (ucdp.CONFLICTS, ucdp.CONFLICTS_25):
        row = read(table, file).frame.row(0, named=True)
        assert row["side_b_id"] == [7, 8]
        assert sorted(row["gwno_a"]) == [260, 678]
        assert sorted(row["ccode_a"]) == [255, 679]
        assert row["ccode_b"] == [345]
        assert row["gwno_b_2nd"] is None
        assert row["ep_end_date"] is None
        assert row["region"] == [1, 3]


_GW = st.lists(st.sampled_from([2, 200, 220, 255, 365, 710]), min_size=1, max_size=4, unique=True)


@settings(deadline=None)  # time is no part of the property
@given(sides=st.lists(st.tuples(_GW, st.one_of(st.none(), _GW)), min_size=1, max_size=12))
def test_what_is_written_is_read(sides: list[tuple[list[int], list[int] | None]]) -> None:
    lines = [
        _line(
            conflict_id=str(number),
            gwno_a=", ".join(map(str, a)),
            gwno_b=",  ".join(map(str, b or [])),
        )
        for number, (a, b) in enumerate(sides, start=1)
    ]
    frame = read_bytes(ucdp.CONFLICTS, _csv(*lines), "made.csv").frame
    assert frame.select("gwno_a", "gwno_b").rows() == sides
    assert frame["conflict_id"].to_list() == list(range(1, len(sides) + 1))


@pytest.mark.parametrize(
    ("content", "line", "field", "message"),
    [
        (_csv(_line(), _line(year="2001"))[:-20], 3, "", "cells where there are 28"),
        (_csv(_line()).replace(b'"', b"").replace(b",", b";"), 1, "", "not parted by"),
        (b"\xef\xbb\xbf" + _csv(_line()), 1, "", "byte order mark"),
        (_csv(_line(), _line(year="2001", gwno_a="2, x")), 3, "gwno_a", "list of whole numbers"),
        (_csv(_line(start_date="6 May 1999")), 2, "start_date", "YYYY-MM-DD"),
        (_csv(_line(year="two")), 2, "year", "'two'"),
        (_csv(_line(gwno_a="999")), 2, "gwno_a", "no state has the code 999"),
        (_csv(_line(), _line()), 3, "conflict_id, year", "second row"),
        (_csv(_line(type_of_conflict="5")), 2, "type_of_conflict", "5 is not among"),
    ],
)
def test_a_wrong_file_gives_one_clear_error(
    content: bytes, line: int, field: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read_bytes(ucdp.CONFLICTS, content, "made.csv")
    assert (caught.value.file, caught.value.line) == ("made.csv", line)
    assert (caught.value.field or "") == field
