"""Write what ``foedus estimate`` makes into a folder, whole or not at all."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.core.errors import FoedusError, UsageError
from foedus.core.provenance import foedus_version, sha256_bytes
from foedus.core.swap import put_in_place

if TYPE_CHECKING:
    import polars as pl

    from foedus.estimate.reduced.curve.curve import Curve

__all__ = ["FORMAT", "refuse_strangers", "write", "write_curve"]

FORMAT = "foedus-estimate"
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
            f"--out: {out} holds something else than estimates; not overwritten",
            fix="choose another folder",
        )


def write_curve(found: Curve, out: Path, *, quick: bool) -> None:
    """Write a specification curve.

    ::

        out/
          curve.parquet, curve.csv   one row a specification
          summary.csv, choices.csv   how often which sign; what moves it
          curve.html                 pictures
          manifest.json              what was asked, files used

    Raises
    ------
    FoedusError
        If it cannot be written.
    """
    from foedus.brief.curve_page import curve_page
    from foedus.estimate.reduced.curve.summary import movers, summaries

    files = {
        "curve.parquet": _parquet(found.frame),
        "curve.csv": found.frame.write_csv().encode(),
        "summary.csv": summaries(found.frame).write_csv().encode(),
        "choices.csv": movers(found.frame).write_csv().encode(),
        "curve.html": curve_page(found).encode(),
    }
    manifest = {
        "what": "specification curve",
        "quick": quick,
        "key": found.key,
        "specifications": found.frame.height,
        "models": found.models,
        "data": list(found.files),
    }
    write(out, files, manifest)


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def write(out: Path, files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    """Write files and a manifest beside the folder, then rename.

    Parameters
    ----------
    out
        The folder; what it held is replaced.
    files
        Contents by name.
    manifest
        What made them; names and checksums of the files are added.

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
        for name, content in files.items():
            (beside / name).write_bytes(content)
        sums = {name: sha256_bytes(content) for name, content in files.items()}
        told = {FORMAT: 1, "foedus": foedus_version(), "files": sums, **manifest}
        text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
        (beside / _MANIFEST).write_text(text + "\n", encoding="utf-8")
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
