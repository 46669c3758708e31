"""International crises in panels."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.dyads import dyad_years
from foedus.panel.features.crises import RULES, crises_of_pairs, crises_of_states
from foedus.panel.panel import Panel
from foedus.panel.states import state_years
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")
KEY = ["ccode1", "ccode2", "year"]


@pytest.fixture(scope="module")
def directed(data: Path) -> Panel:
    assert data.is_dir()
    return dyad_years(1910, 2025, directed=True, carry_forward=True).add("crises")


def pairs(rule: str = "most-severe") -> pl.DataFrame:
    tables = (load(f"icb/{name}").frame for name in ("dyads", "actors", "crises"))
    return crises_of_pairs(*tables, rule)


def one(panel: Panel, ccode1: int, ccode2: int, year: int) -> dict[str, object]:
    (row,) = panel.frame.filter(ccode1=ccode1, ccode2=ccode2, year=year).rows(named=True)
    return row


def test_zero_from_1918_to_2019_and_null_outside(directed: Panel) -> None:
    """The last crisis goes on into 2020, of whose own crises nothing is known."""
    for name in ("icb_ongoing", "icb_onset", "icb_crises", "icb_highest"):
        known = directed.frame.filter(pl.col(name).is_not_null())["year"]
        assert (known.min(), known.max()) == (1918, 2019)
        covered = directed.frame.filter(pl.col("year").is_between(1918, 2019))
        assert covered[name].null_count() == 0
    assert load("icb/dyads").frame["year"].max() == 2020
    assert one(directed, 2, 630, 2020)["icb_crisno"] is None
    assert one(directed, 2, 20, 1950)["icb_ongoing"] == 0


def test_what_is_known_of_a_crisis_is_null_where_there_is_none(directed: Panel) -> None:
    none = directed.frame.filter(pl.col("icb_ongoing").fill_null(0) == 0)
    detail = [n for n in none.columns if n.startswith("icb_")][4:]
    assert len(detail) == 31
    assert none.select(pl.col(detail).is_not_null().any()).row(0) == (False,) * len(detail)


def test_all_years_from_trigger_to_end() -> None:
    """Trap: the file of dyads lacks 47 years, the first of 40 crisis dyads and the last of 7."""
    rows = load("icb/dyads").frame
    assert rows.height == 1363
    made = pairs().select(KEY)
    assert rows.join(made, on=KEY, how="anti").height == 0
    span = rows.unique("crdynum").select(pl.col("trmyrdy") - pl.col("trgyrdy") + 1).sum().item()
    assert span - rows.height == 47
    began = rows.group_by("crdynum").agg(pl.col("year").min(), pl.col("trgyrdy").first())
    assert began.filter(pl.col("year") > pl.col("trgyrdy")).height == 40
    ended = rows.group_by("crdynum").agg(pl.col("year").max(), pl.col("trmyrdy").first())
    assert ended.filter(pl.col("year") < pl.col("trmyrdy")).height == 7


def test_the_embassy_in_tehran(directed: Panel) -> None:
    """Taken on 4 November 1979; the file's rows begin in 1980."""
    assert load("icb/dyads").frame.filter(statea=2, stateb=630, year=1979).height == 0
    rows = directed.frame.filter(ccode1=2, ccode2=630).filter(pl.col("year").is_between(1978, 1982))
    assert rows.select("year", "icb_ongoing", "icb_onset", "icb_crisno").rows() == [
        (1978, 0, 0, None),
        (1979, 1, 1, 309),
        (1980, 1, 0, 309),
        (1981, 1, 0, 309),
        (1982, 0, 0, None),
    ]


def test_both_directions(directed: Panel) -> None:
    there, back = one(directed, 2, 365, 1962), one(directed, 365, 2, 1962)
    assert there["icb_crisno"] == back["icb_crisno"] == 196
    assert there["icb_cracno1"] == back["icb_cracno2"]
    crises = directed.frame.filter(icb_ongoing=1).drop("carried")
    sided = {n[:-1] for n in crises.columns if n[-1] in "12"}
    turned = crises.rename({f"{n}{k}": f"{n}{3 - k}" for n in sided for k in (1, 2)})
    assert turned.select(crises.columns).sort(KEY).equals(crises.sort(KEY))


def test_values_are_those_of_the_crisis_and_of_the_actors(directed: Panel) -> None:
    frame = directed.frame.filter(icb_ongoing=1)
    crises = load("icb/crises").frame
    both = frame.join(crises, left_on="icb_crisno", right_on="crisno")
    assert both.height == frame.height
    for name in ("viol", "gravcr", "crismg", "sevviosy", "cenviosy", "forout", "outesr"):
        assert both[f"icb_{name}"].equals(both[name], check_names=False)
    actors = load("icb/actors").frame
    for k in "12":
        met = frame.filter(pl.col(f"icb_actor{k}") == 1)
        met = met.join(actors, left_on=f"icb_cracno{k}", right_on="cracno")
        assert met["ccode"].eq_missing(met[f"ccode{k}"]).all()
        assert met[f"icb_sevvio{k}"].equals(met["sevvio"], check_names=False)
        others = frame.filter(pl.col(f"icb_actor{k}") == 0)
        assert others[f"icb_sevvio{k}"].null_count() == others.height > 0


