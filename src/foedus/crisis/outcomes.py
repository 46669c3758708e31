"""Exact outcomes of a crisis under equilibrium play."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from foedus.core.errors import NotConverged

from .equilibrium import Equilibrium
from .flow import Chain, chain, occupation
from .game import Game, Tables
from .model import Floats
from .policy import Policy, respond
from .scenario import OutcomeClass

CLASSES: tuple[str, ...] = get_args(OutcomeClass)
"""Exclusive outcomes, in order; `any_war` is the sum of the last four."""
WARS = CLASSES[4:]
LABELS = ("nature", "error", "deliberate")
"""How war began: nature's step (incident, lock-in), a step its author regretted at once, or one
it did not."""


@dataclass(frozen=True)
class Outcomes:
    """Probabilities from the first day on.

    Attributes
    ----------
    classes : dict
        Each of `CLASSES`, summing to one, and `any_war`.
    fights : dict
        Actor -> probability that it is a belligerent when the crisis ends.
    steps : dict
        Each of `LABELS` -> probability that war begins, and begins so.
    rungs : tuple of float
        Probability that some actor ever reaches each rung (an actor under attack counts once it
        stands there).
    days : float
        Expected length of the crisis, war included.
    sets : dict
        Belligerents at the end -> probability; the empty tuple is peace.
    """

    classes: dict[str, float]
    fights: dict[str, float]
    steps: dict[str, float]
    rungs: tuple[float, ...]
    days: float
    sets: dict[tuple[str, ...], float]

    def __repr__(self) -> str:
        """Name the chances, three digits each; the fields hold them whole."""
        wide = max(len(name) for name in (*self.classes, *self.fights))
        lines = [f"  {name:<{wide}}  {p:.3g}" for name, p in self.classes.items()]
        fights = [f"  {name:<{wide}}  {p:.3g}" for name, p in self.fights.items()]
        return "\n".join(["how it ends", *lines, "who fights", *fights, f"{self.days:.3g} days"])

    def __getitem__(self, name: str) -> float:
        """Return the probability of a class, or of `any_war`."""
        return self.classes[name]


def outcomes(found: Equilibrium, *, reached: bool = True) -> Outcomes:
    """Compute the exact outcomes of an equilibrium.

    Parameters
    ----------
    found : Equilibrium
    reached : bool
        Whether to compute `rungs` too, which takes a solve a rung; empty otherwise.

    Raises
    ------
    NotConverged
        The chain could not be solved, or the classes do not sum to one within 1e-9.
    """
    game = found.game
    policy = respond(game, found.values)
    moves = chain(game, policy)
    told = outcomes_of(game, policy, moves, occupation(game, moves))
    return replace(told, rungs=rungs(game, moves)) if reached else told


def outcomes_of(
    game: Game, policy: Policy, moves: Chain, days: Floats, *, within: float = 1e-9
) -> Outcomes:
    """Compute the outcomes of any play, rungs left empty.

    Parameters
    ----------
    days : (positions,)
        Expected days under it.
    within : float
        How near to one the classes must sum.

    Raises
    ------
    NotConverged
        They do not.
    """
    named = classes(game.tables, moves, days)
    total = sum(named[name] for name in CLASSES)
    if not abs(total - 1.0) <= within:
        raise NotConverged(
            f"the outcomes of {game.scenario.name} do not sum to one",
            value=total,
            fix="report the scenario",
        )
    return Outcomes(
        classes=named,
        fights=fights(game, moves, days),
        steps=steps(game, policy, moves, days),
        rungs=(),
        days=float(days.sum()),
        sets=sets(game, moves, days),
    )


def classes(tables: Tables, moves: Chain, days: Floats) -> dict[str, float]:
    """Return the probability of each class of outcome, and of any war."""
    ends = days[:, None] * moves.exits
    peace = tables.war_class < 0
    values = [float(ends[peace, k].sum()) for k in range(4)]
    war_ends = ends[:, 0] + ends[:, 1] + ends[:, 4]
    values += [float(war_ends[tables.war_class == k].sum()) for k in (4, 5, 6)]
    values.append(float(ends[:, 5].sum()))
    result = dict(zip(CLASSES, values, strict=True))
    result["any_war"] = sum(values[4:])
    return result


def fights(
    game: Game, moves: Chain, days: Floats, tables: Tables | None = None
) -> dict[str, float]:
    """Return the probability that each actor is a belligerent when the crisis ends."""
    fighting = (tables or game.tables).fighting
    ends = days * moves.exits.sum(axis=1)
    return {
        name: float(ends[(fighting >> i & 1).astype(bool)].sum())
        for i, name in enumerate(game.names)
    }


def sets(game: Game, moves: Chain, days: Floats) -> dict[tuple[str, ...], float]:
    """Return who fights together when the crisis ends, most likely first."""
    ends = days * moves.exits.sum(axis=1)
    masks, where = np.unique(game.tables.fighting, return_inverse=True)
    weight = np.zeros(len(masks))
    np.add.at(weight, where, ends)
    order = np.argsort(-weight, kind="stable")
    return {
        tuple(name for i, name in enumerate(game.names) if masks[k] >> i & 1): float(weight[k])
        for k in order
        if weight[k] > 0.0
    }


def steps(game: Game, policy: Policy, moves: Chain, days: Floats) -> dict[str, float]:
    """Return how war begins: nature's step, an error, or a deliberate one; net of answers."""
    layout, model, tables = game.layout, game.model, game.tables
    total = dict.fromkeys(LABELS, 0.0)
    for i in range(len(game.names)):
        side = int(np.flatnonzero(model.principals == i)[0]) if model.principal[i] else -1
        for kind, column in ((layout.up, 0), (layout.across, 1)):
            to = kind[:, i]
            into = (layout.flag == 0) & (to >= 0)
            into[into] = layout.flag[to[into]] != 0
            if not into.any():
                continue
            resisted = 1.0 - policy.yields[into, 1 - side] if side >= 0 else 1.0
            weight = days[into] * resisted
            rows = np.flatnonzero(into)
            if column == 0:
                natural = tables.incident[rows, i] + np.where(
                    layout.next[rows, i] == to[rows], tables.advance[rows, i], 0.0
                )
                wrong = policy.regret[rows, side] if side >= 0 else policy.error_up[rows, i]
            else:
                natural = tables.incident_across[rows, i]
                wrong = policy.error_across[rows, i]
            chosen = weight * policy.chosen[rows, i, column]
            total["nature"] += float((weight * natural).sum())
            total["error"] += float(chosen[wrong].sum())
            total["deliberate"] += float(chosen[~wrong].sum())
        total["nature"] += _staged_lock_in(game, moves, days, i)
    return total


