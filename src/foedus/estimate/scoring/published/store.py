"""Published scores on disk: one JSON document and one table, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from foedus.core.sealed import Sealed

from .scores import Published

__all__ = ["are_scores", "read", "refuse", "shipped_folder", "write"]

_SCORES = Sealed(
    what="published scores",
    mark="foedus-scores",
    document="scores.json",
    fix="make them: foedus score game --publish DIR (needs the data sets)",
)
are_scores = _SCORES.there
"""Whether a folder holds published scores of this format."""
refuse = _SCORES.refuse
"""Refuse, before the work, a folder that `write` would not write."""
_FORECASTS = "forecasts"


def write(content: Mapping[str, Any], forecasts: Sequence[pl.DataFrame], folder: Path) -> None:
    """Write scores beside the folder, then put them in its place.

    Parameters
    ----------
    content
        As `Published.content`.
    forecasts
        Of each report, as `foedus.estimate.scoring.published.scores.worst` makes them.
    folder
        Where.

    Raises
    ------
    UsageError
        The folder cannot be written, or holds something else.
    """
    _SCORES.write(folder, content, {_FORECASTS: pl.concat(forecasts, how="diagonal")})


def shipped_folder() -> Path:
    """Folder of the scores that come with the package; perhaps none lie there."""
    return Path(str(resources.files("foedus.estimate.scoring") / "shipped"))


def read(folder: Path | None = None) -> Published:
    """Read published scores.

    Parameters
    ----------
    folder
        Where ``foedus score game --publish`` wrote them; the shipped ones by default.

    Raises
    ------
    BundleError
        There are none, or they are damaged.
    """
    place = shipped_folder() if folder is None else folder
    content = _SCORES.content(place)
    return Published(content, _SCORES.table(place, _FORECASTS, content))
