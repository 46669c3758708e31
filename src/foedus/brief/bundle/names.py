"""Names for readers: outcomes told with the principals' names, codes turned into names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.brief.words import fitting, short

from .reading import LABELS, actors

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["named_outcomes", "outcome_label", "treaty_label", "treaty_labels"]

_ROW = 38
"""Letters of a title that a row has room for."""


def named_outcomes(bundle: Bundle) -> dict[str, str]:
    """Labels of the outcomes, with 'challenger yields' told as 'Austria-Hungary yields'."""
    labels = dict(LABELS)
    for actor in actors(bundle):
        if actor.principal and f"{actor.camp}_yields" in labels:
            labels[f"{actor.camp}_yields"] = f"{actor.name} yields"
    return labels


def outcome_label(bundle: Bundle, outcome: str) -> str:
    """One of `named_outcomes`."""
    return named_outcomes(bundle)[outcome]


def treaty_label(title: str) -> str:
    """A title that fits a row: without its dates, and cut at a word where it is still too long.

    Examples
    --------
    >>> treaty_label("Dual Alliance, 7 October 1879")
    'Dual Alliance'
    >>> treaty_label("Treaty of Mutual Cooperation and Security between two states")
    'Treaty of Mutual Cooperation and…'
    """
    return treaty_labels([title])[0]


def treaty_labels(titles: Iterable[str]) -> list[str]:
    """The same for the rows of one picture, in which no two should read alike."""
    return fitting([short(title) for title in titles], _ROW)
