"""The briefs that a site carries: of a crisis, and of the question itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.brief.alliances.make import alliances
from foedus.brief.report.crisis.brief import crisis_brief as written
from foedus.brief.report.write import rendered
from foedus.core.errors import BundleError

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["crisis_brief", "question_brief"]


def crisis_brief(bundle: Bundle) -> bytes:
    """The brief of a study, one HTML document."""
    return rendered(written(bundle), ".html")


def question_brief() -> bytes | None:
    """The brief on what alliances do, one HTML document; None where no ledger ships."""
    try:
        return rendered(alliances(), ".html")
    except BundleError:
        return None
