"""Labels: properties that hold for any effects."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from foedus.ledger.columns import LEVELS
from foedus.ledger.summary.labels import AGREE, labels, marks

EFFECTS = arrays(
    float, array_shapes(min_dims=2, max_dims=2, max_side=20), elements=st.floats(-1.0, 1.0)
)


@given(EFFECTS, st.sampled_from(LEVELS))
def test_against_counting_by_hand(effects: np.ndarray, level: float) -> None:
    told = labels(effects, np.ones(len(effects), bool), level)
    for row, label in zip(effects.tolist(), told, strict=True):
        above = sum(d > level for d in row) / len(row)
        below = sum(d < -level for d in row) / len(row)
        expected = "unclear"
        if above >= AGREE - 1e-9:
            expected = "raised"
        elif below >= AGREE - 1e-9:
            expected = "lowered"
        assert label == expected


@given(EFFECTS, st.sampled_from(LEVELS))
def test_turned_round_raised_is_lowered(effects: np.ndarray, level: float) -> None:
    raised, lowered = marks(effects, level)
    turned = marks(-effects, level)
    assert (raised == turned[1]).all()
    assert (lowered == turned[0]).all()
    assert not (raised & lowered).any()


@given(EFFECTS)
def test_a_stricter_threshold_never_adds_a_label(effects: np.ndarray) -> None:
    found = [marks(effects, level) for level in LEVELS]
    for (loose_up, loose_down), (strict_up, strict_down) in pairwise(found):
        assert not (strict_up & ~loose_up).any()
        assert not (strict_down & ~loose_down).any()


@given(EFFECTS, st.sampled_from(LEVELS), st.randoms(use_true_random=False))
def test_a_lost_draw_never_makes_a_label(effects: np.ndarray, level: float, random) -> None:
    lost = effects.copy()
    lost[random.randrange(len(effects)), random.randrange(effects.shape[1])] = np.nan
    for with_gap, whole in zip(marks(lost, level), marks(effects, level), strict=True):
        assert not (with_gap & ~whole).any()


@given(EFFECTS)
def test_without_an_obligation_there_is_no_label(effects: np.ndarray) -> None:
    assert set(labels(effects, np.zeros(len(effects), bool), 0.01)) <= {"none"}


@pytest.mark.parametrize(("agree", "label"), [(15, "raised"), (14, "unclear"), (16, "raised")])
def test_nine_draws_of_ten_of_sixteen_are_fifteen(agree: int, label: str) -> None:
    effects = np.array([[0.5] * agree + [0.0] * (16 - agree)])
    assert labels(effects, np.array([True]), 0.01) == [label]


def test_what_lies_at_the_threshold_is_not_beyond_it() -> None:
    effects = np.array([[0.01] * 10, [-0.01] * 10, [0.011] * 10, [-0.011] * 10])
    told = labels(effects, np.ones(4, bool), 0.01)
    assert told == ["unclear", "unclear", "raised", "lowered"]


def test_no_draw_no_label() -> None:
    assert labels(np.empty((2, 0)), np.array([True, True]), 0.01) == ["unclear", "unclear"]
