"""Treaties as obligations: by day, by year, and against what ATOP publishes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.core.errors import UsageError
from foedus.network.graph import network_in
from foedus.panel.alliances import alliance_years
from foedus.panel.dyads import dyad_years as panel_of_pairs
from foedus.panel.obligations import dyad_years, obligations, on, spells
from foedus.panel.pair_terms import exceptions
from foedus.panel.states import state_years
from foedus.sources.atop import PLEDGES
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")

KEY = ["ccode1", "ccode2", "year"]
NAMES = [f"atop_{name}" for name in PLEDGES]

Row = tuple[int, int, int, tuple[int, ...]]
"""Treaty, obligor, beneficiary, pledges."""


@pytest.fixture(scope="module")
def owed(data: Path) -> pl.DataFrame:
    return spells(load("atop/members").frame)


@pytest.fixture(scope="module")
def ours(owed: pl.DataFrame) -> pl.DataFrame:
    return dyad_years(owed)


@pytest.fixture(scope="module")
def published(data: Path) -> pl.DataFrame:
    """Directed dyad-years as published, read without our loader."""
    path = data / "derived/atop_alliance_ddyr_5.1.csv.gz"
    return pl.read_csv(path).cast(dict.fromkeys(KEY, pl.Int16) | dict.fromkeys(NAMES, pl.Int8))


@pytest.fixture(scope="module")
def members(data: Path) -> list[dict[str, int]]:
    return list(
        pl.read_csv(data / "atop/atop5_1m.csv", infer_schema_length=None).iter_rows(named=True)
    )


# The published table


def test_every_published_row_is_ours(ours: pl.DataFrame, published: pl.DataFrame) -> None:
    assert published.height == 273_296
    assert published.join(ours, on=KEY, how="anti").height == 0


def test_rows_that_only_we_have_are_these(ours: pl.DataFrame, published: pl.DataFrame) -> None:
    """Twenty of a member that is no state; eight of states that were gone when the other came."""
    extra = ours.join(published, on=KEY, how="anti").select(KEY)
    france = [(220, 8152, year) for year in range(1874, 1884)]
    merged = [(255, 260), (255, 265), (678, 679), (679, 680)]
    expected = {
        *france,
        *((two, one, year) for one, two, year in france),
        *((one, two, 1990) for one, two in merged),
        *((two, one, 1990) for one, two in merged),
    }
    assert len(expected) == 28
    assert set(extra.rows()) == expected


def test_the_eight_pairs_are_no_pairs_of_a_panel() -> None:
    """ATOP knows days of membership by treaty; the panel's pairs met on a day as states."""
    frame = panel_of_pairs(1990, 1990, directed=True).frame
    gone = pl.DataFrame(
        [(255, 260), (255, 265), (679, 680), (678, 679)], orient="row", schema=KEY[:2]
    )
    assert frame.join(gone.cast(pl.Int16), on=KEY[:2]).height == 0


def test_values_differ_in_fifteen_cells(ours: pl.DataFrame, published: pl.DataFrame) -> None:
    """Where a phase ended within the year, the published table has the later phase only."""
    both = published.join(ours, on=KEY, suffix="_ours")
    found = {
        (name, *row)
        for name in PLEDGES
        for row in both.filter(pl.col(f"atop_{name}") != pl.col(f"atop_{name}_ours"))
        .select(*KEY, f"atop_{name}", f"atop_{name}_ours")
        .rows()
    }
    centre = (90, 91, 92, 94)
    assert found == {
        ("defense", 140, 165, 1857, 0, 1),
        ("offense", 740, 200, 1905, 0, 1),
        ("neutral", 740, 200, 1905, 0, 1),
        *(("neutral", a, b, 1888, 0, 1) for a in centre for b in centre if a != b),
    }
    assert len(found) == 15


