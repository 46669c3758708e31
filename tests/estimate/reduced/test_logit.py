"""The logit: against scipy's maximiser, its own simulated truth, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from foedus.core.errors import FoedusError, UsageError
from foedus.estimate.reduced.logit import fit
from foedus.estimate.reduced.sandwich import probabilities

TRUTH = np.array([-2.0, 0.8, -0.5])


def _made(seed: int = 1, rows: int = 4000, states: int = 30) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    one = rng.integers(1, states, rows)
    two = (one + rng.integers(1, states - 1, rows)) % states
    flag, x = rng.integers(0, 2, rows), rng.normal(size=rows)
    X = np.column_stack([np.ones(rows), flag, x])
    y = (rng.random(rows) < probabilities(X, TRUTH)).astype(np.int8)
    return pl.DataFrame({"ccode1": one, "ccode2": two, "flag": flag, "x": x, "y": y})


def test_as_scipy_maximises() -> None:
    from scipy import optimize

    frame = _made()
    X = np.column_stack([np.ones(frame.height), frame["flag"].to_numpy(), frame["x"].to_numpy()])
    y = frame["y"].to_numpy().astype(float)

    def loss(beta: np.ndarray) -> float:
        eta = X @ beta
        return float(np.logaddexp(0.0, eta).sum() - y @ eta)

    best = optimize.minimize(
        loss, np.zeros(3), jac=lambda b: X.T @ (probabilities(X, b) - y), tol=1e-12, method="BFGS",
        options={"gtol": 1e-6},
    )  # fmt: skip
    model = fit(frame, "y", ["flag", "x"])
    np.testing.assert_allclose(model.coef, best.x, atol=1e-6)
    assert model.loss == pytest.approx(best.fun / frame.height, abs=1e-9)
    assert model.base_loss > model.loss


def test_truth_is_found_within_its_interval_about_as_often_as_said() -> None:
    hits = 0
    for seed in range(40):
        row = fit(_made(seed, 1500), "y", ["flag", "x"]).table().filter(pl.col("name") == "flag")
        hits += row["low"].item() < TRUTH[1] < row["high"].item()
    assert 34 <= hits <= 40


def test_change_is_the_ratio_of_mean_probabilities() -> None:
    frame = _made()
    model = fit(frame, "y", ["flag", "x"])
    means = []
    for value in (0, 1):
        X = np.column_stack(
            [np.ones(frame.height), np.full(frame.height, value), frame["x"].to_numpy()]
        )
        means.append(probabilities(X, model.coef).mean())
    change = model.change(frame, "flag")
    assert change.value == pytest.approx(means[1] / means[0])
    assert change.low < change.value < change.high


def test_interval_of_a_change_is_that_of_draws() -> None:
    """Delta method against draws from the estimates' distribution."""
    frame = _made()
    model = fit(frame, "y", ["flag", "x"])
    rng = np.random.default_rng(0)
    ones, x = np.ones(frame.height), frame["x"].to_numpy()
    with_, without = np.column_stack([ones, ones, x]), np.column_stack([ones, 0 * ones, x])
    slopes = np.array([0.0, 1.0, 0.0])
    widest = max((model.by_pair, model.by_state), key=lambda V: slopes @ V @ slopes)
    ratios = [
        probabilities(with_, beta).mean() / probabilities(without, beta).mean()
        for beta in rng.multivariate_normal(model.coef, widest, 1500)
    ]
    change = model.change(frame, "flag")
    np.testing.assert_allclose(
        np.quantile(ratios, [0.025, 0.975]), [change.low, change.high], rtol=0.03
    )


@pytest.mark.parametrize("greater", ["by_pair", "by_state"])
def test_the_greater_of_the_errors_makes_the_interval(greater: str) -> None:
    """Four times the variance in either is twice the width on the logarithm."""
    frame = _made()
    model = fit(frame, "y", ["flag", "x"])
    alike = replace(model, by_state=model.by_pair)
    one = alike.change(frame, "flag")
    wide = replace(alike, **{greater: 4.0 * model.by_pair}).change(frame, "flag")
    for end, ours in ((one.low, wide.low), (one.high, wide.high)):
        assert np.log(ours / wide.value) == pytest.approx(2.0 * np.log(end / one.value))


