"""How an alliance worked: its effect split into entrapment, emboldenment, deterrence, mechanics.

Two games are solved, with the treaty and without. Policies are mixed over groups of actors, each
mixture evaluated exactly, and the total difference is shared out by Shapley's rule over the order
in which groups change their ways. Mixtures are not equilibria, so a share comes with the range
from its effect when it changes first to its effect when it changes last; where the two have
opposite signs the share is not separable. Beside it stand the mechanics alone, everybody playing
as before, and each actor's one-step response alone: what its logit response to the game with the
treaty would do if nothing else had changed. Feedback is what remains.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from .appraise import appraise
from .equilibrium import Equilibrium
from .flow import chain, occupation
from .game import Game, Tables
from .model import Floats
from .outcomes import CLASSES, classes
from .policy import Policy, respond
from .scenario import Scenario

GROUPS = ("entrapment", "emboldenment", "deterrence", "others", "mechanics")
"""The patron's change of ways, the protégé's (negative: restraint), the adversary's, everybody
else's, and that of nature: who is attacked, incidents, talks."""
OUTCOMES = (*CLASSES, "any_war", "patron_fights")
MECHANICS = "mechanics"
"""The group of nature; among what changes alone it stands beside the actors' codes, in capitals."""
ACCOUNTING = 2
"""Version of the accounting's numbers: part of the key of a study."""
NOISE = 1e-6
"""Effects within this of zero have no sign."""
NEGLIGIBLE = 1e-5
"""Effects within this on every outcome are not accounted for."""


@dataclass(frozen=True)
class Share:
    """One group's part of an effect on one outcome.

    Attributes
    ----------
    value : float
        Shapley share.
    first, last : float
        Effect when the group changes first, and when it changes last.
    """

    value: float
    first: float
    last: float

    @property
    def separable(self) -> bool:
        """Whether first and last agree in sign (a zero agrees with anything)."""
        return min(self.first, self.last) >= -NOISE or max(self.first, self.last) <= NOISE


@dataclass(frozen=True)
class Accounting:
    """An instrument's effect on each outcome, split.

    Attributes
    ----------
    total : dict
        Outcome -> with minus without.
    shares : dict
        Outcome -> group -> Share; the values sum to the total.
    alone : dict
        Outcome -> actor -> effect of that actor's one-step response alone; and `MECHANICS` -> that
        of the mechanics alone.
    """

    total: dict[str, float]
    shares: dict[str, dict[str, Share]]
    alone: dict[str, dict[str, float]]

    def feedback(self, outcome: str) -> float:
        """Return what the mechanics alone and the one-step responses do not explain."""
        return self.total[outcome] - sum(self.alone[outcome].values())


def treaty_roles(scenario: Scenario, treaty: str) -> dict[str, str]:
    """Return the group of every actor in the accounting of a treaty.

    The protégé is, of those owed something, the first that is a principal, else the first listed.
    The adversary is whoever stands in the camp opposed to its own, signatory or not; patrons are
    the other signatories. A protégé of neither camp has patrons and no adversary. A treaty between
    opponents alone has no patron.
    """
    terms = scenario.treaties[treaty]
    home = scenario.home
    owed = [home[b] for obligor in terms.owes for b in terms.owes[obligor]]
    signed = list(dict.fromkeys(owed + [home[o] for o in terms.owes]))
    among = owed or signed
    protege = next((name for name in among if scenario.actors[name].principal), among[0])
    camp = scenario.actors[protege].camp
    roles = {}
    for name, actor in scenario.actors.items():
        if name == protege:
            roles[name] = "emboldenment"
        elif actor.camp not in (camp, "either") and camp != "either":
            roles[name] = "deterrence"
        elif name in signed:
            roles[name] = "entrapment"
        else:
            roles[name] = "others"
    return roles


def channel_roles(scenario: Scenario) -> dict[str, str]:
    """Return the groups for a channel: it has neither patron nor protégé."""
    return dict.fromkeys(scenario.actors, "others")