def test_each_of_the_fifteen_was_owed_on_a_day_of_that_year(owed: pl.DataFrame) -> None:
    for one, two, year, name in (
        (140, 165, 1857, "defense"), (740, 200, 1905, "offense"), (740, 200, 1905, "neutral"),
        (90, 91, 1888, "neutral"), (94, 92, 1888, "neutral"),
    ):  # fmt: skip
        held = owed.filter(
            pl.col("obligor") == one,
            pl.col("beneficiary") == two,
            pl.col("start") <= dt.date(year, 12, 31),
            pl.col("end") >= dt.date(year, 1, 1),
        )
        assert held[name].max() == 1
        later = held.filter(pl.col("end") == pl.col("end").max())
        assert held.height > 1
        assert later[name].max() == 0


def test_asymmetric_pledges_are_as_many_as_published(
    published: pl.DataFrame, ours: pl.DataFrame
) -> None:
    """SOURCES.md: 984 for defense, 290 for neutrality, 92 for offense; 170 rows owe nothing."""

    def asymmetric(frame: pl.DataFrame) -> dict[str, int]:
        back = frame.select(
            ccode1="ccode2", ccode2="ccode1", year="year", **{n: f"atop_{n}" for n in PLEDGES}
        )
        both = frame.join(back, on=KEY)
        assert both.height == frame.height
        return {n: both.filter(pl.col(f"atop_{n}") != pl.col(n)).height for n in PLEDGES}

    found = asymmetric(published)
    assert found == {"defense": 984, "offense": 92, "neutral": 290, "nonagg": 20, "consul": 8}
    known = ours.join(published, on=KEY, how="semi")
    # Brazil and Uruguay in 1857 one way only; Britain and Japan in 1905 on even terms.
    assert asymmetric(known) == found | {"defense": 986, "offense": 90, "neutral": 288}
    nothing = published.filter(pl.sum_horizontal(NAMES) == 0)
    assert nothing.height == 170


def test_it_is_two_for_each_of_the_published_pairs(published: pl.DataFrame) -> None:
    assert published.filter(pl.col("ccode1") < pl.col("ccode2")).height == 136_648


def test_the_panel_has_the_published_values(published: pl.DataFrame) -> None:
    """Value for value where both states are members; the fifteen cells aside."""
    frame = panel_of_pairs(1816, 2016, directed=True).add("alliances").frame
    both = frame.join(published, on=KEY, suffix="_theirs")
    assert both.height == 250_494
    wrong = {
        (n, *row)
        for n in NAMES
        for row in both.filter(pl.col(n) != pl.col(f"{n}_theirs")).select(KEY).rows()
    }
    # of the fifteen, those whose states are members in that year
    assert wrong == {
        ("atop_offense", 740, 200, 1905),
        ("atop_neutral", 740, 200, 1905),
        ("atop_neutral", 90, 92, 1888),
        ("atop_neutral", 92, 90, 1888),
    }
    alone = frame.join(published, on=KEY, how="anti").select(NAMES)
    assert alone.sum().sum_horizontal().item() == 0  # absent is no obligation, up to 2018
    assert frame["atop_treaties"].null_count() == 0


def test_partners_of_a_state_are_those_of_its_pairs() -> None:
    """Members then: Prussia of 1816 owed no help to German states that were none."""
    owed = panel_of_pairs(1816, 2018, directed=True, carry_forward=True).add("alliances").frame
    allied = owed.filter(pl.col("atop_treaties") > 0).group_by(ccode="ccode1", year="year")
    counted = allied.agg(
        pl.len().alias("atop_partners"), *(pl.col(n).sum().alias(f"{n}_partners") for n in NAMES)
    )
    alone = state_years(1816, 2018, carry_forward=True)
    found = alone.add("alliances").frame.drop("carried")
    expected = alone.frame.drop("carried").join(
        counted, on=["ccode", "year"], how="left", maintain_order="left"
    )
    assert_frame_equal(found, expected.fill_null(0), check_column_order=False, check_dtypes=False)
    assert network_in(1816).allied.sum(axis=0).tolist() == (
        found.filter(pl.col("year") == 1816)["atop_partners"].to_list()
    )


