"""The journal of a ledger being built: what is finished, one line each, kept as soon as it is done.

The first line is the question: what the numbers depend on. Every other line is a finished piece
with its name. A line is flushed and forced to disk before the next piece counts as done, so a
process that is killed loses what it had in hand and nothing else. A line that the kill cut off is
dropped when the journal is opened again; another question is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from foedus.core.bundle import key as content_key
from foedus.core.errors import BundleError, UsageError
from foedus.core.writable import writing

from .task import Piece

__all__ = ["Journal", "difference"]

FORMAT = 1


class Journal:
    """Finished pieces by name, in a file that only this process writes.

    Parameters
    ----------
    path
        The file. It is made, with its folder, where it is not there.
    question
        What the numbers depend on: JSON-like.
    resume
        Go on with what is there. Without it a file that is there is refused.

    Raises
    ------
    UsageError
        The file is there and `resume` was not asked for; or it answers another question, and the
        error names what differs; or it cannot be written.
    BundleError
        It is no journal, or damaged; or another build writes to it.
    """

    def __init__(self, path: Path, question: Mapping[str, Any], *, resume: bool = False) -> None:
        self.path = path
        self.key = content_key(question)
        self._pieces: dict[str, Piece] = {}
        if path.exists() and not resume:
            raise UsageError(
                "a ledger was begun here",
                file=path,
                fix="complete it with --resume, or choose another folder with --out",
            )
        with writing(path, "choose another folder with --out"):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+b")
        try:
            _lock(self._file.fileno(), path)
            self._take_up(question)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Journal:
        """Return the journal."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()

    def __contains__(self, name: str) -> bool:
        """Whether a piece is finished."""
        return name in self._pieces

    def __len__(self) -> int:
        """Return the number of finished pieces."""
        return len(self._pieces)

    def pieces(self, names: Iterator[str]) -> dict[str, Piece]:
        """Return the finished pieces among `names`, in that order."""
        return {name: self._pieces[name] for name in names if name in self._pieces}

    def add(self, name: str, piece: Piece) -> None:
        """Keep a finished piece: when this returns, it is on the disk.

        Raises
        ------
        BundleError
            The disk is full, or the folder is gone.
        """
        self._write({"name": name, "piece": piece})
        self._pieces[name] = piece

    def _write(self, entry: Mapping[str, Any]) -> None:
        line = json.dumps(entry, ensure_ascii=False, allow_nan=False)
        try:
            self._file.write(line.encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise BundleError(
                f"finished work cannot be kept ({error.strerror})",
                file=self.path,
                fix="make room, then go on with --resume",
            ) from error

    def _take_up(self, question: Mapping[str, Any]) -> None:
        """Read what is there, or begin with the question."""
        self._file.seek(0)
        content = self._file.read()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):  # cut off by a kill: nothing after the last line's end counts
            self._file.truncate(whole)
        lines = content[:whole].splitlines()
        if not lines:
            self._write({"foedus-ledger-journal": FORMAT, "key": self.key, "question": question})
            return
        self._refuse_another(lines[0], question)
        for number, line in enumerate(lines[1:], 2):
            try:
                entry = json.loads(line)
                self._pieces[entry["name"]] = entry["piece"]
            except (ValueError, KeyError, TypeError) as error:
                raise BundleError(
                    "a line of the journal is damaged",
                    file=self.path,
                    line=number,
                    fix="delete that line, then go on with --resume",
                ) from error

    def _refuse_another(self, line: bytes, question: Mapping[str, Any]) -> None:
        try:
            head = json.loads(line)
            found, key = head["question"], head["key"]
            known = head["foedus-ledger-journal"] == FORMAT
        except (ValueError, KeyError, TypeError):
            known, found, key = False, None, ""
        if not known:
            raise BundleError(
                "not a journal of this version", file=self.path, fix="choose another --out"
            )
        if key != self.key:
            apart = difference(found, json.loads(json.dumps(question)))
            raise UsageError(
                f"answers another question: {'; '.join(apart) or 'another key'}",
                file=self.path,
                fix="resume with what it was begun with, or choose another folder with --out",
            )


def difference(there: Any, here: Any, at: str = "") -> list[str]:
    """Say what differs between two questions, at most five things.

    Examples
    --------
    >>> difference({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}})
    ['a.c: 2 there, 3 here']
    """
    found: list[str] = []
    if isinstance(there, dict) and isinstance(here, dict):
        for name in sorted({*there, *here}):
            found += difference(there.get(name), here.get(name), f"{at}.{name}" if at else name)
    elif there != here:
        found.append(f"{at}: {_short(there)} there, {_short(here)} here")
    return found[:5]


def _short(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 24 else text[:23] + "…"


def _lock(handle: int, path: Path) -> None:
    """Keep out a second build, where the system can."""
    try:
        import fcntl  # not on every system
    except ImportError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BundleError(
            "another build is writing here", file=path, fix="wait for it, or choose another --out"
        ) from error
