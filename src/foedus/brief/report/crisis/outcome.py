"""Point three: outcomes as a fan with intervals, the ladder, who fights, how war begins."""

from __future__ import annotations

from collections.abc import Mapping

from foedus.brief.bundle.names import named_outcomes
from foedus.brief.bundle.reading import PEACE, WARS, actors_fighting, cases
from foedus.brief.report.blocks import Block, Column, Paragraph, Picture, Row, Section, Table
from foedus.brief.report.filling import cell, fill
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk

__all__ = ["outcome", "plain"]

_STEPS = {
    "nature": "nature's: an incident, or a mobilisation clock",
    "error": "mistaken: chosen although standing still was worth more",
    "deliberate": "deliberate",
    "incidents_off_held": "any war, incidents and clocks off, everyone plays as before",
    "incidents_off_solved": "any war, incidents and clocks off, solved again",
}


def plain(text: str) -> str:
    """A label that may hold digits, without those: years are in the table of treaties."""
    return "".join(sign for sign in text if not sign.isdigit() and sign not in "{}")


def outcome(desk: Desk, pictures: Mapping[str, Picture]) -> Section:
    """How it ends, how far each climbs, who fights."""
    blocks: list[Block] = []
    if "outcomes" in pictures:
        blocks.append(pictures["outcomes"])
    blocks += _duration(desk)
    blocks += _table(desk)
    ladder = [one for name, one in pictures.items() if name.startswith("ladder")]
    fights = [pictures["fights"]] if "fights" in pictures else []
    below = Section("climb", Phrase("How far each climbs, and who fights"),
                    (*ladder, *fights, *_fights(desk)))  # fmt: skip
    begins = Section("begins", Phrase("How war begins"), tuple(_begins(desk)))
    return Section(
        "endings",
        Phrase("How it may end"),
        tuple(blocks),
        tuple(one for one in (below, begins) if one.blocks),
    )


def _duration(desk: Desk) -> list[Block]:
    point = desk.get("duration", "point", "days", case="base")
    text = fill("The crisis lasts <> days in the mean", point)
    if text is None:
        return []
    low, high = (desk.get("duration", q, "days", case="base") for q in ("q05", "q95"))
    if desk.drawn and low and high:
        text += f" ({desk.level} interval {low} to {high})"
    return [Paragraph((Sentence(text + "."),))]


def _table(desk: Desk) -> list[Block]:
    names = named_outcomes(desk.bundle)
    found = cases(desk.bundle)
    rows = []
    for name in (*PEACE, *WARS, "any_war"):
        cells = [Phrase(plain(names[name]))]
        for case in found:
            where = {"case": case, "outcome": name}
            cells += [
                cell(desk.get("outcomes", "point", "probability", **where)),
                cell(desk.span("outcomes", **where)),
            ]
        if any(one.keys for one in cells):
            rows.append(Row(tuple(cells)))
    heads = [Column(Phrase("outcome"))]
    for case in found:
        told = "as things stand" if case == "base" else "with the change asked for"
        heads += [
            Column(Phrase("probability"), unit=told, number=True),
            Column(Phrase(f"{desk.level} interval"), unit=told, number=True),
        ]
    if not rows:
        return []
    return [Table("table-outcomes", Phrase("Outcomes"), tuple(heads), tuple(rows))]


def _fights(desk: Desk) -> list[Block]:
    rows = []
    for row, _ in actors_fighting(desk.bundle, "base"):
        where = {"case": "base", "actor": str(row["actor"])}
        rows.append(
            Row(
                (
                    cell(desk.get("fights", "name", "text", **where)),
                    cell(desk.get("fights", "camp", "text", **where)),
                    cell(desk.get("fights", "point", "probability", **where)),
                    cell(desk.span("fights", **where)),
                )
            )
        )
    heads = (
        Column(Phrase("state")),
        Column(Phrase("camp")),
        Column(Phrase("fights"), unit="probability", number=True),
        Column(Phrase(f"{desk.level} interval"), number=True),
    )
    return [Table("table-fights", Phrase("Who fights"), heads, tuple(rows))] if rows else []


def _begins(desk: Desk) -> list[Block]:
    rows = []
    for label, told in _STEPS.items():
        where = {"case": "base", "label": label}
        number = desk.get("steps", "point", "probability", **where)
        if number:
            span = cell(desk.span("steps", **where))
            rows.append(Row((Phrase(told), cell(number), span)))
    heads = (
        Column(Phrase("step into war")),
        Column(Phrase("probability"), number=True),
        Column(Phrase(f"{desk.level} interval"), number=True),
    )
    if not rows:
        return []
    return [Table("table-begins", Phrase("The step that begins a war"), heads, tuple(rows))]
