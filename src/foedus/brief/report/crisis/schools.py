"""Point five: competing readings side by side, and how well each has predicted."""

from __future__ import annotations

from foedus.brief.reading import records
from foedus.brief.report.blocks import Block, Column, Row, Section, Table, paragraph
from foedus.brief.report.phrases import Cite, Phrase, Sentence
from foedus.brief.report.registry import Origin
from foedus.core.errors import BundleError
from foedus.estimate.structural.origins import load_origins
from foedus.estimate.structural.schools import GAME, SCHOOLS
from foedus.ledger.ledger import Ledger, ledger
from foedus.ledger.summary.readings import readings

from .desk import Desk, phrase

__all__ = ["schools"]

_MID = (Cite("cow-mid-5.0"), Cite("palmer-2022"))


def schools(desk: Desk) -> Section:
    """Readings of this crisis; schools over the whole record; what has not been computed."""
    blocks: list[Block | None] = [*_lenses(desk), *_record(desk), paragraph(*_missing(desk))]
    return Section(
        "readings", Phrase("Competing readings"), tuple(one for one in blocks if one is not None)
    )


def _lenses(desk: Desk) -> list[Block]:
    rows = []
    for row in records(desk.bundle, "lens"):
        lens = str(row["lens"])
        rows.append(
            Row(
                (
                    phrase(desk.get("lens", "lens", "text", lens=lens)),
                    phrase(desk.get("lens", "any_war", "probability", lens=lens)),
                    phrase(desk.get("lens", "great_power_war", "probability", lens=lens)),
                )
            )
        )
    if not rows:
        return []
    zero = desk.book.put(
        "package/none", 0, "count", Origin("package", "", (), ("foedus.study.readings.lenses",))
    )
    note = Sentence(
        f"Lambda: how closely states follow their interest, {zero} being not at all; zeta: whether "
        "high stakes make them follow it more closely; alpha: decisions a day at most.",
        (Cite("mckelvey-palfrey-1998"),),
    )
    heads = (
        Column(Phrase("reading of this crisis")),
        Column(Phrase("any war"), unit="probability", number=True),
        Column(Phrase("great-power war"), unit="probability", number=True),
    )
    caption = Phrase("This crisis under settings that disputes cannot tell apart")
    return [Table("table-lenses", caption, heads, tuple(rows), (note,))]


def _record(desk: Desk) -> list[Block]:
    """Schools over the whole record, from the ledger that comes with the package."""
    try:
        held = ledger()
    except BundleError:
        return []
    frame = readings(held.tables, held.manifest)
    if frame.is_empty():
        return []

    def cell(name: str, column: str, kind: str) -> Phrase:
        return phrase(desk.book.table("ledger", "readings", frame, column, kind, reading=name))

    rows = tuple(
        Row(
            (
                cell(name, "reading", "text"),
                cell(name, "about", "text"),
                cell(name, "expected", "count"),
                cell(name, "net", "net"),
                cell(name, "log_score", "score"),
                cell(name, "gain", "gain"),
            )
        )
        for name in frame["reading"].to_list()
    )
    first = str(frame["reading"][0])
    wars, many = (
        desk.book.table("ledger", "readings", frame, name, "count", reading=first)
        for name in ("wars", "rows")
    )
    heads = (
        Column(Phrase("school")),
        Column(Phrase("what it changes")),
        Column(Phrase("wars"), unit="expected", number=True),
        Column(Phrase("of them due to alliances"), unit="net", number=True),
        Column(Phrase("log score"), unit="smaller is better", number=True),
        Column(Phrase("gain"), unit="on the frequency of war", number=True),
    )
    notes = (
        Sentence(f"On record: {wars} wars in {many} disputes.", _MID),
        Sentence(
            f"All {len_(desk, frame.height)} are solved at one set of parameters, "
            f"{_theta(desk, held)}, fitted to the same disputes under the game as built, "
            "so these scores are within the sample, and speak for the game as built."
        ),
    )
    caption = Phrase("Schools of thought over the whole record")
    return [Table("table-schools", caption, heads, rows, notes, _MID)]


def _theta(desk: Desk, held: Ledger) -> str | None:
    """The set of parameters that the ledger rests on."""
    return desk.book.path("ledger", held.manifest, "parts.disputes.question.theta.id", "text")


def len_(desk: Desk, count: int) -> str:
    """How many readings there are."""
    origin = Origin("ledger", "readings", (), ("rows of the table",))
    return desk.book.put("ledger/readings/count", count, "count", origin)


def _missing(desk: Desk) -> list[Sentence]:
    """Which schools have no fit of their own, and so no forecast."""
    names = [name for name in SCHOOLS if name != GAME]
    fitted = {one.school for one in load_origins()} - {GAME}
    count = desk.book.put(
        "schools/fitted", len(fitted), "count",
        Origin("package", "origins", (), ("foedus.estimate.structural.origins.load_origins",)),
    )  # fmt: skip
    total = desk.book.put(
        "schools/all", len(names), "count",
        Origin("package", "schools", (), ("foedus.estimate.structural.schools.SCHOOLS",)),
    )  # fmt: skip
    out = [
        Sentence(
            f"Of {total} rival schools, {count} have been fitted on their own to what was known "
            "before a year; the others have foretold nothing yet, so no out-of-sample score of "
            "theirs is printed."
        )
    ]
    lenses = desk.frame("lens")
    if lenses is not None:
        many = desk.book.put(
            "lens/count", lenses.height, "count", Origin("bundle", "lens", (), ("rows",))
        )
        out.append(
            Sentence(
                f"This crisis is solved under the {many} settings above, and not under the schools."
            )
        )
    return out
