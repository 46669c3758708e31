"""The pieces of a study that need types: private resolve, misperception, signals, what is believed.

As in `question`, each is a pure function of a solved case and returns plain JSON-like data.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from foedus.core.errors import UsageError
from foedus.crisis.edits.edit import Set
from foedus.crisis.equilibrium import Equilibrium
from foedus.crisis.model import Floats
from foedus.crisis.outcomes import Outcomes
from foedus.crisis.private.experience import experience
from foedus.crisis.private.minds import Minds, minds
from foedus.crisis.private.misperception import misperception
from foedus.crisis.private.outcomes import private_outcomes
from foedus.crisis.private.paths import lived
from foedus.crisis.private.search import others_private
from foedus.crisis.private.signal import signalling
from foedus.crisis.private.solve import PrivateEquilibrium, solve_private
from foedus.crisis.scenario import Scenario

from .journal import Piece

__all__ = ["SEARCH", "private", "ranges", "refuse_untyped", "signals", "solve_case", "swings"]

SEARCH = 400_000
"""Positions times profiles of types up to which four random starts look for other equilibria;
larger games get two."""


def refuse_untyped(scenario: Scenario) -> None:
    """Refuse to solve with types a scenario that has none.

    Raises
    ------
    UsageError
        If so.
    """
    if not scenario.resolve:
        raise UsageError(
            f"{scenario.name} does not say who may be resolute",
            field="resolve",
            fix="add a block `resolve`, or --set resolve.GMY.share=0.5",
        )


def solve_case(scenario: Scenario, plain: Equilibrium, threads: int) -> PrivateEquilibrium:
    """Solve a case with its types, from its equilibrium without."""
    return solve_private(plain.game, minds(scenario, plain.game), plain=plain, threads=threads)


def private(found: PrivateEquilibrium, seed: int, threads: int) -> Piece:
    """Outcomes by world and type, beliefs by rung, one crisis lived through, other equilibria."""
    game, who = found.game, found.minds
    worlds = misperception(found, threads=threads)
    path = lived(found, seed)
    starts = 4 if game.size * len(found.weights) <= SEARCH else 2
    others = others_private(found, starts, seed, threads=threads)
    return {
        "types": _types(found, who),
        "profiles": len(found.weights),
        "residual": found.residual,
        "shift": found.shift,
        "rounds": found.rounds,
        "worlds": {
            "no types": _world(worlds.no_types),
            "types known": _world(worlds.types_known),
            "shares known": _world(worlds.shares_known.mean),
            "as perceived": _world(worlds.perceived.mean),
        },
        "by_type": [
            {"actor": actor, "resolute": resolute} | _world(told)
            for (actor, resolute), told in worlds.perceived.types.items()
        ],
        "beliefs": [asdict(row) for row in experience(found)],
        "path": {
            "resolute": path.resolute,
            "days": [
                {
                    "day": day.day, "actor": day.actor, "what": day.what, "rungs": day.rungs,
                    "believed": [[o, a, share] for (o, a), share in day.believed.items()],
                }
                for day in path.days
            ],
        },
        "searched": starts,
        "others": [_world(private_mean(other)) for other in others],
    }  # fmt: skip


def swings(found: PrivateEquilibrium, scenario: Scenario, threads: int) -> Piece:
    """Outcomes at both ends of every share that is known as a range, one at a time."""
    rows = []
    for path, ends in ranges(scenario).items():
        told = {}
        for name, value in zip(("low", "high"), ends, strict=True):
            edited = Set(path, value)(scenario)
            who = minds(edited, found.game)
            warm = found if path.startswith("perceived") else None
            end = solve_private(found.game, who, plain=found.plain, warm=warm, threads=threads)
            told[name] = {"share": value} | _world(private_outcomes(end).mean)
        rows.append({"path": path} | told)
    return {"rows": rows}


def ranges(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the shares that a scenario gives as ranges: dotted path -> ends."""
    found = {f"resolve.{code}.share": one.range for code, one in scenario.resolve.items()}
    found |= {
        f"perceived.{observer}.{code}.share": one.range
        for observer, seen in scenario.perceived.items()
        for code, one in seen.items()
    }
    return {path: ends for path, ends in found.items() if ends is not None}


def signals(found: PrivateEquilibrium, scenario: Scenario, threads: int) -> Piece:
    """What a statement of each actor that may make one would tell, one sender at a time."""
    rows = []
    for sender, signal in scenario.signals.items():
        told = signalling(found, sender, signal.cost, threads=threads)
        rows.append(
            {
                "sender": sender,
                "cost": signal.cost,
                "chance": {"resolute": told.chance[True], "not": told.chance[False]},
                "learned": {
                    observer: told.learned(observer)
                    for observer in found.game.names
                    if observer != sender
                },
                "spoken": _world(told.after["spoken"]),
                "silent": _world(told.after["silent"]),
                "mean": _world(told.mean),
            }
        )
    return {"rows": rows}


def private_mean(found: PrivateEquilibrium) -> Outcomes:
    """Return the outcomes of an equilibrium over the profiles of types."""
    return private_outcomes(found).mean


def _types(found: PrivateEquilibrium, who: Minds) -> list[dict[str, Any]]:
    names = found.game.names

    def by_observer(values: Floats, j: int) -> dict[str, float]:
        return {name: float(values[i, j]) for i, name in enumerate(names) if i != j}

    return [
        {
            "actor": names[j],
            "share": float(who.share[j]),
            "spread": float(who.spread[j]),
            "perceived": by_observer(who.perceived, j),
            "told": by_observer(who.told, j),
        }
        for j in who.typed
    ]


def _world(told: Outcomes) -> dict[str, Any]:
    return {"classes": told.classes, "fights": told.fights, "steps": told.steps, "days": told.days}
