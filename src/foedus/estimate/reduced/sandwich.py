"""Covariance of estimates where rows are not independent: by cluster, and by state in pairs.

A logit's score of a row is ``x (y - p)``, its information ``x x' p (1 - p)``. The sandwich is
``B M B``, with B the inverse of the summed information. Rows of one cluster may depend on one
another in any way: M sums outer products of the clusters' summed scores. Rows about pairs depend on
one another wherever they share a *state*, which no single set of clusters can say; after Aronow,
Samii and Assenova (2015, Political Analysis 23: 564-577) M then sums the products of all rows with
a state in common.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["by_cluster", "by_state", "probabilities"]

Floats: TypeAlias = npt.NDArray[np.float64]
Labels: TypeAlias = npt.NDArray[np.int64]


def probabilities(X: Floats, beta: Floats) -> Floats:
    """Probabilities of a logit.

    Parameters
    ----------
    X
        Shape (n, k), with a column of ones where there is an intercept.
    beta
        Shape (k,).

    Returns
    -------
    ndarray
        Shape (n,).

    Examples
    --------
    >>> probabilities(np.array([[1.0, 2.0]]), np.array([-2.0, 1.0]))
    array([0.5])
    """
    # tanh does not overflow, whatever the sum is.
    return 0.5 * (1.0 + np.tanh(0.5 * (X @ beta)))


def by_cluster(X: Floats, y: Floats, beta: Floats, cluster: Labels) -> Floats:
    """Covariance of a logit's estimates, clustered, with the usual factors for small samples.

    Parameters
    ----------
    X, y, beta
        Shapes (n, k), (n,), (k,).
    cluster
        Shape (n,): equal numbers are one cluster.

    Returns
    -------
    ndarray
        Shape (k, k), times ``G / (G - 1)`` and ``(n - 1) / (n - k)``, G the number of clusters: the
        factors of pyfixest and fixest.
    """
    score, bread = _parts(X, y, beta)
    n, k = X.shape
    sums = _sums(score, cluster)
    groups = sums.shape[0]
    factor = groups / (groups - 1) * (n - 1) / (n - k)
    return factor * (bread @ (sums.T @ sums) @ bread)


def by_state(X: Floats, y: Floats, beta: Floats, one: Labels, two: Labels) -> Floats:
    """Covariance of a logit's estimates where rows that share a state may depend on each other.

    Parameters
    ----------
    X, y, beta
        Shapes (n, k), (n,), (k,).
    one, two
        Shape (n,): the two states of each row. Never the same.

    Returns
    -------
    ndarray
        Shape (k, k), times ``S / (S - 1)`` and ``(n - 1) / (n - k)``, S the number of states. It
        need not be positive definite in small samples.

    Notes
    -----
    Summed by state, the product of two rows counts once for each state they share: twice within a
    pair. So the sums by pair are taken off once.
    """
    score, bread = _parts(X, y, beta)
    n, k = X.shape
    states, place = np.unique(np.concatenate([one, two]), return_inverse=True)
    sums = _sums(np.concatenate([score, score]), place.astype(np.int64))
    low, high = np.minimum(place[:n], place[n:]), np.maximum(place[:n], place[n:])
    pairs = _sums(score, (low * states.size + high).astype(np.int64))
    factor = states.size / (states.size - 1) * (n - 1) / (n - k)
    return factor * (bread @ (sums.T @ sums - pairs.T @ pairs) @ bread)


def _parts(X: Floats, y: Floats, beta: Floats) -> tuple[Floats, Floats]:
    """Scores (n, k), and the inverse of the information (k, k)."""
    p = probabilities(X, beta)
    score = X * (y - p)[:, None]
    information = X.T @ (X * (p * (1.0 - p))[:, None])
    return score, np.linalg.inv(information).astype(np.float64)


def _sums(score: Floats, label: Labels) -> Floats:
    """Scores summed by label: one row for each, shape (groups, k)."""
    names, place = np.unique(label, return_inverse=True)
    sums = np.zeros((names.size, score.shape[1]))
    for at, column in enumerate(score.T):
        sums[:, at] = np.bincount(place, column, names.size)
    return sums
