"""The reference inputs of the rules, reproduced within a few points.

Targets are those of the tables "Default ladder" and "Reference inputs" of the rules of the game.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import Outcomes, outcomes
from foedus.crisis.theta import load_theta

from .small import reference

Record = Callable[[str, Any], None]
AVERAGE = {
    "challenger_yields": 0.035,
    "target_yields": 0.085,
    "settled": 0.060,
    "lapsed": 0.793,
    "war_principals": 0.026,
}
BY_LAMBDA = {1: 0.006, 2: 0.008, 4: 0.026, 6: 0.045, 8: 0.046, 12: 0.026, 16: 0.010}
BY_HONOUR = {  # X: target yields, ally fights given war, any war
    0: (0.181, 0.01, 0.017),
    1: (0.174, 0.08, 0.018),
    3: (0.118, 0.57, 0.025),
    6: (0.093, 0.75, 0.025),
    10: (0.082, 0.83, 0.025),
}


def play(name: str, **theta: float) -> Outcomes:
    values = {key.replace("lam", "lambda"): value for key, value in theta.items()}
    return outcomes(
        solve(compile_game(reference(name), load_theta("provisional").with_values(values)))
    )


@pytest.fixture(scope="module")
def average() -> Outcomes:
    return play("average-dispute")


@pytest.fixture(scope="module")
def weak() -> dict[int, Outcomes]:
    return {x: play("weak-target", X=float(x)) for x in BY_HONOUR}


@pytest.mark.parametrize("name", list(AVERAGE))
def test_the_average_dispute(name: str, average: Outcomes, record_property: Record) -> None:
    record_property(name, f"target {AVERAGE[name]}, obtained {average[name]:.4f}")
    print(f"average dispute, {name}: target {AVERAGE[name]}, obtained {average[name]:.4f}")
    assert average[name] == pytest.approx(AVERAGE[name], abs=0.005)


def test_the_average_dispute_is_war_as_often_as_the_record(average: Outcomes) -> None:
    assert average["any_war"] == pytest.approx(0.026, abs=0.003)


def test_how_high_the_average_dispute_rises(average: Outcomes) -> None:
    assert average.rungs[3] == pytest.approx(0.68, abs=0.03)


def test_nearly_all_its_wars_are_deliberate(average: Outcomes) -> None:
    assert average.steps["nature"] / average["any_war"] < 0.05
    assert average.steps["deliberate"] / average["any_war"] > 0.9


@pytest.mark.parametrize("sharpness", list(BY_LAMBDA))
def test_war_by_lambda(sharpness: int, record_property: Record) -> None:
    war = play("average-dispute", lam=float(sharpness))["any_war"]
    record_property("any war", f"target {BY_LAMBDA[sharpness]}, obtained {war:.4f}")
    print(f"lambda {sharpness}: any war, target {BY_LAMBDA[sharpness]}, obtained {war:.4f}")
    assert war == pytest.approx(BY_LAMBDA[sharpness], abs=0.003)


def test_war_is_likeliest_between_noise_and_foresight() -> None:
    wars = {lam: play("average-dispute", lam=float(lam))["any_war"] for lam in BY_LAMBDA}
    top = max(wars, key=lambda lam: wars[lam])
    assert top in {6, 8}
    assert wars[1] < wars[4] < wars[top]
    assert wars[16] < wars[12] < wars[top]


@pytest.mark.parametrize("x", list(BY_HONOUR))
def test_the_weak_target_with_an_ally(
    x: int, weak: dict[int, Outcomes], record_property: Record
) -> None:
    yields, honours, war = BY_HONOUR[x]
    got = weak[x]
    fights = got.fights["CC"] / got["any_war"]
    told = (
        f"target yields {yields}, obtained {got['target_yields']:.3f}; ally fights given war "
        f"{honours}, obtained {fights:.3f}; any war {war}, obtained {got['any_war']:.3f}"
    )
    record_property(f"X {x}", told)
    print(f"X {x}: {told}")
    assert got["target_yields"] == pytest.approx(yields, abs=0.012)
    assert fights == pytest.approx(honours, abs=0.05)
    assert got["any_war"] == pytest.approx(war, abs=0.003)


def test_an_ally_stops_capitulations_and_so_makes_war_likelier(weak: dict[int, Outcomes]) -> None:
    yields = [weak[x]["target_yields"] for x in BY_HONOUR]
    assert yields == sorted(yields, reverse=True)
    assert weak[6]["any_war"] > weak[0]["any_war"]


def test_an_ally_whose_word_costs_far_less_than_war_changes_little(
    weak: dict[int, Outcomes],
) -> None:
    light = play("weak-target", X=0.1)
    for name in ("target_yields", "any_war"):
        assert light[name] == pytest.approx(weak[0][name], abs=0.005)
    assert light.fights["CC"] < 0.1 * light["any_war"]


# -- July 1914 ---------------------------------------------------------------------------------

JULY = {  # Serbia's war cost, treaties: any war, great-power war
    (0.1, True): (0.37, 0.37),
    (0.1, False): (0.50, 0.16),
    (1.2, True): (0.38, 0.38),
    (1.2, False): (0.09, 0.04),
}


@pytest.fixture(scope="module")
def july() -> dict[tuple[float, bool], Outcomes]:
    scenario = reference("july-sketch")
    result = {}
    for cost, treaties in JULY:
        serbia = scenario.overrides["SER"].model_copy(update={"war_cost": cost})
        changes: dict[str, Any] = {"overrides": {**scenario.overrides, "SER": serbia}}
        if not treaties:
            changes["treaties"] = {}
        result[cost, treaties] = outcomes(
            solve(compile_game(scenario.model_copy(update=changes), load_theta("provisional")))
        )
    return result


@pytest.mark.parametrize(("cost", "treaties"), list(JULY))
def test_the_sketch_of_july(
    cost: float,
    treaties: bool,
    july: dict[tuple[float, bool], Outcomes],
    record_property: Record,
) -> None:
    wanted, got = JULY[cost, treaties], july[cost, treaties]
    obtained = (got["any_war"], got["great_power_war"])
    told = f"any war and great-power war: target {wanted}, obtained {obtained}"
    record_property(f"Serbia's war cost {cost}, treaties {treaties}", told)
    print(f"Serbia's war cost {cost}, treaties {treaties}: {told}")
    assert obtained == pytest.approx(wanted, abs=0.08)


def test_the_hinge_of_serbias_war_cost(july: dict[tuple[float, bool], Outcomes]) -> None:
    """Treaties make great-power war likelier either way, any war only if Serbia would give in."""
    for cost in (0.1, 1.2):
        assert july[cost, True]["great_power_war"] > july[cost, False]["great_power_war"] + 0.1
    assert july[0.1, True]["any_war"] < july[0.1, False]["any_war"]
    assert july[1.2, True]["any_war"] > july[1.2, False]["any_war"] + 0.1
    assert july[1.2, False]["target_yields"] == pytest.approx(0.53, abs=0.08)
