"""One HTML file with pictures and tables of networks: it opens offline and prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foedus.brief.sheet import Layout, Section, sheet_html
from foedus.sources.citing.cite import as_text

if TYPE_CHECKING:
    from foedus.sources.load import Source

__all__ = ["Sheet"]

_LAND = (
    "Land: Natural Earth 4.1 (public domain) by way of world-atlas 2.0.2, © Michael Bostock, ISC "
    "licence. "
)
_PAPER = (
    "Jackson, Matthew O., and Stephen Nei. 2015. Networks of Military Alliances, Wars, and "
    "International Trade. Proceedings of the National Academy of Sciences 112(50): 15277–15284. "
    "https://doi.org/10.1073/pnas.1520970112"
)


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
        return sheet_html(
            kicker=self.kicker,
            title=self.title,
            sentences=self.sentences,
            limits=self.limits,
            sections=self.sections,
            sources=[*_cited(self.sources), *self.papers],
            run=self.run,
            pictures=[one for part in self.sections for one in part.pictures],
            layout=Layout(prefix=f"{self.name}-", credits=_LAND),
        )


def _cited(sources: Sequence[Source]) -> list[str]:
    if not sources:
        return []
    paths = [one.file.path for one in sources]
    return as_text(paths, files=paths).splitlines()
