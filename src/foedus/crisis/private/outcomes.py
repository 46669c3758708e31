"""How a crisis with private resolve ends: by profile of types, by type, and on average."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.crisis.flow import chain
from foedus.crisis.model import Floats
from foedus.crisis.outcomes import Outcomes, outcomes_of
from foedus.crisis.policy import Policy

from .solve import PrivateEquilibrium

__all__ = ["PrivateOutcomes", "mean_outcomes", "policy_of", "private_outcomes"]


@dataclass(frozen=True)
class PrivateOutcomes:
    """Probabilities from the first day on; `rungs` are left empty.

    Attributes
    ----------
    mean : Outcomes
        Over the profiles, as likely as they truly are.
    profiles : tuple of Outcomes
        One a profile of types, in the order of the equilibrium's.
    types : dict
        (actor, whether resolute) -> the mean over the profiles in which it is so. A type that
        cannot be is left out.
    """

    mean: Outcomes
    profiles: tuple[Outcomes, ...]
    types: dict[tuple[str, bool], Outcomes]


def private_outcomes(found: PrivateEquilibrium) -> PrivateOutcomes:
    """Compute the outcomes of an equilibrium, exactly.

    Raises
    ------
    NotConverged
        The classes of a profile do not sum to one within 1e-8.
    """
    each = tuple(_outcomes(found, t) for t in range(len(found.weights)))
    types = {}
    for i in found.minds.typed:
        for resolute in (False, True):
            weights = found.weights * (found.resolute[:, i] == resolute)
            if weights.sum() > 0.0:
                types[found.game.names[i], resolute] = mean_outcomes(each, weights)
    return PrivateOutcomes(mean_outcomes(each, found.weights), each, types)


def mean_outcomes(each: Iterable[Outcomes], weights: Floats) -> Outcomes:
    """Return the mean of some outcomes; weights need not sum to one."""
    shares = (weights / weights.sum()).tolist()
    pairs = [(one, share) for one, share in zip(each, shares, strict=True) if share > 0.0]
    first = pairs[0][0]
    together: dict[tuple[str, ...], float] = {}
    for one, share in pairs:
        for names, chance in one.sets.items():
            together[names] = together.get(names, 0.0) + share * chance
    return Outcomes(
        classes={k: sum(s * o.classes[k] for o, s in pairs) for k in first.classes},
        fights={k: sum(s * o.fights[k] for o, s in pairs) for k in first.fights},
        steps={k: sum(s * o.steps[k] for o, s in pairs) for k in first.steps},
        rungs=tuple(
            sum(s * o.rungs[r] for o, s in pairs) for r in range(len(first.rungs))
        ),
        days=sum(s * o.days for o, s in pairs),
        sets=dict(sorted(together.items(), key=lambda item: -item[1])),
    )  # fmt: skip


def policy_of(found: PrivateEquilibrium, profile: NDArray[np.bool_]) -> Policy:
    """Return how everybody plays where each actor is of the type named.

    A step into war is an error where its author, believing what its type believes, expects less of
    it than of standing still.
    """
    game, who, play = found.game, found.minds, found.play
    columns = [who.column(i, bool(profile[i])) for i in range(len(game.names))]
    heads = [int(i) for i in game.model.principals]
    own = np.array([columns[i] for i in heads])
    layout, values = game.layout, found.values
    regret = np.zeros((game.size, 2), np.bool_)
    for side, i in enumerate(heads):
        worth = _worth(found, columns[i], heads[1 - side], side)
        asked = found.play.gives[:, who.first[heads[1 - side]]] > 0.0
        regret[:, side] = asked & (worth < values[:, columns[i]])
    error_up, error_across = np.zeros((2, game.size, len(columns)), np.bool_)
    for i, a in enumerate(columns):
        if i in heads:
            continue
        for to, out in ((layout.up[:, i], error_up), (layout.across[:, i], error_across)):
            out[:, i] = (to >= 0) & (values[to, a] < values[:, a])
    return Policy(
        chosen=np.ascontiguousarray(play.chosen[:, columns]),
        yields=np.ascontiguousarray(play.gives[:, own]),
        accepts=np.ascontiguousarray(play.accepts[:, own]),
        settlement=play.settlement,
        regret=regret,
        error_up=error_up,
        error_across=error_across,
    )


def _worth(found: PrivateEquilibrium, column: int, other: int, side: int) -> Floats:
    """Value to a principal's type of attacking, after the answer it expects."""
    who, kinds, play = found.minds, found.kinds, found.play
    low = int(who.first[other])
    sure = found.beliefs[:, column, other]
    yields = play.gives[:, low]
    if other in who.typed:
        yields = (1.0 - sure) * yields + sure * play.gives[:, low + 1]
    won = kinds.stake[column] if side == 0 else 0.0
    to = found.game.layout.up[:, int(kinds.owner[column])]
    return yields * (won - kinds.base[:, column]) + (1.0 - yields) * found.values[to, column]


def _outcomes(found: PrivateEquilibrium, t: int) -> Outcomes:
    policy = policy_of(found, found.resolute[t])
    moves = chain(found.game, policy)
    days = np.ascontiguousarray(found.days[:, t])
    return outcomes_of(found.game, policy, moves, days, within=1e-8)
