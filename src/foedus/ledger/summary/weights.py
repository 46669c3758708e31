"""How the disputes of the world wars are weighed: three schemes, all shown.

Six disputes hold 145 of the 662 states that joined one; the disputes of a general war are not so
many independent tests of what alliances do. No scheme is right, so the summary shows all three.
"""

from __future__ import annotations

import numpy as np

from .labels import Floats, Ints

__all__ = ["SCHEMES", "weights"]

SCHEMES = {
    "dispute": "each dispute counts one",
    "block": "each block counts one: a general war's disputes share its one",
    "peace": "the disputes of the world wars left out",
}


def weights(block: Ints, scheme: str) -> Floats:
    """Return the weight of each dispute.

    Parameters
    ----------
    block : (rows,)
        Cluster; below zero for a general war.
    scheme
        One of `SCHEMES`.

    Examples
    --------
    >>> block = np.array([5, -139, -139])
    >>> [weights(block, scheme).tolist() for scheme in SCHEMES]
    [[1.0, 1.0, 1.0], [1.0, 0.5, 0.5], [1.0, 0.0, 0.0]]
    """
    if scheme == "peace":
        return (block >= 0).astype(float)
    if scheme == "block":
        _, at, size = np.unique(block, return_inverse=True, return_counts=True)
        return 1.0 / size[at].astype(float)
    if scheme == "dispute":
        return np.ones(block.size)
    raise KeyError(scheme)
