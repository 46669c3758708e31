"""Estimators of the signalling game that need no rule for choosing an equilibrium.

After Crisman-Cox and Gibilisco, "Estimating Signaling Games in International Relations: Problems
and Solutions", *Political Science Research and Methods* 9 (2021), doi:10.1017/psrm.2019.58. A
likelihood that solves each game anew is ill defined where a game has several equilibria, and jumps.

Pseudo-likelihood
    Chances to resist and to stand firm are first estimated without the game; both states then
    answer *those*.
Nested pseudo-likelihood
    The answers become what is believed, and so on until nothing moves.

A third, constrained maximum likelihood, is in `foedus.estimate.signalling.constrained`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import ndtr, ndtri

from foedus.core.errors import NotConverged, UsageError

from .fit import Fit, refuse_no_top, sandwich, solved
from .game import reply
from .likelihood import Design, linear, scores
from .manifold import manifold
from .normal import Floats

__all__ = ["answered", "bootstrap", "first_stage", "nested", "pseudo"]

_BOUND = 1e-9


def first_stage(games: Design, ridge: float = 1.0) -> tuple[Floats, Floats]:
    """Chances that B resists and that A stands firm, estimated without the game.

    Logits on all covariates, their squares and products, shrunk by a ridge; shape (games,) each.
    """
    x = games.columns[:, _distinct(games.columns)]
    x = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-12)
    one, two = np.triu_indices(x.shape[1])
    quadratic = x[:, one] * x[:, two]
    quadratic -= quadratic.mean(axis=0)
    terms = np.column_stack([np.ones(len(x)), x, quadratic])
    _, cd, sf, bd = games.tallies.T
    return _logit(terms, sf + bd, cd, ridge), _logit(terms, sf, bd, ridge)


def _distinct(columns: Floats) -> np.ndarray:
    """Columns that vary, each once."""
    _, first = np.unique(columns, axis=1, return_index=True)
    return np.sort(first[np.ptp(columns[:, first], axis=0) > 0])


def _logit(terms: Floats, yes: Floats, no: Floats, ridge: float) -> Floats:
    beta = np.zeros(terms.shape[1])
    penalty = np.full(len(beta), ridge)
    penalty[0] = 1e-3
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(terms @ beta, -30, 30)))
        score = terms.T @ (yes - (yes + no) * p) - penalty * beta
        weight = (yes + no) * p * (1.0 - p)
        step = np.linalg.solve((terms.T * weight) @ terms + np.diag(penalty), score)
        beta += step * min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-9:
            break
    return np.clip(1.0 / (1.0 + np.exp(-np.clip(terms @ beta, -30, 30))), 0.01, 0.99)


def _answer(
    games: Design, resist: Floats, odds: Floats, theta: Floats, most: int = 100
) -> tuple[Floats, float]:
    """Maximise the likelihood of the answers to given beliefs, by Fisher's scoring."""
    base, jacobian = linear(games, resist, odds)

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        indices = base + jacobian @ point
        found = scores(indices[:, 0], indices[:, 1], indices[:, 2])
        gradient = found.of(games.tallies, jacobian).sum(axis=0)
        return (
            found.total(games.tallies),
            gradient,
            found.information(games.tallies, jacobian, jacobian),
        )

    value, gradient, information = at(theta)
    for _ in range(most):
        step = solved(information, gradient, games)
        if float(np.abs(gradient @ step)) < 1e-14 * (1.0 + abs(value)):
            return theta, value
        size = min(1.0, 2.0 / float(np.abs(step).max()))
        for _ in range(30):
            found = at(theta + size * step)
            if found[0] >= value - 1e-12 * abs(value):
                break
            size *= 0.5
        else:
            return theta, value
        theta = theta + size * step
        value, gradient, information = found
    return theta, value


def pseudo(
    games: Design,
    *,
    beliefs: tuple[Floats, Floats] | None = None,
    start: Floats | None = None,
) -> Fit:
    """Pseudo-likelihood: the best answers to what a first stage says of both states.

    Parameters
    ----------
    games
        The games and what was seen of them.
    beliefs
        Chances that B resists and that A stands firm, shape (games,) each; `first_stage` without.
    start
        Coefficients to start from; zeros without.

    Returns
    -------
    Fit
        Without a covariance: that of the first stage enters it, so use `bootstrap`.

    Raises
    ------
    NotConverged
        If the record cannot tell coefficients apart, or the likelihood has no top.
    """
    fit = answered(games, beliefs=beliefs, start=start)
    base, jacobian = linear(games, fit.resist, (1.0 - fit.stand) / fit.stand)
    indices = base + jacobian @ fit.theta
    refuse_no_top(scores(*indices.T).information(games.tallies, jacobian, jacobian), games)
    return fit


