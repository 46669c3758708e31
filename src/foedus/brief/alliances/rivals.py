"""Point five: rival readings side by side, the prior alone, and what the literature found."""

from __future__ import annotations

import polars as pl

from foedus.brief.report.blocks import Block, Column, Picture, Row, Section, Table, paragraph, plot
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.ledger.summary.readings import BUILT, readings

from .desk import Desk, cell, say
from .literature import page, to
from .placebos import corner
from .rules import lean, one_sign
from .sided import Side, sided
from .studies import studies

__all__ = ["GROUPS", "SCHOOLS", "group", "rivals"]

SCHOOLS: dict[str, tuple[str, tuple[str, ...]]] = {
    "capability": ("strength decides, promises are words", ("snyder-1984",)),
    "deterrence": (
        "wars are chosen, so clear promises prevent them",
        ("leeds-2003", "fearon-1994"),
    ),
    "moral-hazard": ("a promise without conditions makes its holder bold", ("benson-2011",)),
    "timetable": (
        "mobilisation takes over from statesmen",
        ("sagan-1986", "christensen-snyder-1990"),
    ),
    "spiral": ("what makes one secure makes the other afraid", ("jervis-1978",)),
}
"""Readings by the name of their variant: what they hold, and works that say so."""
GROUPS = {
    "schools": "readings of rival schools",
    "open": "what no data set tells",
    "made": "how the ledger is made",
}


def group(variant: str) -> str:
    """Which group a variant belongs to, one of `GROUPS`.

    Examples
    --------
    >>> group("moral hazard"), group("k=3"), group("zeta=1")
    ('schools', 'made', 'open')
    """
    if _school(variant) in SCHOOLS:
        return "schools"
    return "made" if variant.startswith(("k=", "treaties=")) else "open"


def _school(variant: str) -> str:
    """A school's name, however many words a ledger writes it in."""
    return variant.replace(" ", "-")


def rivals(desk: Desk) -> Section:
    """Picture and table of all readings, then the literature."""
    blocks: list[Block | None] = [
        paragraph(_signs(desk), _span(desk)),
        paragraph(_fits(desk), _scored()),
    ]
    names = [name for name in desk.told["range"] if name != "as built"]
    if names:
        blocks += [_picture(desk, names), _table(desk, names)]
    blocks.append(paragraph(_prior(desk)))
    return Section(
        "rivals",
        Phrase("Rival readings, side by side"),
        tuple(one for one in blocks if one is not None),
        (studies(desk),),
    )


def _signs(desk: Desk) -> Sentence | None:
    found = desk.told["range"]
    if len(found) < 2:
        return say(
            "No other readings were computed beside this ledger of <> disputes.",
            desk.at("ledger", "rows", kind="count"),
        )
    any_war, great = (
        one_sign(one[outcome]["net"] for one in found.values())
        for outcome in ("any_war", "great_power_war")
    )
    words = {
        "below": "lower it under every reading",
        "above": "raise it under every reading",
        "mixed": "raise it under some readings and lower it under others",
        "none": "leave it as it is under every reading",
    }
    return say(
        "The same ledger was built with one assumption changed at a time, <> times: in the "
        f"number of wars, all pacts together {words[any_war]}; in the number of wars between "
        f"great powers, they {words[great]}.",
        desk.made("variants", len(found) - 1, "count", "ledger, range"),
    )


def _span(desk: Desk) -> Sentence | None:
    found = {name: one["any_war"]["net"] for name, one in desk.told["range"].items()}
    if len(found) < 2:
        return None
    least, most = min(found, key=lambda n: found[n]), max(found, key=lambda n: found[n])
    return say(
        "The net in any war runs from <> ('<>') to <> ('<>'), and is <> as built: how much, far "
        "more than which way, hangs on what is assumed."
        if one_sign(found.values()) in ("below", "above")
        else "The net in any war runs from <> ('<>') to <> ('<>'), and is <> as built: the "
        "direction itself "
        "hangs on what is assumed.",
        *(key for name in (least, most) for key in _told(desk, name)),
        desk.at("range", "as built", "any_war", "net", kind="net"),
    )


def _told(desk: Desk, name: str) -> tuple[str | None, str]:
    return desk.at("range", name, "any_war", "net", kind="net"), _name(desk, name)


def _name(desk: Desk, name: str) -> str:
    return desk.made(f"variant {name}", name, "text", "ledger, range: names of the variants")


def _fits(desk: Desk) -> Sentence | None:
    """Which school the record fits best, in the sample."""
    ledger = desk.material.ledger
    found = readings(ledger.tables, ledger.manifest)
    if found.is_empty():
        return None
    schools = found.filter(pl.col("reading") != BUILT).sort(
        "gain", "reading", descending=[True, False]
    )
    built = found.filter(pl.col("reading") == BUILT)
    if schools.is_empty() or built.is_empty():
        return None
    where = "foedus.ledger.summary.readings"

    def gain(row: dict[str, object]) -> str:
        value = row["gain"]
        assert isinstance(value, float)
        return desk.made(f"gain of {row['reading']}", value, "gain", where)

    best, worst = schools.row(0, named=True), schools.row(-1, named=True)
    return say(
        "In the sample and at the shared parameters, the game as built gains <> in log score on "
        "the bare frequency of war; of the schools '<>' does best (<>) and '<>' worst (<>).",
        gain(built.row(0, named=True)),
        _name(desk, str(best["reading"])),
        gain(best),
        _name(desk, str(worst["reading"])),
        gain(worst),
    )


