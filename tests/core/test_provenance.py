"""Versions and hashes."""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from foedus.core import provenance


def test_versions_are_those_that_are_imported() -> None:
    import numpy as np

    found = provenance.versions()
    assert list(found) == ["foedus", "python", "numpy", "numba", "polars"]
    assert found["numpy"] == np.__version__
    assert found["python"] == platform.python_version()
    assert found["foedus"] == provenance.foedus_version() != "0+unknown"


def test_asking_for_versions_imports_nothing_heavy() -> None:
    code = (
        "import sys; from foedus.core.provenance import versions; versions(); "
        "sys.exit(bool({'numpy', 'numba', 'polars'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_unknown_package_has_an_unknown_version() -> None:
    assert provenance._version_of("no-such-package-here") == "0+unknown"


@given(st.binary(max_size=4096))
def test_hash_of_bytes_is_sha256(content: bytes) -> None:
    assert provenance.sha256_bytes(content) == hashlib.sha256(content).hexdigest()


def test_hash_of_a_file_longer_than_one_read(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "big").write_bytes(content)
    assert provenance.sha256_file(tmp_path / "big") == provenance.sha256_bytes(content)
