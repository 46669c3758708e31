"""The parameters: reasons, ranges, draws, and what the prior of X says about honour."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from importlib import resources
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from foedus.core.errors import ThetaError
from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import outcomes
from foedus.crisis.primitives import build
from foedus.crisis.scenario import THETA_NAMES
from foedus.crisis.theta import Theta, load_theta

from .small import reference, two

NAMES = sorted(load_theta("provisional").parameters)
FREE = [name for name in NAMES if load_theta("provisional").parameters[name].prior != "fixed"]


@pytest.fixture(scope="module")
def draws() -> list[Theta]:
    return [load_theta("provisional").draw(11, k) for k in range(400)]


def test_theta_has_the_parameters_a_scenario_may_override() -> None:
    assert set(NAMES) == set(THETA_NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_says_what_it_is_and_why(name: str) -> None:
    entry = load_theta("provisional").parameters[name]
    assert len(entry.reason.split()) >= 5
    assert len(entry.meaning.split()) >= 3
    assert entry.unit
    assert entry.low <= entry.value <= entry.high
    assert entry.low < entry.high
    assert entry.prior in {"lognormal", "normal", "fixed"}
    assert (entry.sd > 0) == (entry.prior != "fixed")
    if entry.prior == "lognormal":
        assert entry.value > 0


def test_it_says_that_nothing_in_it_is_fitted() -> None:
    theta = load_theta("provisional")
    assert theta.status == "provisional: not yet fitted"
    path = resources.files("foedus.crisis") / "theta" / "provisional.json"
    assert json.loads(path.read_text(encoding="utf-8"))["status"] == theta.status


@pytest.mark.parametrize("name", ["alpha", "zeta", "kappa1", "eta"])
def test_what_disputes_cannot_identify_is_fixed(name: str) -> None:
    assert load_theta("provisional").parameters[name].prior == "fixed"


@pytest.mark.parametrize("name", FREE)
def test_draws_have_the_priors_median_and_spread_and_keep_its_range(
    name: str, draws: list[Theta]
) -> None:
    entry = load_theta("provisional").parameters[name]
    values = np.array([draw[name] for draw in draws])
    assert ((entry.low <= values) & (values <= entry.high)).all()
    z = (
        np.log(values / entry.value) if entry.prior == "lognormal" else values - entry.value
    ) / entry.sd
    inside = (values > entry.low) & (values < entry.high)
    # the median of 400 normal draws has a standard error of 1.25 / 20
    assert abs(np.median(z)) < 4 * 1.2533 / 20
    if inside.all():
        assert abs(z.std() - 1) < 4 / np.sqrt(2 * 400)
    assert len(np.unique(values[inside])) == inside.sum()


def test_fixed_parameters_do_not_move(draws: list[Theta]) -> None:
    for name in set(NAMES) - set(FREE):
        assert {draw[name] for draw in draws} == {load_theta("provisional")[name]}


def test_draws_are_keyed_by_seed_index_and_name() -> None:
    theta = load_theta("provisional")
    assert theta.draw(3, 5).values() == theta.draw(3, 5).values()
    first, later, seeded = theta.draw(3, 5), theta.draw(3, 6), theta.draw(4, 5)
    assert all(first[name] != later[name] for name in FREE)
    assert all(first[name] != seeded[name] for name in FREE)
    z = [np.log(first[n] / theta[n]) / theta.parameters[n].sd for n in ("X", "c_w", "phi")]
    assert len({round(float(v), 9) for v in z}) == 3


def test_a_draw_of_one_parameter_depends_on_no_other() -> None:
    theta = load_theta("provisional")
    full = theta.draw(3, 5)
    alone = Theta(theta.id, theta.status, {"X": theta.parameters["X"]}).draw(3, 5)
    assert alone["X"] == full["X"]
    moved = theta.with_values({"c_w": 2.0}).draw(3, 5)
    assert moved["X"] == full["X"]
    assert moved["c_w"] == pytest.approx(full["c_w"] * 2.0 / theta["c_w"])


def test_draws_of_two_parameters_are_not_correlated(draws: list[Theta]) -> None:
    z = np.array([[np.log(draw[n]) for n in ("lambda", "X", "c_w", "mu_war")] for draw in draws])
    correlation = np.corrcoef(z.T)
    assert np.abs(correlation - np.eye(4)).max() < 4 / np.sqrt(400)


def test_a_scenario_that_overrides_a_parameter_stays_uncertain_about_it() -> None:
    scenario = two(theta={"c_w": 2.0})
    draw = load_theta("provisional").draw(3, 5)
    cost = build(scenario, draw).model.war_cost[0]
    assert cost == pytest.approx(draw["c_w"] * 2.0 / load_theta("provisional")["c_w"])
    assert cost != 2.0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"lamda": 4.0}, "lambda"),
        ({"x": 4.0}, "X"),
        ({"mu_clim": 1.0}, "mu_climb"),
        ({"nonsense": 1.0}, "one of"),
        ({"X": -1.0}, "a number from 0 to 1000"),
        ({"zeta": 1.5}, "a number from 0 to 1"),
        ({"alpha": 0.0}, "a number from"),
        ({"c_w": float("nan")}, "a number from"),
        ({"c_w": float("inf")}, "a number from"),
    ],
)
def test_a_wrong_value_is_refused_with_its_fix(values: dict[str, float], words: str) -> None:
    name = next(iter(values))
    with pytest.raises(ThetaError) as caught:
        load_theta("provisional").with_values(values)
    assert f"theta.{name}" in str(caught.value)
    assert words in str(caught.value)


def test_an_unknown_set_is_refused_with_those_there_are() -> None:
    with pytest.raises(ThetaError, match="fitted, provisional"):
        load_theta("final")


def test_the_set_in_use_is_the_fitted_one() -> None:
    assert load_theta().values() == load_theta("fitted").values()
    assert load_theta().status.startswith("fitted to ")
    assert load_theta().together is not None


def test_draws_of_the_fitted_set_have_its_correlations() -> None:
    theta = load_theta("fitted")
    assert theta.together is not None
    names = theta.together.names
    rows = np.zeros((len(names), len(names)))
    for i, row in enumerate(theta.together.factor):
        rows[i, : len(row)] = row
    drawn = np.array([[theta.draw(3, k).deviates[n] for n in names] for k in range(4000)])
    assert np.corrcoef(drawn.T) == pytest.approx(rows @ rows.T, abs=0.08)
    assert drawn.std(axis=0) == pytest.approx(1.0, abs=0.06)


def test_a_set_and_its_draws_survive_pickling() -> None:
    for theta in (load_theta("provisional"), load_theta("fitted").draw(0, 1)):
        again = pickle.loads(pickle.dumps(theta))
        assert again.values() == theta.values()
        assert again.draw(5, 2).values() == theta.draw(5, 2).values()


def test_the_set_is_not_changed_by_a_copy_with_other_values() -> None:
    theta = load_theta("provisional")
    before = theta.values()
    copy = theta.with_values({"X": 1.0})
    assert copy["X"] == 1.0
    assert theta.values() == before
    assert {n: v for n, v in copy.values().items() if n != "X"} == {
        n: v for n, v in before.items() if n != "X"
    }


@pytest.fixture(scope="module")
def honour() -> dict[float, float]:
    """P(ally fights | war) on the weak target at quantiles of the prior of X."""
    entry = load_theta("provisional").parameters["X"]
    scenario = reference("weak-target")
    result = {}
    for q in (0.1, 0.25, 0.5, 0.75, 0.9):
        x = float(entry.value * np.exp(entry.sd * NormalDist().inv_cdf(q)))
        out = outcomes(
            solve(compile_game(scenario, load_theta("provisional").with_values({"X": x})))
        )
        result[q] = out.fights["CC"] / out["any_war"]
    return result


def test_the_prior_of_x_puts_honour_between_two_fifths_and_six_sevenths(
    honour: dict[float, float], record_property: Callable[[str, Any], None]
) -> None:
    """The share of defence pledges honoured in war, by ATOP's records, lies in .4 to .85."""
    record_property("honour given war, by quantile of X", str(honour))
    print("P(honour | war) at quantiles of X:", {q: round(p, 3) for q, p in honour.items()})
    assert 0.4 <= honour[0.5] <= 0.85
    assert 0.4 <= honour[0.25] < honour[0.75] <= 0.85
    assert 0.35 <= honour[0.1] < honour[0.9] <= 0.9
