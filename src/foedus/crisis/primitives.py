"""Primitives: what covariates and theta make of each actor.

The only place where theta meets a scenario. Formulas: docs/reference/parameters.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

from .clocks import coordinates
from .hazards import alike, tempo
from .ladder import trigger_index
from .layout import Coordinates
from .model import Floats, Model, Pledges, encode
from .scenario import Scenario
from .theta import Theta
from .treaty import Pledge, pledges

CAMPS = {"either": 0, "challenger": 1, "target": 2}
TERRITORIAL_SHARE = 0.27
"""Share of disputes in COW MID 5.0 with a territorial revisionist (revtype1 = 1)."""


@dataclass(frozen=True)
class Frame:
    """What of a scenario's primitives no theta touches.

    Attributes
    ----------
    placed : tuple
        Of each actor, its coordinates and the rates of its clocks (`coordinates`).
    owed : tuple of Pledge
    pledges : Pledges
        The same as the kernels read them.
    """

    placed: tuple[tuple[Coordinates, Floats], ...]
    owed: tuple[Pledge, ...]
    pledges: Pledges


def frame(scenario: Scenario) -> Frame:
    """Lay out a scenario's rungs, clocks and pledges."""
    owed = pledges(scenario)
    index = {name: i for i, name in enumerate(scenario.actors)}
    placed = tuple(coordinates(scenario, name) for name in scenario.actors)
    return Frame(placed, owed, encode(owed, index))


@dataclass(frozen=True)
class Primitives:
    """Everything about a game but its positions."""

    names: tuple[str, ...]
    frame: Frame
    start: tuple[int, ...]
    model: Model
    stake_scale: float
    theta: Theta

    @property
    def coordinates(self) -> tuple[Coordinates, ...]:
        """Rungs and clocks of each actor."""
        return tuple(place for place, _ in self.frame.placed)

    @property
    def pledges(self) -> Pledges:
        """Who owes whom, as the kernels read it."""
        return self.frame.pledges


def stakes(scenario: Scenario, theta: Theta) -> Floats:
    """Return what each actor gets from s = 1; negative in the target's camp.

    Salience, times exp(territory) where territory is at issue, rescaled so that principals'
    stakes average 1 over disputes; a third party without a salience of its own gets
    `third_party` of the principals' mean.
    """
    grow = exp(theta["territory"])
    factor = grow if scenario.issue.kind == "territory" else 1.0
    factor /= 1.0 + TERRITORIAL_SHARE * (grow - 1.0)
    salience = scenario.issue.salience
    heads = [n for n, a in scenario.actors.items() if a.principal]
    mean = sum(abs(salience[n]) for n in heads) / len(heads)
    result = np.zeros(len(scenario.actors))
    for i, (name, actor) in enumerate(scenario.actors.items()):
        default = 0.0 if actor.camp == "either" else theta["third_party"] * mean
        value = salience.get(name, default) * factor
        override = scenario.overrides.get(name)
        if override is not None and override.stake is not None:
            value = override.stake
        result[i] = -value if actor.camp == "target" else value
    return result


