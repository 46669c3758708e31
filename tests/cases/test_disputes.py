"""Disputes on record as games: four well-known ones by hand, and all of them by their rules."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import polars as pl
import pytest

from foedus.cases.case import Case, dispute_cases, unmade
from foedus.cases.originators import start
from foedus.core.errors import UsageError
from foedus.crisis.scenario import dump
from foedus.crisis.text.checks import check_text
from foedus.crisis.treaty import pledges
from foedus.sources.load import load

pytestmark = pytest.mark.usefixtures("data")


def case(number: int, k: int = 2) -> Case:
    return dispute_cases(k, only=[number])[0]


def test_july_1914() -> None:
    """Austria is the only revisionist, and it moved first."""
    one = case(257, k=5)
    assert (one.challenger, one.target) == ((300,), (345,))
    assert (one.year, one.known, one.block) == (1914, 1918, -106)
    scenario = one.scenario
    assert scenario.date == dt.date(1914, 7, 23)
    assert scenario.start == {"AUH": "display"}
    assert scenario.issue.kind == "policy"
    assert [c.code for c in one.candidates] == ["GMY", "RUS", "ITA", "GRC", "ROM"]
    camps = {c.code: (c.camp, c.rule) for c in one.candidates}
    assert camps["GMY"] == camps["ITA"] == ("challenger", "pledge")
    assert camps["GRC"] == ("target", "pledge")  # the Greco-Serbian treaty of 1913
    assert camps["RUS"] == ("target", "rivalry")  # Austria's rival, not Serbia's
    # The Dual Alliance of 1879 is against Russia. Without Russia in the game nothing calls for it.
    assert scenario.treaties["atop-1335"].owes == {"GMY": ("AUH",), "AUH": ("GMY",)}
    assert scenario.treaties["atop-1335"].against == {"GMY": ("RUS",), "AUH": ("RUS",)}
    assert "atop-1335" not in case(257, k=1).scenario.treaties
    greek = {n: t for n, t in scenario.treaties.items() if t.atop == 1490}
    assert set(greek) == {"atop-1490-1", "atop-1490-2"}
    assert greek["atop-1490-1"].kind == ("defence",)
    assert greek["atop-1490-1"].conditional
    assert greek["atop-1490-2"].kind == ("neutrality", "consultation")
    assert ("AUH", "YUG") in scenario.contact.pairs
    assert one.seen is not None
    assert one.seen.level == "war"
    assert one.seen.end is None
    assert one.seen.days == 1573
    assert one.seen.joined["GMY"]
    assert one.seen.fought["GMY"]
    assert one.seen.fought["RUS"]
    # Italy and Romania came in against the ally.
    assert one.seen.elsewhere == ("ITA", "ROM")
    assert not one.seen.joined["ITA"]


def test_the_small_game_of_july_1914_says_whom_it_leaves_out() -> None:
    """The first of each camp: the war can become one of great powers."""
    one = case(257)
    assert [(c.code, c.camp) for c in one.candidates] == [("GMY", "challenger"), ("RUS", "target")]
    assert "atop-1335" in one.scenario.treaties
    assert one.seen is not None
    assert one.seen.fought == {"GMY": True, "RUS": True}
    assert one.left_out == 10
    assert one.joined_outside == 11  # Britain, France, Italy and eight more


def test_sudeten_1938() -> None:
    """With four candidates: the target's allies, and Italy for the other camp, before France."""
    one = case(12, k=4)
    scenario = one.scenario
    assert list(scenario.actors) == ["GMY", "CZE", "RUS", "ITA", "FRN", "ROM"]
    assert [c.camp for c in one.candidates] == ["target", "challenger", "target", "target"]
    # In the small game Italy has the place of France, which joined.
    assert [c.code for c in case(12).candidates] == ["RUS", "ITA"]
    assert scenario.issue.kind == "territory"
    # Locarno's treaty of mutual guarantee is against Germany, and void if its ally strikes first.
    mutual = next(t for t in scenario.treaties.values() if t.atop == 2140)
    assert mutual.kind == ("defence",)
    assert mutual.against == {"FRN": ("GMY",), "CZE": ("GMY",)}
    assert mutual.conditional
    assert mutual.in_force == (dt.date(1925, 10, 16), dt.date(1938, 9, 30))
    # The Little Entente is against Hungary, which is not here: Romania owes Prague no defence.
    owed = {p.kind for p in pledges(scenario) if (p.obligor, p.beneficiary) == ("ROM", "CZE")}
    assert owed == {"consultation"}
    assert scenario.actors["FRN"].distance_km == 0  # Germany's neighbour
    assert one.seen is not None
    assert (one.seen.level, one.seen.end) == ("force", "target_yields")
    assert one.seen.joined == {"RUS": True, "ITA": False, "FRN": True, "ROM": False}


