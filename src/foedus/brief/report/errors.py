"""What goes wrong while a brief is made."""

from __future__ import annotations

from foedus.core.errors import FoedusError

__all__ = ["ReportError"]


class ReportError(FoedusError):
    """A report states something without grounds, or cites what it does not list."""
