"""Armed conflicts in panels."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.features.conflicts import conflicts_of_pairs, conflicts_of_states
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")
KEY = ["ccode1", "ccode2", "year"]
TYPES = ["ucdp_extrasystemic", "ucdp_interstate", "ucdp_intrastate", "ucdp_internationalised"]


def test_zero_where_covered_and_null_outside() -> None:
    for version, last in (("24.1", 2023), ("25.1", 2024)):
        for panel in (state_years, dyad_years):
            frame = panel(1940, 2025, carry_forward=True).add("conflicts", version=version).frame
            known = frame.filter(pl.col("ucdpongoing").is_not_null())["year"]
            assert (known.min(), known.max()) == (1946, last)
            none = frame.filter(ucdpongoing=0)
            assert none["ucdp_conflict_id"].null_count() == none.height
            assert none["maxintensity"].max() == 0


def test_pairs_are_those_of_the_publishers_file_of_dyads() -> None:
    """Every one of a side against every one of the other invents no pair here."""
    made = conflicts_of_pairs(load("ucdp/conflicts").frame, "primary").select(KEY)
    theirs = (
        load("ucdp/dyads")
        .frame.filter(type_of_conflict=2)
        .explode("ccode_a")
        .explode("ccode_b")
        .select(
            ccode1=pl.min_horizontal("ccode_a", "ccode_b"),
            ccode2=pl.max_horizontal("ccode_a", "ccode_b"),
            year="year",
        )
    )
    assert made.equals(theirs.unique().sort(KEY))
    assert made.height == 155
    assert load("ucdp/conflicts").frame.filter(type_of_conflict=2).height == 143


def test_both_directions_and_single_pairs() -> None:
    once = dyad_years(1946, 2016).add("conflicts").frame
    ways = dyad_years(1946, 2016, directed=True).add("conflicts").frame
    low = ways.filter(pl.col("ccode1") < pl.col("ccode2"))
    assert once.equals(low)
    turned = ways.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(ways.columns)
    assert turned.sort(KEY).equals(ways)


def test_india_and_pakistan_with_breaks() -> None:
    frame = dyad_years(1946, 1976).add("conflicts").frame.filter(ccode1=750, ccode2=770)
    begun = frame.filter(ucdponset=1)["year"].to_list()
    assert begun == [1948, 1964, 1971]
    assert frame.filter(year=1971).select("ucdpongoing", "maxintensity").row(0) == (1, 2)


def test_states_that_sent_troops_count_on_request() -> None:
    """Korea, 1950: two primary parties, and those who sent troops to either side."""
    plain = dyad_years(1949, 1954).add("conflicts").frame
    wide = dyad_years(1949, 1954).add("conflicts:parties=all").frame
    war = pl.col("ucdp_conflict_id") == 235
    assert set(plain.filter(war).select("ccode1", "ccode2").rows()) == {(731, 732)}
    assert wide.filter(war, year=1950).height > 30
    assert wide.filter(ccode1=2, ccode2=710, year=1951)["ucdpongoing"].item() == 1
    both = wide.join(plain, on=KEY, suffix="_plain")
    assert (both["ucdpongoing"] >= both["ucdpongoing_plain"]).all()


def test_onset_is_the_publishers_episode_for_primary_parties() -> None:
    """In 24.1 an episode's second start date lies in its first year, without exception."""
    table = load("ucdp/conflicts").frame
    pairs = conflicts_of_pairs(table, "primary").filter(pl.col("ucdp_conflicts") == 1)
    met = pairs.join(
        table.select("conflict_id", "year", start="start_date2"),
        left_on=["ucdp_conflict_id", "year"],
        right_on=["conflict_id", "year"],
    ).with_columns(episode=(pl.col("start").dt.year() == pl.col("year")).cast(pl.Int8))
    assert met.height == pairs.height
    assert (met["episode"] == met["ucdponset"]).all()


def test_onset_is_not_known_where_the_record_begins_too_late() -> None:
    """Six conflicts of 1946 had their first death before; who had others begin has an onset."""
    table = load("ucdp/conflicts").frame
    earlier = table.filter(pl.col("year") == 1946, pl.col("start_date").dt.year() < 1946)
    assert earlier.height == 6
    frame = state_years(1946, 1947).add("conflicts").frame
    dutch = frame.filter(ccode=210)
    assert dutch.select("ucdpongoing", "ucdponset").rows() == [(1, None), (1, 0)]
    assert frame.filter(ccode=365, year=1946)["ucdponset"].item() == 1
    assert frame.filter(year=1946)["ucdponset"].null_count() == 1


def test_states_by_type() -> None:
    table = load("ucdp/conflicts").frame
    made = conflicts_of_states(table, "primary")
    assert made.select("ccode", "year").is_unique().all()
    assert (made.select(pl.sum_horizontal(TYPES)).to_series() == made["ucdp_conflicts"]).all()
    # Hyderabad, side A of two years within it and of one against India, is in neither system
    assert made["ucdp_extrasystemic"].sum() == 117
    assert made["ucdp_intrastate"].sum() == 1962 - 2
    assert made["ucdp_internationalised"].sum() == 464
    sides = table.filter(type_of_conflict=2).select(
        pl.col("ccode_a").list.len() + pl.col("ccode_b").list.len()
    )
    assert made["ucdp_interstate"].sum() == sides.sum().item()
    row = state_years(2003, 2003).add("conflicts").frame.filter(ccode=2).row(0, named=True)
    assert (row["ucdp_interstate"], row["ucdp_internationalised"]) == (1, 1)


