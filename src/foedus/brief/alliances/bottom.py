"""Point one: the bottom line, how far to trust it, and the answer in short."""

from __future__ import annotations

from foedus.brief.report.blocks import Block, Listing, Paragraph, Section, paragraph
from foedus.brief.report.filling import fill, say
from foedus.brief.report.phrases import Phrase, Sentence

from .clauses import headline
from .desk import Desk
from .historians import famous
from .literature import page, to
from .odds import overturning
from .placebos import verdict
from .pledges import bearing
from .rules import Lean, Told, against, lean
from .run import years
from .stories import working

__all__ = ["bottom"]


def bottom(desk: Desk) -> Section:
    """Two sentences; what they rest on; five lines for who reads no further."""
    blocks: list[Block | None] = [
        paragraph(_counts(desk), verdict(desk), role="lead"),
        paragraph(*_confidence(desk)),
        _short(desk),
        paragraph(_how_to_read(desk), role="note"),
    ]
    return Section(
        "bottom-line", Phrase("Bottom line"), tuple(one for one in blocks if one is not None)
    )


def _counts(desk: Desk) -> Sentence | None:
    text = fill(
        f"In a game of escalation fitted to the record, alliances {_BALANCE[lean(_head(desk))]}: "
        "of the <> disputes from <> to <> they <>, and they <>.",
        desk.at("stages", "escalation", "rows", kind="count"),
        *years(desk),
        headline(desk, "any_war"),
        headline(desk, "great_power_war"),
    )
    return None if text is None else Sentence(text)


_BALANCE: dict[Lean, str] = {
    "neither": "hardly move a dispute that is on",
    "only lowered": "calm disputes and do not escalate them",
    "only raised": "escalate disputes and do not calm them",
    "lowered": "calm more disputes than they escalate",
    "raised": "escalate more disputes than they calm",
    "open": "escalate about as many disputes as they calm",
}


def _head(desk: Desk) -> Told:
    found: Told = desk.told["headline"]["any_war"]
    return found


def _confidence(desk: Desk) -> list[Sentence | None]:
    """How far to trust it. No likelihood is named here."""
    reasons: list[str] = []
    found = against(desk.told)
    if found is None:
        reasons.append("no placebos were computed")
    elif found.warns:
        reasons.append("pacts that should not matter do most of what real ones do")
    historians = desk.told["historians"]["any_war"]
    if historians["low"] is None or historians["low"] <= 0.0:
        reasons.append("the labels agree with historians' verdicts no better than by chance")
    rated = "low" if reasons else "moderate"
    because = " and ".join(reasons) or (
        "placebos do much less than the real pacts and historians agree more often than by chance, "
        "but no design here shows causes"
    )
    first = say(
        f"Confidence is {rated}: {because} (<> verdicts coded before the ledger was built); the "
        "parameters are <>.",
        desk.at("historians", "verdicts", kind="count"),
        desk.at("ledger", "theta", "status", kind="text"),
        cites=(page("the-ledger"),),
    )
    partial = None
    if desk.told["ledger"]["partial"]:
        partial = say(
            "This ledger is partial: it holds <> of <> disputes.",
            desk.at("ledger", "rows", kind="count"),
            desk.at("ledger", "disputes", kind="count"),
        )
    return [first, famous(desk), partial]


def _short(desk: Desk) -> Listing | None:
    items = (bearing(desk), working(desk), _weighed(desk), _calm(desk), overturning(desk))
    kept = tuple(Paragraph((one,)) for one in items if one is not None)
    return Listing(kept) if kept else None


def _weighed(desk: Desk) -> Sentence | None:
    """Whether the answer hangs on how the world wars are weighed."""
    leans = {lean(one["any_war"]["counts"]) for one in desk.told["schemes"].values()}
    says = (
        "Whichever way the disputes of the world wars are weighed, the direction is the same"
        if len(leans) == 1
        else "The direction hangs on how the disputes of the world wars are weighed"
    )
    return say(
        f"{says}: expected wars added and taken away come to a net of <> with each dispute counted "
        "once, <> with a world war counted once, and <> without them.",
        *(
            desk.ends("schemes", scheme, "any_war", "expected", "net", kind="nets")
            for scheme in ("dispute", "block", "peace")
        ),
    )


def _calm(desk: Desk) -> Sentence | None:
    return say(
        "What calms, beyond the pacts' own terms, the ledger can say little of: it holds no "
        "hotlines and no mobilisation plans, and the worth of a pledge to consult is an "
        "assumption (<> of a dedicated channel); a single crisis can be asked with 'foedus run'.",
        desk.at("ledger", "theta", "values", "consultation", kind="plain"),
        cites=(page("not-known"),),
    )


def _how_to_read(desk: Desk) -> Sentence | None:
    hundredths = 100.0 * float(desk.told["headline"]["level"])
    where = "ledger, headline: level, times a hundred"
    return say(
        "A dispute counts as moved where its chance of war changes by more than <> in a hundred; "
        "ranges are <> intervals over <> draws of the parameters; a dispute is one of COW's "
        "militarised interstate disputes, an alliance one of ATOP's.",
        desk.made("threshold, in a hundred", hundredths, "plain", where),
        desk.level,
        desk.at("ledger", "options", "draws", kind="count"),
        cites=to("cow-mid-5.0", "atop-5.1"),
    )
