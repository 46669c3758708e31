"""How the terminal's lines are laid out: sections, columns, bars, wrapped text. Plain text only."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from foedus.brief.numbers import MINUS, interval, probability

if TYPE_CHECKING:
    from foedus.brief.bundle.reading import Estimate

__all__ = ["NAME", "WIDTH", "Line", "barred", "decimal", "fit", "section", "wrapped"]

WIDTH = 80
NAME = 23
_BAR = 20

Line = tuple[str, str]
"""Text and style: '', 'bold', 'dim', or the name of a colour."""


def section(title: str, right: str = "") -> list[Line]:
    """An empty line and a heading, with words at the right edge."""
    text = title + right.rjust(WIDTH - len(title)) if right else title
    return [("", ""), (text, "bold")]


def wrapped(text: str, style: str = "", indent: str = "  ") -> list[Line]:
    """A paragraph."""
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return [(line, style) for line in lines]


def fit(text: str, width: int) -> str:
    """Exactly `width` characters, cut with an ellipsis where the text is longer.

    Examples
    --------
    >>> fit("United Kingdom", 10), fit("Serbia", 10)
    ('United Ki…', 'Serbia    ')
    """
    return (text if len(text) <= width else text[: width - 1] + "…").ljust(width)


def decimal(text: str, width: int = 6) -> str:
    """Left-aligned with room for a sign, so that decimal points stand in one column."""
    return (text if text[:1] in ("<", ">", "+", MINUS) else f" {text}").ljust(width)


def barred(label: str, one: Estimate, other: Estimate | None) -> str:
    """Name, bar on a scale from 0 to 1, number, interval, and the number after the request."""
    span = interval(one.q05, one.q95) if one.has_interval else ""
    text = f"  {fit(label, NAME)} {_bar(one)} {decimal(probability(one.point))} {decimal(span, 17)}"
    return text + (f"  {decimal(probability(other.point))}" if other is not None else "")


def _bar(one: Estimate) -> str:
    """Blocks up to the point, a line up to the upper end of the 90 % interval, the scale's end."""
    cells: list[str] = []
    for i in range(_BAR):
        left = i / _BAR
        filled = (one.point - left) * _BAR
        if filled >= 1:
            cells.append("█")
        elif filled > 0:
            cells.append("▏▎▍▌▋▊▉█"[min(7, int(filled * 8))])
        elif one.has_interval and left < one.q95:
            cells.append("─")
        else:
            cells.append(" ")
    return "".join(cells) + "│"
