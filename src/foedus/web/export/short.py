"""A change at the centre of theta, as words and tables: small, because there are thousands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.brief.bundle.reading import LABELS, PEACE, WARS
from foedus.brief.numbers import aligned, change, probability
from foedus.brief.sheet import Table

if TYPE_CHECKING:
    from foedus.crisis.scenario import Scenario
    from foedus.web.rooms.crisis.state import State

__all__ = ["Short", "command", "short"]

_LEAST = 5e-4
"""Chances below this are not listed, except that of any war."""


@dataclass(frozen=True)
class Short:
    """What the page of a change shows.

    Attributes
    ----------
    sentence
        Any war with the change and without it.
    ends, fights
        How it ends; who fights.
    residual
        Of the solution.
    """

    sentence: str
    ends: Table
    fights: Table
    residual: str


def short(base: Mapping[str, Any], edited: Mapping[str, Any], scenario: Scenario) -> Short:
    """Put together what is shown, from two points of a study (`foedus.study.points.Points`)."""
    before, after = base["classes"], edited["classes"]
    names = [
        name
        for name in ("any_war", *WARS, *PEACE)
        if name == "any_war" or max(before[name], after[name]) >= _LEAST
    ]
    fighting: dict[str, tuple[float, float]] = {
        code: (base["fights"].get(code, 0.0), edited["fights"].get(code, 0.0))
        for code in scenario.actors
    }
    war = (before["any_war"], after["any_war"])
    return Short(
        sentence=f"Any war: {probability(war[1])} with the change, {probability(war[0])} as things "
        f"stand, a difference of {change(war[1] - war[0])}.",
        ends=_table("How it ends", {LABELS[name]: (before[name], after[name]) for name in names}),
        fights=_table(
            "Who fights", {scenario.actors[code].name: pair for code, pair in fighting.items()}
        ),
        residual=f"{edited['residual']:.0e}",
    )


def _table(caption: str, rows: Mapping[str, tuple[float, float]]) -> Table:
    heads = ("", "as things stand", "with the change", "difference")
    made = tuple(
        (
            name,
            aligned(probability(before)),
            aligned(probability(after)),
            aligned(change(after - before)),
        )
        for name, (before, after) in rows.items()
    )
    return Table(caption, heads, made, (1, 2, 3))


def command(state: State) -> str:
    """The words that solve the same on the command line, with intervals."""
    words = ["foedus run", state.name]
    words += [f"--without {one}" for one in state.without]
    words += [f"--with {one}" for one in state.with_]
    return " ".join(words)
