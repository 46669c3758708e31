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

from importlib import resources
from pathlib import Path

import polars as pl

from foedus.core.sealed import Sealed

from .annals import Annals
from .columns import STATES, YEARS

__all__ = ["are_annals", "read", "refuse", "shipped_folder", "write"]

_ANNALS = Sealed(
    what="annals",
    mark="foedus-annals",
    document="manifest.json",
    fix="compute them: foedus network 1816:2018 --annals DIR (needs the data sets)",
)
are_annals = _ANNALS.there
"""Whether a folder holds annals of this format."""
refuse = _ANNALS.refuse
"""Refuse, before the work, a folder that `write` would not write."""
_TABLES = ("years", "states", "comparison", "robustness")


def write(annals: Annals, folder: Path) -> None:
    """Write the annals beside the folder, then put them in its place.

    Raises
    ------
    UsageError
        The folder cannot be written, or holds something else.
    """
    tables: dict[str, pl.DataFrame] = {name: getattr(annals, name) for name in _TABLES}
    _ANNALS.write(folder, annals.manifest, tables, {"codebook.csv": _codebook()})


def _codebook() -> str:
    book = [
        (table, column, about, unit)
        for table, columns in (("years", YEARS), ("states", STATES))
        for column, (about, unit) in columns.items()
    ]
    heads = ["table", "column", "about", "unit"]
    return pl.DataFrame(book, schema=heads, orient="row").write_csv()


def shipped_folder() -> Path:
    """Folder of the annals that come with the package; perhaps none lies there."""
    return Path(str(resources.files("foedus.network.annals") / "shipped"))


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
    manifest = _ANNALS.content(place)
    tables = {name: _ANNALS.table(place, name, manifest) for name in _TABLES}
    return Annals(**tables, manifest=manifest)
