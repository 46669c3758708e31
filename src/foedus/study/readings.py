"""Other readings of a crisis: settings that no record can identify, and nature switched off."""

from __future__ import annotations

import numpy as np

from foedus.crisis.game import Game
from foedus.crisis.scenario import Scenario, ThetaOverride


def lenses(scenario: Scenario) -> dict[str, dict[str, float]]:
    """Return the settings that disputes cannot identify, each shown as a row.

    zeta 0 and 1; lambda over a range (following the principal branch); alpha halved and doubled;
    the premium on war against nuclear opponents, where there are two.
    """
    rows = {"zeta=0": {"zeta": 0.0}, "zeta=1": {"zeta": 1.0}}
    rows |= {f"lambda={v:g}": {"lambda": v} for v in (1.0, 2.0, 4.0, 8.0, 16.0)}
    rows |= {f"alpha={v:g}": {"alpha": v} for v in (1.0, 4.0)}
    if sum(a.nuclear for a in scenario.actors.values()) > 1:
        rows |= {f"nuclear_war_cost={v:g}": {"nuclear_war_cost": v} for v in (1.0, 3.0)}
    return rows


def without_incidents(game: Game) -> Game:
    """Return the game with incidents and lock-ins switched off; an attack still carries on."""
    model = game.model
    advance = model.advance.copy()
    for i, placed in enumerate(game.primitives.coordinates):
        last = [c for c in range(placed.below) if placed.up[c] >= placed.below]
        advance[i, last] = 0.0
    quiet = model._replace(incident=np.zeros_like(model.incident), advance=advance)
    return game.with_model(quiet)


def with_theta(scenario: Scenario, changes: dict[str, float]) -> Scenario:
    """Return the scenario with some parameters of theta overridden."""
    extra = {
        name: ThetaOverride(value=value, judgement="a row of the robustness table")
        for name, value in changes.items()
    }
    return scenario.model_copy(update={"theta": dict(scenario.theta) | extra})
