"""Point five: competing readings side by side, and how well each has predicted."""

from __future__ import annotations

import functools

from foedus.brief.bundle.reading import records
from foedus.brief.report.blocks import Block, Section, Table, kept, paragraph
from foedus.brief.report.phrases import Cite, Phrase, Sentence
from foedus.brief.report.registry import Origin
from foedus.core.errors import BundleError
from foedus.estimate.structural.origins import load_origins
from foedus.estimate.structural.schools import RIVALS
from foedus.ledger.summary.readings import readings

from .desk import MID, Desk
from .hidden import hidden
from .tabled import Field, tabled

__all__ = ["schools"]


def schools(desk: Desk) -> Section:
    """Readings of this crisis; schools over the whole record; what has not been computed."""
    blocks: list[Block | None] = [
        *_lenses(desk),
        *hidden(desk),
        *_record(desk),
        paragraph(*_missing(desk)),
    ]
    return Section("readings", Phrase("Competing readings"), kept(*blocks))


def _lenses(desk: Desk) -> list[Block]:
    heads, rows = tabled(
        functools.partial(desk.get, "lens"),
        [{"lens": str(row["lens"])} for row in records(desk.bundle, "lens")],
        [
            Field("reading of this crisis", "lens", "text"),
            Field("any war", "any_war", "probability", "probability"),
            Field("great-power war", "great_power_war", "probability", "probability"),
        ],
    )
    if not rows:
        return []
    zero = desk.fact("none", 0, "count", "foedus.study.readings.lenses")
    note = Sentence(
        f"Lambda: how closely states follow their interest, {zero} being not at all; zeta: whether "
        "high stakes make them follow it more closely; alpha: decisions a day at most.",
        (Cite("mckelvey-palfrey-1998"),),
    )
    caption = Phrase("This crisis under settings that disputes cannot tell apart")
    return [Table("table-lenses", caption, heads, rows, (note,))]


def _record(desk: Desk) -> list[Block]:
    """Schools over the whole record, from the ledger that comes with the package."""
    try:
        held = desk.ledger
    except BundleError:
        return []
    frame = readings(held.tables, held.manifest)
    if frame.is_empty():
        return []

    get = functools.partial(desk.book.table, "ledger", "readings", frame)
    heads, rows = tabled(
        get,
        [{"reading": name} for name in frame["reading"].to_list()],
        [
            Field("school", "reading", "text"),
            Field("what it changes", "about", "text"),
            Field("wars", "expected", "count", "expected"),
            Field("of them due to alliances", "net", "net", "net"),
            Field("log score", "log_score", "score", "smaller is better"),
            Field("gain", "gain", "gain", "on the frequency of war"),
        ],
    )
    first = str(frame["reading"][0])
    wars, many = (get(name, "count", reading=first) for name in ("wars", "rows"))
    origin = Origin("ledger", "readings", (), ("rows of the table",))
    count = desk.book.put("ledger/readings/count", frame.height, "count", origin)
    path = "parts.disputes.question.theta.id"
    theta = desk.book.path("ledger", held.manifest, path, "text")
    notes = (
        Sentence(f"On record: {wars} wars in {many} disputes.", MID),
        Sentence(
            f"All {count} are solved at one set of parameters, {theta}, fitted to the same "
            "disputes under the game as built, so these scores are within the sample, and speak "
            "for the game as built."
        ),
    )
    caption = Phrase("Schools of thought over the whole record")
    return [Table("table-schools", caption, heads, rows, notes, MID)]


def _missing(desk: Desk) -> list[Sentence]:
    """Which schools have no fit of their own, and so no forecast."""
    fitted = {one.school for one in load_origins()} & set(RIVALS)
    count = desk.book.put(
        "schools/fitted", len(fitted), "count",
        Origin("package", "origins", (), ("foedus.estimate.structural.origins.load_origins",)),
    )  # fmt: skip
    total = desk.book.put(
        "schools/all", len(RIVALS), "count",
        Origin("package", "schools", (), ("foedus.estimate.structural.schools.RIVALS",)),
    )  # fmt: skip
    out = [
        Sentence(
            f"Of {total} rival schools, {count} have been fitted on their own to what was known "
            "before a year; how they foretell stands beside the game in the tables on how well it "
            "predicts, for years before which they were fitted."
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
