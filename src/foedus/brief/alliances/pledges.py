"""Point four: whose pledges bear, the opponents' own or third parties'."""

from __future__ import annotations

from foedus.brief.report.blocks import Column, Row, Section, Table, paragraph
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .literature import to
from .rules import at_level, moved

__all__ = ["bearing", "pledges"]

_REMOVED = {
    "treaty": "each treaty alone",
    "camp:challenger": "what is owed to the challenger",
    "camp:target": "what is owed to the target",
    "all": "all",
}


def pledges(desk: Desk) -> Section:
    """What each removal takes away, and what it says."""
    heads = (
        Column(Phrase("what is taken out")),
        Column(Phrase("disputes"), unit="or treaties in one", number=True),
        Column(Phrase("raised"), unit="any war", number=True),
        Column(Phrase("lowered"), unit="any war", number=True),
        Column(Phrase("net"), unit="any war", number=True),
        Column(Phrase("raised"), unit="great-power", number=True),
        Column(Phrase("lowered"), unit="great-power", number=True),
        Column(Phrase("net"), unit="great-power", number=True),
    )
    rows: list[Row] = []
    if desk.told["removed"] is not None:
        rows.append(Row((Phrase("one treaty, one camp, all"),), group=True))
        rows += [_effect(desk, words, "removed", name) for name, words in _REMOVED.items()]
    rows.append(Row((Phrase("all, by whose pledges there were"),), group=True))
    rows.append(_effect(desk, "the opponents bound to each other", "opponents", "between"))
    rows.append(_effect(desk, "third parties alone", "opponents", "third"))
    note = say(
        "Raised and lowered: changes of more than <>; net: expected wars; at the mean of the "
        "parameters.",
        desk.threshold,
    )
    table = Table(
        "table-removed",
        Phrase("What each removal takes away, read as what the pacts did"),
        heads,
        tuple(rows),
        tuple(one for one in (note,) if one is not None),
    )
    text = paragraph(bearing(desk), _camps(desk), _allies())
    return Section(
        "pledges",
        Phrase("Whose pledges: the opponents' own, or third parties'"),
        (*((text,) if text is not None else ()), table),
    )


def bearing(desk: Desk) -> Sentence | None:
    """Whose pledges the effects are due to: the opponents' own, or third parties'."""
    level = float(desk.told["headline"]["level"])
    parts = desk.told["opponents"]
    between, third = (moved(parts[name]["any_war"], level) for name in ("between", "third"))
    if not between and not third:
        start = "No pledges move a dispute so far, whoever made them"
    elif not third:
        start = (
            "It is the opponents' own pledges to each other that bear, not those of third parties"
        )
    elif not between:
        start = "It is third parties' pledges that bear, not the opponents' own to each other"
    else:
        up = int(at_level(parts["third"]["any_war"], level)["raised"])
        way = "both up and down" if 0 < up < third else "up" if up else "down"
        start = f"The opponents' own pledges to each other bear, and third parties' too, {way}"
    where = "ledger, opponents, at the mean: disputes beyond the headline's threshold"
    return say(
        f"{start}: <> of the <> disputes whose opponents were bound to each other move by more "
        "than <>, and <> of the <> in which third parties alone owed or were owed.",
        desk.made("moved, opponents bound", between, "count", where),
        desk.at("opponents", "between", "rows", kind="count"),
        desk.threshold,
        desk.made("moved, third parties alone", third, "count", where),
        desk.at("opponents", "third", "rows", kind="count"),
    )


def _effect(desk: Desk, words: str, *path: str) -> Row:
    level = desk.told["headline"]["level"]
    cells = [cell(desk.at(*path, "rows", kind="count"))]
    for outcome in ("any_war", "great_power_war"):
        found = desk.told
        for step in path:
            found = found[step]
        levels = [one["level"] for one in found[outcome]["counts"]]
        at = (*path, outcome, "counts", levels.index(level))
        cells += [
            cell(desk.at(*at, "raised", kind="count")),
            cell(desk.at(*at, "lowered", kind="count")),
            cell(desk.at(*path, outcome, "net", kind="net")),
        ]
    return Row((Phrase(words), *cells))


def _camps(desk: Desk) -> Sentence | None:
    if desk.told["removed"] is None:
        return None
    one, two = (
        desk.told["removed"][f"camp:{camp}"]["any_war"]["net"] for camp in ("challenger", "target")
    )
    whole = desk.told["removed"]["all"]["any_war"]["net"]
    overlap = (
        "less than all together do: a pact that binds both ways holds with half of it gone"
        if abs(one + two) < 0.98 * abs(whole)
        else "about what all together do"
    )
    return say(
        "Taken out alone, what is owed to the challenger comes to a net of <> expected wars and "
        f"what is owed to the target to <>; the two add up to {overlap} (<>).",
        desk.at("removed", "camp:challenger", "any_war", "net", kind="net"),
        desk.at("removed", "camp:target", "any_war", "net", kind="net"),
        desk.at("removed", "all", "any_war", "net", kind="net"),
    )


def _allies() -> Sentence:
    return Sentence(
        "That allies fight each other less is an old finding with two readings: the pact holds "
        "them, by its clauses or by what partners know of each other, or those who sign are "
        "those who would not fight anyway.",
        to("long-2007", "bearce-2006", "gibler-vasquez-1998"),
    )
