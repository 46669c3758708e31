"""Point eight: what would change the answer."""

from __future__ import annotations

from foedus.brief.report.blocks import Block, Column, Row, Section, Table, paragraph
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence

from .clauses import NAMES
from .desk import Desk
from .odds import odds, overturning, standing
from .rules import one_sign

__all__ = ["changes"]

_PERIODS = {
    "all": "all disputes",
    "without the world wars": "without the world wars",
    "nuclear": "with a nuclear state",
    "not nuclear": "without a nuclear state",
}


def changes(desk: Desk) -> Section:
    """What would undo it, how it hangs on decades and periods, how many labels would stand."""
    blocks: list[Block | None] = [
        paragraph(overturning(desk), standing(desk)),
        paragraph(_decades(desk), _equilibria(desk)),
        _periods(desk),
        odds(desk),
    ]
    return Section(
        "changes",
        Phrase("What would change the answer"),
        tuple(one for one in blocks if one is not None),
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


def _periods(desk: Desk) -> Table:
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
