"""Point four: with and without each alliance, channel and remedy, and what flips the answer."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from foedus.brief.bundle.reading import (
    GROUPS,
    LABELS,
    accounting,
    effects,
    main_war,
    obliges,
    records,
)
from foedus.brief.groups import READ_AS
from foedus.brief.report.blocks import Block, Column, Picture, Row, Section, Table, kept, paragraph
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .tabled import Field, tabled

__all__ = ["levers"]

OUTCOMES = ("great_power_war", "any_war", "patron_fights")
LEAST = 0.01
"""Effects smaller than this are left out of the accounting and the contrasts."""


def levers(desk: Desk, pictures: Mapping[str, Picture]) -> Section:
    """Each treaty and channel taken out, the change asked for, the accounting, what flips it."""
    wars = sorted(OUTCOMES, key=lambda name: name != main_war(desk.bundle))
    drawn = [one for name, one in pictures.items() if name.startswith("effects")]
    first: list[Block] = [*drawn[:2], *(t for name in wars for t in _effects(desk, name))]
    if not first:
        none = say(
            "In this game of <> positions no treaty or channel was taken out.",
            desk.run("positions", "count"),
        )
        first += kept(paragraph(none))
    parts = (
        Section("requested", Phrase("With the change asked for"), tuple(_requested(desk))),
        Section("how", Phrase("How each works"), tuple(_how(desk, pictures, wars))),
        Section("designs", Phrase("By design of the treaty"), tuple(_contrasts(desk))),
        Section("flips", Phrase("What flips the answer"), tuple(_flips(desk))),
    )
    return Section(
        "levers",
        Phrase("With and without each alliance and remedy"),
        tuple(first),
        tuple(one for one in parts if one.blocks),
    )


def _label(desk: Desk, kind: str, where: dict[str, str]) -> str | None:
    """A treaty's title without dates; a channel by its two ends."""
    if kind == "channel":
        name = desk.get("effects", "instrument", "text", **where)
        return f"channel {name}" if name else None
    return desk.get("effects", "title", "short", **where)


def _effects(desk: Desk, outcome: str) -> list[Block]:
    rows = []
    for one in effects(desk.bundle, outcome):
        where = {"instrument": one.instrument, "outcome": outcome}
        rows.append(
            Row(
                (
                    cell(_label(desk, one.kind, where)),
                    cell(desk.get("effects", "with_", "probability", **where)),
                    cell(desk.get("effects", "without", "probability", **where)),
                    cell(desk.get("effects", "difference", "change", **where)),
                    cell(desk.apart(one)),
                    cell(desk.get("effects", "draws", "count", **where)),
                )
            )
        )
    heads = (
        Column(Phrase("treaty or channel")),
        Column(Phrase("with"), number=True),
        Column(Phrase("without"), number=True),
        Column(Phrase("difference"), unit="with minus without", number=True),
        Column(Phrase(f"{desk.level} interval"), number=True),
        Column(Phrase("draws"), number=True),
    )
    caption = Phrase(f"Taken out one at a time: {LABELS[outcome]}")
    return [Table(f"table-effects-{outcome}", caption, heads, tuple(rows))] if rows else []


def _requested(desk: Desk) -> list[Block]:
    rows = []
    for outcome in LABELS:
        for one in effects(desk.bundle, outcome, requested=True):
            where = {"instrument": one.instrument, "outcome": outcome}
            rows.append(
                Row(
                    (
                        Phrase(LABELS[outcome]),
                        cell(desk.get("effects", "without", "probability", **where)),
                        cell(desk.get("effects", "with_", "probability", **where)),
                        cell(desk.get("effects", "difference", "change", **where)),
                        cell(desk.apart(one)),
                    )
                )
            )
    if not rows:
        return []
    heads = (
        Column(Phrase("outcome")),
        Column(Phrase("as things stand"), number=True),
        Column(Phrase("with the change"), number=True),
        Column(Phrase("difference"), number=True),
        Column(Phrase(f"{desk.level} interval"), number=True),
    )
    caption = Phrase(f"The change: {' and '.join(desk.each('edits')) or 'as asked'}")
    return [Table("table-requested", caption, heads, tuple(rows))]


