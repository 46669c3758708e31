"""Point six: what is assumed. Parameters, options, data with version, licence and last year."""

from __future__ import annotations

from typing import Any

from foedus.brief.report.blocks import Column, Row, Section, Table, paragraph
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Cite, Phrase
from foedus.crisis.theta import Parameter, load_theta
from foedus.sources.getting import registry

from .desk import Desk
from .literature import library, page

__all__ = ["assumptions"]

_OPTIONS = {
    "k": "most third parties in a game",
    "treaties": "which pledges count",
    "draws": "draws of the parameters",
    "search": "random starts in search of other equilibria",
    "tol": "largest residual of a solution",
    "seed": "seed",
}


def assumptions(desk: Desk) -> Section:
    """Three tables."""
    text = paragraph(
        say(
            "The parameters are <>; where the record says nothing of one it is an assumption, "
            "and marked as such.",
            desk.at("ledger", "theta", "status", kind="text"),
            cites=(page("the-fit"), page("not-known")),
        )
    )
    return Section(
        "assumptions",
        Phrase("Assumptions: value, source, licence, last year"),
        (*((text,) if text is not None else ()), _parameters(desk), _options(desk), _data(desk)),
    )


def _parameters(desk: Desk) -> Table:
    values: dict[str, float] = desk.told["ledger"]["theta"]["values"]
    known = load_theta().parameters
    groups = {
        "estimated": [name for name in values if name in known and known[name].prior != "fixed"],
        "assumed": [name for name in values if name not in known or known[name].prior == "fixed"],
    }
    rows: list[Row] = []
    for head, names in groups.items():
        if names:
            rows.append(Row((Phrase(head),), group=True))
            rows += [
                _parameter(desk, name, known.get(name)) for name in sorted(names, key=str.lower)
            ]
    return Table(
        "table-theta",
        Phrase("Parameters of the game"),
        (
            Column(Phrase("name")),
            Column(Phrase("value"), number=True),
            Column(Phrase("unit")),
            Column(Phrase("what it does")),
        ),
        tuple(rows),
    )


def _parameter(desk: Desk, name: str, known: Parameter | None) -> Row:
    where = f"foedus.crisis.theta: {name}"

    def told(part: str, value: str) -> Phrase:
        return Phrase(desk.fact(f"{name}, {part}", value, "text", where))

    return Row(
        (
            told("name", name),
            cell(desk.at("ledger", "theta", "values", name, kind="plain")),
            told("unit", known.unit if known is not None else "–"),
            told("meaning", known.meaning if known is not None else "–"),
        )
    )


def _options(desk: Desk) -> Table:
    rows = [
        Row((Phrase(words), cell(desk.at("ledger", "options", name, kind="plain"))))
        for name, words in _OPTIONS.items()
        if desk.told["ledger"]["options"].get(name) is not None
    ]
    rows.append(
        Row((Phrase("change of a chance that counts in the headline"), Phrase(desk.threshold)))
    )
    return Table(
        "table-options",
        Phrase("How the ledger was built"),
        (Column(Phrase("option")), Column(Phrase("value"), number=True)),
        tuple(rows),
    )


def _data(desk: Desk) -> Table:
    used: dict[str, dict[str, Any]] = {}
    for table, about in desk.told["ledger"]["data"].items():
        used.setdefault(table.split("/")[0], about)
    rows = [_dataset(desk, name, about) for name, about in used.items()]
    return Table(
        "table-data",
        Phrase("Data the ledger was built from"),
        (
            Column(Phrase("data set")),
            Column(Phrase("version")),
            Column(Phrase("ends"), number=True),
            Column(Phrase("licence or terms")),
        ),
        tuple(rows),
    )


def _dataset(desk: Desk, name: str, about: dict[str, Any]) -> Row:
    known = {one.id: one for one in registry.datasets()}.get(name)
    where = f"foedus.sources.getting.registry: {name}"

    def told(part: str, value: str | int, kind: str = "text") -> str:
        return desk.fact(f"data {name}, {part}", value, kind, where)

    version = desk.made(
        f"version of {name}", str(about.get("version", "–")), "text", "ledger, data"
    )
    if known is None:
        return Row((Phrase(told("title", name)), Phrase(version), Phrase("–"), Phrase("–")))
    cites = tuple(Cite(key) for key in known.references if key in library())
    return Row(
        (
            Phrase(told("title", known.title), cites),
            Phrase(version),
            Phrase(told("last", known.last, "year") if known.last else "–"),
            Phrase(told("licence", known.licence)),
        )
    )
