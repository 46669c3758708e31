"""Small sites: one small crisis with its first changes, a few disputes, a few years."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.core.progress import Silent
from foedus.web.export.wanted import Wanted
from foedus.web.export.write import Made, export

SMALL = Wanted(("taiwan-strait-1958",), toggles=3, disputes=2, years=(1914, 1958))


@pytest.fixture(scope="module")
def cached_site(cached: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A small site, written once; what it solves lies in the tests' own cache."""
    assert cached.is_dir()
    return export(tmp_path_factory.mktemp("sites") / "site", SMALL, Silent())


@pytest.fixture(scope="session")
def content() -> Callable[[Path], dict[str, bytes]]:
    """Every file of a folder, by its name."""

    def read(folder: Path) -> dict[str, bytes]:
        return {
            one.relative_to(folder).as_posix(): one.read_bytes()
            for one in sorted(folder.rglob("*"))
            if one.is_file()
        }

    return read
