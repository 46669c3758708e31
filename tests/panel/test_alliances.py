"""Alliance-member-years, against the member file read alone."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.alliances import alliance_years
from foedus.sources.atop import PLEDGES

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture(scope="module")
def slow(data: Path) -> dict[tuple[int, int, int], tuple[int, ...]]:
    """Pledges by alliance, member and year, row by row and year by year."""
    made: dict[tuple[int, int, int], tuple[int, ...]] = {}
    for row in pl.read_csv(data / "atop/atop5_1m.csv", infer_schema_length=None).iter_rows(
        named=True
    ):
        for year in range(row["yrent"], (row["yrexit"] or 2018) + 1):
            key = (row["atopid"], row["member"], year)
            owed = tuple(row[name] for name in PLEDGES)
            made[key] = tuple(map(max, made.get(key, owed), owed))
    return made


def test_every_member_in_every_year(slow: dict[tuple[int, int, int], tuple[int, ...]]) -> None:
    panel = alliance_years()
    keys = panel.frame.select(panel.key).rows()
    assert panel.key == ("atopid", "ccode", "year")
    assert keys == sorted(slow)
    assert panel.frame.select(PLEDGES).rows() == [slow[key] for key in keys]
    assert panel.frame["atopid"].n_unique() == 789


def test_since_is_no_later_than_the_year() -> None:
    frame = alliance_years().frame
    assert (frame["since"].dt.year() <= frame["year"]).all()
    assert frame["since"].null_count() == 0


def test_years() -> None:
    assert set(alliance_years(1914, 1914).frame["year"]) == {1914}
    assert alliance_years().index.span == (1815, 2018)
    assert alliance_years(1800, 1816).index.span == (1815, 1816)
    with pytest.raises(UsageError, match="ATOP covers 1815-2018"):
        alliance_years(2019, 2025)


def test_a_member_that_is_no_state_gets_nothing_added() -> None:
    """Trap: member 8152 is not a COW state."""
    frame = alliance_years().add("capabilities", "majors").frame
    stranger = frame.filter(ccode=8152)
    assert stranger.height == 10
    assert stranger["cinc"].null_count() == 10
    assert frame.filter(ccode=255, year=1914)["cinc"].null_count() == 0
