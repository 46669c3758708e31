"""The random stream: the published numbers, and the same runs however the work is cut up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.crisis.kernel.philox import words
from foedus.crisis.paths import Paths, simulate

from .solved import reference_one

# Random123 1.14.0, tests/kat_vectors, philox4x32 10 (Salmon et al. 2011)
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000",
     "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff",
     "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0",
     "d16cfe09 94fdcceb 5001e420 24126ea1"),
]  # fmt: skip
WORD = st.integers(0, 2**32 - 1)


def numbers(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


def by_hand(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x32-10 in Python's own integers, as the paper writes it."""
    left0, right0, left1, right1 = counter[1], counter[0], counter[3], counter[2]
    for turn in range(10):
        k0 = (key[0] + turn * 0x9E3779B9) % 2**32
        k1 = (key[1] + turn * 0xBB67AE85) % 2**32
        high0, low0 = divmod(0xD2511F53 * right0, 2**32)
        high1, low1 = divmod(0xCD9E8D57 * right1, 2**32)
        right0, left0, right1, left1 = high1 ^ left0 ^ k0, low1, high0 ^ left1 ^ k1, low0
    return [right0, left0, right1, left1]


def drawn(counter: list[int], key: list[int]) -> list[int]:
    return words(np.array(counter, np.uint64), np.array(key, np.uint64)).tolist()


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN, ids=["zeros", "ones", "pi"])
def test_the_known_answers(counter: str, key: str, answer: str) -> None:
    assert drawn(numbers(counter), numbers(key)) == numbers(answer)
    assert by_hand(numbers(counter), numbers(key)) == numbers(answer)


@given(st.lists(WORD, min_size=4, max_size=4), st.lists(WORD, min_size=2, max_size=2))
def test_any_counter_and_key(counter: list[int], key: list[int]) -> None:
    assert drawn(counter, key) == by_hand(counter, key)


# -- runs ----------------------------------------------------------------------------------------


def of(runs: int, threads: int = 1, seed: int = 5, examples: int = 3) -> Paths:
    return simulate(
        reference_one("weak-target"), runs, seed, days=60, examples=examples, threads=threads
    )


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_no_number_depends_on_the_threads(threads: int) -> None:
    one, many = of(1001), of(1001, threads)
    assert many.counts == one.counts
    assert many.fights == one.fights
    assert np.array_equal(many.lengths, one.lengths)
    assert np.array_equal(many.histogram, one.histogram)
    assert many.examples == one.examples


def test_a_run_does_not_depend_on_how_many_there_are() -> None:
    many, few = of(1000), of(7)
    assert np.array_equal(few.lengths, many.lengths[:7])
    assert few.examples == many.examples
    assert of(1, examples=1).examples == many.examples[:1]


def test_the_counts_of_a_part_are_those_of_its_runs() -> None:
    """Counts add up run by run: 1,000 runs are 400 and those after them."""
    less, more = of(400), of(1000)
    assert all(0 <= more.counts[c] - less.counts[c] <= 600 for c in more.counts)
    assert ((more.histogram - less.histogram) >= 0).all()


def test_another_seed_is_another_stream() -> None:
    one = of(500)
    for seed in (6, 5 + 2**32, 2**40):  # both halves of a long seed count
        other = of(500, seed=seed)
        assert (other.lengths != one.lengths).mean() > 0.99
    assert np.array_equal(of(500).lengths, one.lengths)
    assert len(set(one.lengths.tolist())) > 490  # and the runs of a seed differ from each other


def test_more_threads_than_runs() -> None:
    assert np.array_equal(of(3, 8).lengths, of(3).lengths)
