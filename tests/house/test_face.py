"""The public face: a dozen names, each imported when it is used."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import foedus

HEAVY = {"numpy", "numba", "polars", "pydantic", "yaml", "cyclopts", "rich", "altair", "jinja2"}


def modules_after(code: str) -> set[str]:
    """Top-level names in ``sys.modules`` of a fresh interpreter after `code`."""
    show = "import sys, json; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_probe_sees_heavy_imports() -> None:
    assert "numpy" in modules_after("import numpy")


@pytest.mark.parametrize(
    "code", ["import foedus", "import foedus; foedus.__version__; dir(foedus)"]
)
def test_import_is_light(code: str) -> None:
    loaded = modules_after(code)
    assert "foedus" in loaded
    assert loaded & HEAVY == set()


def test_help_starts_no_engine() -> None:
    loaded = modules_after("from foedus.cli.app import main\nassert main(['--help']) == 0")
    assert loaded & {"numpy", "numba", "polars", "pydantic", "altair", "jinja2"} == set()


def test_version_is_that_of_the_project(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert foedus.__version__ == project["version"]


def test_every_promised_name_is_there() -> None:
    for name in foedus.__all__:
        assert getattr(foedus, name) is not None
    assert set(foedus.__all__) <= set(dir(foedus))
    assert set(foedus._HOME) | {"__version__"} == set(foedus.__all__)


def test_names_lead_to_the_rooms_they_live_in() -> None:
    from foedus.core.errors import FoedusError

    assert foedus.FoedusError is FoedusError
    scenarios = importlib.import_module("foedus.crisis.scenario")
    assert foedus.scenario is scenarios.load


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scenarios'"):
        foedus.scenarios  # noqa: B018 - that it fails is the test


def test_no_public_name_is_that_of_a_room() -> None:
    # the first import from a room would put the room in the place of the name
    rooms = {module.name for module in pkgutil.iter_modules(foedus.__path__)}
    assert set(foedus.__all__) & rooms == set()
