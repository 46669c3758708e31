"""Whether a dispute's obligations raised or lowered the chance of an outcome, beyond doubt."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["AGREE", "LABELS", "Flags", "Floats", "Ints", "labels", "marks"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
AGREE = 0.9
"""Share of draws that must lie beyond the threshold."""
LABELS = ("raised", "lowered", "unclear", "none")


def marks(difference: Floats, level: float) -> tuple[Flags, Flags]:
    """Return rows raised, and rows lowered, beyond doubt.

    Parameters
    ----------
    difference : (rows, draws)
        With less without. A draw that did not converge (NaN) lies beyond nothing, so it speaks
        against a label.
    level
        Threshold, at least 0.

    Examples
    --------
    >>> raised, lowered = marks(np.array([[0.02] * 9 + [0.0], [-0.02] * 8 + [0.0] * 2]), 0.01)
    >>> raised.tolist(), lowered.tolist()
    ([True, False], [False, False])
    """
    draws = difference.shape[1]
    # One part in a million: nine draws in ten are nine tenths, whatever binary fractions say.
    enough = AGREE * draws - 1e-6
    with np.errstate(invalid="ignore"):
        above = (difference > level).sum(axis=1)
        below = (difference < -level).sum(axis=1)
    some = draws > 0
    return (above >= enough) & some, (below >= enough) & some


def labels(difference: Floats, pledged: Flags, level: float) -> list[str]:
    """Label each row.

    Parameters
    ----------
    difference : (rows, draws)
    pledged : (rows,)
        Whether there is an obligation; ``none`` where there is not.
    level
        Threshold.

    Examples
    --------
    >>> labels(np.array([[0.02, 0.03], [0.02, -0.03], [0.0, 0.0]]), np.array([1, 1, 0], bool), 0.01)
    ['raised', 'unclear', 'none']
    """
    raised, lowered = marks(difference, level)
    told = np.where(raised, "raised", np.where(lowered, "lowered", "unclear"))
    return [str(one) for one in np.where(pledged, told, "none")]