def test_those_who_only_sent_troops_are_no_party() -> None:
    frame = state_years(2005, 2005).add("conflicts").frame
    denmark = frame.filter(ccode=390).row(0, named=True)
    assert (denmark["ucdpongoing"], denmark["maxintensity"]) == (0, 0)
    assert denmark["ucdp_conflict_id"] is None
    assert denmark["ucdp_sent"] > 0
    wide = state_years(2005, 2005).add("conflicts:parties=all").frame
    row = wide.filter(ccode=390).row(0, named=True)
    assert row["ucdp_conflicts"] == row["ucdp_sent"] == denmark["ucdp_sent"]


def test_location_names_the_same_states_as_the_sides_but_for_colonies() -> None:
    """Why there is no column for conflicts on a state's territory."""
    table = load("ucdp/conflicts").frame.filter(pl.col("type_of_conflict") > 1)
    sides = pl.concat_list(
        pl.col(side).fill_null(pl.lit([], dtype=pl.List(pl.Int16))) for side in ("gwno_a", "gwno_b")
    )
    assert table.select(
        (sides.list.unique().list.sort() == pl.col("gwno_loc").list.unique().list.sort()).all()
    ).item()


def test_codes_are_translated_by_date() -> None:
    """Gleditsch and Ward: 678 is unified Yemen, 679 in COW; 816 Vietnam in both."""
    frame = state_years(1985, 2000, system="gw").add("conflicts").frame
    yemen = frame.filter(gwcode=678, year=1994).row(0, named=True)
    assert (yemen["ccode"], yemen["ucdp_intrastate"]) == (679, 1)
    cow = state_years(1994, 1994).add("conflicts").frame.filter(ccode=679)
    assert cow["ucdp_intrastate"].item() == 1
    pair = dyad_years(1990, 1991, system="gw").add("conflicts").frame
    assert pair.filter(gwcode1=645, gwcode2=690)["ucdpongoing"].to_list() == [1, 1]


def test_the_newer_version_agrees_on_the_pairs_of_the_older() -> None:
    old, new = (
        conflicts_of_pairs(load(name).frame, "primary").select(KEY)
        for name in ("ucdp/conflicts", "ucdp/conflicts-25")
    )
    assert new.filter(pl.col("year") < 2024).equals(old)
    assert new.height - old.height == 5


def test_the_order_of_the_rows_does_not_matter() -> None:
    table = load("ucdp/conflicts").frame
    for parties in ("primary", "all"):
        for make in (conflicts_of_pairs, conflicts_of_states):
            assert make(table.reverse(), parties).equals(make(table, parties))


def conflict(number: int, year: int, a: list[int], b: list[int], level: int) -> dict[str, object]:
    return {
        "conflict_id": number, "year": year, "type_of_conflict": 2, "intensity_level": level,
        "incompatibility": number, "start_date": dt.date(1950 - number, 1, 1), "ccode_a": a,
        "ccode_b": b, "ccode_a_2nd": None, "ccode_b_2nd": [255] if number == 1 else None,
    }  # fmt: skip


def test_the_most_intense_is_chosen_then_the_one_that_began_first() -> None:
    lists = {f"ccode_{side}": pl.List(pl.Int16) for side in ("a", "b", "a_2nd", "b_2nd")}
    made = pl.DataFrame(
        [
            conflict(1, 1960, [20], [2], 1),
            conflict(2, 1960, [2], [20], 1),
            conflict(1, 1961, [20], [2], 2),
            conflict(2, 1961, [2], [20], 1),
        ],
        schema_overrides=lists,
    )
    columns = [*KEY, "ucdp_conflicts", "maxintensity", "ucdp_conflict_id", "ucdp_incompatibility"]
    assert conflicts_of_pairs(made, "primary").select(columns).rows() == [
        (2, 20, 1960, 2, 1, 2, 2),
        (2, 20, 1961, 2, 2, 1, 1),
    ]
    assert conflicts_of_pairs(made, "all").filter(ccode1=20, ccode2=255)["year"].to_list() == [
        1960,
        1961,
    ]
    states = conflicts_of_states(made, "primary")
    assert states.filter(ccode=255).select("ucdpongoing", "ucdponset", "ucdp_sent").rows() == [
        (0, 0, 1),
        (0, 0, 1),
    ]


def test_versions_are_named_and_cited() -> None:
    with pytest.raises(UsageError, match="no version is called"):
        state_years(2000, 2001).add("conflicts:version=23.1")
    for version in ("24.1", "25.1"):
        panel = state_years(2000, 2001).add(f"conflicts:version={version}")
        assert "ucdp" in panel.datasets
        assert "Uppsala" in panel.cite() or "UCDP" in panel.cite()
