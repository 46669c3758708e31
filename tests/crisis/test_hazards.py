"""How readily third parties climb: by the record's ratios, the pledges they owe, their weight."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.crisis.frame import frame
from foedus.crisis.hazards import bound, tempo
from foedus.crisis.model import Floats
from foedus.crisis.primitives import build
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import Theta, load_theta
from foedus.crisis.treaty import pledges

from .small import crisis

THETA = load_theta("provisional")
RATIOS = {"third_climb": 0.1, "third_war": 50.0, "pledge_climb": 3.0, "major_climb": 2.0}


def made(actors: dict[str, dict[str, Any]], **parts: Any) -> Scenario:
    """A crisis with the four ratios, over the hazards of theta."""
    full = crisis(actors, **parts)
    return full.model_copy(update={"theta": {}})


def pace(scenario: Scenario, theta: Theta) -> Floats:
    """How readily each actor climbs, as a multiple of a principal's."""
    laid = frame(scenario)
    return tempo(theta, laid.third.astype(float), laid.major.astype(float), laid.bound)


TRIANGLE: dict[str, dict[str, Any]] = {
    "AAA": {"camp": "challenger"},
    "BBB": {"camp": "target"},
    "CCC": {"camp": "target"},
}


def pact(**said: Any) -> dict[str, dict[str, Any]]:
    """One treaty by which CCC owes BBB defence, .5."""
    whole = {"kind": "defence", "owes": {"CCC": ["BBB"]}, "binding": 0.5}
    return {"pact": whole | said}


def test_a_third_party_has_ratios_of_its_own() -> None:
    free = made(TRIANGLE)
    model = build(free, THETA.with_values(RATIOS)).model
    assert model.climb[2, 0] == pytest.approx(0.1 * model.climb[0, 0])
    assert model.climb[2, 3] == pytest.approx(0.1 * 50.0 * model.climb[0, 3])
    assert model.climb[1] == pytest.approx(model.climb[0])


def test_third_parties_take_the_last_step_as_much_more_readily_as_the_docs_say() -> None:
    """third_war multiplies a ratio to their own climb, which third_climb makes slower."""
    model = build(made(TRIANGLE), load_theta()).model
    assert model.climb[2, 3] / model.climb[0, 3] == pytest.approx(84.0, abs=0.5)
    sworn = TRIANGLE | {"CCC": {"camp": "target", "major": True}}
    model = build(made(sworn, treaties=pact(binding=1.0)), load_theta()).model
    assert model.climb[2, 3] / model.climb[0, 3] == pytest.approx(193.0, abs=0.5)
    meaning = load_theta().parameters["third_war"].meaning
    assert meaning == load_theta("provisional").parameters["third_war"].meaning
    assert "its own hazard of climbing" in meaning


def test_a_bound_ally_and_a_great_power_climb_by_what_theta_says_of_them() -> None:
    theta = THETA.with_values(RATIOS)
    plain = build(made(TRIANGLE), theta).model.climb[2, 0]
    allied = build(made(TRIANGLE, treaties=pact()), theta).model.climb
    assert allied[2, 0] / plain == pytest.approx(3.0**0.5)
    great = TRIANGLE | {"CCC": {"camp": "target", "major": True}, "AAA": {"camp": "challenger"}}
    both = build(made(great, treaties=pact()), theta).model.climb
    assert both[2, 0] / plain == pytest.approx(3.0**0.5 * 2.0)
    whole = build(made(great, treaties=pact(binding=1.0)), theta).model.climb
    assert whole[2, 0] / plain == pytest.approx(6.0)
    principal = TRIANGLE | {"BBB": {"camp": "target", "major": True}}
    assert build(made(principal), theta).model.climb[1, 0] == pytest.approx(plain / 0.1)


