"""What observers believe where a crisis stands, beside what is so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.crisis.model import Floats

from .solve import PrivateEquilibrium

__all__ = ["Seen", "beliefs_at", "experience"]


@dataclass(frozen=True)
class Seen:
    """What one actor is taken to be while it stands on a rung, before anybody has gone to war.

    Attributes
    ----------
    observer, actor, rung : str
    days : float
        Expected days on which the actor stands there.
    prior : float
        What the observer took the chance that the actor is resolute to be, on the first day.
    believed : float
        Mean of what it believes on those days, over the types of both.
    so : float
        How often the actor is resolute on those days.
    """

    observer: str
    actor: str
    rung: str
    days: float
    prior: float
    believed: float
    so: float


def experience(found: PrivateEquilibrium) -> tuple[Seen, ...]:
    """Return beliefs about each actor of two types, by observer and by the rung it stands on."""
    game, who = found.game, found.minds
    weighted = found.days * found.weights
    peace = (game.layout.flag == 0)[:, None]
    rows: list[Seen] = []
    for j in who.typed:
        resolute = found.resolute[:, j]
        seen = {i: _believed(found, i, j) for i in range(len(game.names)) if i != j}
        for r, rung in enumerate(game.scenario.ladder[:-1]):
            there = peace & (game.layout.rung[:, j] == r)[:, None]
            days = np.where(there, weighted, 0.0)
            total = float(days.sum())
            if total <= 0.0:
                continue
            so = float(days[:, resolute].sum()) / total
            rows += [
                Seen(
                    game.names[i], game.names[j], rung.name, total, float(who.prior[i, j]),
                    float((days * believed).sum()) / total, so,
                )
                for i, believed in seen.items()
            ]  # fmt: skip
    return tuple(rows)


def beliefs_at(
    found: PrivateEquilibrium, position: int, profile: int
) -> dict[tuple[str, str], float]:
    """Return (observer, actor) -> believed chance that the actor is resolute, at a position.

    Each observer is of its type in the profile.
    """
    names, who = found.game.names, found.minds
    return {
        (observer, names[j]): float(
            found.beliefs[position, who.column(i, bool(found.resolute[profile, i])), j]
        )
        for i, observer in enumerate(names)
        for j in who.typed
        if i != j
    }


def _believed(found: PrivateEquilibrium, observer: int, actor: int) -> Floats:
    """Belief by position and profile, (positions, profiles): the observer is of its type there."""
    who = found.minds
    columns = [who.column(observer, bool(high)) for high in found.resolute[:, observer]]
    return found.beliefs[:, columns, actor]
