"""Point eight: limits, and what would change the answer."""

from __future__ import annotations

import math

from foedus.brief.report.blocks import (
    Block,
    Column,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    paragraph,
)
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.brief.words import SCALE

from .clauses import NAMES
from .desk import Desk, cell, say
from .literature import page, to
from .rules import one_sign

__all__ = ["limits", "overturning"]

_PERIODS = {
    "all": "all disputes",
    "without the world wars": "without the world wars",
    "nuclear": "with a nuclear state",
    "not nuclear": "without a nuclear state",
}


def limits(desk: Desk) -> Section:
    """What would change the answer, then what it cannot say."""
    changes: list[Block | None] = [
        paragraph(overturning(desk), _labels(desk)),
        paragraph(_decades(desk), _equilibria(desk)),
        _table(desk),
        _kept(desk),
    ]
    cannot: list[Block | None] = [Listing(tuple(Paragraph((one,)) for one in _cannot(desk)))]
    return Section(
        "limits",
        Phrase("Limits, and what would change the answer"),
        (),
        (
            Section(
                "changes",
                Phrase("What would change the answer"),
                tuple(one for one in changes if one is not None),
            ),
            Section(
                "cannot",
                Phrase("What this brief cannot say"),
                tuple(one for one in (*cannot, _scale(desk)) if one is not None),
            ),
        ),
    )


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


def _labels(desk: Desk) -> Sentence | None:
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


def _decades(desk: Desk) -> Sentence | None:
    found = desk.told["decades"]
    nets = {name: one["any_war"]["expected"]["net"]["median"] for name, one in found.items()}
    nets = {name: net for name, net in nets.items() if net is not None}
    if len(nets) < 2:
        return None
    whole = desk.told["stages"]["escalation"]["any_war"]["expected"]["net"]["median"] or 0.0
    most = max(nets, key=lambda name: abs(nets[name] - whole))
    sign = one_sign(nets.values())
    told = (
        "No single decade carries the answer"
        if sign in ("below", "above") and abs(nets[most] - whole) < 0.5 * abs(whole)
        else "The direction stands without any one decade, but one carries much of it"
        if sign in ("below", "above")
        else "The direction hangs on single decades"
    )
    least, top = min(nets, key=lambda n: nets[n]), max(nets, key=lambda n: nets[n])
    return say(
        f"{told}: with one left out at a time the net in any war runs from <> to <> expected "
        "wars, and moves most without the <>s.",
        desk.at("decades", least, "any_war", "expected", "net", "median", kind="net"),
        desk.at("decades", top, "any_war", "expected", "net", "median", kind="net"),
        desk.made(f"decade {most}", int(most), "year", "ledger, decades"),
    )


def _equilibria(desk: Desk) -> Sentence | None:
    several = desk.told["convergence"]["several"]
    told = "found in <>" if several else "and found in <>"
    return say(
        f"Other equilibria were looked for in <> disputes, {told}; <> of <> games did not "
        "converge.",
        desk.at("convergence", "searched", kind="count"),
        desk.at("convergence", "several", kind="count"),
        desk.at("convergence", "failed", kind="count"),
        desk.at("convergence", "rows", kind="count"),
    )


def _table(desk: Desk) -> Table:
    rows: list[Row] = []
    for name in desk.told["periods"]:
        title = _PERIODS.get(name)
        head = title or desk.made(f"period {name}", name, "text", "ledger, periods")
        rows.append(
            Row(
                (
                    Phrase(head),
                    cell(desk.at("periods", name, "rows", kind="count")),
                    *(
                        cell(desk.ends("periods", name, outcome, "expected", "net", kind="nets"))
                        for outcome in NAMES
                    ),
                    cell(desk.ends("periods", name, "any_war", "counts", "raised")),
                    cell(desk.ends("periods", name, "any_war", "counts", "lowered")),
                )
            )
        )
    return Table(
        "table-periods",
        Phrase("The same counts by period"),
        (
            Column(Phrase("which disputes")),
            Column(Phrase("disputes"), number=True),
            Column(Phrase("net"), unit="any war", number=True),
            Column(Phrase("net"), unit="great-power war", number=True),
            Column(Phrase("raised"), unit="any war", number=True),
            Column(Phrase("lowered"), unit="any war", number=True),
        ),
        tuple(rows),
    )


def _kept(desk: Desk) -> Table | None:
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


def _cannot(desk: Desk) -> list[Sentence]:
    found = [
        Sentence(
            "It is a model's answer: intervals are those of its parameters, and hold no doubt "
            "about the game itself, for which there are the rival readings and the placebos.",
            (page("the-ledger"),),
        ),
        Sentence(
            "Alliances are taken as given: why they were made, and what states would have done "
            "for their security instead, is not in it.",
            (page("the-ledger"), *to("smith-1995")),
        ),
        say(
            "The record of disputes ends in <>; of the years since, and of alliances as they "
            "stand today, it says nothing.",
            desk.made(
                "last year", int(str(desk.material.ledger.rows["year"].max())), "year",
                "ledger, rows: greatest year",
            ),
            cites=to("cow-mid-5.0"),
        ),
        say(
            "Only the opponents and at most <> third parties are in a game; pledges to and among "
            "all others do not count.",
            desk.at("ledger", "options", "k", kind="count"),
            cites=(page("the-ledger"),),
        ),
        Sentence(
            "Everybody knows the game: misjudged resolve, the favourite explanation of the First "
            "World War, is not in this version.",
            (page("not-known"),),
        ),
        say(
            "The ends of intervals rest on <> draws of the parameters and are rough.",
            desk.at("ledger", "options", "draws", kind="count"),
        ),
        Sentence(
            "Who joins is hardly foretold by anybody on this record, and what pledges of third "
            "parties do rests on it.",
            (page("scores"),),
        ),
    ]  # fmt: skip
    return [one for one in found if one is not None]


def _scale(desk: Desk) -> Table:
    rows = []
    low = 0.0
    for i, (high, term) in enumerate(SCALE):
        place = "foedus.brief.words.SCALE"
        ends = desk.fact(f"scale {i}", (low, high), "factors", place)
        rows.append(Row((Phrase(term), Phrase(ends))))
        low = high
    return Table(
        "table-scale",
        Phrase("Words for probabilities"),
        (Column(Phrase("word")), Column(Phrase("probability"), number=True)),
        tuple(rows),
        cites=to("odni-icd-203"),
    )
