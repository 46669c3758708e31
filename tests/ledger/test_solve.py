"""One dispute solved: against the engine called by hand."""

from __future__ import annotations

import dataclasses
import json
import pickle

import pytest

from foedus.crisis.account import account, treaty_roles
from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.intervene import Without
from foedus.crisis.outcomes import outcomes
from foedus.crisis.theta import load_theta
from foedus.ledger import solve as module
from foedus.ledger.order import ANY_WAR, FIRST_ACTOR, SHOWN, VALUE
from foedus.ledger.owed import alliances, in_play, instruments, roles, without
from foedus.ledger.solve import solve_task
from foedus.ledger.task import thetas

from .made import case, task

pytestmark = pytest.mark.filterwarnings("error")


def by_hand(scenario, theta):
    found = solve(compile_game(scenario, theta), SolveOptions())
    return found, outcomes(found, reached=False)


def test_numbers_are_the_engines_at_the_mean_and_at_every_draw() -> None:
    one = case(1, pacts=2, friends=2)
    piece = solve_task(task(one, draws=2, seed=5))
    scenario = one.scenario
    for theta, both in zip(
        [
            load_theta("provisional"),
            load_theta("provisional").draw(5, 0),
            load_theta("provisional").draw(5, 1),
        ],
        [[piece["with"], piece["without"]], *piece["draws"]],
        strict=True,
    ):
        for told, version in zip(both, (scenario, Without("all")(scenario)), strict=True):
            found, exact = by_hand(version, theta)
            assert told[: len(SHOWN)] == pytest.approx(
                [exact.classes[name] for name in SHOWN], abs=1e-5
            )
            assert told[VALUE] == pytest.approx(found.start[0], abs=1e-5)
            assert told[FIRST_ACTOR:] == pytest.approx(
                [exact.fights[name] for name in scenario.actors], abs=1e-5
            )
    assert piece["residual"] <= 1e-7
    assert piece["pledged"] is True
    json.dumps(piece, allow_nan=False)


def test_without_an_obligation_nothing_is_solved_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    real = module.solve
    monkeypatch.setattr(module, "solve", lambda *a, **k: calls.append(a) or real(*a, **k))
    piece = solve_task(task(case(2, pacts=0), draws=3, instruments=True))
    assert len(calls) == 4  # the mean and three draws, once each
    assert piece["pledged"] is False
    assert piece["without"] is None
    assert all(draw[1] is None for draw in piece["draws"])
    assert "instruments" not in piece


def test_a_pledge_that_binds_nobody_is_no_obligation() -> None:
    one = case(3, pacts=1)
    loose = {
        name: treaty.model_copy(update={"binding": {"UKG": 0.0}})
        for name, treaty in one.scenario.treaties.items()
    }
    idle = one.scenario.model_copy(update={"treaties": loose})
    assert in_play(one.scenario)
    assert in_play(idle) == ()


def test_each_alliance_and_camp_is_taken_out_on_its_own() -> None:
    one = case(4, pacts=2, friends=2)
    piece = solve_task(task(one, instruments=True))
    told = {each["name"]: each for each in piece["instruments"]}
    assert list(told) == ["atop-1000", "atop-1001", "camp:challenger", "camp:target", "all"]
    for name, each in told.items():
        scenario = Without(name)(one.scenario)
        _, exact = by_hand(scenario, load_theta("provisional"))
        assert each["numbers"][ANY_WAR] == pytest.approx(exact["any_war"], abs=1e-5)
    assert told["all"]["numbers"] == piece["without"]
    # Britain owes the target, France the challenger: one treaty is all that a camp is owed.
    assert told["camp:target"]["numbers"][ANY_WAR] == pytest.approx(
        told["atop-1000"]["numbers"][ANY_WAR], abs=1e-5
    )


def test_parts_of_one_alliance_stand_or_fall_together() -> None:
    one = case(5, pacts=2, friends=2).scenario
    both = {
        f"atop-7-{k}": treaty.model_copy(update={"atop": 7})
        for k, treaty in enumerate(one.treaties.values(), 1)
    }
    scenario = one.model_copy(update={"treaties": both})
    assert alliances(scenario) == {"atop-7": ("atop-7-1", "atop-7-2")}
    assert without(scenario, "atop-7").treaties == {}
    assert instruments(scenario)["atop-7"] == "treaty"
    split = roles(scenario, "atop-7")
    assert split["USA"] == "emboldenment" or split["MEX"] == "emboldenment"
    # one of the two stands in the other camp: an adversary, though it has signed
    assert {split["UKG"], split["FRN"]} == {"deterrence", "entrapment"}


def test_the_accounting_is_that_of_the_weightiest_treaty() -> None:
    one = case(6, pacts=2, friends=2)
    piece = solve_task(task(one, instruments=True))
    base = piece["with"][ANY_WAR]
    moved = {
        each["name"]: abs(base - each["numbers"][ANY_WAR])
        for each in piece["instruments"]
        if each["kind"] == "treaty"
    }
    told = piece["account"]
    assert told["treaty"] == max(moved, key=moved.get)
    found, _ = by_hand(one.scenario, load_theta("provisional"))
    other, _ = by_hand(Without(told["treaty"])(one.scenario), load_theta("provisional"))
    split = account(found, other, treaty_roles(one.scenario, told["treaty"]))
    for outcome in ("any_war", "great_power_war", "patron_fights"):
        shares = told["shares"][outcome]
        assert sum(s[0] for s in shares.values()) == pytest.approx(
            told["total"][outcome], abs=1e-12
        )
        for group, (value, *_rest) in shares.items():
            assert value == pytest.approx(split.shares[outcome][group].value, abs=1e-5)


def test_what_does_not_converge_is_told_not_raised() -> None:
    hopeless = task(case(7), draws=1, tol=1e-300)
    piece = solve_task(hopeless)
    assert "no equilibrium" in piece["failed"]
    assert "with" not in piece


def test_a_draw_that_does_not_converge_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    real = module.solve
    count = iter(range(100))

    def fails_once(*arguments, **named):
        if next(count) == 2:  # mean with, mean without, then the first draw
            from foedus.core.errors import NotConverged

            raise NotConverged("stopped")
        return real(*arguments, **named)

    monkeypatch.setattr(module, "solve", fails_once)
    piece = solve_task(task(case(8), draws=2))
    assert piece["draws"][0] is None
    assert piece["draws"][1] is not None


def test_a_task_travels() -> None:
    first = task(case(9), draws=1)
    again = pickle.loads(pickle.dumps(first))
    assert again == first
    one, other = solve_task(first), solve_task(again)
    for piece in (one, other):
        piece.pop("seconds")
    assert one == other


def test_values_replace_those_of_theta() -> None:
    first = task(case(9), values=(("X", 0.0),), draws=1)
    mean, (draw,) = thetas(first)
    assert mean["X"] == 0.0
    assert draw["X"] == 0.0  # the centre moves, and the deviate with it
    assert dataclasses.replace(first, values=()).values == ()


def test_others_are_searched_for_where_asked() -> None:
    piece = solve_task(task(case(9), search=2))
    assert piece["searched"] == 2
    assert isinstance(piece["others"], list)
    assert "searched" not in solve_task(task(case(9)))
