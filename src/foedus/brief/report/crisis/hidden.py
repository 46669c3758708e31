"""What states hide from each other and misread: only where the study was solved with types."""

from __future__ import annotations

import functools

from foedus.brief.bundle.reading import furthest
from foedus.brief.report.blocks import Block, Column, Row, Table, kept, paragraph
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Cite, Phrase, Sentence

from .desk import Desk

__all__ = ["hidden"]

_WORLDS = {
    "no types": "nothing is hidden: everybody as on average",
    "types known": "each other's type",
    "shares known": "how often the others are resolute",
    "as perceived": "what they take the others for",
}
_EBE = (Cite("fershtman-pakes-2012"),)


def hidden(desk: Desk) -> list[Block]:
    """The chance of war by what states know of each other, and what is misread the most."""
    frame = desk.frame("worlds")
    if frame is None:
        return []
    case = "edited" if "edited" in frame["case"] else "base"

    def chance(world: str, outcome: str) -> Phrase:
        where = {"case": case, "world": world, "outcome": outcome}
        return cell(desk.get("worlds", "point", "probability", **where))

    heads = (
        Column(Phrase("what states know of each other")),
        Column(Phrase("any war"), unit="probability", number=True),
        Column(Phrase("great-power war"), unit="probability", number=True),
    )
    rows = tuple(
        Row((Phrase(label), chance(world, "any_war"), chance(world, "great_power_war")))
        for world, label in _WORLDS.items()
    )
    note = Sentence(
        "An actor of two types is resolute or not, and knows which; how often, and what others "
        "take it for, the scenario says. From the second line on types differ.",
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
        desk.told(f"actors.{top['observer']}.name"), desk.told(f"actors.{top['actor']}.name"),
        get("believed", "probability"), get("rung", "text"), get("so", "probability"),
        cites=_EBE,
    )  # fmt: skip
