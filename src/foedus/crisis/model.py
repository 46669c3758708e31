"""What the kernels read of a game: plain tuples of numbers and arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .treaty import Pledge

Floats = NDArray[np.float64]


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


KINDS = {"defence": 0, "offence": 1, "neutrality": 2, "nonaggression": 3}


def encode(owed: tuple[Pledge, ...], index: dict[str, int]) -> Pledges:
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
        promise = (other.treaty, other.obligor, other.beneficiary, other.against)
        if promise == (mine.treaty, mine.obligor, mine.beneficiary, mine.against) and (
            {mine.kind, other.kind} == {"defence", "offence"}
        ):
            return j
    return -1
