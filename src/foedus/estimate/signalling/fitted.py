"""The signalling game fitted to the record, beside what knows nothing of games.

Only what is worth of B's concession to A (VA) is held: the likelihood of the record rises with it
without a top in sight, while A's other payoffs go along, so the record cannot tell it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import ndtri

from foedus.core.errors import NotConverged, UsageError

from .constrained import constrained, mended
from .effects import Effect, effect
from .fit import Fit
from .game import OUTCOMES
from .likelihood import Design, design
from .normal import Floats
from .record import COVARIATES, Record, Stood, record

__all__ = ["PLEDGES", "SPECIFICATION", "Fitted", "Forecast", "fitted", "forecast", "games_of"]

PLEDGES = ("target_defense", "challenger_defense", "challenger_offense", "challenger_neutral")
"""Covariates whose effect is told."""
SPECIFICATION = {
    "SA": ("log_peace", "contiguous", "log_distance"),
    "WA": ("1", "capability_share", *PLEDGES),
    "WB": ("1", "capability_share", *PLEDGES),
    "a": ("1", "joint_democracy"),
    "VB": ("1",),
}
"""On what each payoff hangs: the peace on years without dispute and on place, war on strength and
allies, backing down on whether both answer to voters."""
_RIVALS = ("base", "logit")


@dataclass(frozen=True)
class Fitted:
    """The game on one record.

    Attributes
    ----------
    record : Record
    worth : float
        VA, held: what B's concession is worth to A, in standard deviations of a shock.
    games : Design
    fit : Fit
    effects : tuple of Effect
        One for each of `PLEDGES`.
    likelihoods : dict
        Log likelihood of the same record under the game, under constant frequencies (``base``), and
        under a multinomial logit on the same covariates (``logit``).
    coefficients : dict
        How many numbers each of them has learnt.
    """

    record: Record
    worth: float
    games: Design
    fit: Fit
    effects: tuple[Effect, ...]
    likelihoods: dict[str, float]
    coefficients: dict[str, int]


@dataclass(frozen=True)
class Forecast:
    """Log scores on years that were not learnt from; smaller is better.

    Attributes
    ----------
    before : int
        Learnt from what came before this year.
    rows, challenges : int
        Dyad-years scored, and those of them with a challenge.
    scores : dict
        Mean negative log likelihood of the four outcomes for ``game``, ``base`` and ``logit``.
    given : dict
        The same of what came of the challenges, given that there was one.
    """

    before: int
    rows: int
    challenges: int
    scores: dict[str, float]
    given: dict[str, float]


def games_of(seen: Record, worth: float) -> Design:
    """Games of a record under `SPECIFICATION`, with VA held at `worth`."""
    return design(seen.games, SPECIFICATION, fixed={"VA": worth})


def fitted(seen: Record, worth: float = 1.0, *, draws: int = 100, seed: int = 0) -> Fitted:
    """Fit the game, and take each kind of pledge out.

    Parameters
    ----------
    seen
        From `foedus.estimate.signalling.record.record`.
    worth
        VA; see the module.
    draws, seed
        For the intervals of the effects.

    Raises
    ------
    UsageError
        If VA is not positive.
    NotConverged
        If no maximum is found.
    """
    if not worth > 0.0:
        raise UsageError("a concession is worth something", field="worth", value=worth)
    games = games_of(seen, worth)
    fit = constrained(games, pairs=seen.pairs)
    tallies = games.tallies
    likelihoods = {"game": fit.likelihood}
    for name in _RIVALS:
        logs = _rival(name, seen.games, seen.games)
        likelihoods[name] = float((tallies * logs).sum())
    effects = tuple(effect(games, fit, name, draws=draws, seed=seed) for name in PLEDGES)
    many = len(OUTCOMES) - 1
    counts = {"game": len(games.names), "base": many, "logit": many * (1 + len(COVARIATES))}
    return Fitted(seen, worth, games, fit, effects, likelihoods, counts)


def forecast(
    before: int,
    first: int = 1816,
    last: int = 2014,
    *,
    worth: float = 1.0,
    stood: Stood = "force",
) -> Forecast:
    """Learn from what came before a year, and score what came then.

    Raises
    ------
    UsageError
        If the year is not inside the span.
    """
    if not first < before <= last:
        raise UsageError("not inside the years asked for", field="before", value=before)
    early, late = record(first, before - 1, stood=stood), record(before, last, stood=stood)
    known = games_of(early, worth)
    theta = constrained(known).theta
    logs = {"game": _played(games_of(late, worth), theta)}
    logs |= {name: _rival(name, early.games, late.games) for name in _RIVALS}
    tallies = late.games.select(OUTCOMES).to_numpy()
    happened = tallies[:, 1:]
    given = {
        name: at[:, 1:] - np.log(np.exp(at[:, 1:]).sum(axis=1, keepdims=True))
        for name, at in logs.items()
    }
    return Forecast(
        before,
        int(tallies.sum()),
        int(happened.sum()),
        {name: -float((tallies * at).sum() / tallies.sum()) for name, at in logs.items()},
        {name: -float((happened * at).sum() / happened.sum()) for name, at in given.items()},
    )


def _played(games: Design, theta: Floats) -> Floats:
    """Log chances of the outcomes in equilibrium, shape (games, 4)."""
    at, _ = mended(games, theta, np.full(len(games.tallies), ndtri(0.5)), most=200)
    off = float(np.abs(at.gap).max(initial=0.0))
    if off > 1e-6:
        raise NotConverged("an equilibrium of the years to be scored is not found", value=off)
    return at.scores.logs


def _rival(name: str, known: pl.DataFrame, asked: pl.DataFrame) -> Floats:
    """Log chances of the outcomes by a rival that learnt from `known`; shape (rows, 4)."""
    tallies = known.select(OUTCOMES).to_numpy()
    if name == "base":
        share = tallies.sum(axis=0) / tallies.sum()
        return np.tile(np.log(share), (asked.height, 1))
    from sklearn.linear_model import LogisticRegression

    x = known.select(COVARIATES).to_numpy().astype(np.float64)
    y = np.repeat(np.arange(len(OUTCOMES)), len(x))
    weight = tallies.T.reshape(-1)
    there = weight > 0
    model = LogisticRegression(C=1e6, max_iter=3000, tol=1e-6)
    model.fit(np.tile(x, (len(OUTCOMES), 1))[there], y[there], sample_weight=weight[there])
    return np.log(model.predict_proba(asked.select(COVARIATES).to_numpy().astype(np.float64)))
