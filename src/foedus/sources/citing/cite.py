"""The works to cite for given data sets, as plain text and as BibTeX.

Which works a data set needs is said in ``registry.toml``; the works are in ``references.json``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from foedus.sources.getting.registry import Dataset, File, dataset, file, files_of
from foedus.sources.getting.registry import files as registered

from .bibtex import entry
from .works import Name, Reference, works

__all__ = ["as_bibtex", "as_text", "references"]


def references(
    names: Iterable[str], *, files: Iterable[str] | None = None
) -> tuple[Reference, ...]:
    """Works to cite, each once, by first author, year and title.

    Parameters
    ----------
    names
        Data sets (or aliases of them), tables, or paths of the registry.
    files
        Paths of the files in use. Some works belong to a single file: the version it is, the R
        package an export came through. Where this is given only the works of these files are
        cited beside those of the data sets; else those of every file that `names` stand for.

    Raises
    ------
    UsageError
        If there is no such data set, table or file.

    Examples
    --------
    >>> [one.id for one in references(["cow-mid", "mid"])]
    ['cow-mid-5.0', 'miller-2022', 'palmer-2022']
    >>> [one.id for one in references(["mid"], files=["cow/MIDA 5.0.csv"])]
    ['cow-mid-5.0', 'palmer-2022']
    """
    owners: set[Dataset] = set()
    held: set[File] = set()
    for name in names:
        some = _files_at(name) if "/" in name else dataset(name).files
        owners |= {dataset(one.dataset) for one in some} if "/" in name else {dataset(name)}
        held.update(some)
    if files is not None:
        held = {file(path) for path in files}
        owners |= {dataset(one.dataset) for one in held}
    known = works()
    keys = {key for one in (*owners, *held) for key in one.references}
    return tuple(sorted((known[key] for key in keys), key=_order))


def as_text(names: Iterable[str], *, files: Iterable[str] | None = None) -> str:
    """References as a plain list, one a line; what they are of, see `references`.

    Examples
    --------
    >>> print(as_text(["kdg"]))
    Klein, James P., Gary Goertz, and Paul F. Diehl. 2006. The New Rivalry Dataset: Procedures and
    Patterns. Journal of Peace Research 43(3): 331–348. https://doi.org/10.1177/0022343306063935
    """
    return "\n".join(_line(one) for one in references(names, files=files))


def as_bibtex(names: Iterable[str], *, files: Iterable[str] | None = None) -> str:
    """References as BibTeX, in UTF-8, one entry after the other; see `references`.

    Examples
    --------
    >>> print(as_bibtex(["kdg"]).splitlines()[0])
    @article{klein-2006,
    """
    return "\n\n".join(entry(one) for one in references(names, files=files))


def _files_at(name: str) -> tuple[File, ...]:
    """Files of a table, or the one of a path."""
    found = tuple(one for one in registered() if one.path == name)
    return found or files_of(name)


_UNDATED: Final = 9999


def _order(one: Reference) -> tuple[str, int, str, str]:
    # 'Öberg' goes beside 'Oberg', and "D'Orazio" behind 'Davies': marks are split off and left out.
    plain = unicodedata.normalize("NFKD", one.authors[0].family)
    family = "".join(letter for letter in plain if letter.isalnum() or letter == " ")
    return family.casefold(), one.year or _UNDATED, one.title.casefold(), one.id


def _line(one: Reference) -> str:
    parts = [_people(one.authors), str(one.year or "n.d."), one.title + _version(one)]
    if one.kind == "article-journal":
        parts.append(f"{one.container}{_where(one)}")
    elif one.kind == "chapter":
        editors = _people(one.editors, first=False)
        parts.append(f"In {one.container}, edited by {editors}, {one.pages}")
    elif one.container:
        parts.append(one.container)
    if one.genre or one.edition:
        edition = f", {one.edition} edition" if one.edition else ""
        parts.append(" ".join(part for part in (one.genre, one.number) if part) + edition)
    if one.publisher:
        parts.append(f"{one.place}: {one.publisher}" if one.place else one.publisher)
    text = " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts)
    return f"{text} {one.link}" if one.link else text


def _version(one: Reference) -> str:
    return f", version {one.version}" if one.version else ""


def _where(one: Reference) -> str:
    text = f" {one.volume}" if one.volume else ""
    text += f"({one.issue})" if one.issue else ""
    return text + (f": {one.pages}" if one.pages else "")


def _people(names: tuple[Name, ...], *, first: bool = True) -> str:
    shown = [
        (f"{one.family}, {one.given}" if first and i == 0 else f"{one.given} {one.family}")
        if one.given
        else one.family
        for i, one in enumerate(names)
    ]
    if len(shown) == 1:
        return shown[0]
    return ", ".join(shown[:-1]) + f", and {shown[-1]}"
