"""Point three: the world wars, weighed three ways."""

from __future__ import annotations

from foedus.brief.report.blocks import Column, Row, Section, Table, paragraph
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase

from .clauses import NAMES
from .desk import Desk
from .literature import page

__all__ = ["weighings"]

_HEADS = ("raised", "lowered")
_SCHEMES = {
    "dispute": "each dispute counts one",
    "block": "a world war counts one",
    "peace": "without the world wars",
}


def weighings(desk: Desk) -> Section:
    """Three ways to weigh the world wars, side by side."""
    rows: list[Row] = []
    for outcome, name in NAMES.items():
        rows.append(Row((Phrase(name),), group=True))
        for scheme, words in _SCHEMES.items():
            path = ("schemes", scheme, outcome)
            rows.append(
                Row(
                    (
                        Phrase(words),
                        *(cell(desk.ends(*path, "counts", way)) for way in _HEADS),
                        *(
                            cell(desk.ends(*path, "expected", part, kind=kind))
                            for part, kind in (
                                ("raised", "amounts"),
                                ("lowered", "amounts"),
                                ("net", "nets"),
                            )
                        ),
                    )
                )
            )
    heads = (
        Column(Phrase("how the world wars are weighed")),
        Column(Phrase("raised"), unit="disputes", number=True),
        Column(Phrase("lowered"), unit="disputes", number=True),
        Column(Phrase("added"), unit="expected wars", number=True),
        Column(Phrase("taken away"), unit="expected wars", number=True),
        Column(Phrase("net"), unit="expected wars", number=True),
    )
    table = Table(
        "table-weights",
        Phrase("Three ways to weigh the world wars, side by side"),
        heads,
        tuple(rows),
    )
    said = say(
        "The disputes of a world war hang together, and no weighting of them is right, so three "
        "stand side by side: <> disputes as they come, the same with a world war as one, and <> "
        "without them.",
        desk.at("schemes", "dispute", "weight", kind="count"),
        desk.at("schemes", "peace", "weight", kind="count"),
        cites=(page("the-ledger"),),
    )
    text = paragraph(said)
    return Section(
        "weightings",
        Phrase("The world wars, weighed three ways"),
        (*((text,) if text is not None else ()), table),
    )
