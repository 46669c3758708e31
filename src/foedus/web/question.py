"""The question itself, before any single crisis: its short answer, its picture, its brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.brief.alliances.material import Material, gathered
from foedus.brief.alliances.short import Short, short
from foedus.brief.report.write import rendered
from foedus.ledger.ledger import shipped_folder
from foedus.ledger.store import is_ledger

from .kept import Kept
from .rooms.ledger.held import warned
from .rooms.ledger.state import State
from .rooms.ledger.strip import figure, strip

if TYPE_CHECKING:
    from foedus.web.links import Links

    from .pictures import Figure

__all__ = ["FILE", "answer", "brief", "picture"]

FILE = "files/alliances.html"
"""Where the brief lies."""


_materials: Kept[Material | None] = Kept(1)
_answers: Kept[Short | None] = Kept(1)
_briefs: Kept[bytes | None] = Kept(1)


def _material() -> Material | None:
    """What ships; None where no ledger does.

    Raises
    ------
    BundleError
        Something of it is damaged.
    """
    return _materials.get("ours", lambda: gathered() if is_ledger(shipped_folder()) else None)


def answer() -> Short | None:
    """What the brief says first; None where no ledger ships."""
    return _answers.get("ours", _answer)


def _answer() -> Short | None:
    material = _material()
    return None if material is None else short(material)


def picture(links: Links) -> Figure | None:
    """Every dispute as a mark; None where no ledger ships."""
    if _material() is None:
        return None
    state = State()
    data = links.to("ledger/rows.csv")
    return figure(strip(state.selection), state, data, warned(state.selection), links)


def brief() -> bytes | None:
    """The brief on what alliances do, one HTML document; None where no ledger ships."""
    return _briefs.get("ours", _brief)


def _brief() -> bytes | None:
    from foedus.brief.alliances.make import report  # seconds, and only its readers need it

    material = _material()
    return None if material is None else rendered(report(material), ".html")
