"""Small games: short ladders, two to four actors, written out or drawn from a seed."""

from __future__ import annotations

from typing import Any

import numpy as np

from foedus.crisis.game import Game, compile_game
from foedus.crisis.scenario import Scenario

TWO = [
    {"name": "calm", "hostility": 3, "readiness": 0.6, "contact": 0.7, "upkeep": 0.01,
     "audience": 0.2, "height": 0.0, "lapse": 1.0},
    {"name": "war", "hostility": 5, "war": True, "readiness": 1.0, "contact": 1.0,
     "audience": 1.0, "height": 1.0},
]  # fmt: skip
THREE = [
    {"name": "calm", "hostility": 1, "readiness": 0.4, "contact": 0.2, "audience": 0.0,
     "height": 0.0, "lapse": 1.0},
    {"name": "force", "hostility": 4, "readiness": 0.8, "contact": 1.0, "upkeep": 0.02,
     "audience": 0.5, "height": 0.8, "lapse": 0.6},
    {"name": "war", "hostility": 5, "war": True, "readiness": 1.0, "contact": 1.0,
     "audience": 1.0, "height": 1.0},
]  # fmt: skip


def scenario(**changed: Any) -> Scenario:
    """A scenario of AA against BB on three rungs, with some of it replaced."""
    data: dict[str, Any] = {
        "foedus-scenario": 1,
        "name": "small",
        "date": "1914-07-23",
        "ladder": THREE,
        "start": {"AA": "force"},
        "actors": {
            "AA": {"name": "A", "camp": "challenger", "principal": True, "capability": 5.0},
            "BB": {"name": "B", "camp": "target", "principal": True, "capability": 3.0},
        },
        "issue": {"kind": "policy", "salience": {"AA": 1.1, "BB": 0.9}},
        "contact": [["AA", "BB"]],
    }
    data.update(changed)
    for name in ("overrides", "theta"):
        data[name] = data.get(name, {})
    data["theta"] = {k: {"value": v, "judgement": "a test"} for k, v in data["theta"].items()}
    return Scenario.model_validate(data)


def owed(obligor: str, beneficiary: str, **more: Any) -> dict[str, Any]:
    """A defence treaty of one actor for another."""
    return {
        "kind": "defence",
        "owes": {obligor: [beneficiary]},
        "binding": 0.8,
        "in_force": ["1900-01-01", None],
        **more,
    }


def drawn(
    seed: int,
    *,
    actors: int = 2,
    rungs: int = 3,
    clocks: bool = False,
    either: bool = False,
    acyclic: bool = False,
    theta: dict[str, float] | None = None,
) -> Game:
    """A game with everything about it drawn from a seed.

    Parameters
    ----------
    seed
        Of a Philox stream.
    actors, rungs
        How many; the last rung is war.
    clocks
        Whether mobilisation and lock-in run, with two to four stages.
    either
        Whether the last actor may enter on either side.
    acyclic
        Whether no rung may be stepped down from.
    theta
        Global parameters that are not drawn but set.
    """
    rng = np.random.Generator(np.random.Philox(key=[seed, 11]))

    def rising(low: float, high: float) -> list[float]:
        return np.sort(rng.uniform(low, high, rungs)).tolist()

    readiness, audience, height = rising(0.2, 1.0), rising(0.01, 1.0), rising(0.0, 1.0)
    ladder: list[dict[str, Any]] = [
        {
            "name": f"rung-{r}",
            "hostility": max(1, 5 - (rungs - 1 - r)),
            "war": r == rungs - 1,
            "readiness": readiness[r],
            "contact": rng.uniform(),
            "upkeep": rng.uniform(0, 0.02),
            "audience": audience[r],
            "height": height[r],
            "lapse": rng.uniform(0.3, 1.0),
            "risk": rng.uniform(0, 0.004),
            "revocable": not acyclic,
        }
        for r in range(rungs)
    ]
    if clocks and rungs > 2:
        ladder[rungs - 3 if rungs > 3 else 0]["transit_days"] = rng.uniform(2, 9)
    names = ["AA", "BB", "CC", "DD"][:actors]
    camps = ["challenger", "target", "target", "challenger"][:actors]
    if either:
        camps[-1] = "either"
    people: dict[str, Any] = {}
    for i, name in enumerate(names):
        foes = [m for m, c in zip(names, camps, strict=True) if c != camps[i]]
        people[name] = {
            "name": name,
            "camp": camps[i],
            "principal": i < 2,
            "capability": rng.uniform(1, 9),
            "major": bool(rng.uniform() < 0.6),
            "nuclear": bool(rng.uniform() < 0.4),
            "strikes": {
                m: {"always": bool(rng.uniform() < 0.3)} for m in foes if rng.uniform() < 0.7
            },
            "trade": {m: rng.uniform(0, 0.3) for m in foes},
        }  # fmt: skip
        if clocks:
            people[name]["mobilisation"] = {
                "days": rng.uniform(2, 9),
                "stages": int(rng.integers(1, 5)),
                "revocable": bool(rng.uniform() < 0.5),
                "lock_in_days": rng.uniform(2, 20) if camps[i] != "either" else None,
                "lock_in_stages": int(rng.integers(2, 5)),
            }
    treaties = {}
    kinds = ["defence", "offence", "neutrality", "nonaggression"]
    for number in range(actors - 1 if actors > 2 else 1):
        one, other = rng.permutation(actors)[:2].tolist() if actors > 2 else (0, 1)
        treaties[f"treaty-{number}"] = owed(
            names[one],
            names[other],
            kind=kinds[int(rng.integers(0, 4))] if actors > 2 else "nonaggression",
            conditional=bool(rng.uniform() < 0.5),
            binding=rng.uniform(0.3, 1.0),
        )
    values = {
        "lambda": rng.uniform(1, 5), "mu_climb": rng.uniform(0.1, 0.6),
        "mu_descend": rng.uniform(0.1, 0.6), "mu_yield": rng.uniform(0.01, 0.1),
        "mu_war": rng.uniform(0.1, 0.9), "c_w": rng.uniform(0.2, 1.2),
        "audience": rng.uniform(0.02, 0.3), "X": rng.uniform(0.5, 3), "iota": rng.uniform(0, 0.1),
        "kappa0": rng.uniform(0.01, 0.1), "leverage": rng.uniform(0, 0.03),
        "phi": rng.uniform(0.02, 0.1), "omega": rng.uniform(0.02, 0.1), "trade": 0.5,
    } | (theta or {})  # fmt: skip
    salience = {m: rng.uniform(0.3, 1.5) for m in names}
    pairs = [
        [names[i], names[j]]
        for i in range(actors)
        for j in range(i)
        if camps[i] != camps[j]
    ]  # fmt: skip
    start = {"AA": ladder[int(rng.integers(0, rungs - 1))]["name"]}
    return compile_game(
        scenario(
            ladder=ladder,
            start=start,
            actors=people,
            issue={"kind": "policy", "salience": salience},
            treaties=treaties,
            contact=pairs,
            theta=values,
        )
    )
