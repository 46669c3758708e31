"""Years asked for against years on record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.panel.window import window

YEAR = st.none() | st.integers(1800, 1850)


@given(YEAR, YEAR, st.integers(1810, 1825), st.integers(1825, 1840))
def test_years_kept_are_asked_for_and_on_record(
    first: int | None, last: int | None, known_first: int, known_last: int
) -> None:
    asked = {
        year
        for year in range(1700, 1950)
        if (first is None or year >= first) and (last is None or year <= last)
    }
    both = asked & set(range(known_first, known_last + 1))
    if both:
        assert window(first, last, known_first, known_last, "x") == (min(both), max(both))
    else:
        with pytest.raises(UsageError):
            window(first, last, known_first, known_last, "x")


def test_errors_say_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"years end \(1900\) before they begin \(1914\)"):
        window(1914, 1900, 1816, 2014, "MID")
    with pytest.raises(UsageError, match=r"MID covers 1816-2014 \(got '2020:2021'\)"):
        window(2020, 2021, 1816, 2014, "MID")
