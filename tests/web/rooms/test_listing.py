"""Sorting and paging of long tables, against brute force."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from foedus.web.rooms.listing import Column, heads, ordered, pages, sorts

COLUMNS = (Column("a", "A", "value"), Column("id", "Id", falling=True))
ROWS = st.lists(st.one_of(st.none(), st.integers(-3, 3)), max_size=20)


@given(values=ROWS, sort=st.sampled_from(sorts(COLUMNS)))
def test_order_is_that_of_a_plain_sort(values: list[int | None], sort: str) -> None:
    """Unknown last either way, equals by number rising."""
    frame = pl.DataFrame(
        {"value": values, "id": list(range(len(values)))},
        schema={"value": pl.Int64, "id": pl.Int64},
    ).sample(fraction=1.0, shuffle=True, seed=1)
    found = ordered(frame, COLUMNS, sort, "id")["id"].to_list()
    falling = sort.startswith("-")
    if sort.removeprefix("-") == "id":
        assert found == sorted(range(len(values)), reverse=falling)
        return
    known = [i for i, value in enumerate(values) if value is not None]
    known.sort(key=lambda i: (-(values[i] or 0) if falling else (values[i] or 0), i))
    assert found == known + [i for i, value in enumerate(values) if value is None]


@given(total=st.integers(0, 500), page=st.integers(-3, 50), size=st.integers(1, 60))
def test_pages_part_the_rows(total: int, page: int, size: int) -> None:
    rows = list(range(1, total + 1))
    parts = [rows[at : at + size] for at in range(0, total, size)] or [[]]
    here = pages(total, page, size)
    assert here.count == len(parts)
    shown = parts[min(max(page, 1), len(parts)) - 1]
    assert (here.first, here.last) == ((shown[0], shown[-1]) if shown else (0, 0))
    assert here.total == total
    assert set(here.near) <= set(range(1, here.count + 1))
    assert {1, here.page, here.count} <= set(here.near)


def test_headings_lead_to_the_other_direction() -> None:
    told = {one.label: (one.sorted, one.next) for one in heads(COLUMNS, "a")}
    assert told == {"A": ("ascending", "-a"), "Id": ("", "-id")}
    told = {one.label: (one.sorted, one.next) for one in heads(COLUMNS, "-id")}
    assert told == {"A": ("", "a"), "Id": ("descending", "id")}
