"""The ledger as Python holds it: its tables, its summary, one dispute whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from foedus.core.errors import BundleError, UsageError

from .columns import TABLES, codebook
from .select import Selection
from .show import Shown, shown
from .store import is_ledger, read_manifest, read_table
from .summary.report import Summary, summarise
from .summary.weights import SCHEMES

__all__ = ["Ledger", "read_ledger", "shipped_folder"]

EVERYTHING = Selection()
"""No filter."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Every dispute on record, with and without its obligations. Immutable.

    Attributes
    ----------
    manifest
        What was built, from what, with which parameters.
    tables
        Tables by name; None for what was not built. See `codebook`.
    folder
        Where it was read from.
    """

    manifest: dict[str, Any]
    tables: dict[str, pl.DataFrame | None] = field(repr=False)
    folder: Path

    def __repr__(self) -> str:
        """Say how many disputes it holds, and which tables."""
        years = self.rows["year"]
        sizes = (
            f"{name} {table.height:,}" for name, table in self.tables.items() if table is not None
        )
        return (
            f"{self.rows.height:,} disputes, {years.min()}-{years.max()}, with and without their "
            f"obligations\n  rows by table: {', '.join(sizes)}"
        )

    def _table(self, name: str) -> pl.DataFrame:
        table = self.tables[name]
        assert table is not None  # the ledger itself is always there, see `read_ledger`
        return table

    @property
    def rows(self) -> pl.DataFrame:
        """One row a dispute, those not solved included."""
        return self._table("rows")

    @property
    def effects(self) -> pl.DataFrame:
        """Chances with and without, by dispute, draw of theta and outcome."""
        return self._table("effects")

    @property
    def treaties(self) -> pl.DataFrame:
        """Each treaty taken out on its own, at the mean."""
        return self._table("treaties")

    @property
    def accounting(self) -> pl.DataFrame:
        """How the weightiest treaty of each dispute worked."""
        return self._table("accounting")

    @property
    def codebook(self) -> pl.DataFrame:
        """Every column of the tables that are there."""
        return codebook(name for name, table in self.tables.items() if table is not None)

    def select(self, selection: Selection) -> pl.DataFrame:
        """Return the rows that are meant."""
        return selection.of(self.rows)

    def summary(
        self, selection: Selection = EVERYTHING, *, scheme: str = "dispute", **filters: Any
    ) -> Summary:
        """Sum up the ledger, or some of its rows.

        Parameters
        ----------
        selection
            The rows that count.
        scheme
            How disputes of the world wars are weighed where one scheme is shown: dispute, block
            or peace.
        **filters
            Instead of `selection`: its fields by name, such as ``first=1946, nuclear=True``.

        Raises
        ------
        UsageError
            No row is left, or there is no such scheme.
        """
        if filters:
            selection = Selection(**filters)
        if scheme not in SCHEMES:
            raise UsageError("no such scheme", value=scheme, fix=f"write {', '.join(SCHEMES)}")
        chosen = self.select(selection)
        if not (chosen["status"] == "solved").any():
            raise UsageError("no solved dispute is left", fix="drop a filter")
        return summarise(self.tables, chosen, self.manifest, selection=selection, scheme=scheme)

    def show(self, number: int | str) -> Shown:
        """Return one dispute whole.

        Raises
        ------
        UsageError
            No dispute has that number.
        """
        return shown(self.tables, self.manifest, str(number))


def shipped_folder() -> Path:
    """Folder of the ledger that comes with the package; perhaps none lies there."""
    return Path(str(resources.files("foedus.ledger") / "shipped"))


def read_ledger(folder: str | Path | None = None) -> Ledger:
    """Read a ledger: the one that comes with the package, or one that was built.

    Parameters
    ----------
    folder
        Where ``foedus ledger build`` wrote it; the shipped one by default.

    Raises
    ------
    BundleError
        There is none, or it is damaged.
    """
    place = shipped_folder() if folder is None else Path(folder)
    if folder is None and not is_ledger(place):
        raise BundleError(
            "no computed ledger comes with this version",
            fix="build one, 'foedus ledger build --out DIR' (needs the data sets; an hour or less "
            "on two cores), then name it: --ledger DIR",
        )
    manifest = read_manifest(place)
    if "disputes" not in manifest["parts"]:
        raise BundleError(
            "only further tables lie here, and no ledger",
            file=place,
            fix="build it: foedus ledger build --out with this folder",
        )
    tables = {name: read_table(place, name, manifest) for name in TABLES}
    return Ledger(manifest, tables, place)
