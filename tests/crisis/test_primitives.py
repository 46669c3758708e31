"""What covariates and theta make of an actor: rungs, clocks, hazards, stakes, costs."""

from __future__ import annotations

from math import exp
from typing import Any

import numpy as np
import pytest

from foedus.core.errors import ThetaError
from foedus.crisis.ladder import BUILT_IN
from foedus.crisis.primitives import TERRITORIAL_SHARE, Primitives, build
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import load_theta

from .small import PINNED, crisis, four, two

THETA = load_theta("provisional")


def made(scenario: Scenario) -> Primitives:
    return build(scenario, THETA)


def mobilising(**plan: Any) -> Primitives:
    """The pair on the mobilisation ladder, the challenger with this timetable."""
    full = {"judgement": "made up", **plan}
    return made(two(CH={"mobilisation": full}, ladder="mobilisation"))


# -- rungs and clocks --------------------------------------------------------------------------


def test_without_clocks_coordinates_are_rungs() -> None:
    place = made(two()).coordinates[0]
    assert place.rung == (0, 1, 2, 3, 4)
    assert place.up == (1, 2, 3, 4)
    assert place.down == (-1, 0, 1, 2)
    assert place.next == (-1, -1, -1, -1)


def test_the_transit_rung_has_no_choice_of_going_up_but_a_clock() -> None:
    primitives = mobilising(days=8.0)
    model = primitives.model
    assert model.climb[0].tolist() == pytest.approx(
        [0.126, 0.126, 0.0, 0.126 * PINNED["mu_war"]], rel=1e-12
    )
    assert model.advance[0].tolist() == pytest.approx([0, 0, 1 / 8, 0])
    assert primitives.coordinates[0].next == (-1, -1, 3, -1)
    assert model.down[0, 2] == PINNED["mu_descend"]  # under way, it may still be called off
    assert model.advance[1, 2] == pytest.approx(1 / 10)  # no timetable: the ladder's own


def test_erlang_stages_keep_the_mean_and_are_coordinates_of_their_own() -> None:
    primitives = mobilising(days=9.0, stages=3)
    place = primitives.coordinates[0]
    assert place.rung == (0, 1, 2, 2, 2, 3, 4)
    assert place.up == (1, 2, 5, 5, 5, 6)
    assert place.down == (-1, 0, 1, 1, 1, 2)
    assert place.next == (-1, -1, 3, 4, 5, -1)
    rates = primitives.model.advance[0]
    assert rates[2:5].tolist() == pytest.approx([1 / 3] * 3)
    assert sum(1 / rate for rate in rates[2:5]) == pytest.approx(9.0)


def test_lock_in_takes_over_on_the_last_rung_below_war() -> None:
    primitives = mobilising(days=8.0, lock_in_days=4.0, lock_in_stages=2)
    place = primitives.coordinates[0]
    assert place.rung == (0, 1, 2, 3, 3, 4)
    assert place.next == (-1, -1, 3, 4, 5)
    assert primitives.model.advance[0, 3:5].tolist() == pytest.approx([0.5, 0.5])
    assert primitives.model.climb[0, 3] > 0  # war may also be chosen


def test_lock_in_needs_no_transit_rung() -> None:
    plan = {"lock_in_days": 4.0, "judgement": "made up"}
    primitives = made(two(TG={"mobilisation": plan}))
    assert primitives.model.advance[1].tolist() == pytest.approx([0, 0, 0, 0.25])
    assert primitives.model.advance[0].tolist() == [0, 0, 0, 0]


def test_an_irrevocable_plan_does_not_come_down_once_mobilised() -> None:
    down = mobilising(days=8.0, revocable=False).coordinates[0].down
    assert down == (-1, 0, 1, -1)
    assert mobilising(days=8.0).coordinates[0].down == (-1, 0, 1, 2)


def test_without_a_transit_rung_the_trigger_rung_is_the_point_of_no_return() -> None:
    plan = {"revocable": False, "judgement": "made up"}
    assert made(two(CH={"mobilisation": plan})).coordinates[0].down == (-1, 0, -1, -1)


