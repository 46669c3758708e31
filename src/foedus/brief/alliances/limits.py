"""Point eight: limits, and what would change the answer."""

from __future__ import annotations

from foedus.brief.report.blocks import Block, Column, Listing, Paragraph, Row, Section, Table
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.brief.words import SCALE

from .changes import changes
from .desk import Desk
from .literature import page, to

__all__ = ["limits"]


def limits(desk: Desk) -> Section:
    """What would change the answer, then what it cannot say."""
    first = changes(desk)
    cannot: list[Block] = [Listing(tuple(Paragraph((one,)) for one in _cannot(desk)))]
    return Section(
        "limits",
        Phrase("Limits, and what would change the answer"),
        (),
        (
            first,
            Section(
                "cannot",
                Phrase("What this brief cannot say"),
                (*cannot, _scale(desk)),
            ),
        ),
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
            "World War, is solved for single crises and not for the ledger, since the record "
            "cannot tell how far apart types are.",
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