@pytest.mark.parametrize(
    ("treaties", "expected"),
    [
        (pact(), 0.5),
        (pact(against=["AAA"]), 0.5),
        (pact(against=["CCC"]), 0.0),
        (pact(kind="offence"), 0.5),
        (pact(kind="consultation"), 0.0),
        (pact(kind=["neutrality", "nonaggression"]), 0.0),
        (pact(conditional=True), 0.5),
        (pact(theatres=["elsewhere"]), 0.0),
        (pact(owes={"BBB": ["CCC"]}), 0.0),
        (pact() | {"second": pact(binding=0.2)["pact"]}, 1.0 - 0.5 * 0.8),
    ],
    ids=["any", "named", "others", "offence", "talk", "no fight", "if attacked", "elsewhere",
         "owed", "two"],
)  # fmt: skip
def test_who_counts_as_bound(treaties: dict[str, dict[str, Any]], expected: float) -> None:
    free = made(TRIANGLE, treaties=treaties, theatre="here")
    assert bound(free, pledges(free)).tolist() == pytest.approx([0.0, 0.0, expected])


def test_a_pledge_to_the_other_camp_or_of_nobodys_camp_binds_nobody_here() -> None:
    across = made(TRIANGLE, treaties=pact(owes={"CCC": ["AAA"]}))
    assert bound(across, pledges(across)).tolist() == [0.0, 0.0, 0.0]
    torn = TRIANGLE | {"CCC": {"camp": "either"}}
    either = made(torn, treaties=pact())
    assert bound(either, pledges(either)).tolist() == [0.0, 0.0, 0.0]


def test_a_pledge_against_nobody_binds_to_nothing() -> None:
    nobody = made(TRIANGLE, treaties=pact(against={"CCC": []}))
    assert bound(nobody, pledges(nobody)).tolist() == [0.0, 0.0, 0.0]


@given(
    st.floats(0.0, 1.0),
    st.fixed_dictionaries(
        {name: st.floats(0.02, 50.0) for name in ("third_climb", "pledge_climb", "major_climb")}
    ),
)
def test_the_logarithm_is_a_sum(weight: float, ratios: dict[str, float]) -> None:
    great = TRIANGLE | {"CCC": {"camp": "target", "major": True}}
    free = made(great, treaties=pact(binding=weight))
    found = np.log(pace(free, THETA.with_values(ratios)))
    logs = {name: np.log(value) for name, value in ratios.items()}
    expected = logs["third_climb"] + weight * logs["pledge_climb"] + logs["major_climb"]
    assert found == pytest.approx([0.0, 0.0, expected], abs=1e-9)


def test_none_climbs_where_third_parties_never_do() -> None:
    free = made(TRIANGLE, treaties=pact())
    never = THETA.with_values({"third_climb": 0.0, "pledge_climb": 3.0})
    assert pace(free, never)[2] < 1e-200


def test_a_scenario_that_sets_a_hazard_sets_it_for_third_parties_too() -> None:
    """What the record says of third parties goes with the record's hazards, and with no others."""
    great = TRIANGLE | {"CCC": {"camp": "target", "major": True}}
    free = made(great, treaties=pact())
    own = {
        name: {"value": value, "judgement": "x"}
        for name, value in (("mu_climb", 0.2), ("mu_war", 0.5))
    }

    def climbs(theta: dict[str, Any], values: Any) -> Any:
        full = free.model_validate(free.model_dump(by_alias=True) | {"theta": theta})
        return build(full, values).model.climb

    fitted = THETA.with_values(RATIOS)
    same = climbs(own, fitted)
    assert same[2] == pytest.approx(same[0])
    kept = climbs(own | {"third_war": {"value": 3.0, "judgement": "x"}}, fitted)
    assert kept[2, 3] == pytest.approx(3.0 * kept[0, 3])
    bound_too = climbs(own | {"pledge_climb": {"value": 4.0, "judgement": "x"}}, fitted)
    assert bound_too[2, 0] == pytest.approx(2.0 * bound_too[0, 0])
    drawn = climbs(own, load_theta("fitted").draw(0, 1))
    assert drawn[2] == pytest.approx(drawn[0])
