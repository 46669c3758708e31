"""How a page shows a picture: drawn here as SVG, with its words, its data and its method."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from foedus.brief.narrow import narrowed
from foedus.brief.report.draw import either, numbered, traced

from .kept import Kept

if TYPE_CHECKING:
    from foedus.brief.picture import Picture

__all__ = ["Figure", "figure", "svg", "warm"]

KEPT = 800
"""Drawings kept in memory."""
_FRAME = re.compile(r"<svg([^>]*)>", re.DOTALL)
_NOISE = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
"""Words on every dot: the picture speaks as a whole, by its text alternative."""


@dataclass(frozen=True)
class Figure:
    """A picture as a template shows it (macro ``figure`` of `figure.html`).

    Attributes
    ----------
    id, title, caption, corner, alt
        The picture's words.
    svg
        The drawing.
    data
        Address of the data as CSV.
    file
        Name the data are saved under.
    """

    id: str
    title: str
    caption: str
    corner: str
    alt: str
    svg: Markup
    data: str
    file: str


def figure(picture: Picture, *, prefix: str = "", data: str | None = None) -> Figure:
    """A picture, ready to be shown.

    Parameters
    ----------
    picture
        Of `foedus.brief`.
    prefix
        Put before the id in the name of the file of data.
    data
        Address of the CSV; default: the data themselves, in the link.
    """
    return Figure(
        id=picture.id,
        title=picture.title,
        caption=picture.caption,
        corner=picture.corner,
        alt=picture.alt,
        svg=_both(picture.spec, picture.alt),
        data=data or "data:text/csv;charset=utf-8," + quote(picture.csv, safe=""),
        file=f"{prefix}{picture.id}.csv",
    )


_drawn: Kept[str] = Kept(KEPT)


def _both(spec: dict[str, Any], alt: str) -> Markup:
    """The drawing, and where a narrow screen needs another, that too; the style sheet chooses."""
    thin = narrowed(spec)
    text = either(svg(spec, alt), "" if thin is None else svg(thin, alt))
    return Markup(text)  # noqa: S704 - two drawings, escaped one by one


def svg(spec: dict[str, Any], alt: str) -> Markup:
    """A Vega-Lite drawing as SVG inside the page, named for screen readers.

    Drawings are kept: the same specification is drawn once. Colours stay attributes, which the
    style sheet turns for the dark theme.
    """
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"))
    key = hashlib.sha256(text.encode()).hexdigest()
    found = _drawn.get(key, lambda: _draw(spec, f"p{key[:8]}"))
    label = Markup("<svg role='img' aria-label='{}' ").format(alt)
    return label + Markup(found.removeprefix("<svg"))  # noqa: S704 - drawn by Vega, which escapes


def _draw(spec: dict[str, Any], name: str) -> str:
    drawn = numbered(_NOISE.sub("", traced(spec)), name)
    return _FRAME.sub(_frame, drawn, count=1)


def _frame(found: re.Match[str]) -> str:
    """The outermost tag without what HTML does not want, sized by its view box."""
    attributes = re.sub(r'\sxmlns(?::xlink)?="[^"]*"', "", found.group(1))
    return f"<svg{attributes}>"


def warm() -> None:
    """Draw something small: the first drawing of a process takes a second longer than the rest."""
    spec = {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}
    svg({"$schema": "https://vega.github.io/schema/vega-lite/v6.json", **spec}, "")
