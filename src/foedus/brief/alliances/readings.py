"""Point five: every reading, in a picture and a table."""

from __future__ import annotations

from foedus.brief.report.blocks import Column, Picture, Row, Table, plot
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase

from .desk import Desk
from .literature import to
from .placebos import corner
from .rules import one_sign
from .sided import Side, sided
from .variants import GROUPS, SCHOOLS, called, changed, group, plain, school

__all__ = ["drawn", "listed"]


def drawn(desk: Desk, names: list[str]) -> Picture:
    """Every reading as a line, its net marked."""
    ordered = ["as built", *(n for key in GROUPS for n in names if group(n) == key)]
    panels = {
        title: [
            Side(
                plain(name),
                desk.told["range"][name][outcome]["lowered"],
                desk.told["range"][name][outcome]["raised"],
                real=name == "as built",
                key=name,
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


def listed(desk: Desk, names: list[str]) -> Table:
    """Every reading as a row: what it changes, and what comes of it."""
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
    about = changed(desk, name)
    cites: tuple[str, ...] = ()
    if school(name) in SCHOOLS:
        holds, cites = SCHOOLS[school(name)]
        about = f"{holds}: {about}"
    return Row(
        (
            Phrase(called(desk, name)),
            Phrase(about, to(*cites)),
            cell(desk.at(*at, "raised", kind="count")),
            cell(desk.at(*at, "lowered", kind="count")),
            cell(desk.at("range", name, "any_war", "net", kind="net")),
            cell(desk.at("range", name, "great_power_war", "net", kind="net")),
        )
    )
