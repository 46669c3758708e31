"""The header of a file against the columns its table declares."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.core.errors import did_you_mean

from .schema import Layout, SourceError

__all__ = ["expected"]

_SHOWN = 5


def expected(found: tuple[str, ...], wanted: Iterable[str], file: str, layout: Layout) -> None:
    """Compare the file's header with the columns it should have.

    Parameters
    ----------
    found
        Names in the file.
    wanted
        Names it should have.
    file
        Name for errors.
    layout
        What the publisher's file looks like.

    Raises
    ------
    SourceError
        If a column is missing, unknown or there twice; a header in one piece is told apart.
    """
    wanted = tuple(wanted)
    known = {*wanted, *layout.ignores}
    if len(found) == 1 and len(wanted) > 1:
        marks = [mark for mark in ";\t|," if mark in found[0] and mark != layout.separator]
        seems = f"; it seems to use {marks[0]!r}" if marks else ""
        raise SourceError(
            f"cells are not parted by {layout.separator!r}{seems}",
            file=file,
            line=1,
            fix="get the publisher's own file, not one saved again",
        )
    for name in found:
        if found.count(name) > 1 and (name in known or not layout.ignores_rest):
            raise SourceError("column is there twice", file=file, line=1, field=name)
    missing = [name for name in wanted if name not in found]
    if missing:
        near = did_you_mean(missing[0], [name for name in found if name not in known])
        raise SourceError(
            f"column missing ({_listed(missing)})",
            file=file,
            line=1,
            field=missing[0],
            fix=f"the file has another: {near}" if near else "get the version that is registered",
        )
    unknown = [name for name in found if name not in known]
    if unknown and not layout.ignores_rest:
        raise SourceError(
            f"unknown column ({_listed(unknown)})",
            file=file,
            line=1,
            field=unknown[0],
            fix="get the version that is registered",
        )


def _listed(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
