"""Derivatives against differences, estimators against slower ones, and against the truth."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri

from foedus.core.errors import NotConverged, UsageError
from foedus.estimate.signalling import (
    OUTCOMES,
    Design,
    bootstrap,
    constrained,
    design,
    first_stage,
    nested,
    pseudo,
    recover,
    simulate,
)
from foedus.estimate.signalling.game import reply, roots
from foedus.estimate.signalling.likelihood import linear, scores
from foedus.estimate.signalling.manifold import manifold

PAYOFFS = {
    "SA": ["x"],
    "VA": ["1"],
    "CB": ["1", "y"],
    "WA": ["1", "x"],
    "WB": ["1", "t"],
    "a": ["1"],
}
TRUTH = np.array([0.4, 1.2, -1.0, 0.5, -0.8, 0.5, -0.6, 0.5, -1.2])


def games(n: int, seed: int = 3) -> Design:
    rng = np.random.default_rng(seed)
    frame = pl.DataFrame({name: rng.normal(size=n) for name in "xyt"})
    return design(frame.with_columns(pl.lit(0.0).alias(o) for o in OUTCOMES), PAYOFFS)


@pytest.fixture(scope="module")
def record() -> Design:
    return simulate(games(400), TRUTH, np.random.default_rng(0))


def test_scores_are_differences_of_log_chances() -> None:
    v, w, z = np.random.default_rng(5).normal(scale=1.5, size=(3, 50))
    found, step = scores(v, w, z), 1e-6
    for k in range(3):
        up, down = [v, w, z], [v, w, z]
        up[k], down[k] = up[k] + step, down[k] - step
        slope = (scores(*up).logs - scores(*down).logs) / (2 * step)
        assert found.by[:, :, k] == pytest.approx(slope, rel=1e-5, abs=1e-6)


def test_expected_scores_vanish() -> None:
    v, w, z = np.random.default_rng(6).normal(scale=2.0, size=(3, 50))
    found = scores(v, w, z)
    assert np.einsum("no,noi->ni", np.exp(found.logs), found.by) == pytest.approx(0.0, abs=1e-12)


def test_beliefs_given_the_indices_are_linear() -> None:
    some = games(30)
    rng = np.random.default_rng(1)
    z = rng.normal(size=30)
    at = reply(some.payoffs(TRUTH), z)
    base, jacobian = linear(some, ndtr(z), at.odds)
    indices = base + jacobian @ TRUTH
    assert indices[:, 0] == pytest.approx(at.v)
    assert indices[:, 1] == pytest.approx(at.w)
    assert indices[:, 2] == pytest.approx(at.r)


def test_derivatives_on_the_manifold_are_differences() -> None:
    some, step = games(30), 1e-6
    z = np.random.default_rng(1).normal(size=30)
    at = manifold(some, TRUTH, z)
    ahead, behind = manifold(some, TRUTH, z + step), manifold(some, TRUTH, z - step)
    assert at.gap_z == pytest.approx((ahead.gap - behind.gap) / (2 * step), rel=1e-5, abs=1e-6)
    for k in range(len(TRUTH)):
        move = np.eye(len(TRUTH))[k] * step
        ahead, behind = manifold(some, TRUTH + move, z), manifold(some, TRUTH - move, z)
        slope = (ahead.gap - behind.gap) / (2 * step)
        assert at.gap_theta[:, k] == pytest.approx(slope, rel=1e-5, abs=1e-5)


def test_the_equilibrium_moves_as_its_derivative_says() -> None:
    some, step = games(20), 1e-5
    z = np.concatenate(roots(some.payoffs(TRUTH)))
    along = manifold(some, TRUTH, z).along()[:, 2]
    for k in range(len(TRUTH)):
        move = np.eye(len(TRUTH))[k] * step
        ahead = np.concatenate(roots(some.payoffs(TRUTH + move)))
        behind = np.concatenate(roots(some.payoffs(TRUTH - move)))
        assert along[:, k] == pytest.approx((ahead - behind) / (2 * step), rel=1e-4, abs=1e-5)


def test_pseudo_likelihood_is_at_its_maximum(record: Design) -> None:
    fit = pseudo(record)
    base, jacobian = linear(record, fit.resist, (1 - fit.stand) / fit.stand)

    def lost(theta: np.ndarray) -> float:
        return -scores(*(base + jacobian @ theta).T).total(record.tallies)

    found = minimize(lost, np.zeros(len(TRUTH)), method="BFGS", options={"gtol": 1e-4})
    assert fit.likelihood == pytest.approx(-found.fun, abs=1e-5)
    assert fit.theta == pytest.approx(found.x, abs=2e-3)


def test_nested_is_a_fixed_point_and_an_equilibrium(record: Design) -> None:
    fit = nested(record)
    assert fit.gap < 1e-6
    again = pseudo(record, beliefs=(fit.resist, fit.stand))
    assert again.theta == pytest.approx(fit.theta, abs=1e-5)
    elsewhere = nested(record, beliefs=(0.5 * fit.resist + 0.25, 0.5 * fit.stand + 0.25))
    assert elsewhere.theta == pytest.approx(fit.theta, abs=1e-5)


def test_constrained_is_what_a_general_solver_finds() -> None:
    """SLSQP over coefficients and 40 chances, each with its own constraint."""
    some = simulate(games(40), TRUTH, np.random.default_rng(1), times=30)
    fit = constrained(some)
    assert fit.gap < 1e-8
    k = len(TRUTH)

    def lost(x: np.ndarray) -> float:
        return -manifold(some, x[:k], x[k:]).scores.total(some.tallies)

    def slope(x: np.ndarray) -> np.ndarray:
        at = manifold(some, x[:k], x[k:])
        by = at.scores.of(some.tallies, at.by_theta).sum(axis=0)
        return -np.concatenate([by, at.scores.of(some.tallies, at.by_z[:, :, None])[:, 0]])

    first = nested(some)
    begin = np.concatenate([first.theta, ndtri(first.resist)])
    found = minimize(
        lost, begin, jac=slope, method="SLSQP", options={"maxiter": 300, "ftol": 1e-11},
        constraints={
            "type": "eq",
            "fun": lambda x: manifold(some, x[:k], x[k:]).gap,
            "jac": lambda x: np.hstack([
                (at := manifold(some, x[:k], x[k:])).gap_theta, np.diag(at.gap_z)
            ]),
        },
    )  # fmt: skip
    assert found.success
    assert fit.likelihood == pytest.approx(-found.fun, abs=1e-5)
    assert fit.theta == pytest.approx(found.x[:k], abs=1e-3)
    assert fit.likelihood >= first.likelihood


def test_all_three_find_the_truth_in_a_long_record() -> None:
    long = simulate(games(1000), TRUTH, np.random.default_rng(4), times=100)
    for fit in (nested(long), constrained(long)):
        assert fit.theta == pytest.approx(TRUTH, abs=0.12)
        assert (np.abs(fit.theta - TRUTH) <= 4 * fit.errors).all()
    exact = np.concatenate(roots(long.payoffs(TRUTH)))
    at = reply(long.payoffs(TRUTH), exact)
    fit = pseudo(long, beliefs=(ndtr(exact), 1 / (1 + at.odds)))
    assert fit.theta == pytest.approx(TRUTH, abs=0.12)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    for estimator in (nested, constrained):
        found = recover(games(600), TRUTH, estimator, records=60, times=5)
        assert found.failed == 0
        assert np.mean(found.coverage) == pytest.approx(0.95, abs=0.05)
        spread = found.estimates.std(axis=0, ddof=1)
        assert np.median(found.errors, axis=0) == pytest.approx(spread, rel=0.35)
        assert (np.abs(found.bias) <= 0.5 * spread + 0.02).all()


def test_an_equilibrium_that_beliefs_run_from() -> None:
    """Played, it is found by answers to true beliefs; nested answers do not settle on it."""
    rng = np.random.default_rng(3)
    frame = pl.DataFrame({name: rng.normal(size=150) for name in "xt"})
    payoffs = {"VA": ["1"], "CB": ["1"], "WA": ["1", "x"], "WB": ["1", "t"], "a": ["1"]}
    some = design(frame.with_columns(pl.lit(0.0).alias(o) for o in OUTCOMES), payoffs)
    truth = np.array([2.5, -0.13, -3.9, 0.2, -2.2, 0.2, -2.1])
    found = roots(some.payoffs(truth))
    assert np.mean([len(z) == 3 for z in found]) > 0.8
    record = simulate(some, truth, np.random.default_rng(0), times=400, which=1)
    exact = np.array([z[min(1, len(z) - 1)] for z in found])
    beliefs = (ndtr(exact), 1 / (1 + reply(some.payoffs(truth), exact).odds))
    assert pseudo(record, beliefs=beliefs).theta == pytest.approx(truth, abs=0.1)
    with pytest.raises(NotConverged):
        nested(record, most=60)


def test_bootstrap_gives_the_pseudo_likelihood_its_errors(record: Design) -> None:
    fit = bootstrap(record, draws=20)
    assert fit.theta == pytest.approx(pseudo(record).theta)
    assert (fit.errors > 0).all()
    assert fit.interval().shape == (9, 2)
    with pytest.raises(UsageError, match="bootstrap"):
        _ = pseudo(record).errors


def test_first_stage_is_between_its_bounds_and_near_the_truth() -> None:
    long = simulate(games(500), TRUTH, np.random.default_rng(4), times=200)
    resist, stand = first_stage(long)
    exact = np.concatenate(roots(long.payoffs(TRUTH)))
    assert np.abs(resist - ndtr(exact)).mean() < 0.05
    assert ((resist >= 0.01) & (stand <= 0.99)).all()


def test_a_design_is_read_from_a_frame() -> None:
    some = games(5)
    assert some.names[:3] == ("SA: x", "VA: 1", "CB: 1")
    payoffs = some.payoffs(TRUTH)
    assert np.allclose(payoffs.SA, 0.4 * some.columns[:, 0])
    assert np.allclose(payoffs.VB, 0.0)
    assert np.allclose(payoffs.WA, -0.8 + 0.5 * some.columns[:, 0])


@pytest.mark.parametrize(
    ("payoffs", "fixed", "says"),
    [
        ({"WAA": ["1"]}, {}, "WA"),
        ({"WA": ["zz"]}, {}, "no such column"),
        ({"WA": ["x", "x"]}, {}, "twice"),
        ({"WA": ["hole"]}, {}, "empty"),
        ({name: ["x"] for name in ("SA", "VA", "WA", "a")}, {}, "all payoffs of A"),
        ({name: ["1"] for name in ("CB", "WB", "VB")}, {}, "all payoffs of B"),
        ({}, {"ZZ": 1.0}, "no such payoff"),
    ],
)
def test_what_cannot_be_fitted_is_refused(
    payoffs: dict[str, list[str]], fixed: dict[str, float], says: str
) -> None:
    frame = pl.DataFrame({"x": [1.0, 2.0], "hole": [1.0, None], **{o: [1, 1] for o in OUTCOMES}})
    with pytest.raises(UsageError, match=says):
        design(frame, payoffs, fixed=fixed)


def test_a_record_that_cannot_tell_says_so() -> None:
    some = games(200).with_tallies(np.tile([1.0, 0.0, 0.0, 0.0], (200, 1)))
    with pytest.raises(NotConverged):
        nested(some)


@pytest.mark.parametrize("estimator", [pseudo, nested, constrained])
@pytest.mark.parametrize("parted", [True, False])
def test_a_likelihood_without_a_top_has_no_estimate(estimator, parted: bool) -> None:
    """Nobody with the flag, or nobody at all, ever concedes: B's war is worth more without end."""
    rng = np.random.default_rng(1)
    flag = (np.arange(400) % 4 == 0).astype(float)
    frame = pl.DataFrame({"flag": flag}).with_columns(pl.lit(0.0).alias(o) for o in OUTCOMES)
    on = {"WA": ["1"], "WB": ["1", "flag"] if parted else ["1"], "a": ["1"]}
    some = design(frame, on, fixed={"VA": 0.3, "VB": -0.5})
    truth = {"WA: 1": -0.5, "WB: 1": -0.3, "WB: flag": 0.4, "a: 1": -0.8}
    played = simulate(some, np.array([truth[name] for name in some.names]), rng, times=5)
    seen = played.tallies.copy()
    seen[(flag > 0) | (not parted), OUTCOMES.index("cd")] = 0.0
    assert estimator(played).theta.size == len(some.names)
    with pytest.raises(NotConverged, match="no top.*WB: " + ("flag" if parted else "1")):
        estimator(played.with_tallies(seen))


def test_one_coefficient_has_an_error_and_one_draw_none() -> None:
    frame = pl.DataFrame([pl.Series(o, [0.0] * 200) for o in OUTCOMES])
    some = design(frame, {"WA": ["1"]}, fixed={"VA": 1.0, "WB": -1.0})
    played = simulate(some, np.array([-0.5]), np.random.default_rng(0))
    assert bootstrap(played, draws=5).errors.shape == (1,)
    with pytest.raises(UsageError, match="two draws"):
        bootstrap(played, draws=1)
    with pytest.raises(UsageError, match="no games"):
        design(frame.head(0), {"WA": ["1"]})
