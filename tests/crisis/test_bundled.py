"""The crises that ship: whole, sourced, solved, and in agreement with simulated runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from scipy.stats import binomtest

from foedus.core import countries
from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.layout import Layout
from foedus.crisis.library import bundled, folder
from foedus.crisis.outcomes import CLASSES, outcomes
from foedus.crisis.paths import Paths, simulate
from foedus.crisis.scenario import Scenario, check, load
from foedus.crisis.theta import load_theta
from foedus.sources.load import load as table

from .solved import bundled_one, outcome_of

NAMES = bundled()
ASKED = {
    "bosnia-1908", "agadir-1911", "july-1914", "sudeten-1938", "danzig-1939", "berlin-1961",
    "cuba-1962", "taiwan-strait-1958", "october-1973", "kargil-1999", "second-thomas-shoal",
    "taiwan-blockade", "baltic-incident", "korean-peninsula",
}  # fmt: skip
PRESENT = {"second-thomas-shoal", "taiwan-blockade", "baltic-incident", "korean-peninsula"}
RUNS = 20_000


# -- what is in them ---------------------------------------------------------------------------


def test_fourteen_ship_of_which_four_are_present_and_say_so() -> None:
    assert set(NAMES) >= ASKED
    assert len(NAMES) >= 14
    assert {name for name in NAMES if load(name).hypothetical} >= PRESENT
    assert not any(load(name).hypothetical for name in ASKED - PRESENT)


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_without_an_error_or_a_warning(name: str) -> None:
    scenario, errors, warnings = check(folder() / f"{name}.yaml")
    assert errors == []
    assert warnings == []
    assert scenario is not None
    assert scenario.name == name


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_happened_and_where_that_is_written(name: str) -> None:
    scenario = load(name)
    assert len(scenario.facts) >= 6
    for fact in scenario.facts:
        key, *rest = fact.source.split(maxsplit=1)
        full = " ".join([scenario.sources.get(key.rstrip(",:;"), key), *rest])
        assert len(full.split()) >= 3, fact  # a work, and where in it
        assert len(fact.text.split()) >= 4
    assert scenario.title
    assert scenario.question
    assert len(scenario.summary.split()) >= 15
    assert (scenario.outcome is None) == scenario.hypothetical
    for treaty in scenario.treaties.values():
        assert treaty.source
        assert treaty.judgement


PLEDGES = {
    "defence": "defense", "offence": "offense", "neutrality": "neutral",
    "nonaggression": "nonagg", "consultation": "consul",
}  # fmt: skip


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", NAMES)
def test_a_pledge_that_atop_does_not_code_is_told_from_one_that_it_does(name: str) -> None:
    """Under a number of ATOP's, what an obligor owes and ATOP does not code needs a word on it."""
    scenario, members = load(name), table("atop/members").frame
    last = date(2018, 12, 31)  # of the record
    day = min(scenario.date, last)
    for key, treaty in scenario.treaties.items():
        if treaty.atop is None:
            continue
        here = members.filter(
            pl.col("atopid") == treaty.atop, pl.col("start") <= day, pl.col("end") >= day
        )
        for obligor in treaty.owes:
            bloc = scenario.actors[obligor].members if obligor in scenario.actors else None
            codes = [countries.code(one, scenario.date) for one in bloc or [obligor]]
            bound = here.filter(pl.col("member").is_in(codes))
            assert not bound.is_empty() or scenario.date > last, (key, obligor)
            coded = {kind for kind, column in PLEDGES.items() if bound[column].max() == 1}
            if coded and not coded.issuperset(treaty.kind):
                assert "ATOP" in f"{treaty.source} {treaty.judgement}", (key, obligor, coded)


def test_no_promise_of_the_past_is_said_to_hold_now_but_those_that_do() -> None:
    """`foedus scenario show` says 'to now' where there is no last day."""
    open_ended = {
        (name, treaty)
        for name in set(NAMES) - PRESENT
        for treaty, one in load(name).treaties.items()
        if one.in_force[1] is None
    }
    assert open_ended == {
        ("berlin-1961", "north-atlantic"),
        ("cuba-1962", "north-atlantic"),
        ("cuba-1962", "north-atlantic-america"),
        ("october-1973", "arab-joint-defence-1950"),
        ("october-1973", "prevention-of-nuclear-war-1973"),
        ("kargil-1999", "simla-1972"),
        ("kargil-1999", "lahore-1999"),
        ("kargil-1999", "sino-indian-1993"),
    }


def test_at_least_eight_have_four_actors_or_more() -> None:
    assert sum(len(load(name).actors) >= 4 for name in NAMES) >= 8


def test_july_has_its_states_treaties_and_clocks() -> None:
    july = load("july-1914")
    assert len(july.actors) >= 7
    assert {"SER", "AUH", "RUS", "GMY", "FRN", "UKG"} <= set(july.actors)
    assert {"BEL", "ITA"} & set(july.home)
    said = " ".join(f"{key} {t.title} {t.articles}".lower() for key, t in july.treaties.items())
    for words in ("dual alliance", "triple alliance", "franco-russian", "entente", "1839"):
        assert words in said, words
    assert all(t.articles for t in july.treaties.values() if "entente" not in t.title.lower())
    germany = july.actors["GMY"].mobilisation
    assert germany is not None
    assert germany.lock_in_days is not None
    assert not germany.revocable
    for code in ("SER", "AUH", "RUS", "GMY", "FRN"):
        plan = july.actors[code].mobilisation
        assert plan is not None
        assert plan.days is not None


