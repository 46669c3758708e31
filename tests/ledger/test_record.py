"""The record as it is read: which disputes, from which data."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.ledger.onset import of_disputes
from foedus.ledger.options import Options, spread_evenly
from foedus.ledger.record import DATA, data_versions, digest, record

from .made import some


@given(st.integers(0, 300), st.integers(1, 300))
def test_a_spread_is_even(size: int, count: int) -> None:
    chosen = spread_evenly(range(size), count)
    assert len(chosen) == min(size, count)
    assert chosen == sorted(set(chosen))
    steps = [b - a for a, b in pairwise(chosen)]
    assert not steps or max(steps) - min(steps) <= 1
    assert spread_evenly(range(size), None) == list(range(size))


@pytest.mark.parametrize("wrong", [{"draws": -1}, {"k": -1}, {"limit": 0}, {"treaties": "secret"}])
def test_what_cannot_be_built_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Options(**wrong)


def test_the_digest_is_that_of_the_games() -> None:
    one = some(4)
    assert digest(one) == digest(some(4))
    assert digest(one[:3]) != digest(one)
    other = one[0].scenario.model_copy(update={"start": {"USA": "threat"}})
    assert digest((*one[1:],)) != digest(one)
    assert other != one[0].scenario


def test_every_table_that_cases_read_is_in_the_question(data: Path) -> None:
    code = (
        "import foedus.sources.getting.fetch as fetch\n"
        "names, real = set(), fetch.locate\n"
        "def locate(name):\n    names.add(name)\n    return real(name)\n"
        "fetch.locate = locate\n"
        "from foedus.cases.case import dispute_cases\n"
        "from foedus.ledger.icb import crises_of_disputes\n"
        "dispute_cases(2, 'any', {257}), crises_of_disputes()\n"
        "print(' '.join(sorted(names)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert tuple(done.stdout.split()) == DATA
    told = data_versions()
    assert told["mid/disputes"]["version"] == "5.0"
    assert len(told["atop/members"]["sha256"]) == 64


def test_a_part_of_the_record(data: Path) -> None:
    found = record(Options(limit=5))
    assert found.rows == 5
    assert found.disputes == 2436
    numbers = [int(case.key) for case in found.cases]
    assert numbers == sorted(numbers)
    assert all(case.kind == "dispute" for case in found.cases)


def test_onset_has_controls_for_every_dispute_that_makes_a_game(data: Path) -> None:
    controls = of_disputes()
    found = record(Options(limit=40))
    assert all(case.key in controls for case in found.cases)
    assert set(next(iter(controls.values()))) >= {"land", "rival", "peace"}
