"""Exact outcomes, against dense algebra that shares no kernel with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from foedus.core.errors import NotConverged
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, solve
from foedus.crisis.flow import chain, occupation
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import CLASSES, LABELS, WARS, Outcomes, outcomes, without_nature
from foedus.crisis.policy import respond
from foedus.crisis.scenario import Scenario

from .dense import classes, dense
from .small import crisis, four, reference, two
from .strategies import scenarios

FINE = SolveOptions(tol=1e-9)
SMALL = scenarios(max_actors=3, max_treaties=3)


def solved(scenario: Scenario) -> Equilibrium:
    return solve(compile_game(scenario), FINE)


PLAN = {"days": 6.0, "stages": 2, "lock_in_days": 4.0, "judgement": "made up"}
RISKY = {"nuclear": True}


def three_way() -> Scenario:
    """A little of everything: an undecided actor, clocks, a channel, treaties, arms."""
    actors = {
        "CH": {"camp": "challenger", "mobilisation": PLAN, "strikes": {"TF": {"judgement": "x"}}},
        "TG": {"camp": "target", "capability": 0.5},
        "TF": {"camp": "target", "major": True},
        "EI": {"camp": "either", "major": True},
    }
    return crisis(
        actors,
        ladder="mobilisation",
        start={"CH": "threat"},
        treaties={
            "pact": {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.8},
            "word": {"kind": "neutrality", "owes": {"EI": ["CH"]}, "binding": 0.5},
        },
        channels={"CH-TG": {"quality": 0.5, "judgement": "made up"}},
        contact=[["CH", "TG"], ["CH", "EI"], ["CH", "TF"]],
        theta={"mu_war": 0.2, "iota": 0.02},
        stake={"EI": 0.2, "TF": 0.2},
    )


@pytest.fixture(scope="module", params=["average-dispute", "weak-target", "three-way"])
def found(request: pytest.FixtureRequest) -> Equilibrium:
    name = request.param
    return solved(three_way() if name == "three-way" else reference(name))


@pytest.fixture(scope="module")
def result(found: Equilibrium) -> Outcomes:
    return outcomes(found)


def test_the_classes_are_those_of_dense_algebra(found: Equilibrium, result: Outcomes) -> None:
    expected = classes(dense(found))
    assert {c: result[c] for c in CLASSES} == pytest.approx(expected, abs=1e-9)
    assert result["any_war"] == pytest.approx(sum(expected[c] for c in WARS), abs=1e-9)


def test_who_fights_is_read_where_the_crisis_ends(found: Equilibrium, result: Outcomes) -> None:
    by_hand = dense(found)
    ends = by_hand.days() * by_hand.exits.sum(axis=1)
    for i, name in enumerate(found.game.names):
        fighting = (found.game.tables.fighting >> i & 1).astype(bool)
        assert result.fights[name] == pytest.approx(ends[fighting].sum(), abs=1e-9)


def test_steps_into_war_by_label(found: Equilibrium, result: Outcomes) -> None:
    by_hand = dense(found)
    expected = dict(zip(LABELS, by_hand.days() @ by_hand.begin, strict=True))
    assert result.steps == pytest.approx(expected, abs=1e-9)


def test_rungs_are_hitting_probabilities(found: Equilibrium, result: Outcomes) -> None:
    by_hand = dense(found)
    highest = found.game.layout.rung.max(axis=1)
    expected = [by_hand.hitting(highest >= r) for r in range(5)]
    assert result.rungs == pytest.approx(expected, abs=1e-9)


def test_the_length_of_the_crisis(found: Equilibrium, result: Outcomes) -> None:
    assert result.days == pytest.approx(dense(found).days().sum(), abs=1e-6)


def test_war_without_incidents_and_lock_ins(found: Equilibrium) -> None:
    off = classes(dense(found, nature=False))
    assert without_nature(found) == pytest.approx(sum(off[c] for c in WARS), abs=1e-9)


@given(SMALL)
@settings(max_examples=25, deadline=None)
def test_any_scenario_agrees_with_dense_algebra(scenario: Scenario) -> None:
    found = solved(scenario)
    result, by_hand = outcomes(found), dense(found)
    assert {c: result[c] for c in CLASSES} == pytest.approx(classes(by_hand), abs=1e-8)
    steps = dict(zip(LABELS, by_hand.days() @ by_hand.begin, strict=True))
    # which label a step gets may hang on the last digit of two values; their sum does not
    assert sum(result.steps.values()) == pytest.approx(sum(steps.values()), abs=1e-8)
    assert result.steps["nature"] == pytest.approx(steps["nature"], abs=1e-8)


@given(SMALL)
@settings(max_examples=25, deadline=None)
def test_what_outcomes_are_made_of(scenario: Scenario) -> None:
    found = solved(scenario)
    result = outcomes(found)
    assert sum(result[c] for c in CLASSES) == pytest.approx(1.0, abs=1e-9)
    assert all(-1e-12 <= result[c] <= 1 + 1e-12 for c in CLASSES)
    assert list(result.rungs) == sorted(result.rungs, reverse=True)
    assert result.rungs[0] == 1.0
    assert set(result.steps) == set(LABELS)
    # somebody stands on the war rung iff war has begun
    began = sum(result.steps.values())
    assert result.rungs[-1] == pytest.approx(began, abs=1e-9)
    # what begins ends in one of the war classes, or in nuclear use after war began
    days = occupation(found.game, chain(found.game, respond(found.game, found.values)))
    in_war = found.game.tables.war_class >= 0
    peaceful = float((days * found.game.tables.nuclear)[~in_war].sum())
    assert began == pytest.approx(result["any_war"] - peaceful, abs=1e-9)
    for code in ("AAA", "BBB"):
        assert result.fights[code] <= began + 1e-9
    heads = [result.fights[code] for code in ("AAA", "BBB")]
    assert sum(heads) >= began - 1e-9  # at least one principal is attacked in every war


@given(scenarios(max_actors=2))
@settings(max_examples=15, deadline=None)
def test_two_principals_fight_whenever_there_is_war(scenario: Scenario) -> None:
    result = outcomes(solved(scenario))
    began = sum(result.steps.values())
    assert list(result.fights.values()) == pytest.approx([began, began], abs=1e-9)


# -- answers, talks, labels: by hand -----------------------------------------------------------


def test_who_would_not_lose_by_yielding_yields() -> None:
    """A target that loses nothing by yielding and much by war answers almost every attack so."""
    cost = {"TG": {"war_cost": 20.0, "audience": 0.0, "judgement": "made up"}}
    soft = outcomes(solved(two(overrides=cost, start={"CH": "force"}, theta={"mu_war": 1.0})))
    assert soft["any_war"] < 1e-6
    assert soft["target_yields"] > 0.5
    free = {"TG": {"war_cost": 0.0, "audience": 50.0, "judgement": "made up"}}
    firm = outcomes(
        solved(two(overrides=free, start={"CH": "force", "TG": "force"}, theta={"mu_war": 1.0}))
    )
    assert firm["target_yields"] < 1e-6
    assert firm["war_principals"] > 0.05


def test_the_answer_to_an_attack_is_a_logit_at_even_odds() -> None:
    found = solved(
        two(theta={"lambda": 3.0}, overrides={"TG": {"audience": 0.2, "judgement": "x"}})
    )
    game, layout = found.game, found.game.layout
    policy = respond(game, found.values)
    x = int(np.flatnonzero((layout.rung == [3, 1]).all(axis=1) & (layout.flag == 0))[0])
    resisted = found.values[layout.up[x, 0], 1]
    to_yield = -1.0 - 0.2 * 0.1
    expected = 1 / (1 + np.exp(-3.0 * (to_yield - resisted)))
    assert policy.yields[x, 1] == pytest.approx(expected, rel=1e-12)
    assert policy.yields[x, 0] == 0.0  # the target is not yet a step from war


def test_attacks_by_third_parties_ask_nobody() -> None:
    found = solved(four())
    layout, moves = found.game.layout, chain(found.game, respond(found.game, found.values))
    x = int(np.flatnonzero((layout.rung == [0, 3, 0, 0]).all(axis=1) & (layout.flag == 0))[0])
    policy = respond(found.game, found.values)
    assert moves.rate[x, 1, 0] == policy.chosen[x, 1, 0]
    y = layout.up[x, 1]
    assert found.game.tables.fighting[y] == 0b0110  # CF and the target


def test_only_principals_yield() -> None:
    found = solved(four())
    chosen = respond(found.game, found.values).chosen
    assert (chosen[:, [0, 2], 3] > 0).all()
    assert (chosen[:, [1, 3], 3] == 0).all()


def test_belligerents_may_only_surrender() -> None:
    found = solved(reference("weak-target"))
    game, policy = found.game, respond(found.game, found.values)
    for i in range(3):
        fighting = (game.tables.fighting >> i & 1).astype(bool)
        assert (policy.chosen[fighting, i, :3] == 0).all()
        if game.model.principal[i]:
            assert (policy.chosen[fighting, i, 3] > 0).all()


def test_surrender_keeps_the_class_of_the_war() -> None:
    """With war that never ends by itself, every war ends by surrender, and is still a war."""
    scenario = two(theta={"omega": 1e-5, "mu_yield": 0.05, "mu_war": 1.0}, start={"CH": "force"})
    found = solved(scenario)
    result = outcomes(found)
    assert result["war_principals"] == pytest.approx(sum(result.steps.values()), abs=1e-9)
    assert result["war_principals"] > 0.01


def test_settlement_is_what_war_is_expected_to_give() -> None:
    """m(x) = E[s at war's end] / P(war's end), by dense algebra on the converged policy."""
    found = solved(reference("weak-target"))
    game, by_hand = found.game, dense(found)
    policy, tables = respond(game, found.values), game.tables
    total = by_hand.to.sum(axis=1) + by_hand.exits.sum(axis=1)
    war = tables.war_class >= 0
    end = tables.end
    target_gives = np.where(war, policy.chosen[:, 1, 3], 0.0)
    challenger_gives = np.where(war, policy.chosen[:, 0, 3], 0.0)
    inverse = np.diag(total) - by_hand.to
    share = np.linalg.solve(inverse, end * tables.victory + target_gives)
    chance = np.linalg.solve(inverse, end + target_gives + challenger_gives)
    assert policy.settlement == pytest.approx(share / chance, abs=1e-6)


def test_settlement_is_the_balance_where_no_war_can_come() -> None:
    scenario = two(CH={"ceiling": "force"}, TG={"ceiling": "force"})
    found = solved(scenario)
    policy = respond(found.game, found.values)
    peace = found.game.layout.flag == 0
    assert (policy.settlement[peace] == 0.5).all()
    assert outcomes(found)["any_war"] == 0.0


def test_a_move_into_war_that_is_worse_than_waiting_is_an_error() -> None:
    costly = {n: {"war_cost": 5.0, "judgement": "made up"} for n in ("CH", "TG")}
    wrong = outcomes(solved(two(overrides=costly, theta={"mu_war": 1.0, "lambda": 0.2})))
    assert wrong.steps["error"] > 10 * wrong.steps["deliberate"]
    assert wrong.steps["nature"] == 0.0  # no contact, no lock-in


def test_without_contact_or_clocks_nature_starts_no_war() -> None:
    found = solved(two(theta={"mu_war": 0.5}))
    assert outcomes(found).steps["nature"] == 0.0
    assert without_nature(found) == pytest.approx(outcomes(found)["any_war"], abs=1e-12)


def test_lock_in_starts_natures_wars() -> None:
    plan = {"days": 2.0, "lock_in_days": 1.0, "revocable": False, "judgement": "made up"}
    never = {"CH": {"mu_war": 0.0, "judgement": "x"}, "TG": {"mu_war": 0.0, "judgement": "x"}}
    scenario = two(
        CH={"mobilisation": plan},
        ladder="mobilisation",
        start={"CH": "mobilising"},
        overrides=never,
    )
    result = outcomes(solved(scenario))
    assert result["any_war"] > 0.1
    assert result.steps["nature"] == pytest.approx(result["any_war"], abs=1e-9)
    assert without_nature(solved(scenario)) == 0.0


def test_staged_lock_in_counts_as_natures_too() -> None:
    plan = {
        "days": 2.0, "lock_in_days": 1.0, "lock_in_stages": 3, "revocable": False, "judgement": "x"
    }  # fmt: skip
    never = {"CH": {"mu_war": 0.0, "judgement": "x"}, "TG": {"mu_war": 0.0, "judgement": "x"}}
    scenario = two(
        CH={"mobilisation": plan},
        ladder="mobilisation",
        start={"CH": "mobilising"},
        overrides=never,
    )
    result = outcomes(solved(scenario))
    assert result["any_war"] > 0.1
    assert result.steps["nature"] == pytest.approx(result["any_war"], abs=1e-9)
    assert without_nature(solved(scenario)) == 0.0


def test_a_chain_that_cannot_be_placed_is_refused() -> None:
    found = solved(two())
    moves = chain(found.game, respond(found.game, found.values))
    with pytest.raises(NotConverged, match="could not be computed"):
        occupation(found.game, moves._replace(total=np.full(found.game.size, np.nan)))


def test_values_that_are_not_numbers_are_refused() -> None:
    found = solved(two())
    with pytest.raises(NotConverged):
        outcomes(replace(found, values=np.full_like(found.values, np.nan)))
