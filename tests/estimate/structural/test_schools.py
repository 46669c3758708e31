"""Rival schools: each switches off what it says, and nothing else."""

from __future__ import annotations

import pytest

from foedus.core.errors import UsageError
from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import outcomes
from foedus.crisis.primitives import build, stakes
from foedus.crisis.scenario import Scenario, dump
from foedus.crisis.text.checks import check_text
from foedus.crisis.theta import load_theta
from foedus.estimate.structural.schools import SCHOOLS, STAGES, School, school

from .made import WAR, case, scenario

PACT = {
    "pact": {
        "kind": "defence", "owes": {"CCC": ["BBB"]}, "binding": 0.9, "conditional": True,
        "in_force": ["1949-01-01", None], "judgement": "made up",
    }
}  # fmt: skip


def seen_by(one: School, made: Scenario) -> Scenario:
    return one.case(case("1", made, WAR)).scenario


def theta(one: School):
    return load_theta("provisional").with_values(dict(one.fixed))


@pytest.mark.parametrize("name", SCHOOLS)
def test_a_school_changes_nothing_in_place_and_makes_a_valid_scenario(name: str) -> None:
    made = scenario(treaties=PACT)
    before = made.model_dump_json()
    there = case("1", made, WAR)
    changed = SCHOOLS[name].case(there)
    assert made.model_dump_json() == before
    assert changed.seen == there.seen
    found, errors, _ = check_text(dump(changed.scenario), "made.yaml")
    assert errors == []
    assert found == changed.scenario
    assert set(dict(SCHOOLS[name].fixed)) <= set(load_theta("provisional").parameters)


def test_the_game_itself_sees_what_is_there() -> None:
    made = scenario()
    assert seen_by(SCHOOLS["game"], made) is made


def test_to_capability_a_treaty_is_paper() -> None:
    one = SCHOOLS["capability"]
    told = [
        outcomes(solve(compile_game(seen_by(one, made), theta(one)))).classes
        for made in (scenario(), scenario(treaties={}))
    ]
    assert told[0] == pytest.approx(told[1], abs=1e-9)


def test_without_incidents_nature_makes_no_war() -> None:
    one = SCHOOLS["deterrence"]
    plan = {"lock_in_days": 5.0, "judgement": "made up"}
    made = scenario()
    actors = {
        code: actor.model_copy(update={"mobilisation": None}) for code, actor in made.actors.items()
    }
    assert seen_by(one, made.model_copy(update={"actors": actors})).actors == actors
    locked = Scenario.model_validate(
        made.model_dump(by_alias=True)
        | {"actors": {c: a.model_dump() | {"mobilisation": plan} for c, a in made.actors.items()}}
    )
    war = outcomes(solve(compile_game(locked, theta(one))))
    free = outcomes(solve(compile_game(seen_by(one, locked), theta(one))))
    assert war.steps["nature"] > 0.01
    assert free.steps["nature"] == pytest.approx(0.0, abs=1e-12)


def test_a_timetable_has_no_way_down_for_a_great_power() -> None:
    made = build(seen_by(SCHOOLS["timetable"], scenario()), theta(SCHOOLS["timetable"]))
    great, minor = made.coordinates[:2]
    assert great.rung == (0, 1, 2, *[3] * STAGES, 4)
    assert [great.down[c] for c in range(1, len(great.down))] == [0, -1, *[-1] * STAGES]
    assert made.model.advance[0, 3:7].tolist() == pytest.approx([STAGES / 365.0] * STAGES)
    assert minor.rung == (0, 1, 2, 3, 4)
    assert minor.down == (-1, 0, 1, 2)


def test_to_moral_hazard_no_treaty_is_conditional() -> None:
    changed = seen_by(SCHOOLS["moral-hazard"], scenario(treaties=PACT))
    assert not changed.treaties["pact"].conditional
    assert scenario(treaties=PACT).treaties["pact"].conditional


def test_a_security_seeker_wants_a_third_of_it() -> None:
    plain = stakes(scenario(), theta(SCHOOLS["game"]))
    changed = stakes(seen_by(SCHOOLS["spiral"], scenario()), theta(SCHOOLS["spiral"]))
    assert changed[0] == pytest.approx(plain[0] / 3.0)
    assert changed[1] == pytest.approx(plain[1])


def test_an_unknown_school_is_refused() -> None:
    with pytest.raises(UsageError, match="did you mean 'spiral'"):
        school("sprial")
