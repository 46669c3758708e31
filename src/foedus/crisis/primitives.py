"""Primitives: what covariates and theta make of each actor.

The only place where theta meets a scenario. Formulas: docs/reference/parameters.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

from .frame import Frame, frame
from .hazards import alike, tempo
from .layout import Coordinates
from .model import Floats, Model, Pledges
from .scenario import Scenario
from .theta import Theta
from .treaty import Pledge

TERRITORIAL_SHARE = 0.27
"""Share of disputes in COW MID 5.0 with a territorial revisionist (revtype1 = 1)."""


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
    given = given or frame(scenario)
    n, heads = len(given.index), given.heads
    stake = stakes(scenario, theta)
    scale = float(np.abs(stake[heads]).mean()) or 1.0

    def per_actor(field: str, default: Floats | float) -> Floats:
        values: Floats = np.full(n, default, np.float64)
        for i, value in given.held.get(field, ()):
            values[i] = value
        return values

    reach = np.array([one ** -theta["distance"] for one in given.reach.tolist()])
    audience = per_actor(
        "audience", theta["audience"] * np.exp(theta["democracy"] * (given.polyarchy - 0.5))
    )
    pace = tempo(theta, given.third.astype(float), given.major.astype(float), given.bound)
    mu_climb = per_actor("mu_climb", theta["mu_climb"] * pace)
    mu_war = per_actor("mu_war", theta["mu_war"] * np.where(given.third, theta["third_war"], 1.0))
    mu_war *= mu_climb
    mu_descend = per_actor("mu_descend", theta["mu_descend"])
    up = np.where(given.enters, mu_war[:, None], mu_climb[:, None])
    trade = np.zeros((n, n))
    for i, j, share in given.trades:
        trade[i, j] += theta["trade"] * share

    noise = unsaid(scenario, theta, given.owed, given.index)
    quality, incident = 1.0 - noise, _incidents(scenario, theta, noise, given.index)
    model = Model(
        **given.fixed,
        stake=stake,
        capability=given.capability * reach[:, None],
        war_cost=per_actor("war_cost", theta["c_w"]),
        nuclear_factor=theta["nuclear_war_cost"],
        nuclear_cost=theta["nuclear_cost"] * theta["c_w"],
        trade_cost=trade,
        honour=per_actor("honour", theta["X"]),
        incident=incident,
        climb=np.where(given.climbs, up, 0.0),
        down=np.where(given.falls, mu_descend[:, None], 0.0),
        down_cost=audience[:, None] * given.lost,
        yield_rate=per_actor("mu_yield", theta["mu_yield"]),
        yield_cost=audience[:, None] * given.seen[None, :],
        eta=theta["eta"],
        phi=theta["phi"],
        omega=theta["omega"],
        kappa=theta["kappa0"] + theta["kappa1"] * quality[heads[0], heads[1]],
        leverage=theta["leverage"],
        sharpness=theta["lambda"] / scale ** theta["zeta"],
        ceiling=theta["alpha"],
    )
    return Primitives(tuple(given.index), given, given.start, model, scale, theta)


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
