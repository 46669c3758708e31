"""Rows of yearly panels against membership taken day by day."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, permutations

import numpy as np
import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from foedus.panel.grid import grid, pairs, singles

CODES = (2, 20, 200, 220, 255)
KNOWN = 1904
"""Last year of the made lists."""

Spell = tuple[int, dt.date, dt.date]

DAYS = st.integers(0, 5 * 365).map(lambda n: dt.date(1900, 1, 1) + dt.timedelta(days=n))


def apart(spells: list[Spell]) -> bool:
    """No two spells of one state touch the same year."""
    taken = [(code, year) for code, a, b in spells for year in range(a.year, b.year + 1)]
    return len(taken) == len(set(taken))


SPELLS = (
    st.lists(
        st.tuples(st.sampled_from(CODES), DAYS, DAYS).map(lambda s: (s[0], *sorted(s[1:]))),
        min_size=1,
        max_size=7,
    )
    .map(lambda spells: [s for i, s in enumerate(spells) if apart([*spells[:i], s])])
    .filter(bool)
)
WINDOW = st.tuples(st.integers(1898, 1907), st.integers(1898, 1907)).map(
    lambda ends: (min(ends), max(ends))
)


def frame(spells: list[Spell]) -> pl.DataFrame:
    schema = {"ccode": pl.Int16, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(spells, schema=schema, orient="row")


def member(spells: list[Spell], code: int, day: dt.date) -> bool:
    """By the list; a member in the list's last year stays one."""
    return any(c == code and a <= day and (day <= b or b.year >= KNOWN) for c, a, b in spells)


def days(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def slow_singles(spells: list[Spell], first: int, last: int) -> list[tuple[int, int]]:
    return [
        (code, year)
        for code in sorted({code for code, _, _ in spells})
        for year in range(first, last + 1)
        if any(member(spells, code, day) for day in days(year))
    ]


def slow_pairs(spells: list[Spell], first: int, last: int, directed: bool) -> list[tuple[int, ...]]:
    ways = permutations if directed else combinations
    return sorted(
        (one, two, year)
        for one, two in ways(sorted({code for code, _, _ in spells}), 2)
        for year in range(first, last + 1)
        if any(member(spells, one, day) and member(spells, two, day) for day in days(year))
    )


@given(SPELLS, WINDOW)
@example(
    [
        (679, dt.date(1900, 5, 22), dt.date(1904, 12, 31)),
        (678, dt.date(1900, 1, 1), dt.date(1900, 5, 21)),
    ],
    (1900, 1901),
)
@example(
    [
        (2, dt.date(1904, 12, 31), dt.date(1904, 12, 31)),
        (20, dt.date(1904, 2, 29), dt.date(1904, 2, 29)),
    ],
    (1904, 1906),
)
def test_a_state_is_there_in_a_year_with_a_day_of_membership(
    spells: list[Spell], window: tuple[int, int]
) -> None:
    made = grid(frame(spells), *window, KNOWN)
    codes, years = singles(made)
    assert list(zip(codes.tolist(), years.tolist(), strict=True)) == slow_singles(spells, *window)
    assert codes.dtype == years.dtype == np.int16
    assert made.last == window[1]


@given(SPELLS, WINDOW, st.booleans())
@example(
    [
        (2, dt.date(1900, 1, 1), dt.date(1900, 6, 30)),
        (20, dt.date(1900, 6, 30), dt.date(1904, 1, 1)),
    ],
    (1900, 1900),
    True,
)
@example(
    [
        (2, dt.date(1900, 1, 1), dt.date(1900, 6, 30)),
        (20, dt.date(1900, 7, 1), dt.date(1904, 1, 1)),
    ],
    (1900, 1900),
    True,
)
def test_a_pair_is_there_in_a_year_with_a_day_common_to_both(
    spells: list[Spell], window: tuple[int, int], directed: bool
) -> None:
    columns = pairs(grid(frame(spells), *window, KNOWN), directed=directed)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    assert rows == slow_pairs(spells, *window, directed)
    assert {column.dtype for column in columns} == {np.dtype(np.int16)}


@given(SPELLS, WINDOW, st.permutations(range(7)))
def test_the_order_of_the_list_means_nothing(
    spells: list[Spell], window: tuple[int, int], order: list[int]
) -> None:
    shuffled = [spells[i] for i in order if i < len(spells)]
    for directed in (False, True):
        one = pairs(grid(frame(spells), *window, KNOWN), directed=directed)
        two = pairs(grid(frame(shuffled), *window, KNOWN), directed=directed)
        assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


@given(SPELLS, WINDOW, st.sets(st.sampled_from(CODES)), st.booleans())
def test_keeping_some_states_keeps_pairs_with_one_of_them(
    spells: list[Spell], window: tuple[int, int], kept: set[int], directed: bool
) -> None:
    made = grid(frame(spells), *window, KNOWN)
    alone = list(zip(*(c.tolist() for c in singles(made, kept)), strict=True))
    assert alone == [row for row in slow_singles(spells, *window) if row[0] in kept]
    rows = list(
        zip(*(c.tolist() for c in pairs(made, directed=directed, states=kept)), strict=True)
    )
    assert rows == [r for r in slow_pairs(spells, *window, directed) if {r[0], r[1]} & kept]


def test_a_state_that_leaves_and_comes_back_within_a_year_meets_the_others() -> None:
    """Two spells in one year: each counts, not the last day of one and the first of the other."""
    spells = [
        (2, dt.date(1899, 1, 1), dt.date(1900, 3, 1)),
        (2, dt.date(1900, 9, 1), dt.date(1903, 12, 31)),
        (20, dt.date(1899, 1, 1), dt.date(1903, 12, 31)),
        (200, dt.date(1900, 10, 1), dt.date(1900, 10, 31)),
        (220, dt.date(1900, 2, 1), dt.date(1900, 2, 2)),
        (255, dt.date(1900, 5, 1), dt.date(1900, 5, 2)),
    ]
    columns = pairs(grid(frame(spells), 1900, 1900, KNOWN), directed=False)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    assert rows == slow_pairs(spells, 1900, 1900, directed=False)
