"""Wars and disputes by year: against the panel, the files themselves, and counts by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.network.structure.conflicts import LISTS, conflicts
from foedus.panel.dyads import dyad_years
from foedus.sources.load import load


@pytest.mark.parametrize("name", LISTS)
def test_every_year_covered_has_a_row(data: Path, name: str) -> None:
    found = conflicts(name)
    assert found.frame["year"].to_list() == list(range(found.first, found.last + 1))
    assert found.frame.null_count().sum_horizontal().item() == 0
    began = found.frame.filter(pl.col("pairs_begun") > 0)
    assert (began["pairs_at_war"] > 0).all()
    assert found.sources


def test_wars_begun_are_those_of_the_file(data: Path) -> None:
    """Counted from the file itself, whose lines end in a bare CR."""
    text = (data / "cow/Inter-StateWarData_v4.0.csv").read_bytes().decode("latin-1")
    began: dict[str, int] = {}
    for row in csv.DictReader(text.replace("\r", "\n").splitlines()):
        began[row["WarNum"]] = min(int(row["StartYear1"]), began.get(row["WarNum"], 9999))
    assert len(began) == 95
    by_year = dict(conflicts("wars").frame.select("year", "begun").iter_rows())
    assert sum(by_year.values()) == 95
    for year in set(began.values()):
        assert by_year[year] == sum(value == year for value in began.values())


@pytest.mark.parametrize(
    ("name", "added", "column"),
    [
        ("wars", "wars", "cowwarongoing"),
        ("dyadic-wars", "dyadic-wars", "dywarongoing"),
        ("mids", "disputes", "cowmidongoing"),
    ],
)
def test_pairs_at_war_are_those_of_the_panel(
    data: Path, name: str, added: str, column: str
) -> None:
    """Nearly: a list has few pairs of which one was no member of the system on that day."""
    panel = dyad_years(1816, 2016).add(added).frame
    theirs = panel.group_by("year").agg(theirs=pl.col(column).sum())
    both = conflicts(name).frame.join(theirs, on="year")
    assert (both["pairs_at_war"] - both["theirs"]).abs().sum() <= 3


def test_pairs_begun_in_wars_are_those_of_the_panel(data: Path) -> None:
    """The panel marks a pair once a year; two pairs began two wars in one year."""
    panel = dyad_years(1816, 2016).add("wars").frame
    theirs = panel.group_by("year").agg(theirs=pl.col("cowwaronset").sum())
    both = conflicts("wars").frame.join(theirs, on="year")
    assert both["pairs_begun"].sum() - both["theirs"].sum() == 2


def test_disputes_that_reached_war(data: Path) -> None:
    """106 disputes of MID 5.0 reached war; a pair counts where both states were at it."""
    found = conflicts("mid-wars").frame
    assert found["begun"].sum() == 106
    assert conflicts("mids").frame["begun"].sum() == 2436
    assert (conflicts("mids").frame["pairs_begun"] >= found["pairs_begun"]).all()


@pytest.mark.parametrize(("name", "pairs"), [("mids", 3720), ("mid-wars", 357), ("gml-wars", 418)])
def test_a_pair_that_comes_back_into_a_dispute_is_counted_once(
    data: Path, name: str, pairs: int
) -> None:
    """23 pairs of MID 5.0 left a dispute and came back, two of them at war."""
    assert conflicts(name).frame["pairs_begun"].sum() == pairs


def test_conflicts_of_uppsala(data: Path) -> None:
    """143 conflict-years between states; a year without 25 deaths ends one."""
    rows = load("ucdp/dyads").frame.filter(pl.col("type_of_conflict") == 2)
    assert rows.height == 143
    found = {row[0]: row[1:] for row in conflicts("ucdp").frame.iter_rows()}
    assert found[1982][0] == 1  # the Falklands
    assert found[2022][0] == 1
    worse = {row[0]: row[1:] for row in conflicts("ucdp-wars").frame.iter_rows()}
    assert all(worse[year][2] <= found[year][2] for year in found)
    iran_iraq = rows.filter(
        pl.col("ccode_a").list.contains(630) & pl.col("ccode_b").list.contains(645)
        | pl.col("ccode_a").list.contains(645) & pl.col("ccode_b").list.contains(630)
    )
    assert worse[1980][0] == 1
    assert iran_iraq["year"].min() < 1980  # fighting below the level of war came before


def test_an_unknown_list_is_refused(data: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'wars'"):
        conflicts("war")
    with pytest.raises(UsageError, match="choose wars, dyadic-wars"):
        conflicts("zzz")
