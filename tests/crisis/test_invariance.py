"""What must not change the answer, and play without stakes as a competing-risks model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.ladder import BUILT_IN
from foedus.crisis.outcomes import CLASSES, Outcomes, outcomes
from foedus.crisis.scenario import Actor, Scenario
from foedus.crisis.text.writer import plain
from foedus.crisis.theta import load_theta

from .small import crisis, reference, two
from .strategies import scenarios

FINE = SolveOptions(tol=1e-10)
THETA = load_theta("provisional")


def play(scenario: Scenario, **theta: float) -> Outcomes:
    values = {name.replace("lam", "lambda"): value for name, value in theta.items()}
    return outcomes(solve(compile_game(scenario, THETA.with_values(values)), FINE))


def apart(one: Outcomes, other: Outcomes) -> float:
    """Largest difference of any class."""
    return max(abs(one[c] - other[c]) for c in CLASSES)


# -- relabelling -------------------------------------------------------------------------------


def reordered(scenario: Scenario, order: list[int]) -> Scenario:
    """The scenario with its actors listed in another order."""
    codes = list(scenario.actors)
    actors = {codes[k]: scenario.actors[codes[k]] for k in order}
    return scenario.model_copy(update={"actors": actors})


@given(scenarios(max_actors=4, max_treaties=3), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_relabelling_actors_permutes_the_answer(scenario: Scenario, random: Any) -> None:
    order = list(range(len(scenario.actors)))
    random.shuffle(order)
    one, other = play(scenario), play(reordered(scenario, order))
    assert other.classes == pytest.approx(one.classes, abs=1e-8)
    assert other.fights == pytest.approx(one.fights, abs=1e-8)
    assert other.rungs == pytest.approx(one.rungs, abs=1e-8)
    assert other.days == pytest.approx(one.days, abs=1e-5)


def test_the_reference_july_does_not_depend_on_the_order_of_its_states() -> None:
    scenario = reference("july-sketch")
    one = outcomes(solve(compile_game(scenario), SolveOptions(tol=1e-9)))
    other = outcomes(
        solve(compile_game(reordered(scenario, [5, 2, 0, 4, 1, 3])), SolveOptions(tol=1e-9))
    )
    assert other.classes == pytest.approx(one.classes, abs=1e-7)
    assert other.fights == pytest.approx(one.fights, abs=1e-7)


def shuffled(data: Any, random: Any, *, keep: bool = False) -> Any:
    """Plain data of a scenario with every mapping and list in another order, but the ladder."""
    if isinstance(data, dict):
        keys = list(data)
        random.shuffle(keys)
        return {key: shuffled(data[key], random, keep=key in KEPT) for key in keys}
    if isinstance(data, list):
        told = [shuffled(part, random) for part in data]
        if not keep:
            random.shuffle(told)
        return told
    return data


KEPT = ("ladder", "in_force")
BLOC: dict[str, Any] = {
    "ladder": "mobilisation",
    "start": {"CH": "threat"},
    "contact": [["CH", "TG"], ["CH", "FA"], ["CF", "FA"]],
    "channels": {"CH-FA": {"quality": 0.5}, "CH-FB": {"quality": 0.2}},
    "treaties": {
        "pact": {
            "kind": ["defence", "offence"], "owes": {"FA": ["TG"], "FB": ["TG"]}, "binding": 0.6,
            "against": {"FA": ["CH", "CF"], "FB": ["CF", "CH"]},
        },
        "other": {
            "kind": ["offence", "nonaggression"], "owes": {"CF": ["CH", "FB"]}, "binding": 0.9,
        },
    },
}  # fmt: skip
"""A bloc of two on the target's side, which a plan strikes in one of its members only."""


def bloc() -> Scenario:
    strikes = {
        "BLC": {"always": True, "judgement": "made up"},
        "FB": {"always": False, "judgement": "made up"},
    }
    actors = {
        "CH": {"camp": "challenger", "strikes": strikes},
        "TG": {"camp": "target"},
        "CF": {"camp": "challenger", "trade": {"FA": 0.1, "FB": 0.2}},
        "BLC": {"camp": "target", "capability": 3.0, "members": {"FA": 1.0, "FB": 2.0}},
    }
    return crisis(actors, **BLOC)


