"""Works as BibTeX."""

from __future__ import annotations

from typing import Final

from .works import Name, Reference

__all__ = ["entry", "escape"]

_ENTRIES: Final = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "misc",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "software": "misc",
}
"""Kinds of work in CSL and the entry of BibTeX for each."""

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    # A backslash before a brace would do for TeX, but BibTeX counts every brace.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{one: f"\\{one}" for one in "#$%&_"},
    "–": "--",
    "—": "---",
}


def escape(text: str) -> str:
    r"""Text with everything that TeX or BibTeX would take for an instruction written out.

    Letters beyond ASCII stay as they are.

    Examples
    --------
    >>> escape("R&D, 5 % of {all}")
    'R\\&D, 5 \\% of \\textbraceleft{}all\\textbraceright{}'
    """
    return "".join(_SPECIAL.get(one, one) for one in text)


def entry(one: Reference) -> str:
    """Entry of BibTeX; the title in double braces, so that no style takes its capitals away."""
    kind = _ENTRIES[one.kind]
    inside = "journal" if kind == "article" else "booktitle"
    by = {"misc": "howpublished", "techreport": "institution"}.get(kind, "publisher")
    fields = {
        "author": _bibtex_names(one.authors),
        "editor": _bibtex_names(one.editors),
        "title": f"{{{escape(one.title)}}}",
        inside: escape(one.container),
        "year": str(one.year or ""),
        "volume": escape(one.volume),
        "number": escape(one.issue or one.number),
        "pages": escape(one.pages),
        "edition": escape(one.edition),
        "type": escape(one.genre) if kind == "techreport" else "",
        by: escape(one.publisher),
        "address": escape(one.place),
        "note": escape(_note(one, kind)),
        "doi": one.doi,
        "url": one.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{one.id},", *lines, "}"])


def _note(one: Reference, kind: str) -> str:
    genre = one.genre if kind == "misc" else ""
    version = f"version {one.version}" if one.version else ""
    text = ", ".join(part for part in (genre, version) if part)
    return text[:1].upper() + text[1:]


def _bibtex_names(names: tuple[Name, ...]) -> str:
    return " and ".join(
        f"{escape(one.family)}, {escape(one.given)}" if one.given else f"{{{escape(one.family)}}}"
        for one in names
    )
