"""A picture: its message, method and corner, its words for those who cannot see it, its data."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .look import INK, MUTED, config
from .numbers import day, plain
from .words import status

if TYPE_CHECKING:
    import altair as alt

    from foedus.core.bundle import Bundle

__all__ = ["Picture", "corner", "csv_text", "picture"]


@dataclass(frozen=True)
class Picture:
    """One idea.

    Attributes
    ----------
    id
        Short name, unique on a page, fit for a file name.
    title
        The message, with the bundle's own numbers.
    caption
        How to read it and how it was made.
    corner
        Number of draws, date of the data, and whether theta is fitted.
    alt
        What it shows, in words and numbers.
    spec
        Vega-Lite, without title and caption, which the page sets as text.
    csv
        The data drawn.
    """

    id: str
    title: str
    caption: str
    corner: str
    alt: str
    spec: dict[str, Any] = field(repr=False)
    csv: str = field(repr=False)

    def standalone(self) -> dict[str, Any]:
        """Vega-Lite with its own title, caption and corner: for a notebook or an image file."""
        body = {
            key: value
            for key, value in self.spec.items()
            if key not in ("$schema", "config", "description")
        }
        foot = {
            "data": {"values": [{"foot": 1}]},
            "mark": {
                "type": "text",
                "text": [*textwrap.wrap(self.caption, 110), self.corner],
                "align": "left",
                "baseline": "top",
                "x": 0,
                "y": 0,
                "fontSize": 12,
                "color": MUTED,
                "lineHeight": 16,
            },
            "height": 16 * (len(textwrap.wrap(self.caption, 110)) + 1),
            "width": 600,
        }
        return {
            "$schema": self.spec["$schema"],
            "description": self.alt,
            "config": self.spec["config"],
            "title": {
                "text": textwrap.wrap(self.title, 80),
                "fontSize": 18,
                "color": INK,
                "offset": 14,
            },
            "vconcat": [body, foot],
        }

    def svg(self) -> str:
        """The picture as one SVG file, drawn by the bundled Vega.

        It holds no typeface, so its frame has room for a wider one than ours.
        """
        import vl_convert

        return vl_convert.vegalite_to_svg(self.standalone())

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {"image/svg+xml": self.svg(), "text/plain": self.alt}


def picture(
    chart: alt.TopLevelMixin,
    *,
    name: str,
    title: str,
    caption: str,
    words: str,
    bundle: Bundle,
    data: Sequence[Mapping[str, Any]],
    n: str | None = None,
) -> Picture:
    """Put a chart and its words together.

    Parameters
    ----------
    chart
        Altair chart; it is validated against the Vega-Lite schema here, unless Altair's own
        debug mode is off, as where a page is waited for.
    words
        Told to those who cannot see it; the title is put in front.
    data
        Rows drawn, for the reader's spreadsheet.
    n
        What the intervals rest on, where it is not the study's draws.
    """
    from altair.utils import schemapi

    spec: dict[str, Any] = chart.to_dict(validate=schemapi.DEBUG_MODE)
    spec["config"] = config()
    told = f"{title}. {words}"
    spec["description"] = told
    return Picture(name, title, caption, corner(bundle, n), told, spec, csv_text(data))


def corner(bundle: Bundle, n: str | None = None) -> str:
    """``n = 64 draws of theta · data of 23 July 1914 · not yet fitted``."""
    draws = int(bundle.manifest.get("draws") or 0)
    told = n or (f"n = {draws} draws of theta" if draws > 1 else "no draws: point estimate")
    date = bundle.manifest.get("date")
    return " · ".join(
        one for one in (told, f"data of {day(str(date))}" if date else "", status(bundle)) if one
    )


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as RFC 4180 CSV; numbers to six significant digits."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return "" if value != value else f"{plain(value):g}" if abs(value) < 1e6 else repr(value)
    # A spreadsheet would run text that opens like a formula.
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
