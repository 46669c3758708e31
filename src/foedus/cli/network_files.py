"""Write tables, pictures and page of a network into a folder, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.core.errors import FoedusError, UsageError
from foedus.core.provenance import foedus_version
from foedus.core.swap import put_in_place

from .network_tables import codebook, tables

if TYPE_CHECKING:
    import polars as pl

    from foedus.brief.network.findings import Findings
    from foedus.brief.picture import Picture

__all__ = ["FORMAT", "refuse_strangers", "write", "write_one"]

FORMAT = "foedus-network"
_MANIFEST = "manifest.json"


def refuse_strangers(out: Path) -> None:
    """Refuse before the work what could not be written after it.

    Raises
    ------
    UsageError
        If the folder holds something else than what this command wrote.
    BundleError
        If the drawing libraries are not installed.
    """
    from foedus.brief.needs import require

    require()
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    try:
        content = json.loads((out / _MANIFEST).read_text(encoding="utf-8"))
        ours = isinstance(content, dict) and FORMAT in content
    except (OSError, ValueError):
        ours = False
    if not ours:
        raise UsageError(
            f"--out: {out} holds something else than a network; not overwritten",
            fix="choose another folder",
        )


def write_one(found: Findings, out: Path) -> None:
    """Write everything about one year or day."""
    from foedus.brief.network.page import page
    from foedus.brief.network.plots import pictures

    drawn = pictures(found)
    net = found.network
    manifest = {
        "when": str(net.day or net.year),
        "kinds": list(net.kinds),
        "without": list(found.without),
        "gamma": found.gamma,
        "files": {one.file.path: one.file.sha256 for one in found.sources},
    }
    write(out, tables(found), {}, drawn, page(found, drawn), manifest)


def write(
    out: Path,
    made: Mapping[str, pl.DataFrame],
    known: Mapping[str, tuple[str, str]],
    drawn: Sequence[Picture],
    html: str,
    manifest: Mapping[str, Any],
) -> None:
    """Write beside the folder, then rename.

    ::

        out/
          index.html            the page
          manifest.json         what was asked, files used and their checksums
          codebook.csv          every column of every table
          tables/NAME.parquet, NAME.csv
          pictures/NAME.svg, NAME.csv, NAME.txt

    Raises
    ------
    FoedusError
        If it cannot be written.
    """
    target = out.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        _fill(beside, made, known, drawn, html, manifest)
        beside.chmod(0o777 & ~_umask())
        put_in_place(beside, target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unwritable(target: Path, error: OSError) -> FoedusError:
    reason = (error.strerror or "failed").lower()
    return FoedusError(
        f"cannot write here ({reason})", file=target, fix="choose another folder with --out"
    )


def _umask() -> int:
    """What the user takes from every new folder's permissions; it can only be read by setting."""
    found = os.umask(0o022)
    os.umask(found)
    return found


def _fill(
    folder: Path,
    made: Mapping[str, pl.DataFrame],
    known: Mapping[str, tuple[str, str]],
    drawn: Sequence[Picture],
    html: str,
    manifest: Mapping[str, Any],
) -> None:
    (folder / "tables").mkdir()
    for name, frame in made.items():
        frame.write_parquet(folder / "tables" / f"{name}.parquet")
        frame.write_csv(folder / "tables" / f"{name}.csv")
    codebook(made, known).write_csv(folder / "codebook.csv")
    (folder / "pictures").mkdir()
    for one in drawn:
        base = folder / "pictures" / one.id
        base.with_suffix(".svg").write_text(one.svg(), encoding="utf-8")
        base.with_suffix(".csv").write_bytes(one.csv.encode("utf-8"))
        base.with_suffix(".txt").write_text(one.alt + "\n", encoding="utf-8")
    (folder / "index.html").write_text(html, encoding="utf-8")
    told = {FORMAT: 1, "foedus": foedus_version(), **manifest}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8")
