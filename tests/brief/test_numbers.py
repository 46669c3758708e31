"""Numbers for people: two figures, no false zeros, one order."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.brief import numbers

chances = st.floats(0.0, 1.0)


def _value(text: str) -> float:
    """What a reader would take the text for."""
    return {"<0.01": 0.005, ">0.99": 0.995}.get(text) or float(text)


@given(chances)
def test_a_probability_has_two_figures_and_is_near(chance: float) -> None:
    text = numbers.probability(chance)
    assert abs(_value(text) - chance) <= 0.005 + 1e-12
    digits = text.lstrip("<>").replace("0.", "", 1)
    assert len(digits.lstrip("0")) <= 2


@given(st.floats(1e-11, 1 - 1e-11))
def test_what_can_happen_is_never_shown_as_zero_or_one(chance: float) -> None:
    text = numbers.probability(chance)
    assert text not in ("0", "0.0", "0.00", "0.000", "1", "1.0", "1.00")


@given(chances, chances)
def test_the_order_of_numbers_is_kept(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert _value(numbers.probability(low)) <= _value(numbers.probability(high))


@given(st.floats(-1.0, 1.0))
def test_a_change_has_its_sign(value: float) -> None:
    text = numbers.change(value)
    if abs(value) > numbers.NO_DIFFERENCE:
        assert text[0] == ("+" if value > 0 else numbers.MINUS)
        assert text[1:] == numbers.probability(abs(value))
    else:
        assert text == "0"


def test_what_the_solver_leaves_is_no_difference() -> None:
    noise = (-3e-9, 8e-8)
    assert [numbers.change(one) for one in noise] == ["0", "0"]
    assert numbers.signed_interval(*noise) == "0"
    assert numbers.spans_zero(1e-8, 0.2)
    assert numbers.spans_zero(-0.2, -1e-8)
    assert numbers.change(2e-7) == "+<0.01"


def test_what_was_not_computed_is_a_dash() -> None:
    assert numbers.probability(math.nan) == numbers.MISSING
    assert numbers.probability(None) == numbers.MISSING
    assert numbers.change(math.nan) == numbers.MISSING
    assert numbers.days(None) == numbers.MISSING


@pytest.mark.parametrize(
    ("low", "high", "spans"),
    [
        (-0.1, 0.2, True),
        (0.0, 0.2, True),
        (0.01, 0.2, False),
        (-0.2, -0.1, False),
        (math.nan, 1, True),
    ],
)
def test_an_interval_that_touches_zero_leaves_the_sign_open(
    low: float, high: float, spans: bool
) -> None:
    assert numbers.spans_zero(low, high) is spans


@given(
    st.dictionaries(st.text(min_size=1), st.floats(0.0, 1.0), min_size=1).filter(
        lambda shares: sum(shares.values()) > 1e-6
    )
)
def test_a_hundred_dots_are_a_hundred(shares: dict[str, float]) -> None:
    counts = numbers.per_hundred(shares)
    total = sum(shares.values())
    assert sum(counts.values()) == 100
    assert all(abs(counts[name] - 100 * shares[name] / total) < 1 + 1e-9 for name in shares)


def test_dates_are_written_out_and_what_is_no_date_is_left() -> None:
    assert numbers.day("1962-10-16") == "16 October 1962"
    assert numbers.day("soon") == "soon"
