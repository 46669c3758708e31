"""Compiled kernels of private resolve: values by type, and days by profile of types."""

from __future__ import annotations

from pathlib import Path

from foedus.core.compiled import compiled_in, folder_for
from foedus.crisis import kernel as plain


def _sources() -> list[Path]:
    rooms = (Path(__file__).parent, Path(plain.__file__).parent)
    return [path for room in rooms for path in room.glob("*.py")]


with compiled_in(folder_for(_sources())):
    from . import choice, values, visits

__all__ = ["choice", "values", "visits"]
