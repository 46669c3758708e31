"""Stacking: weights against brute force on a grid; alike models stay even, better ones do not."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from foedus.estimate.scoring.stacking import PSEUDO, Stack, stack, weights

STEPS = 200


def brute(told: np.ndarray, times: np.ndarray, pseudo: float) -> np.ndarray:
    """The best weights on a grid of the simplex."""
    best, found = -np.inf, None
    for ks in product(range(1, STEPS), repeat=told.shape[1] - 1):
        if sum(ks) < STEPS:
            w = np.array([*ks, STEPS - sum(ks)]) / STEPS
            value = float(times @ np.log(told @ w) + pseudo * np.log(w).sum())
            if value > best:
                best, found = value, w
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("K", "pseudo", "seed"), [(2, 1.0, 0), (2, 0.1, 1), (3, 1.0, 2), (3, 5.0, 3)]
)
def test_as_brute_force_has_it(K: int, pseudo: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    told = rng.uniform(0.05, 1.0, (40, K)) * np.array([1.0, 0.8, 0.7])[:K]
    times = rng.integers(0, 4, 40)
    found = weights(told, times, pseudo=pseudo)
    assert found.sum() == pytest.approx(1.0)
    assert found == pytest.approx(brute(told, times, pseudo), abs=1.0 / STEPS)


def test_the_mode_is_flat_along_the_simplex() -> None:
    rng = np.random.default_rng(4)
    told = rng.uniform(0.2, 0.9, (300, 6))
    w = weights(told)
    slope = (told / (told @ w)[:, None]).sum(axis=0) + PSEUDO / w
    assert np.ptp(slope) == pytest.approx(0.0, abs=1e-4)


def test_it_does_not_matter_where_it_begins() -> None:
    rng = np.random.default_rng(5)
    told = rng.uniform(0.2, 0.9, (200, 4))
    other = weights(told, start=np.array([0.97, 0.01, 0.01, 0.01]))
    assert other == pytest.approx(weights(told), abs=1e-5)


def coins(count: int, seed: int = 6) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.02, 0.6, count)
    return p, (rng.uniform(size=count) < p).astype(np.int64)


def test_models_that_differ_by_noise_keep_nearly_even_weights_told_by_the_prior() -> None:
    p, y = coins(1000)
    rng = np.random.default_rng(7)
    alike = {n: np.clip(p + rng.normal(0.0, 0.01, p.size), 0.01, 0.99) for n in "abc"}
    made = stack(alike, y, np.arange(y.size))
    assert made.rows == 1000
    for one in made.weights.values():
        assert one.weight == pytest.approx(1.0 / 3.0, abs=0.15)
        assert one.told_by == "prior"


def test_a_model_that_knows_more_takes_the_weight_told_by_the_data() -> None:
    p, y = coins(1000)
    made = stack({"knows": p, "base": np.full(p.size, y.mean())}, y, np.arange(y.size))
    assert made.weights["knows"].weight > 0.85
    assert made.weights["knows"].told_by == "data"
    assert made.weights["base"].told_by == "data"


def test_eight_nats_hold_half_of_six_models_weight() -> None:
    told = np.full((10_000, 6), 0.3)
    told[:, 0] *= np.exp(8.0 / 10_000)
    assert weights(told)[0] == pytest.approx(0.5, abs=0.01)


def test_rows_that_repeat_are_no_evidence_that_a_weight_is_earned() -> None:
    p, y = coins(12)
    models = {"knows": p, "base": np.full(12, 0.3)}
    often = {name: np.repeat(one, 3) for name, one in models.items()}
    block = np.repeat(np.arange(12), 3)
    apart, whole = (
        stack(often, np.repeat(y, 3), labels).weights["knows"] for labels in (np.arange(36), block)
    )
    assert whole.weight == apart.weight
    assert whole.high - whole.low > apart.high - apart.low
    assert stack(often, np.repeat(y, 3), block).blocks == 12


def test_nothing_to_learn_from_leaves_even_weights() -> None:
    nothing = np.zeros(0)
    made = stack({"a": nothing, "b": nothing}, nothing.astype(np.int64), nothing.astype(np.int64))
    assert [one.weight for one in made.weights.values()] == [0.5, 0.5]
    assert {one.told_by for one in made.weights.values()} == {"prior"}


def test_a_mixture_is_the_weighted_mean() -> None:
    p, y = coins(50)
    made: Stack = stack({"a": p, "b": np.full(50, 0.2)}, y, np.arange(50), draws=5)
    a = made.weights["a"].weight
    mixed = made.mixed({"a": np.array([0.5, 0.1]), "b": np.array([0.1, 0.3])})
    assert mixed == pytest.approx([a * 0.5 + (1 - a) * 0.1, a * 0.1 + (1 - a) * 0.3])
