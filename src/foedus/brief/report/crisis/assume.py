"""Point six: assumptions with value, source, licence; what is judged; where the data end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from foedus.brief.report.blocks import Column, Row, Section, Table, kept
from foedus.brief.report.filling import cell, written
from foedus.brief.report.phrases import Phrase

from .data import ends, fitted, licence
from .desk import Desk, code_of

__all__ = ["assume", "record"]

_FIELDS = {
    "capability": "capability, per cent of the world",
    "polyarchy": "electoral democracy",
    "major": "great power",
    "nuclear": "nuclear weapons",
    "distance_km": "distance, km",
}
_SAME = (Phrase("the same"), Phrase("the same"))
"""Grounds of a row that are those of the row above."""


def assume(desk: Desk) -> Section:
    """What went in: states, treaties, channels, parameters set by hand, data sets."""
    parts = (
        _table("states", "The states", list(_states(desk))),
        _table("treaties", "The treaties", list(_treaties(desk))),
        _table("channels", "Channels and the issue", list(_rest(desk))),
        _table("byhand", "Set by hand for this crisis", list(_by_hand(desk))),
        fitted(desk),
        ends(desk),
    )
    return Section("assumptions", Phrase("Assumptions"), kept(*parts))


def record(desk: Desk) -> Section:
    """What is on record of the crisis: its days, and how it ended."""
    rows = []
    for i, fact in enumerate(desk.content.get("facts") or []):
        cites = desk.shelf.cites(fact.get("source"))
        text = desk.told(f"facts.{i}.text")
        if desk.shelf.remark(fact.get("source")):
            text = f"{text} ({desk.told(f'facts.{i}.source')})"
        rows.append(Row((cell(desk.told(f"facts.{i}.date", "date")), cell(text, *cites))))
    outcome = desk.content.get("outcome") or {}
    if outcome.get("text"):
        cites = desk.shelf.cites(outcome.get("source"))
        rows.append(Row((Phrase("how it ended"), cell(desk.told("outcome.text"), *cites))))
    heads = (Column(Phrase("day")), Column(Phrase("what happened")))
    table = Table("table-record", Phrase("On record"), heads, tuple(rows))
    return Section("record", Phrase("What is on record"), (table,) if rows else ())


def _table(name: str, caption: str, rows: list[Row]) -> Table | None:
    if not rows:
        return None
    heads = (
        Column(Phrase("what")),
        Column(Phrase("value"), number=True),
        Column(Phrase("source, or judgement")),
        Column(Phrase("licence")),
    )
    return Table(f"table-{name}", Phrase(caption), heads, tuple(rows))


def _states(desk: Desk) -> Iterator[Row]:
    for code, actor in (desk.content.get("actors") or {}).items():
        yield Row((cell(desk.told(f"actors.{code}.name"), missing="state"),), group=True)
        for name, label in _FIELDS.items():
            value = actor.get(name)
            if value is None:
                continue
            kind = "yes" if isinstance(value, bool) else "plain"
            yield Row(
                (
                    Phrase(label),
                    cell(desk.told(f"actors.{code}.{name}", kind)),
                    *_grounds(desk, actor, f"actors.{code}", name),
                )
            )
        yield from _trade(desk, code, actor)
        yield from _plans(desk, code, actor)


def _trade(desk: Desk, code: str, actor: Mapping[str, Any]) -> Iterator[Row]:
    partners = actor.get("trade") or {}
    told = [
        f"{code_of(desk, other)} {desk.told(f'actors.{code}.trade.{other}', 'plain')}"
        for other in partners
    ]
    if told:
        grounds = _grounds(desk, actor, f"actors.{code}", "trade")
        yield Row((Phrase("trade, share of its own"), Phrase(", ".join(told)), *grounds))


def _plans(desk: Desk, code: str, actor: Mapping[str, Any]) -> Iterator[Row]:
    """How fast it mobilises, whether that can be stopped, and whom its plans strike."""
    path = f"actors.{code}.mobilisation"
    plan = actor.get("mobilisation") or {}
    if plan.get("days") is not None:
        value = cell(desk.told(f"{path}.days", "plain"))
        yield Row((Phrase("days to mobilise"), value, *_grounds(desk, plan, path)))
    elif plan.get("slower") is not None:
        value = cell(desk.told(f"{path}.slower", "plain"))
        yield Row((Phrase("mobilises slower, times"), value, *_grounds(desk, plan, path)))
    if plan.get("lock_in_days") is not None:
        value = cell(desk.told(f"{path}.lock_in_days", "plain"))
        yield Row((Phrase("days to lock-in"), value, *_SAME))
    for other, entry in (actor.get("strikes") or {}).items():
        if isinstance(entry, Mapping):
            path = f"actors.{code}.strikes.{other}"
            value = cell(desk.told(f"{path}.always", "always"), missing="if it is in")
            grounds = _grounds(desk, entry, path)
            yield Row((Phrase(f"plans strike {code_of(desk, other)}"), value, *grounds))


def _grounds(
    desk: Desk, entry: Mapping[str, Any], path: str, name: str | None = None
) -> tuple[Phrase, Phrase]:
    """Source and judgement of a value, and the licence of its data."""
    source, judged = entry.get("source"), entry.get("judgement")
    place, where = f"{path}.judgement", f"{path}.source"
    if name is not None and isinstance(source, Mapping):
        source, where = source.get(name), f"{where}.{name}"
    if name is not None and isinstance(judged, Mapping):
        judged, place = judged.get(name), f"{place}.{name}"
    elif name is not None and judged is not None:
        judged = None  # one judgement for all of it stands with the whole
    cites = desk.shelf.cites(source)
    told = desk.told(place) if isinstance(judged, str) else None
    text = f"judgement: {told}" if told else ""
    if told and (cites or desk.shelf.remark(source)):
        text = f"judgement: {written(told, 'open')}"  # something follows its full stop
    if desk.shelf.remark(source):
        remark = desk.told(where)
        text = f"{text}; {remark}" if text else str(remark)
    if cites:
        text = f"{text}; sourced" if text else "sourced"
    terms = licence(desk, cites)
    if not cites and told:
        return Phrase(text), Phrase("none: a judgement")
    return Phrase(text or "not stated", cites), cell(terms)


def _treaties(desk: Desk) -> Iterator[Row]:
    for key, one in (desk.content.get("treaties") or {}).items():
        path = f"treaties.{key}"
        yield Row((cell(desk.told(f"{path}.title"), missing="treaty"),), group=True)
        binding = one.get("binding")
        paths = (
            [(f"{path}.binding.{who}", f"binding on {who}") for who in binding]
            if isinstance(binding, Mapping)
            else [(f"{path}.binding", "binding")]
        )
        grounds = _grounds(desk, one, path)
        for i, (place, label) in enumerate(paths):
            rest = grounds if i == 0 else _SAME
            yield Row((Phrase(label), cell(desk.told(place, "plain")), *rest))
        dates = one.get("in_force") or ()
        if dates:
            since = desk.told(f"{path}.in_force.0", "date")
            yield Row((Phrase("in force since"), cell(since), Phrase(""), Phrase("")))
        if one.get("articles"):
            text = desk.told(f"{path}.articles")
            yield Row((Phrase("articles"), Phrase(""), cell(text), Phrase("")))


def _rest(desk: Desk) -> Iterator[Row]:
    for key, one in (desk.content.get("channels") or {}).items():
        path = f"channels.{key}"
        value = cell(desk.told(f"{path}.quality", "plain"))
        label = desk.told(f"{path}.kind")
        named = f"{label} ({code_of(desk, key)})" if label else code_of(desk, key)
        yield Row((Phrase(named), value, *_grounds(desk, one, path)))
    issue = desk.content.get("issue") or {}
    grounds = _grounds(desk, issue, "issue")
    for i, code in enumerate(issue.get("salience") or {}):
        rest = grounds if i == 0 else _SAME
        value = cell(desk.told(f"issue.salience.{code}", "plain"))
        yield Row((Phrase(f"stake of {code_of(desk, code)}"), value, *rest))


def _by_hand(desk: Desk) -> Iterator[Row]:
    for name, entry in (desk.content.get("theta") or {}).items():
        path = f"theta.{name}"
        if isinstance(entry, Mapping):
            value = cell(desk.told(f"{path}.value", "plain"))
            yield Row((Phrase(code_of(desk, name)), value, *_grounds(desk, entry, path)))
    for code, entry in (desk.content.get("overrides") or {}).items():
        for name in entry:
            if name in ("source", "judgement"):
                continue
            path = f"overrides.{code}"
            value = cell(desk.told(f"{path}.{name}", "plain"))
            grounds = _grounds(desk, entry, path)
            yield Row((Phrase(f"{code_of(desk, name)} of {code_of(desk, code)}"), value, *grounds))
