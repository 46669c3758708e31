"""Tables of one dispute, as text: chances, third parties, treaties taken out, the accounting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.ledger_numbers import chance, ends, moved
from foedus.brief.ledger_words import NAMES
from foedus.brief.sheet import Table

__all__ = ["accounting", "chances", "thirds", "treaties"]

Told = Mapping[str, Any]
_HEADS = ("with", "without", "change", "90 % interval")
_GROUPS = {
    "entrapment": "entrapment (patron)",
    "emboldenment": "emboldenment (protégé)",
    "deterrence": "deterrence (adversary)",
    "others": "everyone else",
    "mechanics": "mechanics",
}
_LEAST = 1e-6
"""Shares below this are the solver's."""
_WHY = {
    "ally_first": "an ally of the challenger",
    "ally_other": "an ally of the target",
    "neighbour": "a neighbour",
    "major": "a great power",
}


def _line(name: str, one: Told) -> tuple[str, ...]:
    spread = "–" if one["low"] is None else ends(one["low"], one["high"])
    return (name, chance(one["with"]), chance(one["without"]), moved(one["difference"]), spread)


def chances(told: Told) -> Table:
    """Every outcome with and without, onset first where there is a model of it."""
    rows = [] if told["onset"] is None else [_line("the dispute begins", told["onset"])]
    rows += [_line(name, told["effects"][key]) for key, name in NAMES.items()]
    for key, name in (
        ("challenger_yields", f"{_bloc(told['challenger'])} yields"),
        ("target_yields", f"{_bloc(told['target'])} yields"),
        ("settled", "settled"),
        ("lapsed", "lapsed"),
        ("nuclear_use", "nuclear use"),
    ):
        one = told["outcomes"][key]
        if one["with"] or one["without"]:
            apart = moved(one["with"] - one["without"])
            rows.append((name, chance(one["with"]), chance(one["without"]), apart, "–"))
    note = "Intervals are over draws of theta; where there is none, the point values alone."
    if told["with_onset"] is not None and told["begun"] is not None:
        parts = "; ".join(
            f"{name} {moved(one['difference'])} [{ends(one['low'], one['high'])}]"
            for key, name in NAMES.items()
            if (one := told["with_onset"][key])
        )
        note += (
            f" With onset: it would have begun without them with chance {chance(told['begun'])}; "
            f"then {parts}."
        )
    return Table("With its obligations and without", ("", *_HEADS), tuple(rows), (1, 2, 3, 4), note)


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
            chance(one["fights"]),
            chance(one["fights_without"]),
            moved(one["difference"]),
            "–" if one["low"] is None else ends(one["low"], one["high"]),
        )
        for one in told["candidates"]
    )
    left = told["left_out"]
    note = f"{left} further candidates are not in the game." if left else ""
    heads = ("", "would side with", "in the game as", *_HEADS)
    return Table("Third parties: chance that each fights", heads, rows, (3, 4, 5, 6), note)


def treaties(told: Told) -> Table | None:
    """What taking out one treaty, one camp's, or all changes."""
    if not told["treaties"]:
        return None
    names = {
        "all": "all",
        "camp:challenger": "what is owed to the challenger",
        "camp:target": "what is owed to the target",
    }
    rows = tuple(
        (
            names.get(one["instrument"], one["instrument"]),
            "–" if one["atop"] is None else str(one["atop"]),
            moved(one["any_war_difference"]),
            moved(one["great_power_war_difference"]),
        )
        for one in told["treaties"]
    )
    heads = ("", "ATOP number", "any war", "great-power war")
    note = "With it less without it, at the mean of theta."
    return Table("Taken out: what each does", heads, rows, (1, 2, 3), note)


def accounting(told: Told) -> tuple[Table, ...]:
    """How the weightiest treaty worked, a table an outcome that it moved."""
    split = told["accounting"]
    if not split["treaty"]:
        return ()
    out: list[Table] = []
    for key, name in NAMES.items():
        shares = [one for one in split["shares"] if one["outcome"] == key]
        if not any(abs(one["share"]) > _LEAST for one in shares):
            continue
        rows = tuple(
            (
                _group(one),
                moved(one["share"]),
                ends(*sorted((one["first"], one["last"]))),
                "" if one["separable"] else "not separable",
            )
            for one in shares
        )
        caption = f"How {split['treaty']}, the weightiest, worked: {name}"
        note = (
            "Shares of its effect by who changes behaviour; range: changing first to changing last."
        )
        out.append(Table(caption, ("", "share", "range", ""), rows, (1, 2), note))
    return tuple(out)


def _group(one: Told) -> str:
    if one["group"] == "emboldenment" and one["share"] < 0:
        return "restraint (protégé)"
    return _GROUPS.get(one["group"], one["group"])
