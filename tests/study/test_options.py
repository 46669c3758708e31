"""How much work: by the size of the crisis, never by the clock."""

from __future__ import annotations

import time
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from foedus.core import paths
from foedus.core.errors import UsageError
from foedus.study.options import WORK, Options


def test_small_crises_get_more_draws_than_large_ones() -> None:
    sizes = [26, 706, 3_674, 22_696, 97_034, 140_000, 10**7]
    draws = [Options().draws_for(size) for size in sizes]
    assert draws == sorted(draws, reverse=True)
    assert draws[0] == 64
    assert draws[-1] == 16
    assert all(16 <= count <= 64 for count in draws)
    assert Options().draws_for(WORK // 20) == 20


def test_what_is_asked_for_is_done() -> None:
    assert Options(draws=1).draws_for(10**7) == 1
    assert Options(draws=400).draws_for(26) == 400


@pytest.mark.parametrize(
    "wrong",
    [{"draws": -1}, {"draws": 2.5}, {"seed": -1}, {"seed": 2**63}, {"seed": None}, {"threads": 0}],
)
def test_what_is_no_number_of_it_is_refused_in_a_line(wrong: dict[str, Any]) -> None:
    (name,) = wrong
    with pytest.raises(UsageError, match=f"{name}: must be a whole number"):
        Options(**wrong)
    assert Options(draws=0, seed=2**63 - 1, threads=1).draws == 0


def test_a_treaty_gets_no_more_draws_than_the_crisis_and_at_least_four() -> None:
    for draws in (None, 1, 3, 4, 10, 64):
        for size in (26, 3_674, 97_034, 10**7):
            options = Options(draws=draws)
            most = options.draws_for(size)
            for instruments in (0, 1, 11):
                given = options.treaty_draws_for(size, instruments)
                assert min(4, most) <= given <= min(16, most)
    assert Options(draws=64).treaty_draws_for(97_034, 11) == 4
    assert Options(draws=64).treaty_draws_for(26, 11) == 16
    assert Options().treaty_draws_for(WORK // 60, 6) == 10


def test_the_clock_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Options().draws_for(97_034)
    for name in ("time", "perf_counter", "monotonic", "process_time"):
        monkeypatch.setattr(time, name, lambda: 1e9)
    assert Options().draws_for(97_034) == before


def test_threads_are_no_part_of_what_the_numbers_depend_on() -> None:
    assert Options(threads=1).identity(26) == Options(threads=7).identity(26)
    told = Options().identity(26)
    for change in ({"draws": 9}, {"seed": 1}, {"search": 3}, {"paths": 10}):
        assert replace(Options(), **change).identity(26) != told
    # as many as by default, asked for: the same question
    assert Options(draws=64).identity(26) == told


def test_threads_default_to_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_THREADS", "3")
    assert Options().workers == paths.threads() == 3
    assert Options(threads=5).workers == 5


def test_options_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Options().draws = 3  # type: ignore[misc] # frozen: it must fail