def test_cuba_1962() -> None:
    """The record has the United States as revisionist and first mover, Moscow and Havana as one."""
    one = case(61)
    scenario = one.scenario
    assert (one.challenger, one.target) == ((2,), (365, 40))
    camps = [(c.code, c.camp) for c in one.candidates]
    assert camps == [("CHN", "target"), ("UKG", "challenger")]
    bloc = scenario.actors["RUSB"]
    assert list(bloc.members) == ["RUS", "CUB"]
    assert bloc.capability == pytest.approx(sum(bloc.members.values()))
    assert bloc.nuclear
    assert scenario.actors["USA"].nuclear
    # Weighted by capability: next to the Soviet Union's own.
    assert bloc.polyarchy == pytest.approx(0.108, abs=0.005)
    assert one.seen is not None
    assert one.seen.end == "target_yields"


def test_north_vietnam_1964() -> None:
    """Each camp has a major power: Britain with the United States, the Soviet Union against."""
    one = case(611)
    assert (one.challenger, one.target) == ((816,), (2,))
    assert {c.code: (c.camp, c.rule) for c in one.candidates} == {
        "UKG": ("target", "pledge"),
        "RUS": ("challenger", "rivalry"),
    }
    assert [c.code for c in one.candidates] == ["UKG", "RUS"]


def test_south_asia_1999() -> None:
    """Kargil is part of the long dispute 4007; 4223 began when it ended."""
    one = case(4223)
    assert (one.challenger, one.target) == ((750,), (770,))
    assert one.scenario.actors["IND"].nuclear
    assert one.scenario.actors["PAK"].nuclear
    assert not one.scenario.channels
    assert any("direct line ind-pak-dgmo-1971" in note for note in one.notes)
    assert one.scenario.issue.kind == "other"  # neither is revisionist
    assert one.seen is not None
    assert one.seen.end == "lapsed"
    long = case(4007)
    assert (long.challenger, long.year, long.known) == ((770,), 1993, 1999)
    assert long.scenario.issue.kind == "territory"


def test_ottoman_empire_1880() -> None:
    """Without a pledge or a rivalry that tells, past disputes say where Russia stands."""
    one = case(141)
    russia = next(c for c in one.candidates if c.code == "RUS")
    assert (russia.camp, russia.rule) == ("challenger", "past disputes")
    assert one.seen is not None
    assert one.seen.joined["RUS"]


def test_korea_1950_has_its_neighbours_on_the_wrong_side() -> None:
    """On record neither has a pledge, a rivalry or a past dispute that tells the Koreas apart."""
    one = case(51)
    assert {c.code: (c.camp, c.rule) for c in one.candidates} == {
        "RUS": ("target", "target"),
        "CHN": ("target", "target"),
    }
    assert one.seen is not None
    assert one.seen.elsewhere == ("CHN",)


def test_the_first_mover_starts_at_display_also_where_it_is_the_target() -> None:
    moved = {
        one.key: one
        for one in dispute_cases()
        if one.scenario.start == {one.scenario.principal("target"): "display"}
    }
    assert len(moved) == 234
    states = start().states.filter(pl.col("sidea") == 1)
    first = dict(states.select("dispnum", "ccode").iter_rows())
    for one in moved.values():
        assert first[int(one.key)] in one.target
        assert one.notes[0] == "challenger: revisionist"


def test_all_but_one_are_made() -> None:
    made = dispute_cases()
    assert len(made) == 2435
    assert unmade() == ((4344, "no originator on side B"),)
    assert [int(one.key) for one in made] == sorted(int(one.key) for one in made)
    blocs = [one for one in made if max(len(one.challenger), len(one.target)) > 1]
    assert len(blocs) == 165


