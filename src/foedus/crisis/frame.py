"""What of a scenario's primitives no theta touches: laid out once, for every theta it is solved at.

Formulas: docs/reference/parameters.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .clocks import coordinates
from .hazards import bound
from .ladder import trigger_index
from .layout import Coordinates
from .model import Floats, Pledges, encode
from .scenario import Scenario
from .treaty import Pledge, pledges

__all__ = ["Frame", "frame"]

CAMPS = {"either": 0, "challenger": 1, "target": 2}
Whether = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Frame:
    """Actors in their order, n of them; rungs; coordinates below war, of the longest ladder.

    Attributes
    ----------
    placed : tuple
        Of each actor, its coordinates and the rates of its clocks (`coordinates`).
    start : tuple of int
        Coordinate of each actor on the first day.
    owed : tuple of Pledge
    pledges : Pledges
        The same as the kernels read them.
    index : dict
        Place of each actor.
    bound : (n,)
        How far it is bound to its principal (`foedus.crisis.hazards.bound`).
    polyarchy : (n,)
        .5 where it is not known.
    capability : (n, rungs)
        Before distance.
    reach : (n,)
        One plus its distance in thousands of kilometres.
    trades : tuple
        Triples of two places and the share of the first's trade that is with the second.
    climbs, enters, falls : (n, coordinates)
        Where an actor may climb, where a step up is into war, where it may step down.
    seen : (rungs,)
        How high audiences hold each rung.
    lost : (n, coordinates)
        How much of that a step down loses.
    fixed : mapping
        Fields of `Model`, by name.
    held : mapping
        What the scenario sets itself: field of an override -> pairs of place and value.
    """

    placed: tuple[tuple[Coordinates, Floats], ...]
    start: tuple[int, ...]
    owed: tuple[Pledge, ...]
    pledges: Pledges
    index: dict[str, int]
    bound: Floats
    polyarchy: Floats
    capability: Floats
    reach: Floats
    trades: tuple[tuple[int, int, float], ...]
    climbs: Whether
    enters: Whether
    falls: Whether
    seen: Floats
    lost: Floats
    fixed: Mapping[str, Any] = field(repr=False)
    held: Mapping[str, tuple[tuple[int, float], ...]] = field(repr=False)

    @property
    def heads(self) -> NDArray[np.int64]:
        """Places of the principals, challenger first."""
        found: NDArray[np.int64] = self.fixed["principals"]
        return found

    @property
    def major(self) -> Whether:
        """Whether each actor is a great power."""
        found: Whether = self.fixed["major"]
        return found

    @property
    def third(self) -> Whether:
        """Whether each actor is no principal."""
        return ~np.asarray(self.fixed["principal"])


def frame(scenario: Scenario) -> Frame:
    """Lay out a scenario's rungs, clocks and pledges, and what its actors are."""
    owed = pledges(scenario)
    index = {name: i for i, name in enumerate(scenario.actors)}
    ladder, actors = scenario.ladder, tuple(scenario.actors.values())
    placed = tuple(coordinates(scenario, name) for name in scenario.actors)
    seen = np.array([rung.audience for rung in ladder])
    climbs, enters, falls, lost, advance = _steps(scenario, placed, seen)
    fixed = {
        "camp": np.array([CAMPS[a.camp] for a in actors], np.int64),
        "principal": np.array([a.principal for a in actors]),
        "principals": np.array(
            [index[scenario.principal(c)] for c in ("challenger", "target")], np.int64
        ),
        "below": np.array([c.below for c, _ in placed], np.int64),
        "major": np.array([a.major for a in actors]),
        "nuclear": np.array([a.nuclear for a in actors]),
        "readiness": np.array([r.readiness for r in ladder]),
        "contact": np.array([r.contact for r in ladder]),
        "upkeep": np.array([r.upkeep for r in ladder]),
        "height": np.array([r.height for r in ladder]),
        "lapse": np.array([r.lapse for r in ladder]),
        "risk": np.array([r.risk for r in ladder]),
        "strikes": _strikes(scenario, index),
        "trigger": np.full(len(actors), trigger_index(ladder), np.int64),
        "advance": advance,
    }
    return Frame(
        placed=placed,
        start=tuple(
            place.rung.index(_rung(scenario, scenario.start.get(name), 0))
            for name, (place, _) in zip(index, placed, strict=True)
        ),
        owed=owed,
        pledges=encode(owed, index),
        index=index,
        bound=bound(scenario, owed),
        polyarchy=np.array([0.5 if a.polyarchy is None else a.polyarchy for a in actors]),
        capability=np.array(
            [[a.capability_at.get(rung.name, a.capability) for rung in ladder] for a in actors]
        ),
        reach=np.array([1.0 + a.distance_km / 1000.0 for a in actors]),
        trades=tuple(
            (i, index[scenario.home[other]], share)
            for i, actor in enumerate(actors)
            for other, share in actor.trade.items()
        ),
        climbs=climbs,
        enters=enters,
        falls=falls,
        seen=seen,
        lost=lost,
        fixed=fixed,
        held=_held(scenario, index),
    )


def _steps(
    scenario: Scenario, placed: tuple[tuple[Coordinates, Floats], ...], seen: Floats
) -> tuple[Whether, Whether, Whether, Floats, Floats]:
    """Where each actor may climb, enter a war and step down; what that loses; its clocks."""
    ladder, actors = scenario.ladder, tuple(scenario.actors.values())
    war = len(ladder) - 1
    shape = len(actors), max(c.below for c, _ in placed)
    climbs, enters, falls = (np.zeros(shape, np.bool_) for _ in range(3))
    lost, advance = np.zeros(shape), np.zeros(shape)
    for i, (place, rates) in enumerate(placed):
        top = _rung(scenario, actors[i].ceiling, war)
        for c in range(place.below):
            r = place.rung[c]
            climbs[i, c] = ladder[r].transit_days is None and r < top
            enters[i, c] = climbs[i, c] and r == war - 1
            if place.down[c] >= 0:
                falls[i, c] = True
                lost[i, c] = seen[r] - seen[r - 1]
            advance[i, c] = rates[c]
    return climbs, enters, falls, lost, advance


def _strikes(scenario: Scenario, index: dict[str, int]) -> NDArray[np.int64]:
    """Whom each actor strikes: 0 not, 1 if engaged, 2 always; a bloc as any of its members is."""
    strikes = np.zeros((len(index), len(index)), np.int64)
    for i, actor in enumerate(scenario.actors.values()):
        for other, strike in actor.strikes.items():
            j = index[scenario.home[other]]
            strikes[i, j] = max(strikes[i, j], 2 if strike.always else 1)
    return strikes


def _held(scenario: Scenario, index: dict[str, int]) -> dict[str, tuple[tuple[int, float], ...]]:
    found: dict[str, list[tuple[int, float]]] = {}
    for name, override in scenario.overrides.items():
        for key, value in override:
            if isinstance(value, int | float):
                found.setdefault(key, []).append((index[name], float(value)))
    return {key: tuple(pairs) for key, pairs in found.items()}


def _rung(scenario: Scenario, name: str | None, default: int) -> int:
    """Return the index of the rung of that name, or `default` for None."""
    if name is None:
        return default
    return [rung.name for rung in scenario.ladder].index(name)
