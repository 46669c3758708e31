"""Result bundles: a folder that holds a study's numbers, what went in, and what made them.

::

    out/
      manifest.json      format, inputs and hashes, versions, seed, residuals, warnings
      scenario.yaml      the scenario as it was solved, edits applied
      tables/NAME.parquet
      index.html         and whatever else was passed as `extra`

A bundle is written beside its destination and then renamed, so a reader sees the old one or the new
one, whole. A folder that is not a bundle is never overwritten, and files of the user's own inside a
bundle survive a rewrite.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from foedus.core import swap
from foedus.core.canonical import key
from foedus.core.errors import BundleError, UsageError
from foedus.core.provenance import sha256_file

__all__ = ["FORMAT", "Bundle", "is_bundle", "key", "read", "refuse", "write"]

FORMAT = 1
"""Format this version writes. It reads this one and the one before."""

MANIFEST, SCENARIO, TABLES = "manifest.json", "scenario.yaml", "tables"
_ELSEWHERE = "choose another folder with --out"


def _from_format_0(manifest: dict[str, Any]) -> dict[str, Any]:
    """Format 0 was written only when a study was complete, and had no list of files."""
    return {"complete": True} | manifest | {"format": 1}


_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {FORMAT - 1: _from_format_0}


@dataclass(frozen=True)
class Bundle:
    """A study's result.

    Attributes
    ----------
    manifest
        JSON-like: scalars, lists and string-keyed dicts. `write` sets ``format``.
    scenario
        Canonical YAML of the scenario as solved.
    tables
        Long tables by name.
    """

    manifest: dict[str, Any]
    scenario: str
    tables: dict[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame])


def write(
    bundle: Bundle, directory: str | Path, *, extra: Mapping[str, bytes] | None = None
) -> Path:
    """Write a bundle, whole or not at all.

    Parameters
    ----------
    bundle
        What to write.
    directory
        Where. It may be absent, empty, or a bundle, which is then replaced.
    extra
        Further files by their path inside the bundle, such as ``index.html``.

    Returns
    -------
    Path
        The bundle's folder.

    Raises
    ------
    UsageError
        If the destination is something else than a bundle, or cannot be written.
    BundleError
        If a name or a manifest value cannot be stored.
    """
    target = Path(directory).absolute()
    _refuse_strangers(target)
    files = _names(bundle, extra or {})
    with swap.beside(target, _ELSEWHERE, _written(target)) as folder:
        _fill(folder, bundle, files)
    return target


def refuse(directory: str | Path) -> None:
    """Refuse, before the work, a folder that `write` would not write.

    Raises
    ------
    UsageError
        If it is something else than a bundle, or cannot be written.
    """
    target = Path(directory).absolute()
    swap.refuse_beside(target, _ELSEWHERE)
    _refuse_strangers(target)


def read(directory: str | Path) -> Bundle:
    """Read a bundle of this format or of the one before.

    Raises
    ------
    BundleError
        If it is not a bundle, is of another format, or its files are missing or were changed.
    """
    folder = Path(directory)
    manifest = _upgraded(_manifest(folder), folder / MANIFEST)
    hashes: dict[str, str] = manifest.pop("files", {})
    for name, expected in hashes.items():
        if name == SCENARIO or name.startswith(f"{TABLES}/"):
            _check(folder / name, expected)
    try:
        scenario = (folder / SCENARIO).read_text(encoding="utf-8")
        tables = {
            path.stem: pl.read_parquet(path)
            for path in sorted((folder / TABLES).glob("*.parquet"))
            if not hashes or f"{TABLES}/{path.name}" in hashes
        }
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise BundleError(
            f"cannot be read ({error})", file=folder, fix="run the study again with the same --out"
        ) from error
    return Bundle(manifest=manifest, scenario=scenario, tables=tables)


def is_bundle(directory: str | Path) -> bool:
    """Whether the folder holds a manifest of any format."""
    try:
        _manifest(Path(directory))
    except BundleError:
        return False
    return True


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BundleError(
            "not a result bundle: it has no manifest.json",
            file=folder,
            fix="name a folder written by 'foedus run ... --out'",
        ) from None
    except (OSError, ValueError) as error:
        raise BundleError(
            f"manifest cannot be read ({error})", file=path, fix="run the study again"
        ) from error
    if not isinstance(content, dict) or type(content.get("format")) is not int:
        raise BundleError(
            "not a result bundle: the manifest names no format",
            file=path,
            fix="name a folder written by 'foedus run ... --out'",
        )
    return content


def _upgraded(manifest: dict[str, Any], path: Path) -> dict[str, Any]:
    found: int = manifest["format"]
    if found == FORMAT:
        return manifest
    if found in _UPGRADES:
        return _UPGRADES[found](manifest)
    fix = "upgrade foedus" if found > FORMAT else "run the study again with this version"
    raise BundleError(
        f"format {found} cannot be read: this version reads {FORMAT - 1} and {FORMAT}",
        file=path,
        field="format",
        fix=fix,
    )


def _check(path: Path, expected: str) -> None:
    fix = "run the study again with the same --out"
    try:
        found = sha256_file(path)
    except OSError as error:
        raise BundleError("the bundle lacks this file", file=path, fix=fix) from error
    if found != expected:
        raise BundleError("changed since the bundle was written", file=path, fix=fix)


def _refuse_strangers(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError("is not a folder; not overwritten", file=target, fix=_ELSEWHERE)
    if target.is_dir() and any(target.iterdir()) and not is_bundle(target):
        raise UsageError(
            "not a bundle, and not empty; not overwritten", file=target, fix=_ELSEWHERE
        )


def _names(bundle: Bundle, extra: Mapping[str, bytes]) -> dict[str, bytes | pl.DataFrame]:
    files: dict[str, bytes | pl.DataFrame] = {SCENARIO: bundle.scenario.encode()}
    for name, table in bundle.tables.items():
        if not name or not name.replace("_", "").isalnum():
            raise BundleError("table name has other signs than letters, digits, _", value=name)
        files[f"{TABLES}/{name}.parquet"] = table
    for name, content in extra.items():
        path = PurePosixPath(name)
        taken = name in files or name == MANIFEST or path.parts[:1] == (TABLES,)
        if path.is_absolute() or ".." in path.parts or not path.parts or taken:
            raise BundleError("not a name for an extra file of a bundle", value=name)
        files[str(path)] = content
    return files


def _fill(folder: Path, bundle: Bundle, files: Mapping[str, bytes | pl.DataFrame]) -> None:
    hashes: dict[str, str] = {}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content.write_parquet(path)
        hashes[name] = sha256_file(path)
    manifest = {"format": FORMAT} | bundle.manifest | {"format": FORMAT, "files": hashes}
    try:
        text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BundleError(f"cannot be stored as JSON ({error})", field="manifest") from error
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _written(target: Path) -> set[str]:
    """What foedus wrote into the bundle that is there; one of format 0 does not say."""
    if not is_bundle(target):
        return set()
    manifest = _manifest(target)
    tables = {name for name in swap.files_of(target) if name.startswith(f"{TABLES}/")}
    return {MANIFEST, SCENARIO, *manifest.get("files", tables)}
