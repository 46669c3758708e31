"""References: by number, through CSL, each with where it can be looked up.

The works are those of the data sets (``foedus/sources/citing/references.json``) and those of
``bibliography.json`` here: histories, documents, treaties. The style is IEEE's (``csl/ieee.csl``,
CC BY-SA 3.0, from the CSL project), which numbers references in the order of the text.
"""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from .errors import ReportError

__all__ = ["STYLE", "Reference", "Words", "archival", "library", "listed"]

STYLE: Final = "IEEE Reference Guide, CSL style of the Citation Style Language project"
_STYLE_FILE: Final = "csl/ieee.csl"
_MARK: Final = re.compile(r"</?i>")
_OPENING: Final = re.compile(r"^\[\d+\]\s*")
_ADDRESS: Final = re.compile(r"[.,]?\s*(?:\[Online\]\. Available: \S+|doi: \S+?)\.?$")
"""The style ends with the address, which stands behind the entry as a link."""
_WEB: Final = re.compile(r"\s*\((?P<alone>https?://[^\s()]+)\)|:?\s+(?P<after>https?://[^\s()]+)")
"""An address in a description: alone in brackets behind the work, or behind other words."""


@dataclass(frozen=True)
class Words:
    """A piece of a reference's text; titles are set in italics."""

    text: str
    italic: bool = False


@dataclass(frozen=True)
class Reference:
    """One work.

    Attributes
    ----------
    id
        Its key.
    item
        As CSL-JSON; empty for a source that is only described.
    text
        The description, where there is no item.
    link
        Address where it can be looked up; empty where none is known.
    """

    id: str
    item: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    text: str = ""
    link: str = ""


@functools.cache
def library() -> Mapping[str, Reference]:
    """Every work of the package, by its key.

    Raises
    ------
    ReportError
        If two files have a work of the same key.
    """
    found: dict[str, Reference] = {}
    for room, name in (
        ("foedus.sources.citing", "references.json"),
        ("foedus.brief.report", "bibliography.json"),
    ):
        for item in json.loads(files(room).joinpath(name).read_text(encoding="utf-8")):
            key = str(item["id"])
            if key in found:
                raise ReportError("two works have one key", file=name, value=key)
            found[key] = Reference(key, MappingProxyType(_item(item)), link=_link(item))
    return MappingProxyType(found)


def archival(text: str) -> Reference:
    """A source that is only described: a speech, a file of an archive, a newspaper of a day.

    Its address is the link where it has one; several stay where they stand, each behind its work.

    >>> one = archival("Treaty of Berlin, 13 July 1878 (https://archive.org/details/jstor-2212670)")
    >>> one.text, one.link
    ('Treaty of Berlin, 13 July 1878', 'https://archive.org/details/jstor-2212670')
    >>> archival("Halder, Kriegstagebuch (in English: https://example.org/halder)").text
    'Halder, Kriegstagebuch (in English)'
    """
    shown = " ".join(text.split())
    found = [one["alone"] or one["after"] for one in _WEB.finditer(shown)]
    bare = _WEB.sub("", shown)
    key = "".join(sign if sign.isalnum() else "-" for sign in bare.casefold())
    id_ = f"text-{re.sub('-+', '-', key).strip('-')}"
    if len(found) == 1 and bare:
        return Reference(id_, text=bare, link=found[0])
    return Reference(id_, text=shown)


def _link(item: Mapping[str, Any]) -> str:
    return f"https://doi.org/{item['DOI']}" if item.get("DOI") else str(item.get("URL") or "")


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    """The style prints no version of a data set: it goes behind the title."""
    found = {str(name): value for name, value in item.items()}
    if found.get("version"):
        found["title"] = f"{found['title']}, version {found.pop('version')}"
    return found


def listed(references: Sequence[Reference]) -> tuple[tuple[Words, ...], ...]:
    """References as the style sets them, in the given order.

    Parameters
    ----------
    references
        Those cited, by number.

    Returns
    -------
    tuple
        One entry a reference, without its number.
    """
    items = {one.id: dict(one.item) for one in references if one.item}
    set_ = _formatted(items) if items else {}
    return tuple(
        _words(set_[one.id]) if one.item else (Words(one.text + _stop(one.text)),)
        for one in references
    )


def _stop(text: str) -> str:
    return "" if text.rstrip('”"\u2019').endswith((".", "!", "?")) else "."


def _formatted(items: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Entries in HTML by key, through citeproc."""
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    style = CitationStylesStyle(_style_file(), validate=False)
    # The library's keys are lower-case.
    keys = {key.casefold(): key for key in items}
    source = CiteProcJSON([item | {"id": item["id"].casefold()} for item in items.values()])
    made = CitationStylesBibliography(style, source, formatter.html)
    for key in keys:
        made.register(Citation([CitationItem(key)]))
    entries = zip(items, made.bibliography(), strict=True)
    return {key: _ended(_OPENING.sub("", str(entry)).strip()) for key, entry in entries}


def _ended(entry: str) -> str:
    text = _ADDRESS.sub("", entry)
    return text + _stop(html.unescape(_MARK.sub("", text)))


def _style_file() -> str:
    return str(files("foedus.brief.report").joinpath(_STYLE_FILE))


def _words(text: str) -> tuple[Words, ...]:
    out: list[Words] = []
    at, italic = 0, False
    for mark in _MARK.finditer(text):
        if mark.start() > at:
            out.append(Words(html.unescape(text[at : mark.start()]), italic))
        italic, at = mark[0] == "<i>", mark.end()
    if at < len(text):
        out.append(Words(html.unescape(text[at:]), italic))
    return tuple(out)
