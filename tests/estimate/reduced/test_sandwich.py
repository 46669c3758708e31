"""Clustered covariance: against pyfixest, sums written out, and frequencies in simulated data."""

from __future__ import annotations

import warnings

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from foedus.estimate.reduced.sandwich import by_cluster, by_state, probabilities


def _made(seed: int, rows: int = 600, states: int = 12) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    one = rng.integers(0, states, rows)
    two = (one + rng.integers(1, states, rows)) % states
    X = np.column_stack([np.ones(rows), rng.normal(size=rows), one + rng.normal(size=rows)])
    y = (rng.random(rows) < probabilities(X, np.array([-1.0, 0.5, 0.1]))).astype(float)
    return X, y, one, two


def test_as_in_pyfixest() -> None:
    import pandas as pd
    import pyfixest as pf

    X, y, one, two = _made(0)
    pair = np.minimum(one, two) * 100 + np.maximum(one, two)
    frame = pd.DataFrame({"y": y, "a": X[:, 1], "b": X[:, 2], "g": pair})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pf.feglm("y ~ a + b", frame, family="logit", vcov={"CRV1": "g"}, iwls_tol=1e-13)
    beta = model.coef().to_numpy()
    ours = by_cluster(X, y, beta, pair)
    np.testing.assert_allclose(np.sqrt(np.diag(ours)), model.se().to_numpy(), rtol=1e-6)


@given(st.integers(0, 10_000))
def test_rows_with_a_state_in_common_written_out(seed: int) -> None:
    X, y, one, two = _made(seed, rows=40, states=6)
    beta = np.array([-1.0, 0.5, 0.1])
    p = probabilities(X, beta)
    score = X * (y - p)[:, None]
    bread = np.linalg.inv((X * (p * (1 - p))[:, None]).T @ X)
    meat = np.zeros((3, 3))
    for i in range(40):
        for j in range(40):
            if {one[i], two[i]} & {one[j], two[j]}:
                meat += np.outer(score[i], score[j])
    states = np.unique(np.concatenate([one, two])).size
    factor = states / (states - 1) * 39 / 37
    np.testing.assert_allclose(
        by_state(X, y, beta, one, two), factor * bread @ meat @ bread, atol=1e-12, rtol=1e-9
    )


def test_one_row_a_cluster_is_the_plain_robust_covariance() -> None:
    X, y, *_ = _made(3)
    beta = np.array([-1.0, 0.5, 0.1])
    p = probabilities(X, beta)
    bread = np.linalg.inv((X * (p * (1 - p))[:, None]).T @ X)
    meat = (X * ((y - p) ** 2)[:, None]).T @ X
    n, k = X.shape
    expected = n / (n - k) * bread @ meat @ bread
    np.testing.assert_allclose(by_cluster(X, y, beta, np.arange(n)), expected, rtol=1e-10)


def test_probabilities_do_not_overflow() -> None:
    p = probabilities(np.array([[1.0], [1.0]]), np.array([800.0]))
    assert p.tolist() == [1.0, 1.0]
    assert probabilities(np.array([[1.0]]), np.array([-800.0])).item() == 0.0
