from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.sources import cow_igo
from foedus.sources.cow_igo import BODIES, COUNTS, DYADS, ORGANISATIONS, STATES
from foedus.sources.reading.schema import SourceError
from foedus.sources.reading.table import Reading, read, read_bytes

# Full lists as the publisher writes them: capitals, now and then mixed.
NAMES = [n.upper() if i % 7 else n.title() for i, n in enumerate(ORGANISATIONS)]


@pytest.fixture(scope="module")
def states(data: Path) -> Reading:
    return read(STATES, data / "derived/state_year_format3.csv.gz", "export")


@pytest.fixture(scope="module")
def bodies(data: Path) -> Reading:
    return read(BODIES, data / "derived/igo_year_format3.csv.gz", "export")


@pytest.fixture(scope="module")
def dyads(data: Path) -> Reading:
    return read(DYADS, data / "derived/cow_igo_ndy_3.csv.gz", "export")


def test_rows_are_the_published_ones(states: Reading, bodies: Reading, dyads: Reading) -> None:
    assert states.rows == 15_557
    assert bodies.rows == 19_335
    assert dyads.rows == 917_695
    for reading in (states, bodies, dyads):
        assert (reading.frame["year"].min(), reading.frame["year"].max()) == (1816, 2014)


def test_membership_codes(states: Reading) -> None:
    """1 full, 2 associate, 3 observer, 0 none; -9 is null, and -1 is no row at all."""
    counts = dict(states.frame["membership"].value_counts().rows())
    assert counts == {0: 2_170_313, 1: 535_772, 2: 861, 3: 2_332, None: 138_874}
    assert states.frame.height == sum(counts.values()) == 15_557 * 534 - 5_459_286
    assert not states.frame.select("ccode", "year", "igo").is_duplicated().any()


def test_nato_of_1949_and_of_1999(states: Reading) -> None:
    full = states.frame.filter(pl.col("igo") == "nato", pl.col("membership") == 1)
    size = dict(full.group_by("year").len().rows())
    assert (size[1949], size[1999]) == (12, 19)
    assert full["year"].min() == 1949


def test_both_files_name_the_same_organisations(states: Reading, bodies: Reading) -> None:
    assert set(bodies.frame["igo"]) == set(ORGANISATIONS) == set(states.frame["igo"])
    assert len(ORGANISATIONS) == 534


def test_before_1965_the_publisher_looked_every_fifth_year(bodies: Reading) -> None:
    """Trap: years between two looks are filled, and marked so."""
    filled = bodies.frame.filter(pl.col("imputed") == 1)
    assert filled.height == 1_388
    assert (filled["year"].min(), filled["year"].max()) == (1816, 1964)
    assert not (filled["year"] % 5 == 0).any()


def test_counts_are_the_memberships_counted(states: Reading, data: Path) -> None:
    counts = read(COUNTS, data / "derived/cow_igo_sy_3.csv.gz", "export")
    assert counts.rows == 15_557
    kinds = {"full": 1, "associate": 2, "observer": 3}
    ours = (
        states.frame.group_by("ccode", "year")
        .agg(
            *((pl.col("membership") == k).sum().alias(f"sum_igo_{n}") for n, k in kinds.items()),
            (pl.col("membership") > 0).sum().alias("sum_igo_anytype"),
        )
        .cast({"^sum_.*$": pl.Int16})
    )
    theirs = counts.frame.sort("ccode", "year")
    found = theirs.select("ccode", "year").join(
        ours, on=["ccode", "year"], how="left", maintain_order="left"
    )
    assert_frame_equal(found.fill_null(0), theirs)


def test_dyads_are_not_directed(dyads: Reading) -> None:
    """Trap: a pair is listed once, lower code first."""
    assert (dyads.frame["ccode1"] < dyads.frame["ccode2"]).all()


@pytest.mark.parametrize("year", [1816, 1905, 1950, 1990, 2014])
def test_dyads_count_full_and_associate_members(states: Reading, dyads: Reading, year: int) -> None:
    """Trap: not full memberships only, as is often said: associates count, observers do not."""
    wide = (
        states.frame.filter(pl.col("year") == year)
        .with_columns(belongs=pl.col("membership").is_in([1, 2]).fill_null(value=False))
        .pivot("igo", index="ccode", values="belongs")
        .fill_null(value=False)
        .sort("ccode")
    )
    place = {code: i for i, code in enumerate(wide["ccode"])}
    member = wide.drop("ccode").to_numpy().astype(np.int16)
    joint = member @ member.T
    listed = dyads.frame.filter(pl.col("year") == year)
    assert listed.height > 100
    ours = np.array([joint[place[a], place[b]] for a, b, *_ in listed.rows()])
    np.testing.assert_array_equal(ours, listed["dyadigos"].to_numpy())


def wide_states(rows: dict[tuple[int, int], dict[str, int]]) -> bytes:
    lines = [",".join(["ccode", "year", "state", *NAMES])]
    for (code, year), cells in rows.items():
        values = [str(cells.get(name, -1)) for name in ORGANISATIONS]
        lines.append(",".join([str(code), str(year), "somewhere", *values]))
    return ("\n".join(lines) + "\n").encode()