def same_in_any_order(scenario: Scenario, random: Any) -> None:
    other = Scenario.model_validate(shuffled(plain(scenario), random))
    one, two_ = play(scenario), play(other)
    assert two_.classes == pytest.approx(one.classes, abs=1e-8)
    assert two_.fights == pytest.approx(one.fights, abs=1e-8)
    assert two_.rungs == pytest.approx(one.rungs, abs=1e-8)


@given(scenarios(max_actors=3), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_a_file_does_not_matter(scenario: Scenario, random: Any) -> None:
    same_in_any_order(scenario, random)


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_nor_does_it_where_members_of_a_bloc_are_named(random: Any) -> None:
    same_in_any_order(bloc(), random)


def test_two_like_states_are_interchangeable() -> None:
    friends = {"FA": {"camp": "target"}, "FB": {"camp": "target"}}
    pact = {"kind": "defence", "owes": {"FA": ["TG"], "FB": ["TG"]}, "binding": 0.5}
    scenario = crisis(
        {"CH": {"camp": "challenger"}, "TG": {"camp": "target"}, **friends},
        treaties={"pact": pact}, start={"CH": "display"},
    )  # fmt: skip
    fights = play(scenario).fights
    assert fights["FA"] == pytest.approx(fights["FB"], abs=1e-9)


# -- nothing added, nothing changed ------------------------------------------------------------


def idle(scenario: Scenario, kind: str) -> Scenario:
    """The scenario with one more treaty, of binding 0, between its first two actors."""
    first, second = list(scenario.actors)[:2]
    model = reference("weak-target").treaties["alliance"]
    extra = model.model_copy(
        update={
            "kind": (kind,),
            "owes": {first: (second,), second: (first,)},
            "binding": {first: 0.0, second: 0.0},
        }
    )
    return scenario.model_copy(update={"treaties": {**scenario.treaties, "idle": extra}})


@given(
    scenarios(max_actors=3, max_treaties=2),
    st.sampled_from(["defence", "offence", "neutrality", "nonaggression", "consultation"]),
)
@settings(max_examples=25, deadline=None)
def test_an_obligation_of_zero_changes_nothing(scenario: Scenario, kind: str) -> None:
    plain, with_idle = (solve(compile_game(s)) for s in (scenario, idle(scenario, kind)))
    assert np.array_equal(plain.values, with_idle.values)


def test_honour_that_costs_nothing_is_no_treaty() -> None:
    scenario = reference("weak-target")
    bare = scenario.model_copy(update={"treaties": {}})
    assert apart(play(scenario, X=0.0), play(bare, X=0.0)) < 1e-9


def capabilities(actor: Actor) -> list[float]:
    return [actor.capability, *actor.capability_at.values()]


def with_bystander(scenario: Scenario, camp: str) -> Scenario:
    """The scenario and a state with no stake, treaty or contact, and .1 % of capability.

    (.1 per cent of the world's, or of the weakest other state's where that is less.)
    """
    least = min(a for actor in scenario.actors.values() for a in capabilities(actor))
    actor = scenario.actors[scenario.principal("target")].model_copy(
        update={
            "name": "Bystander", "camp": camp, "principal": False, "major": False,
            "nuclear": False, "capability": min(0.1, 0.001 * least), "capability_at": {},
            "strikes": {}, "trade": {},
            "mobilisation": None, "ceiling": None,
        }
    )  # fmt: skip
    issue = scenario.issue.model_copy(update={"salience": {**scenario.issue.salience, "ZZZ": 0.0}})
    return scenario.model_copy(update={"actors": {**scenario.actors, "ZZZ": actor}, "issue": issue})


@pytest.mark.parametrize("camp", ["challenger", "target", "either"])
@pytest.mark.parametrize("name", ["average-dispute", "weak-target"])
def test_an_irrelevant_actor_hardly_matters(
    name: str, camp: str, record_property: Callable[[str, Any], None]
) -> None:
    scenario = reference(name)
    gap = apart(play(scenario), play(with_bystander(scenario, camp)))
    record_property("largest move of an outcome", gap)
    print(f"{name}, bystander in camp {camp}: {gap:.5f}")
    assert gap < 0.01


@given(scenarios(max_actors=3, max_treaties=0), st.sampled_from(["challenger", "target"]))
@settings(max_examples=25, deadline=None)
def test_an_irrelevant_actor_hardly_matters_anywhere(scenario: Scenario, camp: str) -> None:
    """Three things that even a bystander does change are kept out.

    The lapse factor is that of the highest rung of anybody, so it is 1 here; treaties count it (a
    pact against two needs a second enemy), so there are none; and where nobody else ever fights,
    whoever might decides what war would bring, and so the settlement m.
    """
    ladder = tuple(
        rung.model_copy(update={"lapse": 0.0 if rung.war else 1.0}) for rung in scenario.ladder
    )
    scenario = scenario.model_copy(update={"ladder": ladder})
    alone = play(scenario)
    assume(alone["any_war"] > 1e-3)
    assert apart(alone, play(with_bystander(scenario, camp))) < 0.01


# -- the ceiling on decisions ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "bound"), [("average-dispute", 0.01), ("weak-target", 0.01), ("july-sketch", 0.06)]
)
def test_doubling_alpha_moves_outcomes_little(
    name: str, bound: float, record_property: Callable[[str, Any], None]
) -> None:
    scenario = reference(name)
    overridden = {n: v for n, v in scenario.theta.items() if n != "alpha"}
    scenario = scenario.model_copy(update={"theta": overridden})
    options = SolveOptions(tol=1e-7)
    results = {
        alpha: outcomes(solve(compile_game(scenario, THETA.with_values({"alpha": alpha})), options))
        for alpha in (1.0, 2.0, 4.0)
    }
    moves = {alpha: apart(results[2.0], results[alpha]) for alpha in (1.0, 4.0)}
    wars = {alpha: round(r["any_war"], 4) for alpha, r in results.items()}
    record_property("largest move of an outcome, alpha 1 and 4 against 2", str(moves))
    print(f"{name}: alpha 1, 2, 4 -> any war {wars}; largest move of an outcome {moves}")
    assert moves[4.0] < bound
    assert moves[1.0] < 2 * bound


