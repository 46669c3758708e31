"""Progress of a study as a page shows it, and the word that stops it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Progress", "Watch"]


@dataclass(frozen=True)
class Progress:
    """How far a stage is.

    Attributes
    ----------
    label
        What is being done.
    finished, total
        Pieces; total 0 where nothing has begun.
    left
        Seconds until the stage is done, as far as can be told.
    """

    label: str = "waiting for its turn"
    finished: int = 0
    total: int = 0
    left: float | None = None


class Watch:
    """Reports to a page, and stops the study after one stage's work, so that others get a turn.

    Parameters
    ----------
    leave
        Whether nobody waits for the answer any more.
    """

    def __init__(self, leave: Callable[[], bool] = lambda: False) -> None:
        self._leave = leave
        self._stage_done = threading.Event()
        self._label, self._total, self._finished = "", 0, 0
        self._began = time.monotonic()

    def start(self, label: str, total: int | None = None) -> None:
        """Begin a stage."""
        self._label, self._total, self._finished = label, total or 0, 0
        self._began = time.monotonic()

    def advance(self, n: int = 1) -> None:
        """Count finished pieces."""
        self._finished += n

    def note(self, text: str) -> None:
        """Say what is going on."""
        self._label = text

    def done(self) -> None:
        """End a stage: enough for this turn."""
        self._stage_done.set()

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._stage_done.is_set() or self._leave()

    @property
    def worked(self) -> bool:
        """Whether a stage was finished, rather than everything found done already."""
        return self._stage_done.is_set()

    @property
    def progress(self) -> Progress:
        """How far it is now."""
        finished, total = self._finished, self._total
        if not self._label:
            return Progress("being prepared")
        left = None
        if 0 < finished < total:
            left = (time.monotonic() - self._began) * (total - finished) / finished
        return Progress(self._label, finished, total, left)