def test_an_irrevocable_rung_holds_everybody() -> None:
    ladder = [rung.model_dump() for rung in BUILT_IN["default"]]
    ladder[2]["revocable"] = False
    primitives = made(two(ladder=ladder))
    assert [c.down for c in primitives.coordinates] == [(-1, 0, -1, 2)] * 2
    assert primitives.model.down[:, 2].tolist() == [0, 0]


def test_an_actor_of_either_side_has_two_war_rungs() -> None:
    actors = {"CH": {"camp": "challenger"}, "TG": {"camp": "target"}, "EI": {"camp": "either"}}
    place = made(crisis(actors)).coordinates[2]
    assert place.rung == (0, 1, 2, 3, 4, 4)
    assert place.below == 4


def test_a_ceiling_stops_choice_not_nature() -> None:
    model = made(two(TG={"ceiling": "display"})).model
    assert (model.climb[1] > 0).tolist() == [True, True, False, False]
    assert (model.climb[0] > 0).tolist() == [True] * 4
    assert made(two(TG={"ceiling": "display"})).coordinates[1].up == (1, 2, 3, 4)


def test_the_start_is_the_first_stage_of_the_rung_named() -> None:
    plan = {"days": 9.0, "stages": 3, "judgement": "made up"}
    scenario = two(
        CH={"mobilisation": plan}, ladder="mobilisation", start={"CH": "mobilised", "TG": "threat"}
    )
    assert made(scenario).start == (5, 1)
    assert made(two()).start == (0, 0)


# -- hazards and costs -------------------------------------------------------------------------


def test_the_baseline_of_war_is_a_ratio_to_that_of_climbing() -> None:
    given = {"mu_climb": 0.5, "mu_war": 0.1, "mu_descend": 0.3, "mu_yield": 0.02}
    model = made(two(overrides={"CH": {**given, "judgement": "made up"}})).model
    assert model.climb[0].tolist() == pytest.approx([0.5, 0.5, 0.5, 0.05])
    assert model.down[0].tolist() == pytest.approx([0, 0.3, 0.3, 0.3])
    assert model.yield_rate[0] == 0.02
    assert model.climb[1].tolist() == pytest.approx([0.126, 0.126, 0.126, 0.126 * PINNED["mu_war"]])


def test_audience_costs_are_of_the_rung_given_up() -> None:
    model = made(two(theta={"audience": 0.5})).model
    assert model.down_cost[0].tolist() == pytest.approx([0, 0.05, 0.1, 0.15])
    assert model.yield_cost[0].tolist() == pytest.approx([0, 0.05, 0.15, 0.3, 0.5])


def test_democracies_pay_more_to_their_audiences() -> None:
    theta = {"audience": 0.1, "democracy": 1.0}
    model = made(four(CH={"polyarchy": 0.9}, CF={"polyarchy": 0.1}, theta=theta)).model
    expected = [0.1 * exp(0.4), 0.1 * exp(-0.4), 0.1, 0.1]
    assert model.yield_cost[:, 4].tolist() == pytest.approx(expected)


def test_capability_is_lost_with_distance_and_may_be_given_by_rung() -> None:
    actor = {"capability": 4.0, "distance_km": 1000.0, "capability_at": {"force": 10.0}}
    model = made(two(CH=actor, theta={"distance": 0.5})).model
    reach = 2**-0.5
    assert model.capability[0].tolist() == pytest.approx([4 * reach] * 3 + [10 * reach, 4 * reach])
    assert model.capability[1].tolist() == [1.0] * 5


# -- stakes ------------------------------------------------------------------------------------


def test_stakes_are_negative_in_the_targets_camp() -> None:
    scenario = four(stake={"CH": 1.5, "CF": 0.3, "TG": 1.0, "TF": 0.2})
    assert made(scenario).model.stake.tolist() == pytest.approx([1.5, 0.3, -1.0, -0.2])