def answered(
    games: Design,
    *,
    beliefs: tuple[Floats, Floats] | None = None,
    start: Floats | None = None,
) -> Fit:
    """`pseudo`, as a start for the others: where its likelihood has no top, theirs may have one."""
    resist, stand = first_stage(games) if beliefs is None else beliefs
    resist, stand = (np.clip(x, _BOUND, 1.0 - _BOUND) for x in (resist, stand))
    theta = np.zeros(len(games.names)) if start is None else np.asarray(start, np.float64)
    theta, value = _answer(games, resist, (1.0 - stand) / stand, theta)
    gap = float(np.abs(ndtr(reply(games.payoffs(theta), ndtri(resist)).r) - resist).max())
    return Fit("pseudo", games.names, theta, None, value, resist, stand, gap, 1)


def nested(
    games: Design,
    *,
    beliefs: tuple[Floats, Floats] | None = None,
    start: Floats | None = None,
    most: int = 500,
    tolerance: float = 1e-7,
) -> Fit:
    """Nested pseudo-likelihood: answers become beliefs until nothing moves.

    It finds equilibria that beliefs return to (`Equilibrium.stable`); where states play others, it
    may not settle, or settle elsewhere.

    Parameters
    ----------
    games, beliefs, start
        As for `pseudo`.
    most
        Rounds at most.
    tolerance
        Largest move of a coefficient or chance in the last round.

    Raises
    ------
    NotConverged
        If beliefs still move after `most` rounds, or the likelihood has no top.
    """
    first = answered(games, beliefs=beliefs, start=start)
    theta, value, resist, stand = first.theta, first.likelihood, first.resist, first.stand
    moved, count = np.inf, 0
    while moved > tolerance:
        if count == most:
            raise NotConverged(
                f"beliefs still move after {most} rounds",
                value=moved,
                fix="start elsewhere, or use the constrained estimator",
            )
        count += 1
        at = reply(games.payoffs(theta), ndtri(resist))
        base, jacobian = linear(games, resist, (1.0 - stand) / stand)
        answer = ndtr(base[:, 2] + jacobian[:, 2] @ theta)
        new_resist = np.clip(answer, _BOUND, 1.0 - _BOUND)
        new_stand = np.clip(1.0 / (1.0 + at.odds), _BOUND, 1.0 - _BOUND)
        new, value = _answer(games, new_resist, (1.0 - new_stand) / new_stand, theta)
        moved = max(
            float(np.abs(new - theta).max(initial=0.0)),
            float(np.abs(new_resist - resist).max()),
            float(np.abs(new_stand - stand).max()),
        )
        theta, resist, stand = new, new_resist, new_stand
    at_end = manifold(games, theta, ndtri(resist))
    gap = float(np.abs(ndtr(at_end.at.r) - resist).max())
    fit = Fit("nested", games.names, theta, None, value, resist, stand, gap, count)
    return replace(fit, covariance=sandwich(games, at_end, pseudo_scores=True))


def bootstrap(games: Design, *, draws: int = 200, seed: int = 0) -> Fit:
    """Pseudo-likelihood with a covariance: games drawn anew, both stages done anew.

    It shows how estimates vary, not the bias that the first stage's shrinkage gives them: with few
    games its intervals are too short.

    Draws in which the record cannot tell the coefficients apart, or has no top, are drawn again, at
    most as often as there are draws.

    Raises
    ------
    UsageError
        If there are fewer than two draws.
    NotConverged
        If too many draws cannot be fitted, or the record itself.
    """
    if draws < 2:
        raise UsageError("errors need two draws at least", field="draws", value=draws)
    fit = pseudo(games)
    rng = np.random.default_rng(seed)
    size = len(games.tallies)
    found: list[Floats] = []
    for _ in range(2 * draws):
        if len(found) == draws:
            break
        try:
            found.append(pseudo(games.take(rng.integers(size, size=size)), start=fit.theta).theta)
        except NotConverged:
            continue
    if len(found) < draws:
        raise NotConverged(
            "too many draws cannot be fitted", value=len(found), fix="fewer covariates"
        )
    return replace(fit, covariance=np.atleast_2d(np.cov(np.array(found).T)))
