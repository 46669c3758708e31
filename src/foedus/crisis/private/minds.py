"""What each actor may be, and what the others take it for: types, priors, observers.

Formulas: docs/explanation/private-resolve.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from foedus.core.errors import UsageError
from foedus.crisis.game import Game
from foedus.crisis.model import Floats, Model
from foedus.crisis.primitives import unsaid
from foedus.crisis.scenario import Scenario
from foedus.crisis.treaty import pledges

__all__ = ["CLARITY", "MOST", "Minds", "minds", "model_of", "profiles"]

MOST = 6
"""Actors that may have two types; profiles double with each."""

CLARITY = 0.5
"""How far an unconditional public pledge, wholly binding, moves a prior towards the truth where
the treaty does not say: a judgement."""


@dataclass(frozen=True)
class Minds:
    """Types and priors of a game of n actors.

    Attributes
    ----------
    typed : tuple of int
        Actors that have two types.
    share : (n,)
        True chance of being resolute; 1 for an actor of one type.
    centre : (n,)
        The share at which the mean of its types is the actor without types.
    spread : (n,)
        How far apart its types are; 0 for an actor of one type.
    told : (n, n)
        How much of the way from what is perceived to the truth channels and clear public pledges
        move the prior of the first about the second.
    perceived : (n, n)
        What the first took the second's chance of being resolute to be before that.
    """

    typed: tuple[int, ...]
    share: Floats
    centre: Floats
    spread: Floats
    told: Floats
    perceived: Floats

    @property
    def prior(self) -> Floats:
        """Priors in play, (n, n): the perceived ones, moved towards the truth by what is told."""
        return (1.0 - self.told) * self.perceived + self.told * self.share

    @property
    def owner(self) -> NDArray[np.int64]:
        """Actor of each column."""
        return np.repeat(np.arange(len(self.share)), self.many)

    @property
    def many(self) -> NDArray[np.int64]:
        """Columns of each actor."""
        return np.array([1 + (i in self.typed) for i in range(len(self.share))], np.int64)

    @property
    def first(self) -> NDArray[np.int64]:
        """First column of each actor: its type that is not resolute, or its only one."""
        return np.cumsum(self.many) - self.many

    def column(self, actor: int, resolute: bool) -> int:
        """Column of one of an actor's types."""
        return int(self.first[actor]) + int(resolute and actor in self.typed)

    def common(self) -> Minds:
        """Return minds in which every prior is the true share: nothing is misperceived."""
        return replace(self, perceived=np.tile(self.share, (len(self.share), 1)))


def minds(scenario: Scenario, game: Game) -> Minds:
    """Read types and priors off a scenario.

    A channel of quality h (a pact of consultation is one), and a public treaty of clarity c by
    which the actor is bound by w, leave (1 - h)(1 - w c) of the way from the truth to what was
    perceived. A conditional treaty that does not say is half as clear; a secret one speaks to its
    signatories alone.

    Raises
    ------
    UsageError
        More actors have two types than `MOST`.
    """
    names = game.names
    n = len(names)
    index = {name: i for i, name in enumerate(names)}
    typed = tuple(index[code] for code in names if code in scenario.resolve)
    if len(typed) > MOST:
        raise UsageError(
            f"{len(typed)} actors of {scenario.name} have two types",
            field="resolve",
            value=", ".join(names[i] for i in typed),
            fix=f"leave {MOST} of them: every one doubles the profiles to be solved",
        )
    share, spread = np.ones(n), np.zeros(n)
    for i in typed:
        entry = scenario.resolve[names[i]]
        share[i], spread[i] = entry.share, entry.spread
    perceived = np.tile(share, (n, 1))
    for observer, seen in scenario.perceived.items():
        for code, entry in seen.items():
            if index[code] in typed:
                perceived[index[observer], index[code]] = entry.share
    return Minds(typed, share, share, spread, _told(game, index), perceived)


def _told(game: Game, index: dict[str, int]) -> Floats:
    scenario = game.scenario
    owed = pledges(scenario)
    left = unsaid(scenario, game.primitives.theta, owed, index)
    firm: dict[tuple[str, str], float] = {}
    for pledge in owed:
        if pledge.kind in ("defence", "offence") and pledge.applies:
            said = (pledge.treaty, pledge.obligor)
            firm[said] = max(firm.get(said, 0.0), pledge.weight)
    for (name, obligor), weight in firm.items():
        treaty = scenario.treaties[name]
        clarity = treaty.clarity
        if clarity is None:
            clarity = 0.5 * CLARITY if treaty.conditional else CLARITY
        privy = {scenario.home[code] for code in treaty.signatories}
        hears = [i for code, i in index.items() if not treaty.secret or code in privy]
        left[hears, index[obligor]] *= 1.0 - clarity * weight
    return 1.0 - left


def model_of(game: Game, who: Minds, resolute: NDArray[np.bool_], spread: float = 1.0) -> Model:
    """Return the game's parameters with each actor of two types of the one named.

    Parameters
    ----------
    resolute : bool (actors,)
    spread : float
        Share of the difference between types that counts; 0 makes them alike.
    """
    step = spread * who.spread * np.where(resolute, 1.0 - who.centre, -who.centre)
    scenario, names = game.scenario, game.names
    factor = {trait: np.ones(len(names)) for trait in ("war_cost", "honour", "stake")}
    for i in who.typed:
        for trait in scenario.resolve[names[i]].of:
            factor[trait][i] = np.exp(-step[i] if trait == "war_cost" else step[i])
    model = game.model
    return model._replace(
        war_cost=model.war_cost * factor["war_cost"],
        honour=model.honour * factor["honour"],
        stake=model.stake * factor["stake"],
    )


def profiles(who: Minds) -> tuple[NDArray[np.bool_], Floats]:
    """Return every profile of types and how likely each truly is.

    Returns
    -------
    bool (profiles, actors), (profiles,)
        True where the actor is resolute (always, for an actor of one type).
    """
    n = len(who.share)
    rows = []
    for bits in product((False, True), repeat=len(who.typed)):
        row = np.ones(n, np.bool_)
        row[list(who.typed)] = bits
        rows.append(row)
    high = np.array(rows)
    return high, np.where(high, who.share, 1.0 - who.share).prod(axis=1)
