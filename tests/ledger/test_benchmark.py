"""The benchmark on a tiny case, so that it cannot rot; nothing here is about time."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from .made import case, some


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, root: Path) -> Iterator[ModuleType]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    found = importlib.import_module("ledger")
    yield found
    for name in set(sys.modules) - before:
        if name in {"ledger", "_machine"}:
            del sys.modules[name]


def test_it_prints_every_claim(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    cases = (*some(3), case(90, pacts=2, friends=2))
    assert script.report(cases, 8) is True
    out = capsys.readouterr().out
    assert "4 disputes, 3 with obligations; 8 on record" in out
    for claim in ("one theta", "two workers against one", "warm start against cold",
                  "residual 1e-05 against 1e-07", "the whole row"):  # fmt: skip
        assert claim in out


def test_looser_and_warmer_are_compared_number_by_number(script: ModuleType) -> None:
    cases = some(2)
    same = script.looser(cases, 1e-7, draws=1)
    assert (same.apart, same.war) == (0.0, 0.0)
    loose = script.looser(cases, 1e-3, draws=1)
    assert loose.apart > 0.0
    started = script.warm(cases, draws=1)
    assert started.apart < 1e-4
    assert started.ratio > 0
