"""Point seven: labels beside historians' verdicts."""

from __future__ import annotations

import polars as pl

from foedus.brief.report.blocks import Block, Column, Row, Section, Table, paragraph
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .literature import page, to

__all__ = ["famous", "historians"]

_VERDICTS = {
    "raised": "raised",
    "lowered": "lowered",
    "none": "none",
    "unclear": "none clear",
    "disputed": "disputed",
}


def historians(desk: Desk) -> Section:
    """Labels beside verdicts coded from histories."""
    told = desk.told["historians"]
    above = told["any_war"]["low"] is not None and told["any_war"]["low"] > 0
    words = (
        "more often than chance would have it"
        if above
        else "no more often than chance would have it, as far as so few cases tell"
    )
    first = say(
        "Of <> crises coded from histories before the ledger was built, <> could be compared for "
        f"any war: the labels agree in <>, {words} (kappa <>, <>), and are the opposite in <>.",
        desk.at("historians", "verdicts", kind="count"),
        desk.at("historians", "any_war", "compared", kind="count"),
        desk.at("historians", "any_war", "agree", kind="count"),
        desk.at("historians", "any_war", "kappa", kind="factor") or "–",
        desk.ends("historians", "any_war", kind="factors") or "–",
        desk.at("historians", "any_war", "opposite", kind="count"),
        cites=(page("historians"),),
    )
    second = say(
        "For great-power war they agree in <> of <>.",
        desk.at("historians", "great_power_war", "agree", kind="count"),
        desk.at("historians", "great_power_war", "compared", kind="count"),
        cites=(page("historians"),),
    )
    text = paragraph(first, second)
    blocks: list[Block | None] = [text, _cases(desk)]
    return Section(
        "historians",
        Phrase("Beside historians' verdicts"),
        tuple(one for one in blocks if one is not None),
    )


def famous(desk: Desk) -> Sentence | None:
    """Crises in which historians say that alliances raised the risk, and what the ledger says."""
    cases = desk.told["historians"]["cases"]
    raised = [one for one in cases if one["any_war_historians"] == "raised"]
    if not raised:
        return None
    found = [one for one in raised if one["any_war_model"] == "raised"]
    where = "ledger, historians: cases in which historians say raised"
    return say(
        "Of the <> crises in which historians say that alliances raised the risk of war, the "
        "ledger says so of <>.",
        desk.made("historians raised", len(raised), "count", where),
        desk.made("both raised", len(found), "count", where),
        cites=(page("historians"),),
    )


def _cases(desk: Desk) -> Table | None:
    cases = desk.told["historians"]["cases"]
    if not cases:
        return None
    rows = desk.material.ledger.rows.filter(
        pl.col("dispnum").is_in([one["dispnum"] for one in cases])
    )
    change = dict(zip(rows["dispnum"].to_list(), rows["any_war_difference"].to_list(), strict=True))
    lines = []
    for i, one in enumerate(cases):
        path = ("historians", "cases", i)
        moved = change.get(one["dispnum"])
        lines.append(
            Row(
                (
                    cell(desk.at(*path, "title", kind="text")),
                    cell(desk.at(*path, "year", kind="year")),
                    cell(desk.at(*path, "dispnum", kind="year")),
                    Phrase(_VERDICTS.get(one["any_war_historians"], "–")),
                    Phrase(_VERDICTS.get(one["any_war_model"], "–")),
                    Phrase("–")
                    if moved is None
                    else Phrase(
                        desk.made(
                            f"dispute {one['dispnum']}, any_war_difference",
                            moved,
                            "moved",
                            f"ledger, rows: dispnum {one['dispnum']}",
                        )
                    ),
                )
            )
        )
    return Table(
        "table-historians",
        Phrase("What alliances did to the risk of any war: historians and the ledger"),
        (
            Column(Phrase("crisis")),
            Column(Phrase("year"), number=True),
            Column(Phrase("number"), unit="COW MID", number=True),
            Column(Phrase("historians")),
            Column(Phrase("ledger")),
            Column(Phrase("change"), unit="of the chance", number=True),
        ),
        tuple(lines),
        cites=(page("historians"), *to("cow-mid-5.0")),
    )
