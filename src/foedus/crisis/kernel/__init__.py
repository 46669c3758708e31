"""Compiled kernels: plain loops over positions, no objects, no printing.

Numba's on-disk cache looks only at the file of the function it compiles, not at the helpers
that file imports, and it fails where no folder is writable. So while the kernels are being
imported the cache is pointed at a folder named by the hash of *all* kernel sources, and the
setting is restored afterwards. Kernels release the GIL and use no fast-math: a NaN must stay
one, or it would look like convergence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, cast

import numba

from foedus.core.paths import cache_dir


class _Settings(Protocol):
    """The one of numba's settings used here; numba makes them at run time, so none is typed."""

    CACHE_DIR: str


def sources_hash() -> str:
    """Return the first 16 hex digits of the SHA-256 of every kernel source file."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def compiled_folder() -> Path:
    """Return the folder in which compiled kernels of these sources are kept."""
    return cache_dir() / "kernels" / sources_hash()


@contextmanager
def _compiled_here() -> Generator[None]:
    settings = cast("_Settings", numba.config)
    before = settings.CACHE_DIR
    folder = compiled_folder()
    folder.mkdir(parents=True, exist_ok=True)
    settings.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        settings.CACHE_DIR = before


def is_compiled() -> bool:
    """Say whether an earlier run has left compiled kernels behind."""
    return any(compiled_folder().rglob("*.nbi"))


with _compiled_here():
    from . import daily, flow, gillespie, linear, philox, policy, positions, sweep, tables

__all__ = [
    "compiled_folder",
    "daily",
    "flow",
    "gillespie",
    "is_compiled",
    "linear",
    "philox",
    "policy",
    "positions",
    "sources_hash",
    "sweep",
    "tables",
]
