"""Write what ``foedus estimate`` makes into a folder, whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.cli.folder import beside, write_manifest
from foedus.cli.folder import refuse_strangers as refuse
from foedus.core.provenance import sha256_bytes

if TYPE_CHECKING:
    import polars as pl

    from foedus.estimate.reduced.curve.curve import Curve

__all__ = ["FORMAT", "refuse_strangers", "write", "write_curve"]

FORMAT = "foedus-estimate"


def refuse_strangers(out: Path) -> None:
    """Refuse before the work a folder that this command did not write; see `folder`."""
    refuse(out, FORMAT, "estimates")


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
    UsageError
        If it cannot be written.
    """
    from foedus.brief.curve.page import curve_page
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
    UsageError
        If it cannot be written.
    """
    with beside(out) as folder:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        sums = {name: sha256_bytes(content) for name, content in files.items()}
        write_manifest(folder, FORMAT, {"files": sums, **manifest})
