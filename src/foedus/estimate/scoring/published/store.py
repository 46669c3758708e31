"""Published scores on disk: one JSON document and one table, written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from foedus.core.errors import BundleError
from foedus.core.provenance import sha256_file
from foedus.core.swap import put_in_place

from .scores import Published

__all__ = ["FORMAT", "are_scores", "read", "shipped_folder", "write"]

FORMAT = 1
_MARK, _CONTENT, _FORECASTS = "foedus-scores", "scores.json", "forecasts.parquet"
_FIX = "make them: foedus score game --publish DIR (needs the data sets)"


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
    BundleError
        The folder cannot be written, or holds something else.
    """
    target = folder.absolute()
    empty = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    if not empty and not are_scores(target):
        raise BundleError("holds something else than scores", file=folder, fix="choose another")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
        try:
            table = beside / _FORECASTS
            rows = pl.concat(forecasts, how="diagonal")
            rows.write_parquet(table, compression="zstd", compression_level=19, statistics=False)
            told = {_MARK: FORMAT, **content, "files": {_FORECASTS: sha256_file(table)}}
            text = json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
            (beside / _CONTENT).write_text(text, encoding="utf-8")
            beside.chmod(0o755)
            put_in_place(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise BundleError(
            f"cannot write here ({error.strerror})", file=folder, fix="choose another folder"
        ) from error


def shipped_folder() -> Path:
    """Folder of the scores that come with the package; perhaps none lie there."""
    return Path(str(resources.files("foedus.estimate.scoring") / "shipped"))


def are_scores(folder: Path) -> bool:
    """Whether the folder holds published scores of this format."""
    try:
        _content(folder)
    except BundleError:
        return False
    return True


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
    content = _content(place)
    path = place / _FORECASTS
    try:
        if sha256_file(path) != content["files"].get(_FORECASTS):
            raise BundleError("is not the table that scores.json tells of", file=path, fix=_FIX)
        return Published(content, pl.read_parquet(path))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BundleError(f"cannot be read ({error})", file=path, fix=_FIX) from error


def _content(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / _CONTENT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BundleError("holds no published scores", file=folder, fix=_FIX) from error
    if not isinstance(content, dict) or content.get(_MARK) != FORMAT:
        raise BundleError("holds no scores of this version", file=folder, fix=_FIX)
    return content
