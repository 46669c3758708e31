"""What lies on the desk while a brief is written: the bundle, its scenario, book and shelf."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import polars as pl

from foedus.brief.bundle.reading import Effect, scenario
from foedus.brief.report.phrases import Cite
from foedus.brief.report.registry import Book, Origin
from foedus.core.bundle import Bundle
from foedus.ledger.ledger import Ledger, read_ledger

from .shelf import Shelf

__all__ = ["MID", "Desk", "code_of", "desk"]

LEVEL = 0.90
"""Share of draws between the outer quantiles of every table of a bundle, q05 and q95."""
MID = (Cite("cow-mid-5.0"), Cite("palmer-2022"))
"""The record of disputes."""


@dataclass
class Desk:
    """Everything a section reads and writes.

    Attributes
    ----------
    bundle, content
        The study, and its scenario as plain data.
    book
        Numbers entered so far.
    shelf
        References.
    """

    bundle: Bundle
    content: dict[str, Any]
    book: Book
    shelf: Shelf

    def get(
        self, table: str, columns: str | tuple[str, str], kind: str, **where: str | int | float
    ) -> str | None:
        """A number of a table of the bundle, as a placeholder; None where it is not there."""
        frame = self.bundle.tables.get(table)
        return self.book.table("bundle", table, frame, columns, kind, **where)

    def span(self, table: str, kind: str = "interval", **where: str | int | float) -> str | None:
        """The interval of a number of the bundle, where draws were made."""
        if not self.drawn:
            return None
        return self.get(table, ("q05", "q95"), kind, **where)

    def apart(self, one: Effect) -> str | None:
        """The interval of what an instrument changes, where one was computed."""
        if not one.difference.has_interval:
            return None
        where = {"instrument": one.instrument, "outcome": one.outcome}
        return self.get("effects", ("q05", "q95"), "span", **where)

    @property
    def drawn(self) -> bool:
        """Whether there are intervals."""
        return int(self.bundle.manifest.get("draws") or 0) > 1

    def run(self, path: str, kind: str = "text") -> str | None:
        """Something of the manifest, as a placeholder."""
        return self.book.path("manifest", self.bundle.manifest, path, kind)

    def each(self, name: str) -> list[str]:
        """The entries of a list of the manifest, as placeholders."""
        entries = self.bundle.manifest.get(name) or []
        found = (self.run(f"{name}.{i}") for i in range(len(entries)))
        return [one for one in found if one is not None]

    def told(self, path: str, kind: str = "text") -> str | None:
        """Something of the scenario, as a placeholder."""
        return self.book.path("scenario", self.content, path, kind)

    def fact(self, name: str, value: str | float, kind: str, place: str) -> str:
        """A constant of the package, with the place where it is set."""
        return self.book.put(f"package/{name}", value, kind, Origin("package", "", (), (place,)))

    @property
    def level(self) -> str:
        """``90 %``, for the names of intervals."""
        return self.fact("level", f"{100 * LEVEL:.0f} %", "text", "foedus.study.schemas.QUANTILES")

    @functools.cached_property
    def ledger(self) -> Ledger:
        """The ledger that comes with the package, read once.

        Raises
        ------
        BundleError
            If none does, or it is damaged.
        """
        return read_ledger()

    def frame(self, table: str) -> pl.DataFrame | None:
        """A table of the bundle; None where it is not there or empty."""
        found = self.bundle.tables.get(table)
        return None if found is None or found.is_empty() else found


def desk(bundle: Bundle) -> Desk:
    """Lay everything out."""
    content = scenario(bundle)
    return Desk(bundle, content, Book(), Shelf(content.get("sources")))


def code_of(desk: Desk, key: str) -> str:
    """A code or a name of the scenario, as it stands there."""
    origin = Origin("scenario", "", (), ("channels, issue",))
    return desk.book.put(f"code/{key}", key, "text", origin)
