"""One case at one theta: its terms, their slopes in the parameters, its value to the challenger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.cases.case import Case, Seen
from foedus.core.errors import NotConverged
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.layout import Layout
from foedus.crisis.reading import read_out
from foedus.crisis.scenario import Scenario
from foedus.crisis.sensitivity import slope
from foedus.crisis.theta import Theta

from .terms import likelihood, readings, spanned
from .types import Floats

__all__ = ["TOL", "Kept", "Line", "challenge", "dispute"]

TOL = 1e-6
"""Residual to which games are solved in estimation; ten times looser than for a reader."""
OPTIONS = SolveOptions(tol=TOL)
SLOPES = 3e-6
"""What slopes are solved to. A step of the fit needs no more: what is left out moves it by a few
hundredths of a posterior spread, if every dispute's is left out to the same side."""


@dataclass(frozen=True)
class Kept:
    """What the next evaluation of a case can start from."""

    layout: Layout
    values: Floats


@dataclass(frozen=True)
class Line:
    """What one case adds.

    Attributes
    ----------
    key : str
    failed : str
        Why it could not be solved; empty where it was.
    kinds : tuple of str
        What each of the T terms is about.
    loss : (T,)
        Minus the log likelihood of each.
    chances : dict
        Readings by name.
    value : float
        Of the first day to the challenger's principal.
    score : (P,)
        Slope of the log likelihood; of the value, for a challenge.
    information, outer : (P, P)
        Expected information of the dispute's terms, and the sum of their scores' outer products.
    """

    key: str
    failed: str
    kinds: tuple[str, ...]
    loss: Floats
    chances: dict[str, float]
    value: float
    score: Floats
    information: Floats
    outer: Floats


def _nothing(key: str, why: str, many: int) -> Line:
    flat = np.zeros((many, many))
    return Line(key, why, (), np.zeros(0), {}, 0.0, np.zeros(many), flat, flat)


def _solved(scenario: Scenario, theta: Theta, kept: Kept | None) -> Equilibrium:
    game = compile_game(scenario, theta, kept.layout if kept else None)
    return solve(game, OPTIONS, warm=kept.values if kept else None)


def dispute(
    case: Case, seen: Seen, theta: Theta, names: tuple[str, ...], kept: Kept | None = None
) -> tuple[Line, Kept | None]:
    """Evaluate a dispute's terms; slopes and information where `names` names parameters.

    Parameters
    ----------
    case : Case
    seen : Seen
        Its record, or one drawn from the model.
    theta : Theta
    names : tuple of str
        Parameters to differentiate in, P of them; none for the likelihood alone.
    kept : Kept, optional
        From an evaluation at a theta not far away.
    """
    many = len(names)
    try:
        found = _solved(case.scenario, theta, kept)
        told = read_out(found, readings(found.game, seen), ahead=many > 0, tol=SLOPES)
        scored = likelihood(seen, told.names, told.chances)
        score = np.zeros(many)
        information = outer = np.zeros((many, many))
        if many:
            pick, make = spanned(told.names)
            rows = make @ slope(found, told, names, pick, tol=SLOPES).rows
            score = scored.slope @ rows
            information = rows.T @ scored.information @ rows
            outer = rows.T @ scored.outer @ rows
    except NotConverged as error:
        return _nothing(case.key, str(error), many), None
    chances = dict(zip(told.names, (float(c) for c in told.chances), strict=True))
    line = Line(
        case.key, "", scored.kinds, scored.loss, chances, _worth(found), score, information, outer
    )
    return line, Kept(found.game.layout, found.values)


def challenge(
    case: Case, theta: Theta, names: tuple[str, ...], kept: Kept | None = None
) -> tuple[Line, Kept | None]:
    """Evaluate what the crisis is worth to the challenger, and its slope in the parameters."""
    many = len(names)
    try:
        found = _solved(case.scenario, theta, kept)
        score = np.zeros(many)
        if many:
            told = read_out(found, ())
            at = np.zeros((1, len(found.game.names)))
            at[0, found.game.model.principals[0]] = 1.0
            score = slope(found, told, names, np.zeros((1, 0)), at, tol=SLOPES).rows[0]
    except NotConverged as error:
        return _nothing(case.key, str(error), many), None
    flat = np.zeros((many, many))
    line = Line(case.key, "", (), np.zeros(0), {}, _worth(found), score, flat, flat)
    return line, Kept(found.game.layout, found.values)


def _worth(found: Equilibrium) -> float:
    return float(found.start[found.game.model.principals[0]])
