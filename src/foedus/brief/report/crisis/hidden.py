"""What states hide from each other and misread: only where the study was solved with types."""

from __future__ import annotations

import functools

from foedus.brief.reading import furthest
from foedus.brief.report.blocks import Block, Table, kept, paragraph
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Cite, Phrase, Sentence

from .desk import Desk
from .tabled import Field, tabled

__all__ = ["hidden"]

_WORLDS = ("no types", "types known", "shares known", "as perceived")
_OUTCOMES = ("any_war", "great_power_war")
_EBE = (Cite("fershtman-pakes-2012"),)


def hidden(desk: Desk) -> list[Block]:
    """The chance of war by what states know of each other, and what is misread the most."""
    frame = desk.frame("worlds")
    if frame is None:
        return []
    case = "edited" if "edited" in frame["case"] else "base"
    heads, rows = tabled(
        functools.partial(desk.get, "worlds"),
        [
            {"case": case, "outcome": outcome, "world": world}
            for outcome in _OUTCOMES
            for world in _WORLDS
        ],
        [
            Field("outcome", "outcome", "text"),
            Field("what states know of each other's resolve", "world", "text"),
            Field("chance", "point", "probability", "probability"),
        ],
    )
    note = Sentence(
        "Types: an actor is resolute or not, as the scenario says; no types: everybody as on "
        "average; shares known: each knows its own type and how often the others are resolute; as "
        "perceived: what they are taken for, as the scenario says.",
        _EBE,
    )
    table = Table(
        "table-worlds", Phrase("War, by what states know of each other"), heads, rows, (note,)
    )
    return list(kept(table, paragraph(_misread(desk, case))))


def _misread(desk: Desk, case: str) -> Sentence | None:
    found = furthest(desk.bundle, case)
    if not found:
        return None
    top = found[0]
    where = {"case": case, **{key: str(top[key]) for key in ("observer", "actor", "rung")}}
    get = functools.partial(desk.get, "beliefs", **where)
    return say(
        "Furthest from the truth is what <> believes of <>: resolute with a chance of <> where it "
        "stands on <>, and is so with <>.",
        get("observer", "text"), get("actor", "text"), get("believed", "probability"),
        get("rung", "text"), get("so", "probability"),
        cites=_EBE,
    )  # fmt: skip
