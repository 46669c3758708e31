"""What is worked on for a question, and whose turn comes first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum

from .answers import Answer, Level
from .ask import Ask
from .watch import Progress, Watch

__all__ = ["Job", "Turn"]


class Turn(IntEnum):
    """Whose turn comes first."""

    FIRST_ANSWER = 0
    FULLER = 1
    BEFOREHAND = 2


@dataclass
class Job:
    """A question that is worked on.

    Attributes
    ----------
    ask
        The question.
    turn
        When its turn comes.
    asked
        When somebody last asked, by `time.monotonic`.
    watch
        What is being done; None where nothing is.
    queued
        Whether it waits for its turn.
    goal
        How full an answer is wanted.
    answer
        What is known so far.
    """

    ask: Ask
    turn: Turn
    asked: float
    watch: Watch | None = None
    queued: bool = False
    goal: Level = Level.WHOLE
    answer: Answer = field(default_factory=Answer)

    @property
    def seen(self) -> Answer:
        """What is known so far, with what is being done."""
        if self.watch is not None:
            return replace(self.answer, progress=self.watch.progress)
        return replace(self.answer, progress=Progress() if self.queued else None)
