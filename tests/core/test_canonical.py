"""Content keys: what must not move them, and what must."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.canonical import canonical_json, key

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def _map(tree: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(tree, dict):
        return change({name: _map(value, change) for name, value in tree.items()})
    if isinstance(tree, list):
        return change([_map(value, change) for value in tree])
    return change(tree)


@given(trees, st.randoms(use_true_random=False))
def test_order_of_keys_does_not_matter(tree: Any, chance: random.Random) -> None:
    def shuffled(node: Any) -> Any:
        if not isinstance(node, dict):
            return node
        items = list(node.items())
        chance.shuffle(items)
        return dict(items)

    assert key(_map(tree, shuffled)) == key(tree)


@given(trees)
def test_lists_and_tuples_are_one(tree: Any) -> None:
    tupled = _map(tree, lambda node: tuple(node) if isinstance(node, list) else node)
    assert key(tupled) == key(tree)


@given(trees)
def test_canonical_json_is_json_and_a_fixed_point(tree: Any) -> None:
    text = canonical_json(tree)
    assert canonical_json(json.loads(text)) == text


@given(trees, trees)
def test_equal_key_means_equal_content(one: Any, other: Any) -> None:
    if key(one) == key(other):
        assert canonical_json(one) == canonical_json(other)
    else:
        assert canonical_json(one) != canonical_json(other)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_float_is_rounded(value: float) -> None:
    assert float(json.loads(canonical_json(value))) == value


@given(st.integers(min_value=-(2**53), max_value=2**53))
def test_how_a_whole_number_was_typed_does_not_matter(value: int) -> None:
    assert key(value) == key(float(value)) == key(np.float64(value)) == key(np.int64(value))


def test_what_differs_differs() -> None:
    different = [0, 1, True, False, None, "1", "", [], {}, [1], {"a": 1}, 1.5, "true", [[1]]]
    assert len({key(value) for value in different}) == len(different)


def test_signed_zero_is_zero() -> None:
    assert canonical_json(-0.0) == "0"


def test_next_float_has_another_key() -> None:
    assert key(0.1) != key(math.nextafter(0.1, 1))


def test_days_dataclasses_models_and_arrays_have_a_form() -> None:
    @dataclasses.dataclass(frozen=True)
    class Options:
        draws: int
        day: dt.date

    class Model(pydantic.BaseModel):
        day: dt.date

    day = dt.date(1914, 7, 23)
    assert canonical_json(Options(64, day)) == '{"day":"1914-07-23","draws":64}'
    assert canonical_json(Model(day=day)) == '{"day":"1914-07-23"}'
    assert canonical_json({"a": np.array([[1.0, 2.5]])}) == '{"a":[[1,2.5]]}'


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_what_is_not_a_number_is_refused_with_its_place(value: float) -> None:
    with pytest.raises(ValueError, match=r"not a finite number.* at actors\[1\]\.capability"):
        canonical_json({"actors": [{}, {"capability": value}]})
    with pytest.raises(ValueError, match="not a finite number"):
        canonical_json(np.array([value]))


@pytest.mark.parametrize("value", [{1: 2}, {1, 2}, object(), b"bytes", int])
def test_what_has_no_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_known_key_stays() -> None:
    """A change of this number would orphan every cache and every bundle's key."""
    known = {"scenario": "july-1914", "theta": {"lambda": 4.0, "X": 3.5}, "draws": 64}
    assert canonical_json(known) == (
        '{"draws":64,"scenario":"july-1914","theta":{"X":3.5,"lambda":4}}'
    )
    assert key(known) == "736ff673be03ced94f5749354f10aa0a455f01f2153eb2f3f824cc32945499eb"
