"""Tables of one dispute, as text: chances, third parties, treaties taken out, the accounting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.ledger.dispute_numbers import Change, changes, fights, onset_note, removed, shares
from foedus.brief.ledger.numbers import many
from foedus.brief.sheet import Table

__all__ = ["accounting", "chances", "thirds", "treaties"]

Told = Mapping[str, Any]
_HEADS = ("with", "without", "change", "90 % interval")
# Side A moved first; it is the challenger in most disputes and the target in some.
_WHY = {
    "ally_first": "an ally of the side that moved first",
    "ally_other": "an ally of the side it moved against",
    "neighbour": "a neighbour",
    "major": "a great power",
}


def _cells(one: Change) -> tuple[str, ...]:
    return (one.with_, one.without, one.change, one.interval)


def chances(told: Told) -> Table:
    """Every outcome with and without, onset first where there is a model of it."""
    blocs = (_bloc(told["challenger"]), _bloc(told["target"]))
    rows = tuple((one.name, *_cells(one)) for one in changes(told, *blocs))
    note = "Intervals are over draws of theta; where there is none, the point values alone."
    note = f"{note} {onset_note(told)}".strip()
    return Table("With its obligations and without", ("", *_HEADS), rows, (1, 2, 3, 4), note)


def _bloc(names: list[str] | None) -> str:
    return " and ".join(names) if names else "?"


def thirds(told: Told) -> Table | None:
    """Chance that each third party fights."""
    if not told["candidates"]:
        return None
    rows = tuple(
        (
            one["name"],
            one["camp"],
            ", ".join(_WHY.get(word, word.replace("_", " ")) for word in one["why"]),
            *_cells(fights(one)),
        )
        for one in told["candidates"]
    )
    left = told["left_out"]
    more = many(left or 0, "further candidate is", "further candidates are")
    note = f"{more} not in the game." if left else ""
    heads = ("", "would side with", "in the game as", *_HEADS)
    return Table("Third parties: chance that each fights", heads, rows, (3, 4, 5, 6), note)


def treaties(told: Told) -> Table | None:
    """What taking out one treaty, one camp's, or all changes."""
    if not told["treaties"]:
        return None
    rows = tuple((one.name, one.atop, one.any_war, one.great_power_war) for one in removed(told))
    heads = ("", "ATOP number", "any war", "great-power war")
    note = "With it less without it, at the mean of theta."
    return Table("Taken out: what each does", heads, rows, (1, 2, 3), note)


def accounting(told: Told) -> tuple[Table, ...]:
    """How the weightiest treaty worked, a table an outcome that it moved."""
    treaty = told["accounting"]["treaty"]
    if not treaty:
        return ()
    note = "Shares of its effect by who changes behaviour; range: changing first to changing last."
    return tuple(
        Table(
            f"How {treaty}, the weightiest, worked: {name}",
            ("", "share", "range", ""),
            tuple(
                (one.group, one.share, one.span, "" if one.separable else "not separable")
                for one in found
            ),
            (1, 2),
            note,
        )
        for name, found in shares(told)
    )
