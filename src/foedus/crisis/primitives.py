"""Primitives: what covariates and theta make of each actor.

The only place where theta meets a scenario. Formulas: docs/reference/parameters.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .ladder import trigger_index
from .layout import Coordinates
from .scenario import Scenario
from .theta import Theta
from .treaty import Pledge, pledges

Floats = NDArray[np.float64]
CAMPS = {"either": 0, "challenger": 1, "target": 2}
TERRITORIAL_SHARE = 0.27
"""Share of disputes in COW MID 5.0 with a territorial revisionist (revtype1 = 1)."""


class Model(NamedTuple):
    """Parameters of one game as the kernels read them; see the fields' comments for units."""

    camp: NDArray[np.int64]  # 0 either, 1 challenger, 2 target
    principal: NDArray[np.bool_]
    principals: NDArray[np.int64]  # (2,) challenger, target
    below: NDArray[np.int64]
    stake: Floats  # payoff of s = 1; negative in the target's camp
    capability: Floats  # (actors, rungs), times reach
    major: NDArray[np.bool_]
    nuclear: NDArray[np.bool_]
    readiness: Floats  # (rungs,), as the next five
    contact: Floats
    upkeep: Floats
    height: Floats
    lapse: Floats
    risk: Floats
    war_cost: Floats
    nuclear_factor: float
    nuclear_cost: float
    trade_cost: Floats  # (actors, actors), charged to the first for fighting the second
    honour: Floats
    strikes: NDArray[np.int64]  # (attacker, attacked) 0 no, 1 if engaged, 2 always
    trigger: NDArray[np.int64]
    incident: Floats  # (actors, actors) a day at full contact
    advance: Floats  # (actors, coordinates) a day
    climb: Floats  # (actors, coordinates) baseline hazard a day
    down: Floats
    down_cost: Floats
    yield_rate: Floats
    yield_cost: Floats  # (actors, rungs)
    eta: float
    phi: float
    omega: float
    kappa: float
    leverage: float
    sharpness: float  # lambda of this crisis
    ceiling: float  # alpha


class Pledges(NamedTuple):
    """Obligations that can be triggered, as the kernels read them."""

    kind: NDArray[np.int64]
    obligor: NDArray[np.int64]
    beneficiary: NDArray[np.int64]
    against: NDArray[np.bool_]  # (pledges, actors)
    at_least: NDArray[np.int64]
    conditional: NDArray[np.bool_]
    weight: Floats
    same: NDArray[np.int64]  # an earlier pledge of the same promise (same treaty and pair), or -1


@dataclass(frozen=True)
class Primitives:
    """Everything about a game but its positions."""

    names: tuple[str, ...]
    coordinates: tuple[Coordinates, ...]
    start: tuple[int, ...]
    model: Model
    pledges: Pledges
    stake_scale: float
    theta: Theta


KINDS = {"defence": 0, "offence": 1, "neutrality": 2, "nonaggression": 3}


def coordinates(scenario: Scenario, name: str) -> tuple[Coordinates, Floats]:
    """Lay out one actor's rungs and clocks.

    Returns
    -------
    Coordinates
        Rungs, with the stages of Erlang clocks as coordinates of their own.
    array (coordinates,)
        Rate a day at which nature moves the actor on from each coordinate below war.
    """
    actor, ladder = scenario.actors[name], scenario.ladder
    plan = actor.mobilisation
    war = len(ladder) - 1
    stages: list[int] = []
    rates: list[float] = []
    for r, rung in enumerate(ladder[:war]):
        days, count = rung.transit_days, 1
        if days is not None and plan is not None:
            days, count = plan.days or days, plan.stages
        elif r == war - 1 and plan is not None and plan.lock_in_days is not None:
            days, count = plan.lock_in_days, plan.lock_in_stages
        stages.append(count if days is not None else 1)
        rates += [count / days if days is not None else 0.0] * stages[-1]
    first = np.concatenate([[0], np.cumsum(stages)]).astype(int).tolist()
    firm = _point_of_no_return(scenario, name)
    rung_of: list[int] = []
    up: list[int] = []
    down: list[int] = []
    following: list[int] = []
    for r in range(war):
        for stage in range(stages[r]):
            rung_of.append(r)
            up.append(first[r + 1])
            down.append(first[r - 1] if 0 < r < firm and ladder[r].revocable else -1)
            following.append(first[r] + stage + 1 if rates[first[r]] > 0 else -1)
    wars = [war, war] if actor.camp == "either" else [war]
    placed = Coordinates(tuple(rung_of + wars), tuple(up), tuple(down), tuple(following))
    return placed, np.array(rates)


def _point_of_no_return(scenario: Scenario, name: str) -> int:
    """Lowest rung that an actor with an irrevocable timetable may not step down from.

    The rung after the transit rung (once mobilised); the trigger rung where there is no transit.
    """
    plan, ladder = scenario.actors[name].mobilisation, scenario.ladder
    if plan is None or plan.revocable:
        return len(ladder)
    moving = [r for r, rung in enumerate(ladder) if rung.transit_days is not None]
    return moving[0] + 1 if moving else trigger_index(ladder)


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