def account(with_: Equilibrium, without: Equilibrium, roles: dict[str, str]) -> Accounting:
    """Split the difference that an instrument makes.

    Parameters
    ----------
    with_, without : Equilibrium
        Of games with the same positions.
    roles : dict
        Actor -> group, as from `treaty_roles`.

    Raises
    ------
    ValueError
        The two games do not have the same positions.
    """
    if with_.game.size != without.game.size:
        raise ValueError("the two games have different positions; only the total can be reported")
    sources = (without, with_)
    patrons = [n for n, role in roles.items() if role == "entrapment"]
    tables = (without.game.tables, with_.game.tables)
    nature_differs = _nature_differs(*tables)
    present = [
        g
        for g in GROUPS
        if (g == MECHANICS and nature_differs) or (g != MECHANICS and g in roles.values())
    ]
    subsets = [
        frozenset(subset)
        for size in range(len(present) + 1)
        for subset in combinations(present, size)
    ]
    values: dict[frozenset[str], Floats] = {}
    for changed in (False, True):  # one set of mechanics at a time: policies are large
        these = [subset for subset in subsets if (MECHANICS in subset) == changed]
        if not these:
            continue
        rules = tables[int(changed)]
        zero, one = (respond(s.game, s.values, rules) for s in sources)
        for subset in these:
            origin = [int(roles[name] in subset) for name in with_.game.names]
            mixed = _mix(with_.game, zero, one, origin)
            values[subset] = _outcomes(without.game, mixed, rules, patrons)
    nobody = values[frozenset()]
    first = _named(values.get(frozenset({MECHANICS}), nobody) - nobody)
    alone = _alone(with_, without, patrons, nobody)
    return Accounting(
        total=_named(values[frozenset(present)] - nobody),
        shares=_shapley(present, values),
        alone={name: alone[name] | {MECHANICS: first[name]} for name in OUTCOMES},
    )


def _named(vector: Floats) -> dict[str, float]:
    return {name: float(v) for name, v in zip(OUTCOMES, vector, strict=True)}


def _nature_differs(one: Tables, other: Tables) -> bool:
    """Whether anything but the payoffs differs between two games' tables."""
    names = ("fighting", "incident", "incident_across", "advance", "talks", "lapse", "end")
    return any(not np.array_equal(getattr(one, n), getattr(other, n)) for n in names)


def _mix(game: Game, zero: Policy, one: Policy, origin: list[int]) -> Policy:
    """Return the policies of `one` for actors with origin 1, of `zero` for the rest."""
    if not any(origin):
        return zero
    if all(origin):
        return one
    chosen = zero.chosen.copy()
    for i, source in enumerate(origin):
        if source:
            chosen[:, i] = one.chosen[:, i]
    yields, accepts = zero.yields.copy(), zero.accepts.copy()
    for side in range(2):
        if origin[game.model.principals[side]]:
            yields[:, side] = one.yields[:, side]
            accepts[:, side] = one.accepts[:, side]
    return zero._replace(chosen=chosen, yields=yields, accepts=accepts)


def _outcomes(game: Game, policy: Policy, tables: Tables, patrons: list[str]) -> Floats:
    """Return the probabilities of `OUTCOMES` under a policy."""
    moves = chain(game, policy, tables)
    days = occupation(game, moves)
    named = classes(tables, moves, days)
    mask = sum(1 << game.names.index(p) for p in patrons)
    ends = days * moves.exits.sum(axis=1)
    patron = float(ends[(tables.fighting & mask) != 0].sum())
    return np.array([named[c] for c in (*CLASSES, "any_war")] + [patron])


def _shapley(
    present: list[str], values: dict[frozenset[str], Floats]
) -> dict[str, dict[str, Share]]:
    """Share out the total over the groups present; absent groups get zero."""
    n = len(present)
    everyone = frozenset(present)
    result: dict[str, dict[str, Share]] = {name: {} for name in OUTCOMES}
    for group in GROUPS:
        if group not in present:
            for name in OUTCOMES:
                result[name][group] = Share(0.0, 0.0, 0.0)
            continue
        rest = [g for g in present if g != group]
        share = np.zeros(len(OUTCOMES))
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for subset in combinations(rest, size):
                joined = frozenset(subset) | {group}
                share += weight * (values[joined] - values[frozenset(subset)])
        first = values[frozenset({group})] - values[frozenset()]
        last = values[everyone] - values[everyone - {group}]
        for k, name in enumerate(OUTCOMES):
            result[name][group] = Share(float(share[k]), float(first[k]), float(last[k]))
    return result


def _alone(
    with_: Equilibrium, without: Equilibrium, patrons: list[str], nobody: Floats
) -> dict[str, dict[str, float]]:
    """Return the effect of each actor's one-step response, nobody else's changed, nor nature's.

    The actor values positions as they are in the game with the treaty, its nature included, while
    all play as without it, and responds once, by logit.
    """
    game, before = with_.game, without.game
    kept = respond(before, without.values, game.tables)
    values = without.values.copy()
    values[:, : len(game.names)] = appraise(game, kept, chain(game, kept), without.values)
    old = respond(before, without.values)
    new = respond(game, values, before.tables)
    result: dict[str, dict[str, float]] = {name: {} for name in OUTCOMES}
    for i, actor in enumerate(game.names):
        origin = [int(j == i) for j in range(len(game.names))]
        mixed = _mix(game, old, new, origin)
        change = _outcomes(before, mixed, before.tables, patrons) - nobody
        for name, value in _named(change).items():
            result[name][actor] = value
    return result
