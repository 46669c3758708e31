"""Briefs to look at: one drawn whole, and one of every bundled scenario with blank pictures."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from foedus.brief.picture import Picture as Drawing
from foedus.brief.report.blocks import Picture, drawn
from foedus.brief.report.crisis import brief as maker
from foedus.brief.report.model import Report
from foedus.core.bundle import Bundle

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0,0h9"/></svg>'


def _module(name: str) -> ModuleType:
    file = Path(__file__).resolve().parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _blank(one: Drawing) -> Picture:
    return drawn(one, BLANK)


@pytest.fixture
def unplotted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawings cost nothing."""
    monkeypatch.setattr(maker, "plot", _blank)


@pytest.fixture(scope="session")
def made() -> Callable[[str], Bundle]:
    """``made(name)``: a bundle with made-up numbers about a bundled scenario."""
    return _module("make_briefs").made


@pytest.fixture(scope="session")
def blank() -> Callable[[Bundle], Report]:
    """``blank(bundle)``: its brief, with drawings that cost nothing."""

    def brief(bundle: Bundle) -> Report:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(maker, "plot", _blank)
            return maker.crisis_brief(bundle)

    return brief


@pytest.fixture(scope="session")
def bundle(make: Callable[..., Bundle]) -> Bundle:
    """July 1914 with made-up numbers, and something asked for."""
    return make(edits=("without dual-alliance", "hotline:GMY-RUS"))


@pytest.fixture(scope="session")
def report(bundle: Bundle) -> Report:
    """Its brief, drawn."""
    return maker.crisis_brief(bundle)
