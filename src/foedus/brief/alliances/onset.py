"""Point three: whether disputes begin."""

from __future__ import annotations

from foedus.brief.report.blocks import Section, paragraph
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .literature import page
from .rules import sign

__all__ = ["onset"]


def onset(desk: Desk) -> Section | None:
    """What pacts do to whether disputes begin, with what is shaky about it."""
    quiet = desk.told["quiet"]
    staged = desk.told["stages"]["onset"]
    sentences: list[Sentence | None] = []
    if staged is not None:
        path = ("stages", "onset", "any_war", "expected")
        sentences.append(
            say(
                "A dispute that began might not have begun without the pacts; counted so, they "
                "add <> and take away <> expected wars, a net of <>.",
                desk.ends(*path, "raised"),
                desk.ends(*path, "lowered"),
                desk.ends(*path, "net", kind="nets"),
            )
        )
    if quiet is not None:
        way = {"more": "more", "fewer": "fewer", "open": "more or fewer, which is left open,"}
        sentences.append(
            say(
                "Of crises that never began, a sample of <> pairs and years stands for <>: with "
                f"their pacts they come to {way[sign(quiet['onsets'])]} disputes over the record "
                f"(<>) and {way[sign(quiet['any_war'])]} wars (<>).",
                desk.at("quiet", "sampled", kind="count"),
                desk.at("quiet", "stands_for", kind="count"),
                desk.ends("quiet", "onsets", kind="nets"),
                desk.ends("quiet", "any_war", kind="nets"),
            )
        )
        sentences.append(
            say(
                "These intervals are those of the sample, drawn again within its decades, and of "
                "<> draws of the parameters; one pair and year alone carries <> of the net of <> "
                "wars.",
                desk.at("quiet", "draws", kind="count"),
                desk.at("quiet", "any_war", "largest", "effect", kind="net"),
                desk.at("quiet", "any_war", "mean", kind="net"),
            )
        )
    sentences.append(_slope(desk))
    text = paragraph(*sentences)
    if text is None:
        return None
    return Section("onset", Phrase("Whether disputes begin"), (text,))


def _slope(desk: Desk) -> Sentence | None:
    fit = desk.material.fit
    if fit is None or desk.told["ledger"]["onset"] is None:
        return None
    rows = fit["onset"]["coefficients"]
    at = next((i for i, row in enumerate(rows) if row["name"] == "slope"), None)
    if at is None:
        return None
    free = rows[at]["free"]
    against = ", against the theory that what is worth more begins more often" if free < 0 else ""
    return say(
        "This is the shakiest part: the record's own slope of onset in what a crisis is worth is "
        f"<> (error <>){against}, and the slope in use, <>, is an assumption.",
        desk.of("fit", fit, "onset", "coefficients", at, "free"),
        desk.of("fit", fit, "onset", "coefficients", at, "error"),
        desk.of("fit", fit, "onset", "coefficients", at, "play"),
        cites=(page("the-fit"),),
    )
