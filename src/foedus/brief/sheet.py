"""One HTML file with pictures and tables: it opens offline and prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.core.provenance import foedus_version

from .embed import drawn_with, font, library, shown, specs, template, text
from .look import FONT
from .needs import require

if TYPE_CHECKING:
    from .picture import Picture

__all__ = ["Layout", "Section", "Table", "sheet_html"]


@dataclass(frozen=True)
class Table:
    """A table of the page: its cells as text; `numbers` are the columns set to the right."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    texts: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How a page is set.

    Parameters
    ----------
    prefix
        Of the names of data files.
    headed
        Whether the first cell of a row is its heading.
    tables_first
        Whether a section's tables come before its pictures.
    credits
        Whose work is drawn on, beside the typeface and the drawing library.
    """

    prefix: str = ""
    headed: bool = False
    tables_first: bool = False
    credits: str = ""


def sheet_html(
    *,
    kicker: str,
    title: str,
    sentences: Sequence[str],
    limits: str,
    sections: Sequence[Section],
    sources: Sequence[str],
    run: Sequence[tuple[str, str]],
    pictures: Sequence[Picture],
    layout: Layout,
) -> str:
    """Return the page, with everything in it.

    Parameters
    ----------
    kicker, title
        The line above the title; the title.
    sentences, limits
        Bottom line; what it does not say.
    sections
        What follows.
    sources
        References.
    run
        What was asked, by name; versions are added.
    pictures
        All of them.
    layout
        How it is set.

    Raises
    ------
    BundleError
        If the `brief` extra is not installed.
    """
    require()
    version = foedus_version()
    return template("sheet.html").render(
        kicker=kicker,
        title=title,
        sentences=sentences,
        limits=limits,
        sections=[
            {
                "heading": part.heading,
                "texts": part.texts,
                "pictures": [shown(one) for one in part.pictures],
                "tables": part.tables,
            }
            for part in sections
        ],
        sources=sources,
        run=(*run, ("foedus", version), ("drawn with", drawn_with())),
        version=version,
        font_family=FONT,
        font=font(),
        library=library(),
        **specs(pictures),
        style=text("templates/page.css"),
        script=text("templates/page.js"),
        **vars(layout),
    )