def build(scenario: Scenario, theta: Theta) -> Primitives:
    """Compute the primitives of a scenario under theta (its own overrides of theta applied).

    Raises
    ------
    ThetaError
        An override of theta is unknown or out of range.
    """
    theta = theta.with_values({k: v.value for k, v in scenario.theta.items()})
    names = tuple(scenario.actors)
    index = {name: i for i, name in enumerate(names)}
    ladder, actors = scenario.ladder, tuple(scenario.actors.values())
    n, rungs, war = len(names), len(ladder), len(ladder) - 1
    stake = stakes(scenario, theta)
    heads = np.array([index[scenario.principal(c)] for c in ("challenger", "target")], np.int64)
    scale = float(np.abs(stake[heads]).mean()) or 1.0
    placed = [coordinates(scenario, name) for name in names]
    width = max(c.below for c, _ in placed)

    capability = np.empty((n, rungs))
    for i, actor in enumerate(actors):
        reach = (1.0 + actor.distance_km / 1000.0) ** -theta["distance"]
        for r, rung in enumerate(ladder):
            capability[i, r] = actor.capability_at.get(rung.name, actor.capability) * reach

    def per_actor(field: str, default: Floats | float) -> Floats:
        values = np.broadcast_to(np.asarray(default, float), n).copy()
        for name, override in scenario.overrides.items():
            given = getattr(override, field)
            if given is not None:
                values[index[name]] = given
        return values

    polyarchy = np.array([0.5 if a.polyarchy is None else a.polyarchy for a in actors])
    audience = per_actor(
        "audience", theta["audience"] * np.exp(theta["democracy"] * (polyarchy - 0.5))
    )
    height = np.array([rung.audience for rung in ladder])
    mu_climb = per_actor("mu_climb", theta["mu_climb"])
    mu_war = per_actor("mu_war", theta["mu_war"]) * mu_climb
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

    owed = pledges(scenario)
    incident, quality = _contacts(scenario, theta, owed, index)
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
    return Primitives(
        names, tuple(c for c, _ in placed), begin, model, _encode(owed, index), scale, theta
    )


def index_of_rung(scenario: Scenario, name: str | None, default: int) -> int:
    """Return the index of the rung of that name, or `default` for None."""
    if name is None:
        return default
    return [rung.name for rung in scenario.ladder].index(name)


def _contacts(
    scenario: Scenario, theta: Theta, owed: tuple[Pledge, ...], index: dict[str, int]
) -> tuple[Floats, Floats]:
    """Return incident rates at full contact, and the quality of the channel of each pair."""
    n = len(index)
    noise = np.ones((n, n))
    for key, (one, other) in scenario.channel_pairs().items():
        i, j = index[scenario.home[one]], index[scenario.home[other]]
        noise[[i, j], [j, i]] *= 1.0 - scenario.channels[key].quality
    for pledge in owed:
        if pledge.kind == "consultation" and pledge.applies:
            i, j = index[pledge.obligor], index[pledge.beneficiary]
            noise[[i, j], [j, i]] *= np.sqrt(1.0 - theta["consultation"] * pledge.weight)
    incident = np.zeros((n, n))
    for one, other in scenario.contact.pairs:
        i, j = index[scenario.home[one]], index[scenario.home[other]]
        incident[[i, j], [j, i]] = theta["iota"] * noise[i, j]
    return incident, 1.0 - noise


def _encode(owed: tuple[Pledge, ...], index: dict[str, int]) -> Pledges:
    """Turn the pledges that can be triggered into arrays."""
    kept = [p for p in owed if p.kind in KINDS and p.applies and p.weight > 0.0]
    against = np.ones((len(kept), len(index)), np.bool_)
    for k, pledge in enumerate(kept):
        if pledge.against is not None:
            against[k] = [name in pledge.against for name in index]
    return Pledges(
        kind=np.array([KINDS[p.kind] for p in kept], np.int64),
        obligor=np.array([index[p.obligor] for p in kept], np.int64),
        beneficiary=np.array([index[p.beneficiary] for p in kept], np.int64),
        against=against,
        at_least=np.array([p.at_least for p in kept], np.int64),
        conditional=np.array([p.conditional for p in kept], np.bool_),
        weight=np.array([p.weight for p in kept]),
        same=np.array([_earlier(kept, k) for k in range(len(kept))], np.int64),
    )


def _earlier(kept: list[Pledge], k: int) -> int:
    """Return an earlier pledge to fight by which the same treaty binds the same pair, or -1.

    A treaty of defence and offence is one promise with two occasions, not two promises.
    """
    mine = kept[k]
    for j, other in enumerate(kept[:k]):
        pair = (other.treaty, other.obligor, other.beneficiary)
        if pair == (mine.treaty, mine.obligor, mine.beneficiary) and (
            {mine.kind, other.kind} == {"defence", "offence"}
        ):
            return j
    return -1
