"""Fit once more: to drawn records, or with a parameter held. What recovery and profile share."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from foedus.core.progress import Reporter

from .artefact import write
from .climb import ENOUGH, State, climb
from .crew import Crew
from .objective import Point, evaluate
from .sample import Sample
from .space import Space
from .types import Floats

__all__ = ["LIMIT", "kept", "refit", "stream", "write"]

LIMIT = 20
"""Steps of a refit at most."""


def refit(
    crew: Crew,
    held: Sample,
    where: Space,
    start: Floats,
    *,
    limit: int = LIMIT,
    enough: float = ENOUGH,
    reporter: Reporter | None = None,
) -> tuple[Point, State]:
    """Climb the disputes' likelihood from a start, keeping nothing on the way.

    Parameters
    ----------
    crew : Crew
        Holding the disputes of `held`, first.
    held : Sample
    where : Space
        P parameters.
    start : (P,)
    limit : int
        Steps at most.
    enough : float
        Newton decrement at which the top counts as reached.

    Raises
    ------
    FoedusError
        It does not climb any further.
    Cancelled
        The user stopped it.
    """
    alone = held.alone

    def at(point: Floats, label: str) -> Point:
        return evaluate(crew, alone, where, point, None, reporter, label)

    begin = State("", tuple(start.tolist()), (), 0, 1e-2, (), np.inf)
    return climb(at, where, begin, lambda _: None, limit=limit, enough=enough)


def stream(*words: object) -> int:
    """Return a seed from words, the same on every machine: 0 to 2**63 - 1.

    >>> stream(0, "257") == stream(0, "257"), stream(0, "257") == stream(1, "257")
    (True, False)
    """
    text = "/".join(str(word) for word in words)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def kept(path: Path, key: str) -> dict[str, Any] | None:
    """Return a piece that was finished earlier; None where it answers another question."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return raw if isinstance(raw, dict) and raw.get("key") == key else None
