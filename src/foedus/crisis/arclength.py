"""Follow a curve of fixed points past its folds: pseudo-arclength continuation, matrix-free.

The curve is {(v, lam): F(v, lam) = v}. Each step goes a length along the tangent and returns to
the curve by Newton's method in the plane across it; linear systems are solved by GMRES on finite
differences of F (one pass of the relaxation), so no matrix is ever formed. After Turocy (2010),
Economic Theory 42: 243-269, and Allgower and Georg (2003), Introduction to Numerical Continuation
Methods, ch. 6.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .model import Floats

Map = Callable[[Floats, float], Floats]


def follow(
    F: Map,
    start: Floats,
    from_lam: float,
    to_lam: float,
    *,
    step: float = 0.1,
    tol: float = 1e-8,
    limit: int = 2000,
) -> Floats | None:
    """Follow fixed points of F from lam = from_lam until the curve first reaches to_lam.

    Parameters
    ----------
    F : callable
        (values, lam) -> values of the same shape.
    start : array
        A fixed point at from_lam, or near one.
    step : float
        First step of arclength, in units of lam and of the root mean square of the values.
    tol : float
        Largest |F(v) - v| on the curve.
    limit : int
        Steps.

    Returns
    -------
    array or None
        The fixed point at to_lam, or None where the curve could not be followed.
    """
    shape, size = start.shape, start.size
    weight = 1.0 / np.sqrt(size)

    def gap(u: Floats) -> Floats:
        """F - v at u = (v, lam), with lam as the last entry; v scaled to unit mean square."""
        v = u[:-1] / weight
        return weight * (F(v.reshape(shape), u[-1]).ravel() - v)

    def slope(u: Floats, at: Floats, d: Floats) -> Floats:
        length = np.linalg.norm(d)
        if length == 0.0:
            return np.zeros_like(at)
        h = 1e-7 * (1.0 + np.linalg.norm(u)) / length
        return (gap(u + h * d) - at) / h

    def correct(u: Floats, anchor: Floats, tangent: Floats) -> Floats | None:
        for _ in range(12):
            at = gap(u)
            across = tangent @ (u - anchor)
            if np.abs(at).max() <= tol * weight and abs(across) <= tol:
                return u
            if not np.isfinite(at).all():
                return None
            rhs = -np.append(at, across)
            move = _gmres(lambda d: np.append(slope(u, at, d), tangent @ d), rhs)  # noqa: B023 - used up in this pass
            u = u + move
            if u[-1] < 0.0:
                u[-1] = 0.0
        return None

    u = np.append(weight * start.ravel(), from_lam)
    tangent = np.zeros(size + 1)
    tangent[-1] = np.sign(to_lam - from_lam)
    fixed = correct(u, u, tangent)
    if fixed is None:
        return None
    u = fixed
    for _ in range(limit):
        ahead = correct(u + step * tangent, u + step * tangent, tangent)
        if ahead is None:
            step /= 2.0
            if step < 1e-6:
                return None
            continue
        if (ahead[-1] - to_lam) * np.sign(to_lam - from_lam) >= 0.0:
            share = (to_lam - u[-1]) / (ahead[-1] - u[-1])
            level = np.zeros(size + 1)
            level[-1] = 1.0
            guess = u + share * (ahead - u)
            guess[-1] = to_lam
            last = correct(guess, guess, level)
            return None if last is None else (last[:-1] / weight).reshape(shape)
        move = ahead - u
        tangent = move / np.linalg.norm(move)
        u = ahead
        step = min(step * 1.3, 0.5)
    return None


def _gmres(A: Callable[[Floats], Floats], b: Floats, size: int = 60, tol: float = 1e-3) -> Floats:
    """Solve A x = b approximately in a Krylov space (Saad and Schultz 1986)."""
    norm = np.linalg.norm(b)
    if norm == 0.0:
        return np.zeros_like(b)
    basis = [b / norm]
    H = np.zeros((size + 1, size))
    y = np.zeros(0)
    for k in range(size):
        w = A(basis[k])
        for _ in range(2):
            for j, q in enumerate(basis):
                overlap = float(q @ w)
                H[j, k] += overlap
                w = w - overlap * q
        H[k + 1, k] = np.linalg.norm(w)
        target = np.zeros(k + 2)
        target[0] = norm
        y, *_ = np.linalg.lstsq(H[: k + 2, : k + 1], target, rcond=None)
        left = np.linalg.norm(H[: k + 2, : k + 1] @ y - target)
        if left <= tol * norm or H[k + 1, k] < 1e-14:
            break
        basis.append(w / H[k + 1, k])
    return np.asarray(np.stack(basis[: len(y)], axis=1) @ y, float)
