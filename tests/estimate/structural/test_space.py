"""The parameters on the scale of estimation."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.core.errors import ThetaError
from foedus.crisis.theta import load_theta
from foedus.estimate.structural.space import FURTHER, space


def test_everything_with_a_prior_is_estimated_and_what_the_record_can_teach() -> None:
    where = space()
    prior = {n for n, e in load_theta("provisional").parameters.items() if e.prior != "fixed"}
    assert set(where.names) == prior | set(FURTHER)
    assert (where.sd > 0).all()


def test_values_come_back() -> None:
    where = space()
    at = where.centre + 0.3 * where.sd * np.linspace(-1.0, 1.0, len(where.names))
    theta = where.theta(at)
    assert where.point({n: theta[n] for n in where.names}) == pytest.approx(at, abs=1e-9)
    for name in where.names:
        value = where.base.parameters[name].value
        assert where.theta(where.centre)[name] == pytest.approx(value)


def test_what_cannot_be_is_cut() -> None:
    where = space()
    k = where.names.index("third_party")
    at = where.centre.copy()
    at[k] += 50.0 * where.sd[k]
    assert where.theta(at)["third_party"] == where.base.parameters["third_party"].high == 1.0


def test_slope_and_curvature_of_the_prior_are_differences() -> None:
    where = space()
    at = where.centre + where.sd * np.sin(np.arange(len(where.names)))
    _, slope, curve = where.log_prior(at)
    for k, step in enumerate(1e-4 * where.sd):
        e = np.zeros(len(at))
        e[k] = step
        up, down = where.log_prior(at + e), where.log_prior(at - e)
        assert slope[k] == pytest.approx((up[0] - down[0]) / (2 * step), rel=1e-6)
        assert curve[k] == pytest.approx(-(up[1][k] - down[1][k]) / (2 * step), rel=1e-6)
    assert where.log_prior(where.centre)[0] == 0.0


def test_what_is_held_is_not_estimated() -> None:
    where = space({"X": 0.0, "lambda": 3.0})
    assert "X" not in where.names
    assert "lambda" not in where.names
    theta = where.theta(where.centre)
    assert (theta["X"], theta["lambda"]) == (0.0, 3.0)
    assert len(where.names) == len(where.centre) == len(where.sd) == len(space().names) - 2
    with pytest.raises(ThetaError, match="out of range"):
        space({"X": -1.0})