organisation = st.sampled_from(ORGANISATIONS)
state_years = st.tuples(st.sampled_from([2, 200, 255, 710]), st.integers(1816, 2014))
codes = st.sampled_from([-9, -1, 0, 1, 2, 3])


@given(st.dictionaries(state_years, st.dictionaries(organisation, codes, max_size=6), max_size=5))
@settings(max_examples=8, deadline=None)
def test_publishers_wide_file_comes_out_long(rows: dict[tuple[int, int], dict[str, int]]) -> None:
    reading = read_bytes(STATES, wide_states(rows), "state_year_formatv3.csv", "publisher")
    assert reading.rows == len(rows)
    expected = {
        (code, year, name): None if value == -9 else value
        for (code, year), cells in rows.items()
        for name, value in cells.items()
        if value != -1
    }
    assert {tuple(row[:3]): row[3] for row in reading.frame.rows()} == expected
    assert reading.frame.columns == ["ccode", "year", "igo", "membership"]


def test_publishers_organisations_with_tabs_or_commas() -> None:
    names = "IOName OrgName year AFGHANISTAN Albania sdate deaddate dead integrated replaced "
    names += "LongOrgName ionum igocode version AccuracyofPre1965MembershipDates SourcesandNotes "
    names += "imputed political social economic"
    cells = ["NATO", "N. Atlantic Treaty Org.", "1949", "-1", "0", "1949", "", "0", "0", "0"]
    cells += ["North Atlantic Treaty Organization", "3700", "", "2.1", "Completely accurate", ""]
    cells += ["0", "1", "0", "0"]
    read_as = []
    for mark in (",", "\t"):
        text = mark.join(names.split()) + "\n" + mark.join(cells) + "\n"
        reading = read_bytes(BODIES, text.encode(), "igo_year_formatv3.csv", "publisher")
        read_as.append(reading.frame)
    assert_frame_equal(*read_as)
    row = read_as[0].row(0, named=True)
    assert (row["igo"], row["sdate"], row["deaddate"]) == ("nato", 1949, None)
    assert (row["political"], row["ionum"]) == (1, 3700)


def wide_dyads(rows: list[tuple[int, int, int, dict[str, int]]], extra: str = "") -> bytes:
    lines = [",".join(["ccode1", "country1", "ccode2", "country2", "year", *NAMES]) + extra]
    for one, two, year, cells in rows:
        values = [str(cells.get(name, -1)) for name in ORGANISATIONS]
        lines.append(",".join([str(one), "here", str(two), "there", str(year), *values]))
    return ("\n".join(lines) + "\n").encode()


JOINT = [
    (2, 20, 1949, {"nato": 1, "un": 1, "oas": 0, "lon": -9}),
    (2, 200, 1949, {"nato": 1}),
    (2, 365, 1949, {"nato": 0, "un": 1}),
    (2, 710, 1949, {"un": -9}),
]


@pytest.mark.parametrize("block", [1, 3_000, 1 << 26])
def test_publishers_wide_dyads_are_counted(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """The file of 1 GB is read in blocks; where they are cut makes no difference."""
    monkeypatch.setattr(cow_igo, "_BLOCK", block)
    reading = read_bytes(DYADS, wide_dyads(JOINT), "dyadic_formatv3.csv", "publisher")
    assert reading.rows == 4
    assert reading.frame.rows() == [
        (2, 20, 1949, 2),
        (2, 200, 1949, 1),
        (2, 365, 1949, 1),
        (2, 710, 1949, 0),
    ]
    assert reading.frame.schema == {
        "ccode1": pl.Int16,
        "ccode2": pl.Int16,
        "year": pl.Int16,
        "dyadigos": pl.Int16,
    }


@pytest.mark.parametrize("block", [1, 1 << 26])
def test_bad_cell_of_the_wide_dyads_is_named(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(cow_igo, "_BLOCK", block)
    spoiled = wide_dyads([*JOINT[:2], (2, 365, 1949, {"nato": 7}), JOINT[3]])
    with pytest.raises(SourceError) as caught:
        read_bytes(DYADS, spoiled, "dyadic_formatv3.csv", "publisher")
    assert (caught.value.line, caught.value.field) == (4, "nato")
    assert "7 is not among -1, 0, 1" in str(caught.value)


def test_wide_file_with_a_letter_or_an_unknown_organisation_is_refused() -> None:
    letter = wide_states({(2, 1950): {"un": 1}, (200, 1950): {"un": 1}})
    letter = letter[: letter.rindex(b"-1")] + b"x\n"
    with pytest.raises(SourceError, match="'x' is not a small whole number") as caught:
        read_bytes(STATES, letter, "state_year_formatv3.csv", "publisher")
    assert (caught.value.line, caught.value.field) == (3, ORGANISATIONS[-1])
    with pytest.raises(SourceError, match="unknown column"):
        read_bytes(DYADS, wide_dyads([], extra=",XYZ"), "dyadic_formatv3.csv", "publisher")
