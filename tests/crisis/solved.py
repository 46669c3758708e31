"""Bundled and reference crises, solved once for all tests of a run."""

from __future__ import annotations

from functools import cache

from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import Outcomes, outcomes
from foedus.crisis.scenario import load
from foedus.crisis.theta import load_theta

from .small import reference


@cache
def bundled_one(name: str) -> Equilibrium:
    """A bundled scenario at the theta in use, in one thread."""
    return solve(compile_game(load(name)))


@cache
def reference_one(name: str) -> Equilibrium:
    """A reference input at the provisional theta, in one thread."""
    return solve(compile_game(reference(name), load_theta("provisional")))


@cache
def outcome_of(name: str) -> Outcomes:
    """Exact outcomes of a bundled scenario."""
    return outcomes(bundled_one(name))