# -- lambda = 0: competing risks ---------------------------------------------------------------

State = tuple[tuple[int, ...], int]
CONTACT = [rung.contact for rung in BUILT_IN["default"]]
LAPSE = [rung.lapse for rung in BUILT_IN["default"]]


class Risks:
    """Two principals and a friend of the target on the default ladder, nobody caring.

    Everything from the rules, nothing from the package: each move at mu / (1 + sum mu / alpha),
    each answer and each acceptance at even chances.
    """

    def __init__(self, actors: int, incidents: bool) -> None:
        self.n = actors
        self.iota = 0.002 if incidents else 0.0
        self.index: dict[State, int] = {}
        self.rates: list[list[tuple[float, State | str]]] = []

    def fights(self, state: State) -> list[bool]:
        rungs, _ = state
        war = [r == 4 for r in rungs]
        attacked = [any(war[1:]), war[0]]
        return [w or (i < 2 and attacked[i]) for i, w in enumerate(war)]

    def step(self, state: State, i: int, to: int) -> State:
        rungs, flag = state
        begun = flag or ((1 if i == 0 else 2) if to == 4 else 0)
        return (*rungs[:i], to, *rungs[i + 1 :]), begun

    def war(self, state: State) -> str:
        """Class: the friend widens the war (it is as strong as anybody, and no great power)."""
        return "wider_war" if self.n == 3 and state[0][2] == 4 else "war_principals"

    def leave(self, state: State) -> list[tuple[float, State | str]]:
        rungs, flag = state
        fights = self.fights(state)
        peace = not any(fights)
        result: list[tuple[float, State | str]] = []
        if peace:
            result += [(0.02 * LAPSE[max(rungs)], "lapsed"), (0.0076 / 4, "settled")]
        else:
            result += [(0.005, self.war(state))]
        for i in range(self.n):
            mu: dict[str, float] = {}
            if not fights[i]:
                mu["up"] = 0.126 * (0.0078 if rungs[i] == 3 else 1.0)
                if rungs[i] > 0:
                    mu["down"] = 0.206
            if i < 2:
                mu["yield"] = 0.00078
            total = 1 + sum(mu.values()) / 2.0
            up = mu.get("up", 0.0) / total
            if peace or not fights[i]:
                for j in range(self.n):
                    if (i == 0) != (j == 0) and rungs[i] < 4:
                        up += 0.5 * self.iota * CONTACT[rungs[i]] * CONTACT[rungs[j]]
            elif rungs[i] < 4:
                up = 1.0
            if up > 0:
                there = self.step(state, i, rungs[i] + 1)
                if flag == 0 and there[1] != 0 and i < 2:
                    given = "target_yields" if i == 0 else "challenger_yields"
                    result += [(up / 2, given), (up / 2, there)]
                else:
                    result.append((up, there))
            if "down" in mu:
                result.append((mu["down"] / total, self.step(state, i, rungs[i] - 1)))
            if "yield" in mu:
                given = "challenger_yields" if i == 0 else "target_yields"
                result.append((mu["yield"] / total, given if peace else self.war(state)))
        return result

    def solve(self, start: State) -> dict[str, float]:
        queue = [start]
        self.index[start] = 0
        while queue:
            state = queue.pop()
            for _, there in self.leave(state):
                if not isinstance(there, str) and there not in self.index:
                    self.index[there] = len(self.index)
                    queue.append(there)
        names = ["challenger_yields", "target_yields", "settled", "lapsed", "war_principals",
                 "wider_war"]  # fmt: skip
        A = np.zeros((len(self.index), len(self.index)))
        B = np.zeros((len(self.index), len(names)))
        for state, x in self.index.items():
            for rate, there in self.leave(state):
                A[x, x] += rate
                if isinstance(there, str):
                    B[x, names.index(there)] += rate
                else:
                    A[x, self.index[there]] -= rate
        return dict(zip(names, np.linalg.solve(A, B)[0].tolist(), strict=True))


