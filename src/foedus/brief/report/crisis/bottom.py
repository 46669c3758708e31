"""Point one: the bottom line, and how far to trust it."""

from __future__ import annotations

from foedus.brief import words
from foedus.brief.bundle.bottom_line import moves
from foedus.brief.bundle.reading import about_beliefs, effects, estimate, main_war
from foedus.brief.report.blocks import Picture, Section, kept, paragraph
from foedus.brief.report.filling import fill, say, written
from foedus.brief.report.phrases import Cite, Phrase, Sentence

from .desk import Desk

__all__ = ["bottom", "clause", "ends"]

NAMES = {
    "any_war": "war of any kind",
    "great_power_war": "war between great powers",
    "patron_fights": "its patron's fighting",
}
"""Outcomes as sentences name them."""
SCALE_CITE = Cite("odni-icd-203", "section D")


def bottom(desk: Desk, headline: Picture | None) -> Section:
    """Two sentences on what to expect, what a change would do, and how far to trust it."""
    blocks = kept(
        paragraph(_expected(desk), _lever(desk), role="lead"),
        paragraph(*_requested(desk)),
        paragraph(*_confidence(desk)),
        headline,
        paragraph(_scale(), role="note"),
    )
    return Section("bottom-line", Phrase("Bottom line"), blocks)


def clause(event: str, key: str, chance: float) -> str:
    """The scale's word for a chance, in a clause; the word comes from the number.

    Examples
    --------
    >>> clause("war", "{p}", 0.37), clause("war", "{p}", 0.5)
    ('war is {p:word}', 'there is a {p:word} of war')
    """
    return words.clause(event, chance, shown=written(key, "word"))


def ends(desk: Desk, key: str, span: str | None) -> str:
    """A number with its interval in brackets."""
    return f"{key} ({desk.level} interval {span})" if span else key


def _expected(desk: Desk) -> Sentence | None:
    where = {"case": "base", "outcome": "any_war"}
    war = desk.get("outcomes", "point", "probability", **where)
    found = estimate(desk.bundle, "outcomes", **where)
    if war is None or found is None:
        return None
    said = clause("war", war, found.point)
    text = f"As things stand, {said}: {ends(desk, war, desk.span('outcomes', **where))}"
    where["outcome"] = "great_power_war"
    great = desk.get("outcomes", "point", "probability", **where)
    found = estimate(desk.bundle, "outcomes", **where)
    if great and found is not None and found.point > 0:
        text += "; of war between great powers, "
        text += ends(desk, great, desk.span("outcomes", **where))
    return Sentence(text + ".", (SCALE_CITE,))


def _lever(desk: Desk) -> Sentence | None:
    """The treaty that matters most, with what its absence would change."""
    outcome = main_war(desk.bundle)
    found = [one for one in effects(desk.bundle, outcome) if one.kind == "treaty"]
    if not found:
        return None
    top = found[0]
    where = {"instrument": top.instrument, "outcome": outcome}
    title = desk.get("effects", "title", "short", **where)
    with_ = desk.get("effects", "with_", "probability", **where)
    without = desk.get("effects", "without", "probability", **where)
    difference = desk.get("effects", "difference", "change", **where)
    span = desk.apart(top)
    text = fill(
        f"One treaty moves {NAMES[outcome]} most, the <>: with it the chance is <>, without it <>",
        title, with_, without,
    )  # fmt: skip
    if text is None or difference is None:
        return None
    text += f" (difference {difference}"
    text += f", {desk.level} interval {span})" if span else ")"
    if moves(top) == "no clear effect":
        text += ", which is no clear effect"
    return Sentence(text + ".")


def _requested(desk: Desk) -> list[Sentence | None]:
    """What was asked for, outcome by outcome."""
    labels = desk.each("edits")
    if not labels:
        return []
    asked = " and ".join(labels)
    if about_beliefs(desk.bundle):
        text = f"The change that was asked for ({asked}) is about what states believe of each other"
        return [Sentence(f"{text}: see War, by what states know of each other.")]
    out: list[Sentence | None] = []
    for outcome in ("any_war", "great_power_war"):
        before, after = (
            desk.get("outcomes", "point", "probability", case=case, outcome=outcome)
            for case in ("base", "edited")
        )
        if before is None or after is None:
            continue
        text = f"With the change that was asked for ({asked}), the chance of {NAMES[outcome]} goes "
        text += f"from {before} to {after}"
        change = next(iter(effects(desk.bundle, outcome, requested=True)), None)
        if change is not None and change.difference.has_interval:
            span = desk.apart(change)
            text += f" ({desk.level} interval of the difference {span})" if span else ""
            if moves(change) == "no clear effect":
                text += ", which is no clear effect"
        out.append(Sentence(text + "."))
    return out


def _confidence(desk: Desk) -> list[Sentence | None]:
    """How far to trust it; no likelihood is named here."""
    status = desk.run("theta.status")
    draws = desk.run("draws", "count")
    fewer = desk.run("treaty_draws", "count")
    manifest = desk.bundle.manifest
    differ = manifest.get("treaty_draws") != manifest.get("draws")
    first = fill("Confidence is low: the parameters are <>", status)
    if first is not None and desk.drawn and draws:
        first += f", and the intervals come from {draws} draws of them"
        first += f" (those of single treaties from {fewer})" if fewer and differ else ""
    elif first is not None:
        first += ", and no intervals were computed"
    out = [Sentence(first + ".") if first else None]
    if not desk.bundle.manifest.get("complete", True):
        out.append(say("The study <> is not complete.", desk.run("key")))
    return out


def _scale() -> Sentence:
    return Sentence(
        "Words for probabilities follow the scale of the directive cited, which is printed in "
        "full under the limits.",
        (SCALE_CITE,),
    )
