"""A report: sections in their order, the numbers they state, the references they cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from .blocks import Block, Listing, Paragraph, Picture, References, Section, Table
from .citing import Reference
from .errors import ReportError
from .phrases import Cite, Phrase, Sentence
from .registry import Numbers

__all__ = ["Report", "blocks", "cites", "phrases", "sentences"]

_LIKELIHOOD = {"word"}
_CONFIDENCE = "confidence is"


@dataclass(frozen=True)
class Report:
    """A brief, complete.

    Parameters
    ----------
    name
        Fit for a file name.
    title, subtitle, kicker
        The title, the line below it and the line above it.
    sections
        In their order.
    numbers
        Every number that a phrase states.
    library
        Every reference that may be cited, by its key.
    provenance
        Name and value of what made it: run, versions, hashes.
    lang
        Language of the text.
    flags
        What a reader must see first: hypothetical, incomplete.

    Raises
    ------
    ReportError
        If a phrase states a number that is not there, cites what is not there, speaks of likelihood
        and confidence at once, or two things have one name.
    """

    name: str
    title: Phrase
    subtitle: Phrase
    kicker: Phrase
    sections: tuple[Section, ...]
    numbers: Numbers = field(repr=False)
    library: Mapping[str, Reference] = field(repr=False)
    provenance: tuple[tuple[str, Phrase], ...] = ()
    lang: str = "en"
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check every phrase."""
        _names_once(self)
        for one in phrases(self):
            for key in one.keys:
                if key not in self.numbers:
                    raise ReportError("a number that is not in the book", field=key)
        for cite in chain(cites(self), *(one.cites for one in phrases(self))):
            if cite.id not in self.library:
                raise ReportError("a reference that is not in the library", value=cite.id)
        for said in sentences(self):
            if _LIKELIHOOD & set(said.kinds) and _CONFIDENCE in said.template.casefold():
                raise ReportError(
                    "likelihood and confidence in one sentence",
                    value=said.template,
                    fix="make two of it",
                )

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references cited, by number, from 1."""
        return tuple(self.library[key] for key in self.order)

    @property
    def order(self) -> dict[str, int]:
        """Number of each reference cited: the order of the text."""
        found = dict.fromkeys(cite.id for cite in cites(self))
        return {key: number for number, key in enumerate(found, 1)}

    def places(self, key: str) -> tuple[str, ...]:
        """Places of a reference that are cited, each once."""
        return tuple(dict.fromkeys(c.place for c in cites(self) if c.id == key and c.place))


def _sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for one in sections:
        yield one
        yield from _sections(one.sections)


def blocks(report: Report) -> Iterator[Block]:
    """Every block, in the order of the text."""
    for one in _sections(report.sections):
        yield from one.blocks


def phrases(report: Report) -> Iterator[Phrase]:
    """Every piece of text that is set from a template, in the order of the text."""
    yield from (report.kicker, report.title, report.subtitle)
    for section in _sections(report.sections):
        yield section.title
        for block in section.blocks:
            yield from _of(block)
    yield from (value for _, value in report.provenance)


def sentences(report: Report) -> Iterator[Sentence]:
    """Every sentence."""
    return (one for one in phrases(report) if isinstance(one, Sentence))


def cites(report: Report) -> Iterator[Cite]:
    """Every citation, in the order of the text."""
    for section in _sections(report.sections):
        for block in section.blocks:
            for one in _of(block):
                yield from one.cites
            if isinstance(block, Table | Picture):
                yield from block.cites


def _of(block: Block) -> Iterator[Phrase]:
    match block:
        case Paragraph():
            yield from block.sentences
        case Listing():
            for item in block.items:
                yield from item.sentences
        case Table():
            yield block.caption
            yield from (column.title for column in block.columns)
            for row in block.rows:
                yield from row.cells
            yield from block.notes
        case Picture() | References():
            return


def _names_once(report: Report) -> None:
    names = [one.id for one in _sections(report.sections)]
    names += [one.id for one in blocks(report) if isinstance(one, Table | Picture)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ReportError("two parts of the report have one name", value=twice[0])
    listed = sum(isinstance(one, References) for one in blocks(report))
    cited = next(cites(report), None)
    if listed > 1 or (cited is not None and not listed):
        raise ReportError(
            "references are cited and not listed, or listed twice", fix="put one References block"
        )
