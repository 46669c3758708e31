"""What lies on the desk while a brief is written: the bundle, its scenario, book and shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from foedus.brief.reading import scenario
from foedus.brief.report.phrases import Cite, Phrase
from foedus.brief.report.registry import Book, Origin
from foedus.core.bundle import Bundle

from .shelf import Shelf

__all__ = ["Desk", "code_of", "desk", "phrase", "where_"]

LEVEL = 0.90
"""Share of draws between the outer quantiles of every table of a bundle, q05 and q95."""


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

    @property
    def drawn(self) -> bool:
        """Whether there are intervals."""
        return int(self.bundle.manifest.get("draws") or 0) > 1

    def run(self, path: str, kind: str = "text") -> str | None:
        """Something of the manifest, as a placeholder."""
        return self.book.path("manifest", self.bundle.manifest, path, kind)

    def told(self, path: str, kind: str = "text") -> str | None:
        """Something of the scenario, as a placeholder."""
        return self.book.path("scenario", self.content, path, kind)

    def fact(self, name: str, value: str | float, kind: str, place: str) -> str:
        """A constant of the package, with the place where it is set."""
        return self.book.put(f"package/{name}", value, kind, Origin("package", "", (), (place,)))

    @property
    def level(self) -> str:
        """``90%``, for the names of intervals."""
        return self.book.put(
            "package/level",
            f"{LEVEL:.0%}",
            "text",
            Origin("package", "", (), ("foedus.study.schemas.QUANTILES",)),
        )

    def frame(self, table: str) -> pl.DataFrame | None:
        """A table of the bundle; None where it is not there or empty."""
        found = self.bundle.tables.get(table)
        return None if found is None or found.is_empty() else found


def desk(bundle: Bundle) -> Desk:
    """Lay everything out."""
    content = scenario(bundle)
    return Desk(bundle, content, Book(), Shelf(content.get("sources")))


def where_(template: str, *needed: str | None) -> str | None:
    """A template with its placeholders put in; None if one is missing.

    Examples
    --------
    >>> where_("War: <> (<>).", "{a}", "{b}"), where_("War: <>.", None)
    ('War: {a} ({b}).', None)
    """
    if any(one is None for one in needed):
        return None
    parts = template.split("<>")
    assert len(parts) == len(needed) + 1
    out = parts[0]
    for one, rest in zip(needed, parts[1:], strict=True):
        out += f"{one}{rest}"
    return out


def phrase(template: str | None, *cites: Cite, missing: str = "–") -> Phrase:
    """A cell; a dash where its number is not there."""
    return Phrase(template if template is not None else missing, cites)


def code_of(desk: Desk, key: str) -> str:
    """A code or a name of the scenario, as it stands there."""
    origin = Origin("scenario", "", (), ("channels, issue",))
    return desk.book.put(f"code/{key}", key, "text", origin)