def _how(desk: Desk, pictures: Mapping[str, Picture], wars: list[str]) -> list[Block]:
    waterfalls = [one for name, one in pictures.items() if name.startswith("accounting")]
    rows: list[Row] = []
    fight = True
    for outcome in wars:
        lines = []
        for one in effects(desk.bundle, outcome):
            shares = {s.group: s for s in accounting(desk.bundle, one.instrument, outcome)}
            if not shares or abs(one.difference.point) < LEAST:
                continue
            fight = fight and obliges(desk.bundle, one.instrument)
            where = {"instrument": one.instrument, "outcome": outcome}
            cells = [
                cell(_label(desk, one.kind, where)),
                cell(desk.get("effects", "difference", "change", **where)),
            ]
            for group in GROUPS:
                share = desk.get("accounting", "share", "change", group=group, **where)
                firm = group not in shares or shares[group].separable
                cells.append(cell(share if firm or share is None else f"{share}*"))
            lines.append(Row(tuple(cells)))
        if lines:
            rows += [Row((Phrase(LABELS[outcome]),), group=True), *lines]
    if not rows:
        return [*waterfalls]
    heads = (
        Column(Phrase("treaty or channel")),
        Column(Phrase("difference"), number=True),
        Column(Phrase("deterrence"), unit="adversary", number=True),
        Column(Phrase("emboldenment"), unit="protégé", number=True),
        Column(Phrase("entrapment"), unit="patron", number=True),
        Column(Phrase("others"), number=True),
        Column(Phrase("mechanics"), unit="triggers", number=True),
    )
    least = desk.fact("least", LEAST, "plain", "foedus.brief.report.crisis.levers.LEAST")
    note = Sentence(
        f"Effects under {least} are left out; the shares of a line sum to its difference; a star "
        "marks a share whose sign depends on the order in which groups change; negative "
        f"emboldenment is restraint.{'' if fight else f' {READ_AS}'}"
    )
    table = Table(
        "table-accounting", Phrase("Whose changed play makes the difference"), heads, tuple(rows),
        (note,),
    )  # fmt: skip
    return [*waterfalls, table]


def _contrasts(desk: Desk) -> list[Block]:
    rows: list[Row] = []
    kinds = {one.instrument: one.kind for name in OUTCOMES for one in effects(desk.bundle, name)}
    for outcome in OUTCOMES:
        lines = []
        for row in records(desk.bundle, "contrasts", outcome=outcome):
            three = [row[name] for name in ("none", "conditional", "unconditional")]
            if any(one is None for one in three) or max(three) - min(three) < LEAST:
                continue
            where = {"instrument": str(row["instrument"]), "outcome": outcome}
            kind = kinds.get(where["instrument"], "treaty")
            cells = [cell(_label(desk, kind, where))]
            cells += [
                cell(desk.get("contrasts", name, "probability", **where))
                for name in ("none", "conditional", "unconditional")
            ]
            lines.append(Row(tuple(cells)))
        if lines:
            rows += [Row((Phrase(LABELS[outcome]),), group=True), *lines]
    heads = (
        Column(Phrase("treaty")),
        Column(Phrase("none"), number=True),
        Column(Phrase("conditional"), number=True),
        Column(Phrase("unconditional"), number=True),
    )
    if not rows:
        return []
    least = desk.fact("least", LEAST, "plain", "foedus.brief.report.crisis.levers.LEAST")
    note = Sentence(
        "Conditional: void if the beneficiary's own camp went to war first; treaties whose three "
        f"forms lie within {least} of each other are left out."
    )
    caption = Phrase("Chance with no such treaty, a conditional one, an unconditional one")
    return [Table("table-designs", caption, heads, tuple(rows), (note,))]


def _flips(desk: Desk) -> list[Block]:
    """Hotline qualities, and readings of what disputes cannot tell, that change the answer."""
    heads, rows = tabled(
        functools.partial(desk.get, "tips"),
        [
            {"instrument": str(row["instrument"]), "quality": float(row["quality"])}
            for row in records(desk.bundle, "tips")
        ],
        [
            Field("remedy", "instrument", "text"),
            Field("quality", "quality", "area", "none to perfect"),
            Field("any war", "any_war", "change", "difference"),
            Field("great-power war", "great_power_war", "change", "difference"),
        ],
    )
    caption = Phrase("At which quality a hotline tips")
    tips = Table("table-tips", caption, heads, rows) if rows else None
    blocks: tuple[Block | None, ...] = (tips, paragraph(_spread(desk)))
    return list(kept(*blocks))


def _spread(desk: Desk) -> Sentence | None:
    """The lenses between which the chance of war is lowest and highest."""
    frame = desk.frame("lens")
    if frame is None:
        return None
    ranked = frame.drop_nulls("any_war").sort("any_war", "lens")
    if ranked.is_empty():
        return None
    said: list[str | None] = []
    for lens in (ranked["lens"][0], ranked["lens"][-1]):
        said += [
            desk.get("lens", "any_war", "probability", lens=lens),
            desk.get("lens", "lens", "text", lens=lens),
        ]
    return say(
        "Among settings that no record of disputes can tell apart, the chance of any war runs from "
        "<> (at <>) to <> (at <>).",
        *said,
    )
