"""Years of peace against a loop over the calendar."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from foedus.panel.spells import years_since

WHO = st.integers(-1, 3)
YEAR = st.integers(1900, 1915)
ROWS = st.lists(st.tuples(WHO, YEAR, st.integers(1898, 1910)), min_size=1, max_size=25)
EVENTS = st.lists(st.tuples(WHO, YEAR), max_size=12)
Row = tuple[int, int, int]
Event = tuple[int, int]


def slow(who: int, year: int, origin: int, events: list[Event]) -> int:
    """Walk through the calendar, year by year; a year without a row passes like any other."""
    own = {when for name, when in events if name == who and when < year}
    count = 0
    for when in range(min([origin, *own]), year):
        if when in own:
            count = 0
        elif when >= origin or any(e < when for e in own):
            count += 1
    return count


def counted(rows: list[Row], events: list[Event]) -> list[int]:
    who, years, origin = np.array(rows).T
    names, when = np.array(events, dtype=np.int64).reshape(-1, 2).T
    return years_since(who, years.astype(np.int16), names, when.astype(np.int16), origin).tolist()


@given(ROWS, EVENTS)
@example([(1, 1905, 1900)], [])
@example([(1, 1905, 1910)], [])
@example([(1, 1905, 1900)], [(1, 1905), (1, 1906)])
@example([(0, 1905, 1900)], [(-1, 1904), (1, 1904)])
@example([(-1, 1905, 1900)], [(-1, 1904)])
def test_years_pass_by_the_calendar(rows: list[Row], events: list[Event]) -> None:
    assert counted(rows, events) == [slow(*row, events) for row in rows]


@given(ROWS, EVENTS, st.randoms(use_true_random=False))
def test_neither_order_nor_gaps_matter(
    rows: list[Row], events: list[Event], random: object
) -> None:
    whole = counted(rows, events)
    order = [i for i in range(len(rows)) if random.random() < 0.7]
    random.shuffle(order)
    random.shuffle(events)
    if order:
        assert counted([rows[i] for i in order], events) == [whole[i] for i in order]


@given(ROWS, EVENTS)
def test_an_event_told_twice_is_one_event(rows: list[Row], events: list[Event]) -> None:
    assert counted(rows, events * 2) == counted(rows, events)


def test_the_year_of_an_event_counts_the_peace_before_it() -> None:
    rows = [(1, year, 1900) for year in range(1900, 1906)]
    assert counted(rows, [(1, 1902), (1, 1903)]) == [0, 1, 2, 0, 0, 1]
