"""The benchmark on a small crisis and few readers, so that it cannot rot; nothing is about time."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, root: Path) -> Iterator[ModuleType]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    found = importlib.import_module("explorer")
    yield found
    for name in set(sys.modules) - before:
        if name in {"explorer", "_machine"}:
            del sys.modules[name]


@pytest.mark.slow
def test_it_prints_every_claim(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    script.main(["--readers", "12", "--crises", "kargil-1999"])
    out = capsys.readouterr().out
    assert "12 readers at once: median" in out
    assert "a toggle, seconds until its answer" in out
    assert "kargil-1999" in out
