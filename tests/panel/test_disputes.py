"""Participants and pairs of disputes as panels, against the publishers' files read alone."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.disputes import dispute_dyads, dispute_participants, pairs_of
from foedus.panel.dyads import dyad_years
from foedus.panel.states import state_years

pytestmark = pytest.mark.usefixtures("data")

KEY = ["ccode1", "ccode2", "year"]


def raw(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema_length=None)


@pytest.mark.parametrize(
    ("source", "file", "rows"),
    [("cow", "cow/MIDB 5.0.csv", 5_883), ("gml", "derived/gml_part_2.2.1.csv.gz", 5_217)],
)
def test_every_participant_is_there_once(data: Path, source: str, file: str, rows: int) -> None:
    panel = dispute_participants(source=source)
    assert panel.frame.height == rows
    theirs = (
        raw(data / file).select("dispnum", "ccode", "styear").sort("dispnum", "ccode", "styear")
    )
    ours = panel.frame.select("dispnum", "ccode", year="year").sort("dispnum", "ccode", "year")
    assert ours.rows() == theirs.rows()
    assert panel.key == ("dispnum", "ccode", "spell")
    assert panel.frame.select(panel.key).is_unique().all()
    assert panel.frame.select(panel.key).equals(panel.frame.select(panel.key).sort(panel.key))


def test_a_state_that_comes_back_has_two_spells_in_order(data: Path) -> None:
    """Trap: 29 rows of MIDB repeat a dispute and a state."""
    frame = dispute_participants().frame
    again = frame.filter(pl.col("spell") > 1)
    theirs = raw(data / "cow/MIDB 5.0.csv")
    repeated = theirs.height - theirs.select("dispnum", "ccode").n_unique()
    assert again.height == repeated == 29
    order = frame.with_columns(before=pl.col("first_day").shift(1).over("dispnum", "ccode"))
    assert (order["first_day"] >= order["before"]).all()


def test_years_are_those_in_which_the_part_began() -> None:
    frame = dispute_participants(1914, 1915).frame
    assert set(frame["year"]) == {1914, 1915}
    assert frame.equals(dispute_participants().frame.filter(pl.col("year").is_between(1914, 1915)))


@pytest.mark.parametrize("source", ["cow", "gml"])
def test_pairs_once_are_half_of_pairs_twice(source: str) -> None:
    once, twice = dispute_dyads(source=source), dispute_dyads(source=source, directed=True)
    assert twice.frame.height == 2 * once.frame.height
    assert (once.frame["ccode1"] < once.frame["ccode2"]).all()
    assert once.frame.equals(twice.frame.filter(pl.col("ccode1") < pl.col("ccode2")))
    for panel in (once, twice):
        keys = panel.frame.select(panel.key)
        assert keys.is_unique().all()
        assert keys.equals(keys.sort(panel.key))


def test_gmls_pairs_are_theirs(data: Path) -> None:
    theirs = raw(data / "derived/gml_dirdisp_2.2.1.csv.gz").sort("dispnum", *KEY)
    ours = dispute_dyads(source="gml", directed=True).frame
    assert ours.height == theirs.height == 10_276
    for name in ("dispnum", *KEY, "hostlev1", "hostlev2", "sidea1", "orig2", "outcome"):
        known = [None if value == -9 else value for value in theirs[name]]
        assert ours[name].to_list() == known, name
    assert ours["onset"].sum() == theirs["midonset"].sum() == 6_674


@pytest.mark.parametrize("source", ["cow", "gml"])
def test_what_is_known_of_either_side_is_added(source: str) -> None:
    for panel in (dispute_dyads(source=source), dispute_participants(source=source)):
        more = panel.add("capabilities", "majors")
        assert more.frame.height == panel.frame.height
        wide = [name for name in more.frame.columns if name.startswith("cinc")]
        assert (
            more.frame.select(wide).null_count().sum_horizontal().item() < 0.02 * panel.frame.height
        )


def test_added_values_are_those_of_the_state_and_year() -> None:
    frame = dispute_participants(1900, 1914).add("capabilities").frame
    alone = state_years(1900, 1914).add("capabilities").frame.select("ccode", "year", "cinc")
    joined = frame.join(alone, on=["ccode", "year"], how="left", suffix="_alone")
    assert joined["cinc"].equals(joined["cinc_alone"].alias("cinc"))


def test_wrong_sets_and_years_say_so() -> None:
    for build in (dispute_dyads, dispute_participants):
        with pytest.raises(UsageError, match="choose cow or gml"):
            build(source="mid")
        with pytest.raises(UsageError, match="covers 1816-2014"):
            build(2015, 2020)
        with pytest.raises(UsageError, match="covers 1816-2010"):
            build(2012, 2013, source="gml")
        with pytest.raises(UsageError, match="years end"):
            build(1914, 1900)
    with pytest.raises(UsageError, match="choose cow or gml"):
        pairs_of("")


def test_a_states_disputes_are_counted_from_its_own_record(data: Path) -> None:
    theirs = (
        raw(data / "cow/MIDB 5.0.csv")
        .with_columns(year=pl.int_ranges("styear", pl.col("endyear") + 1))
        .explode("year")
    )
    new = pl.col("styear") == pl.col("year")
    counted = theirs.group_by("ccode", "year").agg(
        disputes=pl.col("dispnum").n_unique(),
        onsets=pl.col("dispnum").filter(new).n_unique(),
        joined=pl.col("dispnum").filter(new & (pl.col("orig") == 0)).n_unique(),
    )
    frame = state_years().add("disputes").frame
    both = frame.join(
        counted.cast({"ccode": pl.Int16, "year": pl.Int16}), on=["ccode", "year"], how="left"
    )
    inside = both.filter(pl.col("year") <= 2014)
    for name in ("disputes", "onsets", "joined"):
        assert inside[f"cowmid_{name}"].to_list() == inside[name].fill_null(0).to_list()
    assert both.filter(pl.col("year") > 2014)["cowmid_onsets"].null_count() == 195 + 195


@pytest.mark.parametrize("rule", ["default", "first", "last", "most-severe"])
def test_a_rule_chooses_among_the_disputes_that_are_there(rule: str) -> None:
    """Whatever is chosen, the counts of what was to be chosen from are the same."""
    base = dyad_years(1900, 1960).add("disputes").frame
    frame = dyad_years(1900, 1960).add("disputes", rule=rule).frame
    counts = ["cowmidongoing", "cowmid_disputes", "cowmid_onsets", "cowmid_highest"]
    assert frame.select(counts).equals(base.select(counts))
    pairs = dispute_dyads(1900, 1960).frame.rename({"dispnum": "cowmid_dispnum"})
    chosen = frame.drop_nulls("cowmid_dispnum")
    assert chosen.join(pairs, on=[*KEY, "cowmid_dispnum"], how="anti").height == 0
    several = frame.filter(pl.col("cowmid_disputes") > 1)
    assert several.height > 100
    if rule != "default":
        assert not frame["cowmid_dispnum"].equals(base["cowmid_dispnum"])
