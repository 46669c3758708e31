"""A report as one HTML file: no script, nothing fetched, printable, readable on a telephone."""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from foedus.brief.embed import font
from foedus.brief.look import FONT
from foedus.core.provenance import foedus_version

from .blocks import Picture
from .citing import STYLE
from .draw import either
from .model import Report
from .setting import Setting, bracketed

if TYPE_CHECKING:
    import jinja2

__all__ = ["html"]

_OPEN: Final = re.compile(r"<svg\b([^>]*)>")
_NOT_OURS: Final = re.compile(r'\s(?:role|aria-[a-z]+|class)="[^"]*"')


def html(report: Report) -> str:
    """The report as a page.

    Parameters
    ----------
    report
        What is to be written.

    Returns
    -------
    str
        A whole document: type, drawings and data are in it.
    """
    import markupsafe

    setting = Setting(report)

    def drawing(one: Picture) -> markupsafe.Markup:
        text = either(*(_drawing(svg, one.alt) if svg else "" for svg in (one.svg, one.thin)))
        return markupsafe.Markup(text)  # noqa: S704 - drawn by Vega, which escapes its text

    def value(key: str) -> str:
        return _value(report.numbers[key].value)

    def origin(key: str) -> str:
        return report.numbers[key].origin.text

    return _template().render(
        report=report,
        set_=setting,
        drawing=drawing,
        bracketed=bracketed,
        csv=_csv,
        value=value,
        origin=origin,
        font=font(),
        font_family=FONT,
        style=_text("templates/report.css"),
        version=foedus_version(),
        citation_style=STYLE,
    )


def _csv(one: Picture) -> str:
    return "data:text/csv;charset=utf-8," + quote(one.csv, safe="")


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(str(one) for one in value)
    return str(value)


def _drawing(svg: str, alt: str) -> str:
    """The drawing as an image with its words, whatever it said of itself before."""
    from markupsafe import escape

    def opened(found: re.Match[str]) -> str:
        rest = _NOT_OURS.sub("", found[1])
        return f'<svg role="img" aria-label="{escape(alt)}"{rest}>'

    text = _OPEN.sub(opened, svg, count=1)
    # Vega says of each mark that it is a picture of its own; the whole is one.
    first = text.index(">") + 1
    return text[:first] + re.sub(
        r'\s(?:role|aria-[a-z]+)="[^"]*"', "", text[first:].replace("<?xml", "<!--?xml")
    )


@functools.cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(_text("templates/report.html"))


@functools.cache
def _text(name: str) -> str:
    return files("foedus.brief.report").joinpath(name).read_text(encoding="utf-8")
