"""Write tables, pictures and page of a network into a folder, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.cli.folder import beside, write_manifest
from foedus.cli.folder import refuse_strangers as refuse

from .tables import codebook, tables

if TYPE_CHECKING:
    import polars as pl

    from foedus.brief.network.findings import Findings
    from foedus.brief.picture import Picture

__all__ = ["FORMAT", "refuse_strangers", "write", "write_one"]

FORMAT = "foedus-network"


def refuse_strangers(out: Path) -> None:
    """Refuse before the work a folder that this command did not write; see `folder`."""
    refuse(out, FORMAT, "a network")


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
    UsageError
        If it cannot be written.
    """
    with beside(out) as folder:
        _fill(folder, made, known, drawn, html, manifest)


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
    write_manifest(folder, FORMAT, manifest)