def test_of_who_was_no_member_nothing_is_known() -> None:
    frame = alliance_years().add("alliances").frame
    assert frame.filter(pl.col("ccode") == 8152)["atop_partners"].null_count() == 10
    assert frame.filter(pl.col("year") == 1815)["atop_partners"].is_null().all()


# Version 5.0's state-years


def test_state_years_of_5_0_from_its_members(data: Path) -> None:
    """One phase ended in 1857 and one in 1905; Locarno promised Germany's neighbours, not by it."""
    table = pl.read_csv(data / "atop/atop5_0sy.csv", infer_schema_length=None)
    made = (
        dyad_years(spells(load("atop-5.0/members").frame))
        .group_by(state="ccode1", year="year")
        .agg(*(pl.col(f"atop_{name}").max().alias(f"{name}_ours") for name in PLEDGES))
    )
    both = table.cast({"state": pl.Int16, "year": pl.Int16}).join(
        made, on=["state", "year"], how="left"
    )
    assert both.height == 11_835
    assert both["defense_ours"].null_count() == 0
    found = {
        (name, *row)
        for name in PLEDGES
        for row in both.filter(pl.col(name) != pl.col(f"{name}_ours"))
        .select("state", "year", name)
        .rows()
    }
    assert found == {
        ("defense", 140, 1857, 0),
        ("offense", 740, 1905, 0),
        ("neutral", 740, 1905, 0),
        *(("defense", 255, year, 1) for year in range(1925, 1937)),
    }
    assert made.join(both, on=["state", "year"], how="anti")["state"].unique().to_list() == [8152]


# Days


