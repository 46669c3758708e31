"""Point eight: how prone to war anyway those who ally would have to be."""

from __future__ import annotations

import math

from foedus.brief.report.blocks import Column, Row, Table
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence

from .clauses import NAMES
from .desk import Desk
from .literature import page, to

__all__ = ["odds", "overturning", "standing"]


def overturning(desk: Desk) -> Sentence | None:
    """How strong an unmeasured reason to ally would have to be."""
    found = desk.told["confounding"]["any_war"]
    delta = found["delta"]
    if delta is None:
        return say(
            "No shift of the odds of war within reason would undo the total for any war (looked "
            "for over <> disputes with pacts).",
            desk.made(
                "pledged", int(desk.told["stages"]["escalation"]["rows"]), "count", "ledger, stages"
            ),
        )
    where = "ledger, confounding: exp of the shift of log-odds"
    factor = desk.made("odds that undo it", math.exp(delta), "factor", where)
    between = ""
    if found["low"] is not None:
        ends = (math.exp(found["low"]), math.exp(found["high"]))
        between = f" ({desk.made('odds that undo it, interval', ends, 'factors', where)})"
    who = "less" if delta < 0 else "more"
    return say(
        f"The total is undone if states with pacts were {who} prone to war anyway: if their odds "
        f"of war without pacts were <>{between} times what the game says, nothing is left of it.",
        factor,
        cites=(page("the-ledger"), *to("smith-1995")),
    )


def standing(desk: Desk) -> Sentence | None:
    """How many labels stand against other odds, in a sentence."""
    level = desk.told["headline"]["level"]
    kept = desk.told["confounding"]["any_war"]["kept"]
    at = [i for i, one in enumerate(kept) if one["level"] == level]
    if not at:
        return None
    i = at[len(at) // 2]
    path = ("confounding", "any_war", "kept", i)
    parts = []
    keys: list[str | None] = [desk.at(*path, "odds", kind="plain")]
    for way in ("raised", "lowered"):
        if kept[i][way]["labelled"]:
            parts.append(f"<> of the <> disputes surely {way}")
            keys += [desk.at(*path, way, part, kind="count") for part in ("still", "labelled")]
    if not parts:
        return None
    return say(
        f"With odds moved against them by a factor of <>, {' and '.join(parts)} stand.", *keys
    )


def odds(desk: Desk) -> Table | None:
    """The same for all odds; None where no label is sure."""
    level = desk.told["headline"]["level"]
    rows: list[Row] = []
    for outcome, name in NAMES.items():
        rows.append(Row((Phrase(name),), group=True))
        for i, one in enumerate(desk.told["confounding"][outcome]["kept"]):
            if one["level"] != level:
                continue
            path = ("confounding", outcome, "kept", i)
            rows.append(
                Row(
                    (
                        cell(desk.at(*path, "odds", kind="plain")),
                        *(
                            Phrase(
                                f"{desk.at(*path, way, 'still', kind='count')} of "
                                f"{desk.at(*path, way, 'labelled', kind='count')}"
                            )
                            for way in ("raised", "lowered")
                        ),
                    )
                )
            )
    if len(rows) == len(NAMES):
        return None
    return Table(
        "table-odds",
        Phrase("How many sure labels stand if the odds of war without pacts were otherwise"),
        (
            Column(Phrase("odds against them, times")),
            Column(Phrase("raised"), number=True),
            Column(Phrase("lowered"), number=True),
        ),
        tuple(rows),
    )
