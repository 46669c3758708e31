"""The annals on disk: a folder of tables with a manifest, written whole or not at all.

::

    annals/
      manifest.json         what was asked, from what data, and the hash of every table
      years.parquet         one row a year
      states.parquet        one row a year and state
      comparison.parquet    after Jackson and Nei
      robustness.parquet    the same with other years, lists and ways of counting
      codebook.csv          what the columns hold
"""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from foedus.core.errors import BundleError
from foedus.core.provenance import sha256_file
from foedus.core.swap import put_in_place

from .annals import Annals
from .columns import STATES, YEARS

__all__ = ["FORMAT", "are_annals", "read", "shipped_folder", "write"]

FORMAT = 1
_MARK, _MANIFEST, _CODEBOOK = "foedus-annals", "manifest.json", "codebook.csv"
_TABLES = ("years", "states", "comparison", "robustness")
_FIX = "compute them: foedus network 1816:2018 --annals DIR (needs the data sets)"


def write(annals: Annals, folder: Path) -> None:
    """Write the annals beside the folder, then put them in its place.

    Raises
    ------
    BundleError
        The folder cannot be written, or holds something else.
    """
    target = folder.absolute()
    empty = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    if not empty and not are_annals(target):
        raise BundleError("holds something else than annals", file=folder, fix="choose another")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
        try:
            _fill(annals, beside)
            beside.chmod(0o755)
            put_in_place(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise BundleError(
            f"cannot write here ({error.strerror})", file=folder, fix="choose another folder"
        ) from error


def _fill(annals: Annals, folder: Path) -> None:
    files: dict[str, str] = {}
    for name in _TABLES:
        path = folder / f"{name}.parquet"
        table: pl.DataFrame = getattr(annals, name)
        table.write_parquet(path, compression="zstd", compression_level=19, statistics=False)
        files[path.name] = sha256_file(path)
    book = [
        (table, column, about, unit)
        for table, columns in (("years", YEARS), ("states", STATES))
        for column, (about, unit) in columns.items()
    ]
    heads = ["table", "column", "about", "unit"]
    pl.DataFrame(book, schema=heads, orient="row").write_csv(folder / _CODEBOOK)
    content = {_MARK: FORMAT, **annals.manifest, "files": files}
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    (folder / _MANIFEST).write_text(text, encoding="utf-8")


def shipped_folder() -> Path:
    """Folder of the annals that come with the package; perhaps none lies there."""
    return Path(str(resources.files("foedus.network.annals") / "shipped"))


def are_annals(folder: Path) -> bool:
    """Whether the folder holds annals of this format."""
    try:
        _manifest(folder)
    except BundleError:
        return False
    return True


def read(folder: Path | None = None) -> Annals:
    """Read annals: those that come with the package, or those that were written.

    Parameters
    ----------
    folder
        Where ``foedus network FIRST:LAST --annals`` wrote them; the shipped ones by default.

    Raises
    ------
    BundleError
        There are none, or they are damaged.
    """
    place = shipped_folder() if folder is None else folder
    manifest = _manifest(place)
    return Annals(**{name: _table(place, name, manifest) for name in _TABLES}, manifest=manifest)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BundleError("holds no annals", file=folder, fix=_FIX) from error
    if not isinstance(content, dict) or content.get(_MARK) != FORMAT:
        raise BundleError("holds no annals of this version", file=folder, fix=_FIX)
    return content


def _table(folder: Path, name: str, manifest: dict[str, Any]) -> pl.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        if sha256_file(path) != manifest["files"].get(path.name):
            raise BundleError("is not the table that the manifest tells of", file=path, fix=_FIX)
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BundleError(f"cannot be read ({error})", file=path, fix=_FIX) from error
