"""Dispute dyads by date, and one dispute for each dyad-year, against the published tables."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.core.errors import UsageError
from foedus.panel.dispute_dyads import RULES, directed, mirrored, non_directed, one_per_year
from foedus.sources import cow_disputes, gml
from foedus.sources.reading.table import read

KEY = ["dispnum", "ccode1", "ccode2", "year"]
DYAD = KEY[1:]
FINLAND = [(4678, 365, 375, 2014), (4678, 375, 365, 2014)]


@pytest.fixture(scope="module")
def disputes(data: Path) -> pl.DataFrame:
    return read(cow_disputes.DISPUTES, data / "cow/MIDA 5.0.csv").frame


@pytest.fixture(scope="module")
def participants(data: Path) -> pl.DataFrame:
    return read(cow_disputes.PARTICIPANTS, data / "cow/MIDB 5.0.csv").frame


@pytest.fixture(scope="module")
def dyads(disputes: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    return directed(disputes, participants)


@pytest.fixture(scope="module")
def published(data: Path) -> pl.DataFrame:
    path = data / "derived/cow_mid_dirdisps_5.0.csv.gz"
    return read(cow_disputes.DYADS, path, "export").frame.sort(KEY)


@pytest.fixture(scope="module")
def published_years(data: Path) -> pl.DataFrame:
    path = data / "derived/cow_mid_ddydisps_5.0.csv.gz"
    return read(cow_disputes.DYAD_YEARS, path, "export").frame.sort(DYAD)


@pytest.fixture(scope="module")
def gml_disputes(data: Path) -> pl.DataFrame:
    return read(gml.DISPUTES, data / "derived/gml_mid_disps_2.2.1.csv.gz", "export").frame


@pytest.fixture(scope="module")
def gml_dyads(data: Path) -> pl.DataFrame:
    return read(gml.DYADS, data / "derived/gml_dirdisp_2.2.1.csv.gz", "export").frame


def differing(ours: pl.DataFrame, theirs: pl.DataFrame, key: list[str]) -> dict[str, list[Any]]:
    """Keys of the rows that differ, by column, for two frames of the same keys and order."""
    assert_frame_equal(ours.select(key), theirs.select(key))
    columns = [name for name in theirs.columns if ours[name].ne_missing(theirs[name]).any()]
    return {n: ours.filter(ours[n].ne_missing(theirs[n])).select(key).rows() for n in columns}


# Directed dispute-dyad-years of COW's set


def test_all_11390_published_rows_and_no_other(
    dyads: pl.DataFrame, published: pl.DataFrame
) -> None:
    assert dyads.height == published.height == 11_390
    assert dyads.join(published, on=KEY, how="anti").is_empty()
    assert published.join(dyads, on=KEY, how="anti").is_empty()


def test_every_published_value_but_one_onset_in_both_directions(
    dyads: pl.DataFrame, published: pl.DataFrame
) -> None:
    """Finland comes back in 2014; the published table finds returns by hand and lacks that one."""
    assert differing(dyads, published, KEY) == {"onset": FINLAND}
    back = dyads.row(dyads.select(KEY).rows().index(FINLAND[0]), named=True)
    assert (back["onset"], back["first_day"]) == (1, dt.date(2014, 5, 20))


def test_pairing_by_year_would_invent_84_rows_and_every_a_with_every_b_more(
    participants: pl.DataFrame, dyads: pl.DataFrame
) -> None:
    sides = participants.select("dispnum", "ccode", "sidea", "styear", "endyear")
    pairs = sides.join(sides, on="dispnum", suffix="_2").filter(
        pl.col("sidea") != pl.col("sidea_2"), pl.col("ccode") != pl.col("ccode_2")
    )

    def rows(first: pl.Expr, last: pl.Expr) -> int:
        years = pl.int_ranges(first, last + 1)
        return (
            pairs.filter(first <= last)
            .with_columns(year=years)
            .explode("year")
            .unique(["dispnum", "ccode", "ccode_2", "year"])
            .height
        )

    either, both = pl.min_horizontal, pl.max_horizontal
    by_year = rows(both("styear", "styear_2"), either("endyear", "endyear_2"))
    assert by_year - dyads.height == 84
    assert rows(either("styear", "styear_2"), both("endyear", "endyear_2")) > dyads.height + 1000


def test_states_that_changed_sides_are_opponents_only_on_the_days_between(
    dyads: pl.DataFrame,
) -> None:
    """Bulgaria, Romania and Finland left one side of the Second World War and joined the other."""
    turned = [355, 360, 375]
    days = dyads.filter(
        pl.col("dispnum") == 258, pl.col("ccode1").is_in(turned), pl.col("ccode2").is_in(turned)
    ).select("ccode1", "ccode2", "first_day", "last_day")
    last = dt.date(1944, 9, 19)  # Finland's last day; by year Bulgaria and Romania would be enemies
    assert non_directed(days.with_columns(year=1944)).drop("year").rows() == [
        (355, 375, dt.date(1944, 9, 6), last),
        (360, 375, dt.date(1944, 9, 9), last),
    ]


def test_columns_of_a_state_come_from_its_own_spell(
    dyads: pl.DataFrame, participants: pl.DataFrame
) -> None:
    """Also revstate and revtype, which the published table leaves out."""
    names = ["sidea", "fatality", "fatalpre", "hiact", "hostlev", "orig", "revstate"]
    once = participants.filter(~participants.select("dispnum", "ccode").is_duplicated())
    for side in (1, 2):
        ours = [f"{name}{side}" for name in (*names, "revtype1", "revtype2")]
        both = dyads.join(
            once.select(
                "dispnum", pl.col("ccode").alias(f"ccode{side}"), *names, "revtype1", "revtype2"
            ),
            on=["dispnum", f"ccode{side}"],
        )
        assert both.height > 11_000
        for mine, its in zip(ours, (*names, "revtype1", "revtype2"), strict=True):
            wrong = both[mine].ne_missing(both[its if its not in dyads.columns else f"{its}_right"])
            assert not wrong.any(), mine


# One dispute for each dyad-year


def test_default_rule_gives_the_10234_published_dyad_years_with_the_same_disputes(
    dyads: pl.DataFrame, disputes: pl.DataFrame, published_years: pl.DataFrame
) -> None:
    """Every column as published, but for the return of Finland."""
    ours = one_per_year(dyads, disputes)
    assert ours.height == published_years.height == 10_234
    assert differing(ours, published_years, KEY) == {"onset": FINLAND}


def test_no_onset_is_lost_from_sight(dyads: pl.DataFrame, disputes: pl.DataFrame) -> None:
    """One onset in thirteen is not in the dispute chosen; the counts have all of them."""
    ours = one_per_year(dyads, disputes)
    assert dyads["onset"].sum() == ours["onsets"].sum() == 7486
    assert ours["onset"].sum() == 6926
    assert ours["disputes"].sum() == dyads.height
    assert ours["disputes"].max() == 6
    assert (
        ours["highest"] > ours.select(pl.max_horizontal("hostlev1", "hostlev2")).to_series()
    ).sum() == 164


def test_gml_has_9284_dyad_years_by_the_same_rule(
    gml_dyads: pl.DataFrame, gml_disputes: pl.DataFrame
) -> None:
    ours = one_per_year(gml_dyads, gml_disputes)
    assert ours.height == gml_dyads.select(DYAD).unique().height == 9284
    assert ours["onsets"].sum() == gml_dyads["onset"].sum() == 6674
    assert ours["onset"].sum() == 6248


def test_gmls_disputes_are_not_looked_up_in_cows(
    gml_dyads: pl.DataFrame, gml_disputes: pl.DataFrame, disputes: pl.DataFrame
) -> None:
    """The peer does so: 9,262 dyad-years are left, and in 50 another dispute."""
    with pytest.raises(UsageError, match="266 is not among the disputes"):
        one_per_year(gml_dyads, disputes)
    mixed = disputes.select("dispnum", "hostlev", "mindur", "maxdur", "recip", "styear", "stmon")
    mixed = mixed.join(gml_disputes.select("dispnum", "fatality"), on="dispnum")
    known = gml_dyads.join(mixed, on="dispnum", how="semi")
    theirs = one_per_year(known, mixed)
    assert theirs.height == 9262
    ours = one_per_year(gml_dyads, gml_disputes)
    other = ours.join(theirs, on=DYAD, suffix="_").filter(pl.col("dispnum") != pl.col("dispnum_"))
    assert other.height == 50


@pytest.mark.parametrize(
    ("rule", "onsets", "others"),
    [("default", 6926, 0), ("first", 6476, 658), ("last", 6898, 402), ("most-severe", 6614, 334)],
)
def test_other_rules_choose_other_disputes(
    dyads: pl.DataFrame, disputes: pl.DataFrame, rule: str, onsets: int, others: int
) -> None:
    default, ours = one_per_year(dyads, disputes), one_per_year(dyads, disputes, rule)
    assert ours.height == 10_234
    assert ours["onset"].sum() == onsets
    assert ours.join(default, on=KEY, how="anti").height == others
    assert_frame_equal(
        ours.select("disputes", "onsets", "highest"),
        default.select("disputes", "onsets", "highest"),
    )


def test_rule_all_keeps_every_dispute(dyads: pl.DataFrame, disputes: pl.DataFrame) -> None:
    ours = one_per_year(dyads, disputes, "all")
    assert_frame_equal(ours.select(dyads.columns).sort(KEY), dyads)


def test_rule_may_be_written_out(dyads: pl.DataFrame, disputes: pl.DataFrame) -> None:
    written = one_per_year(dyads, disputes, RULES["most-severe"])
    assert_frame_equal(written, one_per_year(dyads, disputes, "most-severe"))


@pytest.mark.parametrize(
    ("rule", "said"),
    [("frist", "first"), (("onset", "longst"), "longest"), ((), "needs a criterion")],
)
def test_unknown_rule_or_criterion_is_refused(
    dyads: pl.DataFrame, disputes: pl.DataFrame, rule: Any, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        one_per_year(dyads, disputes, rule)


def test_non_directed_halves_every_frame(
    dyads: pl.DataFrame, disputes: pl.DataFrame, gml_dyads: pl.DataFrame
) -> None:
    assert non_directed(dyads).height == 11_390 // 2
    assert non_directed(gml_dyads).height == 10_276 // 2
    years = one_per_year(dyads, disputes)
    folded = non_directed(years)
    assert folded.height == 10_234 // 2
    assert (folded["ccode1"] < folded["ccode2"]).all()
    # Folding first and choosing afterwards is the same.
    assert_frame_equal(one_per_year(non_directed(dyads), disputes), folded.sort(DYAD))


# Made disputes, against a count day by day

FIRST_DAY = dt.date(1913, 12, 1)
COLUMNS = ["sidea", "fatality", "fatalpre", "hiact", "hostlev", "orig"]
COLUMNS += ["revstate", "revtype1", "revtype2"]


def spell() -> st.SearchStrategy[dict[str, Any]]:
    number = st.integers(0, 3) | st.none()
    return st.fixed_dictionaries(
        {
            "dispnum": st.integers(1, 2),
            "ccode": st.sampled_from((2, 20, 200, 220)),
            "start": st.integers(0, 420).map(lambda days: FIRST_DAY + dt.timedelta(days)),
            "length": st.integers(0, 420),
            "sidea": st.integers(0, 1),
            **dict.fromkeys(COLUMNS[1:4], number),
            "hostlev": st.integers(1, 5),
            **dict.fromkeys(COLUMNS[5:], number),
        }
    )


def participation(spells: list[dict[str, Any]]) -> pl.DataFrame:
    schema = dict.fromkeys(["dispnum", "ccode"], pl.Int16) | {"start": pl.Date, "length": pl.Int32}
    frame = pl.DataFrame(spells, schema=schema | dict.fromkeys(COLUMNS, pl.Int8))
    return frame.with_columns(
        end=pl.col("start") + pl.duration(days=pl.col("length")),
        fatalpre=pl.col("fatalpre").cast(pl.Int32),
    )


def made_disputes() -> st.SearchStrategy[pl.DataFrame]:
    """Two disputes that tie often."""
    small = st.lists(st.integers(0, 1), min_size=2, max_size=2)
    return st.fixed_dictionaries(
        {
            "styear": small.map(lambda years: [1913 + year for year in years]),
            "stmon": small.map(lambda months: [1 + month for month in months]),
            "stday": st.lists(st.sampled_from((None, 1, 2)), min_size=2, max_size=2),
            **dict.fromkeys(("fatality", "hostlev", "mindur", "maxdur", "recip"), small),
        }
    ).map(
        lambda made: pl.DataFrame(
            {"dispnum": [1, 2], **made},
            schema_overrides={
                "dispnum": pl.Int16,
                "stday": pl.Int8,
                "styear": pl.Int16,
                "stmon": pl.Int8,
            },
        )
    )


NUMBERS = pl.DataFrame({"dispnum": [1, 2]}, schema={"dispnum": pl.Int16})


def days_of(spells: list[dict[str, Any]]) -> dict[tuple[int, int, int], set[dt.date]]:
    """Days on opposite sides, by dispute and directed pair: one by one."""
    found: dict[tuple[int, int, int], set[dt.date]] = {}

    def days(one: dict[str, Any]) -> Iterator[dt.date]:
        return (one["start"] + dt.timedelta(day) for day in range(one["length"] + 1))

    for one in spells:
        for two in spells:
            if one["dispnum"] != two["dispnum"] or one["ccode"] == two["ccode"]:
                continue
            if one["sidea"] != two["sidea"] and (both := set(days(one)) & set(days(two))):
                key = (one["dispnum"], one["ccode"], two["ccode"])
                found.setdefault(key, set()).update(both)
    return found


@settings(max_examples=60)
@given(st.lists(spell(), max_size=6))
def test_rows_and_onsets_are_those_counted_day_by_day(spells: list[dict[str, Any]]) -> None:
    expected: dict[tuple[int, ...], int] = {}
    for pair, days in days_of(spells).items():
        for day in days:
            expected.setdefault((*pair, day.year), 0)
            if day - dt.timedelta(1) not in days:
                expected[(*pair, day.year)] = 1
    made = directed(NUMBERS, participation(spells))
    assert dict(zip(made.select(KEY).rows(), made["onset"], strict=True)) == expected
    assert made.select(KEY).rows() == sorted(expected)


@settings(max_examples=40)
@given(st.lists(spell(), max_size=6), st.randoms(use_true_random=False))
def test_every_row_has_its_mirror_image_and_row_order_changes_nothing(
    spells: list[dict[str, Any]], shuffler: random.Random
) -> None:
    made = directed(NUMBERS, participation(spells))
    assert_frame_equal(mirrored(made).sort(KEY), made)
    assert (made["sidea1"] != made["sidea2"]).all()
    again = list(spells)
    shuffler.shuffle(again)
    assert_frame_equal(directed(NUMBERS, participation(again)), made)


@settings(max_examples=40)
@given(
    st.lists(spell(), max_size=8),
    made_disputes(),
    st.sampled_from(sorted(RULES)),
    st.integers(0, 2**32 - 1),
)
def test_choice_is_the_same_for_any_order_of_rows_and_both_directions(
    spells: list[dict[str, Any]], disputes: pl.DataFrame, rule: str, seed: int
) -> None:
    made = directed(disputes, participation(spells))
    chosen = one_per_year(made, disputes, rule)
    shuffled = made.sample(fraction=1.0, shuffle=True, seed=seed)
    assert_frame_equal(one_per_year(shuffled, disputes.reverse(), rule), chosen)
    order = [*DYAD, "dispnum"]
    assert_frame_equal(
        mirrored(chosen.drop("fatality", "hostlev")).sort(order), chosen.drop("fatality", "hostlev")
    )
    assert chosen.join(made, on=KEY, how="semi").height == chosen.height
    wanted = made.height if rule == "all" else made.select(DYAD).unique().height
    assert chosen.height == wanted


@settings(max_examples=40)
@given(st.lists(spell(), max_size=8), made_disputes())
def test_default_rule_takes_the_criteria_one_after_the_other(
    spells: list[dict[str, Any]], disputes: pl.DataFrame
) -> None:
    made = directed(disputes, participation(spells))
    about = {row["dispnum"]: row for row in disputes.to_dicts()}
    best: dict[tuple[int, ...], tuple[Any, ...]] = {}
    for row in made.to_dicts():
        one = about[row["dispnum"]]
        worth = (
            -row["onset"],
            -one["fatality"],
            -one["hostlev"],
            -one["mindur"],
            -one["maxdur"],
            -one["recip"],
            dt.date(one["styear"], one["stmon"], one["stday"] or 1),
            row["dispnum"],
        )
        pair = tuple(row[name] for name in DYAD)
        best[pair] = min(worth, best.get(pair, worth))
    chosen = one_per_year(made, disputes)
    assert chosen.select(*DYAD, "dispnum").rows() == (
        [(*pair, worth[-1]) for pair, worth in sorted(best.items())]
    )


def test_unknown_deaths_lie_between_none_and_some() -> None:
    dyads = pl.DataFrame(
        {"dispnum": [1, 2, 3], "ccode1": 2, "ccode2": 20, "year": 1914, "onset": 0}
    ).with_columns(hostlev1=1, hostlev2=1, fatality1=0, fatality2=0)
    same = {"styear": 1914, "stmon": 1, "hostlev": 2, "mindur": 1, "maxdur": 1, "recip": 0}
    for deaths, dispute in (([0, None, 0], 2), ([0, None, 1], 3), ([0, 0, 0], 1)):
        disputes = pl.DataFrame({"dispnum": [1, 2, 3], "fatality": deaths}).with_columns(
            **{name: pl.lit(value) for name, value in same.items()}
        )
        assert one_per_year(dyads, disputes)["dispnum"].to_list() == [dispute]


def test_frame_whose_sides_lack_a_partner_is_not_mirrored() -> None:
    events = pl.DataFrame({"ccode1": [20], "ccode2": [2], "year": [1914], "sidea1": [1]})
    with pytest.raises(UsageError, match="sidea1 has no partner sidea2"):
        mirrored(events)
    with pytest.raises(UsageError, match="sidea1"):
        non_directed(events)
