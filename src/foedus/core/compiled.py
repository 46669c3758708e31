"""How loops are compiled by Numba, and where the machine code is kept.

Numba reads no annotations and its own types for `njit` leave out `_nrt`; here the decorator keeps
a kernel's signature, so that callers are checked against it.

Numba's on-disk cache looks only at the file of the function it compiles, not at the helpers that
file imports, and it fails where no folder is writable. So while kernels are being imported the
cache is pointed at a folder named by the hash of *all* their sources, and the setting is restored
afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from foedus.core.paths import cache_dir

__all__ = ["Flags", "Floats", "Ints", "compiled_in", "folder_for", "hash_of", "jit"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Kernel = TypeVar("Kernel", bound=Callable[..., object])


class _Settings(Protocol):
    """The one of numba's settings used here; numba makes them at run time, so none is typed."""

    CACHE_DIR: str


def jit(**options: bool | str) -> Callable[[Kernel], Kernel]:
    """Return numba's `njit` decorator with these options.

    Parameters
    ----------
    **options
        As `numba.njit` takes them. `cache=True` keeps the machine code in the folder that is set
        while the kernels are imported; `_nrt=False` compiles without reference counting, for
        kernels that allocate nothing.

    Dividing by zero gives an infinity or a NaN, as in NumPy: a NaN is what does not converge.
    """
    decorate = cast("Callable[..., Callable[[Kernel], Kernel]]", numba.njit)
    return decorate(error_model="numpy", **options)


def hash_of(sources: Iterable[Path]) -> str:
    """Return the first 16 hex digits of the SHA-256 of source files, and of this one."""
    digest = hashlib.sha256()
    for path in sorted({*sources, Path(__file__)}):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def folder_for(sources: Iterable[Path]) -> Path:
    """Return the folder in which the machine code of these source files is kept."""
    return cache_dir() / "kernels" / hash_of(sources)


@contextmanager
def compiled_in(folder: Path) -> Generator[None]:
    """While inside, what is imported keeps its machine code in the folder."""
    settings = cast("_Settings", numba.config)
    before = settings.CACHE_DIR
    folder.mkdir(parents=True, exist_ok=True)
    settings.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        settings.CACHE_DIR = before
