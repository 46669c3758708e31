"""Years of peace, by the calendar."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["years_since"]

_BASE = 10_000  # more than any year


def years_since(
    who: npt.NDArray[np.integer],
    years: npt.NDArray[np.integer],
    event_who: npt.NDArray[np.integer],
    event_years: npt.NDArray[np.integer],
    origin: npt.NDArray[np.integer],
) -> npt.NDArray[np.int16]:
    """Calendar years since the last event before each row's year, or since the origin.

    The count of Beck, Katz and Tucker (1998, American Journal of Political Science 42(4)), made
    from the record of events instead of from the rows: a year without a row still passes, events
    before the panel begins count, and the order of the rows does not matter.

    Parameters
    ----------
    who, years
        Whole number that names the state or pair of each row, and its year; shape (N,).
    event_who, event_years
        The same of every event on record; shape (M,), in any order.
    origin
        Year from which to count where no event came before; shape (N,).

    Returns
    -------
    ndarray
        Shape (N,). 0 in the year after an event, and in the origin.

    Examples
    --------
    >>> years = np.array([1900, 1901, 1902, 1905])
    >>> who, start = np.zeros(4, int), np.full(4, 1900)
    >>> years_since(who, years, np.array([0]), np.array([1901]), start).tolist()
    [0, 1, 0, 3]
    """
    events = np.sort(event_who.astype(np.int64) * _BASE + event_years)
    rows = who.astype(np.int64) * _BASE + years
    if not events.size:
        return np.maximum(years - origin, 0).astype(np.int16)
    before = np.searchsorted(events, rows) - 1  # the last event of a smaller key
    last = events[np.maximum(before, 0)]
    own = (before >= 0) & (last // _BASE == who)
    since = np.where(own, years - last % _BASE - 1, years - origin)
    return np.maximum(since, 0).astype(np.int16)
