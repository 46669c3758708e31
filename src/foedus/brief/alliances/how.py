"""Point four: how pacts work. Whose pledges, which mechanism, one treaty, one camp, all."""

from __future__ import annotations

from foedus.brief.report.blocks import Block, Column, Picture, Row, Section, Table, paragraph, plot
from foedus.brief.report.phrases import Phrase, Sentence

from .calms import calms
from .desk import Desk, cell, say
from .literature import page, to
from .mechanisms import Working, summed
from .named import named
from .placebos import corner
from .record import bound
from .rules import at_level, moved
from .sided import Side, sided

__all__ = ["bearing", "how", "working"]

_LEAST = 0.5
"""Expected wars below which a mechanism has moved less than half a war over the whole record."""
_STORIES = {
    "deterrence": "the adversary's holding back (deterrence)",
    "emboldenment": "the protégé's pushing on or holding back (emboldenment, restraint)",
    "entrapment": "the patron's fighting or holding back (entrapment)",
}
_BEHAVIOUR = {
    "deterrence": "the adversary's behaviour (deterrence)",
    "emboldenment": "the protégé's (emboldenment, or restraint)",
    "entrapment": "the patron's (entrapment)",
}
_GROUPS = {
    "deterrence": "the adversary (deterrence)",
    "emboldenment": "the state that is owed",
    "entrapment": "the state that owes",
    "others": "everybody else",
    "mechanics": "the treaty's own clauses",
}
_REMOVED = {
    "treaty": "each treaty alone",
    "camp:challenger": "what is owed to the challenger",
    "camp:target": "what is owed to the target",
    "all": "all",
}


def how(desk: Desk) -> Section:
    """Whose pledges bear, how they work, which disputes moved most, what calms."""
    below = (_pledges(desk), _stories(desk), named(desk), calms(desk))
    return Section(
        "mechanisms",
        Phrase("How pacts work: deterrence, emboldenment, entrapment, and breaking one's word"),
        (),
        tuple(one for one in below if one is not None),
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


def _third(desk: Desk) -> tuple[Working, ...]:
    ledger = desk.material.ledger
    apart = bound(ledger.rows)
    numbers = [n for n in ledger.rows["dispnum"].to_list() if n not in apart]
    return summed(ledger.accounting, "any_war", numbers)


def working(desk: Desk) -> Sentence | None:
    """Which of the three stories told of allies the accounting finds."""
    found = {one.group: one for one in _third(desk) if one.group in _STORIES}
    if not found:
        return None
    nets = {group: one.net for group, one in found.items()}
    most = max(nets, key=lambda group: abs(nets[group]))
    if abs(nets[most]) < _LEAST:
        start = "Of the three stories told of allies none moves half a war over the whole record"
    else:
        way = "added to" if nets[most] > 0 else "taken away from"
        start = f"Of the three stories told of allies, {_STORIES[most]} has {way} war most"
    parts = [f"<> from {_BEHAVIOUR[group]}" for group in found]
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    where = (
        "ledger, accounting: shares summed over disputes in which third parties alone are pledged"
    )
    return say(
        f"{start}: in the <> disputes with pledges of third parties alone that were accounted "
        f"for, the net in expected wars is {listed}.",
        desk.made("accounted, third", max(one.disputes for one in found.values()), "count", where),
        *(desk.made(f"{group}, third, net", nets[group], "net", where) for group in found),
        cites=(page("accounting"),),
    )


def _pledges(desk: Desk) -> Section:
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


def _stories(desk: Desk) -> Section | None:
    ledger = desk.material.ledger
    apart = bound(ledger.rows)
    both = {
        "Third parties alone": _third(desk),
        "Opponents bound": summed(ledger.accounting, "any_war", apart),
    }
    kept = {title: found for title, found in both.items() if found}
    if not kept:
        return None
    blocks: list[Block | None] = [
        paragraph(
            working(desk), _broken(desk, summed(ledger.accounting, "any_war", apart)), _caveat(desk)
        ),
        _picture(desk, kept),
    ]
    return Section(
        "stories",
        Phrase("Which story: whose behaviour carries the effect"),
        tuple(one for one in blocks if one is not None),
    )


def _broken(desk: Desk, found: tuple[Working, ...]) -> Sentence | None:
    at = {one.group: one for one in found}
    if "entrapment" not in at or "emboldenment" not in at:
        return None
    net = at["entrapment"].net + at["emboldenment"].net
    way = "hold back" if net < 0 else "push on"
    where = (
        "ledger, accounting: shares summed over disputes whose opponents were bound to each other"
    )
    return say(
        "Where the opponents are bound to each other these words mean something else: the state "
        "that owes is itself a party, and what the accounting shows is how far it and the other "
        f"{way} (a net of <> and <> expected wars) because breaking one's word is dear.",
        desk.made("owes, bound, net", at["entrapment"].net, "net", where),
        desk.made("owed, bound, net", at["emboldenment"].net, "net", where),
        cites=to("snyder-1984", "fearon-1994"),
    )


def _caveat(desk: Desk) -> Sentence | None:
    ledger = desk.material.ledger
    found = summed(ledger.accounting, "any_war")
    if not found:
        return None
    where = "ledger, accounting: any war, groups whose share has no sure sign"
    return say(
        "Shares are of the weightiest treaty of each dispute; in <> of <> of them at least one "
        "group's share changes sign with the order of the accounting, and there which story did "
        "it has no answer.",
        desk.made("not separable", max(one.inseparable for one in found), "count", where),
        desk.made("accounted for", max(one.disputes for one in found), "count", where),
        cites=(page("accounting"),),
    )


def _picture(desk: Desk, both: dict[str, tuple[Working, ...]]) -> Picture:
    groups = list(dict.fromkeys(one.group for found in both.values() for one in found))
    panels: dict[str, list[Side]] = {}
    for title, found in both.items():
        at = {one.group: one for one in found}
        panels[title] = [
            Side(_GROUPS[group], at[group].down, at[group].up) if group in at
            else Side(_GROUPS[group], 0.0, 0.0)
            for group in groups
        ]  # fmt: skip
    third = {one.group: one.net for one in both.get("Third parties alone", ())}
    quiet = all(abs(third.get(group, 0.0)) < _LEAST for group in _STORIES)
    title = (
        "Third parties' pledges move less than half a war in all, by any of the three stories"
        if quiet
        else "Third parties' pledges at work, by whose behaviour carries the effect"
    )
    return plot(
        sided(
            panels,
            name="whose-behaviour",
            title=title,
            caption="Expected wars added (right) and taken away (left) by each group's change of "
            "behaviour: "
            "Shapley shares of the weightiest treaty of each dispute, summed. The scales of the "
            "panels differ.",
            corner=corner(desk),
            axis="expected wars, any war",
        )
    )