def test_territory_raises_stakes_and_the_average_dispute_stays_at_one() -> None:
    theta = {"territory": 0.3}
    territorial = made(two(theta=theta, kind="territory")).model.stake[0]
    otherwise = made(two(theta=theta, kind="policy")).model.stake[0]
    assert territorial / otherwise == pytest.approx(exp(0.3))
    mean = TERRITORIAL_SHARE * territorial + (1 - TERRITORIAL_SHARE) * otherwise
    assert mean == pytest.approx(1.0)


def test_third_parties_default_to_a_share_of_the_principals_and_either_to_nothing() -> None:
    actors = {
        "CH": {"camp": "challenger"},
        "TG": {"camp": "target"},
        "TF": {"camp": "target"},
        "EI": {"camp": "either"},
    }
    scenario = crisis(actors, theta={"third_party": 0.1}).model_copy(
        update={"issue": two().issue.model_copy(update={"salience": {"CH": 1.0, "TG": 3.0}})}
    )
    assert made(scenario).model.stake.tolist() == pytest.approx([1.0, -3.0, -0.2, 0.0])


def test_an_actor_of_either_side_keeps_the_sign_it_is_given() -> None:
    actors = {"CH": {"camp": "challenger"}, "TG": {"camp": "target"}, "EI": {"camp": "either"}}
    assert made(crisis(actors, stake={"EI": -0.4})).model.stake[2] == -0.4
    assert made(crisis(actors, stake={"EI": 0.4})).model.stake[2] == 0.4


@pytest.mark.parametrize(("zeta", "expected"), [(0.0, 4.0), (1.0, 2.0), (0.5, 4 / 2**0.5)])
def test_zeta_divides_lambda_by_the_scale_of_the_stakes(zeta: float, expected: float) -> None:
    scenario = two(stake={"CH": 1.0, "TG": 3.0}, theta={"lambda": 4.0, "zeta": zeta})
    primitives = made(scenario)
    assert primitives.stake_scale == pytest.approx(2.0)
    assert primitives.model.sharpness == pytest.approx(expected)


# -- theta -------------------------------------------------------------------------------------


def test_a_scenarios_own_theta_wins() -> None:
    assert made(two(theta={"X": 1.25})).model.honour.tolist() == [1.25, 1.25]
    assert made(two()).model.honour.tolist() == [THETA["X"]] * 2


@pytest.mark.parametrize("values", [{"lamda": 4.0}, {"eta": -1.0}, {"zeta": 2.0}])
def test_a_wrong_theta_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(ThetaError):
        made(two(theta=values))


def test_pledges_that_can_never_trigger_are_left_out() -> None:
    pact = {"kind": ["defence", "neutrality", "consultation"], "owes": {"TF": ["TG"]}}
    full = made(four(treaties={"pact": {**pact, "binding": 0.5}})).pledges
    assert full.kind.tolist() == [0, 2]
    assert full.weight.tolist() == [0.5, 0.5]
    none = made(four(treaties={"pact": {**pact, "binding": 0.0}})).pledges
    assert len(none.kind) == 0
    assert none.against.shape == (0, 4)


def test_contact_through_a_member_is_contact_of_its_bloc() -> None:
    actors = {
        "CH": {"camp": "challenger"},
        "TG": {"camp": "target", "capability": 2.0, "members": {"AA": 1.0, "BB": 1.0}},
    }
    model = made(crisis(actors, contact=[["CH", "AA"], ["CH", "BB"]])).model
    assert np.array_equal(model.incident, [[0, PINNED["iota"]], [PINNED["iota"], 0]])


@pytest.mark.parametrize("order", [("BLC", "FB"), ("FB", "BLC")])
def test_a_plan_strikes_a_bloc_as_it_strikes_any_of_its_members(order: tuple[str, str]) -> None:
    said = {
        "BLC": {"always": True, "judgement": "made up"},
        "FB": {"always": False, "judgement": "made up"},
    }
    scenario = crisis(
        {
            "CH": {"camp": "challenger", "strikes": {code: said[code] for code in order}},
            "TG": {"camp": "target"},
            "BLC": {"camp": "target", "members": {"FA": 0.5, "FB": 0.5}},
        }
    )
    assert made(scenario).model.strikes.tolist() == [[0, 0, 2], [0, 0, 0], [0, 0, 0]]
