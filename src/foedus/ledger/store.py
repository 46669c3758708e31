"""A ledger on disk: a folder of tables with a manifest, written beside and renamed.

::

    ledger/
      manifest.json       what was built, from what, and the hash of every table
      rows.parquet        one row a dispute
      effects.parquet     dispute x draw x outcome
      ...                 see the codebook
      codebook.csv        every column of the tables that are there
      journal/PART.jsonl  finished work; not needed to read the tables
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from foedus.core import sealed
from foedus.core.errors import BundleError, UsageError
from foedus.core.provenance import sha256_file, versions
from foedus.core.whole import clear, left_over, whole
from foedus.core.writable import writing

from .columns import TABLES, codebook

__all__ = ["FORMAT", "is_ledger", "read_manifest", "read_table", "refuse_strangers", "write_part"]

FORMAT = 1
_MANIFEST, _CODEBOOK, _JOURNALS = "manifest.json", "codebook.csv", "journal"
_ELSEWHERE = "choose another folder with --out"


def write_part(
    folder: Path, name: str, tables: Mapping[str, pl.DataFrame], about: Mapping[str, Any]
) -> None:
    """Write a part's tables into a ledger; other parts stay as they are.

    Each file is written beside its place and renamed, the manifest last: a reader finds the old
    part or the new one, or is told that the two are mixed.

    Raises
    ------
    UsageError
        The folder cannot be written, or holds something else.
    """
    refuse_strangers(folder)
    with writing(folder, _ELSEWHERE):
        folder.mkdir(parents=True, exist_ok=True)
        clear(folder)  # of a build that was killed while it wrote
        manifest = _manifest(folder) if is_ledger(folder) else {}
        files: dict[str, str] = dict(manifest.get("files", {}))
        for table, rows in tables.items():
            file = f"{table}.parquet"
            files[file] = _put(folder, file, partial(_parquet, rows))
        there = [t for t in TABLES if f"{t}.parquet" in files]
        files[_CODEBOOK] = _put(folder, _CODEBOOK, codebook(there).write_csv)
        parts = dict(manifest.get("parts", {})) | {name: dict(about)}
        content = {
            "foedus-ledger": FORMAT,
            "versions": versions(),
            "parts": parts,
            "files": dict(sorted(files.items())),
        }
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        _put(folder, _MANIFEST, partial(_text, text))


def is_ledger(folder: Path) -> bool:
    """Whether the folder holds a ledger's manifest of this format."""
    try:
        _manifest(folder)
    except BundleError:
        return False
    return True


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read what a ledger is.

    Raises
    ------
    BundleError
        It is none, or of another format.
    """
    return _manifest(folder)


def read_table(folder: Path, name: str, manifest: Mapping[str, Any]) -> pl.DataFrame | None:
    """Read a table; None where it was not built.

    Raises
    ------
    BundleError
        The file is not the one that the manifest tells of.
    """
    file = f"{name}.parquet"
    expected: str | None = manifest["files"].get(file)
    if expected is None:
        return None
    return sealed.read_table(
        folder / file,
        expected,
        unlike="is not the table that the manifest tells of",
        fix="write the tables anew: foedus ledger build --resume with the same options and --out",
    )


def refuse_strangers(folder: Path) -> None:
    """Refuse a folder that holds something else than a ledger.

    Raises
    ------
    UsageError
        It does, or it is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("is not a folder", file=folder, fix=_ELSEWHERE)
    if not folder.is_dir() or is_ledger(folder):
        return
    strangers = [path.name for path in folder.iterdir() if not _mine(path.name)]
    if strangers:
        raise UsageError(
            f"holds something else than a ledger ({min(strangers)}); nothing was written",
            file=folder,
            fix=_ELSEWHERE,
        )


def _mine(name: str) -> bool:
    """Whether a file is one that a build interrupted early has left."""
    known: Iterable[str] = (_JOURNALS, _CODEBOOK, *(f"{t}.parquet" for t in TABLES))
    return name in known or left_over(name)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / _MANIFEST
    fix = "name a folder written by 'foedus ledger build'"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BundleError("holds no ledger", file=folder, fix=fix) from error
    if not isinstance(content, dict) or "foedus-ledger" not in content:
        raise BundleError("holds no ledger", file=folder, fix=fix)
    if content["foedus-ledger"] != FORMAT:
        raise BundleError(
            f"format {content['foedus-ledger']} cannot be read: this version reads {FORMAT}",
            file=path,
            fix="build the ledger anew, or use the version that wrote it",
        )
    return content


def _text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def _parquet(rows: pl.DataFrame, path: Path) -> None:
    rows.write_parquet(path, compression="zstd", compression_level=19, statistics=False)


def _put(folder: Path, name: str, write: Callable[[Path], object]) -> str:
    """Write beside, force to disk, rename; return the hash."""
    with whole(folder / name, lasting=True) as path:
        write(path)
        return sha256_file(path)
