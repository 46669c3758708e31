"""The signalling game fitted to the record, beside what knows nothing of games.

Only what is worth of B's concession to A (VA) is held: the likelihood of the record rises with it
without a top in sight, while A's other payoffs go along, so the record cannot tell it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.optimize import root
from scipy.special import ndtri

from foedus.core.errors import NotConverged, UsageError

from .constrained import constrained
from .effects import Effect, effect
from .fit import Fit
from .game import OUTCOMES, PAYOFFS
from .likelihood import Design, design
from .manifold import followed
from .normal import Floats, ways
from .record import COVARIATES, Record, Stood, record

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = [
    "PLEDGES",
    "SPECIFICATION",
    "Fitted",
    "Forecast",
    "fitted",
    "forecast",
    "games_of",
    "highest",
    "level",
]

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
_TILT = 0.2
_USUAL = 1.0
_STEPS = 60
_STRIDE = 1.5


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
    tops : tuple of float
        Log likelihoods that climbs from several starts reached, the highest first.
    coefficients : dict
        How many numbers each of them has learnt.
    """

    record: Record
    worth: float
    games: Design
    fit: Fit
    effects: tuple[Effect, ...]
    likelihoods: dict[str, float]
    tops: tuple[float, ...]
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


def level(games: Design, worth: float) -> Fit:
    """Return a start in which all games are nearly one, with the frequencies of the record.

    Constants alone: A's two from how often it challenges and stands firm, B's from how often it
    resists, given that it would lose a unit where A backs down (of its two the record's frequencies
    tell one). All games are near an equilibrium there, which at other starts some may have only
    where nobody ever resists. A slight tilt of A's by strength keeps B's two payoffs apart.
    """
    sq, cd, sf, bd = games.tallies.sum(axis=0) / games.tallies.sum()
    resist, stand = (sf + bd) / (cd + sf + bd), sf / (sf + bd)
    firm, challenge = np.log(stand * (1.0 - sq)), np.log(1.0 - sq)

    def off(index: Floats) -> list[float]:
        at = ways(index[:1], index[1:])
        return [float(at.stand[0] - firm), float(at.challenge[0] - challenge)]

    found = root(off, np.array([-2.0, -2.5]))
    if not found.success:
        raise NotConverged("no payoffs give the record's frequencies", value=found.message)
    threshold, odds = worth * (1.0 - 1.0 / resist), (1.0 - stand) / stand
    told = {
        "WA: 1": found.x[0] + threshold,
        "a: 1": found.x[1] + threshold,
        "WB: 1": ndtri(resist) + odds,
        "VB: 1": -1.0,
        "WA: capability_share": _TILT,
    }
    theta = np.array([float(told.get(name, 0.0)) for name in games.names])
    many = np.ones(len(games.tallies))
    return Fit("level", games.names, theta, None, np.nan, resist * many, stand * many, 0.0, 0)


def highest(games: Design, worth: float, pairs: csr_array | None = None) -> tuple[Fit, list[float]]:
    """Climb from several starts, since there are several tops; the highest, and what each reached.

    From `level`, and from the first stage; where VA is not 1, from the top at 1 that the first
    stage leads to, followed to this VA in small steps with A's other payoffs moved along, instead.

    Raises
    ------
    NotConverged
        If none leads to a top.
    """
    starts = [level(games, worth), None if worth == _USUAL else _followed(games, worth)]
    tops: list[Fit] = []
    why = ""
    for start in starts:
        try:
            tops.append(constrained(games, start=start, pairs=pairs, most=_STEPS))
        except NotConverged as error:
            why = str(error)
    if not tops:
        raise NotConverged(
            f"no climb led to a top ({why})", value=len(starts), fix="fit fewer or other years"
        )
    tops.sort(key=lambda one: -one.likelihood)
    return tops[0], [one.likelihood for one in tops]


def _followed(games: Design, worth: float) -> Fit | None:
    """Follow the top at the usual VA to near this one; None where it is lost on the way."""
    many = int(np.ceil(abs(np.log(worth / _USUAL)) / np.log(_STRIDE)))
    along = np.array([name in ("WA: 1", "a: 1") for name in games.names])
    place, fit, before = PAYOFFS.index("VA"), None, _USUAL
    for at in np.geomspace(_USUAL, worth, many + 1)[:-1]:
        fixed = games.fixed.copy()
        fixed[place] = at
        start = fit and replace(fit, theta=fit.theta - along * (at - before))
        try:
            fit = constrained(replace(games, fixed=fixed), start=start, most=_STEPS)
        except NotConverged:
            return None
        before = at
    return fit and replace(fit, theta=fit.theta - along * (worth - before))


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
    fit, tops = highest(games, worth, seen.pairs)
    tallies = games.tallies
    likelihoods = {"game": fit.likelihood}
    for name in _RIVALS:
        logs = _rival(name, seen.games, seen.games)
        likelihoods[name] = float((tallies * logs).sum())
    effects = tuple(effect(games, fit, name, draws=draws, seed=seed) for name in PLEDGES)
    many = len(OUTCOMES) - 1
    counts = {"game": len(games.names), "base": many, "logit": many * (1 + len(COVARIATES))}
    return Fitted(seen, worth, games, fit, effects, likelihoods, tuple(tops), counts)


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
    NotConverged
        If no maximum is found, or an equilibrium of the later years is not.
    """
    if not first < before <= last:
        raise UsageError("not inside the years asked for", field="before", value=before)
    early, late = record(first, before - 1, stood=stood), record(before, last, stood=stood)
    known = games_of(early, worth)
    theta = highest(known, worth)[0].theta
    asked = games_of(late, worth)
    even = np.full(len(asked.tallies), ndtri(0.5))
    logs = {"game": followed(asked, theta, even).scores.logs}
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
