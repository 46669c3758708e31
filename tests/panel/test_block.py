"""A block meets a panel: against a dictionary, and against a left join."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foedus.panel.block import Block, Index, Variable, attach

CODES = (-1, 2, 20, 255, 9998)
CODE = st.sampled_from(CODES)
YEAR = st.integers(1900, 1906)
VALUE = st.none() | st.integers(-5, 5)
COVER = st.tuples(YEAR, YEAR)
VARIABLES = (
    Variable("known", "", absent=0),
    Variable("word", "", absent="none"),
    Variable("x", ""),
)
Key = tuple[int, ...]


def block(rows: dict[Key, int | None], cover: tuple[int, int], *, symmetric: bool = False) -> Block:
    pair = next((len(key) == 3 for key in rows), False)
    names = ["ccode1", "ccode2", "year"] if pair else ["ccode", "year"]
    data = [
        (*key, value, None if value is None else str(value), value) for key, value in rows.items()
    ]
    schema = dict.fromkeys(names, pl.Int64) | {"known": pl.Int8, "word": pl.String, "x": pl.Float64}
    return Block(
        pl.DataFrame(data, schema=schema, orient="row"), VARIABLES, (), *cover, symmetric=symmetric
    )


def index(keys: list[Key]) -> Index:
    *sides, years = np.array(keys, dtype=np.int16).reshape(len(keys), -1).T
    return Index(tuple(sides), years)


def expected(keys: list[Key], rows: dict[Key, int | None], cover: tuple[int, int]) -> list[tuple]:
    """What a dictionary says: the row; else absence where that means something; else nothing."""
    made = []
    for *codes, year in keys:
        there = -1 not in codes
        if there and (*codes, year) in rows:
            value = rows[*codes, year]
            made.append((value, None if value is None else str(value), value))
        else:
            covered = there and cover[0] <= year <= cover[1]
            made.append((0, "none", None) if covered else (None, None, None))
    return made


STATES = st.lists(st.tuples(CODE, YEAR), min_size=1, max_size=30)
PAIR = st.tuples(CODE, CODE, YEAR).filter(lambda key: key[0] != key[1])
PAIRS = st.lists(PAIR, min_size=1, max_size=30)
SHUFFLE = st.randoms(use_true_random=False)


@given(STATES, st.dictionaries(st.tuples(CODE, YEAR), VALUE, min_size=1), COVER)
@example([(-1, 1900), (2, 1901)], {(-1, 1900): 1, (2, 1899): 2}, (1900, 1906))
@example([(2, 1900)], {(20, 1900): 1}, (1906, 1900))
def test_a_states_rows_are_those_of_a_dictionary(
    keys: list[Key], rows: dict[Key, int | None], cover: tuple[int, int]
) -> None:
    assert attach(index(keys), block(rows, cover)).rows() == expected(keys, rows, cover)


@given(PAIRS, st.dictionaries(PAIR, VALUE, min_size=1), COVER)
def test_a_pairs_rows_are_those_of_a_dictionary(
    keys: list[Key], rows: dict[Key, int | None], cover: tuple[int, int]
) -> None:
    assert attach(index(keys), block(rows, cover)).rows() == expected(keys, rows, cover)


@given(PAIRS, st.dictionaries(PAIR.map(lambda k: (*sorted(k[:2]), k[2])), VALUE, min_size=1), COVER)
def test_a_symmetric_row_stands_for_both_directions(
    keys: list[Key], rows: dict[Key, int | None], cover: tuple[int, int]
) -> None:
    both = rows | {(two, one, year): value for (one, two, year), value in rows.items()}
    got = attach(index(keys), block(rows, cover, symmetric=True))
    assert got.rows() == expected(keys, both, cover)


@given(
    PAIRS, st.dictionaries(st.tuples(CODE, YEAR), VALUE, min_size=1), COVER, st.sampled_from([0, 1])
)
def test_a_side_is_looked_up_by_its_own_code(
    keys: list[Key], rows: dict[Key, int | None], cover: tuple[int, int], side: int
) -> None:
    own = [(key[side], key[2]) for key in keys]
    assert attach(index(keys), block(rows, cover), side).rows() == expected(own, rows, cover)


@given(PAIRS, st.dictionaries(PAIR, VALUE, min_size=1), COVER, SHUFFLE)
def test_order_means_nothing(
    keys: list[Key], rows: dict[Key, int | None], cover: tuple[int, int], random: object
) -> None:
    items = list(rows.items())
    random.shuffle(items)
    assert attach(index(keys), block(dict(items), cover)).equals(
        attach(index(keys), block(rows, cover))
    )
    order = list(range(len(keys)))
    random.shuffle(order)
    assert attach(index([keys[i] for i in order]), block(rows, cover)).equals(
        attach(index(keys), block(rows, cover))[order]
    )


@given(
    st.lists(st.tuples(st.sampled_from(CODES[1:]), YEAR), min_size=1, max_size=30),
    st.dictionaries(st.tuples(CODE, YEAR), st.integers(-5, 5), min_size=1),
)
def test_it_is_a_left_join(keys: list[Key], rows: dict[Key, int | None]) -> None:
    """With nothing covered, what is not found is null, as in Polars' own join."""
    made = block(rows, (1, 0))
    left = pl.DataFrame(keys, schema={"ccode": pl.Int64, "year": pl.Int64}, orient="row")
    joined = left.join(made.frame, on=["ccode", "year"], how="left", maintain_order="left")
    assert attach(index(keys), made).equals(joined.drop("ccode", "year"))


