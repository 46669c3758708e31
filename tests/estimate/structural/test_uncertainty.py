"""Posterior, sandwich and bootstrap where the answer is in the textbooks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.estimate.structural.objective import Point
from foedus.estimate.structural.space import Space, space
from foedus.estimate.structural.uncertainty import bootstrap, directions, posterior

from .made import bare, hill

NAMES = ("lambda", "c_w", "democracy")
H = np.array([[40.0, 12.0, -3.0], [12.0, 30.0, 5.0], [-3.0, 5.0, 20.0]])


@pytest.fixture
def where() -> Space:
    return bare(NAMES, space())


def at_the_top(where: Space, J: np.ndarray) -> Point:
    """The top of likelihood and prior, scores with J as their sum of squares."""
    top = where.centre + np.array([0.4, -0.5, 0.8])
    precision = np.diag(1.0 / where.sd**2)
    best = np.linalg.solve(H + precision, H @ top + precision @ where.centre)
    return hill(where, top, H, np.linalg.cholesky(J).T)(best)


def test_with_independent_terms_it_is_bayes(where: Space) -> None:
    found = posterior(at_the_top(where, H), where, ())
    precision = np.diag(1.0 / where.sd**2)
    top = where.centre + np.array([0.4, -0.5, 0.8])
    mean = np.linalg.solve(H + precision, H @ top + precision @ where.centre)
    assert found.mean == pytest.approx(mean, abs=1e-9)
    assert found.covariance == pytest.approx(np.linalg.inv(H + precision), abs=1e-12)
    assert found.naive == pytest.approx(np.sqrt(np.diag(np.linalg.inv(H + precision))))
    assert found.prior == pytest.approx(where.sd)
    assert found.names == NAMES


def test_terms_that_lean_on_each_other_know_less(where: Space) -> None:
    """J three times H: wider, around the same top."""
    found = posterior(at_the_top(where, 3.0 * H), where, ())
    one = posterior(at_the_top(where, H), where, ())
    precision = np.diag(1.0 / where.sd**2)
    inner = np.linalg.inv(H + precision)
    assert found.mean == pytest.approx(one.mean)
    assert found.covariance == pytest.approx(inner @ (3.0 * H + precision) @ inner)
    assert found.sandwich == pytest.approx(np.sqrt(np.diag(inner @ (3.0 * H) @ inner)))
    assert (found.sd > one.sd).all()
    assert found.naive == pytest.approx(one.sd)


def test_where_nothing_was_scored_the_prior_stays(where: Space) -> None:
    """A parameter without information and without scores."""
    flat = H.copy()
    flat[2], flat[:, 2] = 0.0, 0.0
    top = where.centre + np.array([0.4, -0.5, 0.0])
    scores = np.vstack([np.linalg.cholesky(H[:2, :2]).T, np.zeros((1, 2))])
    point = hill(where, top, flat, np.hstack([scores, np.zeros((3, 1))]))(where.centre)
    found = posterior(point, where, ())
    assert found.sd[2] == pytest.approx(where.sd[2])
    assert found.mean[2] == pytest.approx(where.centre[2])
    assert found.sd[0] < where.sd[0]


def test_directions_are_the_eigenvectors(where: Space) -> None:
    H_ = np.diag([50.0, 2.0, 0.5]) / np.outer(where.sd, where.sd)
    point = hill(where, where.centre, H_, np.linalg.cholesky(H_).T)(where.centre)
    found = directions(point, where)
    assert [one.told for one in found] == pytest.approx([50.0, 2.0, 0.5], rel=1e-6)
    assert [next(iter(one.weights)) for one in found] == list(NAMES)
    assert [abs(next(iter(one.weights.values()))) for one in found] == pytest.approx([1, 1, 1])


def test_bootstrap_is_centred_and_as_wide_as_the_decades_differ(where: Space) -> None:
    """Decades of equal information and known slopes: mean and spread in closed form."""
    count, draws = 12, 4000
    rng = np.random.default_rng(3)
    slopes = rng.normal(size=(count, 3)) * 2.0
    slopes -= slopes.mean(axis=0)
    base = hill(where, where.centre, H, np.eye(3))(where.centre)
    point = replace(
        base, slope=slopes.sum(axis=0),
        by_decade={1900 + 10 * d: (slopes[d], H / count) for d in range(count)},
    )  # fmt: skip
    found = bootstrap(point, where, draws=draws, seed=1)
    inner = np.linalg.inv(H + np.diag(1.0 / where.sd**2))
    expected = inner @ (slopes.T @ slopes) @ inner
    spread = np.sqrt(np.diag(expected))
    assert found.shape == (draws, 3)
    assert np.abs(found.mean(axis=0) - where.centre).max() < 4.0 * spread.max() / np.sqrt(draws)
    assert found.std(axis=0) == pytest.approx(spread, rel=0.05)
    assert bootstrap(point, where, draws=5, seed=1) == pytest.approx(found[:5], abs=0.0)
