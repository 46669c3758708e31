"""Acts and words in crises in panels."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from foedus.panel.dyads import dyad_years
from foedus.panel.feature import feature
from foedus.panel.features.crisis_events import by_state, either, told, toward
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")
KEY = ["ccode1", "ccode2", "year"]
COUNTS = [
    *("icbe_acts", "icbe_escalating", "icbe_deescalating", "icbe_cooperating"),
    *("icbe_uncooperating", "icbe_says", "icbe_threats", "icbe_demands", "icbe_promises"),
]


@pytest.fixture(scope="module")
def events(data: Path) -> pl.DataFrame:
    assert data.is_dir()
    return told(load("icbe/events").frame, 1918, 2015)


def event(**given: object) -> dict[str, object]:
    fields = (
        *("do_actor_a", "do_actor_b", "say_actor_a", "say_actor_b"),
        *("do_kind", "do_interact_kind", "sayintkind"),
    )
    empty = dict.fromkeys(fields)
    return {"date_earliest": dt.date(1962, 10, 1), "date_latest": None, **empty, **given}


def made(*rows: dict[str, object]) -> pl.DataFrame:
    schema = {name: pl.List(pl.String) for name in rows[0] if not name.startswith("date")}
    dates = {"date_earliest": pl.Date, "date_latest": pl.Date}
    return told(pl.DataFrame(list(rows), schema=dates | schema), 1918, 2015)


def test_each_pair_of_several_actors_counts_once() -> None:
    rows = made(
        event(
            do_actor_a=["United Kingdom", "France", "United Nations"],
            do_actor_b=["Egypt", "France"],
            do_interact_kind=["escalatory", "uncooperative"],
        )
    )
    assert toward(rows).select(*KEY, *COUNTS[:5]).rows() == [
        (200, 220, 1962, 1, 1, 0, 0, 1),
        (200, 651, 1962, 1, 1, 0, 0, 1),
        (220, 651, 1962, 1, 1, 0, 0, 1),  # and not France towards itself
    ]
    assert by_state(rows).select("ccode", "icbe_acts", "icbe_escalating_met").rows() == [
        (200, 1, 0),
        (220, 1, 1),
        (651, 0, 1),
    ]


def test_words_and_acts_of_one_event_are_told_apart() -> None:
    rows = made(
        event(
            do_actor_a=["Soviet Union"],
            do_actor_b=[],
            do_kind=["escalatory"],
            say_actor_a=["Soviet Union"],
            say_actor_b=["United States of America"],
            sayintkind=["threaten", "ultimatum", "offer - without conditions"],
        )
    )
    assert toward(rows).select(*KEY, *COUNTS).rows() == [
        (365, 2, 1962, 0, 0, 0, 0, 0, 1, 1, 0, 1),  # a threat and an ultimatum are one event
    ]
    soviets = by_state(rows).filter(ccode=365).row(0, named=True)
    assert (soviets["icbe_acts"], soviets["icbe_escalating"], soviets["icbe_says"]) == (1, 1, 1)
    assert by_state(rows).filter(ccode=2)["icbe_threats_met"].item() == 1


def test_what_two_do_to_each_other_counts_once_between_them() -> None:
    both = ["Egypt", "Israel"]
    rows = made(event(do_actor_a=both, do_actor_b=both, do_interact_kind=["cooperative"]))
    assert toward(rows).select(*KEY, "icbe_acts").rows() == [
        (651, 666, 1962, 1),
        (666, 651, 1962, 1),
    ]
    columns = ["icbe_acts", "icbe_acts1", "icbe_acts2", "icbe_cooperating"]
    assert either(rows).select(columns).rows() == [(1, 1, 1, 1), (1, 1, 1, 1)]


def test_names_are_those_of_their_time_and_undated_events_are_left_out() -> None:
    germans = {"do_actor_a": ["Germany"], "do_actor_b": ["France"], "do_kind": ["escalatory"]}
    rows = made(
        event(**germans),
        event(**germans, date_earliest=dt.date(1936, 3, 7)),
        event(**germans, date_earliest=None),
        event(**germans, date_earliest=None, date_latest=dt.date(1939, 9, 30)),
        event(**germans, date_earliest=dt.date(1914, 8, 3)),  # before the record
    )
    assert toward(rows).select(KEY).rows() == [(255, 220, 1936), (255, 220, 1939)]


def test_one_event_in_seven_has_no_year() -> None:
    table = load("icbe/events").frame
    there = table.filter(pl.col("event_type").list.len() > 0)
    undated = there.filter(pl.coalesce("date_earliest", "date_latest").is_null()).height
    assert (there.height, undated) == (15_025, 2_139)


def test_figures_of_the_file(events: pl.DataFrame) -> None:
    total = events.select(pl.col(COUNTS).sum()).row(0, named=True)
    assert (total["icbe_acts"], total["icbe_says"]) == (10_713, 5_163)
    assert total["icbe_threats"] == 457
    pairs = toward(events)
    assert pairs.select(KEY).is_unique().all()
    assert by_state(events).select("ccode", "year").is_unique().all()
    parts = ("icbe_escalating", "icbe_deescalating", "icbe_cooperating", "icbe_uncooperating")
    assert all((pairs[name] <= pairs["icbe_acts"]).all() for name in parts)


def test_zero_where_covered_and_null_outside() -> None:
    """The narratives also mention 1697: what is told of years outside is left out."""
    for panel in (
        state_years(1900, 2016).add("crisis-events"),
        dyad_years(1900, 2016, directed=True).add("crisis-events"),
        dyad_years(1900, 2016).add("crisis-events"),
    ):
        for name in COUNTS:
            known = panel.frame.filter(pl.col(name).is_not_null())["year"]
            assert (known.min(), known.max()) == (1918, 2015)
            covered = panel.frame.filter(pl.col("year").is_between(1918, 2015))
            assert covered[name].null_count() == 0


def test_single_pairs_have_each_way_and_both() -> None:
    once = dyad_years(1918, 2015).add("crisis-events").frame
    ways = dyad_years(1918, 2015, directed=True).add("crisis-events").frame
    low = ways.filter(pl.col("ccode1") < pl.col("ccode2"))
    high = ways.filter(pl.col("ccode1") > pl.col("ccode2")).sort("ccode2", "ccode1", "year")
    for name in COUNTS:
        assert once[f"{name}1"].equals(low[name], check_names=False)
        assert once[f"{name}2"].equals(high[name], check_names=False)
        least = pl.max_horizontal(f"{name}1", f"{name}2")
        most = pl.col(f"{name}1") + pl.col(f"{name}2")
        assert once.select(pl.col(name).is_between(least, most).all()).item()
    assert (once["icbe_acts"] < once["icbe_acts1"] + once["icbe_acts2"]).any()


def test_gleditsch_ward_and_either_order_of_codes(events: pl.DataFrame) -> None:
    frame = either(events)
    turned = frame.select(ccode1="ccode2", ccode2="ccode1", year="year", back="icbe_says2")
    both = frame.join(turned, on=KEY)
    assert both.height == frame.height
    assert (both["icbe_says1"] == both["back"]).all()
    gw = dyad_years(1938, 1938, system="gw").add("crisis-events").frame
    munich = gw.filter(gwcode1=255, gwcode2=315).row(0, named=True)
    assert munich["icbe_acts1"] + munich["icbe_says1"] > 0
    later = dyad_years(1999, 1999, system="gw", directed=True).add("crisis-events").frame
    cow = dyad_years(1999, 1999, directed=True).add("crisis-events").frame
    assert later.filter(gwcode1=260)["icbe_acts"].sum() == cow.filter(ccode1=255)["icbe_acts"].sum()


def test_the_licence_is_told() -> None:
    panel = state_years(1962, 1962).add("crisis-events")
    book = panel.codebook().filter(pl.col("column").str.starts_with("icbe_"))
    assert book["about"].str.contains("CC BY-NC-SA 4.0").all()
    assert "not for commercial use" in feature("crisis-events").about
    assert "Douglass" in panel.cite()
