"""What is computed of one dispute of the ledger, as text: the same on its page and the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foedus.brief.groups import FIGHTING, group_label, nobody
from foedus.brief.numbers import MISSING

from .numbers import chance, ends, moved
from .words import NAMES

__all__ = ["Change", "Removed", "Share", "changes", "fights", "onset_note", "removed", "shares"]

Told = Mapping[str, Any]
_LEAST = 1e-6
"""Shares below this are the solver's."""
_INSTRUMENTS = {
    "camp:challenger": "what is owed to the challenger",
    "camp:target": "what is owed to the target",
}


@dataclass(frozen=True)
class Change:
    """A chance with and without the obligations: their difference, and its 90 % interval.

    A dash stands for an interval where there is none.
    """

    name: str
    with_: str
    without: str
    change: str
    interval: str

    @property
    def headline(self) -> bool:
        """Whether it is one of the outcomes that the ledger is summed up by."""
        return self.name in NAMES.values()


@dataclass(frozen=True)
class Removed:
    """A treaty, what is owed to a camp, or all: what it does to the chances of war."""

    name: str
    atop: str
    any_war: str
    great_power_war: str


@dataclass(frozen=True)
class Share:
    """Of a treaty's effect, what came of one party's behaviour."""

    group: str
    share: str
    span: str
    separable: bool


def changes(told: Told, challenger: str, target: str) -> Iterator[Change]:
    """Onset where there is a model of it, the headline's outcomes, then every other with a chance.

    Parameters
    ----------
    told
        As `foedus.ledger.show.shown` makes it, of a solved dispute.
    challenger, target
        What the blocs are called.
    """
    if told["onset"] is not None:
        yield _change("the dispute begins", told["onset"])
    for key, name in NAMES.items():
        yield _change(name, told["effects"][key])
    for key, name in (
        ("challenger_yields", f"{challenger} yields"),
        ("target_yields", f"{target} yields"),
        ("settled", "settled"),
        ("lapsed", "lapsed"),
        ("nuclear_use", "nuclear use"),
    ):
        one = told["outcomes"][key]
        if one["with"] or one["without"]:
            apart = {"difference": one["with"] - one["without"], "low": None, "high": None}
            yield _change(name, one | apart)


def fights(one: Told) -> Change:
    """Chance that a third party of the game fights."""
    return _change(one["name"], {**one, "with": one["fights"], "without": one["fights_without"]})


def _change(name: str, one: Told) -> Change:
    span = ends(one["low"], one["high"])
    return Change(name, chance(one["with"]), chance(one["without"]), moved(one["difference"]), span)


def onset_note(told: Told) -> str:
    """What it comes to if the dispute might not have begun; empty without a model of that."""
    if told["with_onset"] is None or told["begun"] is None:
        return ""
    parts = "; ".join(
        f"{name} {moved(one['difference'])} [{ends(one['low'], one['high'])}]"
        for key, name in NAMES.items()
        if (one := told["with_onset"][key])
    )
    begun = chance(told["begun"])
    return f"With onset: it would have begun without them with chance {begun}; then {parts}."


def removed(told: Told) -> tuple[Removed, ...]:
    """What taking out one treaty, one camp's, or all changes, at the mean of theta."""
    return tuple(
        Removed(
            _INSTRUMENTS.get(one["instrument"], one["instrument"]),
            MISSING if one["atop"] is None else str(one["atop"]),
            moved(one["any_war_difference"]),
            moved(one["great_power_war_difference"]),
        )
        for one in told["treaties"]
    )


def shares(told: Told) -> Iterator[tuple[str, tuple[Share, ...]]]:
    """How the weightiest treaty worked, by the name of each outcome that it moved."""
    fights = _obliges(told)
    for key, name in NAMES.items():
        found = [one for one in told["accounting"]["shares"] if one["outcome"] == key]
        if any(abs(one["share"]) > _LEAST for one in found):
            yield (
                name,
                tuple(
                    _share(one, fights=fights)
                    for one in found
                    if fights or not nobody(one["group"], one["first"], one["last"])
                ),
            )


def _obliges(told: Told) -> bool:
    """Whether the weightiest treaty may oblige anybody to fight; its phases have numbers."""
    treaty = told["accounting"]["treaty"]
    return any(
        one["kind"] in FIGHTING
        for one in told["obligations"] or ()
        if one["treaty"] == treaty or one["treaty"].startswith(f"{treaty}-")
    )


def _share(one: Told, *, fights: bool) -> Share:
    group = group_label(one["group"], one["share"], fights=fights)
    span = ends(*sorted((one["first"], one["last"])))
    return Share(group, moved(one["share"]), span, one["separable"])
