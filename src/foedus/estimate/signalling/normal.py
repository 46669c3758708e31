"""Chances of the challenger's two ways on, to small relative error far into the tails.

The challenger knows its values of fighting, v + e, and of backing down, w + f, over the least that
makes a challenge pay; e and f are independent standard normal draws. It challenges where the larger
is positive, and then takes the larger. So the chances of a challenge that it would stand by, and of
one it would back down from, are::

    G(v, w) = P(v + e > 0, v + e > w + f)        H(v, w) = G(w, v)

Both are bivariate normal orthants with correlation 1/sqrt(2). Where they are not small, Owen's T
function gives them, right to some 1e-16 in absolute terms. Where they are, ratios of two small
chances are wanted, so the logarithm is integrated: G is the integral of phi(t) Phi(v - w - t) over
t below v. The integrand is log-concave, and the rule of Gauss and Legendre goes over the stretch
that holds all but 1e-14 of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfcx, log_ndtr, ndtr, owens_t

__all__ = ["Floats", "Ways", "log_density", "log_ndtr_of", "mills", "ways"]

Floats = NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)
_LOG_ROOT = 0.5 * float(np.log(2 * np.pi))
_REACH = 7.8  # a standard normal draw lies further below with a chance of 3e-15
_FALL = 34.0  # e^-34 = 2e-15
_ROOT2 = float(np.sqrt(2.0))
_SMALL = 1e-4  # below, Owen's T loses more than four of its digits
_ZERO = 1e-300


def log_density(x: ArrayLike) -> Floats:
    """The logarithm of the standard normal density."""
    x = np.asarray(x, dtype=np.float64)
    return -0.5 * x * x - _LOG_ROOT


def log_ndtr_of(x: ArrayLike) -> Floats:
    """The logarithm of the standard normal distribution function (a typed `log_ndtr`)."""
    return np.asarray(log_ndtr(np.asarray(x, dtype=np.float64)), dtype=np.float64)


def mills(x: ArrayLike) -> Floats:
    """phi(x) / Phi(x), the derivative of log Phi; right also where both are too small to tell."""
    scaled = erfcx(-np.asarray(x, dtype=np.float64) / _ROOT2)
    return np.asarray(np.sqrt(2.0 / np.pi) / scaled, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Ways:
    """Logarithms of the two chances, and what their derivatives are made of; all of one shape.

    Attributes
    ----------
    stand, back
        log G and log H.
    challenge
        log(G + H).
    edge_stand, edge_back
        Logarithm of the derivative of G, and of H, where the way's own index alone rises and the
        difference between the two ways stays.
    swap
        Logarithm of the derivative of G by the difference v - w: what H loses, G gains.
    """

    stand: Floats
    back: Floats
    challenge: Floats
    edge_stand: Floats
    edge_back: Floats
    swap: Floats


def ways(v: ArrayLike, w: ArrayLike) -> Ways:
    """Compute both chances for indices of standing firm, `v`, and of backing down, `w`.

    Examples
    --------
    With v = w = 0 the challenger stays out with a chance of one quarter, and parts evenly:

    >>> found = ways(0.0, 0.0)
    >>> float(np.exp(found.stand)), float(np.exp(found.back))
    (0.375..., 0.375...)
    """
    v, w = np.broadcast_arrays(np.asarray(v, np.float64), np.asarray(w, np.float64))
    stand, back = _log_orthant(v, w), _log_orthant(w, v)
    d = v - w
    return Ways(
        stand=stand,
        back=back,
        challenge=np.logaddexp(stand, back),
        edge_stand=log_density(v) + log_ndtr_of(-w),
        edge_back=log_density(w) + log_ndtr_of(-v),
        swap=log_density(d / _ROOT2) - 0.5 * np.log(2.0) + log_ndtr_of((v + w) / _ROOT2),
    )


def _log_orthant(v: Floats, w: Floats) -> Floats:
    """The logarithm of G, by Owen's T where G is not small and by quadrature where it is."""
    chance = np.asarray(_orthant(v, w))
    small = ~(chance > _SMALL)
    out = np.array(np.log(np.where(small, 1.0, chance)))
    if small.any():
        out[small] = _log_tail(v[small], v[small] - w[small])
    return out


def _orthant(v: Floats, w: Floats) -> Floats:
    """P(v + e > 0, v + e > w + f) by Owen's T function; see Owen, Ann. Math. Stat. 27 (1956)."""
    v = np.where(v == 0.0, _ZERO, v)
    d = v - w
    d = np.where(d == 0.0, _ZERO, d)
    half = np.where((d > 0.0) == (v > 0.0), 0.0, 0.5)
    thin = owens_t(d / _ROOT2, (v + w) / d) + owens_t(v, -w / v)
    return np.asarray(0.5 * (ndtr(d / _ROOT2) + ndtr(v)) - thin - half, dtype=np.float64)


def _log_tail(v: Floats, d: Floats) -> Floats:
    """Integrate phi(t) Phi(d - t) over t < v; the logarithm. One axis."""
    # Without the limit v, t has this mean, and a variance between one half and one.
    half = d / _ROOT2
    mean = -mills(half) / _ROOT2
    # With a limit below the mode, the integrand falls from it at least as fast as
    # exp(-slope s - s^2 / 2), s being the way down from v.
    slope = np.maximum(-v - mills(d - v), 0.0)
    top = np.minimum(v, mean + _REACH)
    fall = 2.0 * _FALL / (slope + np.sqrt(slope * slope + 2.0 * _FALL))
    length = np.where(v < mean, fall, top - mean + _REACH)
    t = top[:, None] - 0.5 * length[:, None] * (1.0 - _NODES)
    logs = log_density(t) + log_ndtr_of(d[:, None] - t)
    peak = logs.max(axis=1)
    return peak + np.log(0.5 * length * (np.exp(logs - peak[:, None]) @ _WEIGHTS))
