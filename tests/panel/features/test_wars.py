"""Inter-state wars in panels: COW's by the days of participation, Maoz's by who fought whom."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.features.wars import dyadic_wars, wars_of_pairs, wars_of_states
from foedus.panel.panel import Panel
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")
KEY = ["ccode1", "ccode2", "year"]


def one(panel: Panel, a: int, b: int, year: int) -> dict[str, object]:
    (row,) = panel.frame.filter(ccode1=a, ccode2=b, year=year).rows(named=True)
    return row


@pytest.fixture(scope="module")
def directed(data: Path) -> Panel:
    assert data.is_dir()
    return dyad_years(directed=True).add("wars", "dyadic-wars")


def test_wars_between_1816_and_2007_and_null_afterwards(directed: Panel) -> None:
    """The list of wars ends with 2007: from 2008 nobody knows, and no zeros are made up."""
    by_year = directed.frame.group_by("year").agg(pl.col("cowwarongoing").null_count(), pl.len())
    known = by_year.filter(pl.col("cowwarongoing") == 0)
    assert (known["year"].min(), known["year"].max()) == (1816, 2007)
    later = by_year.filter(pl.col("year") > 2007)
    assert (later["cowwarongoing"] == later["len"]).all()
    after_the_last_war = directed.frame.filter(pl.col("year").is_between(2004, 2007))
    assert after_the_last_war["cowwarongoing"].unique().to_list() == [0]


def test_the_maoz_list_covers_what_the_registry_says(directed: Panel) -> None:
    known = directed.frame.filter(pl.col("dywarongoing").is_not_null())["year"]
    file = load("dyadic-wars/dyad-years").file
    assert (known.min(), known.max()) == (file.first, file.last) == (1816, 2010)


def test_what_is_known_of_a_war_is_null_where_there_is_none(directed: Panel) -> None:
    names = [n for n in directed.frame.columns if n.startswith(("cowwar_", "dywar_"))]
    detail = [n for n in names if not n.endswith(("_wars", "_resumed"))]
    for prefix in ("cow", "dy"):
        none = directed.frame.filter(pl.col(f"{prefix}warongoing") == 0)
        own = [n for n in detail if n.startswith(f"{prefix}war_")]
        assert none.select(pl.col(own).is_not_null().any()).row(0) == (False,) * len(own)
        counts = none.select(f"{prefix}war_wars", f"{prefix}waronset")
        assert counts.sum().row(0) == (0, 0)


def test_the_seven_weeks_war_from_either_side(directed: Panel) -> None:
    there, back = (one(directed, a, b, 1866) for a, b in ((255, 300), (300, 255)))
    assert there["cowwar_warnum"] == back["cowwar_warnum"] == 55
    assert there["cowwaronset"] == back["cowwaronset"] == 1
    for name in ("side", "initiator", "outcome"):
        for k, other in (("1", "2"), ("2", "1")):
            assert there[f"cowwar_{name}{k}"] == back[f"cowwar_{name}{other}"]
    assert (there["cowwar_initiator1"], there["cowwar_initiator2"]) == (1, 0)
    assert (there["cowwar_outcome1"], there["cowwar_outcome2"]) == (1, 2)
    assert (there["dywar_role1"], there["dywar_role2"], there["dywar_outcome1"]) == (1, 3, 1)
    assert (back["dywar_outcome1"], back["dywar_outcome2"]) == (3, 1)


def test_a_pair_is_at_war_only_while_both_fight(directed: Panel) -> None:
    """Italy entered in 1915: crossing all of one side with all of the other would invent dyads."""
    italy = directed.frame.filter(ccode1=325, ccode2=300).filter(
        pl.col("year").is_between(1913, 1919)
    )
    assert italy.select("year", "cowwarongoing", "cowwaronset").rows() == [
        (1913, 0, 0),
        (1914, 0, 0),
        (1915, 1, 1),
        (1916, 1, 0),
        (1917, 1, 0),
        (1918, 1, 0),
    ]
    france = directed.frame.filter(ccode1=220, ccode2=255).filter(
        pl.col("year").is_between(1938, 1945)
    )
    assert france.select("year", "cowwarongoing", "cowwaronset", "cowwar_resumed").rows() == [
        (1938, 0, 0, 0),
        (1939, 1, 1, 0),
        (1940, 1, 0, 0),
        (1941, 0, 0, 0),
        (1942, 0, 0, 0),
        (1944, 1, 0, 1),  # no state in 1943
        (1945, 1, 0, 0),
    ]


def test_two_wars_in_one_year(directed: Panel) -> None:
    """Bulgaria, Serbia and the Ottomans in 1913: the war that began first, and a count of two."""
    row = one(directed, 640, 345, 1913)
    assert (row["cowwar_wars"], row["cowwar_warnum"], row["cowwaronset"]) == (1, 100, 0)
    row = one(directed, 355, 640, 1913)
    assert (row["cowwar_wars"], row["cowwar_warnum"]) == (2, 100)
    assert (row["cowwaronset"], row["cowwar_resumed"]) == (1, 1)
    assert (row["dywar_wars"], row["dywar_warnum"], row["dywaronset"]) == (2, 100, 1)


def test_pairs_against_the_cleaned_export(data: Path) -> None:
    """The R package's expansion differs where states fought twice, and nowhere else.

    It pairs the spells of one number only. France's second spell of the Second World War began in
    1944, when Germany, Hungary and Japan were still in their first; so did the Ottomans' second of
    the First Balkan War while Serbia and Bulgaria had theirs.
    """
    assert data.is_dir()
    ours = wars_of_pairs(load("wars/participants").frame)
    export = load("wars/dyads").frame
    new = pl.col("cowinteronset") == 1
    theirs = export.group_by(KEY).agg(
        onset=(new & (pl.col("resume") == 0)).any().cast(pl.Int8),
        wars=pl.col("warnum").n_unique().cast(pl.Int8),
    )
    both = ours.join(theirs, on=KEY, how="full", coalesce=True)
    unlike = both.filter(
        pl.col("onset").ne_missing(pl.col("cowwaronset"))
        | pl.col("wars").ne_missing(pl.col("cowwar_wars"))
    ).filter(pl.col("ccode1") < pl.col("ccode2"))
    assert unlike.select(KEY).sort(KEY).rows() == [
        *[(220, other, year) for other in (255, 310, 740) for year in (1944, 1945)],
        (345, 640, 1913),
        (355, 640, 1913),
    ]
    same = ours.join(
        export.filter(pl.col("resume") == 0),
        left_on=["cowwar_warnum", *KEY],
        right_on=["warnum", *KEY],
    )
    assert same.height == 1868
    for mine, other in (("side", "sidea"), ("initiator", "initiator"), ("outcome", "outcome")):
        for k in "12":
            assert (same[f"cowwar_{mine}{k}"] == same[f"{other}{k}"]).all()


def test_a_panel_of_single_pairs_has_the_row_of_the_lower_code(directed: Panel) -> None:
    once = dyad_years().add("wars", "dyadic-wars")
    low = directed.frame.filter(pl.col("ccode1") < pl.col("ccode2"))
    assert once.frame.equals(low)
    assert once.frame["cowwarongoing"].sum() * 2 == directed.frame["cowwarongoing"].sum() == 1890


def test_gleditsch_ward_panels_meet_cow_codes() -> None:
    panel = dyad_years(1938, 1945, system="gw", directed=True).add("wars", "dyadic-wars")
    row = one(panel, 255, 290, 1939)
    assert (row["cowwarongoing"], row["cowwar_initiator1"], row["dywarongoing"]) == (1, 1, 1)


def test_states() -> None:
    frame = state_years().add("wars").frame
    assert (
        frame.filter(pl.col("year") > 2007)["cowwarongoing"].null_count()
        == frame.filter(pl.col("year") > 2007).height
    )
    germany = frame.filter(ccode=255).filter(pl.col("year").is_between(1913, 1919))
    assert germany.select("year", "cowwar_wars", "cowwar_entered", "cowwar_initiated").rows() == [
        (1913, 0, 0, 0),
        (1914, 1, 1, 0),
        (1915, 1, 0, 0),
        (1916, 1, 0, 0),
        (1917, 1, 0, 0),
        (1918, 2, 1, 0),
        (1919, 1, 0, 0),
    ]
    # A war is initiated once, in the year of entry, by whoever COW says initiated it.
    second = frame.filter(ccode=255).filter(pl.col("year").is_between(1938, 1945))
    assert second["cowwar_initiated"].to_list() == [0, 1, 0, 0, 0, 0, 0, 0]
    began = load("wars/participants").frame.filter(initiator=1)
    whole = wars_of_states(load("wars/participants").frame)
    assert whole["cowwar_initiated"].sum() == began.select("warnum", "ccode").unique().height
    # -9 of the source, Thailand in the War of the Communist Coalition, is not a number of deaths
    (thailand,) = frame.filter(ccode=800, year=1970).rows(named=True)
    assert thailand["cowwar_entered"] == 1
    assert thailand["cowwar_batdeath"] is None
    every = load("wars/participants").frame
    made = wars_of_states(every)
    assert made.select("ccode", "year").is_unique().all()
    assert made["cowwar_entered"].sum() == every.select("warnum", "ccode").unique().height
    told = every.unique(["warnum", "ccode", "side"])["batdeath"].sum()
    assert made["cowwar_batdeath"].sum() == told  # each once, however many spells


def test_dyadic_wars_keep_one_row_for_a_pair_and_year() -> None:
    rows = load("dyadic-wars/dyad-years").frame
    made = dyadic_wars(rows)
    assert made.select(KEY).is_unique().all()
    assert made["dywar_wars"].sum() == rows.height == 1364
    assert made.filter(pl.col("dywar_wars") > 1).height == 10
    wars = rows.select("warnum", "statea", "stateb").unique().height
    onsets = made["dywaronset"].sum()
    # Russia and China began two wars with each other in 1900
    assert wars - onsets == 2


def spell(war: int, code: int, side: int, first: str, last: str, n: int = 1) -> dict[str, object]:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return {
        "warnum": war, "ccode": code, "side": side, "spell": n, "start": start, "end": end,
        "styear": start.year, "endyear": end.year, "initiator": 1 if side == 1 else 2,
        "outcome": 1, "batdeath": 10 * n,
    }  # fmt: skip


def test_the_earliest_war_of_the_two_is_chosen() -> None:
    """Not the lowest number, and not the one listed first."""
    fought = pl.DataFrame(
        [
            spell(1, 2, 1, "1900-06-01", "1901-02-01"),
            spell(1, 20, 2, "1900-06-01", "1901-02-01"),
            spell(2, 2, 2, "1899-06-01", "1900-12-01"),
            spell(2, 20, 1, "1900-05-01", "1900-12-01"),
        ]
    )
    made = wars_of_pairs(fought)
    assert made.select(*KEY, "cowwar_warnum", "cowwar_wars", "cowwar_side1").rows() == [
        (2, 20, 1900, 2, 2, 2),
        (2, 20, 1901, 1, 1, 1),
        (20, 2, 1900, 2, 2, 1),
        (20, 2, 1901, 1, 1, 2),
    ]


def test_the_order_of_the_rows_does_not_matter() -> None:
    table = load("wars/participants").frame
    turned = table.reverse()
    assert wars_of_pairs(turned).equals(wars_of_pairs(table))
    assert wars_of_states(turned).equals(wars_of_states(table))
    rows = load("dyadic-wars/dyad-years").frame
    assert dyadic_wars(rows.reverse()).equals(dyadic_wars(rows))


def test_each_sides_outcome_is_its_own_row_s(directed: Panel) -> None:
    """In thirty rows both won or both lost: nothing is made up to agree."""
    wars = directed.frame.filter(pl.col("dywarongoing") == 1)
    both = pl.col("dywar_outcome1") + pl.col("dywar_outcome2")
    assert wars.filter(pl.col("dywar_outcome1") != 2, both != 4).height == 30


def test_dyadic_wars_are_about_pairs() -> None:
    with pytest.raises(UsageError, match="pairs"):
        state_years(1900, 1901).add("dyadic-wars")


def test_references(directed: Panel) -> None:
    assert {"wars", "dyadic-wars"} <= set(directed.datasets)
    assert "Resort to War" in directed.cite()
