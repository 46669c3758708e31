"""Simulated crises: run by run against plain Python, and all together against exact numbers.

Each bundled crisis' classes, fights and days within four standard errors are in `test_bundled`;
here the classes are judged jointly, from another seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.linalg import expm
from scipy.stats import binomtest, chisquare

from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.flow import Chain, chain
from foedus.crisis.game import Game, compile_game
from foedus.crisis.library import bundled
from foedus.crisis.outcomes import CLASSES, outcomes
from foedus.crisis.paths import ENDINGS, EVENTS, Paths, simulate
from foedus.crisis.policy import respond
from foedus.crisis.scenario import Scenario

from .small import two
from .solved import bundled_one, outcome_of, reference_one
from .strategies import scenarios
from .test_philox import by_hand

NAMES = bundled()
RUNS = 20_000
DAYS = 120
UP = {"climbs", "goes to war", "incident", "mobilises", "lock-in", "under attack"}


@pytest.fixture(scope="session")
def simulated() -> Callable[[str], Paths]:
    """``simulated(name)``: 20,000 runs of a bundled crisis."""
    return cache(lambda name: simulate(bundled_one(name), RUNS, 1962, days=DAYS, examples=25))


def solved(scenario: Scenario) -> Equilibrium:
    return solve(compile_game(scenario))


def moves_of(game: Game, x: int, moves: Chain) -> list[tuple[float, int, int, int]]:
    """All that can happen at x, in the order of the stream: rate, actor, slot, position led to."""
    layout = game.layout
    tables = (layout.up, layout.across, layout.down, layout.next)
    can = [
        (float(moves.rate[x, i, k]), i, k, int(tables[k][x, i]))
        for i in range(len(game.names))
        for k in range(4)
    ]
    return can + [(float(moves.exits[x, k]), -1, 4 + k, -1) for k in range(6)]


# -- one run, by hand ------------------------------------------------------------------------------


def lived(found: Equilibrium, moves: Chain, run: int, seed: int) -> tuple[float, str, int]:
    """A run in plain Python: its length, its class, who fought (bits)."""
    game = found.game
    x, day, event = game.layout.start, 0.0, 0
    while True:
        a, b, *_ = by_hand([event, run, 0, 0], [seed % 2**32, seed >> 32])
        can = moves_of(game, x, moves)
        total = sum(rate for rate, *_ in can)
        day -= math.log((a + 0.5) / 2**32) / total
        left = (b + 0.5) / 2**32 * total
        slot = to = -1
        for rate, _, next_slot, leads_to in can:
            left -= rate
            if rate > 0 and left < 0:
                slot, to = next_slot, leads_to
                break
        event += 1
        if slot < 4:
            x = to
            continue
        war = int(game.tables.war_class[x])
        ending = 7 if slot == 9 else war if war >= 0 else slot - 4
        return day, CLASSES[ending], int(game.tables.fighting[x])


@pytest.mark.parametrize("name", ["average-dispute", "weak-target"])
def test_runs_are_those_of_plain_python(name: str) -> None:
    found, runs, seed = reference_one(name), 150, 2**33 + 17
    moves = chain(found.game, respond(found.game, found.values))
    by = [lived(found, moves, run, seed) for run in range(runs)]
    paths = simulate(found, runs, seed)
    assert paths.lengths == pytest.approx([day for day, _, _ in by], rel=1e-12)
    assert paths.counts == {c: sum(ended == c for _, ended, _ in by) for c in CLASSES}
    assert paths.fights == {
        actor: sum(fought >> i & 1 for _, _, fought in by)
        for i, actor in enumerate(found.game.names)
    }


# -- together, against exact numbers ---------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_classes_of_twenty_thousand_runs(name: str, simulated: Callable[[str], Paths]) -> None:
    """Jointly by chi-square over the classes with 20 expected runs or more, the rest as one."""
    paths, exact = simulated(name), outcome_of(name)
    large = [c for c in CLASSES if exact[c] * RUNS >= 20]
    rest = [c for c in CLASSES if c not in large]
    seen = [paths.counts[c] for c in large]
    expected = [exact[c] * RUNS for c in large]
    few, chance = sum(paths.counts[c] for c in rest), sum(exact[c] for c in rest)
    if chance * RUNS >= 20:
        seen.append(few)
        expected.append(chance * RUNS)
    else:
        assert binomtest(few, RUNS, max(chance, 0.0)).pvalue > 6.3e-5
    scale = sum(seen) / sum(expected)
    assert chisquare(seen, [e * scale for e in expected]).pvalue > 6.3e-5, (seen, expected)
    assert sum(paths.counts.values()) == RUNS


@pytest.mark.parametrize("name", ["average-dispute", "weak-target"])
def test_the_ladder_day_by_day_is_the_exact_one(name: str) -> None:
    """The histogram against exp(Q t), the law of the chain on each day."""
    found = reference_one(name)
    game, n = found.game, len(found.game.names)
    moves = chain(game, respond(game, found.values))
    peace = np.flatnonzero(game.tables.fighting == 0)
    # absorbing states: over in peace, then over with the belligerents of each position
    Q = np.zeros((2 * game.size + 1, 2 * game.size + 1))
    for x in range(game.size):
        for rate, _, slot, to in moves_of(game, x, moves):
            if rate > 0:
                end = game.size if x in peace else game.size + 1 + x
                Q[x, to if slot < 4 else end] += rate
                Q[x, x] -= rate
    rungs = game.layout.rung
    war = int(rungs.max())
    over = np.array(
        [[war if f >> i & 1 else 0 for i in range(n)] for f in game.tables.fighting.tolist()]
    )
    stands = np.vstack([rungs, np.zeros((1, n), int), over])
    paths = simulate(found, RUNS, 3, days=90)
    for day in (0, 1, 5, 30, 90):
        law = expm(Q * day)[game.layout.start]
        for i in range(n):
            exact = np.bincount(stands[:, i], law, minlength=war + 1)
            error = np.sqrt(exact * (1 - exact) / RUNS)
            seen = paths.histogram[day, i] / RUNS
            assert (np.abs(seen - exact) <= 4 * error + 3.5 / RUNS).all(), (day, i, seen, exact)


@given(scenarios(max_actors=3, max_treaties=2))
@settings(max_examples=15, deadline=None)
def test_any_crisis_ends_as_computed(scenario: Scenario) -> None:
    found = solved(scenario)
    exact, paths = outcomes(found), simulate(found, 4000, 11)
    for name in CLASSES:
        p = min(max(exact[name], 0.0), 1.0)
        assert binomtest(paths.counts[name], 4000, p).pvalue > 1e-8, name
    for code, p in exact.fights.items():
        assert binomtest(paths.fights[code], 4000, min(max(p, 0.0), 1.0)).pvalue > 1e-8


# -- what is kept ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_everybody_stands_somewhere_every_day(name: str, simulated: Callable[[str], Paths]) -> None:
    paths, layout = simulated(name), bundled_one(name).game.layout
    n, rungs = layout.coord.shape[1], len(bundled_one(name).game.scenario.ladder)
    assert paths.histogram.shape == (DAYS + 1, n, rungs)
    assert paths.days.tolist() == list(range(DAYS + 1))
    assert (paths.histogram >= 0).all()
    assert (paths.histogram.sum(axis=2) == RUNS).all()
    for i in range(n):  # on the first day everybody stands where the scenario says
        assert paths.histogram[0, i, layout.rung[layout.start, i]] == RUNS
    war = paths.histogram[:, :, -1]
    assert (np.diff(war, axis=0) >= 0).all()  # the war rung is never left
    assert (war[-1] <= list(paths.fights.values())).all()
    spread = paths.quantiles((0.05, 0.5, 0.95))
    assert spread.shape == (3, DAYS + 1, n)
    assert (np.diff(spread, axis=0) >= 0).all()
    assert (spread[:, 0] == layout.rung[layout.start]).all()


def test_after_the_last_ending_the_ladder_shows_who_fought() -> None:
    found = reference_one("weak-target")
    paths = simulate(found, 300, 4, days=5000)
    assert paths.lengths.max() < 5000
    last = paths.histogram[-1]
    assert last[:, -1].tolist() == list(paths.fights.values())
    assert (last[:, 0] + last[:, -1] == 300).all()


def test_quantiles_are_those_of_the_runs() -> None:
    paths = simulate(reference_one("average-dispute"), 999, 8, days=40)
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    told = paths.quantiles(shares)
    for day in (0, 3, 40):
        for i in range(2):
            each = np.repeat(np.arange(5), paths.histogram[day, i])
            by_sorting = np.quantile(each, shares, method="inverted_cdf")
            assert told[:, day, i].tolist() == by_sorting.tolist()


@pytest.mark.parametrize("name", NAMES)
def test_a_told_run_moves_one_actor_a_rung_at_a_time(
    name: str, simulated: Callable[[str], Paths]
) -> None:
    paths, game = simulated(name), bundled_one(name).game
    assert len(paths.examples) == 25
    for run, events in enumerate(paths.examples):
        rungs, day = tuple(game.layout.rung[game.layout.start].tolist()), 0.0
        for event in events[:-1]:
            assert event.day >= day
            i = game.names.index(event.actor)
            step = event.rungs[i] - rungs[i]
            rest = [j for j in range(len(rungs)) if j != i]
            assert all(event.rungs[j] == rungs[j] for j in rest)
            assert step == (-1 if event.what == "steps down" else 1)
            assert event.what == "steps down" or event.what in UP
            if event.what in ("goes to war", "lock-in"):
                assert event.rungs[i] == len(game.scenario.ladder) - 1
            rungs, day = event.rungs, event.day
        last = events[-1]
        assert last.actor == ""
        assert last.what in ENDINGS
        assert last.rungs == rungs
        assert last.day == paths.lengths[run]


def test_the_endings_told_are_the_classes_counted() -> None:
    found = reference_one("average-dispute")
    paths = simulate(found, 400, 2, examples=400)
    assert len(paths.examples) == 400
    told = dict.fromkeys(CLASSES, 0)
    for events in paths.examples:
        war = 4 in events[-1].rungs
        told["war_principals" if war else CLASSES[ENDINGS.index(events[-1].what)]] += 1
    assert told == paths.counts


def test_causes_are_told_in_proportion_to_their_rates() -> None:
    """From the first day, the share of incidents among the challenger's steps up is exact."""
    found = reference_one("average-dispute")
    game, x = found.game, found.game.layout.start
    policy = respond(game, found.values)
    incident = float(game.tables.incident[x, 0])
    share = incident / (incident + float(policy.chosen[x, 0, 0]))
    paths = simulate(found, RUNS, 9, examples=RUNS)
    first = [events[0] for events in paths.examples if events[0].actor == game.names[0]]
    ups = [event.what for event in first if event.what != "steps down"]
    assert set(ups) <= {"climbs", "incident"}
    assert binomtest(ups.count("incident"), len(ups), share).pvalue > 6.3e-5


