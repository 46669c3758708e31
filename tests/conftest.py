"""What every test may ask for."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from foedus.core import paths
from foedus.core.bundle import Bundle

# A slow machine is no failure: what is found counts, not how long it took.
settings.register_profile("foedus", deadline=None)
settings.load_profile("foedus")


def skip_or_fail(reason: str) -> NoReturn:
    """Skip a check whose means are missing; fail instead where ``FOEDUS_STRICT=1``."""
    if paths.strict():
        pytest.fail(f"FOEDUS_STRICT=1, and {reason}", pytrace=False)
    pytest.skip(reason)  # the means are missing, not the will: strict runs never come here


@pytest.fixture(scope="session")
def strict_skip() -> Callable[[str], NoReturn]:
    """``strict_skip(reason)``: skips, or fails where ``FOEDUS_STRICT=1``."""
    return skip_or_fail


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of public data sets, from ``FOEDUS_DATA``."""
    folder = paths.data_dir()
    if folder is None:
        skip_or_fail("FOEDUS_DATA is not set")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def make() -> Callable[..., Bundle]:
    """``make(edits=(), draws=64, partial=False)``: a made-up bundle about July 1914."""
    file = Path(__file__).resolve().parent / "brief" / "make_bundle.py"
    spec = importlib.util.spec_from_file_location("make_bundle", file)  # no package to import from
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_bundle