def test_losses_on_other_rows() -> None:
    model = fit(_made(1), "y", ["flag", "x"])
    loss, base, rows = model.losses(_made(2))
    assert rows == 4000
    assert loss < base
    assert model.losses(_made(1))[:2] == pytest.approx((model.loss, model.base_loss))
    # What is known beforehand is the share of events in the rows fitted, not in the others.
    rare = _made(2).filter((pl.col("y") == 0) | (pl.int_range(pl.len()) % 4 == 0))
    seen, share = rare["y"].mean(), model.events / model.rows
    assert seen < 0.5 * share
    expected = -(seen * np.log(share) + (1 - seen) * np.log(1 - share))
    assert model.losses(rare)[1] == pytest.approx(expected)


def test_rows_with_nulls_are_left_out_and_counted() -> None:
    frame = _made().with_columns(x=pl.when(pl.int_range(pl.len()) >= 10).then("x"))
    model = fit(frame, "y", ["flag", "x"])
    assert (model.missing, model.rows) == (10, 3990)


def test_what_it_refuses() -> None:
    frame = _made().with_columns(same=pl.lit(1.0), twice=pl.col("x") * 2.0)
    with pytest.raises(UsageError, match=r"no such column.*did you mean 'flag'"):
        fit(frame, "y", ["flagg"])
    with pytest.raises(UsageError, match="one value"):
        fit(frame, "y", ["same"])
    with pytest.raises(UsageError, match="collinear"):
        fit(frame, "y", ["x", "twice"])
    with pytest.raises(UsageError, match="0 and 1"):
        fit(frame, "x", ["flag"])
    with pytest.raises(UsageError, match="no such coefficient"):
        fit(frame, "y", ["flag"]).of("x")


def test_rows_that_cannot_be_used_are_refused_and_not_taken_for_a_state() -> None:
    frame = _made()
    first = pl.int_range(pl.len()) == 0
    with pytest.raises(UsageError, match="ccode2: has empty cells"):
        fit(frame.with_columns(ccode2=pl.when(~first).then("ccode2")), "y", ["x"])
    with pytest.raises(UsageError, match="one state twice"):
        fit(frame.with_columns(ccode2=pl.when(first).then("ccode1").otherwise("ccode2")), "y", [])
    with pytest.raises(UsageError, match="x: holds NaN"):
        fit(frame.with_columns(x=pl.when(~first).then("x").otherwise(np.nan)), "y", ["x"])
    with pytest.raises(UsageError, match="one pair of states"):
        fit(frame.with_columns(ccode1=pl.lit(2), ccode2=pl.lit(200)), "y", ["x"])


def test_errors_by_state_say_nothing_where_one_state_is_in_all_rows() -> None:
    """Its rows' scores sum to zero at the maximum, and with them the errors."""
    frame = _made().with_columns(ccode1=pl.lit(2), ccode2=pl.col("ccode2") + 100)
    model = fit(frame, "y", ["x"])
    coef, by_pair, by_state = model.of("x")
    assert by_pair > 0.0
    assert np.isnan(by_state)
    row = model.table().row(1, named=True)
    assert row["high"] - coef == pytest.approx(1.959964 * by_pair)


def test_perfect_separation_is_no_fit() -> None:
    frame = _made().with_columns(y=(pl.col("x") > 0).cast(pl.Int8))
    with pytest.raises(FoedusError):
        fit(frame, "y", ["x", "flag"])


@pytest.mark.parametrize("rows", [2_000, 100_000])
def test_a_covariate_that_parts_some_rows_has_no_estimate_however_it_is_coded(rows: int) -> None:
    """The iteration ends at -17, where a sandwich would give it an error of 0.1."""
    frame = _made(rows=rows).with_columns(y=pl.col("y") * pl.col("flag"), half=pl.col("flag") + 1)
    with pytest.raises(FoedusError, match="part the outcomes"):
        fit(frame, "y", ["x", "half"])


def test_a_flag_that_never_goes_with_the_outcome_is_refused() -> None:
    """The iteration would stop far out and call it an estimate."""
    rng = np.random.default_rng(3)
    n = 400
    flag = (np.arange(n) % 8 == 0).astype(float)
    y = np.where(flag == 1.0, 0.0, (rng.random(n) < 0.3).astype(float))
    frame = pl.DataFrame(
        {
            "ccode1": np.arange(n) % 20 + 1,
            "ccode2": np.arange(n) % 30 + 100,
            "y": y,
            "x": rng.normal(size=n),
            "flag": flag,
        }
    )
    with pytest.raises(FoedusError, match="the outcome is the same in all 50 rows"):
        fit(frame, "y", ["x", "flag"])
