"""Private resolve where it must come to today's engine, and what holds of it anywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.crisis.equilibrium import solve
from foedus.crisis.outcomes import CLASSES, Outcomes, outcomes
from foedus.crisis.policy import respond
from foedus.crisis.private.outcomes import policy_of, private_outcomes
from foedus.crisis.private.solve import PrivateEquilibrium, solve_private
from foedus.crisis.resolve import Perception, Resolve
from foedus.crisis.scenario import Scenario

from ..crisis.strategies import scenarios  # noqa: TID252 (tests are no package to import from)
from .private_small import CASES, FINE, TIGHT, played, ready, solved, tight

EACH = pytest.mark.parametrize("name", CASES)
FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
TRAITS = [("war_cost", "honour"), ("war_cost",), ("honour",), ("stake",)]


@st.composite
def some_typed(draw: st.DrawFn, shares: st.SearchStrategy[float], *, alike: bool) -> Scenario:
    """A random scenario in which some have two types; `alike` where they do not differ."""
    scenario = draw(scenarios(max_actors=3, max_treaties=2))
    codes = list(scenario.actors)
    resolve = {
        code: Resolve(
            share=draw(shares),
            spread=0.0 if alike else draw(st.floats(0.05, 0.7)),
            of=draw(st.sampled_from(TRAITS)),
        )
        for code in draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))
    }
    perceived = {
        draw(st.sampled_from([c for c in codes if c != code])): {code: Perception(share=r.share)}
        for code, r in resolve.items()
    }
    return scenario.model_copy(update={"resolve": resolve, "perceived": perceived})


def same(one: Outcomes, other: Outcomes) -> None:
    assert one.classes == pytest.approx(other.classes, abs=1e-9)
    assert one.fights == pytest.approx(other.fights, abs=1e-9)
    assert one.steps == pytest.approx(other.steps, abs=1e-9)
    assert one.days == pytest.approx(other.days, rel=1e-9)


def is_plain(found: PrivateEquilibrium, profile: np.ndarray) -> None:
    """Assert that play where everybody is of the type named is that of the game without types."""
    game, who, plain = found.game, found.minds, found.plain
    columns = [who.column(i, bool(high)) for i, high in enumerate(profile)]
    np.testing.assert_allclose(found.values[:, columns], plain.values[:, :-2], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.values[:, -2:], plain.values[:, -2:], rtol=0, atol=1e-9)
    mine, theirs = policy_of(found, profile), respond(game, plain.values)
    for name in ("chosen", "yields", "settlement"):
        np.testing.assert_allclose(getattr(mine, name), getattr(theirs, name), rtol=0, atol=1e-8)
    peace = game.tables.talks > 0.0  # nobody is asked elsewhere
    np.testing.assert_allclose(mine.accepts[peace], theirs.accepts[peace], rtol=0, atol=1e-8)


# -- nothing private, nothing changed ----------------------------------------------------------


@given(some_typed(st.sampled_from([0.0, 1.0]), alike=False))
@FEW
def test_a_type_for_certain_is_the_plain_engine(scenario: Scenario) -> None:
    found = tight(*ready(scenario))
    [sure] = np.flatnonzero(found.weights)
    is_plain(found, found.resolute[sure])
    result = private_outcomes(found)
    same(result.mean, outcomes(found.plain, reached=False))
    same(result.mean, result.profiles[sure])


@given(some_typed(st.floats(0.0, 1.0), alike=True))
@FEW
def test_types_that_do_not_differ_are_the_plain_engine(scenario: Scenario) -> None:
    found = tight(*ready(scenario))
    plain = outcomes(found.plain, reached=False)
    for t, profile in enumerate(found.resolute):
        is_plain(found, profile)
        same(private_outcomes(found).profiles[t], plain)


def test_from_elsewhere_too_it_comes_to_the_plain_engine() -> None:
    game, who = played(resolve={"AA": {"share": 1.0, "spread": 1.0}})
    other, unlike = played(resolve={"AA": {"share": 0.5, "spread": 1.0}})
    away = solve_private(other, unlike, TIGHT)
    found = solve_private(game, who, TIGHT, plain=solve(game, FINE), warm=away)
    assert np.abs(away.values[:, 1:3] - found.plain.values[:, :2]).max() > 0.02
    is_plain(found, found.resolute[1])


# -- relabelling -------------------------------------------------------------------------------


@EACH
def test_relabelling_actors_permutes_the_answer(name: str) -> None:
    one = solved(name)
    scenario = one.game.scenario
    codes = list(scenario.actors)[::-1]
    turned = scenario.model_copy(update={"actors": {c: scenario.actors[c] for c in codes}})
    other = tight(*ready(turned))
    n = len(codes)
    rows = [tuple(row) for row in np.column_stack([one.game.layout.coord, one.game.layout.flag])]
    there = np.column_stack([other.game.layout.coord[:, ::-1], other.game.layout.flag])
    at = {tuple(row): k for k, row in enumerate(there)}
    where = np.array([at[row] for row in rows])
    for i in range(n):
        for high in (False, True):
            a, b = one.minds.column(i, high), other.minds.column(n - 1 - i, high)
            np.testing.assert_allclose(other.values[where, b], one.values[:, a], atol=1e-8)
            theirs, mine = other.beliefs[where, b][:, ::-1], one.beliefs[:, a]
            for j in set(one.minds.typed) - {i}:
                np.testing.assert_allclose(theirs[:, j], mine[:, j], atol=1e-7)
    results = private_outcomes(one), private_outcomes(other)
    same(results[0].mean, results[1].mean)
    assert results[0].types.keys() == results[1].types.keys()
    for kind, outcome in results[0].types.items():
        same(outcome, results[1].types[kind])


# -- probabilities -----------------------------------------------------------------------------


@EACH
def test_outcomes_are_a_distribution_and_its_means(name: str) -> None:
    found = solved(name)
    result = private_outcomes(found)
    for each in (*result.profiles, *result.types.values(), result.mean):
        assert sum(each[c] for c in CLASSES) == pytest.approx(1.0, abs=1e-9)
        assert min(each.classes.values()) >= 0.0
    assert found.weights.sum() == pytest.approx(1.0, abs=1e-15)
    assert result.mean["any_war"] > 0.02
    for code, entry in found.game.scenario.resolve.items():
        parts = result.types[code, True], result.types[code, False]
        for c in CLASSES:
            mixed = entry.share * parts[0][c] + (1.0 - entry.share) * parts[1][c]
            assert mixed == pytest.approx(result.mean[c], abs=1e-12)
        assert abs(parts[0]["any_war"] - parts[1]["any_war"]) > 1e-3


@EACH
def test_beliefs_are_chances(name: str) -> None:
    beliefs = solved(name).beliefs
    assert beliefs.min() >= 0.0
    assert beliefs.max() <= 1.0


def test_play_that_does_not_tell_types_apart_teaches_nothing() -> None:
    game, who = played(
        resolve={"AA": {"share": 0.3, "spread": 1.0, "of": ["honour"]}},  # and owes nobody
        perceived={"BB": {"AA": {"share": 0.9}}},
    )
    found = tight(game, who)
    np.testing.assert_allclose(found.beliefs[:, 2, 0], 0.9, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.beliefs[:, 3, 0], 0.3, rtol=0, atol=1e-9)


# -- beliefs average out to what they started from ---------------------------------------------


@EACH
def test_the_publics_belief_averages_to_how_often_it_is_so(name: str) -> None:
    """Over positions, weighted by days: true of the public whatever the others perceive."""
    found = solved(name)
    weighted = found.days * found.weights
    for j in found.minds.typed:
        believed = (weighted.sum(axis=1) * found.beliefs[:, -1, j]).sum()
        so = (weighted.sum(axis=0) * found.resolute[:, j]).sum()
        assert believed == pytest.approx(so, abs=1e-9 * found.days.sum())
        prior = found.minds.share[j] * weighted.sum()
        assert abs(believed - prior) > 1e-3  # a longer crisis is met on more days


@EACH
def test_with_a_common_prior_nobody_is_wrong_on_average(name: str) -> None:
    """At every position the public believes the mean of what the types of each actor believe.

    With days weighted by what an observer's type is to the public: the law of total probability,
    position by position. A perceived prior breaks it.
    """
    game, who = played(**CASES[name].changed)
    fair = tight(game, who.common())
    assert gap(fair) < 1e-8
    assert gap(solved(name)) > 1e-3


def gap(found: PrivateEquilibrium) -> float:
    """Largest difference, in days, between what the public and an actor's types believe."""
    who, weighted = found.minds, found.days * found.weights
    worst = 0.0
    for i in range(len(found.game.names)):
        for j in set(who.typed) - {i}:
            believed = sum(
                weighted[:, found.resolute[:, i] == (high or i not in who.typed)].sum(axis=1)
                * found.beliefs[:, who.column(i, high), j]
                for high in ((False, True) if i in who.typed else (True,))
            )
            public = weighted.sum(axis=1) * found.beliefs[:, -1, j]
            worst = max(worst, float(np.abs(believed - public).max()))
    return worst
