"""The parameters in use, and the data behind them and the crisis: versions, ends, terms."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from foedus.brief.bundle.sourcing import entries
from foedus.brief.report.blocks import Column, Row, Table
from foedus.brief.report.filling import cell
from foedus.brief.report.phrases import Cite, Phrase, Sentence
from foedus.brief.report.registry import Origin
from foedus.crisis.theta import load_theta
from foedus.estimate.structural.sample import DATASETS
from foedus.sources.getting.registry import Dataset, datasets

from .desk import Desk, code_of

__all__ = ["ends", "fitted", "licence"]

_MAXIMUM = 3
"""Works cited for one data set."""


def licence(desk: Desk, cites: tuple[Cite, ...]) -> str | None:
    """Terms of the data set that a value is from; None where it is a book or a document."""
    for cite in cites:
        found = _owner(cite.id)
        if found is not None:
            origin = Origin("package", "registry", (("dataset", found.id),), ("licence",))
            return desk.book.put(f"licence/{found.id}", _short(found.licence), "text", origin)
    return None


def _short(licence: str) -> str:
    return licence.partition(". ")[0].rstrip(".")


@functools.cache
def _owner(reference: str) -> Dataset | None:
    """The data set that a work belongs to; of several, the one with the fewest works."""
    found = [
        one
        for one in datasets()
        if reference in one.references or any(reference in f.references for f in one.files)
    ]
    return min(found, key=lambda one: len(one.references)) if found else None


def fitted(desk: Desk) -> Table | None:
    """The parameters in use, as the study had them, with their meaning."""
    values: Mapping[str, float] = (desk.bundle.manifest.get("theta") or {}).get("values") or {}
    if not values:
        return None
    known = load_theta().parameters
    rows = []
    for name in values:
        meaning = known[name].meaning if name in known else ""
        told = None
        if meaning:
            origin = Origin("package", "theta", (("parameter", name),), ("meaning",))
            told = desk.book.put(f"theta/{name}/meaning", meaning, "text", origin)
        value = desk.run(f"theta.values.{name}", "plain")
        rows.append(Row((Phrase(code_of(desk, name)), cell(value), cell(told))))
    heads = (
        Column(Phrase("parameter")),
        Column(Phrase("value"), number=True),
        Column(Phrase("meaning")),
    )
    status = desk.run("theta.status")
    notes = (Sentence(f"The set is {status}.", (Cite("cow-mid-5.0"),)),) if status else ()
    caption = Phrase("Parameters of the game in this study")
    return Table("table-theta", caption, heads, tuple(rows), notes)


def ends(desk: Desk) -> Table | None:
    """Data sets behind the parameters and this crisis: version, where they end, terms."""
    used = {one.id for cite in _cited(desk) if (one := _owner(cite.id)) is not None}
    used |= set(DATASETS)  # those to which the parameters in use were fitted
    known = desk.shelf.references
    rows = []
    for one in datasets():
        if one.id not in used:
            continue

        def put(field: str, value: str | int, kind: str, key: str = one.id) -> str:
            origin = Origin("package", "registry", (("dataset", key),), (field,))
            return desk.book.put(f"dataset/{key}/{field}", value, kind, origin)

        cites = tuple(Cite(key) for key in one.references if key in known)
        last = put("last", one.last, "year") if one.last else "–"
        rows.append(
            Row(
                (
                    Phrase(put("title", one.title, "text"), cites[:_MAXIMUM]),
                    Phrase(put("version", one.version, "text")),
                    Phrase(last),
                    Phrase(put("licence", one.licence, "text")),
                )
            )
        )
    heads = (
        Column(Phrase("data set")),
        Column(Phrase("version")),
        Column(Phrase("ends"), unit="year", number=True),
        Column(Phrase("licence")),
    )
    date = desk.run("date", "date")
    notes = (
        Sentence(f"The crisis is dated {date}: nothing later enters it.", desk.shelf.rest()),
    ) if date else ()  # fmt: skip
    return Table("table-data", Phrase("Where the data end"), heads, tuple(rows), notes)


def _cited(desk: Desk) -> Iterator[Cite]:
    for section in ("actors", "treaties", "channels", "issue", "facts"):
        for _, entry in entries(desk.content.get(section)):
            yield from desk.shelf.cites(entry.get("source"))
