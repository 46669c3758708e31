"""The bundle maker, loaded by path: test folders are not packages."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.core.bundle import Bundle

_FILE = Path(__file__).resolve().parent.parent / "brief" / "make_bundle.py"


@pytest.fixture(scope="session")
def make() -> Callable[..., Bundle]:
    """``make(edits=(), draws=64, partial=False)``: a bundle about July 1914."""
    spec = importlib.util.spec_from_file_location("make_bundle", _FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_bundle
