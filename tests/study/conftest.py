"""A crisis that is solved in a moment, caches of a test's own, and one study for many tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.core.bundle import Bundle
from foedus.crisis.intervene import parse_with
from foedus.crisis.scenario import Scenario, load
from foedus.study.options import Options
from foedus.study.run import run

TINY = {
    "foedus-scenario": 1,
    "name": "tiny",
    "date": "1950-01-01",
    "start": {"ONE": "display"},
    "actors": {
        "ONE": {"name": "Challenger", "camp": "challenger", "principal": True, "capability": 3,
                "judgement": "made up"},
        "TWO": {"name": "Target", "camp": "target", "principal": True, "capability": 1,
                "judgement": "made up"},
        "FRD": {"name": "Friend", "camp": "target", "capability": 3, "judgement": "made up"},
    },
    "issue": {"kind": "policy", "salience": {"ONE": 1, "TWO": 1, "FRD": 0.2},
              "judgement": "made up"},
    "treaties": {
        "pact": {"title": "The Pact", "kind": "defence", "owes": {"FRD": ["TWO"]}, "binding": 0.8,
                 "in_force": ["1949-01-01", None], "judgement": "made up"},
    },
    "channels": {"ONE-TWO": {"quality": 0.4, "kind": "wire", "judgement": "made up"}},
    "contact": [["ONE", "TWO"], ["ONE", "FRD"]],
}  # fmt: skip
TAIWAN = Options(draws=4, search=2, threads=1)


@pytest.fixture(scope="session")
def tiny() -> Scenario:
    """Three actors, one treaty, one channel: some two hundred positions."""
    return Scenario.model_validate(TINY)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for this test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("FOEDUS_CACHE", str(folder))
    return folder


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """``fresh()``: from here on another, empty cache."""
    count = iter(range(1000))

    def another() -> Path:
        folder = tmp_path / f"cache-{next(count)}"
        monkeypatch.setenv("FOEDUS_CACHE", str(folder))
        return folder

    return another


@pytest.fixture(scope="session")
def taiwan(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Taiwan Strait 1958 with a hotline asked for, four draws, one thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_CACHE", str(tmp_path_factory.mktemp("taiwan")))
        return run(load("taiwan-strait-1958"), [parse_with("hotline:CHN-USA")], TAIWAN)
