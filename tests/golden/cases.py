"""What the golden numbers are of: three small crises at the point values of theta.

The inputs are kept beside the numbers, whole, so that only the solver can change them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from foedus.crisis.account import account, treaty_roles
from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import outcomes
from foedus.crisis.paths import simulate
from foedus.crisis.scenario import Scenario, dump, load, loads
from foedus.crisis.theta import load_theta

FILE = Path(__file__).parent / "numbers.json"
REFERENCE = Path(__file__).parent.parent / "crisis" / "reference"
NAMES = ("average-dispute", "weak-target", "taiwan-strait-1958")


def scenario_of(name: str) -> Scenario:
    """A reference input of the rules, or a bundled crisis, as it stands now."""
    path = REFERENCE / f"{name}.yaml"
    if not path.exists():
        return load(name)
    return Scenario.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def inputs(name: str) -> dict[str, Any]:
    """What goes in: the scenario with its ladder, and every parameter of theta."""
    return {"scenario": dump(scenario_of(name)), "theta": dict(load_theta("provisional").values())}


def numbers(given: dict[str, Any]) -> dict[str, float]:
    """What comes out, by name."""
    scenario = loads(given["scenario"], "golden")
    theta = load_theta("provisional").with_values(given["theta"])
    found = solve(compile_game(scenario, theta))
    told = outcomes(found)
    result = {f"outcomes/{name}": p for name, p in told.classes.items()}
    result |= {f"fights/{name}": p for name, p in told.fights.items()}
    result |= {f"steps/{name}": p for name, p in told.steps.items()}
    result |= {f"rungs/{k}": p for k, p in enumerate(told.rungs)}
    result |= {"days": told.days}
    result |= {f"value/{n}": float(v) for n, v in zip(found.game.names, found.start, strict=True)}
    for treaty in scenario.treaties:
        without = solve(compile_game(scenario.without(treaty), theta, found.game.layout))
        split = account(found, without, treaty_roles(scenario, treaty))
        for group, share in split.shares["any_war"].items():
            result[f"accounting/{treaty}/{group}"] = share.value
        result[f"feedback/{treaty}"] = split.feedback("any_war")
    paths = simulate(found, 1000, seed=1)
    result |= {f"paths/{name}": float(count) for name, count in paths.counts.items()}
    result["paths/days"] = float(paths.lengths.mean())
    return result
