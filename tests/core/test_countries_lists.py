"""Countries against the lists and the spellings of the public data sets."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core import countries
from foedus.core.countries_table import find

_KNOWN = sorted(countries.known())
# The years in which a state passed its Gleditsch-Ward number on: a year then means the successor.
_HANDED_ON = {(260, 1990): 255, (678, 1990): 679}


def _gz(data: Path, name: str, *missing: str) -> pl.DataFrame:
    return pl.read_csv(data / "derived" / name, null_values=list(missing), infer_schema_length=None)


def test_against_the_cow_state_list(data: Path) -> None:
    """All 217 codes and 243 spells; COW's own names lead to its own codes."""
    states = pl.read_csv(data / "cow" / "states2016.csv")
    assert states.height == 243
    assert set(states["ccode"]) == countries.known()
    assert dict(states.select("ccode", "stateabb").iter_rows()) == {
        ccode: countries.abb(ccode) for ccode in _KNOWN
    }
    for row in states.iter_rows(named=True):
        for year in (row["styear"], row["endyear"]):
            assert countries.code(row["ccode"], year) == row["ccode"]
            if (row["ccode"], year) != (816, 1954):  # "Vietnam" is two states then
                assert countries.code(row["statenme"], year) == row["ccode"]


def test_against_the_gleditsch_ward_panel(data: Path) -> None:
    panel = _gz(data, "cw_gw_panel.csv.gz", "").with_columns(
        cow=countries.from_gw(pl.col("gwcode"), pl.col("year")),
        gw=countries.to_gw(pl.col("ccode"), pl.col("year")),
    )
    both = panel.drop_nulls(["gwcode", "ccode"])
    assert both.filter(pl.col("gw") != pl.col("gwcode")).height == 0
    wrong = both.filter(pl.col("cow").ne_missing(pl.col("ccode")))
    assert {(c, y): k for c, y, k in wrong.select("ccode", "year", "cow").iter_rows()} == _HANDED_ON
    # Who is in one list only has a counterpart in the other all the same.
    assert panel.filter(pl.col("gwcode").is_not_null() & pl.col("cow").is_null()).height == 0
    assert panel.filter(pl.col("ccode").is_not_null() & pl.col("gw").is_null()).height == 0
    named = panel.drop_nulls("cw_name")
    named = named.with_columns(found=countries.codes_of(named["cw_name"], named["year"]))
    lost = named.filter(pl.col("found").ne_missing(pl.col("ccode")))
    assert set(lost.select("cw_name", "found").iter_rows()) == {("Vietnam", None)}
    assert lost["year"].max() == 1974


def test_against_countrycode(data: Path) -> None:
    panel = _gz(data, "countrycode_panel.csv.gz", "")
    panel = panel.with_columns(
        cow=countries.from_gw(pl.col("gwn"), pl.col("year")),
        named=countries.codes_of(panel["country.name.en"], panel["year"]),
        iso=countries.codes_of(panel["iso3c"], panel["year"], system="iso3"),
    )
    without = panel.filter(pl.col("gwn").is_not_null() & pl.col("cow").is_null())
    # United Provinces of Central America, Great Colombia, Transvaal, Orange Free State, Tibet,
    # Vietnam (Annam): not in the COW list under any number.
    assert set(without["gwn"]) == {89, 99, 563, 564, 711, 815}
    differ = panel.filter(pl.col("cown") != pl.col("cow")).select("cown", "year", "cow")
    assert differ.rows() == [(678, 1990, 679)]
    for column, allowed in (("named", {327, 730, 260, 816}), ("iso", {327, 730})):
        lost = panel.filter(pl.col("cown") != pl.col(column))
        assert lost.height == 0, lost
        unknown = panel.filter(
            pl.col("cown").is_not_null()
            & pl.col(column).is_null()
            & (pl.lit(column == "named") | pl.col("iso3c").is_not_null())
        )
        # It calls the Papal States the Vatican, old Korea South Korea, West Germany Germany.
        assert set(unknown["cown"]) <= allowed


@pytest.mark.parametrize(
    ("file", "column", "year", "unknown"),
    [
        (
            "derived/mme_long_v7.csv.gz",
            "country",
            "year",
            {"-9", "NATO", "Baltic States", "Bermuda", "Hong Kong SAR China"}
            | {"Netherlands Antilles", "New Caledonia"},
        ),
        (
            "nuclear/owid_nuclear_weapons_proliferation_2022.csv",
            "Entity",
            "Year",
            {"Abkhazia", "South Ossetia", "Tibet"},
        ),
    ],
)  # fmt: skip
def test_spellings_of_the_data_sets(
    data: Path, file: str, column: str, year: str, unknown: set[str]
) -> None:
    """Every name in use is known in some year, but those of no state."""
    frame = pl.read_csv(data / file, infer_schema_length=0)
    column, year = (frame.columns[0], frame.columns[1]) if column == "Entity" else (column, year)
    found = countries.codes_of(frame[column], frame[year].cast(pl.Int32))
    seen = frame.with_columns(found).group_by(column).agg(pl.col("ccode").drop_nulls().len())
    assert set(seen.filter(pl.col("ccode") == 0)[column]) == unknown


def test_spellings_of_the_un_votes_troops_and_icbe(data: Path) -> None:
    votes = pl.read_csv(
        data / "unvoting" / "IdealpointestimatesAll_Jun2024.csv", infer_schema_length=None
    )
    years = votes["session"] + 1945
    lost = votes.with_columns(
        years.alias("year"), found=countries.codes_of(votes["Countryname"], years)
    )
    lost = lost.filter(pl.col("found").ne_missing(pl.col("ccode")))
    # China's seat until 1971 is booked as Taiwan's; COW has no Taiwan before December 1949.
    assert lost.select("Countryname", "year").rows() == [("Taiwan", y) for y in (1946, 1947, 1948)]
    troops = pl.read_csv(data / "troopdata" / "troopdata-rebuild-country-year.csv")
    states = troops.filter(pl.col("ccode").is_in(_KNOWN) & (pl.col("ccode") != 327))
    for name in states["countryname"].unique():
        assert find(name, ("name",)), name
    icbe = pl.read_csv(
        data / "derived" / "icbe_events_agreed_1.1.csv.gz", null_values="NA", infer_schema_length=0
    )
    actors = pl.concat(
        [icbe[c].alias("n") for c in icbe.columns if c.endswith(("actor_a", "actor_b"))]
    )
    actors = actors.drop_nulls().str.split(";").explode()
    known = actors.is_in([n for n in actors.unique() if find(n, ("name",))])
    assert known.sum() / len(actors) > 0.85  # the rest: organisations, rebels, regions
    assert {"United Nations", "NATO", "Palestinians"}.isdisjoint(actors.filter(known).to_list())
