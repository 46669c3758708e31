"""The base rate: how often disputes become war, on the record and under the prior."""

from __future__ import annotations

import numpy as np

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import outcomes
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import Theta

from .journal import Piece

RECORD = {
    "any_war": 0.025,
    "multiparty": 0.145,
    "source": (
        "COW Militarized Interstate Disputes 5.0 (Palmer et al. 2022, CMPS 39(4): 470-482): "
        "2.5 per cent of 2,063 dyadic and 14.5 per cent of 373 multiparty disputes, 1816-2014, "
        "reached war"
    ),
}
AVERAGE = Scenario.model_validate(
    {
        "foedus-scenario": 1,
        "name": "average-dispute",
        "date": "1950-01-01",
        "start": {"ONE": "display"},
        "actors": {
            "ONE": {"name": "Challenger", "camp": "challenger", "principal": True, "capability": 1},
            "TWO": {"name": "Target", "camp": "target", "principal": True, "capability": 1},
        },
        "issue": {"kind": "policy", "salience": {"ONE": 1, "TWO": 1}},
        "contact": [["ONE", "TWO"]],
        "overrides": {"ONE": {"stake": 1}, "TWO": {"stake": 1}},
    }
)
"""Two equal states, the challenger at display, stakes of 1: what theta is tuned to."""


def base_rate(theta: Theta, seed: int, draws: int = 64) -> Piece:
    """Return the record's share of disputes that became war, and the prior's for the average one.

    Parameters
    ----------
    theta : Theta
        Central values and priors.
    seed, draws : int
        Of the prior-predictive draws.
    """
    first = solve(compile_game(AVERAGE, theta))
    values = [
        outcomes(solve(compile_game(AVERAGE, theta.draw(seed, k), first.game.layout)))["any_war"]
        for k in range(draws)
    ]
    low, middle, high = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    return RECORD | {
        "average_dispute": outcomes(first)["any_war"],
        "prior_q05": low,
        "prior_q50": middle,
        "prior_q95": high,
        "prior_draws": draws,
    }