@pytest.mark.parametrize("incidents", [False, True])
@pytest.mark.parametrize("actors", [2, 3])
def test_without_stakes_play_is_a_competing_risks_model(actors: int, incidents: bool) -> None:
    codes = {
        "CH": {"camp": "challenger"},
        "TG": {"camp": "target"},
        "TF": {"camp": "target"},
    }
    pairs = [["CH", "TG"], ["CH", "TF"]][: actors - 1] if incidents else []
    scenario = crisis(
        {code: codes[code] for code in list(codes)[:actors]},
        start={"CH": "display"},
        contact=pairs,
        theta={"lambda": 0.0},
    )
    result = play(scenario)
    start: State = ((2, 0, 0)[:actors], 0)
    expected = Risks(actors, incidents).solve(start)
    assert {c: result[c] for c in expected} == pytest.approx(expected, abs=1e-9)
    assert result["great_power_war"] == result["nuclear_use"] == 0.0


def test_without_stakes_treaties_and_costs_are_nothing() -> None:
    scenario = reference("weak-target")
    bare = scenario.model_copy(update={"treaties": {}})
    one, other = play(scenario, lam=0.0), play(bare, lam=0.0, c_w=5.0, audience=2.0)
    assert apart(one, other) < 1e-9


# -- directions --------------------------------------------------------------------------------


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
@settings(max_examples=15, deadline=None)
def test_a_better_channel_never_makes_more_of_natures_wars(one: float, other: float) -> None:
    def natures(quality: float) -> float:
        scenario = two(
            contact=[["CH", "TG"]],
            channels={"CH-TG": {"quality": quality, "judgement": "made up"}},
            start={"CH": "force", "TG": "force"},
            theta={"iota": 0.05, "kappa1": 0.0},
        )
        return play(scenario).steps["nature"]

    low, high = sorted((one, other))
    assert natures(high) <= natures(low) + 1e-9


def test_a_dearer_war_is_a_rarer_war() -> None:
    wars = [
        play(reference("average-dispute"), c_w=cost)["any_war"] for cost in (0.4, 0.8, 1.6, 3.2)
    ]
    assert wars == sorted(wars, reverse=True)
    assert wars[0] > 5 * wars[-1]
