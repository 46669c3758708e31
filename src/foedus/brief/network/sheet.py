"""One HTML file with pictures and tables of networks: it opens offline and prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.brief.embed import drawn_with, font, json_text, library, shown, template, text
from foedus.brief.look import FONT
from foedus.brief.needs import require
from foedus.core.provenance import foedus_version
from foedus.sources.citing.cite import as_text

if TYPE_CHECKING:
    from foedus.brief.picture import Picture
    from foedus.sources.load import Source

__all__ = ["Section", "Sheet", "Table"]

_PAPER = (
    "Jackson, Matthew O., and Stephen Nei. 2015. Networks of Military Alliances, Wars, and "
    "International Trade. Proceedings of the National Academy of Sciences 112(50): 15277–15284. "
    "https://doi.org/10.1073/pnas.1520970112"
)


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
class Sheet:
    """A page, before it is set.

    Parameters
    ----------
    name
        Fit for a file name.
    kicker, title
        The line above the title; the title.
    sentences, limits
        Bottom line; what it does not say.
    sections
        What follows.
    sources
        Tables used: they are cited.
    run
        What was asked, by name.
    """

    name: str
    kicker: str
    title: str
    sentences: tuple[str, ...]
    limits: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = field(default=(), repr=False)
    run: tuple[tuple[str, str], ...] = ()
    papers: tuple[str, ...] = (_PAPER,)

    def html(self) -> str:
        """The page, with everything in it.

        Raises
        ------
        BundleError
            If the `brief` extra is not installed.
        """
        require()
        drawn: list[Picture] = [one for part in self.sections for one in part.pictures]
        run = (*self.run, ("foedus", foedus_version()), ("drawn with", drawn_with()))
        return template("network.html").render(
            name=self.name,
            kicker=self.kicker,
            title=self.title,
            sentences=self.sentences,
            limits=self.limits,
            sections=[
                {
                    "heading": part.heading,
                    "texts": part.texts,
                    "pictures": [shown(one) for one in part.pictures],
                    "tables": part.tables,
                }
                for part in self.sections
            ],
            sources=[*_cited(self.sources), *self.papers],
            run=run,
            version=foedus_version(),
            font_family=FONT,
            font=font(),
            library=library(),
            specs=json_text({one.id: one.spec for one in drawn}),
            style=text("templates/page.css"),
            script=text("templates/page.js"),
        )


def _cited(sources: Sequence[Source]) -> list[str]:
    if not sources:
        return []
    paths = [one.file.path for one in sources]
    return as_text(paths, files=paths).splitlines()
