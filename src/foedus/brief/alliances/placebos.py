"""Pacts that should not matter, in place of the real ones: the warning that goes on top."""

from __future__ import annotations

from foedus.brief.report.blocks import Block, Column, Picture, Row, Section, Table, paragraph, plot
from foedus.brief.report.filling import cell, say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .literature import page, to
from .rules import Against, against, at_level
from .sided import Side, sided

__all__ = ["PLACEBOS", "corner", "placebos", "verdict"]

PLACEBOS = {
    "permuted": "given to other states of the region",
    "future": "not yet signed",
    "consultation": "to consult or not to attack only",
}
"""Placebos as sentences name them."""


def verdict(desk: Desk) -> Sentence | None:
    """One sentence for the bottom line: whether the counts may be read as effects."""
    found = against(desk.told)
    if found is None:
        return say(
            "No placebos were computed for this ledger of <> disputes, so nothing tells how much "
            "of it any pacts at all would do: do not read these counts as what alliances caused "
            "or prevented.",
            desk.at("ledger", "rows", kind="count"),
        )
    real, most = _real(desk, found), _placebo(desk, found, found.most)
    name = PLACEBOS.get(found.most, found.most)
    if found.warns:
        return say(
            f"But do not read these counts as what alliances caused or prevented: pacts {name} "
            "move <> disputes where the real ones move <>, so most of it is due to there being "
            "pacts of that shape, and not to who was pledged to whom.",
            most,
            real,
        )
    if not found.real:
        return say(
            "There is next to nothing here that could be read as caused or prevented: at the "
            "mean of the parameters the real pacts move <> disputes so far.",
            real,
        )
    return say(
        f"Most of it goes with the real pacts: those {name} move <> disputes where the real ones "
        "move <>; yet it is a fitted game's answer and no experiment, so read the counts as what "
        "the game says of alliances, not as proof.",
        most,
        real,
    )


def _real(desk: Desk, found: Against) -> str:
    return desk.made("moved by the real pacts", found.real, "count", _WHERE)


def _placebo(desk: Desk, found: Against, name: str) -> str:
    return desk.made(f"moved by placebo {name}", found.placebos[name], "count", _WHERE)


_WHERE = "ledger, at the mean: disputes raised and lowered beyond the headline's threshold"


def placebos(desk: Desk) -> Section | None:
    """The whole of it: picture, sentences, table; None where none were computed."""
    found = against(desk.told)
    if found is None:
        return None
    first = say(
        "A placebo is the same ledger with other pacts in force: <>; at the mean of the "
        "parameters, they move <> disputes by more than <>, where the real pacts move <>.",
        _list(desk, [f"pacts {PLACEBOS.get(name, name)}" for name in found.placebos]),
        _list(desk, [f"{count:,}" for count in found.placebos.values()]),
        desk.threshold,
        _real(desk, found),
        cites=(page("the-ledger"),),
    )
    second = say(
        "A game answers for whatever pledges it is given, so a placebo need not come out at "
        "nothing: what it moves is due to there being pacts of that shape (<> of <> disputes for "
        "the largest), and what the real ones do beyond it to who was pledged to whom.",
        _placebo(desk, found, found.most),
        _real(desk, found),
        cites=to("smith-1995"),
    )
    blocks: list[Block | None] = [paragraph(first, second), _picture(desk, found), _table(desk)]
    title = (
        "The warning: pacts that should not matter do nearly as much"
        if found.warns
        else "Placebos: pacts that should not matter"
    )
    return Section("placebos", Phrase(title), tuple(one for one in blocks if one is not None))


def _list(desk: Desk, words: list[str]) -> str:
    text = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    return desk.made(f"list of {text}", text, "text", _WHERE)


def _picture(desk: Desk, found: Against) -> Picture:
    level = desk.told["headline"]["level"]
    panels: dict[str, list[Side]] = {}
    for outcome, title in (("any_war", "Any war"), ("great_power_war", "Great-power war")):
        ledgers = {"the real pacts": desk.told["range"]["as built"], **desk.told["placebos"]}
        panels[title] = [
            Side(
                PLACEBOS.get(name, name),
                float(at_level(one[outcome], level)["lowered"]),
                float(at_level(one[outcome], level)["raised"]),
                real=name == "the real pacts",
            )
            for name, one in ledgers.items()
        ]
    title = (
        f"Pacts {PLACEBOS.get(found.most, found.most)} move {found.placebos[found.most]:,} "
        f"disputes, the real ones {found.real:,}"
    )
    return plot(
        sided(
            panels,
            name="placebo",
            title=title,
            caption=f"Disputes whose chance moved by more than {level:g}, at the mean of theta: "
            "down to "
            "the left, up to the right. Dark: the real pacts. Pale: placebos in their place.",
            corner=corner(desk),
            axis="disputes",
        )
    )


def corner(desk: Desk) -> str:
    """What every picture of the ledger rests on."""
    rows, theta = desk.told["stages"]["escalation"]["rows"], desk.told["ledger"]["theta"]["id"]
    return f"n = {rows:,} disputes · theta {theta}"


def _table(desk: Desk) -> Table:
    rows = [
        _row(desk, "the real pacts", "range", "as built"),
        *(
            _row(desk, f"pacts {PLACEBOS.get(name, name)}", "placebos", name)
            for name in desk.told["placebos"]
        ),
    ]
    return Table(
        "table-placebos",
        Phrase("Expected wars with the real pacts and with placebos"),
        (
            Column(Phrase("pacts in force")),
            *(
                Column(Phrase(head), unit=unit, number=True)
                for unit in ("any war", "great-power war")
                for head in ("with", "without", "net")
            ),
        ),
        tuple(rows),
        (_note(desk),),
    )


def _row(desk: Desk, name: str, *path: str) -> Row:
    cells = [
        cell(desk.at(*path, outcome, part, kind="net" if part == "net" else "amount"))
        for outcome in ("any_war", "great_power_war")
        for part in ("with", "without", "net")
    ]
    return Row((Phrase(name), *cells))


def _note(desk: Desk) -> Sentence:
    made = say(
        "Sums of chances over <> disputes, at the mean of the parameters.",
        desk.at("range", "as built", "rows", kind="count"),
    )
    assert made is not None
    return made
