"""Pledges that should not matter: what they keep of the real ones, and what they change."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cases.case import dispute_cases, dyad_year_cases
from foedus.cases.originators import owed_spells
from foedus.cases.placebo import consultation_only, future, permuted, region
from foedus.core.errors import UsageError
from foedus.panel.obligations import on
from foedus.sources.atop import PLEDGES
from foedus.sources.load import load

CODES = (2, 20, 70, 200, 220, 255, 300, 365)
FIRST, LAST = dt.date(1878, 1, 1), dt.date(1906, 12, 31)
DAY = dt.timedelta(days=1)
SCHEMA = {
    "atopid": pl.Int16, "phase": pl.Int8, "obligor": pl.Int16, "beneficiary": pl.Int16,
    "start": pl.Date, "end": pl.Date, "censored": pl.Boolean, **dict.fromkeys(PLEDGES, pl.Int8),
    "statthr1": pl.Int16, "statthr2": pl.Int16,
}  # fmt: skip
Row = dict[str, object]


@st.composite
def pledges(draw: st.DrawFn, treaties: int = 12) -> pl.DataFrame:
    """Spells of treaties with one obligor each, so that a row of one day is found by its treaty."""
    rows: list[Row] = []
    days = st.dates(dt.date(1881, 1, 1), dt.date(1904, 12, 31))
    for number in range(1000, 1000 + draw(st.integers(1, treaties))):
        one, two, three = draw(st.permutations(CODES))[:3]
        one = draw(st.sampled_from((one, 8152)))  # a member of a treaty that is no state
        start, middle, end = sorted(draw(st.tuples(days, days, days)))
        spans = [(start, middle), (middle, end)] if draw(st.booleans()) else [(start, end)]
        for phase, (first, last) in enumerate(spans, 1):
            row: Row = {"atopid": number, "phase": phase, "obligor": one, "beneficiary": two}
            row |= {"start": first, "end": last, "censored": draw(st.booleans())}
            row |= {name: draw(st.integers(0, 1)) for name in PLEDGES}
            rows.append(row | {"statthr1": draw(st.sampled_from((three, 0))), "statthr2": 0})
    return pl.DataFrame(rows, schema=SCHEMA)


@st.composite
def systems(draw: st.DrawFn) -> pl.DataFrame:
    """States that enter and leave, the last of them at the end of the record."""
    days = st.dates(FIRST, LAST)
    rows = [(70, FIRST, LAST)]
    for code in CODES:
        cuts = sorted(draw(st.lists(days, max_size=3, unique=True)))
        spans = list(zip([FIRST, *cuts], [*cuts, LAST], strict=True))[draw(st.integers(0, 1)) :: 2]
        rows += [(code, a + DAY, b - DAY) for a, b in spans if code != 70 and b - a > 3 * DAY]
    schema = {"ccode": pl.Int16, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def holding(spells: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """In force on the eve and on the day, as a case asks."""
    return spells.filter((pl.col("start") < day) & (pl.col("end") >= day))


def days(*frames: pl.DataFrame) -> list[dt.date]:
    """Every day on which something changes, the days beside it and some others."""
    changes = {day for one in frames for name in ("start", "end") for day in one[name]}
    near = {day + k * DAY for day in changes for k in (-1, 0, 1, 2)}
    return sorted(near | {dt.date(year, 1, 1) for year in range(1870, 1906)})


@given(pledges(), systems(), st.integers(0, 5))
def test_states_of_a_region_change_places(
    spells: pl.DataFrame, members: pl.DataFrame, seed: int
) -> None:
    moved = permuted(spells, members, seed)
    assert moved.schema == spells.schema
    for day in days(spells, members, moved):
        before = holding(spells, day).rows(named=True)
        after = {row["atopid"]: row for row in holding(moved, day).iter_rows(named=True)}
        assert len(after) == holding(moved, day).height == len(before)
        eve = members.filter((pl.col("start") < day) & (pl.col("end") >= day - DAY))
        there = set(eve["ccode"])
        places: dict[int, int] = {}
        for row in before:
            now = after[row["atopid"]]
            assert all(row[name] == now[name] for name in (*PLEDGES, "phase"))
            for name in ("obligor", "beneficiary", "statthr1"):
                # One map for all columns, and nobody's place is taken twice.
                assert places.setdefault(row[name], now[name]) == now[name]
        assert len(set(places.values())) == len(places)
        alone = Counter(map(region, there))
        for one, other in places.items():
            if one not in there:
                assert one == other
            else:
                assert other in there
                assert region(one) == region(other)
                assert (one == other) == (alone[region(one)] == 1)


@given(pledges(), st.integers(0, 5))
def test_places_stay_within_a_decade_while_the_system_does(spells: pl.DataFrame, seed: int) -> None:
    members = pl.DataFrame(
        {"ccode": CODES, "start": [FIRST] * len(CODES), "end": [LAST] * len(CODES)},
        schema={"ccode": pl.Int16, "start": pl.Date, "end": pl.Date},
    )
    moved = permuted(spells, members, seed)
    for number, start in moved.select("atopid", "start").iter_rows():
        own = set(spells.filter(pl.col("atopid") == number)["start"])
        assert start in own or (start.year % 10, start.month, start.day) == (0, 1, 1)
    ends = {(a, b) for a, b in moved.select("atopid", "end").iter_rows()}
    assert {(a, b) for a, b in spells.select("atopid", "end").iter_rows()} <= ends
    last = moved.filter(pl.col("censored")).select("atopid", "end").rows()
    assert set(last) == set(spells.filter(pl.col("censored")).select("atopid", "end").rows())


def kinds_of(rows: pl.DataFrame) -> Iterator[tuple[int, int, str]]:
    for row in rows.iter_rows(named=True):
        yield from ((row["obligor"], row["beneficiary"], k) for k in PLEDGES if row[k])


@given(pledges(), st.sampled_from((1, 10)))
def test_future_pledges_are_those_that_begin_and_are_not_there_yet(
    spells: pl.DataFrame, years: int
) -> None:
    # Few states, so that pairs are bound by several treaties.
    few = spells.with_columns(obligor=pl.lit(2, pl.Int16), beneficiary=pl.col("beneficiary") % 3)
    moved = future(few.cast({"beneficiary": pl.Int16}), years)
    assert moved.schema == SCHEMA
    assert not moved["censored"].any()
    for day in days(few, moved):
        soon = few.filter(
            (pl.col("start") > day) & (pl.col("start").dt.offset_by(f"-{years}y") <= day)
        )
        expected = set(kinds_of(soon)) - set(kinds_of(on(few, day)))
        assert set(kinds_of(on(moved, day))) == expected


def test_a_phase_that_carries_on_begins_nothing() -> None:
    base: Row = {"atopid": 1, "obligor": 2, "beneficiary": 20, "censored": False}
    base |= dict.fromkeys(PLEDGES, 0) | {"statthr1": 0, "statthr2": 0, "consul": 1}
    first = base | {"phase": 1, "start": dt.date(1890, 5, 1), "end": dt.date(1893, 1, 1)}
    then = base | {"phase": 2, "start": dt.date(1893, 1, 1), "end": dt.date(1899, 1, 1)}
    moved = future(pl.DataFrame([first, then | {"defense": 1}], schema=SCHEMA))
    assert moved.select("phase", "start", "end", "consul", "defense").rows() == [
        (1, dt.date(1880, 5, 1), dt.date(1890, 4, 30), 1, 0),
        (2, dt.date(1883, 1, 1), dt.date(1892, 12, 31), 0, 1),
    ]


@pytest.mark.parametrize(("day", "anew"), [(1, False), (2, False), (3, True)])
def test_a_break_is_a_day_without_the_pledge(day: int, anew: bool) -> None:
    base: Row = {"atopid": 1, "obligor": 2, "beneficiary": 20, "censored": False}
    base |= dict.fromkeys(PLEDGES, 0) | {"statthr1": 0, "statthr2": 0, "consul": 1}
    first = base | {"phase": 1, "start": dt.date(1890, 5, 1), "end": dt.date(1893, 1, 1)}
    then = base | {"phase": 2, "start": dt.date(1893, 1, day), "end": dt.date(1899, 1, 1)}
    moved = future(pl.DataFrame([first, then], schema=SCHEMA)).filter(phase=2)
    assert moved.select("start", "end").rows() == anew * [
        (dt.date(1883, 1, 3), dt.date(1890, 4, 30)),
        (dt.date(1893, 1, 2), dt.date(1893, 1, 2)),
    ]


@given(pledges(6))
def test_consultation_only(spells: pl.DataFrame) -> None:
    same = spells.with_columns(atopid=(pl.col("atopid") % 3).cast(pl.Int16))
    kept = consultation_only(same)
    by: dict[tuple[int, int], list[dict[str, int]]] = defaultdict(list)
    for row in same.iter_rows(named=True):
        by[row["atopid"], row["phase"]].append(row)
    expected = [
        row
        for rows in by.values()
        if not any(row["defense"] or row["offense"] or row["neutral"] for row in rows)
        for row in rows
        if row["consul"] or row["nonagg"]
    ]
    key = ("atopid", "phase", "obligor", "beneficiary", "start")
    assert sorted(kept.select(key).rows()) == sorted(tuple(r[k] for k in key) for r in expected)


def test_nothing_comes_of_nothing() -> None:
    nothing = pl.DataFrame(schema=SCHEMA)
    members = pl.DataFrame(schema={"ccode": pl.Int16, "start": pl.Date, "end": pl.Date})
    for made in (permuted(nothing, members), future(nothing), consultation_only(nothing)):
        assert made.is_empty()
        assert made.schema == SCHEMA


# The record


@pytest.fixture(scope="module")
def real(data: object) -> pl.DataFrame:
    assert data
    return owed_spells()


@pytest.fixture(scope="module")
def elsewhere(real: pl.DataFrame) -> pl.DataFrame:
    return permuted(real, load("cow-states/spells").frame, 1)


def test_pledges_of_the_record_given_to_others(real: pl.DataFrame, elsewhere: pl.DataFrame) -> None:
    assert elsewhere.equals(permuted(real, load("cow-states/spells").frame, 1))
    assert not elsewhere.equals(permuted(real, load("cow-states/spells").frame, 2))
    assert elsewhere.schema == real.schema
    for year in range(1820, 2018, 7):
        one, other = holding(real, dt.date(year, 1, 1)), holding(elsewhere, dt.date(year, 1, 1))
        assert one.select(PLEDGES).sum().equals(other.select(PLEDGES).sum())
        size = [
            rows.group_by("atopid")
            .agg(pl.col("obligor").n_unique(), b=pl.col("beneficiary").n_unique())
            .sort("atopid")
            for rows in (one, other)
        ]
        assert size[0].equals(size[1])
        mutual = []
        for rows in (one, other):
            pairs = set(rows.select("obligor", "beneficiary").iter_rows())
            mutual.append(sum((b, a) in pairs for a, b in pairs))
        assert mutual[0] == mutual[1]


@pytest.mark.parametrize(("year", "both"), [(1905, (17, 0)), (1938, (95, 12)), (1975, (1209, 698))])
def test_after_1945_most_are_still_bound(
    real: pl.DataFrame, elsewhere: pl.DataFrame, year: int, both: tuple[int, int]
) -> None:
    """Treaties of whole regions look the same whoever takes whose place."""
    pairs = [
        set(
            on(rows, dt.date(year, 7, 3))
            .filter(pl.col("defense") == 1)
            .select("obligor", "beneficiary")
            .iter_rows()
        )
        for rows in (real, elsewhere)
    ]
    assert (len(pairs[1]), len(pairs[0] & pairs[1])) == both


def test_the_game_is_the_same_but_for_its_treaties(
    real: pl.DataFrame, elsewhere: pl.DataFrame
) -> None:
    base = dispute_cases()
    assert dispute_cases(spells=real) == base
    for spells, treaties, disputes in (
        (elsewhere, 3139, 1281),
        (future(real), 3213, 1283),
        (consultation_only(real), 2448, 1302),
        (real.clear(), 0, 0),
    ):
        made = dispute_cases(spells=spells)
        assert sum(len(one.scenario.treaties) for one in made) == treaties
        assert sum(bool(one.scenario.treaties) for one in made) == disputes
        for one, other in zip(made, base, strict=True):
            theirs = other.scenario.model_copy(update={"treaties": one.scenario.treaties})
            assert one.scenario == theirs
            assert (one.candidates, one.seen, one.notes) == (
                other.candidates,
                other.seen,
                other.notes,
            )
            for treaty in one.scenario.treaties.values():
                assert all(len(set(to)) == len(to) for to in treaty.owes.values())


def test_nato_was_the_future_of_1948(real: pl.DataFrame) -> None:
    rows = pl.DataFrame({"ccode1": [365], "ccode2": [200], "year": [1948]})
    now, then = (dyad_year_cases(rows, 4, spells=s)[0] for s in (None, future(real)))
    assert now.candidates == then.candidates
    assert not any(t.atop == 3180 for t in now.scenario.treaties.values())
    (nato,) = (t for t in then.scenario.treaties.values() if t.atop == 3180)
    # Britain and France owed each other defence and consultation already, since 1947.
    assert nato.owes == {"UKG": ("FRN",), "FRN": ("UKG",)}
    assert nato.kind == ("nonaggression",)
    assert nato.in_force == (dt.date(1939, 4, 4), dt.date(1949, 4, 3))


def test_pledges_without_a_column_are_refused(real: pl.DataFrame) -> None:
    with pytest.raises(UsageError, match="no such column"):
        dispute_cases(spells=real.drop("statthr1"))
    rows = pl.DataFrame({"ccode1": [365], "ccode2": [200], "year": [1948]})
    with pytest.raises(UsageError, match="obligor"):
        dyad_year_cases(rows, spells=real.with_columns(pl.col("obligor").cast(pl.Int64)))
