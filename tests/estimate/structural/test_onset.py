"""The onset model against scikit-learn and differences."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from foedus.core.errors import FoedusError
from foedus.estimate.structural import onset as module
from foedus.estimate.structural.onset import OnsetModel, OnsetRows, fitted, load_onset, onset


def rows(size: int = 300, seed: int = 1) -> tuple[OnsetRows, np.ndarray]:
    rng = np.random.default_rng(seed)
    values = rng.normal(0.1, 0.1, size)
    controls = np.column_stack([rng.integers(0, 2, size), rng.normal(size=size)]).astype(float)
    eta = -1.0 + 4.0 * values + controls @ [0.7, -0.3]
    began = (rng.random(size) < 1.0 / (1.0 + np.exp(-eta))).astype(float)
    weight = np.where(began > 0, 1.0, rng.uniform(5.0, 60.0, size))
    made = OnsetRows(("land", "far"), controls, began, weight, np.arange(size, dtype=np.int64))
    return made, values


def test_coefficients_are_scikit_learns() -> None:
    made, values = rows()
    found = fitted(made, values)
    X = np.column_stack([values, made.controls])
    theirs = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=200)
    theirs.fit(X, made.began, sample_weight=made.weight)
    assert found == pytest.approx([theirs.intercept_[0], *theirs.coef_[0]], abs=1e-6)


def test_a_row_left_out_is_as_if_it_were_not_there() -> None:
    made, values = rows()
    used = (np.arange(made.size) % 3 > 0).astype(float)
    kept = used > 0
    part = OnsetRows(
        made.names, made.controls[kept], made.began[kept], made.weight[kept], made.cluster[kept]
    )
    assert fitted(made, values, used) == pytest.approx(fitted(part, values[kept]), abs=1e-7)


def test_a_share_that_began_is_that_many_rows() -> None:
    """Ten dyad-years of which two saw an onset: one row of weight ten, or ten rows."""
    values, controls = np.array([0.3, -0.2]), np.zeros((2, 0))
    one = OnsetRows((), controls, np.array([0.2, 0.5]), np.array([10.0, 4.0]), np.arange(2))
    began = np.repeat([1.0, 0.0, 1.0, 0.0], [2, 8, 2, 2])
    ten = OnsetRows((), np.zeros((14, 0)), began, np.ones(14), np.arange(14))
    long = np.repeat(values, [10, 4])
    coef = np.array([-0.7, 1.3])
    assert onset(one, values, coef).loss.sum() == pytest.approx(onset(ten, long, coef).loss.sum())
    assert fitted(one, values) == pytest.approx(fitted(ten, long))


def test_slopes_are_differences() -> None:
    made, values = rows(20)
    coef = np.array([-1.2, 3.0, 0.5, 0.1])
    found = onset(made, values, coef)
    step = 1e-6
    for k in range(4):
        e = np.zeros(4)
        e[k] = step
        loss = [onset(made, values, coef + s * e).loss for s in (1, -1)]
        assert found.by_coef[:, k] == pytest.approx((loss[1] - loss[0]) / (2 * step), abs=1e-6)
        scores = [onset(made, values, coef + s * e).by_coef[:, 0] for s in (1, -1)]
        if k == 0:
            assert found.curvature == pytest.approx((scores[1] - scores[0]) / (2 * step), abs=1e-5)
    loss = [onset(made, values + s * step, coef).loss for s in (1, -1)]
    assert found.by_value == pytest.approx((loss[1] - loss[0]) / (2 * step), abs=1e-6)


def test_chances_are_the_logit_s() -> None:
    model = OnsetModel(("land", "far"), -2.0, 3.0, (0.5, -1.0))
    eta = -2.0 + 3.0 * 0.2 + 0.5 * 1.0 - 1.0 * 0.4
    given = {"land": 1.0, "far": 0.4, "more": 9.0}
    assert model.chance(0.2, given) == pytest.approx(1.0 / (1.0 + np.exp(-eta)))
    with pytest.raises(FoedusError, match="far: lacks a control"):
        model.chance(0.2, {"land": 1.0})


def test_a_control_that_parts_the_outcomes_is_an_error() -> None:
    began = np.array([0.0, 0.0, 1.0, 1.0])
    made = OnsetRows(("told",), began[:, None], began, np.ones(4), np.arange(4))
    with pytest.raises((FoedusError, np.linalg.LinAlgError)):
        fitted(made, np.array([0.1, 0.2, 0.15, 0.3]))


def test_what_ships_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FILE", "nothing.json")
    with pytest.raises(FoedusError, match="run foedus estimate fit"):
        load_onset()