def _staged_lock_in(game: Game, moves: Chain, days: Floats, i: int) -> float:
    """Return the chance that the last stage of an Erlang lock-in takes an actor into war.

    Only where that stage's successor is not also the step up, which `steps` has counted.
    """
    layout = game.layout
    to = layout.next[:, i]
    into = (layout.flag == 0) & (to >= 0) & (to != layout.up[:, i])
    into[into] = layout.flag[to[into]] != 0
    return float((days * moves.rate[:, i, 3])[into].sum())


def rungs(game: Game, moves: Chain) -> tuple[float, ...]:
    """Return the probability that some actor ever reaches each rung, the first being 1."""
    highest: NDArray[np.int8] = game.layout.rung.max(axis=1)
    count = len(game.scenario.ladder)
    result = []
    for r in range(count):
        if highest[game.layout.start] >= r:
            result.append(1.0)
            continue
        stop = highest >= r
        arrived = occupation(game, moves, stop)
        result.append(float(arrived[stop].sum()))
    return tuple(result)


def without_nature(found: Equilibrium) -> float:
    """Return the probability of any war with incidents and lock-ins off, policies held."""
    game = found.game
    policy = respond(game, found.values)
    moves = chain(game, policy, nature=(0.0, 0.0))
    return classes(game.tables, moves, occupation(game, moves))["any_war"]
