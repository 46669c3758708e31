"""Clauses that several sections use: counts with their intervals, in the words they bear."""

from __future__ import annotations

from foedus.brief.report.filling import fill

from .desk import Desk, walk
from .rules import Lean, lean

__all__ = ["NAMES", "counted", "headline"]

NAMES = {"any_war": "any war", "great_power_war": "war between great powers"}
"""Outcomes as sentences name them."""

_WORDS: dict[Lean, str] = {
    "neither": "move the chance of {0} by more than <> in none",
    "only lowered": "lower the chance of {0} by more than <> in <> and raise it by as much in none",
    "only raised": "raise the chance of {0} by more than <> in <> and lower it by as much in none",
    "lowered": "lower the chance of {0} by more than <> in <> and raise it by as much in <>",
    "raised": "raise the chance of {0} by more than <> in <> and lower it by as much in <>",
    "open": (
        "raise the chance of {0} by more than <> in <> and lower it by as much in <>, so that "
        "neither prevails"
    ),
}


def counted(desk: Desk, outcome: str, *path: str | int) -> str | None:
    """How many disputes went which way, as a clause in the plural.

    Parameters
    ----------
    desk
        The summary and the book.
    outcome
        ``any_war`` or ``great_power_war``.
    *path
        Where the counts lie in the summary.
    """
    found = _at(desk, path)
    if found is None:
        return None
    which = lean(found)
    ways = {
        "neither": (),
        "only lowered": ("lowered",),
        "only raised": ("raised",),
        "lowered": ("lowered", "raised"),
        "raised": ("raised", "lowered"),
        "open": ("raised", "lowered"),
    }[which]
    template = _WORDS[which].replace("{0}", NAMES[outcome])
    if which.startswith("only"):
        other = "raised" if which == "only lowered" else "lowered"
        template = template.replace(
            "in none", "in next to none" if found[other]["high"] else "in none"
        )
    return fill(template, desk.threshold, *(desk.ends(*path, way) for way in ways))


def headline(desk: Desk, outcome: str) -> str | None:
    """The same of the headline."""
    return counted(desk, outcome, "headline", outcome)


def _at(desk: Desk, path: tuple[str | int, ...]) -> dict[str, dict[str, float]] | None:
    found = walk(desk.told, path)
    return found if isinstance(found, dict) else None