def _scored() -> Sentence:
    return Sentence(
        "How well each school foretells is a question for scores out of sample, which need each "
        "of them fitted by itself.",
        (page("scores"),),
    )


def _picture(desk: Desk, names: list[str]) -> Picture:
    ordered = ["as built", *(n for key in GROUPS for n in names if group(n) == key)]
    panels = {
        title: [
            Side(
                name,
                desk.told["range"][name][outcome]["lowered"],
                desk.told["range"][name][outcome]["raised"],
                real=name == "as built",
            )
            for name in ordered
        ]
        for outcome, title in (("any_war", "Any war"), ("great_power_war", "Great-power war"))
    }
    found = one_sign(one["any_war"]["net"] for one in desk.told["range"].values())
    title = {
        "below": "Any war: pacts take away more than they add in every reading; how much varies",
        "above": "Any war: pacts add more than they take away in every reading; how much varies",
        "mixed": "Any war: whether pacts add to it or take away hangs on the reading",
        "none": "Any war: under no reading do pacts move it",
    }[found]
    return plot(
        sided(
            panels,
            name="readings",
            title=title,
            caption="Expected wars that all pacts together take away (left) and add (right), "
            "summed over "
            "disputes at the mean of theta; diamond and number: the net. Dark: the ledger as "
            "built. What each reading changes is in the table.",
            corner=corner(desk),
            axis="expected wars",
            net=True,
        )
    )


def _table(desk: Desk, names: list[str]) -> Table:
    rows: list[Row] = [_row(desk, "as built")]
    for key, head in GROUPS.items():
        part = [name for name in names if group(name) == key]
        if part:
            rows.append(Row((Phrase(head),), group=True))
            rows += [_row(desk, name) for name in part]
    heads = (
        Column(Phrase("reading")),
        Column(Phrase("what is changed, and what it says")),
        Column(Phrase("raised"), unit="any war", number=True),
        Column(Phrase("lowered"), unit="any war", number=True),
        Column(Phrase("net"), unit="any war", number=True),
        Column(Phrase("net"), unit="great-power", number=True),
    )
    note = say(
        "Raised and lowered: disputes moved by more than <>; net: expected wars.", desk.threshold
    )
    return Table(
        "table-readings",
        Phrase("The ledger under other assumptions, at the mean of the parameters"),
        heads,
        tuple(rows),
        tuple(one for one in (note,) if one is not None),
    )


def _row(desk: Desk, name: str) -> Row:
    level = desk.told["headline"]["level"]
    levels = [one["level"] for one in desk.told["range"][name]["any_war"]["counts"]]
    at = ("range", name, "any_war", "counts", levels.index(level))
    about = desk.at("range", name, "about", kind="text") or "–"
    cites: tuple[str, ...] = ()
    if _school(name) in SCHOOLS:
        holds, cites = SCHOOLS[_school(name)]
        about = f"{holds}: {about}"
    return Row(
        (
            Phrase(_name(desk, name)),
            Phrase(about, to(*cites)),
            cell(desk.at(*at, "raised", kind="count")),
            cell(desk.at(*at, "lowered", kind="count")),
            cell(desk.at("range", name, "any_war", "net", kind="net")),
            cell(desk.at("range", name, "great_power_war", "net", kind="net")),
        )
    )


def _prior(desk: Desk) -> Sentence | None:
    """What theory alone says, before the record was looked at."""
    if desk.told["prior"] is None:
        return None
    level = desk.told["headline"]["level"]
    at = next(
        i for i, one in enumerate(desk.told["prior"]["any_war"]["counts"]) if one["level"] == level
    )
    path = ("prior", "any_war", "counts", at)
    before = lean(desk.told["prior"]["any_war"]["counts"][at])
    after = lean(desk.told["headline"]["any_war"])
    same = {"only lowered": "lowered", "only raised": "raised"}
    told = (
        "the record narrowed what theory alone had leant to"
        if same.get(before, before) == same.get(after, after)
        else "the direction came with the record"
    )
    return say(
        "Under the prior alone, before any record, the counts are <> raised and <> lowered (any "
        f"war, more than <>), against <> and <> in the ledger: {told}.",
        desk.ends(*path, "raised"),
        desk.ends(*path, "lowered"),
        desk.threshold,
        desk.ends("headline", "any_war", "raised"),
        desk.ends("headline", "any_war", "lowered"),
        cites=(page("the-fit"),),
    )
