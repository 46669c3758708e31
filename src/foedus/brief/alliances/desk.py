"""What lies on the desk while the brief is written: the material, the book of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from foedus.brief.report.figures import Value
from foedus.brief.report.registry import Book, Origin
from foedus.ledger.summary.counts import ENDS

from .material import Material

__all__ = ["Desk", "walk"]


@dataclass
class Desk:
    """Everything a section reads and writes.

    Attributes
    ----------
    material
        Results.
    book
        Numbers entered so far.
    """

    material: Material
    book: Book = field(default_factory=Book)

    @property
    def told(self) -> dict[str, Any]:
        """The ledger's summary."""
        return self.material.told

    def at(self, *path: str | int, kind: str = "amount") -> str | None:
        """A number of the ledger's summary, as a placeholder; None where it is not there."""
        value = walk(self.told, path)
        if value is None or _many(value):
            return None
        return self._enter("ledger", path, value, kind)

    def ends(self, *path: str | int, kind: str = "amounts") -> str | None:
        """An interval of the ledger's summary: ``low`` and ``high`` at a path."""
        found = walk(self.told, path)
        if not isinstance(found, Mapping) or found.get("low") is None:
            return None
        return self._enter("ledger", (*path, "low to high"), (found["low"], found["high"]), kind)

    def of(self, store: str, content: Any, *path: str | int, kind: str = "plain") -> str | None:
        """The same of other plain data."""
        value = walk(content, path)
        if value is None or _many(value):
            return None
        return self._enter(store, path, value, kind)

    def made(self, name: str, value: Value, kind: str, where: str) -> str:
        """A number worked out here from tables of the ledger; `where` says how."""
        return self.book.put(
            _safe(f"worked out/{name}"), value, kind, Origin(where, "", (), (name,))
        )

    def fact(self, name: str, value: Value, kind: str, place: str) -> str:
        """A constant of the package, with the place where it is set."""
        return self.book.put(
            _safe(f"package/{name}"), value, kind, Origin("package", "", (), (place,))
        )

    @property
    def level(self) -> str:
        """How much of the draws an interval holds, such as 90 %."""
        return self.fact("level", ENDS[1] - ENDS[0], "percent", "foedus.ledger.summary.counts.ENDS")

    @property
    def threshold(self) -> str:
        """The change of a chance from which a dispute counts as moved."""
        found = self.at("headline", "level", kind="plain")
        assert found is not None
        return found

    def _enter(self, store: str, path: Sequence[str | int], value: Value, kind: str) -> str:
        steps = [str(one) for one in path]
        key = _safe("/".join((store, *steps)))
        return self.book.put(key, value, kind, Origin(store, "", (), (" > ".join(steps),)))


def walk(content: Any, path: Sequence[str | int]) -> Any:
    """What plain data hold along a path; None where nothing is.

    Examples
    --------
    >>> walk({"lambda x 0.5": [{"net": 2}]}, ("lambda x 0.5", 0, "net")), walk({}, ("a", 0))
    (2, None)
    """
    for step in path:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def _many(value: Any) -> bool:
    """Whether a value holds others, and is no number."""
    return isinstance(value, (dict, list))


def _safe(key: str) -> str:
    return "".join("_" if sign in "{}:\n" else sign for sign in key)
