"""The journal of a curve: every finished specification, kept as soon as its unit is done.

One JSON line each, in a file named by the key of the question. A process may be killed at any
moment: a line cut off in the middle of writing is passed over, and what follows starts a new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from foedus.core.errors import FoedusError

from .unit import Piece

__all__ = ["Journal"]


class Journal:
    """Finished specifications by name.

    Parameters
    ----------
    path
        The file; its folder is made with the first line.
    fresh
        Whether what an earlier run left is thrown away.

    Raises
    ------
    FoedusError
        If the file is there and cannot be read, or is to be thrown away and cannot be.
    """

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        try:
            if fresh:
                path.unlink(missing_ok=True)
            text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        except OSError as error:
            raise self._unusable(error) from error
        self._cut_off = text[-1:] not in ("", "\n")
        self._pieces = dict(_lines(text))

    def __len__(self) -> int:
        """How many specifications are finished."""
        return len(self._pieces)

    def __contains__(self, name: object) -> bool:
        """Whether a specification is finished."""
        return name in self._pieces

    def __getitem__(self, name: str) -> Piece:
        """What was found of a finished one."""
        return self._pieces[name]

    def add(self, found: Mapping[str, Piece]) -> None:
        """Keep what a unit found; in the file before this returns.

        Raises
        ------
        FoedusError
            If it cannot be written: hours of work must not hang on memory alone.
        """
        new = {name: piece for name, piece in found.items() if name not in self._pieces}
        text = "".join(
            json.dumps({"name": name, "found": piece}, allow_nan=False) + "\n"
            for name, piece in new.items()
        )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write("\n" * self._cut_off + text)
        except OSError as error:
            raise self._unusable(error) from error
        self._cut_off = False
        self._pieces |= new

    def holds(self, names: Iterable[str]) -> bool:
        """Whether all of some specifications are finished."""
        return all(name in self._pieces for name in names)

    def _unusable(self, error: OSError) -> FoedusError:
        reason = (error.strerror or "failed").lower()
        return FoedusError(
            f"cannot keep finished work here ({reason})",
            file=self.path,
            fix="name a folder that can be written in FOEDUS_CACHE",
        )


def _lines(text: str) -> list[tuple[str, Piece]]:
    found: list[tuple[str, Piece]] = []
    for line in text.split("\n"):
        try:
            entry = json.loads(line)
            found.append((str(entry["name"]), dict(entry["found"])))
        except (ValueError, KeyError, TypeError):  # cut off in the middle
            continue
    return found
