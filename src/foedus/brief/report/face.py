"""Briefs and pictures in one call: of a study, of a bundle on disk, or of the question itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from foedus.brief.alliances.make import alliances
from foedus.core.bundle import Bundle, read
from foedus.core.errors import UsageError
from foedus.study.result import Result

from .crisis.brief import crisis_brief
from .write import form, require, write

if TYPE_CHECKING:
    from foedus.brief.picture import Picture

__all__ = ["QUESTION", "pictures", "write_brief"]

QUESTION = "alliances"
"""The subject that is no crisis: how alliances contributed to escalation, over the whole record."""


def write_brief(subject: Result | Bundle | str | Path, path: str | Path) -> Path:
    """Write a brief as one file; one that is there already is replaced, in one step.

    Parameters
    ----------
    subject
        What `run` returned; a bundle, or the folder of one; or ``"alliances"`` for the brief on the
        question itself, which is read from what ships. Nothing is solved.
    path
        The file; its ending is the form: ``.html``, ``.pdf`` or ``.md``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UsageError
        If the ending is another, the subject is neither of these, or the file cannot be written.
    BundleError
        If the folder is no bundle, or a library of the extra `brief` is missing.

    Examples
    --------
    >>> import foedus as fd
    >>> fd.write_brief("alliances", "alliances.docx")
    Traceback (most recent call last):
        ...
    foedus.core.errors.UsageError: -o: no such form of a brief: alliances.docx...
    """
    target = Path(path)
    form(target)
    require()
    if subject == QUESTION:
        return write(alliances(), target)
    return write(crisis_brief(_bundle(subject, ", or 'alliances'")), target)


def pictures(subject: Result | Bundle | str | Path) -> dict[str, Picture]:
    """Draw a study: its pictures by name, in the order in which a brief shows them.

    A notebook shows each where it is the last line of a cell.

    Parameters
    ----------
    subject
        What `run` returned; a bundle, or the folder of one.

    Returns
    -------
    dict of str to Picture
        ``.svg()`` is an image file's text, ``.alt`` what it shows in words, ``.csv`` its data,
        ``.standalone()`` its Vega-Lite.

    Raises
    ------
    UsageError
        If the subject is neither of these.
    BundleError
        If the folder is no bundle, or a library of the extra `brief` is missing.
    """
    require()
    from foedus.brief.bundle.plots import pictures as drawn  # needs the extra

    return {one.id: one for one in drawn(_bundle(subject))}


def _bundle(subject: object, also: str = "") -> Bundle:
    match subject:
        case Result(bundle=bundle):
            return bundle
        case Bundle():
            return subject
        case str() | Path():
            folder = Path(subject)
            if folder.is_dir():
                return read(folder)
    raise UsageError(
        "no brief or picture can be made of this",
        value=subject if isinstance(subject, str | Path) else type(subject).__name__,
        fix=f"give what fd.run(...) returned, or the folder of a bundle{also}",
    )
