"""A folder that a command writes whole or not at all, and never over a stranger's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from foedus.core import swap
from foedus.core.errors import FoedusError, UsageError
from foedus.core.provenance import foedus_version

__all__ = ["beside", "into_package", "refuse_strangers", "write_manifest"]

_MANIFEST = "manifest.json"
_ELSEWHERE = "choose another folder with --out"


def refuse_strangers(out: Path, mark: str, what: str) -> None:
    """Refuse before the work what could not be written after it.

    Parameters
    ----------
    out
        The folder.
    mark
        Key of the manifest by which the command knows its own.
    what
        What the command writes, in words: ``a network``.

    Raises
    ------
    UsageError
        If the folder holds something else than what this command wrote, or cannot be written.
    BundleError
        If the drawing libraries are not installed.
    """
    from foedus.brief.needs import require

    require()
    swap.refuse_beside(out, _ELSEWHERE)
    empty = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    if not empty and mark not in _manifest(out):
        raise UsageError(
            f"--out: {out} holds something else than {what}; not overwritten",
            fix="choose another folder",
        )


def beside(out: Path) -> AbstractContextManager[Path]:
    """Give a folder to fill, beside `out`; at the end it takes its place.

    Files of the user's own in `out` are carried over.

    Raises
    ------
    UsageError
        If it cannot be written; what `out` held is then as it was.
    """
    written = {_MANIFEST, *_manifest(out).get("written", ())}
    return swap.beside(out, _ELSEWHERE, written)


def _manifest(out: Path) -> dict[str, Any]:
    """What made a folder; empty where it has no manifest."""
    try:
        content = json.loads((out / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


@contextmanager
def into_package() -> Iterator[None]:
    """Say it where the package's own files cannot be written.

    Raises
    ------
    FoedusError
        If they cannot.
    """
    try:
        yield
    except OSError as error:
        raise FoedusError(
            f"cannot write into the package ({error.strerror})",
            file=error.filename,
            fix="install it where you may write",
        ) from error


def write_manifest(folder: Path, mark: str, content: Mapping[str, Any]) -> None:
    """Write, last, what made the files of a folder, and which were written."""
    told = {mark: 1, "foedus": foedus_version(), "written": swap.files_of(folder), **content}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8")
