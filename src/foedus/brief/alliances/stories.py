"""Point four: whose behaviour carries the effect, by the accounting."""

from __future__ import annotations

from foedus.brief.report.blocks import Block, Picture, Section, paragraph, plot
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .literature import page, to
from .mechanisms import Working, summed
from .placebos import corner
from .record import bound
from .sided import Side, sided

__all__ = ["stories", "working"]

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


def stories(desk: Desk) -> Section | None:
    """Which of the stories told of allies the accounting finds, with the picture."""
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


def _third(desk: Desk) -> tuple[Working, ...]:
    ledger = desk.material.ledger
    apart = bound(ledger.rows)
    numbers = [n for n in ledger.rows["dispnum"].to_list() if n not in apart]
    return summed(ledger.accounting, "any_war", numbers)


def _broken(desk: Desk, found: tuple[Working, ...]) -> Sentence | None:
    at = {one.group: one.net for one in found}
    if not at.keys() >= {"deterrence", "emboldenment"}:
        return None
    way = "hold back" if at["emboldenment"] + at["deterrence"] < 0 else "push on"
    where = (
        "ledger, accounting: shares summed over disputes whose opponents were bound to each other"
    )
    return say(
        "Where the opponents are bound to each other these words mean something else: protégé and "
        "adversary are the two parties to the pledge, and what the accounting shows is how far "
        f"they {way} (a net of <> and <> expected wars) because breaking one's word is dear.",
        desk.made("owed, bound, net", at["emboldenment"], "net", where),
        desk.made("other, bound, net", at["deterrence"], "net", where),
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