FULL = sorted(
    (one, two, year)
    for one in CODES[1:]
    for two in CODES[1:]
    if one != two
    for year in range(1900, 1930)
)


@given(
    st.dictionaries(
        st.tuples(CODE, CODE, st.integers(1895, 1935)).filter(lambda k: k[0] != k[1]),
        VALUE,
        min_size=1,
        max_size=9,
    ),
    st.tuples(st.integers(1895, 1935), st.integers(1895, 1935)),
    st.booleans(),
)
def test_a_block_that_knows_little_of_a_panel_in_order(
    rows: dict[Key, int | None], cover: tuple[int, int], backwards: bool
) -> None:
    """Few rows are written into the panel's, many are gathered: the same comes out."""
    keys = FULL[::-1] if backwards else FULL
    assert attach(index(keys), block(rows, cover)).rows() == expected(keys, rows, cover)
    low = {(*sorted(key[:2]), key[2]): value for key, value in rows.items()}
    both = low | {(two, one, year): value for (one, two, year), value in low.items()}
    got = attach(index(keys), block(low, cover, symmetric=True))
    assert got.rows() == expected(keys, both, cover)


def test_no_row_is_lost_or_doubled_whatever_the_block() -> None:
    keys = [(2, 1900)] * 3 + [(20, 1901)]
    got = attach(index(keys), block({(2, 1900): 7, (255, 1900): 1}, (1900, 1900)))
    assert got["known"].to_list() == [7, 7, 7, None]


@pytest.mark.parametrize(
    ("rows", "symmetric"),
    [
        ([(2, 20, 1900, 1), (20, 2, 1900, 1)], True),
        ([(2, 20, 1900, 1), (2, 20, 1900, 1)], False),
    ],
)
def test_two_rows_about_one_pair_are_refused(rows: list[tuple], symmetric: bool) -> None:
    frame = pl.DataFrame(rows, schema=["ccode1", "ccode2", "year", "x"], orient="row")
    made = Block(frame, (Variable("x", ""),), (), 1900, 1900, symmetric=symmetric)
    with pytest.raises(ValueError, match=r"two rows of a block are about \(\d+, \d+, 1900\)"):
        attach(index([(2, 20, 1900)]), made)


def test_an_empty_block_and_an_empty_panel() -> None:
    nothing = block({(2, 1900): 1}, (1900, 1901))
    nothing = Block(nothing.frame.clear(), VARIABLES, (), 1900, 1901)
    got = attach(index([(2, 1900), (2, 1902), (-1, 1900)]), nothing)
    assert got["known"].to_list() == [0, None, None]
    nobody = Index((np.empty(0, np.int16),), np.empty(0, np.int16))
    got = attach(nobody, block({(2, 1900): 1}, (1900, 1901)))
    assert (got.height, got.columns) == (0, ["known", "word", "x"])
    assert nobody.span == (0, -1)


def test_years_unknown_are_left_alone() -> None:
    """A crisis actor without a year of its own: nothing is known of it, and it hides no other."""
    at = Index((np.array([2, 2], np.int16),), np.array([-1, 1900], np.int16))
    assert attach(at, block({(2, 1900): 3}, (1900, 1901)))["known"].to_list() == [None, 3]
    assert at.span == (1900, 1900)


def test_types_of_the_block_are_kept() -> None:
    got = attach(index([(2, 1900)]), block({(20, 1900): 1}, (1900, 1900)))
    assert got.schema == {"known": pl.Int8, "word": pl.String, "x": pl.Float64}


def test_an_aligned_block_is_taken_row_by_row() -> None:
    frame = pl.DataFrame({"x": [3, 1], "other": [0, 0]})
    made = Block(frame, (Variable("x", ""),), (), 1900, 1900, aligned=True)
    assert attach(index([(2, 1900), (2, 1900)]), made).rows() == [(3,), (1,)]