def test_every_case_passes_the_checks_of_a_scenario_file() -> None:
    made = dispute_cases()[::17]
    assert len(made) > 140
    for one in made:
        scenario, errors, _ = check_text(dump(one.scenario), one.key)
        assert not errors, errors[0]
        assert scenario == one.scenario


def test_a_case_alone_is_the_same_as_among_all() -> None:
    every = {one.key: one for one in dispute_cases()}
    for one in dispute_cases(only=[12, 61, 3551]):
        assert one == every[one.key]


@pytest.mark.parametrize("k", [0, 1, 4])
def test_no_more_candidates_than_asked_for(k: int) -> None:
    for one in dispute_cases(k, only=[12, 257, 2]):
        assert len(one.candidates) == k
        assert len(one.scenario.actors) == 2 + k


def test_treaty_sets() -> None:
    every = case(12, k=4).scenario.treaties
    fighting = dispute_cases(4, "defence", [12])[0].scenario.treaties
    binding = dispute_cases(4, "binding", [12])[0].scenario.treaties
    assert {kind for t in fighting.values() for kind in t.kind} <= {"defence", "offence"}
    assert all(set(t.binding.values()) == {0.8} for t in binding.values())
    assert {t.atop for t in fighting.values()} < {t.atop for t in every.values()}
    # The Franco-Soviet pact of 1935 waited for the League's council.
    assert any(t.atop == 2360 and "defence" in t.kind for t in fighting.values())
    assert not any(t.atop == 2360 and "defence" in t.kind for t in binding.values())


def test_wrong_calls_say_what_to_do() -> None:
    with pytest.raises(UsageError, match="no such set of treaties"):
        dispute_cases(2, "defense")
    with pytest.raises(UsageError, match="give 0 or more"):
        dispute_cases(-1)
    with pytest.raises(UsageError, match="no dispute"):
        dispute_cases(only=[1])


def test_figures_of_the_page() -> None:
    """What docs/explanation/cases.md says of all cases."""
    made = dispute_cases()
    kinds = Counter(one.scenario.issue.kind for one in made)
    assert kinds == {"policy": 1109, "territory": 652, "regime": 118, "other": 556}
    by = Counter(one.notes[0] for one in made)
    assert by == {"challenger: revisionist": 1564, "challenger: side A": 871}
    seen = [one.seen for one in made if one.seen is not None]
    assert Counter(one.level for one in seen) == {"display": 726, "force": 1603, "war": 106}
    ends = Counter(one.end for one in seen)
    assert (ends["challenger_yields"], ends["target_yields"]) == (95, 203)
    assert (ends["settled"], ends["lapsed"]) == (136, 1697)
    assert sum(sum(one.joined.values()) for one in seen) == 82
    assert sum(sum(one.fought.values()) for one in seen) == 13
    assert sum(len(one.elsewhere) for one in seen) == 24
    assert sum(len(one.scenario.treaties) for one in made) == 8327
    assert sum(bool(one.scenario.treaties) for one in made) == 2113
    assert len({t.atop for one in made for t in one.scenario.treaties.values()}) == 396
    assert sum("unknown: .5" in note for one in made for note in one.notes) == 11
    assert sum(any("direct line" in note for note in one.notes) for one in made) == 80


def test_distance_contact_and_trade() -> None:
    one = case(2).scenario  # the United States against Britain, 1902
    washington_to_london = 5898
    assert one.actors["USA"].distance_km == pytest.approx(washington_to_london, abs=5)
    assert one.actors["UKG"].distance_km == 0
    assert one.actors["FRN"].distance_km == 0  # the Channel
    assert one.contact.pairs == (("USA", "UKG"), ("FRN", "UKG"))
    flows = load("trade/dyads").frame
    flow = flows.row(
        by_predicate=(pl.col("ccode1") == 2) & (pl.col("ccode2") == 200) & (pl.col("year") == 1901),
        named=True,
    )
    total = load("trade/national").frame.row(
        by_predicate=(pl.col("ccode") == 2) & (pl.col("year") == 1901), named=True
    )
    share = (flow["flow1"] + flow["flow2"]) / (total["imports"] + total["exports"])
    assert one.actors["USA"].trade == {"UKG": pytest.approx(share)}
    cinc = load("nmc/7").frame.row(
        by_predicate=(pl.col("ccode") == 2) & (pl.col("year") == 1901), named=True
    )["cinc"]
    assert one.actors["USA"].capability == pytest.approx(100 * cinc)
