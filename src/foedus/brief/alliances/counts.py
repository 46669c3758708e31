"""Point three: what the ledger says. The picture, the counts."""

from __future__ import annotations

from foedus.brief.report.blocks import Block, Column, Picture, Row, Section, Table, paragraph, plot
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.ledger.columns import LEVELS

from .clauses import NAMES, headline
from .desk import Desk
from .literature import page, to
from .marks import ledger_picture
from .onset import onset
from .placebos import corner, placebos
from .record import bound
from .rules import moved, sign
from .weighings import weighings

__all__ = ["counts"]

_HEADS = ("raised", "lowered")


def counts(desk: Desk) -> Section:
    """Every dispute a mark; how many moved; what it comes to in wars; what never began."""
    blocks: list[Block | None] = [
        paragraph(
            _what(desk), _headline(desk), _sums(desk, "any_war"), _sums(desk, "great_power_war")
        ),
        _picture(desk),
        _levels(desk),
    ]
    below = (weighings(desk), onset(desk), placebos(desk))
    return Section(
        "ledger",
        Phrase("What the ledger says: every dispute with and without its alliances"),
        tuple(one for one in blocks if one is not None),
        tuple(one for one in below if one is not None),
    )


def _what(desk: Desk) -> Sentence | None:
    return say(
        "Each dispute is solved twice as a game of escalation among the opponents and at most <> "
        "third parties, as things were on its eve and with every pact among them gone; the "
        "difference of the two chances of war is what the pacts did, according to the game.",
        desk.at("ledger", "options", "k", kind="count"),
        cites=(page("the-ledger"), *to("mckelvey-palfrey-1998")),
    )


def _headline(desk: Desk) -> Sentence | None:
    any_war, great = (headline(desk, outcome) for outcome in NAMES)
    return say(
        "Of <> solved disputes, <> had no pact among their parties at all; in the rest the pacts "
        "<>, and they <>.",
        desk.at("stages", "escalation", "rows", kind="count"),
        desk.at("headline", "any_war", "none", kind="count"),
        any_war,
        great,
    )


def _sums(desk: Desk, outcome: str) -> Sentence | None:
    path = ("stages", "escalation", outcome, "expected")
    found = desk.told["stages"]["escalation"][outcome]["expected"]["net"]
    words = {
        "more": "more wars than there would have been without them",
        "fewer": "fewer wars than there would have been without them",
        "open": "no clear change in the number of wars",
    }[sign(found)]
    kind = "wars" if outcome == "any_war" else "wars between great powers"
    return say(
        f"Summed over all disputes, in {kind}, the pacts add <> and take away <>, a net of <>: "
        f"{words}.",
        desk.ends(*path, "raised"),
        desk.ends(*path, "lowered"),
        desk.ends(*path, "net", kind="nets"),
    )


def _picture(desk: Desk) -> Picture:
    level = float(desk.told["headline"]["level"])
    parts = desk.told["opponents"]
    between, third = (moved(parts[name]["any_war"], level) for name in ("between", "third"))
    if not between and not third:
        title = f"No pact moved the chance of war in a dispute by more than {level:g}"
    elif not third:
        title = "What pacts moved, they moved where the opponents were bound to each other"
    elif not between:
        title = "What pacts moved, they moved through third parties"
    else:
        more = "between the opponents" if between >= third else "of third parties"
        title = f"Pacts moved the chance of war, those {more} in more disputes"
    rows = desk.material.ledger.rows
    drawn = ledger_picture(rows, bound(rows), title=title, corner=corner(desk), level=level)
    return plot(drawn, to("cow-mid-5.0", "atop-5.1"))


def _count_cells(desk: Desk, *path: str | int) -> list[Phrase]:
    cells: list[Phrase] = []
    for way in _HEADS:
        cells += [cell(desk.at(*path, way, "labelled")), cell(desk.ends(*path, way))]
    return [*cells, cell(desk.at(*path, "unclear")), cell(desk.at(*path, "none"))]


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column(Phrase(first)),
        *(
            Column(Phrase(head), unit=unit, number=True)
            for head in _HEADS
            for unit in ("sure", "90 % interval")
        ),
        Column(Phrase("unclear"), number=True),
        Column(Phrase("no pact"), number=True),
    )


def _levels(desk: Desk) -> Table:
    rows: list[Row] = []
    for outcome, name in NAMES.items():
        rows.append(Row((Phrase(f"{name}, changed by more than"),), group=True))
        for i in range(len(LEVELS)):
            path = ("stages", "escalation", outcome, "counts", i)
            head = cell(desk.at(*path, "level", kind="plain"))
            rows.append(Row((head, *_count_cells(desk, *path))))
    note = say(
        "Sure: so in nine draws of ten; interval: of the number of disputes that are so in one "
        "of the <> draws of the parameters; unclear: the draws disagree, or the pacts do too "
        "little.",
        desk.at("ledger", "options", "draws", kind="count"),
    )
    return Table(
        "table-counts",
        Phrase("Disputes whose chance of war the pacts changed, at three thresholds"),
        _columns("threshold"),
        tuple(rows),
        tuple(one for one in (note,) if one is not None),
    )
