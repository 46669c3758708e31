"""The journal of a study: every finished piece of work, kept as soon as it is done.

A piece is a name and a JSON-like result, one line each in a file named by the study's key. An
interrupted study, however it ended, finds its pieces there; a line cut off in the middle of
writing is passed over.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from foedus.core.paths import cache_dir

Piece = dict[str, Any]
logger = logging.getLogger("foedus.study")


class Journal:
    """Finished pieces by name; appending is safe from several threads.

    Parameters
    ----------
    key : str
        The study's key.
    folder : Path, optional
        Where journals are kept; the cache by default.
    """

    def __init__(self, key: str, folder: Path | None = None) -> None:
        self.path = (folder or cache_dir() / "studies") / f"{key}.jsonl"
        self._lock = threading.Lock()
        self._told = False
        text = _text(self.path)
        self._cut_off = text[-1:] not in ("", "\n")  # a crash: what follows starts a line
        self._pieces = dict(_lines(text))

    def __contains__(self, name: str) -> bool:
        """Whether a piece is finished."""
        return name in self._pieces

    def __getitem__(self, name: str) -> Piece:
        """Return a finished piece."""
        return self._pieces[name]

    @property
    def names(self) -> list[str]:
        """Names of the finished pieces."""
        return list(self._pieces)

    def ordered(self, names: Iterable[str]) -> dict[str, Piece]:
        """Return the finished pieces among `names`, in that order."""
        return {name: self._pieces[name] for name in names if name in self._pieces}

    def adopt(self, pieces: Mapping[str, Piece]) -> None:
        """Take over pieces finished elsewhere (an interrupted bundle's)."""
        for name, piece in pieces.items():
            if name not in self._pieces:
                self.add(name, piece)

    def add(self, name: str, piece: Piece) -> None:
        """Keep a finished piece. A folder that cannot be written costs only the keeping."""
        line = json.dumps({"name": name, "piece": piece}, allow_nan=True)
        with self._lock:
            self._pieces[name] = json.loads(line)["piece"]
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write("\n" * self._cut_off + line + "\n")
                    self._cut_off = False
            except OSError as error:
                if not self._told:
                    logger.warning("cannot keep finished work in %s: %s", self.path, error)
                self._told = True


def _text(path: Path) -> str:
    """Return what a journal holds; nothing where there is none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _lines(text: str) -> list[tuple[str, Piece]]:
    """Read a journal; a broken line, as a crash leaves it, is not a piece."""
    found = []
    for line in text.split("\n"):
        try:
            entry = json.loads(line)
            found.append((str(entry["name"]), dict(entry["piece"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found