def slow(members: list[dict[str, int]], day: dt.date) -> list[Row]:
    """Who owes whom on a day, member by member, from the file's own numbers."""
    excused = {
        (row["atopid"], row["obligor"], row["beneficiary"]): row
        for row in exceptions().iter_rows(named=True)
    }
    then = defaultdict(list)
    for row in members:
        begin = dt.date(row["yrent"], row["moent"], row["dayent"] or 1)
        if not row["yrexit"]:
            end = dt.date(2018, 12, 31)
        elif row["dayexit"]:
            end = dt.date(row["yrexit"], row["moexit"], row["dayexit"])
        else:  # the last day of that month
            after = dt.date(row["yrexit"] + row["moexit"] // 12, row["moexit"] % 12 + 1, 1)
            end = after - dt.timedelta(days=1)
        if begin <= day <= end:
            then[row["atopid"], row["phase"]].append(row)
    made: list[Row] = []
    for (treaty, _), there in then.items():
        for one in there:
            for two in there:
                if one["member"] != two["member"]:
                    out = excused.get((treaty, one["member"], two["member"]), {})
                    owed = tuple(0 if out.get(name) else one[name] for name in PLEDGES)
                    made.append((treaty, one["member"], two["member"], owed))
    return sorted(made)


DAYS = st.dates(dt.date(1815, 1, 1), dt.date(2018, 12, 31))


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_a_day_is_what_its_members_say(
    owed: pl.DataFrame, members: list[dict[str, int]], day: dt.date
) -> None:
    made = sorted(
        (r[0], r[1], r[2], r[3:])
        for r in on(owed, day).select("atopid", "obligor", "beneficiary", *PLEDGES).rows()
    )
    assert made == slow(members, day)


@settings(max_examples=6, deadline=None)
@given(st.integers(1815, 2018))
def test_a_year_is_all_its_days(owed: pl.DataFrame, ours: pl.DataFrame, year: int) -> None:
    """Days on which something begins or ends, and the day after: between them nothing changes."""
    edges = {dt.date(year, 1, 1)}
    for column, step in (("start", 0), ("end", 1)):
        days = owed.filter(pl.col(column).dt.year() == year)[column].unique()
        edges |= {day + dt.timedelta(days=step) for day in days}
    found: dict[tuple[int, int], list[int]] = {}
    treaties = defaultdict(set)
    for day in sorted(day for day in edges if day.year == year):
        for treaty, one, two, *pledges in (
            on(owed, day).select("atopid", "obligor", "beneficiary", *PLEDGES).rows()
        ):
            found[one, two] = [
                max(pair) for pair in zip(found.get((one, two), pledges), pledges, strict=True)
            ]
            treaties[one, two].add(treaty)
    rows = [(one, two, *found[one, two], len(treaties[one, two])) for one, two in sorted(found)]
    of_year = ours.filter(pl.col("year") == year).select(
        "ccode1", "ccode2", *NAMES, "atop_treaties"
    )
    assert of_year.rows() == rows


def test_the_eve_of_the_first_world_war() -> None:
    frame = obligations("1914-07-23")
    pairs = {
        (r["obligor"], r["beneficiary"]) for r in frame.filter(defense=1).iter_rows(named=True)
    }
    assert {(255, 300), (300, 255), (365, 220), (220, 365), (325, 300)} <= pairs
    assert (255, 365) not in pairs
    assert frame.equals(obligations(dt.date(1914, 7, 23)))
    assert obligations("1891-01-01").filter(obligor=220, beneficiary=365).height == 0


def test_a_pledge_is_directed(owed: pl.DataFrame) -> None:
    """The United States are to defend Japan, and Japan is not to defend the United States."""
    day = on(owed, dt.date(1970, 6, 1)).filter(pl.col("defense") == 1)
    pairs = day.select("obligor", "beneficiary").rows()
    assert (2, 740) in pairs
    assert (740, 2) not in pairs


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("1814-12-31", "1815-2018 says nothing"),
        ("2019-01-01", "1815-2018 says nothing"),
        ("1914-02-30", "no such day"),
        ("1914", "not a day"),
        ("", "not a day"),
    ],
)
def test_no_such_day(data: Path, day: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        obligations(day)


def test_the_last_day_of_the_record_is_in_it() -> None:
    last = obligations("2018-12-31")
    assert last.height > 5_000
    assert last["censored"].all()
    assert (last["end"] == dt.date(2018, 12, 31)).all()


def test_only_what_goes_on_when_the_record_ends_is_censored(owed: pl.DataFrame) -> None:
    """Egypt was out of the Arab League from March 1979 to 1989; Iraq and the others stayed."""
    assert owed.filter("censored")["end"].unique().to_list() == [dt.date(2018, 12, 31)]
    for one, other in ((651, 645), (645, 651)):
        league = owed.filter(atopid=3015, obligor=one, beneficiary=other)
        out = league.row(0, named=True)
        assert (out["end"], out["censored"]) == (dt.date(1979, 3, 31), False)
        assert league["start"][1].year == 1989


def test_spells_are_sorted_and_both_ways(owed: pl.DataFrame) -> None:
    order = ["atopid", "phase", "obligor", "beneficiary", "start"]
    assert owed.equals(owed.sort(order, maintain_order=True))
    assert (owed["start"] <= owed["end"]).all()
    assert (owed["obligor"] != owed["beneficiary"]).all()
    back = owed.select(
        "atopid", "phase", "start", "end", obligor="beneficiary", beneficiary="obligor"
    )
    assert owed.join(back, on=[*order, "end"], how="anti").height == 0


def test_the_order_of_members_means_nothing(data: Path, owed: pl.DataFrame) -> None:
    shuffled = load("atop/members").frame.sample(fraction=1, shuffle=True, seed=3)
    columns = ["atopid", "phase", "obligor", "beneficiary", "start", "end", *PLEDGES]
    again = spells(shuffled).select(columns).sort(columns)
    assert again.equals(owed.select(columns).sort(columns))