def build(scenario: Scenario, theta: Theta, given: Frame | None = None) -> Primitives:
    """Compute the primitives of a scenario under theta (its own overrides of theta applied).

    Parameters
    ----------
    scenario : Scenario
    theta : Theta
    given : Frame, optional
        That of the same scenario, where it is known from another theta.

    Raises
    ------
    ThetaError
        An override of theta is unknown or out of range.
    """
    theta = alike(scenario, theta.with_values({k: v.value for k, v in scenario.theta.items()}))
    names = tuple(scenario.actors)
    index = {name: i for i, name in enumerate(names)}
    ladder, actors = scenario.ladder, tuple(scenario.actors.values())
    n, rungs, war = len(names), len(ladder), len(ladder) - 1
    stake = stakes(scenario, theta)
    heads = np.array([index[scenario.principal(c)] for c in ("challenger", "target")], np.int64)
    scale = float(np.abs(stake[heads]).mean()) or 1.0
    given = given or frame(scenario)
    placed, owed = given.placed, given.owed
    width = max(c.below for c, _ in placed)

    capability = np.empty((n, rungs))
    for i, actor in enumerate(actors):
        reach = (1.0 + actor.distance_km / 1000.0) ** -theta["distance"]
        for r, rung in enumerate(ladder):
            capability[i, r] = actor.capability_at.get(rung.name, actor.capability) * reach

    def per_actor(field: str, default: Floats | float) -> Floats:
        values = np.broadcast_to(np.asarray(default, float), n).copy()
        for name, override in scenario.overrides.items():
            held = getattr(override, field)
            if held is not None:
                values[index[name]] = held
        return values

    polyarchy = np.array([0.5 if a.polyarchy is None else a.polyarchy for a in actors])
    audience = per_actor(
        "audience", theta["audience"] * np.exp(theta["democracy"] * (polyarchy - 0.5))
    )
    height = np.array([rung.audience for rung in ladder])
    third = np.array([not a.principal for a in actors])
    mu_climb = per_actor("mu_climb", theta["mu_climb"] * tempo(scenario, theta, owed))
    mu_war = per_actor("mu_war", theta["mu_war"] * np.where(third, theta["third_war"], 1.0))
    mu_war *= mu_climb
    mu_descend = per_actor("mu_descend", theta["mu_descend"])
    climb, down, down_cost, advance = (np.zeros((n, width)) for _ in range(4))
    for i, (place, rates) in enumerate(placed):
        top = index_of_rung(scenario, actors[i].ceiling, war)
        for c in range(place.below):
            r = place.rung[c]
            if ladder[r].transit_days is None and r < top:
                climb[i, c] = mu_war[i] if r == war - 1 else mu_climb[i]
            if place.down[c] >= 0:
                down[i, c] = mu_descend[i]
                down_cost[i, c] = audience[i] * (height[r] - height[r - 1])
            advance[i, c] = rates[c]

    strikes = np.zeros((n, n), np.int64)
    trade = np.zeros((n, n))
    for i, actor in enumerate(actors):
        for other, strike in actor.strikes.items():
            strikes[i, index[scenario.home[other]]] = 2 if strike.always else 1
        for other, share in actor.trade.items():
            trade[i, index[scenario.home[other]]] += theta["trade"] * share

    noise = unsaid(scenario, theta, owed, index)
    quality, incident = 1.0 - noise, _incidents(scenario, theta, noise, index)
    model = Model(
        camp=np.array([CAMPS[a.camp] for a in actors], np.int64),
        principal=np.array([a.principal for a in actors]),
        principals=heads,
        below=np.array([c.below for c, _ in placed], np.int64),
        stake=stake,
        capability=capability,
        major=np.array([a.major for a in actors]),
        nuclear=np.array([a.nuclear for a in actors]),
        readiness=np.array([r.readiness for r in ladder]),
        contact=np.array([r.contact for r in ladder]),
        upkeep=np.array([r.upkeep for r in ladder]),
        height=np.array([r.height for r in ladder]),
        lapse=np.array([r.lapse for r in ladder]),
        risk=np.array([r.risk for r in ladder]),
        war_cost=per_actor("war_cost", theta["c_w"]),
        nuclear_factor=theta["nuclear_war_cost"],
        nuclear_cost=theta["nuclear_cost"] * theta["c_w"],
        trade_cost=trade,
        honour=per_actor("honour", theta["X"]),
        strikes=strikes,
        trigger=np.full(n, trigger_index(ladder), np.int64),
        incident=incident,
        advance=advance,
        climb=climb,
        down=down,
        down_cost=down_cost,
        yield_rate=per_actor("mu_yield", theta["mu_yield"]),
        yield_cost=audience[:, None] * height[None, :],
        eta=theta["eta"],
        phi=theta["phi"],
        omega=theta["omega"],
        kappa=theta["kappa0"] + theta["kappa1"] * quality[heads[0], heads[1]],
        leverage=theta["leverage"],
        sharpness=theta["lambda"] / scale ** theta["zeta"],
        ceiling=theta["alpha"],
    )
    begin = tuple(
        place.rung.index(index_of_rung(scenario, scenario.start.get(name), 0))
        for name, (place, _) in zip(names, placed, strict=True)
    )
    return Primitives(names, given, begin, model, scale, theta)


def index_of_rung(scenario: Scenario, name: str | None, default: int) -> int:
    """Return the index of the rung of that name, or `default` for None."""
    if name is None:
        return default
    return [rung.name for rung in scenario.ladder].index(name)


def unsaid(
    scenario: Scenario, theta: Theta, owed: tuple[Pledge, ...], index: dict[str, int]
) -> Floats:
    """Return what the channels of each pair leave unsaid, one minus their quality, (n, n).

    A consultation pact works like a channel; each of its two directions carries half of it.
    """
    n = len(index)
    noise = np.ones((n, n))
    for key, (one, other) in scenario.channel_pairs().items():
        i, j = index[scenario.home[one]], index[scenario.home[other]]
        noise[[i, j], [j, i]] *= 1.0 - scenario.channels[key].quality
    for pledge in owed:
        if pledge.kind == "consultation" and pledge.applies:
            i, j = index[pledge.obligor], index[pledge.beneficiary]
            noise[[i, j], [j, i]] *= np.sqrt(1.0 - theta["consultation"] * pledge.weight)
    return noise


def _incidents(scenario: Scenario, theta: Theta, noise: Floats, index: dict[str, int]) -> Floats:
    """Return incident rates at full contact, (actors, actors)."""
    incident = np.zeros(noise.shape)
    for one, other in scenario.contact.pairs:
        i, j = index[scenario.home[one]], index[scenario.home[other]]
        incident[[i, j], [j, i]] = theta["iota"] * noise[i, j]
    return incident
