"""What is known of one dispute of the ledger, in phrases: the same on its page and the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from foedus.brief.numbers import day
from foedus.brief.words import pledge

from .numbers import chance, many
from .words import NAMES

__all__ = [
    "happened", "labels", "named", "others", "pledges", "sides", "signs", "solved", "unsolved",
]  # fmt: skip

Told = Mapping[str, Any]
_ENDS = {
    "challenger_yields": "the challenger yielded",
    "target_yields": "the target yielded",
    "settled": "settled",
    "lapsed": "it lapsed",
}
_SIGNS = {
    "world_war": "one of a world war's disputes",
    "major": "great powers in it",
    "nuclear": "nuclear states in it",
}


def named(names: list[str] | None) -> str:
    """A bloc by all its names.

    Examples
    --------
    >>> named(["Austria-Hungary", "Germany"]), named(None)
    ('Austria-Hungary, Germany', '?')
    """
    return ", ".join(names) if names else "?"


def sides(told: Told) -> str:
    """Who against whom."""
    return " against ".join(named(told[camp]) for camp in ("challenger", "target"))


def signs(told: Told) -> list[str]:
    """When it began, about what, which crisis it is, who is in it."""
    parts = [f"began {day(told['start'])}"]
    if told["issue"]:
        parts.append(f"about {told['issue']}")
    if told["icb"]:
        parts.append(f"ICB crisis {', '.join(str(n) for n in told['icb'])}")
    return parts + [word for key, word in _SIGNS.items() if told[key]]


def unsolved(told: Told) -> str:
    """Why there are no numbers."""
    words = "it makes no game" if told["status"] == "unmade" else "it did not converge"
    return f"Not solved: {words}. {told['reason'] or ''}".strip()


def pledges(told: Told, called: Callable[[str], str] = str) -> tuple[tuple[str, str], ...]:
    """Treaties in force on the eve: their name, and who owes whom what.

    Parameters
    ----------
    told
        As `foedus.ledger.show.shown` makes it.
    called
        What a code is called.
    """
    by_treaty: dict[str, list[str]] = {}
    for one in told["obligations"] or ():
        ends = " to ".join(called(one[end]) for end in ("obligor", "beneficiary"))
        how = "conditional " if one["conditional"] else ""
        foes = " or ".join(called(foe) for foe in one["against"] or ())
        only = f" against {foes} alone" if foes else ""
        owed = f"{ends}: {how}{pledge(one['kind'])}{only} ({one['weight']:.2g})"
        by_treaty.setdefault(one["treaty"], []).append(owed)
    return tuple((name, "; ".join(owed)) for name, owed in by_treaty.items())


def happened(told: Told) -> tuple[str, ...]:
    """What happened, on record."""
    seen = told["happened"]
    parts = [f"highest level: {seen['level'] or 'not known'}"]
    if seen["end"]:
        parts.append(_ENDS.get(seen["end"], seen["end"].replace("_", " ")))
    if seen["days"] is not None:
        parts.append(many(seen["days"], "day", "days"))
    thirds = told["candidates"] or ()
    joined = [one["name"] for one in thirds if one["joined"]]
    fought = [one["name"] for one in thirds if one["fought"]]
    elsewhere = [one["name"] for one in thirds if one["code"] in (seen["elsewhere"] or ())]
    if thirds:  # a candidate that only threatened, or did less, is not counted
        how = "with a show of force or more"
        parts.append(
            f"joined {how}: {', '.join(joined)}"
            if joined
            else f"none of these third parties joined its side {how}"
        )
    if fought:
        parts.append(f"fought: {', '.join(fought)}")
    if elsewhere:
        parts.append(f"came in on the other side: {', '.join(elsewhere)}")
    if seen["joined_outside"]:  # at whatever level of hostility
        outside = many(seen["joined_outside"], "state", "states")
        parts.append(f"{outside} outside the game came in, at whatever level")
    return tuple(parts)


def labels(told: Told) -> tuple[str, ...]:
    """What may be said of each outcome at each threshold."""
    found = told["labels"]["escalation"]
    return tuple(
        f"{name}: {', '.join(f'{label} at {at}' for at, label in found[key].items())}"
        for key, name in NAMES.items()
    )


def solved(told: Told) -> list[str]:
    """Theta, and how the game was solved."""
    theta, how = told["theta"], told["solved"]
    parts = [f"theta {theta['id']}: {theta['status']}"]
    if told["status"] == "solved":
        parts += [
            f"{how['draws']} draws converged",
            f"residual {how['residual']:.0e}",
            f"{how['positions']:,} positions",
            f"equilibria: {how['equilibria']} found in {how['starts']} random starts",
        ]
    return parts


def others(told: Told) -> str:
    """Chances of war in other equilibria; empty where none was found."""
    return "; ".join(
        f"any war {chance(one['any_war'])}, great-power war {chance(one['great_power_war'])}"
        for one in told["solved"]["others"] or ()
    )
