"""Drawings cut, left and right, to what they hold: their marks and their letters, measured.

Where pictures are drawn without a browser, text is not measured: every letter counts as four fifths
of its height, and names get half again the room that they need. Here the letters are measured in
the vendored type, and the frame is set to the ink. Only for pages that bring that type along: in
another one the words may be wider.
"""

from __future__ import annotations

import cmath
import functools
import io
import math
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any, Final
from xml.etree.ElementTree import Element, fromstring

__all__ = ["MARGIN", "breadth", "trimmed"]

MARGIN: Final = 2.0
"""Pixels left free on either side: half of a thick line."""
_SIZE: Final = 11.0
"""Height of letters where none is given (Vega's own)."""
_FRAME: Final = re.compile(r'width="[\d.]+"([^>]*?)viewBox="0 0 [\d.]+ ([\d.]+)"')
_PAPER: Final = re.compile(r'(<svg[^>]*>\s*<rect )width="[\d.]+"')
_STEP: Final = re.compile(r"(\w+)\(([^)]*)\)")
_HEAVY: Final = frozenset({"bold", "600", "700", "800", "900"})
_UNSEEN: Final = frozenset({"defs", "clipPath", "title", "style"})

Place = tuple[complex, complex]
"""Where something stands: a point p of its own lies at the first plus the second times p."""


def trimmed(svg: str) -> str:
    """A drawing of Vega without the room beside it that nothing stands in.

    What is there but cannot be seen counts as well.

    Parameters
    ----------
    svg : str
        As `vl_convert.vegalite_to_svg` gives it.

    Returns
    -------
    str
        The same with another width and view box; as it was where it holds something whose place
        cannot be told.

    Examples
    --------
    >>> text = '<svg xmlns="http://www.w3.org/2000/svg" width="90" viewBox="0 0 90 20">{}</svg>'
    >>> trimmed(text.format('<g transform="translate(40,0)"><path d="M0,0h20v9h-20Z"/></g>'))[:79]
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" viewBox="38 0 24 20"><g tran'
    """
    root = fromstring(svg)  # noqa: S314 - drawn here, from no one else's text
    try:
        found = list(_spans(root, (0j, 1 + 0j)))
    except (_UnknownError, ValueError):  # the latter of a number that is none
        return svg
    if not found or not all(math.isfinite(one) for both in found for one in both):
        return svg
    low = math.floor(min(one for one, _ in found) - MARGIN)
    width = math.ceil(max(one for _, one in found) + MARGIN) - low
    framed = _FRAME.sub(rf'width="{width}"\1viewBox="{low} 0 {width} \2"', svg, count=1)
    return _PAPER.sub(rf'\1x="{low}" width="{width}"', framed, count=1)


class _UnknownError(Exception):
    """A way of placing things that Vega does not use."""


def _spans(one: Element, place: Place) -> Iterator[tuple[float, float]]:
    """Yield how far left and right everything reaches."""
    for child in one:
        kind = child.tag.rpartition("}")[2]
        if kind in _UNSEEN or (kind == "rect" and one.tag.endswith("svg")):  # the paper
            continue
        at = _placed(place, child.get("transform", ""))
        if kind in {"g", "svg"}:
            if "clip-path" not in child.attrib:  # else the frame around it holds it
                yield from _spans(child, at)
        elif (points := _DRAWN.get(kind, _unknown)(child)) is not None:
            across = [(at[0] + at[1] * point).real for point in points]
            yield min(across), max(across)


def _placed(place: Place, transform: str) -> Place:
    for name, text in _STEP.findall(transform):
        numbers = [float(one) for one in re.split(r"[ ,]+", text.strip())]
        offset, factor = place
        if name == "translate":
            place = offset + factor * complex(*numbers), factor
        elif name == "rotate" and len(numbers) == 1:
            place = offset, factor * cmath.exp(1j * math.radians(numbers[0]))
        elif name == "scale" and len(set(numbers)) == 1:
            place = offset, factor * numbers[0]
        else:
            raise _UnknownError
    return place


def _number(one: Element, name: str) -> float:
    return float(one.get(name, "0").removesuffix("px"))


def _unknown(_: Element) -> list[complex]:
    raise _UnknownError


def _line(one: Element) -> list[complex]:
    return [
        complex(_number(one, "x1"), _number(one, "y1")),
        complex(_number(one, "x2"), _number(one, "y2")),
    ]


def _rect(one: Element) -> list[complex]:
    return _box(_number(one, "x"), _number(one, "y"), _number(one, "width"), _number(one, "height"))


def _path(one: Element) -> list[complex] | None:
    from fontTools.pens.boundsPen import ControlBoundsPen
    from fontTools.svgLib.path import parse_path

    pen = ControlBoundsPen(None)
    parse_path(one.get("d", ""), pen)
    if pen.bounds is None:
        return None
    low, top, high, bottom = pen.bounds
    return _box(low, top, high - low, bottom - top)


def _text(one: Element) -> list[complex]:
    lines = [child for child in one if child.text] or [one]
    size = _number(one, "font-size") or _SIZE
    heavy = one.get("font-weight", "") in _HEAVY
    width = max(breadth(line.text or "", size, heavy=heavy) for line in lines)
    begin = {"end": -width, "middle": -width / 2}.get(one.get("text-anchor", ""), 0.0)
    return _box(_number(one, "x") + begin, _number(one, "y") - size, width, 1.3 * size)


def _box(x: float, y: float, width: float, height: float) -> list[complex]:
    return [complex(x + a * width, y + b * height) for a in (0, 1) for b in (0, 1)]


_DRAWN: Final[dict[str, Callable[[Element], list[complex] | None]]] = {
    "line": _line,
    "path": _path,
    "rect": _rect,
    "text": _text,
}


def breadth(text: str, size: float, *, heavy: bool = False) -> float:
    """How wide a line is in the vendored type, pixels; a letter that it lacks is an em wide.

    Examples
    --------
    >>> round(breadth("great-power war", 13)), round(breadth("great-power war", 13, heavy=True))
    (90, 93)
    """
    advances, em, letters = _type("Semibold" if heavy else "Regular")
    return sum(advances.get(letters.get(ord(one), ""), (em, 0))[0] for one in text) * size / em


@functools.cache
def _type(style: str) -> tuple[dict[str, tuple[int, int]], int, dict[int, str]]:
    """Advance of every glyph, units an em, glyph of every letter."""
    from fontTools.ttLib import TTFont

    there = files("foedus.brief").joinpath("fonts", f"SourceSans3-{style}.ttf")
    with TTFont(io.BytesIO(there.read_bytes())) as font:
        head: Any = font["head"]
        advances: Any = font["hmtx"]
        return dict(advances.metrics), int(head.unitsPerEm), dict(font.getBestCmap() or {})
