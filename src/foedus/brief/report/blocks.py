"""What a report is made of: paragraphs, lists, pictures, tables, sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar

from foedus.brief.picture import Picture as Drawing

from .errors import ReportError
from .phrases import Cite, Phrase, Sentence

__all__ = [
    "Block", "Column", "Listing", "Paragraph", "Picture", "References", "Row", "Section", "Table",
    "drawn", "kept", "listing", "paragraph", "plot",
]  # fmt: skip

Role: TypeAlias = Literal["", "lead", "note"]
Part = TypeVar("Part")


def kept(*parts: Part | None) -> tuple[Part, ...]:
    """Those of some parts that could be made."""
    return tuple(one for one in parts if one is not None)


@dataclass(frozen=True)
class Paragraph:
    """Sentences that stand together.

    Attributes
    ----------
    sentences
        Each with its grounds.
    role
        ``lead`` is set larger, ``note`` smaller.
    """

    sentences: tuple[Sentence, ...]
    role: Role = ""


def paragraph(*sentences: Sentence | None, role: Role = "") -> Paragraph | None:
    """A paragraph of the sentences that could be written; None where none could."""
    found = kept(*sentences)
    return Paragraph(found, role) if found else None


@dataclass(frozen=True)
class Listing:
    """A list.

    Attributes
    ----------
    items
        Paragraphs.
    ordered
        Whether the order counts.
    """

    items: tuple[Paragraph, ...]
    ordered: bool = False


def listing(*sentences: Sentence | None) -> Listing | None:
    """A list of the sentences that could be written; None where none could."""
    found = kept(*sentences)
    return Listing(tuple(Paragraph((one,)) for one in found)) if found else None


@dataclass(frozen=True)
class Column:
    """Head of a table's column.

    Attributes
    ----------
    title
        What the column holds.
    unit
        Set below the title, small.
    number
        Whether it is aligned to the right.
    """

    title: Phrase
    unit: str = ""
    number: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a table; a `group` is one cell that heads the lines below it."""

    cells: tuple[Phrase, ...]
    group: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a line is its heading.

    Attributes
    ----------
    id
        Unique in the report, fit for a link.
    caption
        What it shows.
    columns, rows
        Each row has as many cells as there are columns, a group one.
    notes
        How to read it.
    cites
        Sources of all of it, set below.
    """

    id: str
    caption: Phrase
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Sentence, ...] = ()
    cites: tuple[Cite, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a ragged table."""
        for row in self.rows:
            if len(row.cells) != (1 if row.group else len(self.columns)):
                raise ReportError("a row has another number of cells than its table", field=self.id)


@dataclass(frozen=True)
class Picture:
    """A picture. Its grounds are its own data.

    Attributes
    ----------
    id
        Unique in the report, fit for a link and a file name.
    title, caption, corner
        The message; how to read it; number of draws and date of the data.
    alt
        What it shows, in words and numbers.
    svg
        The drawing.
    csv
        The data drawn.
    cites
        Sources of the data, where they are not those of the report.
    thin
        The drawing for a narrow screen; empty where there is none of its own.
    """

    id: str
    title: str
    caption: str
    corner: str
    alt: str
    svg: str = field(repr=False)
    csv: str = field(repr=False)
    cites: tuple[Cite, ...] = ()
    thin: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse a picture that some readers cannot read, or nobody can check."""
        for name in ("title", "alt", "svg", "csv"):
            if not getattr(self, name).strip():
                raise ReportError(f"a picture without its {name}", field=self.id)


def drawn(one: Drawing, svg: str, cites: Sequence[Cite] = (), thin: str = "") -> Picture:
    """A picture of `foedus.brief` with its drawings."""
    words = one.id, one.title, one.caption, one.corner, one.alt
    return Picture(*words, svg, one.csv, tuple(cites), thin)


def plot(one: Drawing, cites: Sequence[Cite] = ()) -> Picture:
    """The same, drawn here from its Vega-Lite."""
    from .draw import svg, thin_svg  # the drawing library takes half a second to import

    return drawn(one, svg(one), cites, thin_svg(one))


@dataclass(frozen=True)
class References:
    """Where the numbered references stand."""


Block: TypeAlias = Paragraph | Listing | Table | Picture | References


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it.

    Attributes
    ----------
    id
        Unique in the report, fit for a link.
    title
        The heading.
    blocks
        In their order.
    sections
        Below it, a level deeper.
    """

    id: str
    title: Phrase
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
