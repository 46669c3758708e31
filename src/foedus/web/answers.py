"""What is known of a question: the study so far, how full it is, whether more will come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from foedus.study.question import BASE, EDITED

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle
    from foedus.core.errors import FoedusError

    from .watch import Progress

__all__ = ["Answer", "Level", "level_of"]


class Level(IntEnum):
    """How full an answer is."""

    NOTHING = 0
    POINT = 1
    DRAWN = 2
    TREATIES = 3
    WHOLE = 4


@dataclass(frozen=True)
class Answer:
    """What is known of a question.

    Attributes
    ----------
    level
        How full it is.
    bundle
        The study so far; None where nothing is known yet.
    progress
        What is being done; None where nothing is.
    error
        Why there will be no more.
    stage
        Stages finished; it grows with every new number.
    """

    level: Level = Level.NOTHING
    bundle: Bundle | None = None
    progress: Progress | None = None
    error: FoedusError | None = None
    stage: int = 0


def level_of(bundle: Bundle) -> Level:
    """How full a study's bundle is."""
    tables = bundle.tables
    if bundle.manifest.get("complete"):
        return Level.WHOLE
    if EDITED not in tables["outcomes"]["case"] and bundle.manifest.get("edits"):
        return Level.NOTHING
    if tables["outcomes"].height == 0:
        return Level.NOTHING
    case = EDITED if bundle.manifest.get("edits") else BASE
    drawn = {row["draw"] for row in tables["draws"].to_dicts() if row["case"] == case}
    if len(drawn) < int(bundle.manifest.get("draws") or 0):
        return Level.POINT
    return Level.TREATIES if tables["accounting"].height else Level.DRAWN
