"""Scores, intervals, calibration: against formulas written another way, and scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from foedus.estimate.scoring.blocks import difference
from foedus.estimate.scoring.calibration import calibration
from foedus.estimate.scoring.scores import EDGE, auc, bins, log_losses, scores

PAIRS = st.lists(st.tuples(st.integers(0, 1), st.floats(0.001, 0.999)), min_size=2, max_size=60)


@given(PAIRS)
def test_the_terms_add_up_to_brier(pairs: list[tuple[int, float]]) -> None:
    y, p = (np.array(column) for column in zip(*pairs, strict=True))
    s = scores(y, p)
    assert s.reliability - s.resolution + s.uncertainty + s.within == pytest.approx(s.brier)
    assert s.reliability >= 0
    assert s.resolution <= s.uncertainty + 1e-12


@given(PAIRS)
def test_as_scikit_learn_has_it(pairs: list[tuple[int, float]]) -> None:
    y, p = (np.array(column) for column in zip(*pairs, strict=True))
    s = scores(y, p)
    assert s.log_score == pytest.approx(log_loss(y, p, labels=[0, 1]))
    assert s.brier == pytest.approx(brier_score_loss(y, p, pos_label=1))
    if 0 < y.sum() < y.size:
        assert s.auc == pytest.approx(roc_auc_score(y, p))
    else:
        assert s.auc is None


def test_without_spread_inside_bins_nothing_is_left_within() -> None:
    y, p = np.array([0, 1, 0, 1, 1]), np.array([0.2, 0.2, 0.7, 0.7, 0.7])
    s = scores(y, p)
    assert s.within == pytest.approx(0.0, abs=1e-15)
    assert s.reliability == pytest.approx((2 * 0.3**2 + 3 * (0.7 - 2 / 3) ** 2) / 5)


def test_a_certain_error_is_dear_but_finite() -> None:
    assert log_losses(np.array([1]), np.array([0.0]))[0] == pytest.approx(-math.log(EDGE))
    assert scores(np.array([1, 0]), np.array([0.0, 0.5])).clipped == 1


@given(st.lists(st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.5, 0.9]), min_size=1, max_size=40))
def test_equal_forecasts_share_a_bin_and_bins_are_in_order(values: list[float]) -> None:
    p = np.array(values)
    group = bins(p, 3)
    for one in np.unique(p):
        assert np.unique(group[p == one]).size == 1
    order = np.argsort(p)
    assert (np.diff(group[order]) >= 0).all()
    assert set(group) == set(range(group.max() + 1))


def test_ties_count_half() -> None:
    assert auc(np.array([0, 1]), np.array([0.3, 0.3])) == 0.5


def test_calibration_counts_every_row_once() -> None:
    rng = np.random.default_rng(1)
    p = rng.uniform(size=500)
    y = (rng.uniform(size=500) < p).astype(np.int64)
    table = calibration(y, p)
    assert table["rows"].sum() == 500
    assert table["events"].sum() == y.sum()
    assert (table["low"] <= table["frequency"]).all()
    assert (table["high"] >= table["frequency"]).all()


def test_calibration_counts_a_row_as_often_as_it_weighs() -> None:
    y, p = np.array([0, 1, 0, 1]), np.array([0.1, 0.2, 0.6, 0.8])
    weight = np.array([3.0, 1.0, 1.0, 4.0])
    table = calibration(y, p, 2, weight)
    assert table["rows"].to_list() == [4, 5]
    assert table["events"].to_list() == [1, 4]
    assert table["frequency"].to_list() == pytest.approx([1 / 4, 4 / 5])
    assert table["forecast"].to_list() == pytest.approx([0.5 / 4, 3.8 / 5])


def test_blocks_of_one_row_give_the_plain_standard_error() -> None:
    gains = np.random.default_rng(2).normal(size=2000)
    one = difference(gains, {"row": np.arange(2000)})
    assert one.mean == pytest.approx(gains.mean())
    wide = 2 * 1.96 * gains.std() / math.sqrt(2000)
    assert one.high - one.low == pytest.approx(wide, rel=0.06)


def test_rows_that_repeat_are_no_evidence() -> None:
    gains = np.repeat(np.random.default_rng(3).normal(size=50), 40)
    labels = np.repeat(np.arange(50), 40)
    rows = difference(gains, {"row": np.arange(2000)})
    blocks = difference(gains, {"row": np.arange(2000), "block": labels})
    assert blocks.by == "block"
    assert blocks.blocks == 50
    ratio = (blocks.high - blocks.low) / (rows.high - rows.low)
    assert ratio == pytest.approx(math.sqrt(40), rel=0.15)


def test_the_interval_covers_as_often_as_it_says() -> None:
    rng, hits = np.random.default_rng(4), 0
    for _ in range(200):
        effect = rng.normal(size=60)[:, None] + rng.normal(size=(60, 3))
        one = difference(effect.ravel() + 0.5, {"b": np.repeat(np.arange(60), 3)}, draws=400)
        hits += one.low <= 0.5 <= one.high
    assert 0.88 <= hits / 200 <= 0.99


def test_verdicts() -> None:
    labels = {"b": np.arange(4)}
    assert difference(np.ones(4), labels).verdict == "better"
    assert difference(-np.ones(4), labels).verdict == "worse"
    assert difference(np.array([1.0, -1.0, 1.0, -1.0]), labels).verdict == "unclear"
