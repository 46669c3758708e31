"""The works behind the data sets: articles, books, data sets, read from CSL-JSON."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from foedus.core.errors import FoedusError
from foedus.sources.strict import Block

__all__ = ["KINDS", "Name", "Reference", "parse", "works"]

KINDS: Final = (
    "article-journal",
    "book",
    "chapter",
    "dataset",
    "paper-conference",
    "report",
    "software",
)
"""Types of CSL in use."""

_NAME: Final = "references.json"
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_KEY: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@dataclass(frozen=True)
class Name:
    """A person, or an institution.

    Parameters
    ----------
    family
        Family name with its particles, or the whole name of an institution.
    given
        Given names; empty for an institution.
    """

    family: str
    given: str = ""


@dataclass(frozen=True)
class Reference:
    """One work.

    Parameters
    ----------
    id
        Its key, also in BibTeX; it never changes.
    kind
        Type of CSL, such as ``article-journal``.
    authors, editors
        In the order of the title page.
    year
        Year of publication; None where it bears none.
    title
        Title, in English capitals.
    container
        Journal, book or meeting it appeared in.
    volume, issue, pages, edition, number
        As printed; a range of pages has an en dash.
    version
        Version of a data set.
    genre
        What sort of report or software it is.
    publisher, place
        Who published it, and where.
    doi
        Digital object identifier, without the resolver.
    url
        Page about it.
    """

    id: str
    kind: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    year: int | None
    title: str
    container: str
    volume: str
    issue: str
    pages: str
    edition: str
    number: str
    version: str
    genre: str
    publisher: str
    place: str
    doi: str
    url: str

    @property
    def link(self) -> str:
        """Address to look it up; empty where there is none."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@functools.cache
def works() -> dict[str, Reference]:
    """Every work of ``references.json``, by its key."""
    text = resources.files(__package__ or "").joinpath(_NAME).read_text(encoding="utf-8")
    return {one.id: one for one in parse(text)}


def parse(text: str) -> tuple[Reference, ...]:
    """References of a file in CSL-JSON, in its order.

    Raises
    ------
    FoedusError
        If it is no JSON, if a key is unknown, missing or of the wrong type, or a value is no DOI
        or year.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise FoedusError(f"is not JSON: {error}", file=_NAME) from error
    blocks = Block({"references": raw}, _NAME).blocks("references")
    found = tuple(_reference(block) for block in blocks)
    if len({one.id for one in found}) != len(found):
        raise FoedusError("two references have one id", file=_NAME)
    return found


def _reference(block: Block) -> Reference:
    def text(key: str) -> str:
        return block.maybe(key, str) or ""

    made = Reference(
        id=block.text("id"),
        kind=block.text("type"),
        authors=_names(block, "author"),
        editors=_names(block, "editor"),
        year=_year(block),
        title=block.text("title"),
        container=text("container-title"),
        volume=text("volume"),
        issue=text("issue"),
        pages=text("page"),
        edition=text("edition"),
        number=text("number"),
        version=text("version"),
        genre=text("genre"),
        publisher=text("publisher"),
        place=text("publisher-place"),
        doi=text("DOI"),
        url=text("URL"),
    )
    block.done()
    for name, value in vars(made).items():
        if isinstance(value, str):
            block.check(value == " ".join(value.split()), name, value, "has stray white space")
    block.check(_KEY.fullmatch(made.id), "id", made.id, "is not words joined by '-' or '.'")
    block.check(made.kind in KINDS, "type", made.kind, "is none of " + ", ".join(KINDS))
    block.check(bool(made.authors), "author", (), "is missing")
    block.check(not made.doi or _DOI.fullmatch(made.doi), "DOI", made.doi, "is no DOI")
    block.check(not made.url or made.url.startswith("http"), "URL", made.url, "is no web address")
    return made


def _names(block: Block, key: str) -> tuple[Name, ...]:
    found: list[Name] = []
    for one in block.blocks(key):
        whole = one.maybe("literal", str)
        found.append(Name(whole) if whole else Name(one.text("family"), one.text("given")))
        one.done()
        for part in (found[-1].family, found[-1].given) if not whole else ():
            # BibTeX parts names at these, and an institution's name stands in braces.
            block.check("," not in part and " and " not in part, key, part, "is more than a name")
    return tuple(found)


def _year(block: Block) -> int | None:
    issued: Any = block.maybe("issued", dict)
    if issued is None:
        return None
    match issued:
        case {"date-parts": [[int(year)]]}:
            return year
        case _:
            raise block.error("issued", "is not {'date-parts': [[year]]}", issued)
