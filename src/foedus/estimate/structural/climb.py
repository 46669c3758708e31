"""Fisher scoring: up the composite likelihood and prior, damped, kept after every step."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from foedus.core.errors import FoedusError
from foedus.core.progress import Reporter, Silent
from foedus.core.whole import whole

from .objective import Point
from .space import Space
from .types import Floats

__all__ = ["ENOUGH", "State", "climb", "curvature", "read_state", "write_state"]

ENOUGH = 1.0
"""Newton decrement at which the top counts as reached: half a unit of log likelihood is left to
gain, about, which is within one spread of the posterior in any direction and small beside what
the prior decides. Games solved to 1e-6 give the sum over all disputes a noise of a tenth, and along
a ridge further steps gain a fifth each."""
NOISE = 0.1
"""Fall of the objective that a step may show and still be taken, over all disputes: it cannot be
told from none. Where more is asked for than usual, a step may fall by half of that at most."""
MEMORY = 6
"""Steps whose change of slope corrects the curvature."""
FARTHEST = 1.5
"""Longest step in any parameter, on the scale of estimation."""


@dataclass(frozen=True)
class State:
    """Where a fit stands: enough to go on from.

    Attributes
    ----------
    key : str
        Of the question.
    at, coef : tuple of float
    step : int
    damping : float
    history : tuple of float
        Objective after each step.
    decrement : float
        Of the last step; what is left to gain, about.
    """

    key: str
    at: tuple[float, ...]
    coef: tuple[float, ...]
    step: int
    damping: float
    history: tuple[float, ...]
    decrement: float

    @property
    def done(self) -> bool:
        """Whether the top is reached as nearly as fits ask for, `ENOUGH`."""
        return self.decrement <= ENOUGH


def curvature(point: Point, space: Space) -> Floats:
    """Return the expected information with that of the prior, (P + C, P + C)."""
    total = point.information.copy()
    many = len(space.names)
    total[:many, :many] += np.diag(space.log_prior(point.at)[2])
    return total


def steepness(point: Point, space: Space) -> Floats:
    """Return what a step is measured by: the mean of expected and observed information.

    The expected one alone takes steps that are too long where something happened that the model
    held for next to impossible; the observed one alone knows nothing of what did not happen.
    """
    return curvature(point, space) + 0.5 * (point.outer - point.information)


def bent(total: Floats, pairs: list[tuple[Floats, Floats]]) -> Floats:
    """Return a curvature that agrees with how the slope changed over the last steps (BFGS).

    Parameters
    ----------
    total : (n, n)
        Positive definite.
    pairs : list of (step, fall of the slope)
        Oldest first; one along which the slope did not fall is passed over.
    """
    for step, fall in pairs:
        along, stretched = float(step @ fall), total @ step
        if along > 1e-3 * float(step @ stretched):
            total = (
                total
                - np.outer(stretched, stretched) / float(step @ stretched)
                + np.outer(fall, fall) / along
            )
    return total


def uphill(point: Point, space: Space) -> Floats:
    """Return the slope of log likelihood and prior, (P + C,)."""
    slope = point.slope.copy()
    slope[: len(space.names)] += space.log_prior(point.at)[1]
    return slope


def climb(
    evaluate: Callable[[Floats, str], Point],
    space: Space,
    state: State,
    keep: Callable[[State], None],
    *,
    limit: int = 25,
    enough: float = ENOUGH,
    reporter: Reporter | None = None,
) -> tuple[Point, State]:
    """Go up from a state until the decrement is small.

    A step that leads down, or to where a case is not solved that was, is damped and tried again: a
    case that drops out takes its loss with it, which is no gain.

    Parameters
    ----------
    evaluate : callable
        Gives the point at parameters, with the best onset coefficients there: those have a
        likelihood of their own that is far from quadratic, and cost nothing to find.
    keep : callable
        Called with the state after each step.
    limit : int
        Steps at most.
    enough : float
        Newton decrement at which to stop.

    Raises
    ------
    FoedusError
        No step leads up although the slope is not zero.
    """
    reporter = reporter or Silent()
    many = len(space.names)
    point = evaluate(np.array(state.at), f"step {state.step}")
    damping, refused = state.damping, 0
    pairs: list[tuple[Floats, Floats]] = []
    while True:
        slope, total = uphill(point, space), bent(steepness(point, space), pairs)
        decrement = float(slope @ np.linalg.solve(total, slope))
        state = State(
            state.key, tuple(point.at.tolist()), tuple(point.coef.tolist()), state.step, damping,
            (*state.history[: state.step], point.objective), decrement,
        )  # fmt: skip
        keep(state)
        reporter.note(
            f"step {state.step}: log likelihood {point.log_likelihood:.2f}, with prior "
            f"{point.objective:.2f}; about {decrement / 2:.3g} left to gain"
            + (f"; {len(point.failed)} cases not solved" if point.failed else "")
        )
        if decrement <= enough or state.step >= limit:
            return point, state
        while True:
            step = np.linalg.solve(total + damping * np.diag(np.diag(total)), slope)
            step *= min(1.0, FARTHEST / float(np.abs(step[:many]).max()))
            trial = evaluate(point.at + step[:many], f"step {state.step + 1}")
            lost = set(trial.failed) - set(point.failed)
            if trial.objective > point.objective - min(NOISE, 0.5 * enough) and not lost:
                break
            damping, refused = max(8.0 * damping, 1e-2), refused + 1
            pairs.clear()  # what the last steps taught misled
            total = steepness(point, space)
            why = f"{len(lost)} cases lost" if lost else f"down to {trial.objective:.2f}"
            reporter.note(f"  {why}: again, with damping {damping:.2g}")
            if refused > 12:
                raise FoedusError(
                    "the fit does not climb any further",
                    value=f"{decrement:.3g} left to gain",
                    fix="look at the cases that could not be solved",
                )
        pairs = [*pairs[1 - MEMORY :], (trial.at - point.at, slope - uphill(trial, space))]
        point, damping, refused = trial, damping / 4.0 if damping > 1e-4 else 0.0, 0
        state = State(
            state.key, state.at, state.coef, state.step + 1, damping, state.history, decrement
        )


def write_state(path: Path, state: State) -> None:
    """Keep a state: written beside and renamed."""
    text = json.dumps(state.__dict__, indent=1)
    with whole(path) as made:
        made.write_text(text + "\n", encoding="utf-8")


def read_state(path: Path) -> State:
    """Read a state that was kept.

    Raises
    ------
    FoedusError
        It is none, or cannot be read.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return State(
            str(raw["key"]), tuple(raw["at"]), tuple(raw["coef"]), int(raw["step"]),
            float(raw["damping"]), tuple(raw["history"]), float(raw["decrement"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FoedusError(
            f"no fit can be taken up from here ({error})", file=path, fix="start anew"
        ) from None