def test_a_pair_twice_in_one_crisis_and_year_counts_once() -> None:
    """Trap: (crisis, pair, year) repeats ten times in the file."""
    rows = load("icb/dyads").frame
    repeated = rows.filter(pl.struct("crisno", "statea", "stateb", "year").is_duplicated())
    assert repeated.height == 20
    made = {rule: pairs(rule).filter(ccode1=310, ccode2=315, year=1921) for rule in RULES}
    chosen = ["icb_ongoing", "icb_crises", "icb_crisno", "icb_cracno1", "icb_cracno2"]
    assert made["most-severe"].select(chosen).row(0) == (1, 1, 21, 44, 42)
    assert made["first"].select(chosen).row(0) == (1, 1, 21, 44, 42)
    assert made["last"].select(chosen).row(0) == (1, 1, 21, 47, 46)


def test_of_several_crises_the_most_violent_then_the_earliest() -> None:
    made = pairs()
    assert made.select(KEY).is_unique().all()
    assert (made["icb_viol"] == made["icb_highest"]).all()
    row = made.filter(ccode1=230, ccode2=255, year=1938).row(0, named=True)
    assert (row["icb_crises"], row["icb_crisno"], row["icb_viol"]) == (2, 65, 4)
    first = pairs("first").filter(ccode1=230, ccode2=255, year=1938).row(0, named=True)
    assert first["icb_highest"] == 4  # of all, whichever is chosen


def test_the_order_of_the_rows_does_not_matter() -> None:
    dyads, actors, crises = (load(f"icb/{name}").frame for name in ("dyads", "actors", "crises"))
    for rule in RULES:
        turned = crises_of_pairs(dyads.reverse(), actors.reverse(), crises.reverse(), rule)
        assert turned.equals(crises_of_pairs(dyads, actors, crises, rule))
        assert crises_of_states(actors.reverse(), rule).equals(crises_of_states(actors, rule))


def test_a_panel_of_single_pairs_has_the_row_of_the_lower_code(directed: Panel) -> None:
    once = dyad_years(1910, 2025, carry_forward=True).add("crises")
    assert once.frame.equals(directed.frame.filter(pl.col("ccode1") < pl.col("ccode2")))
    assert once.frame["icb_ongoing"].sum() * 2 == directed.frame["icb_ongoing"].sum()


def test_codes_that_are_not_cows() -> None:
    """ICB has 260 for Germany after 1990, and goes by 678 for Yemen: by date, these are others."""
    frame = dyad_years(2014, 2016, directed=True).add("crises").frame
    shot_down = frame.filter(ccode1=255, ccode2=365)
    assert shot_down.select("year", "icb_ongoing").rows() == [(2014, 0), (2015, 1), (2016, 1)]
    gw = dyad_years(2014, 2016, system="gw").add("crises").frame
    assert gw.filter(gwcode1=260, gwcode2=365)["icb_ongoing"].to_list() == [0, 1, 1]
    assert dyad_years(1934, 1934).add("crises").frame.filter(ccode1=670, ccode2=678)[
        "icb_crisno"
    ].to_list() == [44]
    states = state_years(1994, 2016).add("crises").frame
    assert states.filter(ccode=255).filter(icb_onset=1)["year"].to_list() == [1999, 2003, 2015]
    assert states.filter(ccode=679, year=1995)["icb_onset"].item() == 1
    assert state_years(1999, 1999, system="gw").add("crises").frame.filter(gwcode=260)[
        "icb_onset"
    ].to_list() == [1]


def test_states() -> None:
    actors = load("icb/actors").frame
    made = crises_of_states(actors, "most-severe")
    assert made.select("ccode", "year").is_unique().all()
    begun = actors.drop_nulls("ccode").select("ccode", "yrtrig").unique().height
    assert made["icb_onset"].sum() == begun
    assert (made["icb_sevvio"] == made["icb_highest"]).all()
    frame = state_years(1910, 2025, carry_forward=True).add("crises").frame
    known = frame.filter(pl.col("icb_ongoing").is_not_null())["year"]
    assert (known.min(), known.max()) == (1918, 2019)
    row = frame.filter(ccode=2, year=1962).row(0, named=True)
    assert (
        row["icb_crises"]
        == actors.filter(cracid=2)
        .filter((pl.col("yrtrig") <= 1962) & (pl.col("yrterm") >= 1962))["crisno"]
        .n_unique()
    )
    quiet = frame.filter(icb_ongoing=0)
    assert quiet["icb_crisno"].null_count() == quiet["icb_triggr"].null_count() == quiet.height


def test_an_end_that_is_not_known() -> None:
    """The Netherlands in West Irian I: the year of the trigger is all that is sure."""
    frame = state_years(1956, 1959).add("crises").frame.filter(ccode=210)
    assert frame["icb_ongoing"].to_list() == [0, 1, 0, 0]
    book = dict(state_years(1957, 1957).add("crises").codebook().select("column", "about").rows())
    assert "Netherlands, 1957" in book["icb_ongoing"]


def test_an_actor_twice_in_a_crisis_counts_one_crisis() -> None:
    row = crises_of_states(load("icb/actors").frame, "last").filter(ccode=310, year=1921)
    assert row["icb_crises"].item() == 2  # 21, in which it was twice, and 24


def test_rules_are_named() -> None:
    with pytest.raises(UsageError, match="no rule is called 'worst'"):
        dyad_years(1950, 1951).add("crises:rule=worst")


def test_references(directed: Panel) -> None:
    assert directed.datasets == ("cow-states", "icb")
    assert "International Crisis Behavior" in directed.cite()