def test_staged_clocks_are_told_stage_by_stage() -> None:
    plan = {
        "days": 4.0, "stages": 2, "lock_in_days": 2.0, "lock_in_stages": 3, "revocable": False,
        "judgement": "made up",
    }  # fmt: skip
    never = {n: {"mu_war": 0.0, "judgement": "made up"} for n in ("CH", "TG")}
    scenario = two(
        CH={"mobilisation": plan},
        ladder="mobilisation",
        start={"CH": "mobilising"},
        overrides=never,
        theta={"iota": 0.0, "phi": 0.001},
    )
    paths = simulate(solved(scenario), 200, 1, examples=200)
    told = [event.what for events in paths.examples for event in events if event.actor == "CH"]
    assert {"mobilises", "lock-in"} <= set(told)
    for events in paths.examples:
        days = [event.day for event in events]
        assert days == sorted(days)
        before = 2
        for event in events[:-1]:
            if event.actor == "CH":
                assert event.rungs[0] - before in ((-1,) if event.what == "steps down" else (0, 1))
                if event.what in (
                    "mobilises",
                    "lock-in",
                ):  # by the rung left
                    assert event.what == ("lock-in" if before == 3 else "mobilises")
                before = event.rungs[0]


def test_a_run_longer_than_what_is_kept_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedus.crisis.paths.EVENTS", 2)
    paths = simulate(reference_one("average-dispute"), 50, 1, examples=50)
    assert EVENTS == 2000
    assert max(len(events) for events in paths.examples) == 2
    assert sum(paths.counts.values()) == 50
    assert all(len(events) <= 2 for events in paths.examples)
