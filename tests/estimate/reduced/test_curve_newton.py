"""The fast logit: against pyfixest, against `logit.fit` and the sandwich, and what it refuses."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import FoedusError
from foedus.estimate.reduced.curve.choices import PLEDGES, Model, Sampling, Unit, grid
from foedus.estimate.reduced.curve.newton import groups, maximum
from foedus.estimate.reduced.curve.unit import FEWEST, numbers, sample
from foedus.estimate.reduced.logit import fit
from foedus.estimate.reduced.sandwich import by_cluster, by_state, probabilities


def _made(seed: int, rows: int = 900, states: int = 14) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    one = rng.integers(1, states, rows)
    two = 1 + (one + rng.integers(0, states - 2, rows)) % (states - 1)
    two = np.where(two == one, 1 + two % (states - 1), two)
    X = np.column_stack([np.ones(rows), rng.integers(0, 2, rows), one + rng.normal(size=rows)])
    y = (rng.random(rows) < probabilities(X, np.array([-1.5, 0.5, 0.1]))).astype(float)
    return X, y, one, two


def test_as_pyfixest() -> None:
    import pandas as pd
    import pyfixest as pf

    X, y, one, two = _made(0)
    pair = np.minimum(one, two) * 100 + np.maximum(one, two)
    frame = pd.DataFrame({"y": y, "a": X[:, 1], "b": X[:, 2], "g": pair})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pf.feglm("y ~ a + b", frame, family="logit", vcov={"CRV1": "g"}, iwls_tol=1e-13)
    ours = maximum(X, y, groups(one, two), np.arange(y.size))
    np.testing.assert_allclose(ours.coef, model.coef().to_numpy(), rtol=1e-6)
    errors = np.sqrt(np.diag(ours.by_cluster))
    np.testing.assert_allclose(errors, model.se().to_numpy(), rtol=1e-6)


@given(st.integers(0, 10_000), st.booleans())
def test_covariances_are_the_sandwich_s(seed: int, own: bool) -> None:
    """In part of the rows, with pairs as clusters and with others."""
    X, y, one, two = _made(seed, rows=300, states=9)
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(rng.random(y.size) < 0.8)
    cluster = rng.integers(0, 60, y.size) if own else None
    X, y = X[rows], y[rows]
    ours = maximum(X, y, groups(one, two, cluster), rows)
    pair = np.minimum(one, two) * 100 + np.maximum(one, two)
    label = (pair if cluster is None else cluster)[rows]
    near = {"rtol": 1e-8, "atol": 1e-12}
    np.testing.assert_allclose(ours.by_cluster, by_cluster(X, y, ours.coef, label), **near)
    expected = by_state(X, y, ours.coef, one[rows], two[rows])
    np.testing.assert_allclose(ours.by_state, expected, **near)
    assert ours.clusters == np.unique(label).size
    assert ours.states == np.unique(np.concatenate([one[rows], two[rows]])).size
    slope = X.T @ (y - probabilities(X, ours.coef))
    assert np.abs(slope).max() < 1e-6  # it is a maximum


def test_a_specification_is_what_the_logit_says(data: object) -> None:
    """Every number of a model on the record, beside `logit.fit`."""
    sampling = Sampling("onset", 1900, 1944)
    frame = sample(sampling)
    model = Model(PLEDGES, ("capabilities", "regime", "distance", "similarity", "peace", "trend"))
    found = numbers(Unit(sampling, (model,)), frame)
    slow = fit(frame, "initiated", model.columns("onset"))
    table = {row["name"]: row for row in slow.table().to_dicts()}
    assert len(found) == len(PLEDGES)
    for name, piece in found.items():
        row = table[name.rpartition("/")[2]]
        for ours, theirs in (("coef", "coef"), ("se_cluster", "se_pair"), ("se_state", "se_state"),
                             ("low", "low"), ("high", "high")):  # fmt: skip
            assert piece[ours] == pytest.approx(row[theirs], abs=1e-6)
        assert piece["loss"] == pytest.approx(slow.loss, abs=1e-10)
        assert piece["base_loss"] == pytest.approx(slow.base_loss, abs=1e-12)
        assert (piece["rows"], piece["events"], piece["missing"], piece["clusters"],
                piece["states"]) == (
            slow.rows, slow.events, slow.missing, slow.pairs, slow.states)  # fmt: skip


def _refused(X: np.ndarray, y: np.ndarray) -> str:
    one, two = np.arange(1, y.size + 1), np.full(y.size, y.size + 5)
    with pytest.raises(FoedusError) as told:
        maximum(X, y, groups(one, two), np.arange(y.size))
    return told.value.message


def test_what_it_refuses() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=400)
    flag = (rng.random(400) < 0.1).astype(float)
    y = (rng.random(400) < 0.3).astype(float)
    one = np.ones(400)
    assert _refused(np.column_stack([one, x]), one) == "one outcome only"
    assert "one value" in _refused(np.column_stack([one, one]), y)
    assert "collinear" in _refused(np.column_stack([one, x, 2 * x]), y)
    assert "parts" in _refused(np.column_stack([one, x]), (x > 0).astype(float))
    # No event where the flag is up: the likelihood has no maximum, though it converges.
    parted = np.where(flag == 1, 0.0, y)
    assert "parts" in _refused(np.column_stack([one, flag, x]), parted)
    barely = parted.copy()
    barely[np.flatnonzero(flag)[0]] = 1.0
    told = groups(np.arange(1, 401), np.full(400, 405))
    assert maximum(np.column_stack([one, flag, x]), barely, told, np.arange(400)).coef[1] < -1


def test_thin_models_are_not_fitted_and_say_so() -> None:
    X, y, one, two = _made(2, rows=400)
    y[np.flatnonzero(y)[2 * FEWEST - 1 :]] = 0.0  # one event less than two covariates need
    sampling = Sampling("onset", 1900, 1901)
    frame = pl.DataFrame({
        "ccode1": one, "ccode2": two, "initiated": y, "target_defense": X[:, 1],
        "capability_share": X[:, 2],
    })  # fmt: skip
    models = (Model(("target_defense",), ("capabilities",)), Model(("target_defense",), ()))
    thin, fitted = numbers(Unit(sampling, models), frame).values()
    assert thin["failed"] == f"fewer than {FEWEST} events a covariate"
    assert thin["events"] == 2 * FEWEST - 1
    assert "coef" not in thin
    assert "failed" not in fitted


def test_names_differ_throughout_the_grid() -> None:
    for quick in (True, False):
        whole = grid(quick=quick)
        names = [name for unit in whole.units for name, _, _ in unit.specifications()]
        assert len(set(names)) == len(names) == len(whole)
    few = {name for unit in grid(quick=True).units for name, _, _ in unit.specifications()}
    assert few <= set(names)  # the quick grid is part of the whole one
