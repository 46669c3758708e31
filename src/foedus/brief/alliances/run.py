"""Point nine: what made this brief, exactly enough to make it again."""

from __future__ import annotations

from foedus.brief.report.phrases import Phrase
from foedus.core.provenance import foedus_version

from .desk import Desk

__all__ = ["flags", "run", "years"]

_SHORT = 16
"""Digits of a hash that are printed."""


def years(desk: Desk) -> tuple[str, str]:
    """First and last year of the ledger's disputes."""
    year = desk.material.ledger.rows["year"]
    first, last = year.min(), year.max()
    assert isinstance(first, int)
    assert isinstance(last, int)
    return (
        desk.made("first year", first, "year", "ledger, rows: least year"),
        desk.made("last year", last, "year", "ledger, rows: greatest year"),
    )


def flags(desk: Desk) -> tuple[str, ...]:
    """What a reader must see first."""
    return ("partial ledger",) if desk.told["ledger"]["partial"] else ()


def run(desk: Desk) -> tuple[tuple[str, Phrase], ...]:
    """Name and value of everything that went in."""
    out: list[tuple[str, str | None]] = [
        ("made by", desk.fact("command", "foedus brief alliances", "text", "foedus.cli")),
        ("foedus", desk.fact("version", foedus_version(), "text", "foedus.core.provenance")),
        ("parameters", desk.at("ledger", "theta", "id", kind="text")),
        ("fitted", desk.at("ledger", "theta", "status", kind="text")),
    ]
    for name, part in desk.material.ledger.manifest["parts"].items():
        out.append((f"ledger, {name}", _text(desk, f"key of {name}", part["key"])))
    versions = desk.told["ledger"]["versions"]
    text = ", ".join(f"{name} {value}" for name, value in versions.items())
    out.append(("ledger built with", _text(desk, "versions of the ledger", text)))
    data = ", ".join(
        f"{name} {about.get('version', '')} {str(about.get('sha256', ''))[:_SHORT]}"
        for name, about in desk.told["ledger"]["data"].items()
    )
    out.append(("data, version and hash", _text(desk, "data of the ledger", data)))
    scores, annals = desk.material.scores, desk.material.annals
    if scores is not None:
        out.append(("scores of", _text(desk, "date of the scores", str(scores.content["date"]))))
    if annals is not None:
        first, last = annals.span
        out.append(("network of", _text(desk, "years of the annals", f"{first} to {last}")))
    out.append(("same again", _text(desk, "promise", _PROMISE)))
    return tuple((name, Phrase(key)) for name, key in out if key is not None)


_PROMISE = "the same command on the same version and ledger writes the same bytes"


def _text(desk: Desk, name: str, value: str) -> str:
    return desk.made(name, value, "text", "manifests of what was read")
