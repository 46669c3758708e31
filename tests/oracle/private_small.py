"""Small games with private resolve, and the priors that their scenarios come to, by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import Game, compile_game
from foedus.crisis.private.minds import Minds, minds
from foedus.crisis.private.solve import PrivateEquilibrium, PrivateOptions, solve_private
from foedus.crisis.scenario import Scenario

from . import small

TIGHT = PrivateOptions(tol=1e-11, belief_tol=1e-11, rounds=200)
FINE = SolveOptions(tol=1e-12, limit=40_000)
BRISK = {
    "alpha": 1.0, "mu_climb": 0.5, "mu_descend": 0.25, "mu_yield": 0.1, "mu_war": 0.8,
    "lambda": 3.0, "X": 1.5, "iota": 0.1, "kappa0": 0.1, "kappa1": 0.0, "phi": 0.08,
    "omega": 0.1,
}  # fmt: skip
"""Play in which everything happens within days, and often enough to be seen."""

AA = {"name": "A", "camp": "challenger", "principal": True, "capability": 5.0}
BB = {"name": "B", "camp": "target", "principal": True, "capability": 3.0}
CC = {"name": "C", "camp": "target", "capability": 4.0}
SALIENCE = {"kind": "policy", "salience": {"AA": 1.1, "BB": 0.9, "CC": 0.5}}


@dataclass(frozen=True)
class Case:
    """Changes to the small scenario, and the prior of each observer who is not told the truth."""

    changed: dict[str, Any]
    priors: dict[tuple[str, str], float] = field(default_factory=dict)


CASES = {
    "one-sided": Case(
        {
            "resolve": {"AA": {"share": 0.4, "spread": 1.2}},
            "perceived": {"BB": {"AA": {"share": 0.8}}},
        },
        {("BB", "AA"): 0.8},
    ),
    "both-principals": Case(
        {
            "resolve": {
                "AA": {"share": 0.3, "spread": 1.0},
                "BB": {"share": 0.6, "spread": 0.8, "of": ["stake", "war_cost"]},
            },
            "perceived": {"AA": {"BB": {"share": 0.2}}},
            "channels": {"AA-BB": {"quality": 0.25, "judgement": "a test"}},
        },
        {("AA", "BB"): 0.75 * 0.2 + 0.25 * 0.6},
    ),
    "an-ally": Case(
        {
            "actors": {"AA": AA, "BB": BB, "CC": {**CC, "major": True}},
            "issue": SALIENCE,
            "treaties": {"pact": small.owed("CC", "BB", binding=0.8)},
            "contact": [["AA", "BB"], ["AA", "CC"]],
            "resolve": {"CC": {"share": 0.7, "spread": 1.4}},
            "perceived": {"AA": {"CC": {"share": 0.2}}, "BB": {"CC": {"share": 0.9}}},
        },
        # an unconditional public pledge counts for half of its binding, .8
        {("AA", "CC"): 0.6 * 0.2 + 0.4 * 0.7, ("BB", "CC"): 0.6 * 0.9 + 0.4 * 0.7},
    ),
    "all-three": Case(
        {
            "actors": {"AA": AA, "BB": BB, "CC": {**CC, "camp": "either"}},
            "issue": {"kind": "policy", "salience": {"AA": 1.0, "BB": 1.0, "CC": -0.4}},
            "treaties": {
                "pact": small.owed("CC", "AA", kind="neutrality"),
                "secret": small.owed("BB", "CC", secret=True, clarity=1.0, binding=0.5),
            },
            "contact": [["AA", "BB"], ["AA", "CC"]],
            "resolve": {
                "AA": {"share": 0.5, "spread": 1.0},
                "BB": {"share": 0.5, "spread": 0.7},
                "CC": {"share": 0.25, "spread": 0.9, "of": ["honour", "war_cost"]},
            },
            "perceived": {"AA": {"BB": {"share": 0.9}}, "CC": {"BB": {"share": 0.9}}},
        },
        {("AA", "BB"): 0.9, ("CC", "BB"): 0.5 * 0.9 + 0.5 * 0.5},
    ),
}


def played(**changed: Any) -> tuple[Game, Minds]:
    """The small scenario with some of it replaced, played briskly, and its minds."""
    changed["theta"] = BRISK | changed.get("theta", {})
    return ready(small.scenario(**changed))


def ready(scenario: Scenario) -> tuple[Game, Minds]:
    """A scenario's game and minds."""
    game = compile_game(scenario)
    return game, minds(scenario, game)


def tight(game: Game, who: Minds) -> PrivateEquilibrium:
    """The equilibrium, to the last digits that matter."""
    return solve_private(game, who, TIGHT, plain=solve(game, FINE))


@cache
def solved(name: str) -> PrivateEquilibrium:
    """The equilibrium of a case."""
    return tight(*played(**CASES[name].changed))
