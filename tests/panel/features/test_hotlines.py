"""Hotlines in panels."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.features.hotlines import counts
from foedus.panel.panel import Panel
from foedus.panel.states import state_years

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture(scope="module")
def panel(data: object) -> Panel:
    assert data
    return dyad_years(1960, 2027, directed=True, carry_forward=True).add("hotlines")


def of(panel: Panel, a: int, b: int, *names: str) -> dict[int, tuple[object, ...]]:
    """What is said of a pair, by year."""
    rows = panel.frame.filter(ccode1=a, ccode2=b).select("year", *names).rows()
    return {row[0]: row[1:] for row in rows}


def test_washington_and_moscow_from_either_side(panel: Panel) -> None:
    there, back = of(panel, 2, 365, "hotlines"), of(panel, 365, 2, "hotlines")
    assert there == back
    assert there[1962] == (None,)
    assert there[1963] == there[1987] == (1,)
    assert there[1988] == (2,)
    kinds = of(panel, 2, 365, "hotlines_head_of_government", "hotlines_risk_reduction_centre")
    assert kinds[1988] == (1, 1)
    assert kinds[1987] == (1, 0)


def test_null_before_the_first_channel_and_after_the_latest_source(panel: Panel) -> None:
    known = panel.frame.filter(pl.col("hotlines").is_not_null())["year"]
    assert (known.min(), known.max()) == (1963, 2025)
    assert of(panel, 2, 20, "hotlines")[1990] == (0,)


def test_a_line_cut_all_year_is_in_place_and_not_in_use(panel: Panel) -> None:
    lines = of(panel, 731, 732, "hotlines", "hotlines_cut")
    assert lines[2015] == (3, 0)
    assert lines[2017] == (0, 3)
    assert lines[2018] == (4, 0)
    assert lines[2022] == (3, 1)
    assert lines[2024] == (0, 4)


def test_what_no_later_source_shows_is_told_apart(panel: Panel) -> None:
    """The line of China and Russia of 1998 is not known to have ended, nor seen since."""
    lines = of(panel, 365, 710, "hotlines", "hotlines_attested", "hotlines_head_of_government")
    assert lines[1998] == (1, 1, 1)
    assert lines[1999] == (1, 0, 1)
    assert lines[2010] == (2, 1, 1)
    assert (panel.frame["hotlines_attested"] <= panel.frame["hotlines"]).all()


def test_kinds_make_the_sum(panel: Panel) -> None:
    names = [n for n in panel.frame.columns if n.startswith("hotlines_")]
    kinds = [n for n in names if n not in ("hotlines_attested", "hotlines_cut")]
    assert len(kinds) == 7
    made = panel.frame.select(pl.sum_horizontal(kinds).alias("sum"), "hotlines").drop_nulls()
    assert (made["sum"] == made["hotlines"]).all()


def test_single_pairs_and_gleditsch_ward() -> None:
    once = dyad_years(1988, 1988).add("hotlines").frame
    assert once.filter(ccode1=2, ccode2=365)["hotlines"].to_list() == [2]
    theirs = dyad_years(1995, 1995, system="gw").add("hotlines").frame
    assert theirs.filter(gwcode1=2, gwcode2=365)["hotlines"].to_list() == [3]


def test_it_says_that_it_counts_what_is_catalogued(panel: Panel) -> None:
    about = dict(panel.codebook().select("column", "about").rows())
    assert "catalogued channels only" in about["hotlines"]
    assert "hotlines" in panel.datasets


def test_it_is_cited(panel: Panel) -> None:
    assert "Direct Lines and Standing Crisis Channels" in panel.cite()
    assert "foedus-hotlines" in panel.cite(bibtex=True)


def test_it_can_be_written(panel: Panel, tmp_path: Path) -> None:
    some = panel.where(pl.col("year") == 1990)
    assert pl.read_parquet(some.to_parquet(tmp_path / "p.parquet"))["hotlines"].sum() > 0


def test_a_channel_of_many_links_them_all_or_through_its_hub(panel: Panel) -> None:
    # of the line between Southeast Asia and China, and of the one among Southeast Asia's ministries
    assert of(panel, 710, 850, "hotlines")[2020] == (1,)
    kinds = of(panel, 820, 850, "hotlines_defence_ministry", "hotlines_foreign_ministry")
    assert kinds[2020] == (1, 0)


def test_made_up_channels() -> None:
    rows = [
        ("a-b-1", 2, 20, 2000, "deconfliction", False, True),
        ("a-b-2", 2, 20, 2000, "deconfliction", True, True),
        ("a-b-3", 2, 20, 2000, "military-command", False, False),
    ]
    names = ["id", "ccode1", "ccode2", "year", "kind", "cut", "attested"]
    made = counts(pl.DataFrame(rows, schema=names, orient="row")).row(0, named=True)
    assert (made["hotlines"], made["hotlines_attested"], made["hotlines_cut"]) == (2, 1, 1)
    assert (made["hotlines_deconfliction"], made["hotlines_military_command"]) == (1, 1)


def test_it_is_about_pairs() -> None:
    with pytest.raises(UsageError, match="pairs"):
        state_years(1990, 1991).add("hotlines")


def test_listing_the_features_does_not_import_pydantic() -> None:
    code = (
        "import sys; from foedus.panel.feature import features; features(); "
        "print('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
