"""Compiled kernels: plain loops over positions, no objects, no printing.

Kernels release the GIL and use no fast-math: a NaN must stay one, or it would look like
convergence. Where the machine code is kept is said in `foedus.core.compiled`.
"""

from __future__ import annotations

from pathlib import Path

from foedus.core.compiled import compiled_in, folder_for, hash_of


def _sources() -> list[Path]:
    return list(Path(__file__).parent.glob("*.py"))


def sources_hash() -> str:
    """Return the first 16 hex digits of the SHA-256 of every kernel source file."""
    return hash_of(_sources())


def compiled_folder() -> Path:
    """Return the folder in which compiled kernels of these sources are kept."""
    return folder_for(_sources())


def is_compiled() -> bool:
    """Say whether an earlier run has left compiled kernels behind."""
    return any(compiled_folder().rglob("*.nbi"))


with compiled_in(compiled_folder()):
    from . import (
        contract,
        daily,
        flow,
        gillespie,
        linear,
        philox,
        policy,
        positions,
        residuals,
        slopes,
        sweep,
        tables,
        transposed,
    )

__all__ = [
    "compiled_folder",
    "contract",
    "daily",
    "flow",
    "gillespie",
    "is_compiled",
    "linear",
    "philox",
    "policy",
    "positions",
    "residuals",
    "slopes",
    "sources_hash",
    "sweep",
    "tables",
    "transposed",
]