def test_cuba_has_dominance_by_rung_and_no_hotline() -> None:
    cuba = load("cuba-1962")
    assert cuba.actors["USA"].capability_at or cuba.actors["RUS"].capability_at
    assert all("hotline" not in c.kind.lower() for c in cuba.channels.values())
    assert any(rung.risk > 0 for rung in cuba.ladder)


def test_the_hinge_of_july_is_in_its_file() -> None:
    assert "SER" in load("july-1914").overrides


# -- solved ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_it_solves_and_sums_to_one(name: str) -> None:
    found, result = bundled_one(name), outcome_of(name)
    assert found.residual <= 1e-7
    assert found.method == "continuation"
    assert sum(result[c] for c in CLASSES) == pytest.approx(1.0, abs=1e-9)
    assert all(-1e-12 <= result[c] <= 1 for c in CLASSES)
    assert list(result.rungs) == sorted(result.rungs, reverse=True)
    assert sum(result.steps.values()) <= result["any_war"] + 1e-9
    assert 1 < result.days < 2000
    assert set(result.fights) == set(load(name).actors)
    if not any(actor.nuclear for actor in load(name).actors.values()):
        assert result["nuclear_use"] == 0
        assert sum(result.steps.values()) == pytest.approx(result["any_war"], abs=1e-9)


# -- against simulated runs --------------------------------------------------------------------


def agrees(hits: int, p: float) -> bool:
    """Within 4 standard errors; the exact binomial, as unlikely, under 20 expected hits."""
    p = min(max(p, 0.0), 1.0)
    if min(p, 1 - p) * RUNS < 20:
        if p in (0.0, 1.0):
            return hits == p * RUNS
        return bool(binomtest(hits, RUNS, p).pvalue > 6.3e-5)
    return abs(hits / RUNS - p) <= 4 * math.sqrt(p * (1 - p) / RUNS)


@pytest.fixture(scope="module")
def simulated() -> Callable[[str], Paths]:
    kept: dict[str, Paths] = {}

    def of(name: str) -> Paths:
        if name not in kept:
            kept[name] = simulate(bundled_one(name), runs=RUNS, seed=1914)
        return kept[name]

    return of


@pytest.mark.parametrize("name", NAMES)
def test_it_agrees_with_twenty_thousand_runs(name: str, simulated: Callable[[str], Paths]) -> None:
    paths, result = simulated(name), outcome_of(name)
    assert paths.runs == RUNS
    assert sum(paths.counts.values()) == RUNS
    wrong = {
        c: (paths.counts[c] / RUNS, result[c])
        for c in CLASSES
        if not agrees(paths.counts[c], result[c])
    }
    assert not wrong, wrong
    odd = {
        code: (paths.fights[code] / RUNS, p)
        for code, p in result.fights.items()
        if not agrees(paths.fights[code], p)
    }
    assert not odd, odd
    spread = paths.lengths.std(ddof=1) / math.sqrt(RUNS)
    assert abs(paths.lengths.mean() - result.days) <= 4 * spread


# -- what the treaties do ----------------------------------------------------------------------


def largest_effect(name: str, enough: float) -> tuple[str, str, float]:
    """The treaty whose removal moves some outcome most; stops at the first beyond `enough`."""
    theta, scenario = load_theta("provisional"), load(name)
    found = solve(compile_game(scenario, theta))
    base = outcomes(found)
    best = ("", "", 0.0)
    layout: Layout = found.game.layout
    for treaty in scenario.treaties:
        game = compile_game(scenario.without(treaty), theta, layout)
        without = outcomes(solve(game, SolveOptions(tol=1e-6), warm=found.values))
        for outcome in (*CLASSES, "any_war"):
            moved = abs(without[outcome] - base[outcome])
            if moved > best[2]:
                best = (treaty, outcome, moved)
        if best[2] > enough:
            return best
    return best


def test_at_least_ten_have_a_treaty_that_matters(
    record_property: Callable[[str, Any], None],
) -> None:
    """At the hand-tuned theta they were written for; what is fitted moves them, and may not."""
    found = {name: largest_effect(name, 0.01) for name in NAMES}
    for name, (treaty, outcome, moved) in found.items():
        print(f"{name}: without {treaty}, {outcome} moves by {moved:.4f}")
        record_property(name, f"without {treaty}, {outcome} moves by {moved:.4f}")
    assert sum(moved > 0.01 for _, _, moved in found.values()) >= 10


# -- eight actors ------------------------------------------------------------------------------


def july_with_an_eighth() -> Scenario:
    """July 1914 and one more small state in the target's camp, with no treaty and a small stake."""
    july = load("july-1914")
    added = july.actors["SER"].model_copy(
        update={
            "name": "An eighth", "camp": "target", "principal": False, "capability": 0.5,
            "strikes": {}, "trade": {}, "mobilisation": None, "ceiling": None,
        }
    )  # fmt: skip
    issue = july.issue.model_copy(update={"salience": {**july.issue.salience, "ZZZ": 0.1}})
    return july.model_copy(update={"actors": {**july.actors, "ZZZ": added}, "issue": issue})


@pytest.mark.slow
def test_eight_actors_solve(record_property: Callable[[str, Any], None]) -> None:
    game = compile_game(july_with_an_eighth())
    assert len(game.names) == 8
    found = solve(game, SolveOptions(tol=1e-6))
    result = outcomes(found)
    record_property("positions", game.size)
    record_property("seconds", found.seconds)
    print(f"eight actors: {game.size} positions, {found.seconds:.1f} s, {result.classes}")
    assert found.residual <= 1e-6
    assert sum(result[c] for c in CLASSES) == pytest.approx(1.0, abs=1e-9)
    seven = outcome_of("july-1914")
    assert result["any_war"] == pytest.approx(seven["any_war"], abs=0.1)
